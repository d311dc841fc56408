"""A printed table of priorities, lines, sources and years as a programme."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from bettercare.findings import Finding
from bettercare.formats.prints.paper import Paper
from bettercare.formats.prints.programme_align import Placed, Table, aligned, shared_fields
from bettercare.formats.prints.programme_grid import (
    Block,
    Field,
    Row,
    blocks_of,
    in_thousands,
    year_before,
)
from bettercare.formats.prints.programme_repairs import repair_findings
from bettercare.labels import normalise
from bettercare.money import is_not_given, read_number
from bettercare.plan.records import Origin
from bettercare.programmes.budget import Column, column_of, slug
from bettercare.programmes.records import (
    BEYOND,
    MOVED,
    NOT_PLACED,
    Fund,
    Heading,
    Line,
    Link,
    Measure,
    Metric,
    Priority,
    Programme,
    Source,
)
from bettercare.programmes.rules import Rules

_MEASURE = re.compile(r"([A-Z]{0,5}\d+(?:\.\d+)*)[.:]?\s+(\S.*)")
ALIGNMENTS = {"moved": MOVED, "not placed": NOT_PLACED}


class Place(NamedTuple):
    """Where a line stands in the programme: its priority and its measure."""

    priority: str | None
    measure: str | None


def programme_of(paper: Paper, rules: Rules) -> tuple[Programme, list[Finding]]:
    """The programme that a paper's table holds, and what was done to read it."""
    blocks = blocks_of(paper, rules)
    table = aligned(blocks, rules)
    fields = table.shape.fields
    labels = _labels(blocks)
    columns = [column_of(field.key) for field in fields if field.role == "amount"]
    places, measures = _places(blocks)
    lines = tuple(_line(table, one, places[one.row.line]) for one in table.rows if _is_line(one))
    programme = Programme(
        unit="£k" if in_thousands([f.group for b in blocks for f in b.fields]) else "£",
        years=tuple(dict.fromkeys([column.year for column in columns])),
        priorities=tuple(_priorities(blocks)),
        measures=measures,
        metrics=tuple(_metrics(fields)),
        sources=tuple(_sources(columns, labels, rules)),
        funds=tuple(_funds(table, columns, labels)),
        lines=lines,
        links=tuple(_links(columns, labels)),
        headings=tuple(_headings(blocks, fields)),
        printed=dict(_printed(table)),
        origins={"lines": Origin(file=paper.name)},
    )
    return programme, list(repair_findings(paper.name, blocks, table, programme))


def _is_line(one: Placed) -> bool:
    return one.row.kind == "line"


def _labels(blocks: Sequence[Block]) -> Mapping[str, str]:
    """The heading of each column of amounts: what most pages print, the last page's spelling."""
    shared = {field.key for field in shared_fields(blocks) if field.role == "amount"}
    return {
        field.key: field.text
        for block in blocks
        for field in block.fields
        if field.role == "amount" and field.key in shared
    }


def _priorities(blocks: Sequence[Block]) -> Iterator[Priority]:
    for row in (row for block in blocks for row in block.rows):
        if row.kind == "section":
            label = re.sub(r"^\d+[.)]\s*", "", row.cells[0])
            yield Priority(code=row.code, label=label, row=row.line)


def _places(
    blocks: Sequence[Block],
) -> tuple[Mapping[int, Place], tuple[Measure, ...]]:
    """The priority and measure of each line: those of its own cells, else of the row above."""
    found: dict[int, Place] = {}
    measures: dict[str, Measure] = {}
    priority: str | None = None
    code: str | None = None
    for row in (row for block in blocks for row in block.rows):
        if row.kind == "section":
            priority, code = row.code, None
        elif row.kind == "line":
            if row.cells[0]:
                code, label = _measure(row.cells[0])
                measures.setdefault(
                    code, Measure(code=code, priority=priority, label=label, row=row.line)
                )
            found[row.line] = Place(priority, code)
    return found, tuple(measures.values())


def _measure(text: str) -> tuple[str, str]:
    numbered = _MEASURE.fullmatch(text)
    return (numbered[1], numbered[2]) if numbered else (slug(text), text)


def _metrics(fields: Sequence[Field]) -> Iterator[Metric]:
    for field in fields:
        if field.role == "metric":
            yield Metric(code=field.key, label=field.text)


