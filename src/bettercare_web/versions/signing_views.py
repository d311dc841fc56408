"""The pages on which a plan is signed, signing is delegated, and approval is recorded."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bettercare.calculations.covered import cover_words, covered_items
from bettercare_web.accounts.step_up import require_step_up
from bettercare_web.areas.doors import refused
from bettercare_web.areas.roles import Action
from bettercare_web.plans.actions import Stopped
from bettercare_web.plans.core import plan_hash
from bettercare_web.plans.doors import PlanRequest, plan_page
from bettercare_web.plans.models import Plan
from bettercare_web.plans.sections import unstarted
from bettercare_web.versions import pages
from bettercare_web.versions.actions.approving import Approved, record_approval
from bettercare_web.versions.actions.delegating import colleagues, delegate, end_delegation
from bettercare_web.versions.actions.signing import sign
from bettercare_web.versions.content import facts_of, tables_covered
from bettercare_web.versions.covers import core_of, working_of
from bettercare_web.versions.forms import ApprovalForm, DelegateForm, SignForm
from bettercare_web.versions.signatories import Capacity, capacities
from bettercare_web.versions.stopping import stopping

NO_CAPACITY = (
    "Your account does not say as which signatory you sign. Ask the administrator to add that."
)


@plan_page(Action.SIGN)
@require_step_up
@stopping
def sign_page(request: PlanRequest, plan: Plan) -> HttpResponse:
    """The version, its hash and what the signature covers, on one page; then the signature."""
    capacity = _capacity(request, plan)
    if plan.state != Plan.State.DRAFT:
        raise Stopped("This plan is submitted, so nobody can sign it any more.")
    if request.method != "POST":
        return render(request, "versions/sign.jinja", _sign_context(plan, capacity))
    form = SignForm(request.POST)
    if not form.is_valid():
        context = {**_sign_context(plan, capacity), "form": form, "refused": True}
        return refused(render(request, "versions/sign.jinja", context))
    made = sign(plan, capacity.role, form.cleaned_data["seen"], by=request.actor)
    messages.success(request, f"You signed version {made.version.number}.")
    return redirect("sign-off", plan.pk)


def _capacity(request: PlanRequest, plan: Plan) -> Capacity:
    """As what a person signs: as they chose, or the first role they hold."""
    held = capacities(request.user, plan)
    asked = request.POST.get("role") or request.GET.get("as", "")
    for one in held:
        if asked in {"", one.role}:
            return one
    raise Stopped(NO_CAPACITY)


def _sign_context(plan: Plan, capacity: Capacity) -> dict[str, Any]:
    """What a signer reads, with the sections that the plan does not hold yet.

    Those do not refuse a signature, as they refuse the submission: a signature of the money is good
    while the narrative is unwritten, and one that covers a section ends when that is started.
    """
    core = core_of(plan)
    working = working_of(core)
    seen = plan_hash(core)
    return {
        "capacity": capacity,
        "label": working.rules.sign_off.items[capacity.role].label,
        "in_person": working.rules.sign_off.items[capacity.role].in_person,
        "covers": cover_words(working, capacity.role),
        "number": pages.number_now(plan),
        "hash": seen,
        "figures": facts_of(working),
        "tables": tables_covered(working, covered_items(working, capacity.role)),
        "not_started": unstarted(working),
        "form": SignForm(initial={"seen": seen, "role": capacity.role}),
    }


@plan_page(Action.SIGN)
@require_step_up
@stopping
def delegate_page(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Let a colleague sign instead."""
    capacity = _capacity(request, plan)
    form = DelegateForm(request.POST or None, initial={"role": capacity.role})
    form.fields["to"].queryset = colleagues(request.user)  # type: ignore[attr-defined]
    context = {
        "form": form,
        "label": working_of(core_of(plan)).rules.sign_off.items[capacity.role].label,
        "given": plan.delegations.filter(by=request.user, revoked_at=None).select_related("to"),
    }
    if request.method != "POST":
        return render(request, "versions/delegate.jinja", context)
    if form.is_valid():
        try:
            _delegated(request, plan, form)
        except Stopped as stop:
            form.add_error(None, str(stop))
        else:
            return redirect("delegate", plan.pk)
    return refused(render(request, "versions/delegate.jinja", {**context, "refused": True}))


def _delegated(request: PlanRequest, plan: Plan, form: DelegateForm) -> None:
    said = form.cleaned_data
    made = delegate(
        plan,
        said["role"],
        said["to"],
        until=form.moment(),
        document=said["document"],
        by=request.actor,
    )
    messages.success(request, f"{made.to} can sign for you.")


@require_POST
@plan_page(Action.SIGN)
@stopping
def end(request: PlanRequest, plan: Plan) -> HttpResponse:
    """End a delegation."""
    given = plan.delegations.filter(by=request.user, revoked_at=None).select_related("grant")
    asked = request.POST.get("delegation", "")
    found = next((one for one in given if str(one.pk) == asked), None)
    if found is None:
        raise Stopped("There is no such delegation, or it is ended already.")
    end_delegation(found, by=request.actor)
    messages.success(request, "The delegation is ended.")
    return redirect("delegate", plan.pk)


@plan_page(Action.RECORD_APPROVAL)
@stopping
def approval(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Record how the board approved the plan."""
    form = ApprovalForm(request.POST or None)
    context = {"form": form, "approvals": plan.approvals.select_related("version", "recorded_by")}
    if request.method != "POST":
        return render(request, "versions/approval.jinja", context)
    if form.is_valid():
        try:
            record_approval(plan, Approved(**form.cleaned_data), by=request.actor)
        except Stopped as stop:
            form.add_error(None, str(stop))
        else:
            messages.success(request, "The approval of the board is recorded.")
            return redirect("sign-off", plan.pk)
    return refused(render(request, "versions/approval.jinja", {**context, "refused": True}))
