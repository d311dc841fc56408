"""The table of who may do what: 15 roles, 24 actions, 5 relations to a plan.

The table below is the specification, drawn again by hand; ``rights`` must answer as it says.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from bettercare_web.areas.models import Area, Body, Grant, Person
from bettercare_web.areas.permissions import areas_where, rights
from bettercare_web.areas.roles import Action, Role

TABLE = """
                               LD FO S1 NF NS SL AN CH VW PR BM RA NT AU AD
01 see draft, findings         OP OP O  P  P  OP OP O  OP s  r  -  -  O  -
02 see plan contacts           OP O  O  P  P  -  -  O  -  -  R  R  N  O  -
03 edit income, schemes        Op Op -  p  -  s  -  -  -  -  -  -  -  -  -
04 edit narrative, contacts    OP -  -  -  -  s  -  -  -  -  -  -  -  -  -
05 edit metrics                OP -  -  -  -  -  OP -  -  -  -  -  -  -  -
06 upload, import, merge       Op Op -  p  -  -  -  -  -  -  -  -  -  -  -
07 comment, ask, answer        OP OP O  P  P  OP OP O  -  s  r  -  -  -  -
08 name a version, what-if     OP OP -  P  -  -  OP -  -  -  -  -  -  -  -
09 dismiss a warning           O  O  -  -  -  -  -  -  -  -  -  -  -  -  -
10 export the draft            OP OP O  P  P  s  OP O  OP s  r  -  -  O  -
11 sign                        -  -  O  -  P  -  -  O  -  -  -  -  -  -  -
12 record approval             O  -  -  -  -  -  -  O  -  -  -  -  -  -  -
13 submit                      O  -  -  -  -  -  -  -  -  -  -  -  -  -  -
14 see a submitted version     OP OP O  P  P  OP OP O  OP s  R  R  N  O  -
15 score                       -  -  -  -  -  -  -  -  -  -  -  R  -  -  -
16 read scores                 -  -  -  -  -  -  -  -  -  -  -  R  N  -  -
17 see the letter              OP OP O  P  P  -  -  O  -  -  R  R  N  O  -
18 moderate                    -  -  -  -  -  -  -  -  -  -  -  -  N  -  -
19 decide                      -  -  -  -  -  -  -  -  -  -  -  -  N  -  -
20 invite                      O  -  -  -  -  -  -  -  -  -  -  -  -  -  -
21 grant other roles           -  -  -  -  -  -  -  -  -  -  -  -  -  -  Y
22 read the trail              OP -  O  -  P  -  -  O  -  -  -  -  -  O  -
23 verify chains               O  -  -  -  -  -  -  -  -  -  -  -  -  O  Y
24 run the service             -  -  -  -  -  -  -  -  -  -  -  -  -  -  Y
"""

# The letters that reach a plan of Leicester, by how somebody stands to it.
REACHING = {"own": "O", "scheme": "Os", "partner": "Pp", "region": "R", "shared": "Rr",
            "nation": "N", "other": "", "system": ""}  # fmt: skip


def cells():
    head, *lines = TABLE.strip("\n").splitlines()
    roles = head.split()
    for line in lines:
        for role, cell in zip(roles, line.split()[-len(roles) :], strict=True):
            yield int(line[:2]), role, cell.strip("-")


@pytest.fixture
def standing(db):  # noqa: ARG001
    """Give somebody a role in a relation to Leicester, whatever roles can be given so."""

    def give(role, relation):
        area = Area.objects.get(name="Leicester")
        scope = {
            "own": ("area", str(area.pk)),
            "scheme": ("scheme", "11111111-1111-1111-1111-111111111111"),
            "partner": ("body", str(Body.objects.get(code="E06000016-N").pk)),
            "region": ("region", area.region_id),
            "shared": ("region", area.region_id),
            "nation": ("nation", ""),
            "other": ("area", str(Area.objects.get(name="Rotherham").pk)),
            "system": ("system", ""),
        }[relation]
        if relation == "shared":
            area.shared_with_region = True
            area.save()
        someone = Person.objects.create_user(f"{role}@{relation}.example", name="Somebody")
        Grant.objects.create(
            person=someone,
            role=role,
            scope_kind=scope[0],
            scope_id=scope[1],
            area=area if relation == "scheme" else None,
            ends=timezone.now() + timedelta(days=1),
        )
        return someone, area

    return give


@pytest.mark.parametrize("relation", REACHING)
@pytest.mark.parametrize("role", [role.value for role in Role])
def test_every_answer_of_the_table(standing, role, relation):
    someone, area = standing(role, relation)
    expected, found, listed = {}, {}, {}
    for number, column, cell in cells():
        if column == role:
            expected[number] = bool(set(cell) & set(REACHING[relation]))
            found[number] = bool(rights(someone, Action(number), area, "2019-20"))
            listed[number] = Area.objects.filter(
                areas_where(someone, Action(number)), pk=area.pk
            ).exists()
    assert found == expected
    assert listed == expected  # lists and pages agree


def test_the_table_has_fifteen_roles_and_twenty_four_actions():
    found = list(cells())
    assert len(found) == 15 * 24
    assert {role for _, role, _ in found} == {role.value for role in Role}


@pytest.mark.parametrize(
    ("role", "relation", "action", "reach"),
    [
        ("LD", "own", Action.EDIT_MONEY, "all rows"),
        ("LD", "partner", Action.EDIT_MONEY, "rows of the body"),
        ("NF", "partner", Action.EDIT_MONEY, "rows of the body"),
        ("NF", "partner", Action.SEE_DRAFT, "all rows"),
        ("SL", "scheme", Action.EDIT_MONEY, "named schemes"),
        ("SL", "scheme", Action.SEE_DRAFT, "all rows"),
        ("PR", "scheme", Action.SEE_DRAFT, "named schemes"),
    ],
)
def test_which_rows_a_right_reaches(standing, role, relation, action, reach):
    someone, area = standing(role, relation)
    [right] = rights(someone, action, area)
    said = {
        "all rows": right.rows.every,
        "rows of the body": bool(right.rows.bodies),
        "named schemes": bool(right.rows.ids),
    }
    assert [words for words, holds in said.items() if holds] == [reach]


@pytest.mark.parametrize(
    ("starts", "ends", "revoked", "holds"),
    [
        (-10, 1, False, True),
        (-10, -1, False, False),
        (1, 10, False, False),
        (-10, 1, True, False),
    ],
)
def test_a_grant_holds_between_its_moments_and_until_it_is_taken_away(
    standing, starts, ends, revoked, holds
):
    someone, area = standing("LD", "own")
    now = timezone.now()
    someone.grants.update(
        starts=now + timedelta(seconds=starts),
        ends=now + timedelta(seconds=ends),
        revoked_at=now if revoked else None,
    )
    assert bool(rights(someone, Action.SUBMIT, area)) is holds


def test_somebody_who_is_no_longer_active_may_do_nothing(standing):
    someone, area = standing("LD", "own")
    someone.is_active = False
    assert rights(someone, Action.SEE_DRAFT, area) == []


@pytest.mark.django_db
def test_the_lead_council_is_the_areas_own_and_another_body_is_a_partner():
    area = Area.objects.get(name="Leicester")
    council = Body.objects.get(code="E06000016")
    someone = Person.objects.create_user("council@leicester.example", name="Somebody")
    Grant.objects.create(
        person=someone,
        role="LD",
        scope_kind="body",
        scope_id=str(council.pk),
        ends=timezone.now() + timedelta(days=1),
    )
    assert rights(someone, Action.SUBMIT, area)
