"""What a what-if draft changes in its plan, row by row, and how the figures and findings move."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from bettercare.calculations.required import distance_words
from bettercare.comparison import Movement, side_by_side
from bettercare.comparison.what_if import Reworded, findings_apart
from bettercare.findings import Finding
from bettercare.report import Summary
from bettercare_web.areas.models import Person
from bettercare_web.plans.core import WHOLE, record_of
from bettercare_web.plans.edits import Add, Change, Edit, Remove, fields_of
from bettercare_web.plans.findings_places import PlanRows, table_words
from bettercare_web.plans.history import fields_at
from bettercare_web.plans.models import Plan, Row
from bettercare_web.plans.money_shown import shown
from bettercare_web.plans.rows import may_touch
from bettercare_web.plans.what_ifs import copied_rows, copy_of
from bettercare_web.words import MINUS, pounds, signed

FIRST = ("headroom", "balance", "planned")  # the parts of ids of figures that come first
LAST = 9
OF_WHOLE = ("given.", "facts.")  # what people fill in of what belongs to the plan as a whole
Text = str | None


class FieldMoved(msgspec.Struct, frozen=True, kw_only=True):
    """A field that the draft changes: as it was copied, as the plan says now, as it would be."""

    noun: str
    was: str
    now: str
    would: str

    @property
    def moved_meanwhile(self) -> bool:
        """Whether the plan itself has another value by now."""
        return self.now not in {self.was, self.would}


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A row that the draft changes, adds or takes away, and the change to make in the plan."""

    key: str
    title: str
    kind: str  # edited, added, removed
    fields: tuple[FieldMoved, ...]
    change: Change | None  # nothing where the plan's own row is gone
    allowed: bool

    @property
    def moved_meanwhile(self) -> bool:
        """Whether the plan has changed in the same fields."""
        return any(one.moved_meanwhile for one in self.fields)


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """A figure in the plan and in the draft, as the page shows it."""

    id: str
    label: str
    before: str
    after: str
    change: str
    sentence: str


def differences(draft: Plan, base: Plan, person: Person, summary: Summary) -> list[Difference]:
    """Every row that a draft changes, in the order of the plan, then those that it adds.

    ``summary`` is the plan's; ``person`` is who would make the changes in it.
    """
    return list(_Differences(draft, base, person, summary).found())


class _Differences:
    """A draft held against the plan it was copied from."""

    def __init__(self, draft: Plan, base: Plan, person: Person, summary: Summary) -> None:
        self.draft = draft
        self.base = base
        self.person = person
        self.rules = summary.working.rules
        self.rows = list(base.rows.all())
        self.titled = Titles(summary, PlanRows(self.rows))
        self.copied = copied_rows(draft)

    def found(self) -> Iterator[Difference]:
        """Rows changed and taken away, then rows of the draft that the plan does not have."""
        drafted = {str(row.pk): row for row in self.draft.rows.all()}
        for row in self.rows:
            key = str(copy_of(self.draft, row.pk))
            mine = drafted.pop(key, None)
            if mine is None and key in self.copied and row.table != WHOLE:
                change = Remove(row_id=str(row.pk), version=row.version)
                yield self._of(key, row, "removed", (), change)
            elif mine is not None and mine.version > 1:
                yield from self._edited(key, mine, row)
        for key, row in drafted.items():
            yield self._added(key, row)

    def _edited(self, key: str, mine: Row, row: Row) -> Iterator[Difference]:
        fields = dict(_edited(mine, row))
        if fields:
            wanted = {path: would for path, (_, _, would) in fields.items()}
            moved = tuple(self.titled.moved(row.table, path, *v) for path, v in fields.items())
            change = Edit(row_id=str(row.pk), version=row.version, fields=wanted)
            yield self._of(key, row, "edited", moved, change)

    def _of(
        self, key: str, row: Row, kind: str, fields: tuple[FieldMoved, ...], change: Change
    ) -> Difference:
        right = may_touch(self.person, self.base, change, self.rules, row)
        return Difference(
            key=key,
            title=self.titled.of(row),
            kind=kind,
            fields=fields,
            change=change,
            allowed=right is not None,
        )

    def _added(self, key: str, row: Row) -> Difference:
        """A row that was added in the draft, or has gone from the plan since."""
        fields = fields_of(record_of(row))
        is_new = key not in self.copied
        change = Add(table=row.table, fields=fields) if is_new else None
        allowed = change is not None and may_touch(self.person, self.base, change, self.rules)
        name = fields.get("scheme_name") or "a row without a name"
        return Difference(
            key=key,
            title=f"New: {name}" if is_new else f"Gone from the plan: {name}",
            kind="added",
            fields=tuple(
                self.titled.moved(row.table, path, None, None, v) for path, v in fields.items()
            ),
            change=change,
            allowed=bool(allowed),
        )


