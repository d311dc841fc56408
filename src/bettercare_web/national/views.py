"""England and its regions: how plans stand, all areas, a file of them, and a message to an area."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from bettercare.rounds import available
from bettercare_web.areas.doors import Request, refused, text_sent
from bettercare_web.areas.models import Area
from bettercare_web.audit.sent_once import sent_once
from bettercare_web.national import presenters
from bettercare_web.national.charts import frame_of, panels
from bettercare_web.national.collecting import Collected, collect
from bettercare_web.national.csv_file import csv_of
from bettercare_web.national.letters import LONGEST, write_to_leads
from bettercare_web.national.scope import Scope, WideRequest, grant_over, wide_page
from bettercare_web.plans.deadlines import Deadlines
from bettercare_web.plans.edits import Refused, Stopped
from bettercare_web.plans.models import Plan
from bettercare_web.versions.signatories import leads_of


def _asked(request: HttpRequest, only: str) -> tuple[str, list[str]]:
    """The round that is asked for, or the one that is due next, and those there are plans for.

    ``only`` is the one round that somebody looks after; blank for every round.
    """
    used = Plan.objects.filter(kind=Plan.Kind.PLAN).values_list("round", flat=True).distinct()
    known = sorted(set(used.order_by()) & set(available()), reverse=True)
    known = [one for one in known if only in {"", one}]
    newest = next(iter(known), max(available()))
    asked = request.GET.get("round", "") or only or _next_due(known) or newest
    if asked not in available() or only not in {"", asked}:
        raise Http404
    request.round_id = asked  # type: ignore[attr-defined]
    return asked, known


def _next_due(rounds: list[str]) -> str:
    """The round of some whose plans are due next; blank when all of those days are over."""
    now = timezone.now()
    said = {one: Deadlines.of(one).due() for one in rounds}
    moments = {one: due.moment for one, due in said.items() if due and due.moment > now}
    return min(moments, key=moments.__getitem__, default="")


def _context(request: WideRequest, found: Collected, round_id: str) -> dict[str, Any]:
    scope = request.looks_after
    return {
        "scope": scope,
        "place": scope.name,
        "found": found,
        "round_id": round_id,
        "label": found.rules.label if found.rules else round_id,
        "now": timezone.now(),
        "heading": presenters.heading(found),
        "all_areas": _address(scope, "areas", round_id),
        "csv": _address(scope, "csv", round_id),
        "front": _address(scope, "", round_id),
    }


def _address(scope: Scope, page: str, round_id: str) -> str:
    """The address of a page of a scope, for a round."""
    ending = f"-{page}" if page else ""
    if scope.region is None:
        path = reverse(f"national{ending}")
    else:
        path = reverse(f"region{ending}", args=[scope.region.pk])
    return f"{path}?round={round_id}"


@wide_page
@require_GET
def front(request: WideRequest) -> HttpResponse:
    """How many plans are in, region by region, and whom to call."""
    round_id, rounds = _asked(request, request.looks_after.only)
    found = collect(round_id, request.looks_after.areas(), timezone.now())
    calls = presenters.to_call(found.lines)
    frame = frame_of(found, timezone.localdate())
    context = {
        **_context(request, found, round_id),
        "rounds": rounds,
        "questions": presenters.questions(found),
        "frame": frame,
        "panels": panels(found, frame),
        "calls": calls[: presenters.CALLED],
        "more": max(0, len(calls) - presenters.CALLED),
        "any_late": any(one.late for one in found.lines),
    }
    return render(request, "national/front.jinja", context)


@wide_page
@require_GET
def areas(request: WideRequest) -> HttpResponse:
    """Every area of the scope as a table."""
    round_id, _ = _asked(request, request.looks_after.only)
    found = collect(round_id, request.looks_after.areas(), timezone.now())
    rows = [(one, presenters.STATES[one.state], presenters.missing(one)) for one in found.lines]
    context = {**_context(request, found, round_id), "rows": rows}
    return render(request, "national/areas.jinja", context)


@wide_page
@require_GET
def csv_file(request: WideRequest) -> HttpResponse:
    """Every area of the scope as a CSV."""
    round_id, _ = _asked(request, request.looks_after.only)
    found = collect(round_id, request.looks_after.areas(), timezone.now())
    answer = HttpResponse(csv_of(found.lines, round_id), content_type="text/csv; charset=utf-8")
    region = request.looks_after.region
    name = f"plans-{region.pk if region else 'england'}-{round_id}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@login_required
@require_http_methods(["GET", "POST"])
@sent_once
def message(request: Request, code: str) -> HttpResponseBase:
    """Write to the leads of an area."""
    area = get_object_or_404(Area.objects.select_related("region"), code=code)
    grant = grant_over(request.user, area)
    if grant is None:
        raise Http404
    round_id, _ = _asked(request, grant.round)
    text, wrong = text_sent(request.POST.get("text", "")), ""
    if request.method == "POST":
        try:
            count = write_to_leads(area, round_id, text, by=request.actor)
        except Refused:
            raise Http404 from None
        except Stopped as stop:
            wrong = str(stop)
        else:
            noun = "1 lead" if count == 1 else f"{count} leads"
            messages.success(request, f"The message is on its way to {noun} of {area.name}.")
            return redirect(_back(area, grant.scope_id, round_id))
    context = {
        "place": area.name,
        "to": area,
        "round_id": round_id,
        "leads": len(leads_of(area, round_id)),
        "text": text,
        "longest": LONGEST,
        "wrong": wrong,
        "refused": bool(wrong),
        "back": _back(area, grant.scope_id, round_id),
    }
    page = render(request, "national/message.jinja", context)
    return refused(page) if wrong else page


def _back(area: Area, region: str, round_id: str) -> str:
    scope = Scope(area.region.name, area.region if region else None, "", "")
    return _address(scope, "", round_id)
