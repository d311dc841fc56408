"""The plain pages of one scheme: change it, add one, remove one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bettercare.plan.records import SchemeRow
from bettercare_web.areas.doors import number_sent, refused
from bettercare_web.areas.roles import Action
from bettercare_web.nhsuk_forms import mistakes
from bettercare_web.plans.actions import Stale, Stopped, Unreadable
from bettercare_web.plans.addresses import address
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.asked import Line
from bettercare_web.plans.clash import Named, clash_page
from bettercare_web.plans.core import record_of
from bettercare_web.plans.doors import PlanRequest, plan_page
from bettercare_web.plans.edits import Change, Remove
from bettercare_web.plans.findings_places import seen_rows
from bettercare_web.plans.line_forms import VERSION, LinesForm
from bettercare_web.plans.models import Plan, Row
from bettercare_web.plans.notes_on_lines import found_in, notes_for
from bettercare_web.plans.reading import rows_and_summary
from bettercare_web.plans.rows import may_fill, may_touch
from bettercare_web.plans.saving import new_key, save_once
from bettercare_web.plans.scheme_page import (
    TABLE,
    amounts_of,
    counts_to,
    last_change,
    next_error,
    room_for,
    scheme_line,
)
from bettercare_web.plans.section_page import reads_of
from bettercare_web.plans.section_views import closed, may_change, may_ever

TEMPLATE = "plans/scheme.jinja"
NOT_YOURS = "You can save only schemes that the NHS pays for or commissions"


@plan_page(Action.SEE_DRAFT)
def scheme(request: PlanRequest, plan: Plan, row_id: UUID) -> HttpResponse:
    """One scheme: its form for those who may change it, else what it says."""
    rows, line = _found(request, plan, row_id)
    form = _form(request, plan, line)
    if request.method != "POST":
        return _shown(request, plan, rows, line, form)
    if not may_change(request, plan, TABLE)(line):
        return closed(request, plan, may_ever(request, plan, TABLE), [line])
    if not form.is_valid():
        return refused(_shown(request, plan, rows, line, form, refused=True))
    return _saved(request, plan, rows, line, form)


@plan_page(Action.EDIT_MONEY)
def add(request: PlanRequest, plan: Plan) -> HttpResponse:
    """A form for a new scheme."""
    line = scheme_line(summary_of(plan).working.rules, None, None, 0)
    if not any(right.rows.every or right.rows.bodies for right in request.rights):
        raise Http404
    if plan.state != Plan.State.DRAFT:
        return closed(request, plan, lambda _: True, [line])
    form = _form(request, plan, line, new=True)
    if request.method != "POST":
        return _shown(request, plan, [], line, form)
    if form.is_valid() and not form.changes():
        form.add_error(None, "Fill in something, such as the name of the scheme")
    if not form.is_valid():
        return refused(_shown(request, plan, [], line, form, refused=True))
    return _saved(request, plan, [], line, form)


@plan_page(Action.EDIT_MONEY)
def remove(request: PlanRequest, plan: Plan, row_id: UUID) -> HttpResponse:
    """Ask before a scheme is removed, and remove it."""
    _, line = _found(request, plan, row_id)
    if not may_change(request, plan, TABLE)(line):
        return closed(request, plan, may_ever(request, plan, TABLE), [line])
    if request.method == "POST":
        seen = request.POST.get(VERSION, "")
        taken = Remove(row_id=str(row_id), version=number_sent(seen, 0))
        return _carry_out(request, plan, [taken], line)
    summary = summary_of(plan)
    context = {
        "line": line,
        "amounts": amounts_of(_record(line), summary.working.rules.years),
        "counts": list(counts_to(summary, line.item)),
        "version": line.row.version if line.row else 0,
        "form_key": new_key(),
        "back": reverse("scheme", args=[plan.pk, row_id]),
    }
    return render(request, "plans/scheme_remove.jinja", context)


def _found(request: PlanRequest, plan: Plan, row_id: UUID) -> tuple[list[Row], Line]:
    """The rows of the schemes, and the line of one that this person may see."""
    rows, summary = rows_and_summary(plan, TABLE)
    rules = summary.working.rules
    for item, row in enumerate(rows, 1):
        if row.pk == row_id and may_fill(request.rights, TABLE, row, {}, rules):
            record = record_of(row)
            assert isinstance(record, SchemeRow)  # noqa: S101  (the rows of this table are)
            return rows, scheme_line(rules, row, record, item)
    raise Http404


def _record(line: Line) -> SchemeRow:
    return line.record if isinstance(line.record, SchemeRow) else SchemeRow()


def _form(request: PlanRequest, plan: Plan, line: Line, *, new: bool = False) -> LinesForm:
    rules = summary_of(plan).working.rules
    may = (lambda _: True) if new else may_change(request, plan, TABLE)
    data = request.POST if request.method == "POST" else None
    return LinesForm(rules, [line], may, data, prefixed=False)


def _shown(
    request: PlanRequest, plan: Plan, rows: list[Row], line: Line, form: LinesForm, **more: Any
) -> HttpResponse:
    summary = summary_of(plan)
    [filled] = form.filled()
    mine = seen_rows(request.rights)  # of the whole plan nothing is told to who sees some rows
    seen = None if mine is None else {n for n, one in enumerate(rows, 1) if str(one.pk) in mine}
    notes = notes_for(found_in(summary, TABLE, seen), line) if line.row else {}
    above = notes.pop("", [])
    form.notes = notes
    context = {
        "line": line,
        "filled": filled,
        "above": above,
        "reads": reads_of(line),
        "form": form,
        "mistakes": mistakes(form) if form.is_bound else [],
        "number": line.item,
        "count": len(rows),
        "before": rows[line.item - 2].pk if mine is None and line.item > 1 else None,
        "after": rows[line.item].pk if mine is None and 0 < line.item < len(rows) else None,
        "counts": list(counts_to(summary, line.item)) if line.row else [],
        "room": list(room_for(summary, line.item)) if line.row and mine is None else [],
        "changed": last_change(plan, line.row, summary.working.rules) if line.row else None,
        "form_key": request.POST.get("form_key") or new_key(),
        "list": schemes_address(plan),
        **more,
    }
    return render(request, TEMPLATE, context)


def schemes_address(plan: Plan) -> str:
    """The address of the list of schemes."""
    return address("schemes", plan.pk) or reverse("plan", args=[plan.pk])


def _saved(
    request: PlanRequest, plan: Plan, rows: list[Row], line: Line, form: LinesForm
) -> HttpResponse:
    changes = form.changes()
    rules = summary_of(plan).working.rules
    if any(may_touch(request.user, plan, one, rules) is None for one in changes):
        form.add_error(None, NOT_YOURS)
        return refused(_shown(request, plan, rows, line, form, refused=True))
    retyped = any("scheme_type" in getattr(one, "fields", {}) for one in changes)

    def onwards() -> str:
        if retyped and line.row:
            return reverse("scheme", args=[plan.pk, line.row.pk])
        if "next_error" in request.POST:
            return _next_error(plan, rows, line)
        return schemes_address(plan)

    return _carry_out(request, plan, changes, line, form, onwards)


def _next_error(plan: Plan, rows: list[Row], line: Line) -> str:
    fresh = Plan.objects.select_related("area").get(pk=plan.pk)
    item = next_error(summary_of(fresh), line.item)
    found = rows[item - 1].pk if item and item <= len(rows) else None
    return reverse("scheme", args=[plan.pk, found]) if found else schemes_address(plan)


def _carry_out(
    request: PlanRequest,
    plan: Plan,
    changes: list[Change] | list[Remove],
    line: Line,
    form: LinesForm | None = None,
    onwards: Callable[[], str] | None = None,
) -> HttpResponse:
    try:
        where = save_once(request, plan, changes, onwards or (lambda: schemes_address(plan)))
    except Stopped as stop:
        stopped = {"stopped": str(stop), "back": request.path}
        return render(request, "plans/clash.jinja", stopped, status=409)
    except Unreadable as error:
        raise Http404 from error
    except Stale as stale:
        rules = summary_of(plan).working.rules
        clash = clash_page(rules, TABLE, stale.clashes, request.POST, _naming(line))
        context: dict[str, Any] = {"clash": clash, "back": request.path}
        return render(request, "plans/clash.jinja", context, status=409)
    if changes and form is None:
        messages.success(request, f"'{line.title}' is removed.")
    return redirect(where)


def _naming(line: Line) -> Callable[[str, str], Named]:
    return lambda _, path: Named(line.title, line.label(path), path, VERSION)