def _edited(mine: Row, row: Row) -> Iterator[tuple[str, tuple[Text, Text, Text]]]:
    """The fields that the draft changed: as copied, as the plan says now, as the draft says."""
    was, now, would = fields_at(mine, 1), fields_of(record_of(row)), fields_of(record_of(mine))
    for path in {**was, **would}:
        if row.table == WHOLE and not path.startswith(OF_WHOLE):
            continue
        if was.get(path) != would.get(path) and now.get(path) != would.get(path):
            yield path, (was.get(path), now.get(path), would.get(path))


class Titles:
    """What rows and fields of a plan are called."""

    def __init__(self, summary: Summary, rows: PlanRows) -> None:
        self.summary = summary
        self.items = {
            row.pk: number
            for all_rows in rows.by_table.values()
            for number, row in enumerate(all_rows, 1)
        }

    def of(self, row: Row) -> str:
        """A row by its table, number and name."""
        name = fields_of(record_of(row)).get("scheme_name")
        words = table_words(self.summary.working.rules, row.table)
        item = self.items.get(row.pk)
        if item is None:
            return "The plan as a whole"
        return f"{words}, row {item}{f', {name}' if name else ''}"

    def moved(
        self, table: str, path: str, was: str | None, now: str | None, would: str | None
    ) -> FieldMoved:
        """A field with its three values as people read them."""
        field, _, key = path.partition(".")
        column = self.summary.working.rules.column(table, field, key)
        kind = column.kind if column else "text"
        texts = [shown(kind, one) if one else "blank" for one in (was, now, would)]
        noun = column.noun if column else field.replace("_", " ")
        return FieldMoved(noun=noun, was=texts[0], now=texts[1], would=texts[2])


def figures_moved(before: Summary, after: Summary) -> list[Figures]:
    """The figures that differ, pounds first: how far from the minimums, what is left, the rest."""
    found: list[tuple[int, Figures]] = []
    for one, other in zip(before.working.by_year, after.working.by_year, strict=True):
        year = f", {one.year}" if one.rules.several_years else ""
        for moved in side_by_side(one, other, in_place=_alike(before, after)).moved:
            found.append((_order(moved), _shown(moved, other.id(moved.id), year)))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _alike(before: Summary, after: Summary) -> bool:
    """Whether both have as many rows; then each is compared with the one in its place."""
    return len(before.plan.schemes or ()) == len(after.plan.schemes or ())


def _order(moved: Movement) -> int:
    if moved.unit != "GBP":
        return LAST
    return next((n for n, part in enumerate(FIRST) if part in moved.id), LAST - 1)


def _shown(moved: Movement, figure_id: str, year: str) -> Figures:
    money = moved.unit == "GBP"
    change = moved.change
    return Figures(
        id=figure_id,
        label=f"{moved.label}{year}",
        before=_value(moved.before, moved),
        after=_value(moved.after, moved),
        change=(signed(change) if money else _value(change, moved)) if change is not None else "",
        sentence=_sentence(moved, year),
    )


def _sentence(moved: Movement, year: str) -> str:
    """What a figure would come to, and what it is now."""
    if "headroom" in moved.id:
        spend = moved.label.partition(",")[0]
        now = distance_words(moved.before, short=True) or "not known"
        would = distance_words(moved.after) or "not known"
        return f"{spend} spend{year} would be {would}, now {now}"
    before, after = _value(moved.before, moved), _value(moved.after, moved)
    return f"{moved.label}{year} would be {after}, now {before}"


def _value(value: Decimal | None, moved: Movement) -> str:
    if value is None or moved.unit == "GBP":
        return pounds(value)
    if moved.unit == "fraction":
        return f"{value * 100:.{moved.decimals}f}%".replace("-", MINUS)
    return f"{value:,.{moved.decimals}f}".replace("-", MINUS)


def findings_moved(
    before: Summary, after: Summary
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[Reworded, ...]]:
    """Findings that would come, go, and say something else."""
    return findings_apart(before.report.findings, after.report.findings)


def chosen_changes(found: Sequence[Difference], keys: frozenset[str]) -> list[Change]:
    """The changes that somebody chose of those that can be made."""
    return [one.change for one in found if one.key in keys and one.change is not None]
