"""The page that gives schemes which share an id one of their own: what changes first, then done."""

from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bettercare.checks.renumbering import new_ids
from bettercare_web.accounts.limits import SAVES, take
from bettercare_web.areas.models import Person
from bettercare_web.areas.roles import Action
from bettercare_web.audit.sent_once import sent_once
from bettercare_web.plans.actions import Refused, Stale, Stopped, edit_plan
from bettercare_web.plans.answers import keep_standing, summary_of
from bettercare_web.plans.core import record_of
from bettercare_web.plans.doors import PlanRequest, plan_page
from bettercare_web.plans.edits import Edit, fields_of
from bettercare_web.plans.models import Plan
from bettercare_web.plans.reading import rows_and_summary
from bettercare_web.plans.rows import may_touch

FROZEN = "This plan is submitted, so nobody can change it."
TABLE, FIELD = "schemes", "scheme_id"
MOVED_ON = "The plan was changed since you looked. Nothing was renumbered: look again."


class NewId(NamedTuple):
    """A row that gets another id, and the change that gives it."""

    item: int
    name: str
    now: str
    then: str
    change: Edit


@require_http_methods(["GET", "HEAD", "POST"])
@plan_page(Action.EDIT_MONEY)
@sent_once
def renumber(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Which rows get which id; posting gives it, where the plan is as it was seen."""
    back = reverse("findings", args=[plan.pk])
    if plan.state != Plan.State.DRAFT:
        return render(request, "plans/clash.jinja", {"stopped": FROZEN, "back": back}, status=409)
    found = renumbered(plan, request.user)
    if request.method == "POST":
        return redirect("findings" if _carried_out(request, plan, found) else "renumber", plan.pk)
    context = {"rows": found, "schemes": _schemes(found), "seen": seen_as(found)}
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
    count = _schemes(found)
    messages.success(request, f"{count} {'scheme has' if count == 1 else 'schemes have'} a new ID.")
    return True


def renumbered(plan: Plan, person: Person) -> list[NewId]:
    """The rows that get another id, as far as somebody may change them."""
    rows, summary = rows_and_summary(plan, TABLE)
    rules, found = summary.working.rules, []
    for item, given in sorted(new_ids(summary.working).items()):
        row = rows[item - 1]
        change = Edit(row_id=str(row.pk), version=row.version, fields={FIELD: given})
        if may_touch(person, plan, change, rules, row) is not None:
            fields = fields_of(record_of(row))
            name, now = (fields.get(one) or "" for one in ("scheme_name", FIELD))
            found.append(NewId(item, name, now, given, change))
    return found


def seen_as(found: list[NewId]) -> str:
    """What a page showed, in short: each row with its version and the id it gets."""
    return " ".join(f"{one.change.row_id}.{one.change.version}.{one.then}" for one in found)


def _schemes(found: list[NewId]) -> int:
    return len({one.then for one in found})
