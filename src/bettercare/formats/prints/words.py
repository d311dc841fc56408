"""Small things that findings on prints say alike."""

from collections.abc import Sequence
from decimal import Decimal

from bettercare.formats.prints.totals import Total
from bettercare.labels import listed
from bettercare.money import percent, pounds

MOST_LINES = 8


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "row"), counted(1200, "row"), counted(2, "address")
    ('1 row', '1,200 rows', '2 addresses')
    """
    ending = "es" if noun.endswith("s") else "s"
    return f"{number:,} {noun}{'' if number == 1 else ending}"


def lines_named(lines: Sequence[int]) -> str:
    """Some lines of a paper, the first ones named.

    >>> lines_named([7]), lines_named([7, 9])
    ('line 7', 'lines 7 and 9')
    """
    rest = len(lines) - MOST_LINES
    named = [*map(str, lines[:MOST_LINES]), *([f"{rest:,} more"] if rest > 0 else [])]
    return f"line{'s' if len(lines) > 1 else ''} {listed(named)}"


def shown(total: Total, value: Decimal | None) -> str:
    """A value of a total as people read it."""
    if value is None:
        return "nothing"
    if total.unit == "GBP":
        return pounds(value)
    return percent(value) if total.unit == "fraction" else f"{value:,f}"
