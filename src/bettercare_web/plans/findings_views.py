"""The page of a plan's findings, and setting a warning aside."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bettercare.checks.renumbering import CLEARS
from bettercare_web.areas.doors import refused, text_sent
from bettercare_web.areas.roles import Action
from bettercare_web.plans.actions import Refused, Stopped
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.dismissals import Problem, bring_back, dismiss_all, problems_of
from bettercare_web.plans.doors import PlanRequest, may, plan_page
from bettercare_web.plans.findings_lines import (
    ORDERS,
    SHOWN,
    belongs,
    heading,
    items_of,
    lines_of,
)
from bettercare_web.plans.findings_places import PlanRows, seen_rows
from bettercare_web.plans.models import Plan
from bettercare_web.plans.renumbering import TABLE, renumbered
from bettercare_web.plans.selectors import rows_of

LONGEST_REASON = 1000


@require_GET
@plan_page(Action.SEE_DRAFT)
def findings(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Every finding of the plan: errors first, then what one change clears most of."""
    return render(request, "plans/findings.jinja", _context(request, plan))


@require_POST
@plan_page(Action.DISMISS)
def dismiss_one(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Set a warning aside with the reason that was typed, or all those of a kind that were seen."""
    code, keys = request.POST.get("code", ""), request.POST.getlist("problem")
    reason = text_sent(request.POST.get("reason", ""))
    problem = _wrong_with(reason)
    if not problem:
        try:
            made = dismiss_all(plan, code, keys, reason=reason, by=request.actor)
        except Refused:
            raise Http404 from None
        except Stopped as stop:
            return _page_with(request, plan, 409, text=str(stop))
        messages.success(request, _said(len(made)))
        return redirect("findings", plan.pk)
    return _page_with(request, plan, 422, text=problem, keys=keys, reason=reason)


def _said(count: int) -> str:
    several = f"{count} warnings are set" if count > 1 else "Set"
    return f"{several} aside with your reason. The assessor sees it."


@require_POST
@plan_page(Action.DISMISS)
def bring_one_back(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Open a warning again."""
    held = plan.dismissals.select_related("plan__area").filter(pk=_number(request)).first()
    if held is None:
        messages.error(request, "That warning is open already.")
        return redirect("findings", plan.pk)
    try:
        bring_back(held, by=request.actor)
    except Refused:
        raise Http404 from None
    except Stopped as stop:
        return _page_with(request, plan, 409, text=str(stop))
    messages.success(request, "The warning is open again.")
    return redirect("findings", plan.pk)


def _number(request: PlanRequest) -> UUID:
    """The dismissal that is asked for; one that is none where what was sent is no id."""
    try:
        return UUID(request.POST.get("dismissal", ""))
    except ValueError:
        return UUID(int=0)


def _wrong_with(reason: str) -> str:
    """What is wrong with a reason, in words; nothing where it will do."""
    if not reason:
        return "Enter a reason, so that the assessor knows why you leave it."
    if len(reason) > LONGEST_REASON:
        return f"Use {LONGEST_REASON:,} characters or fewer; this reason has {len(reason):,}."
    return ""


def _page_with(
    request: PlanRequest,
    plan: Plan,
    status: int,
    *,
    text: str,
    keys: Sequence[str] = (),
    reason: str = "",
) -> HttpResponse:
    context = _context(request, plan)
    slugs = [one.slug for one in context["all"] if one.key in keys[:1]]
    form = f"{'all-' if len(keys) > 1 else ''}{slugs[0]}" if slugs else ""
    wrong = {"text": text, "form": form, "reason": reason}
    href = f"#reason-{form}" if form else ""
    context |= {"refused": True, "wrong": wrong, "errors": [{"text": text, "href": href}]}
    answer = refused(render(request, "plans/findings.jinja", context))
    answer.status_code = status
    return answer


def _context(request: PlanRequest, plan: Plan) -> dict[str, Any]:
    """All that the page shows: filters with their counts, lines, what was set aside."""
    rows = PlanRows(rows_of(plan))
    summary = summary_of(plan, rows.all)
    mine = seen_rows(request.rights)
    known = [one for one in problems_of(plan, summary, rows) if _seen(one, mine)]
    not_run = summary.report.not_run if mine is None else ()
    shown = _chosen(request, "show", SHOWN)
    order = _chosen(request, "order", ORDERS)
    items = items_of(plan, summary, rows, known)
    places = sorted({(one.table, one.place) for one in items}, key=lambda one: one[1])
    place = request.GET.get("place", "")
    kept = [one for one in items if place in {"", one.table or "summary"}]
    blank = not (summary.plan.schemes or summary.plan.income)
    counts = {name: sum(1 for one in known if belongs(one, name)) for name in SHOWN}
    lines = lines_of([one for one in kept if belongs(one.problem, shown)], order)
    return {
        "sentences": heading(known, blank=blank),
        "blank": blank,
        "all": known,
        "filters": [(name, words, counts[name]) for name, words in SHOWN.items()],
        "not_run": not_run,
        "shown": shown,
        "order": order,
        "orders": ORDERS,
        "place": place,
        "places": places,
        "lines": lines,
        "quickest": _quickest(lines, counts["warnings"]) if shown == "open" else None,
        "dismissed": [one for one in kept if one.dismissal],
        "may_dismiss": may(request, Action.DISMISS) and plan.state == Plan.State.DRAFT,
        "wrong": None,
        "renumbers": CLEARS if _may_renumber(request, plan, rows, known) else "",
    }


def _may_renumber(
    request: PlanRequest, plan: Plan, rows: PlanRows, problems: Sequence[Problem]
) -> bool:
    """Whether some scheme shares an id, and the person may give it another."""
    found = any(one.lead.code == CLEARS for one in problems)
    if not found or plan.state != Plan.State.DRAFT or not may(request, Action.EDIT_MONEY):
        return False
    schemes = rows.by_table.get(TABLE, ())
    return bool(renumbered(plan, request.user, schemes, summary_of(plan, rows.all)))


def _quickest(lines: Any, warnings: int) -> Any:
    """The line of warnings that clears most at once, where one clears more than one."""
    most = max(
        (one for one in lines if one.severity == "warning" and len(one.items) > 1),
        key=lambda one: len(one.items),
        default=None,
    )
    return {"line": most, "of": warnings} if most else None


def _chosen(request: PlanRequest, name: str, known: Any) -> str:
    chosen = request.GET.get(name, "")
    return chosen if chosen in known else next(iter(known))


def _seen(problem: Problem, mine: frozenset[str] | None) -> bool:
    """Whether somebody who sees only some rows sees a problem: it is about no other."""
    return mine is None or (bool(problem.rows) and mine.issuperset(problem.rows))
