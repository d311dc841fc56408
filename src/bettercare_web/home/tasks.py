"""What somebody has to do in a plan, what others have, and the one thing to do first."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from bettercare.findings import Severity
from bettercare.labels import shortened
from bettercare.report import Summary
from bettercare.working_days import working_days
from bettercare_web.areas.models import Person
from bettercare_web.areas.permissions import Right, rights
from bettercare_web.areas.roles import Action
from bettercare_web.plans.addresses import address
from bettercare_web.plans.dismissals import Problem
from bettercare_web.plans.findings_lines import Item, items_of, lines_of
from bettercare_web.plans.findings_places import PlanRows
from bettercare_web.plans.models import Note, Plan
from bettercare_web.plans.rows import action_for
from bettercare_web.plans.sections import Section
from bettercare_web.versions.signatories import Capacity
from bettercare_web.versions.standing import Signed, Standing

MOST_WARNINGS = 3
SHORT = 90


class Task(NamedTuple):
    """One line of what somebody has to do."""

    text: str
    href: str
    why: str
    due: date | None


class Waiting(NamedTuple):
    """One thing that another has; ``remind`` is the role or note to remind of, blank for none."""

    what: str
    who: str
    since: str
    remind: str
    instead: str = ""


class First(NamedTuple):
    """The one thing to do first."""

    state: str
    title: str
    words: str
    button: str
    href: str


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """All that the tasks of one person in one plan are made of."""

    plan: Plan
    person: Person
    summary: Summary
    rows: PlanRows
    problems: Sequence[Problem]
    standing: Standing
    capacities: Sequence[Capacity]
    queries: Sequence[Note]
    due: date | None
    today: date

    def may(self, action: Action) -> list[Right]:
        """The rights of the person to do something here."""
        return rights(self.person, action, self.plan.area, self.plan.round)

    def may_mend(self, item: Item) -> bool:
        """Whether the person may change the rows that a finding is about."""
        if not item.table:
            return any(one.rows.every or one.rows.bodies for one in self.may(Action.EDIT_MONEY))
        ids = set(item.problem.rows)
        return any(
            one.rows.every or one.rows.bodies or ids & one.rows.ids
            for one in self.may(action_for(item.table))
        )

    def may_start(self, section: Section) -> bool:
        """Whether the person may fill a section that is not there, which some rows do not allow."""
        return any(one.rows.every for one in self.may(action_for(section.table)))

    def signs_as(self) -> list[Signed]:
        """The roles as which the person may sign now, and has not."""
        mine = {one.role for one in self.capacities}
        return [one for one in self.standing.missing if one.code in mine and not one.errors]


def tasks_of(desk: Desk) -> list[Task]:
    """What a person has to do: answer, sign, mend errors, look at warnings."""
    items = items_of(
        desk.plan, desk.summary, desk.rows, [one for one in desk.problems if one.is_open]
    )
    mine = [one for one in items if desk.may_mend(one)]
    return [
        *_queries(desk),
        *_signing(desk),
        *_errors(desk, mine),
        *_starting(desk),
        *_approval(desk),
        *_warnings(desk, mine),
    ]


def _queries(desk: Desk) -> Iterator[Task]:
    page = address("notes", desk.plan.pk)
    for one in desk.queries:
        if one.owner_id == desk.person.pk:
            text = f"Answer {one.by.name}"
            yield Task(text, f"{page}#n-{one.pk}", shortened(one.text, SHORT), one.due)


def _signing(desk: Desk) -> Iterator[Task]:
    for one in desk.signs_as():
        again = " again" if one.state == "voided" else ""
        page = address("sign-off", desk.plan.pk)
        yield Task(f"Sign{again} as {one.label}", page, one.covers, desk.due)
    mine = {one.role for one in desk.capacities}
    for one in desk.standing.missing:
        if one.code in mine and one.errors:
            why = f"Once this is mended: {_lower(one.errors[0].subject)}"
            yield Task(f"Sign as {one.label}", address("sign-off", desk.plan.pk), why, desk.due)


def _errors(desk: Desk, items: Sequence[Item]) -> Iterator[Task]:
    for one in items:
        if one.lead.severity is Severity.ERROR:
            why = f"{one.lead.message} {one.lead.fix}"
            yield Task(f"Mend {_lower(one.subject)}", one.mend, why, desk.due)


def _starting(desk: Desk) -> Iterator[Task]:
    for one in desk.standing.not_started:
        if desk.may_start(one.section):
            page = address(one.section.name, desk.plan.pk)
            yield Task(f"Start {_lower(one.section.title)}", page, one.words, desk.due)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _approval(desk: Desk) -> Iterator[Task]:
    boards = [one for one in desk.standing.missing if one.for_board]
    if boards and desk.may(Action.RECORD_APPROVAL):
        why = "The board approves at a meeting or by delegation"
        page = address("sign-off", desk.plan.pk)
        yield Task("Record how the board approves the plan", page, why, desk.due)


def _warnings(desk: Desk, items: Sequence[Item]) -> Iterator[Task]:
    warnings = [one for one in items if one.lead.severity is Severity.WARNING]
    lines = lines_of(warnings, "cleared")
    for one in lines[:MOST_WARNINGS]:
        first = one.first
        like = f" {len(one.rest)} more like it." if one.rest else ""
        page = address("findings", desk.plan.pk)
        why = f"{first.lead.message} {first.lead.fix}{like}"
        yield Task(f"Look at {_lower(first.subject)}", first.mend or page, why, None)
    if len(lines) > MOST_WARNINGS:
        rest = len(lines) - MOST_WARNINGS
        page = address("findings", desk.plan.pk)
        yield Task(f"Look at {rest} further warnings", page, "Mend them, or give a reason", None)


def waiting_for(desk: Desk) -> list[Waiting]:
    """What others have: signatures that are missing, and questions to them."""
    mine = {one.role for one in desk.capacities}
    may_ask = bool(desk.may(Action.NAME_VERSION))
    signatures = [
        _signature(desk, one, may_ask=may_ask)
        for one in desk.standing.missing
        if one.code not in mine
    ]
    others = [one for one in desk.queries if one.owner_id != desk.person.pk]
    return [*signatures, *(_query(desk, one) for one in others)]


def _signature(desk: Desk, one: Signed, *, may_ask: bool) -> Waiting:
    again = one.state == "voided"
    what = "Sign again" if again else "Sign the plan"
    held = one.signature
    since = _ago(held.voided_at, desk.today) if again and held and held.voided_at else ""
    if one.errors:
        first = one.errors[0].subject
        return Waiting(what, one.label, since, "", f"Needs {_lower(first)}")
    if not may_ask:
        return Waiting(what, one.label, since, "", "" if since else "Not signed yet")
    return Waiting(what, one.label, since, f"role:{one.code}")


def _query(desk: Desk, one: Note) -> Waiting:
    owner = one.owner.name if one.owner else ""
    what = f"Answer {one.by.name}: {shortened(one.text, SHORT)}"
    return Waiting(what, owner, _ago(one.at, desk.today), f"note:{one.pk}")


def _ago(at: datetime, today: date) -> str:
    days = working_days(at.date(), today)
    if days <= 0:
        return "Since today"
    return f"{days} working {'day' if days == 1 else 'days'}"


def first_of(desk: Desk) -> First | None:
    """The one thing to do first; ``None`` where nothing waits for this person."""
    problems = [one for one in desk.problems if one.lead.severity is Severity.ERROR]
    items = items_of(desk.plan, desk.summary, desk.rows, problems[:20])
    mine = [one for one in items if desk.may_mend(one)]
    if mine:
        return _mend(desk, mine[0], len(problems))
    if start := _to_start(desk):
        return start[0]
    signing = desk.signs_as()
    page = address("sign-off", desk.plan.pk)
    if signing:
        one = signing[0]
        again = one.state == "voided"
        title = f"Do this first: sign {'again ' if again else ''}as {one.label}"
        return First("voided" if again else "in-progress", title, one.covers, "Go and sign", page)
    if problems or not desk.may(Action.SUBMIT):
        return None
    if desk.standing.is_ready:
        words = "There are no errors, and every signature stands."
        href = address("submit", desk.plan.pk) or page
        return First("fine", "Ready to submit", words, "Submit the plan", href)
    names = ", ".join(one.label for one in desk.standing.missing)
    title = "Do this first: ask for the signatures that are missing"
    return First("not-started", title, names, "Go to sign-off", page)


def _to_start(desk: Desk) -> list[First]:
    """The sections that the plan does not hold yet and the person may start."""
    return [
        First(
            "not-started",
            f"Do this first: start {_lower(one.section.title)}",
            f"{one.words} before the plan can be submitted.",
            "Start it",
            address(one.section.name, desk.plan.pk),
        )
        for one in desk.standing.not_started
        if desk.may_start(one.section)
    ]


def _mend(desk: Desk, item: Item, errors: int) -> First:
    lead = item.lead
    only = "It is the only error in the plan." if errors == 1 else f"It is 1 of {errors} errors."
    title = f"Do this first: {_lower(lead.message.rstrip('.'))}"
    words = f"{item.subject}. {only} {lead.fix}"
    href = item.mend or address("findings", desk.plan.pk)
    return First("error", title, words, "Mend this", href)
