"""Printed tables whose cells are lines of the plan: income, answers, conditions, metrics.

In such a table a cell, not a row, is a line: the answer to one question in one year, or one number
of a metric in one quarter. What is printed on the summary and again on its own tab becomes one.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bettercare.formats.prints.contacts import without_contacts
from bettercare.formats.prints.figures import PrintedFigure, figure_of
from bettercare.formats.prints.heads import Head, head_of, is_called, named
from bettercare.formats.prints.paper import Line
from bettercare.formats.prints.sections import Row, Section
from bettercare.rounds import Round
from bettercare.rounds.printed import (
    PrintedLabel,
    PrintedLines,
    PrintedMeasure,
    PrintedMetric,
    PrintedPeriod,
)

Column = PrintedLabel | PrintedPeriod

METRIC_KEYS = ("metric", "year", "period", "kind", "part")
KEYS: Mapping[str, tuple[str, ...]] = {
    "metrics": METRIC_KEYS,
    "answers": ("question", "year"),
    "conditions": ("code", "year"),
    "income": ("source_of_funding", "contributor"),
    "sign_off": ("role",),
}
ANSWER = "response"
INCOME = "income.{row}.{column}"


class Open(NamedTuple):
    """A table of lines whose head has been found."""

    form: PrintedLines | PrintedMetric
    head: Head[Column]


class Entry(NamedTuple):
    """One value that a cell holds: the line it belongs to, by its keys, and the field it fills."""

    table: str
    keys: tuple[str, ...]
    field: str
    text: str


class Entries:
    """Gathers the cells of such tables, and gives them as sections."""

    def __init__(self, rules: Round) -> None:
        prints = rules.prints
        self._skip = prints.skip if prints else ()
        self._forms: list[PrintedLines | PrintedMetric] = []
        if prints:
            self._forms += [*prints.lines.values(), *prints.metrics.values()]
        self._rules = rules
        self.figures: list[PrintedFigure] = []
        self._lines: dict[tuple[str, tuple[str, ...]], dict[str, str]] = {}
        self._at: dict[tuple[str, tuple[str, ...]], Line] = {}

    def head_of(self, line: Line, above: str) -> Open | None:
        """The table that a line is the head of; ``above`` is the line of text before it."""
        title = line.cells[0] or above
        for form in self._forms:
            if not form.titles or is_called(title, form.titles):
                columns: Sequence[Column] = form.columns
                head = head_of(line.cells, columns, self._skip)
                if head:
                    return Open(form, head)
        return None

    def take(self, of: Open, line: Line) -> bool:
        """Take the cells of a row; whether it held any."""
        totals = list(self._totals(of, line))
        self.figures += totals
        found = list(_entries(of, line, self._rules))
        for one in found:
            values = self._lines.setdefault((one.table, one.keys), {})
            if one.text or one.field not in values:
                values[one.field] = values.get(one.field) or one.text
            self._at.setdefault((one.table, one.keys), line)
        return bool(found or totals)

    def ask(self, line: Line) -> None:
        """Take a question that is asked and answered on one line of text."""
        questions = self._rules.prints.questions if self._rules.prints else ()
        asked = named(line.cells[0], questions)
        answer = line.cells[0].rpartition("?")[2].strip(" .*")
        if asked and self._rules.yes_or_no.match(answer).accepted:
            key = ("answers", (asked.key, ""))
            self._lines.setdefault(key, {ANSWER: answer})
            self._at.setdefault(key, line)

    def sections(self) -> Iterator[Section]:
        """Each table that lines were found for."""
        for table in dict.fromkeys(table for table, _ in self._lines):
            lines = {keys: v for (name, keys), v in self._lines.items() if name == table}
            if table == "metrics":
                lines = dict(sorted(lines.items(), key=lambda item: self._when(item[0])))
            fields = tuple(dict.fromkeys(field for values in lines.values() for field in values))
            rows = tuple(self._row(table, keys, v, fields) for keys, v in lines.items())
            head = (*KEYS[table], *fields)
            yield Section(table, rows[0].line, rows[0].page, head, head, rows)

    def _when(self, keys: tuple[str, ...]) -> tuple[int, ...]:
        """The order of metric lines: by metric as the round has them, then part and time."""
        metric, year, period, _, part = keys
        known = list(self._rules.metrics)
        parts = list(self._rules.metrics[metric].parts) if metric in known else []
        at = known.index(metric) if metric in known else len(known)
        return (at, parts.index(part) if part in parts else -1, int(year[:4]), _number(period))

    def _totals(self, of: Open, line: Line) -> Iterator[PrintedFigure]:
        """The totals that a row holds: of a source of income, or of the quarters of a year."""
        label, form = of.head.label(line.cells), of.form
        row = named(label, form.rows) if label else None
        for n, column in of.head.filled(line.cells):
            at, texts = (line.number, line.page), (label, line.cells[n])
            cut = n in of.head.cut
            if isinstance(row, PrintedLabel) and isinstance(column, PrintedLabel):
                if isinstance(form, PrintedLines) and form.table == "income":
                    yield figure_of(INCOME, (row, column), texts, at, cut=cut)
            elif isinstance(row, PrintedMeasure) and isinstance(column, PrintedPeriod):
                key = PrintedLabel(key=column.year, labels=())
                if _is_total(row, column):
                    yield figure_of(row.total, (key, key), texts, at, cut=cut)

    def _row(
        self, table: str, keys: tuple[str, ...], values: Mapping[str, str], fields: Sequence[str]
    ) -> Row:
        line = self._at[table, keys]
        return Row(line.number, line.page, (*keys, *(values.get(field, "") for field in fields)))


def _entries(of: Open, line: Line, rules: Round) -> Iterator[Entry]:
    label = of.head.label(line.cells)
    if isinstance(of.form, PrintedMetric):
        yield from _of_metric(of, of.form, label, line)
    elif of.form.table == "income":
        yield from _of_income(of, of.form, label, line, rules)
    else:
        yield from _of_answers(of, of.form, label, line, rules)


def _of_metric(of: Open, form: PrintedMetric, label: str, line: Line) -> Iterator[Entry]:
    row = named(label, form.rows)
    for n, column in of.head.columns.items():
        text = line.cells[n] if n < len(line.cells) else ""
        if row and text and isinstance(column, PrintedPeriod) and not _is_total(row, column):
            keys = (form.metric, column.year, column.period, column.kind, row.part)
            yield Entry("metrics", keys, row.field, text)


def _number(period: str) -> int:
    return int(period[1:]) if period[1:].isdigit() else 0


def _is_total(row: PrintedMeasure, column: PrintedPeriod) -> bool:
    """Whether a column holds what the quarters of a row come to."""
    return bool(row.total) and not column.period


def _of_income(
    of: Open, form: PrintedLines, label: str, line: Line, rules: Round
) -> Iterator[Entry]:
    if not label or named(label, form.rows):
        return
    source = rules.income_names.label(form.source)
    for n, column in of.head.columns.items():
        if isinstance(column, PrintedLabel) and n < len(line.cells) and line.cells[n]:
            yield Entry("income", (source, label), f"amounts.{column.key}", line.cells[n])


def _of_answers(
    of: Open, form: PrintedLines, label: str, line: Line, rules: Round
) -> Iterator[Entry]:
    """The answers of a row, one a year; what fills another field belongs to each of them."""
    row = named(label, form.rows or _rows(form.table, rules)) if label else None
    cells = [
        (column.key, line.cells[n] if n < len(line.cells) else "")
        for n, column in of.head.columns.items()
        if row and isinstance(column, PrintedLabel)
    ]
    others = [(key, text) for key, text in cells if not key[:1].isdigit()]
    for year, text in cells:
        if row and year[:1].isdigit():
            for field, value in ((ANSWER, text), *others):
                yield Entry(form.table, (row.key, year), field, without_contacts(value))
    if row and len(others) == len(cells):
        for field, text in others:
            yield Entry(form.table, (row.key,), field, without_contacts(text))


def _rows(table: str, rules: Round) -> list[PrintedLabel]:
    """The rows that the round's own lists have labels for."""
    if table == "conditions":
        found = rules.national_conditions.items()
        return [PrintedLabel(key=code, labels=(one.label,)) for code, one in found]
    return [
        PrintedLabel(key=code, labels=(one.label, *one.aliases))
        for code, one in rules.sign_off.items.items()
    ]
