"""The history of a plan as people read it: who changed what, when and why."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from bettercare.rounds import Round, load
from bettercare_web import words
from bettercare_web.areas.models import Person
from bettercare_web.audit.models import Event
from bettercare_web.audit.redaction import redacted_on
from bettercare_web.plans.core import WHOLE
from bettercare_web.plans.history import plain
from bettercare_web.plans.models import Plan
from bettercare_web.plans.money_shown import shown
from bettercare_web.plans.notes_on_lines import label_of
from bettercare_web.versions.difference import kind_of, names_of
from bettercare_web.versions.titles import Titles

ON_A_PAGE = 25
SHOWN = 8  # changes of one event, before the rest is folded
MOST = 200
TECHNICAL = ("covered", "plan.origins.", "plan.printed.", "plan.tables")

DONE: Mapping[str, str] = {
    "plan-started": "Started the plan",
    "plan-edited": "Changed the plan",
    "version-kept": "Kept a version",
    "signed": "Signed",
    "signature-voided": "A signature was voided",
    "asked-to-sign": "Asked for a signature",
    "signing-delegated": "Delegated signing",
    "delegation-ended": "Ended a delegation",
    "approval-recorded": "Recorded the board's approval",
    "plan-submitted": "Submitted the plan",
    "plan-withdrawn": "Took the plan back",
    "warning-dismissed": "Dismissed a warning",
}


class Told(NamedTuple):
    """One field of an event, in words."""

    title: str
    field: str
    old: str
    new: str


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """One event as a line of the page."""

    seq: int
    at: datetime
    who: str
    done: str
    why: str
    channel: str
    first: Sequence[Told]
    more: Sequence[Told]
    left: int


class Filters(NamedTuple):
    """What the list is narrowed to: a person, a kind of event, words in what changed."""

    who: str = ""
    done: str = ""
    text: str = ""


def events_of(plan: Plan, filters: Filters) -> QuerySet[Event]:
    """The events of a plan, the newest first, as far as the filters let them through."""
    found = Event.objects.filter(object_type="plan", object_id=str(plan.pk)).order_by("-seq")
    if filters.who:
        found = found.filter(person_id=filters.who)
    if filters.done:
        found = found.filter(action=filters.done)
    if filters.text:
        found = found.filter(body__icontains=json.dumps(filters.text, ensure_ascii=False)[1:-1])
    return found


def choices_of(plan: Plan) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The people and the kinds of events that the history of a plan can be narrowed to."""
    events = Event.objects.filter(object_type="plan", object_id=str(plan.pk)).order_by()
    ids = [one for one in events.values_list("person_id", flat=True).distinct() if one]
    people = Person.objects.filter(pk__in=ids).order_by("name")
    kinds = sorted(events.values_list("action", flat=True).distinct())
    return [(str(one.pk), str(one)) for one in people], [(one, said(one)) for one in kinds]


def said(action: str) -> str:
    """What an event tells, in words.

    >>> said("plan-edited"), said("what-if-taken-over")
    ('Changed the plan', 'What if taken over')
    """
    return DONE.get(action) or action.replace("-", " ").capitalize()


def page_of(plan: Plan, filters: Filters, number: str) -> "tuple[Page[Event], list[Happened]]":
    """One page of the history of a plan, and its lines."""
    page = Paginator(events_of(plan, filters), ON_A_PAGE).get_page(number)
    return page, list(_lines(plan, list(page.object_list)))


def _lines(plan: Plan, events: Sequence[Event]) -> Iterator[Happened]:
    rules = load(plan.round)
    titles, gone = Titles(plan, rules), redacted_on(plan.area.code)
    who = names_of(one.person_id for one in events)
    for event in events:
        body = json.loads(event.body)
        changes = [one for one in body["changes"] if _is_seen(one)]
        told = [_told(one, titles, rules, gone) for one in changes[:MOST]]
        yield Happened(
            seq=event.seq,
            at=event.at,
            who=who(event.person_id, body["actor"]["role"]),
            done=said(event.action),
            why=body["reason"],
            channel=body["request"]["channel"],
            first=told[:SHOWN],
            more=told[SHOWN:],
            left=max(0, len(changes) - MOST),
        )


def _told(
    change: dict[str, Any], titles: Titles, rules: Round, gone: Mapping[str, datetime]
) -> Told:
    old, new = (_value(change[one], gone) for one in ("old", "new"))
    table, _, field = change["field"].partition(".")
    if "thing" not in change or not field:
        roles = rules.sign_off
        named = [roles.label(one) if one in roles.items else one for one in (old, new)]
        return Told("", change["field"].capitalize(), *named)
    kind = kind_of(rules, table, field)
    title = "The plan as a whole" if table == WHOLE else titles.of_row(table, change["thing"])
    return Told(title, label_of(rules, table, field), shown(kind, old), shown(kind, new))


def _is_seen(change: dict[str, Any]) -> bool:
    """Whether people want to read a change: not hashes, nor where a file held a value."""
    field: str = change["field"]
    return not (field.startswith(TECHNICAL) or field.endswith(".row"))


def _value(value: Any, gone: Mapping[str, datetime]) -> str:
    if isinstance(value, dict) and value.get("sealed") in gone:
        return f"removed on {words.day(gone[value['sealed']])}"
    return plain(value) or ""
