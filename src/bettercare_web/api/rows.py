"""The rows of a plan: read, added, edited and taken away, one at a time."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse

from bettercare.plan.records import TABLES
from bettercare_web.accounts.tokens import Scope
from bettercare_web.api.answers import (
    GONE,
    body_of,
    carried_out,
    changed,
    listed,
    made,
    need_match,
    said,
)
from bettercare_web.api.doors import Call, Token
from bettercare_web.api.openapi import KEY, MATCH, MAY_KEY
from bettercare_web.api.operations import USUAL, Limit, Offset, Operations
from bettercare_web.api.shapes import RowAdded, RowEdited, RowShape, row_shape
from bettercare_web.areas.roles import Action
from bettercare_web.audit.idempotency import Outcome
from bettercare_web.plans.actions import Add, Edit, Remove, edit_locked, locked
from bettercare_web.plans.answers import keep_standing, summary_of
from bettercare_web.plans.doors import may
from bettercare_web.plans.edits import Change
from bettercare_web.plans.findings_places import seen_rows
from bettercare_web.plans.models import Plan, Row
from bettercare_web.plans.rows import Applied
from bettercare_web.plans.selectors import rights_in

api = Operations("rows")

CONTACTS = "sign_off"  # its rows hold names, which not all who see the draft may see
EDITS = (Action.EDIT_MONEY, Action.EDIT_WORDS, Action.EDIT_METRICS)
READ = Token(Scope.PLAN_READ, Action.SEE_DRAFT)
WRITE = Token(Scope.PLAN_WRITE, *EDITS)

ONE = "/plans/{uuid:plan_id}/rows/{uuid:row_id}"
MANY = "/plans/{uuid:plan_id}/tables/{table}/rows"


@api.add("GET", MANY, READ, RowShape, many=True)
def rows(
    request: Call, plan_id: UUID, table: str, limit: Limit = USUAL, offset: Offset = 0
) -> HttpResponse:
    """The rows of a table, in their order."""
    _need_table(request, table)
    found = request.plan.rows.filter(table=table).order_by("position", "pk")
    mine = _rows_seen(request)
    found = found if mine is None else found.filter(pk__in=mine)
    return listed(request, found, row_shape, (limit, offset))


@api.add("GET", ONE, READ, RowShape)
def row(request: Call, plan_id: UUID, row_id: UUID) -> HttpResponse:
    """One row."""
    shown = row_shape(_seen(request, row_id))
    return said(request, shown, shown.etag)


@api.add("POST", MANY, WRITE, RowShape, status=201, body=RowAdded, sends=(KEY,))
def add_row(request: Call, plan_id: UUID, table: str) -> HttpResponse:
    """Add a row to a table."""
    _need_table(request, table)

    def do() -> Outcome:
        sent = body_of(request, RowAdded)
        after = _id(sent.after)
        add = Add(table=table, fields=sent.fields, after=after)
        plan = locked(request.plan)
        done, rows = _edited(request, plan, add, sent.reason)
        shown = row_shape(rows[done[0].row_id])  # then what else changed by it
        return made(shown, reverse("api:row", args=[plan_id, shown.id]))

    return carried_out(request, do, needs_key=True)


@api.add("PATCH", ONE, WRITE, RowShape, body=RowEdited, sends=(MATCH, MAY_KEY))
def edit_row(request: Call, plan_id: UUID, row_id: UUID) -> HttpResponse:
    """Change some fields of a row."""

    def do() -> Outcome:
        with transaction.atomic():
            plan, held = _matching(request, row_id)
            sent = body_of(request, RowEdited)
            edit = Edit(row_id=str(row_id), version=held.version, fields=sent.fields)
            _, rows = _edited(request, plan, edit, sent.reason)
            return changed(row_shape(rows[str(row_id)]))

    return carried_out(request, do)


@api.add("DELETE", ONE, WRITE, status=204, sends=(MATCH, MAY_KEY))
def remove_row(request: Call, plan_id: UUID, row_id: UUID) -> HttpResponse:
    """Take a row away."""

    def do() -> Outcome:
        with transaction.atomic():
            plan, held = _matching(request, row_id)
            _edited(request, plan, Remove(row_id=str(row_id), version=held.version))
            return GONE

    return carried_out(request, do)


def _matching(request: Call, row_id: UUID) -> tuple[Plan, Row]:
    """A row as it is now, with its plan locked, where the request names that version of it."""
    plan = locked(request.plan)
    held = _seen(request, row_id)
    shown = row_shape(held)
    need_match(request, shown.etag, shown)
    return plan, held


def _edited(
    request: Call, plan: Plan, change: Change, reason: str = ""
) -> tuple[list[Applied], dict[str, Row]]:
    """Carry out one edit of a locked plan as the pages do; what was done, and the rows by id.

    The transaction is that of the caller, who takes back all of it when something is raised.
    """
    done = edit_locked(plan, [change], by=request.actor, reason=reason)
    rows = list(plan.rows.all())
    keep_standing(plan, summary_of(plan, rows))
    return done, {str(row.pk): row for row in rows}


def _seen(request: Call, row_id: UUID) -> Row:
    """A row that the person of a request may see. Raises ``Http404`` for any other."""
    found = request.plan.rows.filter(pk=row_id).first()
    mine = _rows_seen(request)
    if found is None or (mine is not None and str(row_id) not in mine):
        raise Http404
    _need_table(request, found.table)
    return found


def _rows_seen(request: Call) -> frozenset[str] | None:
    """The rows that a person may see, which may be more than those they may change."""
    return seen_rows(rights_in(request.user, Action.SEE_DRAFT, request.plan))


def _need_table(request: Call, table: str) -> None:
    """Raise ``Http404`` for what is no table, or holds names that this person may not see."""
    if table not in TABLES or (table == CONTACTS and not may(request, Action.SEE_CONTACTS)):
        raise Http404


def _id(text: str) -> str:
    """The id of a row; blank for what can be none."""
    try:
        return str(UUID(text))
    except ValueError:
        return ""
