"""Who sees the plans of England or of a region together: a role over the nation or a region.

What they see of a draft is decided here, once: whether there is one, how much of it is filled in,
how many errors and signatures it has and whether its sums come out, as counts and yes or no. They
see no word and no amount of it, and who worked on it last by role and never by name. Amounts are
told of submitted versions alone.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404

from bettercare_web.areas.doors import Request
from bettercare_web.areas.models import Area, Grant, Person, Region
from bettercare_web.areas.permissions import grants_of
from bettercare_web.areas.roles import CELLS, ROLES, Action, Role, ScopeKind

View = Callable[..., HttpResponseBase]


class Scope(NamedTuple):
    """What a page is about: England, or one region; ``role`` is that of who looks.

    ``only`` is the one round that they look after; blank for every round.
    """

    name: str
    region: Region | None
    role: str
    grant_id: str
    only: str = ""

    def areas(self) -> Q:
        """The condition on ``Area``: those of the scope."""
        return Q(region=self.region) if self.region else Q()


class WideRequest(Request):
    """A request of somebody who looks after England or a region."""

    looks_after: Scope
    round_id: str


def _holds(person: Person, kind: ScopeKind, letter: str) -> list[Grant]:
    """Grants over such a scope; those of one round come after those of every round."""
    return [
        one
        for one in sorted(grants_of(person), key=lambda one: one.round)
        if one.scope_kind == kind.value and letter in CELLS[Action.SEE_SUBMITTED, Role(one.role)]
    ]


def national_grant(person: Person) -> Grant | None:
    """The grant by which somebody sees all of England; ``None`` is a refusal."""
    return next(iter(_holds(person, ScopeKind.NATION, "N")), None)


def regional_grants(person: Person) -> dict[str, Grant]:
    """The grants by which somebody sees regions, by the code of each."""
    return {one.scope_id: one for one in reversed(_holds(person, ScopeKind.REGION, "R"))}


def grant_over(person: Person, area: Area) -> Grant | None:
    """The grant over the nation or a region by which somebody looks after an area."""
    return national_grant(person) or regional_grants(person).get(area.region_id)


def wide_page(view: View) -> View:
    """A view of England, or of the region whose code is in the address, for who looks after it."""

    @wraps(view)
    def answer(request: Any, region: str = "", **named: Any) -> HttpResponseBase:
        grant = national_grant(request.user)
        if grant is None and region:
            grant = regional_grants(request.user).get(region)
        if grant is None:
            raise Http404
        one = get_object_or_404(Region, pk=region) if region else None
        role = ROLES[Role(grant.role)].label
        name = one.name if one else "England"
        request.looks_after = Scope(name, one, role, str(grant.pk), grant.round)
        return view(request, **named)

    return login_required(answer)
