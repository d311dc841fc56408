"""The page of a figure's working, the figure without some rows, and the working as a file."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bettercare.calculations import Figure
from bettercare.calculations.figure import LEAST
from bettercare.report import Summary
from bettercare.report.data import csv_text
from bettercare_web.areas.roles import Action
from bettercare_web.audit.sent_once import sent_once
from bettercare_web.plans.actions import Refused, Stopped
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.doors import PlanRequest, may, plan_page
from bettercare_web.plans.findings_places import PlanRows, cell_link, figure_of, seen_rows
from bettercare_web.plans.models import Plan
from bettercare_web.plans.selectors import rows_of
from bettercare_web.plans.working import (
    STANDINGS,
    bars,
    can_be_ticked,
    heading,
    key_of,
    only_rows,
    parts,
    shown_value,
    siblings,
    sourced,
    spend_of,
    ticked,
    weakness,
    without_rows,
    working_rows,
)
from bettercare_web.plans.working_kept import keep_without


@require_http_methods(["GET", "HEAD", "POST"])
@plan_page(Action.SEE_DRAFT)
def working(request: PlanRequest, plan: Plan, figure: str) -> HttpResponse:
    """A figure with its working; a form that is posted shows it without the rows not ticked."""
    rows = PlanRows(rows_of(plan))
    summary, found = _figure(request, plan, figure, rows)
    if seen_rows(request.rights) is not None:
        return render(request, "plans/working.jinja", _own_rows(plan, summary, found, rows))
    context = _context(plan, summary, found, _left_out(request, found), rows)
    context["may_keep"] = _may_keep(request, plan)
    return render(request, "plans/working.jinja", context)


@require_GET
@plan_page(Action.SEE_DRAFT)
def working_without(request: PlanRequest, plan: Plan, figure: str) -> HttpResponse:
    """The part of the page that says what the figure would be, for the script of the page."""
    summary, found = _figure(request, plan, figure)
    without = without_rows(summary, found, _left_out(request, found), spend_of(summary, found.id))
    context = {"figure": found, "without": without, "may_keep": _may_keep(request, plan)}
    return render(request, "plans/working_without.jinja", context)


def _may_keep(request: PlanRequest, plan: Plan) -> bool:
    """Whether somebody may keep the figure without some rows as a what-if of the plan."""
    return plan.kind == Plan.Kind.PLAN and may(request, Action.NAME_VERSION)


@require_POST
@plan_page(Action.NAME_VERSION)
@sent_once
def working_keep(request: PlanRequest, plan: Plan, figure: str) -> HttpResponse:
    """Keep the figure without the rows not ticked as a what-if, and show what it changes."""
    rows = PlanRows(rows_of(plan))
    _, found = _figure(request, plan, figure, rows)
    try:
        draft = keep_without(plan, found, _left_out(request, found), rows, by=request.actor)
    except Refused:
        raise Http404 from None
    except Stopped as stop:
        messages.error(request, str(stop))
        return redirect("working", plan.pk, figure)
    messages.success(request, f"Kept as '{draft.title}'. The plan is as it was.")
    return redirect("what-if", draft.pk)


@require_GET
@plan_page(Action.SEE_DRAFT)
def working_csv(request: PlanRequest, plan: Plan, figure: str) -> HttpResponse:
    """The working as a CSV file."""
    _, found = _figure(request, plan, figure)
    text = csv_text(working_rows(found)) + "\n"
    return HttpResponse(
        text.encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="working-{found.id}.csv"',
            "Content-Security-Policy": "sandbox",
        },
    )


def _figure(
    request: PlanRequest, plan: Plan, figure_id: str, rows: PlanRows | None = None
) -> tuple[Summary, Figure]:
    """The figure that is asked for; for who sees only some rows of the plan, those of it alone."""
    rows = rows or PlanRows(rows_of(plan))
    summary = summary_of(plan, rows.all)
    found = summary.figures.get(figure_id)
    if found is None:
        raise Http404
    mine = seen_rows(request.rights)
    return summary, found if mine is None else only_rows(found, rows, mine)


def _own_rows(plan: Plan, summary: Summary, figure: Figure, rows: PlanRows) -> dict[str, Any]:
    """The page for who sees only some rows: which of them count, and nothing of the plan."""
    return {
        "figure": figure,
        "heading": f"{figure.label}: your schemes only",
        "weakness": ["You see only your own schemes, so what the plan comes to is not shown."],
        "standing": STANDINGS[figure.standing],
        "links": _links(plan, figure, rows),
        "inputs": [(one, shown_value(figure, one)) for one in figure.inputs],
        "source": sourced(summary, figure, None),
    }


def _left_out(request: PlanRequest, figure: Figure) -> frozenset[str]:
    """The rows that are not to count: named in the address, or not ticked in the form."""
    known = frozenset(key_of(one) for one in figure.inputs)
    if request.method == "POST":
        return known.difference(request.POST.getlist("counted"))
    return known.intersection(request.GET.get("without", "").split(","))


def _context(
    plan: Plan, summary: Summary, figure: Figure, left_out: Collection[str], rows: PlanRows
) -> dict[str, Any]:
    spend = spend_of(summary, figure.id)
    minimum = summary.figures[spend.id("minimum")] if spend else None
    steps, line = bars(figure, minimum.value if minimum else None)
    found = [one for one in summary.report.findings if figure_of(summary, one) == figure.id]
    return {
        "figure": figure,
        "heading": heading(figure, spend),
        "weakness": list(weakness(spend)),
        "findings": found,
        "standing": STANDINGS[figure.standing],
        "standings": STANDINGS,
        "spend": spend,
        "minimum": minimum if minimum and minimum.id != figure.id else None,
        "bars": steps,
        "line": line,
        "rows": ticked(figure, left_out) if can_be_ticked(figure) else [],
        "links": _links(plan, figure, rows),
        "inputs": [(one, shown_value(figure, one)) for one in figure.inputs],
        "shared": _shared(figure),
        "without": without_rows(summary, figure, left_out, spend),
        "parts": parts(figure),
        "siblings": siblings(summary, figure.id),
        "source": sourced(summary, figure, spend),
        "notes": [one for one in figure.notes if not one.startswith(("*", LEAST))],
    }


def _shared(figure: Figure) -> list[str]:
    """The rows that count to another required spend too."""
    return [key_of(one) for one in figure.inputs if one.mark == "*" and one.place]


def _links(plan: Plan, figure: Figure, rows: PlanRows) -> dict[str, str]:
    """The address of the cell of each row of a figure."""
    found = {}
    for one in figure.inputs:
        row = rows.row(one.place.table, one.place.item) if one.place else None
        if row is not None:
            found[key_of(one)] = cell_link(plan, row, "")
    return found
