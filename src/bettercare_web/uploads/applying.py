"""The last page of an upload: what will change, what waits for a decision, and doing it."""

from typing import Any

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from bettercare.formats.reading import Reading
from bettercare.rounds import Round, load
from bettercare_web.areas.models import Person
from bettercare_web.plans.edits import Refused, Stale, Stopped
from bettercare_web.plans.models import Plan, Row
from bettercare_web.plans.rows import action_for, may_touch
from bettercare_web.uploads import presenters, quarantine
from bettercare_web.uploads.actions import begin_plan, bring_changes, what_may_come
from bettercare_web.uploads.doors import UploadRequest, upload_page
from bettercare_web.uploads.merging import (
    BOTH,
    FILE,
    PLAN,
    LeftOut,
    Proposal,
    Proposed,
    in_order,
    propose,
)
from bettercare_web.uploads.models import Upload

STALE = "Somebody changed the plan while you were looking. This page shows it as it is now."
WHICH = "Say which is right: {text}"
CONFIRM = "Confirm that this is the right file, or choose another."
NOT_YOURS = "Your role does not change these rows. {who} can bring them in."
WHO = {3: "The lead or a finance officer", 4: "The lead", 5: "The lead or an analyst"}


@upload_page
def upload_apply(request: UploadRequest, upload: Upload) -> HttpResponseBase:
    """Show what will change, and change it."""
    reading = _reading(upload)
    if upload.applied_at is not None and upload.plan is not None:
        return redirect("plan", upload.plan.pk)
    if reading is None:
        return redirect("upload-read", upload.pk)
    plan = upload.plan or _plan_there(upload)
    if plan is None:
        return _begin(request, upload, reading)
    upload.plan, request.plan = plan, plan
    return _merge(request, upload, plan, reading)


def _reading(upload: Upload) -> Reading | None:
    """What was read; none where the file was refused or is not kept any more."""
    if upload.status != Upload.Status.CHECKED:
        return None
    held = quarantine.reading_of(upload.pk)
    return msgspec.json.decode(held, type=Reading) if held else None


def _plan_there(upload: Upload) -> Plan | None:
    """The plan that the area has for the file's round already."""
    found = Plan.objects.select_related("area", "area__region", "standing")
    return found.filter(area=upload.area, round=upload.round, kind=Plan.Kind.PLAN).first()


def _begin(request: UploadRequest, upload: Upload, reading: Reading) -> HttpResponseBase:
    """A plan that is not there yet: shown as it will be, then started."""
    rules = load(upload.round)
    _, left = what_may_come(reading.plan, upload.area, request.actor)
    asks = presenters.is_other_area(upload.area_said, upload.area.name)
    wrong = []
    if request.method == "POST":
        if asks and not request.POST.get("right-file"):
            wrong = [{"text": CONFIRM, "href": "#right-file"}]
        else:
            return _begun(request, upload, reading)
    context = {
        "upload": upload,
        "rules": rules,
        "controls": presenters.counted(presenters.controls_of(upload), rules),
        "left": [presenters.label_of(rules, table) for table in left],
        "other_area": asks,
        "wrong": wrong,
        "refused": bool(wrong),
    }
    return render(request, "uploads/begin.jinja", context, status=422 if wrong else 200)


def _begun(request: UploadRequest, upload: Upload, reading: Reading) -> HttpResponseBase:
    try:
        plan, _ = begin_plan(upload, reading, by=request.actor)
    except Refused:
        text = "Only the Better Care Fund lead or a finance officer can start the plan."
        return _stopped(request, upload, text)
    except Stopped as error:
        return _stopped(request, upload, str(error))
    messages.success(request, f"The plan for {plan.round} is started with what your file holds.")
    return redirect("plan", plan.pk)


def _stopped(request: HttpRequest, upload: Upload, text: str) -> HttpResponse:
    return render(request, "uploads/stopped.jinja", {"upload": upload, "why": text}, status=409)


