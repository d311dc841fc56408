"""The demonstration: two real plans of 2019-20 as two areas, and made-up people of every role."""

from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

import bettercare
from bettercare import examples
from bettercare.working_days import working_days
from bettercare_web.areas.models import Area, Body, Grant, Partnership, Person, Region
from bettercare_web.areas.roles import ROLES, Role, ScopeKind
from bettercare_web.audit.actors import Actor
from bettercare_web.measures.demo import made_up_figures
from bettercare_web.plans.actions import start_plan
from bettercare_web.plans.answers import keep_standing, summary_of
from bettercare_web.plans.deadline_actions import set_deadline
from bettercare_web.plans.deadlines import LAST
from bettercare_web.plans.models import Deadline, Plan

PASSWORD = "a demonstration, not a secret"  # noqa: S105  (of made-up people on this machine)


class Place(NamedTuple):
    """An area of the demonstration: its example plan, region, council and NHS body."""

    code: str
    name: str
    example: str
    region: str
    nhs: str


PLACES = (
    Place("E06000016", "Leicester", "leicester", "Midlands", "NHS Leicester City CCG"),
    Place("E08000018", "Rotherham", "rotherham", "North East and Yorkshire", "NHS Rotherham CCG"),
)
ROUND = "2019-20"
DAYS_LEFT = 3  # working days until its plans are due
REGIONS = {"Midlands": "Y60", "North East and Yorkshire": "Y63"}
NAMES = {
    Role.LEAD: "lead",
    Role.FINANCE: "finance",
    Role.SECTION_151: "section151",
    Role.NHS_FINANCE: "nhs-finance",
    Role.NHS_SIGNATORY: "nhs-signatory",
    Role.SCHEME_LEAD: "scheme-lead",
    Role.ANALYST: "analyst",
    Role.CHAIR: "chair",
    Role.VIEWER: "viewer",
    Role.PROVIDER: "provider",
    Role.AUDITOR: "auditor",
}
# Further signatories of each area: their sign-off role of the round.
COUNCIL_SIGNS = {"dass": "director", "la_chief_executive": "chief-executive"}


def build_demo() -> None:
    """Fill an empty database; does nothing where there is a plan already."""
    if Plan.objects.exists():
        return
    with transaction.atomic():
        for name, code in REGIONS.items():
            Region.objects.get_or_create(code=code, defaults={"name": name})
        oversight = Body.objects.create(
            code="NHSE", name="National and regional teams", kind=Body.Kind.OVERSIGHT
        )
        for place in PLACES:
            _build(place)
        _wider(oversight)


def move_deadline() -> None:
    """Make the plans due three working days from now, where no deadline was set before."""
    if Deadline.objects.exists():
        return
    today = timezone.localdate()
    days = (today + timedelta(days=number) for number in count(1))
    near = next(day for day in days if working_days(today, day) == DAYS_LEFT)
    national = Person.objects.get(email="national@england.example")
    set_deadline(
        ROUND,
        datetime.combine(near, LAST),
        by=Actor(person_id=str(national.pk), channel="command"),
        reason="Demonstration: moved so that it is near.",
    )


def _build(place: Place) -> None:
    area = Area.objects.create(code=place.code, name=place.name, region_id=REGIONS[place.region])
    council = Body.objects.create(
        code=place.code,
        name=f"{place.name} City Council"
        if place.name == "Leicester"
        else f"{place.name} Metropolitan Borough Council",
        kind=Body.Kind.COUNCIL,
    )
    nhs = Body.objects.create(code=f"{place.code}-N", name=place.nhs, kind=Body.Kind.NHS)
    Partnership.objects.create(area=area, body=council, leads=True)
    Partnership.objects.create(area=area, body=nhs)
    people = {role: _person(name, area, council) for role, name in NAMES.items()}
    for role in (Role.NHS_FINANCE, Role.NHS_SIGNATORY):
        people[role].body = nhs
        people[role].save(update_fields=["body"])
    for role in (Role.LEAD, Role.FINANCE, Role.ANALYST, Role.CHAIR, Role.VIEWER, Role.AUDITOR):
        give(people[role], role, ScopeKind.AREA, str(area.pk))
    give(people[Role.SECTION_151], Role.SECTION_151, ScopeKind.AREA, str(area.pk), "s151_officer")
    give(people[Role.NHS_FINANCE], Role.NHS_FINANCE, ScopeKind.BODY, str(nhs.pk))
    give(
        people[Role.NHS_SIGNATORY],
        Role.NHS_SIGNATORY,
        ScopeKind.BODY,
        str(nhs.pk),
        "accountable_officer",
    )
    for capacity, name in COUNCIL_SIGNS.items():
        person = _person(name, area, council)
        give(person, Role.SECTION_151, ScopeKind.AREA, str(area.pk), capacity)
    plan = start_plan(
        area,
        ROUND,
        bettercare.read(examples.path(place.example)).plan,
        by=Actor(person_id=str(people[Role.LEAD].pk), channel="command"),
        reason="Demonstration: the plan as it was published",
    )
    keep_standing(plan, summary_of(plan))
    made_up_figures(area, by=Actor(person_id=str(people[Role.ANALYST].pk), channel="command"))
    _give_schemes(plan, people)


def _give_schemes(plan: Plan, people: dict[Role, Person]) -> None:
    """The scheme lead and the provider each get one scheme, by its row."""
    rows = list(plan.rows.filter(table="schemes")[:9])
    for role, row in ((Role.SCHEME_LEAD, rows[8]), (Role.PROVIDER, rows[2])):
        give(people[role], role, ScopeKind.SCHEME, str(row.pk), area=plan.area)


def _wider(oversight: Body) -> None:
    """Those who look after a region, the nation or the service."""
    for region, code in REGIONS.items():
        for role, name in ((Role.MANAGER, "manager"), (Role.ASSURER, "assurer")):
            person = _make(f"{name}@{_slug(region)}.example", f"{region} {name}", oversight)
            give(person, role, ScopeKind.REGION, code)
    national = _make("national@england.example", "National team", oversight)
    give(national, Role.NATIONAL, ScopeKind.NATION, "")
    administrator = _make("administrator@england.example", "Administrator", oversight)
    give(administrator, Role.ADMINISTRATOR, ScopeKind.SYSTEM, "")


def _person(name: str, area: Area, body: Body) -> Person:
    label = (
        name.replace("-", " ").replace("nhs", "NHS").replace("section151", "section 151 officer")
    )
    return _make(f"{name}@{_slug(area.name)}.example", f"{area.name} {label}", body)


def _make(email: str, name: str, body: Body) -> Person:
    return Person.objects.create(email=email, password=hashed(), name=name, body=body)


@cache
def hashed() -> str:
    """The password that they share, hashed once: to hash it is slow, as it should be."""
    return make_password(PASSWORD)


def _slug(name: str) -> str:
    return name.casefold().replace(" ", "-")


def give(
    person: Person,
    role: Role,
    kind: ScopeKind,
    scope: str,
    capacity: str = "",
    area: Area | None = None,
) -> Grant:
    """Give somebody a role in the demonstration, for as long as the role can be given."""
    return Grant.objects.create(
        person=person,
        role=role.value,
        scope_kind=kind.value,
        scope_id=scope,
        capacity=capacity,
        area=area,
        ends=timezone.now() + timedelta(days=ROLES[role].days),
        reason="Demonstration",
    )