def _sources(
    columns: Sequence[Column], labels: Mapping[str, str], rules: Rules
) -> Iterator[Source]:
    """Each source once: a known one by its name, any other by the shortest of its headings."""
    for code in dict.fromkeys(column.source for column in columns):
        texts = [labels[column.key] for column in columns if column.source == code]
        label = min(texts, key=len)
        known = code in rules.sources and not rules.sources[code].carried
        name = rules.sources.name(code) if known else label
        yield Source(code=code, label=name, carried_from=year_before(label))


def _funds(table: Table, columns: Sequence[Column], labels: Mapping[str, str]) -> Iterator[Fund]:
    """What each source has in each year, where a row that could be placed says so."""
    rows = [one for one in table.rows if one.row.kind == "available"]
    known = rows[0] if len(rows) == 1 and rows[0].standing != "not placed" else None
    cells = _by_key(table, known) if known else {}
    for column in columns:
        yield Fund(
            source=column.source,
            year=column.year,
            heading=labels[column.key],
            available=read_number(cells.get(column.key, "")),
            row=known.row.line if known else 0,
        )


def _by_key(table: Table, one: Placed) -> dict[str, str]:
    """The cells of a row by the key of their column of amounts."""
    fields = enumerate(table.shape.fields)
    return {field.key: one.cells[at] for at, field in fields if field.role == "amount"}


def _links(columns: Sequence[Column], labels: Mapping[str, str]) -> Iterator[Link]:
    """Years whose headings name the same money carried over share one pot."""
    carried = [column for column in columns if year_before(labels[column.key])]
    for before, after in pairwise(carried):
        if normalise(labels[before.key]) == normalise(labels[after.key]):
            yield Link(
                source=before.source,
                from_year=before.year,
                to_year=after.year,
                basis=f"Both years head the column {labels[after.key]}: one pot for two years",
            )


def _headings(blocks: Sequence[Block], shared: Sequence[Field]) -> Iterator[Heading]:
    """The headings of years and amounts as each page prints them, by the column they are of."""
    for block in blocks:
        page = str(block.page)
        groups = {
            column_of(other.key).year: field.group
            for field, other in zip(block.fields, shared, strict=False)
            if other.role == "amount"
        }
        for year, text in groups.items():
            yield Heading(page=page, column=year, text=text, row=block.line)
        for field, other in zip(block.fields, shared, strict=False):
            if other.is_money and field.text:
                key = f"annual.{other.key}" if other.role == "annual" else other.key
                yield Heading(page=page, column=key, text=field.text, row=block.line + 1)


def _printed(table: Table) -> Iterator[tuple[str, Decimal]]:
    """The totals that the table prints, by the id of the figure that each is."""
    for one in table.rows:
        if one.row.kind in {"line", "available"} or one.standing == "not placed":
            continue
        start = f"priority.{one.row.code}" if one.row.kind == "priority" else one.row.kind
        for at, field in enumerate(table.shape.fields):
            number = table.shape.amount(one.cells[at])
            if field.is_money and number is not None:
                yield f"{start}.{field.key}", number


def _line(table: Table, one: Placed, place: Place) -> Line:
    """A line of the budget; amounts whose place nobody knows are kept as texts."""
    values: dict[str, Any] = {"annual": {}, "amounts": {}, "marks": {}, "written": {}, "extra": {}}
    for at, cell in enumerate(one.cells):
        field = table.shape.fields[at] if at < len(table.shape.fields) else Field("")
        if cell:
            _fill(values, one, field, cell)
    return Line(
        row=one.row.line,
        priority=place.priority,
        measure=place.measure,
        alignment=ALIGNMENTS.get(one.standing),
        note=_note(one.row) if one.standing == "not placed" else None,
        **values,
    )


def _note(row: Row) -> str:
    return f"The cells of print line {row.line} could not be placed"


def _fill(values: dict[str, Any], one: Placed, field: Field, cell: str) -> None:
    """Put one cell among the values of a line."""
    lost = one.standing == "not placed"
    if field.is_money:
        home = "annual" if field.role == "annual" else "amounts"
        number = None if lost or is_not_given(cell) else read_number(cell)
        if number is None:
            values["written"][f"{home}.{field.key}"] = f"? {cell}" if lost else cell
        else:
            values[home][field.key] = number
    elif field.role == "metric" and not lost:
        values["marks"][field.key] = cell
    elif field.role == "" and not lost:
        values["extra"][BEYOND] = f"{values['extra'].get(BEYOND, '')} {cell}".strip()
    elif field.role in {"item", "use"} or (field.role in {"lead", "source"} and not lost):
        values[field.role] = cell