def _merge(
    request: UploadRequest, upload: Upload, plan: Plan, reading: Reading
) -> HttpResponseBase:
    """A plan that is there: what changes, with the decisions that were made so far."""
    if plan.state != Plan.State.DRAFT:
        return _stopped(request, upload, "This plan is submitted, so nobody can change it.")
    if upload.round != plan.round:
        words = f"This file is a plan for {upload.round}, and this plan is for {plan.round}."
        return _stopped(request, upload, words)
    rules = load(plan.round)
    rows = list(plan.rows.all())
    chosen = _chosen(request)
    proposal = _allowed(propose(rows, reading, rules, chosen), request.user, plan, rules, rows)
    if request.method != "POST":
        return _shown(request, upload, rules, proposal)
    if request.POST.get("revision") != str(plan.revision):
        stale = [{"text": STALE, "href": "#changes"}]
        return _shown(request, upload, rules, proposal, stale, 409)
    wrong = _undecided(request, upload, proposal, chosen)
    if wrong:
        return _shown(request, upload, rules, proposal, wrong, 422)
    return _apply(request, upload, rules, proposal)


def _apply(
    request: UploadRequest, upload: Upload, rules: Round, proposal: Proposal
) -> HttpResponseBase:
    try:
        plan = bring_changes(upload, in_order(proposal.changes), by=request.actor)
    except Stale:
        stale = [{"text": STALE, "href": "#changes"}]
        return _shown(request, upload, rules, proposal, stale, 409)
    except Stopped as error:
        return _stopped(request, upload, str(error))
    count = len(proposal.changes)
    rows = "1 row changed" if count == 1 else f"{count} rows changed"
    messages.success(request, f"{rows}, as in your file. It is one change in the history.")
    return redirect("plan", plan.pk)


def _chosen(request: HttpRequest) -> dict[str, str]:
    """The decisions that the form holds, by the key of the choice."""
    return {
        key: text
        for key, text in request.POST.items()
        if key.startswith("choice-") and text in {PLAN, FILE, BOTH}
    }


def _undecided(
    request: UploadRequest, upload: Upload, proposal: Proposal, chosen: dict[str, str]
) -> list[dict[str, str]]:
    """What somebody must still say: which value is right, and whether the file is."""
    wrong = [
        {"text": WHICH.format(text=one.text), "href": f"#{one.key}"}
        for one in presenters.questions(proposal.choices)
        if one.key not in chosen
    ]
    asks = presenters.is_other_area(upload.area_said, upload.area.name)
    if asks and not request.POST.get("right-file"):
        wrong.append({"text": CONFIRM, "href": "#right-file"})
    return wrong


def _allowed(
    proposal: Proposal, person: Person, plan: Plan, rules: Round, rows: list[Row]
) -> Proposal:
    """The changes that this person may make; the others are told as left out."""
    by_id = {str(row.pk): row for row in rows}
    kept: list[Proposed] = []
    left: list[LeftOut] = []
    for one in proposal.changes:
        row = by_id.get(getattr(one.change, "row_id", ""))
        if may_touch(person, plan, one.change, rules, row):
            kept.append(one)
        else:
            who = WHO[action_for(one.table).value]
            left.append(LeftOut(one.name, NOT_YOURS.format(who=who)))
    return msgspec.structs.replace(
        proposal, changes=tuple(kept), left_out=(*proposal.left_out, *left)
    )


def _shown(
    request: UploadRequest,
    upload: Upload,
    rules: Round,
    proposal: Proposal,
    wrong: list[dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "upload": upload,
        "heading": presenters.apply_heading(len(proposal.changes), len(proposal.choices)),
        "proposal": proposal,
        "changes": presenters.changes_shown(proposal, rules),
        "questions": presenters.questions(proposal.choices),
        "chosen": _chosen(request),
        "other_area": presenters.is_other_area(upload.area_said, upload.area.name),
        "wrong": wrong or [],
        "refused": bool(wrong),
    }
    return render(request, "uploads/apply.jinja", context, status=status)
