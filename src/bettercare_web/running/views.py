"""Pages that always answer: alive, not found, something went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST


def livez(_: HttpRequest) -> HttpResponse:
    """Say that the process answers, and nothing more."""
    return HttpResponse("ok", content_type="text/plain")


@csrf_exempt  # browsers send it by themselves, without a form
@require_POST
def csp_report(_: HttpRequest) -> HttpResponse:
    """Take a browser's report that a page broke its own rules."""
    return HttpResponse(status=204)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """One page for what is not there and for what this person may not see."""
    del exception
    return render(request, "not_found.jinja", status=404)


def went_wrong(request: HttpRequest) -> HttpResponse:
    """Our fault, with a reference to quote."""
    reference = getattr(request, "request_id", "")
    return render(request, "went_wrong.jinja", {"reference": reference}, status=500)
