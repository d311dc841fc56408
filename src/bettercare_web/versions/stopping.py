"""What a page answers when an action is refused or stopped."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from bettercare_web.plans.actions import Refused, Stopped

STOPPED = 409


def stopping(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose refusals are "not found", and whose stops are a page that says why (409)."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *args, **named)
        except Refused:
            raise Http404 from None
        except Stopped as stop:
            return stopped(request, str(stop))

    return answer


def stopped(request: HttpRequest, why: str) -> HttpResponse:
    """The page that says why something cannot be done now."""
    return render(request, "versions/stopped.jinja", {"why": why}, status=STOPPED)
