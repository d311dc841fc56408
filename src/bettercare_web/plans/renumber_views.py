"""The page that gives schemes which share an id one of their own: what changes first, then done."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bettercare_web.accounts.limits import SAVES, take
from bettercare_web.areas.roles import Action
from bettercare_web.audit.sent_once import sent_once
from bettercare_web.plans.actions import Refused, Stale, Stopped, edit_plan
from bettercare_web.plans.answers import keep_standing, summary_of
from bettercare_web.plans.doors import PlanRequest, plan_page
from bettercare_web.plans.models import Plan
from bettercare_web.plans.reading import rows_and_summary
from bettercare_web.plans.renumbering import (
    TABLE,
    NewId,
    renumbered,
    schemes_in,
    seen_as,
)

FROZEN = "This plan is submitted, so nobody can change it."
MOVED_ON = "The plan was changed since you looked. Nothing was renumbered: look again."


@require_http_methods(["GET", "HEAD", "POST"])
@plan_page(Action.EDIT_MONEY)
@sent_once
def renumber(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Which rows get which id; posting gives it, where the plan is as it was seen."""
    back = reverse("findings", args=[plan.pk])
    if plan.state != Plan.State.DRAFT:
        return render(request, "plans/clash.jinja", {"stopped": FROZEN, "back": back}, status=409)
    found = renumbered(plan, request.user, *rows_and_summary(plan, TABLE))
    if request.method == "POST":
        return redirect("findings" if _carried_out(request, plan, found) else "renumber", plan.pk)
    context = {"rows": found, "schemes": schemes_in(found), "seen": seen_as(found)}
    return render(request, "plans/renumber.jinja", context)


def _carried_out(request: PlanRequest, plan: Plan, found: list[NewId]) -> bool:
    """Give the ids, unless the plan has moved on; either is said on the page that comes next."""
    take(SAVES, str(request.user.pk))
    try:
        if not found or request.POST.get("seen") != seen_as(found):
            raise Stopped(MOVED_ON)
        edited, _ = edit_plan(plan, [one.change for one in found], by=request.actor)
    except Refused:
        raise Http404 from None
    except (Stale, Stopped):
        messages.error(request, MOVED_ON)
        return False
    keep_standing(edited, summary_of(edited))
    count = schemes_in(found)
    messages.success(request, f"{count} {'scheme has' if count == 1 else 'schemes have'} a new ID.")
    return True
