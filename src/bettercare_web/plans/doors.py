"""The door of every page of a plan: it opens for those who may do what the page is for."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBase

from bettercare_web.areas.doors import Request, View
from bettercare_web.areas.roles import Action
from bettercare_web.plans.models import Plan
from bettercare_web.plans.selectors import plan_for, rights_in

P = ParamSpec("P")


class PlanRequest(Request):
    """A request about one plan."""

    plan: Plan


def plan_page(
    *actions: Action,
) -> Callable[[Callable[Concatenate[PlanRequest, Plan, P], HttpResponseBase]], View]:
    """A view of one plan, for people who may do one of some actions to it.

    The actions are tried in their order; the first that is allowed opens the door. Anybody else
    gets the page that says there is nothing here, as for an id that does not exist.
    """

    def door(view: Callable[Concatenate[PlanRequest, Plan, P], HttpResponseBase]) -> View:
        @wraps(view)
        def answer(request: Any, plan_id: UUID | str, **named: Any) -> HttpResponseBase:
            for action in actions:
                found = plan_for(request.user, action, plan_id)
                if found is not None:
                    request.plan, request.rights = found
                    request.area = request.plan.area
                    return view(request, found[0], **named)  # type: ignore[call-arg]
            raise Http404

        answer.actions = actions  # type: ignore[attr-defined]
        return login_required(answer)

    return door


def may(request: PlanRequest, action: Action) -> bool:
    """Whether the person of a request may do something to its plan; a template may ask this."""
    return bool(rights_in(request.user, action, request.plan))
