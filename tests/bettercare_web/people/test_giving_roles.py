"""Who gives which role, over what, for how long, and what nobody may do."""

# ruff: noqa: ARG001  (fixtures set the scene)

from datetime import timedelta

import pytest
from django.utils import timezone

from bettercare_web.areas.models import Body, Grant, GrantRequest, Person
from bettercare_web.areas.permissions import has_role, rights
from bettercare_web.areas.roles import ROLES, Action, Role, ScopeKind
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.models import Event
from bettercare_web.mail.models import Letter
from bettercare_web.people.giving import (
    ask_for_role,
    decide_request,
    give_as_administrator,
    give_in_area,
    renew,
    share_with_region,
    take_away,
)
from bettercare_web.people.rules import BY_ADMINISTRATOR, BY_LEAD, BY_TWO, Offer, longest
from bettercare_web.plans.edits import Refused, Stopped

WHY = "Asked for by the board"


@pytest.fixture
def newcomer(db):
    """Somebody with an account and no role."""
    council = Body.objects.get(name="Leicester City Council")
    return Person.objects.create_user("new@leicester.example", "x", name="New", body=council)


@pytest.fixture
def second(db):
    """A second administrator."""
    made = Person.objects.create_user("second@england.example", "x", name="Second")
    Grant.objects.create(
        person=made, role="AD", scope_kind="system", ends=timezone.now() + timedelta(days=90)
    )
    return made


@pytest.fixture
def over(area_of):
    """An offer of a role over what it is given over, for its whole time."""

    def made(role, name="Leicester", **more):
        area = area_of(name)
        kinds = ROLES[role].scopes
        kind, scope = next(
            (kind, scope)
            for kind, scope in (
                (ScopeKind.AREA, str(area.pk)),
                (ScopeKind.SCHEME, ""),
                (ScopeKind.BODY, str(Body.objects.get(code=f"{area.code}-N").pk)),
                (ScopeKind.REGION, area.region_id),
                (ScopeKind.NATION, ""),
                (ScopeKind.SYSTEM, ""),
            )
            if kind in kinds
        )
        words = {"ends": longest(role), "area": area, "reason": WHY, **more}
        return Offer(role=role, scope_kind=kind, scope_id=scope, **words)

    return made


def test_every_role_is_given_by_somebody():
    assert sorted([*BY_LEAD, *BY_ADMINISTRATOR, *BY_TWO], key=list(Role).index) == list(Role)
    assert {one.value for one in BY_LEAD} == {"FO", "NF", "SL", "AN", "VW", "PR"}
    assert {one.value for one in BY_TWO} == {"RA", "NT", "AD"}


@pytest.mark.parametrize("role", list(Role), ids=lambda one: one.value)
def test_a_lead_gives_these_roles_and_no_other(area_of, actor, newcomer, over, role):
    area, by = area_of("Leicester"), actor("lead@leicester")
    if role in BY_LEAD:
        give_in_area(area, newcomer, [over(role)], by=by)
        assert has_role(newcomer, role)
    else:
        with pytest.raises(Refused):
            give_in_area(area, newcomer, [over(role)], by=by)


@pytest.mark.parametrize(
    "who",
    ["lead@rotherham", "finance@leicester", "section151@leicester", "chair@leicester",
     "administrator@england", "national@england", "manager@midlands"],
)  # fmt: skip
def test_nobody_else_gives_roles_in_an_area(area_of, actor, newcomer, over, who):
    with pytest.raises(Refused):
        give_in_area(area_of("Leicester"), newcomer, [over(Role.VIEWER)], by=actor(who))


def test_a_role_is_written_with_its_event_and_letter(area_of, actor, newcomer, over):
    [grant] = give_in_area(
        area_of("Leicester"), newcomer, [over(Role.VIEWER)], by=actor("lead@leicester")
    )
    event = Event.objects.get(action="role-given")
    assert event.stream == "system"
    assert event.object_id == str(grant.pk)
    assert '"area":"E06000016"' in event.body
    assert '"role":"LD"' in event.body  # the right that was used
    assert "new@leicester" not in event.body
    assert Letter.objects.get().to == "new@leicester.example"


