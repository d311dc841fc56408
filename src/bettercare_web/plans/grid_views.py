"""The grid of a plan's schemes: the page, saving from it, and hearing what others changed."""

import json
from typing import Any
from uuid import UUID

import msgspec
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from bettercare_web.accounts.limits import SAVES, take
from bettercare_web.areas.roles import Action
from bettercare_web.audit.idempotency import OtherRequest, Outcome, hash_of, once
from bettercare_web.plans.actions import Refused, Stale, Stopped, Unreadable, edit_plan
from bettercare_web.plans.addresses import address
from bettercare_web.plans.answers import keep_standing, summary_of
from bettercare_web.plans.doors import PlanRequest, may, plan_page
from bettercare_web.plans.findings_places import scheme_link, seen_rows
from bettercare_web.plans.grid import TABLE, GridRow, first_values, said_data
from bettercare_web.plans.grid_answers import about_row, answers_of
from bettercare_web.plans.grid_asked import (
    Malformed,
    SinceAsked,
    changes_in,
    clashes_as_data,
    holds_patients,
    read_save,
)
from bettercare_web.plans.grid_news import chips_of, grid_of, heading, news, spoken, totals_of
from bettercare_web.plans.models import Plan
from bettercare_web.plans.presence import note_presence, others_in
from bettercare_web.plans.rows import action_for
from bettercare_web.plans.selectors import rights_in

PLACE = "schemes"
NOBODY = UUID(int=0)  # stands for a row in addresses that the page completes
PATIENTS = (
    "These look like lists of patients, with NHS numbers. Nothing was saved. "
    "Take those columns out, and paste again."
)


@require_GET
@plan_page(Action.SEE_DRAFT)
def schemes(request: PlanRequest, plan: Plan) -> HttpResponse:
    """All schemes as a table, which the script of the page makes a grid to work in."""
    mine = seen_rows(request.rights)
    grid = grid_of(plan, request.user, mine)
    rows = grid.shown_rows(mine)
    shown, words = request.GET.get("show", "all"), request.GET.get("q", "")
    hits = [_is_shown(row, shown, words) for row in rows]
    found_in = {path for fields in grid.said.values() for path in fields}
    pairs = list(zip(rows, hits, strict=True))
    context = {
        "grid": grid,
        "columns": [
            one._replace(aside=one.aside and one.path not in found_in) for one in grid.columns
        ],
        "rows": pairs,
        "cards": sorted(pairs, key=lambda pair: (not pair[0].editable, not pair[0].found)),
        "hits": sum(hits),
        "heading": heading(grid.problems, len(rows)),
        "years": answers_of(grid.summary, grid.problems) if mine is None else (),
        "chips": chips_of(grid, mine, yours=True),
        "spends": grid.rules.required_spends,
        "totals": totals_of(grid) if mine is None else {},
        "shown": shown,
        "words": words,
        "may_edit": plan.state == Plan.State.DRAFT and any(row.editable for row in rows),
        "may_add": _may_add(request, plan),
        "may_what_if": may(request, Action.NAME_VERSION),
        "what_if": plan.kind == Plan.Kind.WHAT_IF,
        "data": _data(request, plan, grid, rows),
        "nobody": str(NOBODY),
        "a_scheme": scheme_link(plan, NOBODY),
        "new_scheme": address("scheme-add", plan.pk),
    }
    return render(request, "plans/schemes.jinja", context)


def _data(request: PlanRequest, plan: Plan, grid: Any, rows: list[GridRow]) -> dict[str, Any]:
    """What the script starts with; values stand in the order of the columns."""
    paths = [one.path for one in grid.columns]
    return {
        **grid.data(),
        "plan": str(plan.pk),
        "person": str(request.user.pk),
        "revision": plan.revision,
        "first": first_values(grid.rules, of_partner=not _whole(request, plan)),
        "rows": [
            {
                "id": row.id,
                "version": row.version,
                "editable": row.editable,
                "type": row.type,
                "values": [row.values[path] for path in paths],
                "shown": {p: t for p, t in row.shown.items() if t != row.values[p]},
                "counts": row.counts,
            }
            for row in rows
        ],
        "findings": said_data(grid.said),
        "say": spoken(grid) if seen_rows(request.rights) is None else "",
    }


def _whole(request: PlanRequest, plan: Plan) -> bool:
    """Whether somebody may change every row of the plan."""
    held = rights_in(request.user, action_for(TABLE), plan)
    return any(one.rows.every for one in held)


