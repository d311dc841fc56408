"""Pages that always answer: alive, ready, not found, something went wrong."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bettercare_web.areas.models import Person
from bettercare_web.areas.permissions import has_role
from bettercare_web.areas.roles import Role
from bettercare_web.running import health
from bettercare_web.running.degraded import apart, handed_back, not_saved


def livez(_: HttpRequest) -> HttpResponse:
    """Say that the process answers, and nothing more."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether the service can do its work; what is amiss only to those who run it."""
    found = health.signs()
    lacking = [one for one in found if one.needed and not one.well]
    amiss = [one for one in found if not one.well]
    status = "not ready" if lacking else "ready, but look at it" if amiss else "ready"
    answer: dict[str, object] = {"status": status}
    if not lacking and _runs_the_service(request):
        answer["signs"] = [one._asdict() for one in found]
    return JsonResponse(answer, status=503 if lacking else 200)


def _runs_the_service(request: HttpRequest) -> bool:
    person = request.user
    return isinstance(person, Person) and has_role(person, Role.ADMINISTRATOR)


@csrf_exempt  # browsers send it by themselves, without a form
@require_POST
def csp_report(_: HttpRequest) -> HttpResponse:
    """Take a browser's report that a page broke its own rules."""
    return HttpResponse(status=204)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """One page for what is not there and for what this person may not see."""
    del exception
    return render(request, "not_found.jinja", status=404)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What a browser sent is not what any page of ours sends."""
    del exception
    return apart(request, "not_understood.jinja", 400, {})


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the proof that it came from our own page; what was typed is handed back."""
    del reason
    return apart(request, "form_too_old.jinja", 403, handed_back(request))


def went_wrong(request: HttpRequest) -> HttpResponse:
    """Our fault, with a reference to quote; or the database cannot be reached just now."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return not_saved(request, error)
    reference = getattr(request, "request_id", "")
    typed = handed_back(request)
    return apart(request, "went_wrong.jinja", 500, {"reference": reference, **typed})
