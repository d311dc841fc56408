"""All questions about some records asked in one pass, and the rows to show for each answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
from ibis.expr import types as ir

from bettercare.metrics.reading_records import AT, Source, fetched
from bettercare.metrics.record_checks_keys import DIFFERS, WHOLE, Span
from bettercare.metrics.record_checks_report import Example, Excluded, shape
from bettercare.metrics.record_checks_values import Cell, Test


@ibis.udf.agg.builtin(name="min")
def _least(place: int, most: int) -> list[int]:
    """The smallest so many places of rows."""


@ibis.udf.agg.builtin(name="arg_min")
def _at_least(text: str, place: int, most: int) -> list[str]:
    """What stands in the rows of the smallest places."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers: rows in all, rows failing each test, rows excluded by rule, columns with spaces.

    ``span`` is the least and largest key, where it is one whole number.
    """

    rows: int
    failing: tuple[int, ...]
    excluded: tuple[Excluded, ...]
    spaced: Mapping[str, int]
    span: Span


def counts(source: Source, found: Mapping[str, Cell], asked: Sequence[Test]) -> Counts:
    """Count everything in one pass over the files."""
    key = _whole_key(source, found)
    sums: dict[str, ir.Value] = {f"test_{n}": test.fails.sum() for n, test in enumerate(asked)}
    sums |= {f"out_{n}": fails.sum() for n, fails in _first_reasons(asked).items()}
    sums |= {
        f"spaced_{name}": cell.spaced.sum()
        for name, cell in found.items()
        if cell.spaced is not None and name not in source.missing
    }
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
        spaced={name[7:]: value or 0 for name, value in row.items() if name[:7] == "spaced_"},
        span=span,
    )


def _whole_key(source: Source, found: Mapping[str, Cell]) -> ir.Value | None:
    """The key where it is one column of whole numbers."""
    key = source.kind.key
    if len(key) > 1 or key[0] in source.missing or not found[key[0]].value.type().is_integer():
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
    """The first rows that fail each of some tests, in one pass; with values only if asked."""
    if not failing:
        return []
    place = source.table[AT]
    asked: dict[str, ir.Value] = {}
    for n, test in enumerate(failing):
        text = test.shown.fill_null("")
        asked[f"at_{n}"] = _least(place, most, where=test.fails)
        asked[f"text_{n}"] = _at_least(text, place, most, where=test.fails)
    [row] = fetched(source.connection, source.table.aggregate(**asked))
    return [
        tuple(
            example(source, at, text, values=values)
            for at, text in zip(row[f"at_{n}"], row[f"text_{n}"], strict=True)
        )
        for n in range(len(failing))
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
