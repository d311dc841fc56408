"""The schemes of a plan as a grid: its columns, rows, what may be chosen, what was found where."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from bettercare.calculations import CodedRow
from bettercare.findings import Severity
from bettercare.plan import SchemeRow
from bettercare.report import Summary
from bettercare.rounds import Round
from bettercare_web.areas.models import Person
from bettercare_web.plans.asked import list_of, written_in
from bettercare_web.plans.core import record_of
from bettercare_web.plans.dismissals import Problem
from bettercare_web.plans.edits import Edit
from bettercare_web.plans.findings_places import PlanRows, field_of
from bettercare_web.plans.models import Plan, Row
from bettercare_web.plans.money_shown import shown
from bettercare_web.plans.rows import action_for, may_touch
from bettercare_web.plans.selectors import rights_in

TABLE = "schemes"
NAME = "scheme_name"
AMOUNTS = "amounts"
KEPT = 2  # columns of amounts that stay in sight
SUB_TYPES = "sub_types"
# Columns that are shown only on request where every row leaves them blank, or that are long.
ASIDE = frozenset({"if_other", "if_joint"})
LATER = frozenset({"impacts", "description", "new_or_existing", "share_of_service"})
WIDE = frozenset({"scheme_name", "scheme_type", "sub_type", "description", "provider"})
WORDS: Mapping[str, str] = {"id": "ID", "name": "Scheme name"}


class GridColumn(NamedTuple):
    """A column of the grid. ``aside``: it is there, but shown only on request.

    ``stays``: it stays in sight at the right, as the first from there ("e0") or the next ("e1").
    """

    path: str
    label: str
    noun: str
    kind: str
    choices: str
    aside: bool
    width: str  # wide, narrow or ""
    stays: str = ""

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers, which stand to the right."""
        return self.kind != "text"


class Said(NamedTuple):
    """What a finding says at a cell."""

    severity: str
    title: str
    message: str
    fix: str
    line: str  # of the page of findings


class GridRow(NamedTuple):
    """One scheme as the grid shows it: raw and shown values by column, in the columns' order."""

    id: str
    version: int
    item: int
    name: str
    editable: bool
    type: str
    values: Mapping[str, str]
    shown: Mapping[str, str]
    counts: tuple[str, ...]
    found: Mapping[str, Sequence[Said]]

    @property
    def worst(self) -> str:
        """The worst severity found in the row; "" where nothing is."""
        all_said = [one for said in self.found.values() for one in said]
        return next((s.value for s in Severity if any(o.severity == s.value for o in all_said)), "")


def columns_of(rules: Round) -> tuple[GridColumn, ...]:
    """The columns of schemes in the order of the round's template."""
    found = []
    stays = _in_sight(rules)
    for one in rules.tables[TABLE].columns:
        path = f"{one.field}.{one.key}" if one.key else one.field
        found.append(
            GridColumn(
                path=path,
                label=WORDS.get(one.noun, f"{one.noun[:1].upper()}{one.noun[1:]}"),
                noun=one.noun,
                kind=one.kind,
                choices=one.choices,
                aside=one.required in ASIDE or one.field in LATER,
                width="wide" if one.field in WIDE else "narrow" if one.field == "scheme_id" else "",
                stays=stays.get(path, ""),
            )
        )
    return tuple(found)


def _in_sight(rules: Round) -> dict[str, str]:
    """The amounts of the last years, which are read with every other column, by path."""
    columns = rules.tables[TABLE].columns
    paths = [f"{one.field}.{one.key}" for one in columns if one.field == AMOUNTS and one.key]
    return {path: f"e{number}" for number, path in enumerate(reversed(paths[-KEPT:]))}


def lists_of(rules: Round, columns: Iterable[GridColumn]) -> dict[str, list[str]]:
    """The labels that may be chosen, by the name of their list; sub types stand elsewhere."""
    names = {one.choices for one in columns if one.choices and one.choices != SUB_TYPES}
    known = {name: list_of(rules, TABLE, name) for name in sorted(names)}
    return {name: list(found.labels) for name, found in known.items() if found}


def sub_types_of(rules: Round) -> dict[str, list[str]]:
    """The sub types of each scheme type by its code; an empty list where it has none."""
    return {
        code: list(kind.sub_types.labels) if kind.sub_types else []
        for code, kind in rules.scheme_types.items.items()
    }


def type_codes(rules: Round) -> dict[str, str]:
    """The code of each scheme type by its label."""
    return {kind.label: code for code, kind in rules.scheme_types.items.items()}


