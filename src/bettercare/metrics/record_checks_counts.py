"""All questions about some records asked in one pass, and the rows to show for each answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
from ibis.expr import types as ir

from bettercare.metrics.reading_records import AT, Source, fetched
from bettercare.metrics.record_checks_keys import DIFFERS, WHOLE, Span
from bettercare.metrics.record_checks_report import Example, Excluded, shape
from bettercare.metrics.record_checks_values import Cell, Test, known_codes, spaced

MOST_CODES = 10_000  # different codes that are looked at: there are some hundreds of areas


@ibis.udf.agg.builtin(name="min")
def _least(place: int, most: int) -> list[int]:
    """The smallest so many places of rows."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers: rows in all, rows failing each test, and rows excluded by rule.

    ``span`` is the least and largest key, where it is one whole number.
    """

    rows: int
    failing: tuple[int, ...]
    excluded: tuple[Excluded, ...]
    span: Span


def spaces(source: Source) -> dict[str, int]:
    """Rows with spaces around the value, by column of text."""
    sums = {name: fails.sum() for name, fails in spaced(source.table, source.kind).items()}
    if not sums:
        return {}
    [row] = fetched(source.connection, source.table.aggregate(**sums))
    return {name: number or 0 for name, number in row.items()}


def strange_codes(source: Source, found: Mapping[str, Cell]) -> dict[str, list[str]]:
    """The codes that stand in columns of codes or areas and are none of theirs."""
    codes: dict[str, list[str]] = {}
    for name, cell in found.items():
        if known := frozenset(known_codes(cell.column)):
            every = source.table.select(code=cell.value).distinct().limit(MOST_CODES)
            held = (row["code"] for row in fetched(source.connection, every))
            codes[name] = sorted(code for code in held if code is not None and code not in known)
    return codes


def counts(source: Source, found: Mapping[str, Cell], asked: Sequence[Test]) -> Counts:
    """Count everything in one pass over the files."""
    key = _whole_key(source, found)
    sums: dict[str, ir.Value] = {f"test_{n}": test.fails.sum() for n, test in enumerate(asked)}
    sums |= {f"out_{n}": fails.sum() for n, fails in _first_reasons(asked).items()}
    if key is not None:
        sums |= {"least": key.min(), "most": key.max()}
    [row] = fetched(source.connection, source.table.aggregate(rows=source.table.count(), **sums))
    span = (row["least"], row["most"]) if key is not None and row["least"] is not None else None
    return Counts(
        rows=row["rows"],
        failing=tuple(row[f"test_{n}"] or 0 for n in range(len(asked))),
        excluded=tuple(
            Excluded(test.code, test.column.name, row[f"out_{n}"])
            for n, test in enumerate(asked)
            if row.get(f"out_{n}")
        ),
        span=span,
    )


def _whole_key(source: Source, found: Mapping[str, Cell]) -> ir.Value | None:
    """The key where it is one column of whole numbers."""
    key = source.kind.key
    if len(key) > 1 or key[0] not in found or not found[key[0]].value.type().is_integer():
        return None
    return found[key[0]].value


def _first_reasons(asked: Sequence[Test]) -> dict[int, ir.BooleanValue]:
    """For each test that excludes rows, the rows that none before it excludes."""
    found: dict[int, ir.BooleanValue] = {}
    earlier: ir.BooleanValue = ibis.literal(False)
    for number, test in enumerate(asked):
        if test.then == "exclude":
            found[number] = test.fails & ~earlier
            earlier = earlier | test.fails
    return found


def shown(
    source: Source, failing: Sequence[Test], most: int, *, values: bool
) -> list[tuple[Example, ...]]:
    """The first rows that fail each of some tests, and what stands there; values only if asked.

    Rows are found in one pass, and only what stands in them is made text in another.
    """
    if not failing:
        return []
    place = source.table[AT]
    least = {str(n): _least(place, most, where=test.fails) for n, test in enumerate(failing)}
    [found] = fetched(source.connection, source.table.aggregate(**least))
    places = sorted({at for some in found.values() for at in some or ()})
    texts = {str(n): test.shown for n, test in enumerate(failing)}
    rows = source.table.filter(place.isin(places)).select(**texts, **{AT: place})
    by_place = {row[AT]: row for row in fetched(source.connection, rows)}
    return [
        tuple(example(source, at, by_place[at][n] or "", values=values) for at in found[n] or ())
        for n in texts
    ]


def example(source: Source, at: int, text: str, *, values: bool = False) -> Example:
    """A row as a finding names it."""
    file, item, line = source.place(at)
    return Example(file.name, item, shape(text), line, text if values else None)


def repeated(source: Source, rows: ir.Table, most: int) -> dict[str, tuple[int, list[Example]]]:
    """Rows that repeat a key, by code: how many, and the first few."""
    found: dict[str, tuple[int, list[Example]]] = {}
    for code in (WHOLE, DIFFERS):
        chosen = rows.filter(rows["code"] == code)
        asked = chosen.aggregate(n=chosen.count(), at=_least(chosen[AT], most))
        [row] = fetched(source.connection, asked)
        if row["n"]:
            found[code] = row["n"], [example(source, at, "") for at in row["at"]]
    return found