def _may_add(request: PlanRequest, plan: Plan) -> bool:
    """Whether somebody may add rows: of any kind, or of the body that they speak for."""
    held = rights_in(request.user, action_for(TABLE), plan)
    free = plan.state == Plan.State.DRAFT
    return free and any(one.rows.every or one.rows.bodies for one in held)


def _is_shown(row: GridRow, shown: str, words: str) -> bool:
    """Whether a filter and a search keep a row."""
    text = " ".join(row.shown.values()).casefold()
    if any(word not in text for word in words.casefold().split()):
        return False
    if shown == "findings":
        return bool(row.found)
    if shown == "both":
        return len(row.counts) > 1
    if shown == "yours":
        return row.editable
    return shown in {"all", *row.counts}


@require_POST
@plan_page(Action.EDIT_MONEY)
def save(request: PlanRequest, plan: Plan) -> JsonResponse:
    """Carry out the changes of a page, all or none, once for each key; answer what is new."""
    try:
        asked = read_save(request.body)
    except Malformed as error:
        return JsonResponse({"problem": "malformed", "message": str(error)}, status=400)
    if holds_patients(asked):
        return JsonResponse({"problem": "patients", "message": PATIENTS}, status=422)
    take(SAVES, str(request.user.pk))
    by = msgspec.structs.replace(request.actor, key=asked.key)
    action = "what-if-edited" if plan.kind == Plan.Kind.WHAT_IF else "plan-edited"

    def do() -> Outcome:
        _, done = edit_plan(plan, changes_in(asked), by=by, action=action)
        added = [one.row_id for one in done if one.kind == "added"]
        return Outcome(status=200, answer=json.dumps(added))

    request_hash = hash_of("POST", request.path, request.body)
    try:
        outcome = once(by.person_id, asked.key, request_hash, do)
    except (Stopped, Stale, Unreadable, Refused, OtherRequest) as stop:
        return _stopped(plan, stop)
    return _saved(request, plan, asked.revision, json.loads(outcome.answer))


def _saved(request: PlanRequest, plan: Plan, since: int, added: list[str]) -> JsonResponse:
    plan = Plan.objects.select_related("area").get(pk=plan.pk)
    mine = seen_rows(rights_in(request.user, Action.SEE_DRAFT, plan))
    found = news(plan, request.user, mine, since)
    if plan.kind == Plan.Kind.PLAN:
        keep_standing(plan, summary_of(plan))
    return JsonResponse({**found, "added": added})


def _stopped(plan: Plan, stop: Exception) -> JsonResponse:
    """What stands in the way of saving, with the status that says of what kind it is."""
    match stop:
        case Refused():
            raise Http404
        case Stale():
            clashes = clashes_as_data(plan, stop.clashes)
            return JsonResponse({"problem": "clash", "clashes": clashes}, status=409)
        case Unreadable():
            cells = [
                {"row": row, "field": field, "message": message}
                for (row, field), message in stop.problems.items()
            ]
            return JsonResponse({"problem": "unreadable", "cells": cells}, status=422)
        case OtherRequest():
            message = "This key was used for other changes."
            return JsonResponse({"problem": "key", "message": message}, status=422)
    return JsonResponse({"problem": "stopped", "message": str(stop)}, status=409)


@require_POST
@plan_page(Action.SEE_DRAFT)
def since(request: PlanRequest, plan: Plan, revision: int) -> JsonResponse:
    """What changed since a revision, and who else is here; notes where this person is."""
    try:
        asked = msgspec.json.decode(request.body or b"{}", type=SinceAsked)
    except msgspec.DecodeError as error:
        return JsonResponse({"problem": "malformed", "message": str(error)}, status=400)
    note_presence(plan, request.user, PLACE, asked.row)
    others = [one._asdict() for one in others_in(plan, request.user, PLACE)]
    frozen = plan.state != Plan.State.DRAFT
    if revision == plan.revision:
        return JsonResponse({"revision": revision, "others": others, "frozen": frozen})
    found = news(plan, request.user, seen_rows(request.rights), revision)
    return JsonResponse({**found, "others": others, "frozen": frozen})


@require_GET
@plan_page(Action.SEE_DRAFT)
def about(request: PlanRequest, plan: Plan, row_id: UUID) -> HttpResponse:
    """What one row counts to, as the part of the page that says so."""
    mine = seen_rows(request.rights)
    grid = grid_of(plan, request.user, mine)
    found = grid.shown_rows(frozenset({str(row_id)} if mine is None else {str(row_id)} & mine))
    if not found:
        raise Http404
    said = about_row(grid.summary, found[0].item, alone=mine is not None)
    context = {"row": found[0], "said": said}
    return render(request, "plans/grid_about.jinja", context)
