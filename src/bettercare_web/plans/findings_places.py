"""Where a finding leads: the rows it is about, the field to mend, the page that shows it."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from uuid import UUID

from django.urls import reverse

from bettercare.findings import Finding, Place
from bettercare.report import Summary
from bettercare.rounds import Round
from bettercare_web.areas.permissions import Right
from bettercare_web.plans.addresses import address
from bettercare_web.plans.core import WHOLE
from bettercare_web.plans.models import Plan, Row

# The page of each table that is not the grid, and what pages call the table.
PAGES: Mapping[str, str] = {"income": "income", "metrics": "metrics", "sign_off": "sign-off"}
WORDS: Mapping[str, str] = {
    "schemes": "Schemes",
    "metrics": "Measures",
    "sign_off": "Sign-off",
    "hicm": "High impact changes",
}
SUMMARY = "Summary"


class PlanRows:
    """The stored rows of a plan by table and position, as findings count them (from 1)."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.all = tuple(rows)

    @cached_property
    def by_table(self) -> Mapping[str, Sequence[Row]]:
        """The rows of each table in their order."""
        found: dict[str, list[Row]] = {}
        for row in self.all:
            if row.table != WHOLE:
                found.setdefault(row.table, []).append(row)
        return found

    def row(self, table: str, item: int) -> Row | None:
        """One row of a table by its number from 1."""
        rows = self.by_table.get(table, ())
        return rows[item - 1] if 0 < item <= len(rows) else None

    def of(self, findings: Iterable[Finding]) -> list[Row]:
        """The rows that some findings are about, each once, in their order."""
        places = (place for one in findings for place in one.places)
        found = (self.row(place.table, place.item) for place in places)
        return list({row.pk: row for row in found if row is not None}.values())


def field_of(rules: Round, place: Place) -> str:
    """The field path of a place ("amounts.2019-20"); nothing where it names none of the table.

    >>> from bettercare.rounds import load
    >>> field_of(load("2019-20"), Place(table="schemes", item=9, column="Expenditure (£)"))
    'amounts.2019-20'
    """
    table = rules.tables.get(place.table)
    for column in table.columns if table else ():
        path = f"{column.field}.{column.key}" if column.key else column.field
        if place.column in {column.label, path}:
            return path
    return ""


def table_words(rules: Round, table: str) -> str:
    """What pages call a table; findings that are of no table are of the summary."""
    if table in WORDS or not table:
        return WORDS.get(table, SUMMARY)
    known = rules.tables.get(table)
    return known.label.lstrip("0123456789. ") if known else table


def cell_id(row_id: UUID | str, field: str) -> str:
    """The id of a cell of the grid, to link to.

    >>> cell_id("7c", "amounts.2019-20")
    'c-7c-amounts.2019-20'
    """
    return f"c-{row_id}-{field}"


def cell_link(plan: Plan, row: Row, field: str) -> str:
    """The address of a cell of the grid, or of the page of another table."""
    if row.table == "schemes":
        return f"{reverse('schemes', args=[plan.pk])}#{cell_id(row.pk, field or 'scheme_name')}"
    return page_link(plan, row.table)


def mend_link(plan: Plan, row: Row, field: str) -> str:
    """The address of the form of a scheme, at a field; of the page of any other table."""
    if row.table != "schemes":
        return page_link(plan, row.table)
    return f"{scheme_link(plan, row.pk)}#{field or 'scheme_name'}"


def scheme_link(plan: Plan, row_id: UUID | str) -> str:
    """The address of the form of one scheme; its row in the grid, where there is no form."""
    return address("scheme", plan.pk, row_id) or f"{reverse('schemes', args=[plan.pk])}#r-{row_id}"


def page_link(plan: Plan, table: str) -> str:
    """The address of the page where a table is filled in; the plan's own where it has none."""
    name = PAGES.get(table, table.replace("_", "-"))
    return address(name, plan.pk) or reverse("plan", args=[plan.pk])


def figure_of(summary: Summary, finding: Finding) -> str:
    """The id of the figure whose working shows what a finding is about; "" where there is none."""
    if finding.problem in summary.figures:
        return finding.problem
    for working in summary.working.by_year:
        for code, test in working.required.items():
            if finding.subject.startswith(test.rule.label):
                return working.id(f"required.{code}.planned")
    return ""


def seen_rows(rights: Iterable[Right]) -> frozenset[str] | None:
    """The ids of the rows that some rights reach; ``None`` where they reach all."""
    held = [one.rows for one in rights]
    if any(rows.every for rows in held):
        return None
    return frozenset().union(*(rows.ids for rows in held))
