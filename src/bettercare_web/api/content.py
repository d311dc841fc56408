"""Whole plans: one read, one started, one brought to what a file says, as one change."""

from http import HTTPStatus
from uuid import UUID

import msgspec
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from bettercare.formats.reading import Reading
from bettercare.rounds import load
from bettercare_web.accounts.tokens import Scope
from bettercare_web.api.answers import (
    body_of,
    carried_out,
    changed,
    etag_of,
    is_repeat,
    key_of,
    made,
    need_match,
    said,
)
from bettercare_web.api.doors import Call, Token
from bettercare_web.api.openapi import KEY, MATCH, MAY_KEY
from bettercare_web.api.operations import Operations
from bettercare_web.api.plan_text import PLAN, plan_seen
from bettercare_web.api.problems import Problem
from bettercare_web.api.shapes import LeftOutShape, PlanChanged, plan_shape
from bettercare_web.areas.roles import Action
from bettercare_web.audit.idempotency import Outcome
from bettercare_web.plans.core import to_core
from bettercare_web.plans.models import Plan, Row
from bettercare_web.plans.rows import may_touch
from bettercare_web.uploads import quarantine
from bettercare_web.uploads.actions import Incoming, begin_plan, bring_changes, bring_in
from bettercare_web.uploads.merging import Proposal, in_order, propose
from bettercare_web.uploads.models import Upload

api = Operations("whole plans")

READ = Token(Scope.PLAN_READ, Action.SEE_DRAFT, whole=True)
WRITE = Token(Scope.PLAN_WRITE, Action.UPLOAD)
START = Token(Scope.PLAN_WRITE, Action.EDIT_MONEY, whole=True)

CONTENT = "/plans/{uuid:plan_id}/content"
NAME = "plan.json"  # what messages call the body of a request
NOT_YOURS = "The plan changes rows that your role does not change. Nothing was changed."
OTHER_ROUND = "The body is a plan for {sent}, and this plan is for {here}."


@api.add("GET", CONTENT, READ, PLAN)
def content(request: Call, plan_id: UUID) -> HttpResponse:
    """The plan as it is now, as the library's JSON."""
    plan = request.plan
    core = plan_seen(request, to_core(plan.round, plan.rows.all()))
    return said(request, core, etag_of(plan.pk, plan.revision))


@api.add("PUT", CONTENT, WRITE, PlanChanged, body=PLAN, sends=(MATCH, MAY_KEY))
def bring_content(request: Call, plan_id: UUID) -> HttpResponse:
    """Change the plan to what the body says: rows are edited, added and taken away.

    Tables that the body does not have stay. What it has and a plan cannot take is told in
    ``left_out``.
    """
    plan = request.plan
    if is_repeat(request):
        return carried_out(request, _never)
    _need_revision(request, plan)
    upload, reading = _received(request, plan)
    if reading.plan.round != plan.round:
        words = OTHER_ROUND.format(sent=reading.plan.round, here=plan.round)
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, words)

    def do() -> Outcome:
        with transaction.atomic():
            now = Plan.objects.select_for_update().select_related("area").get(pk=plan.pk)
            _need_revision(request, now)
            return _brought(request, upload, reading)

    return carried_out(request, do)


@api.add("POST", "/areas/{code}/plans", START, PlanChanged, status=201, body=PLAN, sends=(KEY,))
def start_with(request: Call, code: str) -> HttpResponse:
    """Start the area's plan for a round, with what the body holds."""
    key_of(request, needs_key=True)
    if is_repeat(request):
        return carried_out(request, _never)
    upload, reading = _received(request, None)

    def do() -> Outcome:
        plan, left = begin_plan(upload, reading, by=request.actor)
        shown = plan_shape(plan)
        why = "Your role does not change this table."
        told = tuple(LeftOutShape(what=table, why=why) for table in left)
        count = plan.rows.exclude(table="plan").count()
        where = reverse("api:plan", args=[plan.pk])
        return made(
            PlanChanged(etag=shown.etag, plan=shown, rows_changed=count, left_out=told), where
        )

    return carried_out(request, do, needs_key=True)


def _never() -> Outcome:
    """The key was used, so that its outcome is told and this is not asked."""
    raise Problem(HTTPStatus.CONFLICT, "This request is being carried out. Ask again.")


def _need_revision(request: Call, plan: Plan) -> None:
    shown = plan_shape(plan)
    need_match(request, shown.etag, shown)


def _received(request: Call, plan: Plan | None) -> tuple[Upload, Reading]:
    """The body, kept and read apart as any file is. Raises ``Problem`` where it is no plan."""
    body_of(request, msgspec.Raw)  # not JSON: said without starting a process
    body = request.body
    file = Incoming(name=NAME, kind=".json", size=len(body), pieces=[body])
    upload = bring_in(file, request.area, plan, by=request.actor)
    held = quarantine.reading_of(upload.pk) if upload.status == Upload.Status.CHECKED else None
    if held is None:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, upload.why or "This is not a plan.")
    return upload, msgspec.json.decode(held, type=Reading)


def _brought(request: Call, upload: Upload, reading: Reading) -> Outcome:
    """Carry out what the body changes, all or nothing."""
    rules = load(request.plan.round)
    rows = list(request.plan.rows.all())
    proposal = propose(rows, reading, rules)
    _need_touch(request, proposal, rows)
    plan = bring_changes(upload, in_order(proposal.changes), by=request.actor)
    shown = plan_shape(plan)
    left = tuple(LeftOutShape(what=one.what, why=one.why) for one in proposal.left_out)
    return changed(
        PlanChanged(etag=shown.etag, plan=shown, rows_changed=len(proposal.changes), left_out=left)
    )


def _need_touch(request: Call, proposal: Proposal, rows: list[Row]) -> None:
    """Raise ``Problem`` with the rows that this person may not change, by name."""
    rules = load(request.plan.round)
    by_id = {str(row.pk): row for row in rows}
    found = [
        one.name
        for one in proposal.changes
        if not may_touch(
            request.user,
            request.plan,
            one.change,
            rules,
            by_id.get(getattr(one.change, "row_id", "")),
        )
    ]
    if found:
        raise Problem(HTTPStatus.CONFLICT, NOT_YOURS, errors=[{"row": name} for name in found])
