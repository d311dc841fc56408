"""Words that checks share: how a row or a cell is named in a finding."""

from collections.abc import Iterable, Mapping

from bettercare.calculations import Calculations, CodedRow
from bettercare.checks.registry import Slip
from bettercare.findings import Place
from bettercare.labels import listed

MOST_NAMED = 6
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def in_words(count: int) -> str:
    """A count as a sentence writes it.

    >>> in_words(2), in_words(1785)
    ('two', '1,785')
    """
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def row_subject(working: Calculations, row: CodedRow, field: str, key: str = "") -> str:
    """Name a cell of the expenditure table: "Row 9, output"."""
    column = working.rules.column("schemes", field, key)
    return f"Row {row.item}, {column.noun if column else field}"


def row_place(working: Calculations, row: CodedRow, field: str, key: str = "") -> tuple[Place, ...]:
    """The one place of a cell of the expenditure table."""
    return (working.place("schemes", row.item, field, key),)


def row_slip(
    working: Calculations, row: CodedRow, at: str, facts: Mapping[str, object] | None = None
) -> Slip:
    """A slip at one cell of the expenditure table; ``at`` is its field, with a key after a dot."""
    field, _, key = at.partition(".")
    subject = row_subject(working, row, field, key)
    return Slip(subject, row_place(working, row, field, key), facts or {})


def rows_named(items: Iterable[int], noun: str = "Row") -> str:
    """Name rows, or records of another noun, by number, and count them where there are many.

    >>> rows_named([9]), rows_named([3, 19]), rows_named(range(1, 11))
    ('Row 9', 'Rows 3 and 19', '10 rows')
    >>> rows_named([3, 19], "income line")
    'income lines 3 and 19'
    """
    numbers = list(items)
    if len(numbers) == 1:
        return f"{noun} {numbers[0]}"
    if len(numbers) > MOST_NAMED:
        return f"{len(numbers)} {noun.lower()}s"
    return f"{noun}s {listed(str(number) for number in numbers)}"


def row_places(
    working: Calculations, rows: Iterable[CodedRow], field: str, key: str = ""
) -> tuple[Place, ...]:
    """The places of one column in several rows."""
    return tuple(working.place("schemes", row.item, field, key) for row in rows)
