"""Areas and the plans in them."""

from uuid import UUID

from django.http import HttpResponse

from bettercare_web.accounts.tokens import Scope
from bettercare_web.api.answers import listed, said
from bettercare_web.api.doors import Call, Token
from bettercare_web.api.operations import USUAL, Limit, Offset, Operations
from bettercare_web.api.shapes import (
    AreaShape,
    PlanShape,
    area_shape,
    plan_shape,
)
from bettercare_web.areas.models import Area, Person
from bettercare_web.areas.roles import Action
from bettercare_web.plans.findings_places import seen_rows
from bettercare_web.plans.models import Plan
from bettercare_web.plans.selectors import areas_of, plans_of, rights_in

api = Operations("areas and plans")

READ = Token(Scope.PLAN_READ)
SEE = Token(Scope.PLAN_READ, Action.SEE_DRAFT, Action.SEE_SUBMITTED)


@api.add("GET", "/areas", READ, AreaShape, many=True)
def areas(request: Call, limit: Limit = USUAL, offset: Offset = 0) -> HttpResponse:
    """The areas that you may see."""
    mine = areas_of(request.user) | areas_of(request.user, Action.SEE_SUBMITTED)
    return listed(request, mine.distinct(), area_shape, (limit, offset))


@api.add("GET", "/areas/{code}", SEE, AreaShape)
def area(request: Call, code: str) -> HttpResponse:
    """One area."""
    return said(request, area_shape(request.area))


@api.add("GET", "/areas/{code}/plans", SEE, PlanShape, many=True)
def area_plans(request: Call, code: str, limit: Limit = USUAL, offset: Offset = 0) -> HttpResponse:
    """The plans of an area."""
    return _plans(request, (limit, offset), request.area)


@api.add("GET", "/plans", READ, PlanShape, many=True)
def plans(request: Call, limit: Limit = USUAL, offset: Offset = 0) -> HttpResponse:
    """The plans that you may see, and how each stands."""
    return _plans(request, (limit, offset))


@api.add("GET", "/plans/{uuid:plan_id}", SEE, PlanShape)
def plan(request: Call, plan_id: UUID) -> HttpResponse:
    """One plan, and how it stands."""
    shown = _shown(request.user, request.plan)
    return said(request, shown, shown.etag)


def _plans(request: Call, at: tuple[int, int], area: Area | None = None) -> HttpResponse:
    drafts = plans_of(request.user).values("pk")
    sent = plans_of(request.user, Action.SEE_SUBMITTED).values("pk")
    mine = Plan.objects.filter(pk__in=drafts) | Plan.objects.filter(pk__in=sent)
    found = mine.select_related("area", "standing").order_by("area__name", "round", "pk")
    if area is not None:
        found = found.filter(area=area)
    return listed(request, found, lambda one: _shown(request.user, one), at)


def _shown(person: Person, one: Plan) -> PlanShape:
    """A plan; how it stands is told to those alone who see all of the draft."""
    held = rights_in(person, Action.SEE_DRAFT, one)
    whole = bool(held) and seen_rows(held) is None
    return plan_shape(one, getattr(one, "standing", None) if whole else None)
