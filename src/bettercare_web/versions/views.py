"""The page of versions and sign-off, and the page of one version."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bettercare.rounds import load
from bettercare_web.areas.doors import text_sent
from bettercare_web.areas.roles import Action
from bettercare_web.audit.verify import verify
from bettercare_web.plans.actions import Stopped
from bettercare_web.plans.core import plan_hash
from bettercare_web.plans.doors import PlanRequest, may, plan_page
from bettercare_web.plans.models import Plan, Version
from bettercare_web.versions import pages
from bettercare_web.versions.actions.naming import name_version
from bettercare_web.versions.actions.signing import ask_to_sign
from bettercare_web.versions.content import contents_of, facts_of
from bettercare_web.versions.covers import content_of, core_of, working_of
from bettercare_web.versions.forms import NameForm
from bettercare_web.versions.signatories import signing_roles
from bettercare_web.versions.stopping import stopping

SHOWN = 12  # versions, before the rest is folded


@require_GET
@plan_page(Action.SEE_DRAFT, Action.SEE_SUBMITTED)
def sign_off(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Who signs, what changed, and every version."""
    standing = pages.standing_for(request, plan)
    submission = pages.sent(plan)
    versions = pages.versions_of(plan, submitted=pages.only_submitted(request))
    context: dict[str, Any] = {
        "submission": submission,
        "versions": versions[:SHOWN],
        "earlier": versions[SHOWN:],
        "difference": pages.compared(request, plan),
        "number": pages.number_now(plan),
        "may": {one.name: may(request, one) for one in Action},
        "draft": plan.state == Plan.State.DRAFT,
        "whole": pages.rows_seen(request) is None,
        "name_form": NameForm(),
    }
    if standing is not None:
        moved = pages.moved_since_voided(plan, standing)
        context |= {
            "standing": standing,
            "heading": pages.headline(standing, submission, moved),
            "roles": pages.role_lines(request, plan, standing),
            "hash": pages.short_hash(plan_hash(core_of(plan))),
            "prepared": pages.prepared_it(request, plan),
            "verified": verify(plan.area.code) if may(request, Action.READ_TRAIL) else None,
        }
    return render(request, "versions/sign_off.jinja", context)


@require_POST
@plan_page(Action.NAME_VERSION)
@stopping
def name(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Keep the draft as a version."""
    made = name_version(plan, text_sent(request.POST.get("name", "")), by=request.actor)
    messages.success(request, f"Version {made.number} is kept.")
    return redirect("sign-off", plan.pk)


@require_POST
@plan_page(Action.SUBMIT)
@stopping
def ask(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Write to those who sign as a role."""
    role = request.POST.get("role", "")
    if role not in signing_roles(load(plan.round)):
        raise Stopped("Choose whom to ask.")
    people = ask_to_sign(plan, role, by=request.actor)
    names = " and ".join(str(one) for one in people)
    messages.success(request, f"A letter goes to {names}.")
    return redirect("sign-off", plan.pk)


@require_GET
@plan_page(Action.SEE_DRAFT, Action.SEE_SUBMITTED)
def version(request: PlanRequest, plan: Plan, number: int) -> HttpResponse:
    """One version as it was kept."""
    found = _version(request, plan, number)
    core = content_of(found)
    working = working_of(core)
    context = {
        "version": found,
        "submission": found.submissions.first(),
        "signatures": found.signatures.select_related("by"),
        "figures": facts_of(working),
        "tables": contents_of(
            plan,
            working,
            rows=pages.rows_seen(request),
            contacts=may(request, Action.SEE_CONTACTS),
        ),
        "hash": pages.short_hash(found.hash),
        "total": working.total_expenditure,
        "count": len(working.rows),
        "labels": {code: role.label for code, role in working.rules.sign_off.items.items()},
        "whole": pages.rows_seen(request) is None,
        "compare": not pages.only_submitted(request),
    }
    return render(request, "versions/version.jinja", context)


def _version(request: PlanRequest, plan: Plan, number: int) -> Version:
    """A version by its number, within what a person may see."""
    found = plan.versions.filter(number=number).first()
    hidden = pages.only_submitted(request)
    if found is None or (hidden and not found.submissions.filter(withdrawn_at=None).exists()):
        raise Http404
    return found
