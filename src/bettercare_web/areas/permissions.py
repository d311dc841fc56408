"""What a person may do to an area's plan: the live grants held against the table of roles."""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import NamedTuple

import msgspec
from django.db.models import Q

from bettercare_web.areas.models import Area, Grant, Partnership, Person
from bettercare_web.areas.roles import CELLS, Action, Role, ScopeKind


class Rows(msgspec.Struct, frozen=True):
    """Which rows a right reaches: all, or those of some bodies, or some by id."""

    every: bool = False
    bodies: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()

    def __or__(self, other: "Rows") -> "Rows":
        return Rows(self.every or other.every, self.bodies | other.bodies, self.ids | other.ids)


class Right(msgspec.Struct, frozen=True):
    """A right to do something in one area, and the grant it comes from.

    ``submitted_only``: it reaches submitted versions and no draft. ``capacity`` is the round's
    sign-off role in which a signatory signs.
    """

    role: Role
    grant_id: str
    area_id: str
    rows: Rows
    submitted_only: bool = False
    capacity: str = ""


class Reach(NamedTuple):
    """Where the grants of a person reach: the partnerships of the bodies among them."""

    grants: tuple[Grant, ...]
    partnerships: tuple[Partnership, ...]


def grants_of(person: Person) -> tuple[Grant, ...]:
    """The live grants of a person; asked once in a request, which the person object is part of."""
    if not person.is_active:
        return ()
    found: tuple[Grant, ...] | None = getattr(person, "_live_grants", None)
    if found is None:
        found = tuple(Grant.objects.live().filter(person=person))
        person._live_grants = found  # type: ignore[attr-defined]
    return found


def person_with_grants(person_id: str) -> Person | None:
    """Somebody with the live grants that they hold at this moment; ``None`` without any."""
    if not person_id:
        return None
    live = Grant.objects.live().filter(person_id=person_id, person__is_active=True)
    found = tuple(live.select_related("person"))
    if not found:
        return None
    person: Person = found[0].person
    person._live_grants = found  # type: ignore[attr-defined]
    return person


def reach_of(person: Person) -> Reach:
    """The live grants of a person with the partnerships of their bodies, in two queries."""
    found: Reach | None = getattr(person, "_reach", None)
    if found is None:
        grants = grants_of(person)
        bodies = [one.scope_id for one in grants if one.scope_kind == ScopeKind.BODY.value]
        partnerships = Partnership.objects.filter(body_id__in=bodies) if bodies else ()
        found = Reach(grants, tuple(partnerships))
        person._reach = found  # type: ignore[attr-defined]
    return found


def rights(person: Person, action: Action, area: Area, round_id: str = "") -> list[Right]:
    """Every right by which a person may do something in an area; none is a refusal.

    ``round_id`` counts where a partnership is of one round alone.
    """
    return list(_rights(reach_of(person), action, area, round_id))


def _rights(reach: Reach, action: Action, area: Area, round_id: str) -> Iterator[Right]:
    for grant in reach.grants:
        role = Role(grant.role)
        if grant.round and round_id and grant.round != round_id:
            continue
        cell = CELLS[action, role]
        letters = _letters(grant, reach, area, round_id) & set(cell)
        if not letters:
            continue
        yield Right(
            role=role,
            grant_id=str(grant.pk),
            area_id=str(area.pk),
            rows=reduce(or_, (_rows(letter, grant) for letter in letters)),
            submitted_only=letters <= {"R", "N"},
            capacity=grant.capacity,
        )


def _letters(grant: Grant, reach: Reach, area: Area, round_id: str) -> set[str]:
    """The relations in which a grant stands to an area, as the letters of the table."""
    kind, scope = ScopeKind(grant.scope_kind), grant.scope_id
    if kind is ScopeKind.AREA:
        return {"O"} if scope == str(area.pk) else set()
    if kind is ScopeKind.SCHEME:
        return {"O", "s"} if grant.area_id == area.pk else set()
    if kind is ScopeKind.BODY:
        mine = [
            one
            for one in reach.partnerships
            if str(one.body_id) == scope and one.area_id == area.pk and one.round in {"", round_id}
        ]
        return ({"O"} if any(one.leads for one in mine) else {"P", "p"}) if mine else set()
    if kind is ScopeKind.REGION:
        in_region = scope == area.region_id
        return ({"R", "r"} if area.shared_with_region else {"R"}) if in_region else set()
    return {"N"} if kind is ScopeKind.NATION else set()


def _rows(letter: str, grant: Grant) -> Rows:
    if letter == "s":
        return Rows(ids=frozenset({grant.scope_id}))
    if letter == "p":
        return Rows(bodies=frozenset({grant.scope_id}))
    return Rows(every=True)


def areas_where(person: Person, action: Action) -> Q:
    """A condition on ``Area``: those in which a person may do something, drafts or not."""
    found = (one.areas for one in _places(reach_of(person), action))
    return reduce(or_, found, Q(pk__in=[]))


def plans_where(person: Person, action: Action) -> Q:
    """A condition on ``Plan``: those to which a person may do something, drafts or not.

    A grant or a partnership of one round reaches the plans of that round alone.
    """
    found = (
        Q(area__in=Area.objects.filter(one.areas), **({"round": one.round} if one.round else {}))
        for one in _places(reach_of(person), action)
    )
    return reduce(or_, found, Q(pk__in=[]))


class _Place(NamedTuple):
    """The areas that a grant reaches, as a condition; ``round`` is blank for every round."""

    areas: Q
    round: str


def _places(reach: Reach, action: Action) -> Iterator[_Place]:
    for grant in reach.grants:
        cell = set(CELLS[action, Role(grant.role)])
        if grant.scope_kind == ScopeKind.BODY.value:
            yield from _partnered(grant, reach.partnerships, cell)
        elif (condition := _condition(grant, cell)) is not None:
            yield _Place(condition, grant.round)


def _condition(grant: Grant, cell: set[str]) -> Q | None:
    """The areas that a grant reaches, but for those of its body; ``None`` for none."""
    kind, scope = ScopeKind(grant.scope_kind), grant.scope_id
    if kind is ScopeKind.AREA and "O" in cell:
        return Q(pk=scope)
    if kind is ScopeKind.SCHEME and cell & {"O", "s"}:
        return Q(pk=grant.area_id)
    if kind is ScopeKind.REGION and cell & {"R", "r"}:
        return Q(region=scope) if "R" in cell else Q(region=scope, shared_with_region=True)
    return Q(pk__isnull=False) if kind is ScopeKind.NATION and "N" in cell else None


def _partnered(
    grant: Grant, partnerships: Iterable[Partnership], cell: set[str]
) -> Iterator[_Place]:
    for one in partnerships:
        is_of_grant = str(one.body_id) == grant.scope_id and cell & _relation(one)
        if is_of_grant and (not one.round or grant.round in {"", one.round}):
            yield _Place(Q(pk=one.area_id), one.round or grant.round)


def _relation(one: Partnership) -> set[str]:
    return {"O"} if one.leads else {"P", "p"}


def has_role(person: Person, *roles: Role) -> bool:
    """Whether somebody holds one of some roles now."""
    return any(Role(one.role) in roles for one in grants_of(person))
