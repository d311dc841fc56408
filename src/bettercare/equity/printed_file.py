"""Reading printed figures of an audit from a CSV file, and what is found wrong in them."""

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bettercare.equity.candidates import Printed
from bettercare.equity.notices import noticed
from bettercare.equity.printed import PrintedRow, Rechecked, Standing
from bettercare.equity.rules import Rules
from bettercare.equity.tables import Row, Table, read_table
from bettercare.errors import UnreadableFile
from bettercare.findings import Finding
from bettercare.labels import listed

PRINTED = "printed.csv"
PARTS = ("users", "people", "level")
CELLS = ("percent", "lower", "upper")


def printed_rows(path: Path) -> tuple[PrintedRow, ...]:
    """Read printed rows: a percentage with limits for users, people and level, and the verdict.

    Raises ``UnreadableFile`` where a percentage is not a number from 0 to 100.
    """
    needed = ("code", *(f"{part}_{cell}" for part in PARTS for cell in CELLS))
    table = read_table(path, needed, ("verdict", "count", "of"))
    return tuple(_row(table, row) for row in table.rows)


def _row(table: Table, row: Row) -> PrintedRow:
    users, people, level = (
        Printed(*(_per_cent(table, row, f"{part}_{cell}") for cell in CELLS)) for part in PARTS
    )
    return PrintedRow(
        code=row["code"],
        users=users,
        people=people,
        level=level,
        verdict=row["verdict"],
        count=table.whole(row, "count"),
        of=table.whole(row, "of"),
    )


def _per_cent(table: Table, row: Row, column: str) -> Decimal:
    try:
        found = Decimal(row[column].removesuffix("%"))
    except InvalidOperation:
        found = Decimal(-1)
    if not 0 <= found <= 100:  # noqa: PLR2004  (per cent)
        raise UnreadableFile(
            f"Cannot read {table.file}: row {row.number}, {column} is not a number from 0 to 100."
        )
    return found


def of_printed(found: Iterable[Rechecked], rules: Rules) -> Iterator[Finding]:
    """What is wrong with printed rows: slips, what does not follow, and small numbers told."""
    for one in found:
        where = f"{PRINTED}, {one.row.code}"
        if not one.is_wilson:
            yield noticed("EQU-44", where, "No counts give the users' row by Wilson's method.")
        yield from _of_level(one, where)
        yield from _of_verdict(one, where)
        if one.pairs and all(rules.hides(*pair) for pair in one.pairs):
            yield noticed(
                "EQU-43",
                where,
                "A number too small to publish can be told from the percentage and its limits.",
                "Merge it with others, or print neither percentage nor limits.",
            )


def _of_level(one: Rechecked, where: str) -> Iterator[Finding]:
    if one.slip:
        yield noticed(
            "EQU-40",
            f"{where}, level_{one.slip.cell}",
            f"{one.slip.printed} is printed; the other two cells give {one.slip.should_be}.",
            f"Print {one.slip.should_be}.",
        )
    elif one.standing is Standing.NOT_FEWEST:
        above = listed([str(number) for number in one.above], "or")
        yield noticed(
            "EQU-41",
            f"{where}, level_percent",
            f"It is not the fewest users who reach the level, but {above} more.",
            "Print the fewest, worked out from counts.",
        )
    elif one.standing is Standing.NOT_REPRODUCED and one.is_wilson:
        yield noticed("EQU-41", f"{where}, level_percent", "No counts give it.")


def _of_verdict(one: Rechecked, where: str) -> Iterator[Finding]:
    said = f"The limits give {one.verdict.value}"
    if one.verdict_agrees is None:
        yield noticed("EQU-45", f"{where}, verdict", f"{said}; the cell is blank.")
    elif not one.verdict_agrees:
        yield noticed("EQU-42", f"{where}, verdict", f"{said}; another is printed.", "Mend it.")
