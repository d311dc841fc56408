"""The pages of what-if drafts: start one, see what it would change, keep, use or throw away."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bettercare_web.areas.doors import number_sent, text_sent
from bettercare_web.areas.roles import Action
from bettercare_web.audit.sent_once import sent_once
from bettercare_web.plans.actions import Refused, Stopped, Unreadable
from bettercare_web.plans.answers import keep_standing, summary_of
from bettercare_web.plans.doors import PlanRequest, plan_page
from bettercare_web.plans.models import Plan
from bettercare_web.plans.what_if_changes import (
    Difference,
    Figures,
    chosen_changes,
    differences,
    figures_moved,
    findings_moved,
)
from bettercare_web.plans.what_ifs import keep_what_if, start_what_if, throw_away, use_what_if

LONGEST = 150


@require_http_methods(["GET", "HEAD", "POST"])
@plan_page(Action.NAME_VERSION)
@sent_once
def what_ifs(request: PlanRequest, plan: Plan) -> HttpResponse:
    """The what-if drafts of a plan; posting starts one, and opens its schemes."""
    if request.method == "POST":
        try:
            draft = start_what_if(plan, by=request.actor)
        except Refused:
            raise Http404 from None
        except Stopped as stop:
            messages.error(request, str(stop))
            return redirect("what-if", plan.pk)
        return redirect("schemes", draft.pk)
    if plan.kind != Plan.Kind.PLAN:
        raise Http404
    drafts = plan.what_ifs.select_related("started_by").order_by("-started")
    return render(request, "plans/what_ifs.jinja", {"drafts": drafts})


@require_GET
@plan_page(Action.NAME_VERSION)
def what_if(request: PlanRequest, plan: Plan) -> HttpResponse:
    """What a draft would change, beside the plan: pounds first."""
    if plan.base is None:
        return redirect("what-ifs", plan.pk)
    return render(request, "plans/what_if.jinja", _context(request, plan, plan.base))


@require_POST
@plan_page(Action.NAME_VERSION)
def keep(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Keep a draft under a name."""
    base = plan.base
    if base is None:
        return _is_the_plan(request, plan)
    title = text_sent(request.POST.get("title", ""))
    problem = "" if title else "Enter a name, such as what the what-if tries."
    if len(title) > LONGEST:
        problem = f"Use {LONGEST} characters or fewer for the name."
    if problem:
        return _again(request, plan, base, 422, problem, title=title)
    try:
        keep_what_if(plan, title, by=request.actor)
    except Refused:
        raise Http404 from None
    messages.success(request, f"Kept as '{title}'.")
    return redirect("what-ifs", base.pk)


@require_POST
@plan_page(Action.NAME_VERSION)
def throw(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Take a draft away."""
    base = plan.base
    if base is None:
        return _is_the_plan(request, plan)
    try:
        throw_away(plan, by=request.actor)
    except Refused:
        raise Http404 from None
    messages.success(request, "The what-if is thrown away. The plan is as it was.")
    return redirect("schemes", base.pk)


@require_POST
@plan_page(Action.NAME_VERSION)
def use(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Make the chosen changes of a draft in the plan."""
    base = plan.base
    if base is None:
        return _is_the_plan(request, plan)
    found = differences(plan, base, request.user, summary_of(base))
    chosen = chosen_changes(found, frozenset(request.POST.getlist("change")))
    revision = request.POST.get("revision", "")
    try:
        changed, _ = use_what_if(plan, chosen, revision=number_sent(revision, -1), by=request.actor)
    except Refused:
        raise Http404 from None
    except Stopped as stop:
        return _again(request, plan, base, 409, str(stop))
    except Unreadable as error:
        return _again(request, plan, base, 422, str(error))
    keep_standing(changed, summary_of(changed))
    noun = "change is" if len(chosen) == 1 else "changes are"
    messages.success(request, f"{len(chosen)} {noun} now in the plan.")
    return redirect("schemes", base.pk)


def _is_the_plan(request: PlanRequest, plan: Plan) -> HttpResponse:
    """The answer where what belongs to a what-if is asked of the plan itself."""
    messages.error(request, "This is the plan, not a what-if. Nothing was changed.")
    return redirect("what-ifs", plan.pk)


def _again(
    request: PlanRequest, plan: Plan, base: Plan, status: int, text: str, title: str | None = None
) -> HttpResponse:
    href = "#changes" if title is None else "#title"
    context = _context(request, plan, base)
    context |= {"refused": True, "errors": [{"text": text, "href": href}]}
    if title is not None:
        context |= {"title_typed": title, "title_error": text}
    return render(request, "plans/what_if.jinja", context, status=status)


def _context(request: PlanRequest, plan: Plan, base: Plan) -> dict[str, Any]:
    before, after = summary_of(base), summary_of(plan)
    found = differences(plan, base, request.user, before)
    moved = figures_moved(before, after)
    appeared, gone, reworded = findings_moved(before, after)
    return {
        "base": base,
        "differences": found,
        "figures": moved,
        "appeared": appeared,
        "gone": gone,
        "reworded": reworded,
        "usable": any(one.allowed for one in found) and base.state == Plan.State.DRAFT,
        "heading": _heading(found, moved),
    }


def _heading(found: Sequence[Difference], moved: Sequence[Figures]) -> str:
    """What the draft comes to, as a sentence: the figure of most weight that moves."""
    if not found:
        return "This what-if is the same as the plan"
    noun = "row" if len(found) == 1 else "rows"
    if not moved:
        return f"This what-if changes {len(found)} {noun}, and no figure"
    return moved[0].sentence