@pytest.mark.parametrize("role", list(Role), ids=lambda one: one.value)
def test_an_administrator_gives_these_alone(actor, newcomer, over, role):
    by = actor("administrator@england")
    if role in BY_ADMINISTRATOR:
        give_as_administrator(newcomer, over(role), by=by)
        assert has_role(newcomer, role)
    else:
        with pytest.raises(Refused):
            give_as_administrator(newcomer, over(role), by=by)


@pytest.mark.parametrize("who", ["lead@leicester", "national@england", "viewer@leicester"])
def test_nobody_but_administrators_gives_the_other_roles(actor, newcomer, over, who):
    with pytest.raises(Refused):
        give_as_administrator(newcomer, over(Role.CHAIR), by=actor(who))
    with pytest.raises(Refused):
        ask_for_role(newcomer, over(Role.NATIONAL), by=actor(who))


@pytest.mark.parametrize("role", BY_TWO, ids=lambda one: one.value)
def test_two_administrators_give_the_widest_roles(actor, newcomer, second, over, role):
    first, other = actor("administrator@england"), Actor(person_id=str(second.pk))
    asked = ask_for_role(newcomer, over(role), by=first)
    assert not Grant.objects.filter(person=newcomer).exists()
    with pytest.raises(Stopped, match="second administrator"):
        decide_request(asked, approve=True, by=first)
    with pytest.raises(Refused):
        decide_request(asked, approve=True, by=actor("lead@leicester"))
    decide_request(asked, approve=True, by=other)
    assert has_role(Person.objects.get(pk=newcomer.pk), role)
    with pytest.raises(Stopped, match="already"):
        decide_request(asked, approve=True, by=other)


def test_who_is_to_get_a_role_does_not_approve_it(actor, newcomer, second, over):
    asked = ask_for_role(newcomer, over(Role.NATIONAL), by=actor("administrator@england"))
    GrantRequest.objects.update(person=second)
    with pytest.raises(Stopped, match="themselves"):
        decide_request(asked, approve=True, by=Actor(person_id=str(second.pk)))
    assert GrantRequest.objects.get().decided_at is None


def test_a_request_may_be_refused(actor, newcomer, over):
    by = actor("administrator@england")
    decide_request(ask_for_role(newcomer, over(Role.NATIONAL), by=by), approve=False, by=by)
    assert not Grant.objects.filter(person=newcomer).exists()
    assert Event.objects.filter(action="role-not-approved").exists()


def test_nobody_gives_a_role_to_themselves(area_of, actor, person, over):
    with pytest.raises(Stopped, match="themselves"):
        give_in_area(
            area_of("Leicester"),
            person("lead@leicester"),
            [over(Role.FINANCE)],
            by=actor("lead@leicester"),
        )
    admin = person("administrator@england")
    with pytest.raises(Stopped, match="themselves"):
        give_as_administrator(admin, over(Role.LEAD), by=actor("administrator@england"))


def test_an_administrator_holds_no_other_role(actor, person, second, over, area_of):
    with pytest.raises(Stopped, match="no other role"):
        give_as_administrator(second, over(Role.LEAD), by=actor("administrator@england"))
    with pytest.raises(Stopped, match="no other role"):
        give_in_area(area_of("Leicester"), second, [over(Role.VIEWER)], by=actor("lead@leicester"))
    with pytest.raises(Stopped, match="no other role"):
        ask_for_role(
            person("viewer@leicester"),
            over(Role.ADMINISTRATOR),
            by=actor("administrator@england"),
        )


@pytest.mark.parametrize("role", list(Role), ids=lambda one: one.value)
def test_a_role_is_given_over_nothing_else(actor, newcomer, over, role):
    offer = over(role)
    for kind in set(ScopeKind) - ROLES[role].scopes:
        with pytest.raises((Stopped, Refused)):
            give_as_administrator(
                newcomer, offer._replace(scope_kind=kind), by=actor("administrator@england")
            )
        with pytest.raises((Stopped, Refused)):
            ask_for_role(
                newcomer, offer._replace(scope_kind=kind), by=actor("administrator@england")
            )


@pytest.mark.parametrize(
    ("role", "days"),
    [
        ("LD", 365), ("FO", 365), ("S1", 365), ("NF", 365), ("NS", 365), ("AN", 365),
        ("CH", 365), ("VW", 365), ("AU", 365), ("BM", 365), ("SL", 183), ("PR", 183),
        ("RA", 365), ("NT", 365), ("AD", 90),
    ],
)  # fmt: skip
def test_how_long_a_role_is_given_for(role, days):
    assert (longest(Role(role)) - timezone.now()).days in {days - 1, days}


