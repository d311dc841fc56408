"""Who may give which role, over what, and what nobody may do."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from bettercare_web.areas.models import Area, Grant, Partnership, Person
from bettercare_web.areas.permissions import Right, has_role, rights
from bettercare_web.areas.roles import ROLES, Action, Role, ScopeKind
from bettercare_web.audit.actors import Actor
from bettercare_web.plans.edits import Refused, Stopped
from bettercare_web.plans.models import Row

# What an area's lead gives; the other roles are given by an administrator, the last by two.
BY_LEAD = (
    Role.FINANCE,
    Role.NHS_FINANCE,
    Role.SCHEME_LEAD,
    Role.ANALYST,
    Role.VIEWER,
    Role.PROVIDER,
)
BY_TWO = (Role.ASSURER, Role.NATIONAL, Role.ADMINISTRATOR)
BY_ADMINISTRATOR = tuple(one for one in Role if one not in {*BY_LEAD, *BY_TWO})


class Offer(NamedTuple):
    """A role over something, until a moment: what a grant is made of."""

    role: Role
    scope_kind: ScopeKind
    scope_id: str
    ends: datetime
    area: Area | None = None
    capacity: str = ""
    reason: str = ""


def longest(role: Role) -> datetime:
    """The last moment to which a role can be given now."""
    return timezone.now() + timedelta(days=ROLES[role].days)


def person_acting(by: Actor) -> Person:
    """Whoever does this, signed in to the pages; tokens and jobs give no roles.

    Raises ``Refused`` for anybody else.
    """
    if by.kind != "person" or not by.person_id:
        raise Refused
    person = Person.objects.filter(pk=by.person_id, is_active=True).first()
    if person is None:
        raise Refused
    return person


def lead_of(area: Area, by: Actor) -> Right:
    """The right by which somebody invites in an area. Raises ``Refused`` without it."""
    held = rights(person_acting(by), Action.INVITE, area)
    if not held:
        raise Refused
    return held[0]


def administrator(by: Actor) -> Person:
    """An administrator who acts. Raises ``Refused`` for anybody else."""
    person = person_acting(by)
    if not has_role(person, Role.ADMINISTRATOR):
        raise Refused
    return person


def check_offer(person: Person | None, offer: Offer, by: Actor) -> None:
    """Raises ``Stopped``, in words, where a role cannot be given so; D4 and D6 stand here.

    ``person`` is ``None`` while somebody is invited who has no account yet.
    """
    about = ROLES[offer.role]
    if offer.scope_kind not in about.scopes:
        raise Stopped(f"A {about.label} cannot be given over that.")
    if not timezone.now() < offer.ends <= longest(offer.role) + timedelta(minutes=1):
        raise Stopped(f"A {about.label} holds the role for {about.days} days at most.")
    if person is not None:
        _check_person(person, offer, by)


def _check_person(person: Person, offer: Offer, by: Actor) -> None:
    if str(person.pk) == by.person_id:
        raise Stopped("Nobody gives a role to themselves.")
    if not person.is_active:
        raise Stopped("This account is closed.")
    held = Grant.objects.live().filter(person=person)
    same = held.filter(
        role=offer.role.value,
        scope_kind=offer.scope_kind.value,
        scope_id=offer.scope_id,
        capacity=offer.capacity,
    )
    if same.exists():
        raise Stopped(f"{person.name} holds this role already. You can renew it.")
    administers = held.filter(role=Role.ADMINISTRATOR.value).exists()
    if administers or (offer.role is Role.ADMINISTRATOR and held.exists()):
        raise Stopped("An administrator holds no other role.")


def scope_of_lead(
    role: Role, area: Area, schemes: list[str], body_id: str
) -> list[tuple[ScopeKind, str]]:
    """Over what a lead gives a role in their area: itself, a partner, or schemes of its plans.

    Raises ``Refused`` for a role, a scheme or a partner that is not theirs to give, and
    ``Stopped`` where something is still to be chosen.
    """
    if role not in BY_LEAD:
        raise Refused
    if role is Role.NHS_FINANCE:
        return [(ScopeKind.BODY, _partner(area, body_id))]
    if ScopeKind.SCHEME not in ROLES[role].scopes:
        return [(ScopeKind.AREA, str(area.pk))]
    if not schemes:
        raise Stopped("Select the schemes that this person looks after.")
    known = Row.objects.filter(plan__area=area, table="schemes", pk__in=schemes)
    if known.count() != len(set(schemes)):
        raise Refused
    return [(ScopeKind.SCHEME, one) for one in schemes]


def _partner(area: Area, body_id: str) -> str:
    if not body_id:
        raise Stopped("Select the NHS organisation that this person works for.")
    theirs = Partnership.objects.filter(area=area, body_id=body_id, body__kind="nhs")
    if not theirs.exists():
        raise Refused
    return body_id


def grants_in(area: Area) -> list[Grant]:
    """The live grants over an area: itself, its schemes, and the bodies that partner in it."""
    bodies = Partnership.objects.filter(area=area).values_list("body_id", flat=True)
    found = Grant.objects.live().select_related("person", "person__body", "area")
    own = found.filter(scope_kind=ScopeKind.AREA.value, scope_id=str(area.pk))
    schemes = found.filter(scope_kind=ScopeKind.SCHEME.value, area=area)
    partners = found.filter(
        scope_kind=ScopeKind.BODY.value, scope_id__in=[str(one) for one in bodies]
    )
    order = list(Role)
    return sorted(
        {*own, *schemes, *partners},
        key=lambda one: (order.index(Role(one.role)), one.person.name, str(one.pk)),
    )


def is_only_administrator(person: Person) -> bool:
    """Whether nobody else administers the service."""
    others = Grant.objects.live().filter(role=Role.ADMINISTRATOR.value, person__is_active=True)
    return has_role(person, Role.ADMINISTRATOR) and not others.exclude(person=person).exists()
