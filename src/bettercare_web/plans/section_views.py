"""The pages of a plan's sections: each a plain form, with what the checks say at its fields."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bettercare_web.areas.doors import refused
from bettercare_web.areas.permissions import rights
from bettercare_web.areas.roles import Action
from bettercare_web.nhsuk_forms import mistakes
from bettercare_web.plans.actions import Stale, Stopped, Unreadable
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.asked import Line
from bettercare_web.plans.clash import Named, clash_page
from bettercare_web.plans.doors import PlanRequest, may, plan_page
from bettercare_web.plans.edits import Clash
from bettercare_web.plans.line_forms import VERSION, LinesForm
from bettercare_web.plans.lines import lines_of
from bettercare_web.plans.models import Plan
from bettercare_web.plans.reach import need_whole
from bettercare_web.plans.reading import rows_and_summary
from bettercare_web.plans.rows import action_for, may_fill
from bettercare_web.plans.saving import new_key, save_once
from bettercare_web.plans.section_page import SectionPage, section_page
from bettercare_web.plans.sections import BY_NAME, Section, sections_of
from bettercare_web.plans.signed import cover_signed

TEMPLATE = "plans/section.jinja"


@plan_page(Action.SEE_DRAFT)
def section(request: PlanRequest, plan: Plan, name: str) -> HttpResponse:
    """One section of a plan: read by those who may see it, changed by those who may change it."""
    need_whole(request)
    asked = BY_NAME[name]
    if asked not in sections_of(summary_of(plan).working.rules):
        return redirect("plan", plan_id=plan.pk)
    form = _form(request, plan, asked)
    if request.method != "POST":
        return _shown(request, plan, asked, form)
    if not form.any_editable:
        return closed(request, plan, may_ever(request, plan, asked.table), form.lines_only)
    if not form.is_valid():
        return refused(_shown(request, plan, asked, form, refused=True))
    return _saved(request, plan, asked, form)


def _form(request: PlanRequest, plan: Plan, asked: Section) -> LinesForm:
    rows, summary = rows_and_summary(plan, asked.table)
    working = summary.working
    lines = lines_of(working, asked.table, rows)
    data = request.POST if request.method == "POST" else None
    return LinesForm(working.rules, lines, may_change(request, plan, asked.table), data)


def may_change(request: PlanRequest, plan: Plan, table: str) -> Callable[[Line], bool]:
    """Whether the person may change a line, which nobody may of a plan that is submitted."""
    if plan.state != Plan.State.DRAFT:
        return lambda _: False
    return may_ever(request, plan, table)


def may_ever(request: PlanRequest, plan: Plan, table: str) -> Callable[[Line], bool]:
    """Whether the person may change a line while the plan is a draft.

    Names on the cover can be changed only by those who may see them.
    """
    held = rights(request.user, action_for(table), request.area, plan.round)
    rules = summary_of(plan).working.rules
    if table == "sign_off" and not sees_names(request):
        held = []
    return lambda line: bool(held) and may_fill(held, table, line.row, line.given, rules)


def closed(
    request: PlanRequest, plan: Plan, ever: Callable[[Line], bool], lines: Iterable[Line]
) -> HttpResponse:
    """The page for a change that nobody can make now; "not found" for who may never make it."""
    if plan.state == Plan.State.DRAFT or not any(map(ever, lines)):
        raise Http404
    words = "This plan is submitted, so nobody can change it."
    return _conflict(request, {"stopped": words})


def sees_names(request: PlanRequest) -> bool:
    """Whether the person may see the names of contacts and signatories."""
    return may(request, Action.SEE_CONTACTS)


def _shown(
    request: PlanRequest, plan: Plan, asked: Section, form: LinesForm, **more: Any
) -> HttpResponse:
    summary, is_cover = summary_of(plan), asked.table == "sign_off"
    names = not is_cover or sees_names(request)
    signed = cover_signed(plan, summary.working.rules, names=names) if is_cover else None
    page: SectionPage = section_page(summary, asked, form, names=names, signed=signed)
    context = {
        "page": page,
        "form": form,
        "mistakes": mistakes(form) if form.is_bound else [],
        "form_key": request.POST.get("form_key") or new_key(),
        "measures": _measures(request, plan),
        **more,
    }
    return render(request, TEMPLATE, context)


def _measures(request: PlanRequest, plan: Plan) -> list[tuple[str, str]]:
    """The metrics of the round by code and name, for those who see all of the plan."""
    if not any(one.rows.every for one in request.rights):
        return []
    return [(code, one.short) for code, one in summary_of(plan).working.rules.metrics.items()]


def _saved(request: PlanRequest, plan: Plan, asked: Section, form: LinesForm) -> HttpResponse:
    def onwards() -> str:
        following = _following(plan, asked) if "onwards" in request.POST else None
        name = following.name if following else "plan"
        return reverse(name, args=[plan.pk])

    if gone := form.gone():
        clashes = [Clash(row_id=one, version=0, fields={}, gone=True) for one in gone]
        rules = summary_of(plan).working.rules
        clash = clash_page(rules, asked.table, clashes, request.POST, _naming(form))
        return _conflict(request, {"clash": clash})
    try:
        return redirect(save_once(request, plan, form.changes(), onwards))
    except Stopped as stop:
        return _conflict(request, {"stopped": str(stop)})
    except Unreadable as error:
        form.add_error(None, str(error))
        return refused(_shown(request, plan, asked, form, refused=True))
    except Stale as stale:
        rules = summary_of(plan).working.rules
        clash = clash_page(rules, asked.table, stale.clashes, request.POST, _naming(form))
        return _conflict(request, {"clash": clash})


def _following(plan: Plan, asked: Section) -> Section | None:
    """The section that comes next in the order of work."""
    known = sections_of(summary_of(plan).working.rules)
    at = known.index(asked) + 1
    return known[at] if at < len(known) else None


def _naming(form: LinesForm) -> Callable[[str, str], Named]:
    def named(row_id: str, path: str) -> Named:
        for line, seen_as, _ in form.lines:
            if line.row and str(line.row.pk) == row_id and seen_as is not None:
                names = form.name(seen_as, path), form.name(seen_as, VERSION)
                return Named(line.title, line.label(path), *names)
        return Named("", path, path, VERSION)

    return named


def _conflict(request: PlanRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "plans/clash.jinja", {**context, "back": request.path}, status=409)
