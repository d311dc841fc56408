"""The findings of a plan as lines of a page: worst first, like ones in one line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

import msgspec

from bettercare.findings import Finding, Severity
from bettercare.report import Summary
from bettercare_web.areas.roles import ROLES, Role
from bettercare_web.plans.dismissals import Problem
from bettercare_web.plans.findings_places import (
    PlanRows,
    cell_link,
    field_of,
    figure_of,
    mend_link,
    page_link,
    table_words,
)
from bettercare_web.plans.models import Dismissal, Plan

SHOWN: Mapping[str, str] = {
    "open": "Open",
    "errors": "Errors",
    "warnings": "Warnings",
    "information": "Information",
    "dismissed": "Dismissed",
    "not-run": "Not run",
}
ORDERS: Mapping[str, str] = {"cleared": "Most cleared by one change", "place": "Place in the plan"}
MOST_LINKS = 10  # rows that a line names one by one


class Where(msgspec.Struct, frozen=True, kw_only=True):
    """A row that a finding is about, with the address of its cell."""

    words: str
    href: str


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One problem of a line: what, how to mend it, where, and what can be done."""

    problem: Problem
    table: str
    place: str
    subject: str
    where: tuple[Where, ...]
    mend: str = ""
    working: str = ""

    @property
    def lead(self) -> Finding:
        """What it says first."""
        return self.problem.lead

    @property
    def others(self) -> tuple[Finding, ...]:
        """What other checks say of the same slip."""
        return self.problem.findings[1:]

    @property
    def dismissal(self) -> Dismissal | None:
        """Why it was set aside, where it was."""
        return self.problem.dismissal

    @property
    def by(self) -> str:
        """In which role somebody set it aside."""
        held = self.problem.dismissal
        return ROLES[Role(held.role)].label if held else ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """Problems of one kind, as one line."""

    items: tuple[Item, ...]

    @property
    def first(self) -> Item:
        """The one that the line shows; the rest are behind it."""
        return self.items[0]

    @property
    def rest(self) -> tuple[Item, ...]:
        """The ones like it."""
        return self.items[1:]

    @property
    def severity(self) -> str:
        """error, warning or information."""
        return self.first.lead.severity.value

    @property
    def cleared(self) -> int:
        """How many findings mending the whole line clears."""
        return sum(len(one.problem.findings) for one in self.items)


def items_of(
    plan: Plan, summary: Summary, rows: PlanRows, problems: Iterable[Problem]
) -> list[Item]:
    """Each problem with where it stands and what can be done about it."""
    return [_item(plan, summary, rows, one) for one in problems]


def _item(plan: Plan, summary: Summary, rows: PlanRows, problem: Problem) -> Item:
    lead, rules = problem.lead, summary.working.rules
    table = lead.places[0].table if lead.places else ""
    figure = figure_of(summary, lead)
    where = tuple(_where(plan, summary, rows, problem))
    return Item(
        problem=problem,
        table=table,
        place=table_words(rules, table),
        subject=lead.subject,
        where=where,
        mend=_mend(plan, summary, rows, problem),
        working=figure,
    )


def _where(plan: Plan, summary: Summary, rows: PlanRows, problem: Problem) -> Iterator[Where]:
    """The rows of a finding by number; none where it is about a single one or too many."""
    seen: set[UUID] = set()
    for place in problem.lead.places:
        row = rows.row(place.table, place.item)
        if row is None or row.pk in seen or len(seen) == MOST_LINKS:
            continue
        seen.add(row.pk)
        field = field_of(summary.working.rules, place)
        yield Where(words=f"row {place.item}", href=cell_link(plan, row, field))


def _mend(plan: Plan, summary: Summary, rows: PlanRows, problem: Problem) -> str:
    """The address of the field to mend: the first that a finding names; else of its page."""
    for place in problem.lead.places:
        row = rows.row(place.table, place.item)
        if row is not None:
            return mend_link(plan, row, field_of(summary.working.rules, place))
        if place.table:
            return page_link(plan, place.table)
    return ""


def lines_of(items: Sequence[Item], order: str) -> list[Line]:
    """Items of one check as one line, errors first, then as ordered.

    ``order`` is "cleared", by how many findings a line clears, or "place", as in the plan.
    """
    kinds: dict[tuple[Severity, str], list[Item]] = {}
    for one in items:
        kinds.setdefault((one.lead.severity, one.lead.code), []).append(one)
    lines = [Line(items=tuple(group)) for group in kinds.values()]
    if order == "place":
        return sorted(lines, key=lambda line: (line.first.lead.severity.rank, _position(line)))
    return sorted(lines, key=lambda line: (line.first.lead.severity.rank, -line.cleared))


def _position(line: Line) -> tuple[str, int]:
    places = line.first.lead.places
    return (places[0].table, places[0].item) if places else ("", 0)


def belongs(problem: Problem, shown: str) -> bool:
    """Whether a problem is among those that a filter shows."""
    severity = problem.lead.severity
    if shown == "dismissed":
        return problem.dismissal is not None
    if shown == "information":
        return severity is Severity.INFORMATION
    wanted = {"errors": Severity.ERROR, "warnings": Severity.WARNING}.get(shown, severity)
    return problem.is_open and severity is wanted


def heading(problems: Sequence[Problem], *, blank: bool = False) -> tuple[str, ...]:
    """What the open findings come to, as one or two sentences; ``blank`` is a plan without money.

    >>> heading([]), heading([], blank=True)
    (('Every check passed.',), ('There is nothing to check yet.',))
    """
    errors = sum(1 for one in problems if belongs(one, "errors"))
    warnings = sum(1 for one in problems if belongs(one, "warnings"))
    if blank and not problems:
        return ("There is nothing to check yet.",)
    if not errors and not warnings:
        return ("No finding is open." if problems else "Every check passed.",)
    stops = "error stops" if errors == 1 else "errors stop"
    first = f"{errors} {stops} you submitting." if errors else "No error stops you submitting."
    if not warnings:
        return (first,)
    needs = "warning needs" if warnings == 1 else "warnings need"
    return first, f"{warnings} {needs} a change or a reason."
