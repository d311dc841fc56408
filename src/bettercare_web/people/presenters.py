"""What the pages about people say."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from bettercare_web.areas.models import Area, Grant, GrantRequest, Invitation, Person
from bettercare_web.areas.roles import ROLES, Role, ScopeKind
from bettercare_web.areas.selectors import Held, capacity_labels, names_of_scopes, roles_held
from bettercare_web.people.rules import BY_LEAD, grants_in
from bettercare_web.people.selectors import delegated, names_of_schemes

SOON = timedelta(days=30)


class Line(NamedTuple):
    """A role that somebody holds, as the table shows it."""

    id: str
    person: str
    email: str
    body: str
    role: str
    over: str
    ends: datetime
    soon: bool
    delegated_by: str
    mine: bool  # whether the reader may renew it and take it away


def lines_of(area: Area, reader: Person, *, leads: bool) -> list[Line]:
    """Who holds which role in an area, in the order of the table of roles."""
    grants = grants_in(area)
    over = names_of_scopes(grants) | {
        (ScopeKind.SCHEME.value, pk): name for pk, name in names_of_schemes(grants).items()
    }
    by, labels = delegated(grants), capacity_labels()
    return [
        Line(
            id=str(one.pk),
            person=one.person.name,
            email=one.person.email,
            body=one.person.body.name if one.person.body else "",
            role=labels.get(one.capacity, ROLES[Role(one.role)].label),
            over=over[one.scope_kind, one.scope_id],
            ends=one.ends,
            soon=one.ends - timezone.now() <= SOON,
            delegated_by=by[str(one.pk)].by.name if str(one.pk) in by else "",
            mine=leads and Role(one.role) in BY_LEAD and one.person_id != reader.pk,
        )
        for one in grants
    ]


def heading_of(lines: list[Line]) -> str:
    """How many people hold roles, and whether some end soon.

    >>> heading_of([])
    'Nobody holds a role here'
    """
    if not lines:
        return "Nobody holds a role here"
    people = len({one.email for one in lines})
    soon = sum(one.soon for one in lines)
    held = "1 person holds" if people == 1 else f"{people} people hold"
    ends = f", and {soon} of them {'ends' if soon == 1 else 'end'} within 30 days" if soon else ""
    return f"{held} {len(lines)} {'role' if len(lines) == 1 else 'roles'}{ends}"


def role_of(one: Invitation | GrantRequest) -> str:
    """The role that an invitation or a request is for, in words."""
    return ROLES[Role(one.role)].label if one.role else "no role, only an account"


class Card(NamedTuple):
    """Somebody, as the administrators' page shows them."""

    person: Person
    roles: list[Held]


def cards_of(people: Iterable[Person]) -> list[Card]:
    """People with the roles that they hold."""
    return [Card(one, roles_held(one)) for one in people]


def grant_lines(person: Person) -> list[tuple[Grant, str, str]]:
    """Each live grant of somebody, with its role and what it is over."""
    found = Grant.objects.live().filter(person=person).select_related("area", "person")
    grants = list(found)
    names, labels = names_of_scopes(grants), capacity_labels()
    return [
        (
            one,
            labels.get(one.capacity, ROLES[Role(one.role)].label),
            names[one.scope_kind, one.scope_id],
        )
        for one in grants
    ]