def test_no_role_is_given_for_longer_or_for_the_past(area_of, actor, newcomer, over):
    by, area = actor("lead@leicester"), area_of("Leicester")
    for ends in (longest(Role.VIEWER) + timedelta(days=1), timezone.now()):
        with pytest.raises(Stopped, match="365 days at most"):
            give_in_area(area, newcomer, [over(Role.VIEWER, ends=ends)], by=by)


def test_the_same_role_is_not_given_twice(area_of, actor, newcomer, over):
    by, area = actor("lead@leicester"), area_of("Leicester")
    give_in_area(area, newcomer, [over(Role.VIEWER)], by=by)
    with pytest.raises(Stopped, match="already"):
        give_in_area(area, newcomer, [over(Role.VIEWER)], by=by)


def test_a_reason_is_asked_of_administrators(actor, newcomer, over):
    with pytest.raises(Stopped, match="10 characters"):
        give_as_administrator(
            newcomer, over(Role.LEAD, reason="because"), by=actor("administrator@england")
        )


def grant_of(address, role):
    return Grant.objects.get(person__email=f"{address}.example", role=role, revoked_at=None)


def test_a_lead_takes_away_and_renews_in_their_own_area(area_of, actor, person):
    area, by = area_of("Leicester"), actor("lead@leicester")
    old = grant_of("scheme-lead@leicester", "SL")
    Grant.objects.filter(pk=old.pk).update(ends=timezone.now() + timedelta(days=3))
    new = renew(old, by=by, area=area)
    assert (new.scope_id, new.area_id) == (old.scope_id, area.pk)
    assert (new.ends - timezone.now()).days == 182
    assert not Grant.objects.live().filter(pk=old.pk).exists()
    take_away(new, by=by, area=area)
    assert not has_role(person("scheme-lead@leicester"), Role.SCHEME_LEAD)
    actions = Event.objects.filter(stream="system").exclude(action="stream-opened")
    assert [one.action for one in actions] == ["role-taken-away", "role-given", "role-taken-away"]


@pytest.mark.parametrize(
    ("address", "role"),
    [
        ("viewer@rotherham", "VW"),  # another area
        ("nhs-finance@rotherham", "NF"),
        ("section151@leicester", "S1"),  # an administrator's
        ("manager@midlands", "BM"),
        ("administrator@england", "AD"),
    ],
)
def test_a_lead_changes_no_other_role(area_of, actor, address, role):
    for change in (take_away, renew):
        with pytest.raises(Refused):
            change(grant_of(address, role), by=actor("lead@leicester"), area=area_of("Leicester"))


def test_nobody_renews_their_own_role(actor, second):
    with pytest.raises(Stopped):
        renew(grant_of("administrator@england", "AD"), by=actor("administrator@england"))


def test_the_only_administrator_stays(actor, second):
    take_away(grant_of("second@england", "AD"), by=actor("administrator@england"))
    with pytest.raises(Stopped, match="only administrator"):
        take_away(grant_of("administrator@england", "AD"), by=actor("administrator@england"))


def test_sharing_drafts_with_the_region(area_of, actor, signed_in):
    area = area_of("Leicester")
    manager = signed_in("manager@midlands")
    plan = f"/plans/{area.plans.get().pk}/"
    assert manager.get(plan).status_code == 404
    with pytest.raises(Refused):
        share_with_region(area, share=True, by=actor("finance@leicester"))
    share_with_region(area, share=True, by=actor("lead@leicester"))
    assert manager.get(plan).status_code == 200
    share_with_region(area, share=False, by=actor("lead@leicester"))
    assert manager.get(plan).status_code == 404
    told = Event.objects.filter(stream=area.code, action__startswith="drafts-")
    assert [one.action for one in told] == ["drafts-shared", "drafts-not-shared"]


def test_a_grant_of_one_round_reaches_no_other(area_of, person):
    Grant.objects.filter(person__email="section151@leicester.example").update(round="2019-20")
    signer, area = person("section151@leicester"), area_of("Leicester")
    assert rights(signer, Action.SIGN, area, "2019-20")
    assert not rights(signer, Action.SIGN, area, "2020-21")
