"""The page of a plan's notes and queries."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bettercare.rounds import Round, load
from bettercare_web.areas.doors import refused
from bettercare_web.areas.roles import Action
from bettercare_web.audit.sent_once import sent_once
from bettercare_web.conversations import actions
from bettercare_web.conversations.forms import PLAN, Giving, Text, Writing
from bettercare_web.conversations.here import seen
from bettercare_web.conversations.people import people_of
from bettercare_web.conversations.threads import (
    WHOLE,
    Thread,
    heading,
    notes_of,
    numbers_of,
    row_name,
    rows_by_id,
    threads_of,
)
from bettercare_web.plans.doors import PlanRequest, plan_page
from bettercare_web.plans.edits import Refused, Stopped
from bettercare_web.plans.findings_places import seen_rows
from bettercare_web.plans.models import Note, Plan, Row

PLACE = "notes"
Places = dict[str, list[tuple[str, str]]]


@plan_page(Action.COMMENT)
@sent_once
def notes(request: PlanRequest, plan: Plan) -> HttpResponseBase:
    """Every note and query of a plan, and the form for a new one."""
    rules, rows = load(plan.round), rows_by_id(plan)
    people = people_of(plan.area, plan.round)
    places = _places(request, rules, rows)
    data = request.POST if request.method == "POST" else None
    form = Writing(people, places, data, initial={"about": request.GET.get("about", PLAN)})
    if request.method != "POST":
        seen(plan, request.user, PLACE)
        return _shown(request, plan, rows, form)
    if not form.is_valid():
        return refused(_shown(request, plan, rows, form, refused=True))
    try:
        note = actions.add_note(
            plan,
            form.cleaned_data["text"],
            form.place(),
            form.asked(),
            by=request.actor,
            link=_link(request, plan),
        )
    except Refused:
        raise Http404 from None
    messages.success(request, "Your question is sent." if note.owner else "Your note is kept.")
    return redirect(f"{reverse('notes', args=[plan.pk])}#n-{note.pk}")


def _link(request: PlanRequest, plan: Plan) -> str:
    return request.build_absolute_uri(reverse("notes", args=[plan.pk]))


def _places(request: PlanRequest, rules: Round, rows: dict[str, Row]) -> Places:
    """What a note can be about, grouped: the plan, its sections, its schemes."""
    numbers, ids = numbers_of(rows.values()), seen_rows(request.rights)
    schemes = [
        (f"schemes/{key}", row_name(key, rules, rows, numbers))
        for key, row in rows.items()
        if row.table == "schemes" and (ids is None or key in ids)
    ]
    places: Places = {}
    if ids is None:
        tables = [(t, one.label.lstrip("0123456789. ")) for t, one in rules.tables.items()]
        places = {"": [(PLAN, WHOLE)], "Sections": tables}
    asked = request.POST.get("about") or request.GET.get("about") or ""
    other = _other(asked, rules, rows, ids)
    if other and other[0] not in {key for key, _ in schemes}:
        places["Here"] = [other]
    return {**places, "Schemes": schemes}


def _other(
    asked: str, rules: Round, rows: dict[str, Row], ids: frozenset[str] | None
) -> tuple[str, str] | None:
    """A row or field that a link asks for and the list does not have."""
    table, _, rest = asked.partition("/")
    row, _, field = rest.partition("/")
    known = rows.get(row)
    if known is None or known.table != table or (ids is not None and row not in ids):
        return None
    column = rules.column(table, *(field.partition(".")[::2]))
    if field and column is None:
        return None
    name = row_name(row, rules, rows, numbers_of(rows.values()))
    return asked, f"{name}: {column.noun}" if column else name


def _shown(
    request: PlanRequest, plan: Plan, rows: dict[str, Row], form: Writing, **more: Any
) -> HttpResponse:
    rules = load(plan.round)
    found = notes_of(plan, request.rights)
    threads = threads_of(plan, found, rules, timezone.localdate(), rows)
    context = {
        "heading": heading(threads, request.user),
        "open": sorted(
            (one for one in threads if one.note.settled_at is None),
            key=lambda one: _order(request, one),
        ),
        "settled": [one for one in reversed(threads) if one.note.settled_at is not None],
        "form": form,
        "people": people_of(plan.area, plan.round) if more.get("refused") else form.people.values(),
        "user": request.user,
        **more,
    }
    return render(request, "conversations/page.jinja", context)


def _order(request: PlanRequest, one: Thread) -> tuple[bool, bool, Any, Any]:
    """Queries for the reader first, then other queries, the nearest day first."""
    note = one.note
    mine = note.owner_id == request.user.pk
    return not mine, not one.is_query, note.due or timezone.localdate().max, note.at


@require_POST
@plan_page(Action.COMMENT)
@sent_once
def note(request: PlanRequest, plan: Plan, note_id: UUID) -> HttpResponseBase:
    """Answer a note, give it to somebody, or settle it."""
    one = notes_of(plan, request.rights).filter(pk=note_id).first()
    does = DOES.get(request.POST.get("do", ""), _nothing)
    if one is None:
        raise Http404
    one.plan = plan
    try:
        said, level = does(request, one)
    except Refused:
        raise Http404 from None
    except Stopped as stop:
        said, level = str(stop), messages.ERROR
    messages.add_message(request, level, said)
    return redirect(f"{reverse('notes', args=[plan.pk])}#n-{one.pk}")


def _nothing(*_: object) -> tuple[str, int]:
    raise Stopped("Say what is to be done with this note.")


def _answer(request: PlanRequest, one: Note) -> tuple[str, int]:
    form = Text(request.POST)
    if not form.is_valid():
        raise Stopped(" ".join(map(str, form.errors["text"])))
    link = _link(request, one.plan)
    actions.answer(one, form.cleaned_data["text"], by=request.actor, link=link)
    return "Your answer is kept.", messages.SUCCESS


def _give(request: PlanRequest, one: Note) -> tuple[str, int]:
    form = Giving(people_of(one.plan.area, one.plan.round), request.POST)
    if not form.is_valid():
        raise Stopped(" ".join(str(text) for texts in form.errors.values() for text in texts))
    actions.give(one, form.asked(), by=request.actor, link=_link(request, one.plan))
    return "It is written down who should answer.", messages.SUCCESS


def _settle(request: PlanRequest, one: Note) -> tuple[str, int]:
    actions.settle(one, by=request.actor)
    return "It is settled.", messages.SUCCESS


DOES = {"answer": _answer, "give": _give, "settle": _settle}
