"""The made-up people of the demonstration, by area and role, to sign in as with one button."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from bettercare_web.areas.models import Area, Grant, Partnership, Region
from bettercare_web.areas.roles import ROLES, Role, ScopeKind


class DemoPerson(NamedTuple):
    """Somebody, and as what."""

    id: UUID
    name: str
    role: str


class DemoGroup(NamedTuple):
    """Those of one area, or of a region, the nation or the service."""

    title: str
    people: list[DemoPerson]


# Several people of an area sign, each as another role of the round.
SIGNS = {Role.SECTION_151: "Signs for the council", Role.NHS_SIGNATORY: "Signs for the NHS"}
ORDER = {role: place for place, role in enumerate(Role)}


def demo_groups() -> list[DemoGroup]:
    """Everybody with a role: areas first, then those above them; each in the order of the table."""
    found = sorted(set(_rows()), key=lambda row: row[:3])
    return [
        DemoGroup(title, [row[3] for row in rows])
        for (_, title), rows in groupby(found, key=lambda row: row[:2])
    ]


def _rows() -> Iterator[tuple[bool, str, int, DemoPerson]]:
    areas = {str(one.pk): one.name for one in Area.objects.all()}
    bodies = {str(one.body_id): one.area.name for one in _partnerships()}
    regions = {one.code: f"{one.name} region" for one in Region.objects.all()}
    for grant in Grant.objects.live().select_related("person"):
        kind, role = ScopeKind(grant.scope_kind), Role(grant.role)
        local = {
            ScopeKind.AREA: areas.get(grant.scope_id),
            ScopeKind.BODY: bodies.get(grant.scope_id),
            ScopeKind.SCHEME: areas.get(str(grant.area_id)),
        }.get(kind)
        title = local or regions.get(grant.scope_id, "England")
        yield local is None, title, ORDER[role], _person(grant, role)


def _partnerships() -> Iterator[Partnership]:
    yield from Partnership.objects.select_related("area")


def _person(grant: Grant, role: Role) -> DemoPerson:
    label = SIGNS.get(role, ROLES[role].label) if grant.capacity else ROLES[role].label
    return DemoPerson(grant.person.pk, grant.person.name, label)
