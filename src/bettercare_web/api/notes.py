"""Notes and queries on a plan: read, written, answered, settled."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from bettercare.plan.records import TABLES
from bettercare_web.accounts.tokens import Scope
from bettercare_web.api.answers import body_of, carried_out, changed, listed, made
from bettercare_web.api.doors import Call, Token
from bettercare_web.api.openapi import KEY
from bettercare_web.api.operations import USUAL, Limit, Offset, Operations
from bettercare_web.api.problems import Problem
from bettercare_web.api.shapes import (
    AnswerShape,
    NoteAdded,
    NoteShape,
    Said,
    answer_shape,
    note_shape,
)
from bettercare_web.areas.roles import Action
from bettercare_web.audit.idempotency import Outcome
from bettercare_web.conversations.actions import About, add_note, answer, settle
from bettercare_web.conversations.threads import notes_of
from bettercare_web.plans.models import Note

api = Operations("notes")

READ = Token(Scope.PLAN_READ, Action.COMMENT)
WRITE = Token(Scope.PLAN_WRITE, Action.COMMENT)

MANY = "/plans/{uuid:plan_id}/notes"
ONE = "/plans/{uuid:plan_id}/notes/{uuid:note_id}"


@api.add("GET", MANY, READ, NoteShape, many=True)
def notes(request: Call, plan_id: UUID, limit: Limit = USUAL, offset: Offset = 0) -> HttpResponse:
    """The notes and queries of the plan, with their answers, oldest first."""
    found = notes_of(request.plan, request.rights).prefetch_related("answers__by").order_by("at")

    def shown(one: Note) -> NoteShape:
        return note_shape(one, sorted(one.answers.all(), key=lambda answer: answer.at))

    return listed(request, found, shown, (limit, offset))


@api.add("POST", MANY, WRITE, NoteShape, status=201, body=NoteAdded, sends=(KEY,))
def write_note(request: Call, plan_id: UUID) -> HttpResponse:
    """Write a note on the plan, a table, a row or a field."""

    def do() -> Outcome:
        sent = body_of(request, NoteAdded)
        about = _about(request, sent)
        note = add_note(request.plan, sent.text, about, by=request.actor, link=_link(request))
        return made(note_shape(note))

    return carried_out(request, do, needs_key=True)


@api.add("POST", f"{ONE}/answers", WRITE, AnswerShape, status=201, body=Said, sends=(KEY,))
def answer_note(request: Call, plan_id: UUID, note_id: UUID) -> HttpResponse:
    """Answer a note."""

    def do() -> Outcome:
        sent = body_of(request, Said)
        note = answer(_note(request, note_id), sent.text, by=request.actor, link=_link(request))
        return made(answer_shape(note))

    return carried_out(request, do, needs_key=True)


@api.add("POST", f"{ONE}/settle", WRITE, NoteShape, sends=(KEY,))
def settle_note(request: Call, plan_id: UUID, note_id: UUID) -> HttpResponse:
    """Say that a note or query is settled."""

    def do() -> Outcome:
        return changed(note_shape(settle(_note(request, note_id), by=request.actor)))

    return carried_out(request, do, needs_key=True)


def _note(request: Call, note_id: UUID) -> Note:
    found = notes_of(request.plan, request.rights).select_related("plan__area", "by", "owner")
    note = found.filter(pk=note_id).first()
    if note is None:
        raise Http404
    return note


def _about(request: Call, sent: NoteAdded) -> About:
    """What a note is about. Raises ``Problem`` for a table or row that the plan does not have."""
    if not sent.row:
        if sent.table and sent.table not in TABLES:
            raise Problem(422, "There is no such table.")
        return About(table=sent.table, field=sent.field)
    try:
        row = request.plan.rows.filter(pk=UUID(sent.row)).first()
    except ValueError:
        row = None
    if row is None:
        raise Problem(422, "There is no such row.")
    return About(table=row.table, row=str(row.pk), field=sent.field)


def _link(request: Call) -> str:
    return request.build_absolute_uri(reverse("notes", args=[request.plan.pk]))
