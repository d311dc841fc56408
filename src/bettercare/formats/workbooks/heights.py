"""How high a row must be for its texts.

Excel fits a row to wrapped text by itself, other programs and printers do not; so rows of more than
one line have a height of their own.
"""

from collections.abc import Iterable
from math import ceil

LINE, ROOM = 14.5, 4.0  # points
HIGHEST = 409.0  # points that Excel allows
PER_WIDTH = 1.15  # characters that fit in a unit of column width


def lines_of(text: str, width: float) -> int:
    r"""About how many lines a text takes in a column so many characters wide.

    >>> lines_of("Yes", 13), lines_of("a" * 30, 10), lines_of("one\ntwo", 10)
    (1, 3, 2)
    """
    per_line = max(1.0, width * PER_WIDTH)
    if len(text) <= per_line and "\n" not in text:
        return 1
    return sum(max(1, ceil(len(part) / per_line)) for part in text.split("\n"))


def height_of(pairs: Iterable[tuple[str, float]], line: float = LINE) -> float | None:
    """The height of a row from its texts and the widths they have; ``None`` where one line does.

    ``line`` is the height of a line, in points.

    >>> height_of([("Yes", 13)]) is None, height_of([("a" * 30, 10)])
    (True, 47.5)
    """
    lines = max((lines_of(text, width) for text, width in pairs), default=1)
    return None if lines == 1 else min(HIGHEST, lines * line + ROOM)
