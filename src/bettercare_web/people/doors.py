"""The door of the administrators' pages, and the page that says why something was not done."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from bettercare_web.areas.permissions import has_role
from bettercare_web.areas.roles import Action, Role
from bettercare_web.plans.edits import Refused, Stopped

View = Callable[..., HttpResponseBase]


def administrator_page(view: View) -> View:
    """A view for administrators; to anybody else there is nothing here."""

    @wraps(view)
    def answer(request: Any, *args: Any, **named: Any) -> HttpResponseBase:
        if not has_role(request.user, Role.ADMINISTRATOR):
            raise Http404
        return view(request, *args, **named)

    answer.actions = (Action.GRANT_OTHERS,)  # type: ignore[attr-defined]
    return login_required(answer)


def carried_out(view: View) -> View:
    """A view that does something: refused is "not found", stopped says why, with status 409."""

    @wraps(view)
    def answer(request: Any, *args: Any, **named: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **named)
        except Refused as error:
            raise Http404 from error
        except Stopped as stop:
            return stopped(request, str(stop))

    return answer


def stopped(request: HttpRequest, why: str) -> HttpResponse:
    """The page that says what stands in the way."""
    return render(request, "people/stopped.jinja", {"why": why}, status=409)