def said_by_row(
    rules: Round, rows: PlanRows, problems: Iterable[Problem]
) -> dict[str, dict[str, list[Said]]]:
    """What the open findings say, by row and field; notes are not shown in the grid."""
    found: dict[str, dict[str, list[Said]]] = {}
    for problem in problems:
        if not problem.is_open:
            continue
        for one in problem.findings:
            said = Said(one.severity.value, one.subject, one.message, one.fix, problem.slug)
            at = [place for place in one.places if place.table == TABLE and place.item]
            for place in at:
                row = rows.row(place.table, place.item)
                field = field_of(rules, place) or NAME
                cell = found.setdefault(str(row.pk), {}).setdefault(field, []) if row else []
                if said not in cell:
                    cell.append(said)
    return found


def counts_by_item(summary: Summary) -> dict[int, tuple[str, ...]]:
    """The required spends that each row counts to, by its number."""
    found: dict[int, list[str]] = {}
    for code, test in summary.working.required.items():
        for row, pounds in test.counted:
            if pounds:
                found.setdefault(row.item, []).append(code)
    return {item: tuple(codes) for item, codes in found.items()}


class Grid:
    """A plan's schemes for one person: rows, what each counts to, what was found."""

    def __init__(
        self, plan: Plan, person: Person, summary: Summary, rows: PlanRows, problems: list[Problem]
    ) -> None:
        self.plan = plan
        self.person = person
        self.summary = summary
        self.rules = summary.working.rules
        self.rows = rows
        self.problems = problems
        self.columns = columns_of(self.rules)
        self.said = said_by_row(self.rules, rows, problems)
        self.counts = counts_by_item(summary)

    @property
    def stored(self) -> Sequence[Row]:
        """The stored rows of schemes, in order."""
        return self.rows.by_table.get(TABLE, ())

    def shown_rows(self, only: frozenset[str] | None = None) -> list[GridRow]:
        """The rows as the grid shows them, or only some by id."""
        coded = {row.item: row for row in self.summary.working.rows}
        return [
            self._row(item, row, coded[item])
            for item, row in enumerate(self.stored, 1)
            if only is None or str(row.pk) in only
        ]

    def _row(self, item: int, row: Row, coded: CodedRow) -> GridRow:
        record = coded.row
        values = {one.path: written_in(record, one.path) for one in self.columns}
        return GridRow(
            id=str(row.pk),
            version=row.version,
            item=item,
            name=record.scheme_name or "",
            editable=self.editable(row),
            type=coded.scheme_type.accepted or "",
            values=values,
            shown={
                one.path: shown(one.kind, values[one.path]) if one.is_number else values[one.path]
                for one in self.columns
            },
            counts=self.counts.get(item, ()),
            found=self.said.get(str(row.pk), {}),
        )

    def editable(self, row: Row) -> bool:
        """Whether this person may change a row as things stand."""
        if self.plan.state != Plan.State.DRAFT:
            return False
        edit = Edit(row_id=str(row.pk), version=row.version, fields={})
        return may_touch(self.person, self.plan, edit, self.rules, row) is not None

    @property
    def all_editable(self) -> bool:
        """Whether this person may change every row, or none for now: then none are theirs alone."""
        if self.plan.state != Plan.State.DRAFT:
            return True
        held = rights_in(self.person, action_for(TABLE), self.plan)
        return not held or any(one.rows.every for one in held)

    def data(self) -> dict[str, Any]:
        """What the script of the page needs to know, besides the table itself."""
        return {
            "columns": [one._asdict() for one in self.columns],
            "lists": lists_of(self.rules, self.columns),
            "subTypes": sub_types_of(self.rules),
            "typeCodes": type_codes(self.rules),
        }


def first_values(rules: Round, *, of_partner: bool) -> dict[str, str]:
    """What a new row says at first: for the NHS partner, that the NHS pays and commissions it."""
    if not of_partner:
        return {}
    paid = [one.label for one in rules.sources.items.values() if one.payer == "nhs"]
    by = [one.label for one in rules.commissioners.items.values() if one.nhs_counts == "whole"]
    return {"source_of_funding": paid[0], "commissioner": by[0]} if paid and by else {}


def as_data(row: GridRow) -> dict[str, Any]:
    """A row as JSON: what the script puts into the table."""
    return {
        "id": row.id,
        "version": row.version,
        "item": row.item,
        "editable": row.editable,
        "type": row.type,
        "values": row.values,
        "shown": {path: text for path, text in row.shown.items() if text != row.values[path]},
        "counts": row.counts,
    }


def said_data(said: Mapping[str, Mapping[str, Sequence[Said]]]) -> dict[str, Any]:
    """What was found, by row and field, as JSON."""
    return {
        row: {field: [one._asdict() for one in all_said] for field, all_said in fields.items()}
        for row, fields in said.items()
    }


def scheme_of(row: Row) -> SchemeRow:
    """The library's record of a stored scheme. Raises ``TypeError`` for a row of another table."""
    record = record_of(row)
    if not isinstance(record, SchemeRow):
        raise TypeError(row.table)
    return record
