"""The pages on which a plan is submitted, its receipt, and taking it back."""

import secrets

import msgspec
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from bettercare_web.accounts.step_up import require_step_up
from bettercare_web.areas.doors import refused
from bettercare_web.areas.roles import Action
from bettercare_web.audit.idempotency import OtherRequest, Outcome, hash_of, once
from bettercare_web.plans.actions import Stopped
from bettercare_web.plans.doors import PlanRequest, may, plan_page
from bettercare_web.plans.models import Plan
from bettercare_web.versions import pages
from bettercare_web.versions.actions.submitting import (
    SENT,
    Prepared,
    prepare,
    refuse_blank,
    submit,
    withdraw,
)
from bettercare_web.versions.covers import core_of
from bettercare_web.versions.forms import SubmitForm, WithdrawForm
from bettercare_web.versions.standing import standing_of
from bettercare_web.versions.stopping import stopped, stopping

SEE_OTHER = 303


@plan_page(Action.SUBMIT)
@require_step_up
@stopping
def submit_page(request: PlanRequest, plan: Plan) -> HttpResponse:
    """What stands in the way, or the form that submits the plan, once."""
    form = SubmitForm(request.POST or None, initial={"key": secrets.token_urlsafe(24)})
    if request.method == "POST" and form.is_valid():
        return _submitted(request, plan, form)
    if plan.state != Plan.State.DRAFT:
        raise Stopped(SENT)
    refuse_blank(core_of(plan))
    signed = plan.signatures.filter(voided_at=None, by=request.user).exists()
    context = {
        "form": form,
        "standing": standing_of(plan),
        "number": pages.number_now(plan),
        "signed_it": signed,
        "refused": form.is_bound,
    }
    page = render(request, "versions/submit.jinja", context)
    return refused(page) if form.is_bound else page


def _submitted(request: PlanRequest, plan: Plan, form: SubmitForm) -> HttpResponse:
    """Submit; the same form sent twice gives the same receipt and does nothing more."""
    ready = prepare(plan) if plan.state == Plan.State.DRAFT else None
    key: str = form.cleaned_data["key"]
    by = msgspec.structs.replace(request.actor, key=key)
    receipt = reverse("receipt", args=[plan.pk])

    def do() -> Outcome:
        made = submit(plan, _ready(ready), by=by)
        return Outcome(status=SEE_OTHER, answer=made.receipt, location=receipt)

    asked = hash_of("POST", request.path, b"submit")
    try:
        outcome = once(by.person_id, key, asked, do, kept=True)
    except OtherRequest:
        form.add_error(None, "This form was used for something else. Open the page again.")
        return refused(render(request, "versions/submit.jinja", {"form": form, "refused": True}))
    return redirect(outcome.location)


def _ready(ready: Prepared | None) -> Prepared:
    if ready is None:
        raise Stopped(SENT)
    return ready


@require_GET
@plan_page(Action.SEE_SUBMITTED)
def receipt(request: PlanRequest, plan: Plan) -> HttpResponse:
    """The receipt of the plan that is submitted; of one that was taken back, to its own people."""
    found = pages.sent(plan)
    if found is None and not pages.only_submitted(request):
        found = plan.submissions.select_related("version", "by").first()
    if found is None:
        return stopped(request, "This plan is not submitted, so there is no receipt.")
    context = {
        "submission": found,
        "withdraw": may(request, Action.SUBMIT) and found.withdrawn_at is None,
        "later": plan.approvals.filter(how="later"),
        "record": may(request, Action.RECORD_APPROVAL),
    }
    return render(request, "versions/receipt.jinja", context)


@plan_page(Action.SUBMIT)
@require_step_up
@stopping
def withdraw_page(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Take a submitted plan back, with a reason."""
    if pages.sent(plan) is None:
        raise Stopped("This plan is not submitted.")
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw(plan, form.cleaned_data["reason"], by=request.actor)
        messages.success(request, "The plan is a draft again. Signatures stand until it changes.")
        return redirect("sign-off", plan.pk)
    context = {"form": form, "submission": pages.sent(plan), "refused": form.is_bound}
    page = render(request, "versions/withdraw.jinja", context)
    return refused(page) if form.is_bound else page
