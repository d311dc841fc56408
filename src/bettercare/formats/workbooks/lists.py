"""The hidden sheet of lists: what drop-downs offer, and what each label that is read stands for.

A formula knows a value of a list by its number there, counted from 1; 0 is blank or not known. A
lookup holds every text that our own reading takes for a value: labels, short names, other names,
and each further way of writing that the plan uses.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from bettercare.formats.workbooks.grid import plain
from bettercare.formats.workbooks.pen import Pen, Sheet
from bettercare.rounds import CodeList, Item

LONGEST_FOUND = 255  # characters of a text that MATCH can look for
_SPACES = re.compile(" +")
_NOT_NAME = re.compile(r"[^A-Za-z0-9_]+")


def name_of(*parts: str) -> str:
    """A name for a range that Excel takes, from what the range is.

    >>> name_of("schemes", "amounts.2019-20"), name_of("hicm", "planned")
    ('schemes_amounts_2019_20', 'hicm_planned')
    """
    return _NOT_NAME.sub("_", "_".join(parts))


def trimmed(text: str) -> str:
    """A text as TRIM leaves it: no spaces at its ends, and single ones between words."""
    return _SPACES.sub(" ", plain(text)).strip(" ")


def found_in(texts: str, numbers: str, cell: str) -> str:
    """The formula of the number that stands for the text of a cell in a lookup, else 0.

    MATCH takes ``*``, ``?`` and ``~`` for patterns, so each has a ``~`` put before it.
    """
    sought = f"TRIM({cell})"
    for sign in "~*?":
        sought = f'SUBSTITUTE({sought},"{sign}","~{sign}")'
    return f"IFERROR(INDEX({numbers},MATCH({sought},{texts},0)),0)"


class Lists:
    """The sheet of lists; each column of it is a range with a name."""

    def __init__(self, pen: Pen, sheet: Sheet) -> None:
        self._pen, self._sheet = pen, sheet
        self._names: set[str] = set()
        self._looked_up: dict[str, Mapping[str, int]] = {}

    def column(self, name: str, values: Sequence[str | int | float]) -> str:
        """Write a column under its name, once; gives the name. An empty one has one blank cell."""
        if name in self._names:
            return name
        at = len(self._names)
        self._names.add(name)
        self._pen.text(self._sheet, (0, at), name, {"bold": True})
        for row, value in enumerate(values, 1):
            if isinstance(value, str):
                self._pen.text(self._sheet, (row, at), value, {})
            else:
                self._sheet.write_number(row, at, value)
        self._pen.name(name, self._sheet, (1, at), max(1, len(values)))
        return name

    def lookup(self, name: str, numbers: Mapping[str, int], cell: str) -> str:
        """The formula that looks a cell up among texts, which are written down once."""
        self._looked_up.setdefault(name, numbers)
        texts = self.column(f"texts_{name}", list(numbers))
        return found_in(texts, self.column(f"numbers_{name}", list(numbers.values())), cell)


def numbers_of(known: CodeList[Item], used: Iterable[str | None]) -> dict[str, int]:
    """The number of each text that a list accepts: its own ways to write, and those in use.

    >>> from bettercare import rounds
    >>> areas = rounds.load("2019-20").areas_of_spend
    >>> numbers_of(areas, ["SOCIAL-CARE"])["SOCIAL-CARE"] == list(areas).index("social_care") + 1
    True
    """
    place = {code: number for number, code in enumerate(known, 1)}
    own = [(one.label, one.short, *one.aliases) for one in known.items.values()]
    found = {}
    for text in (*chain.from_iterable(own), *used):
        code = known.match(text).accepted
        if code:
            found[text or ""] = place[code]
    return distinct(found)


def distinct(numbers: Mapping[str, int]) -> dict[str, int]:
    """The texts as MATCH sees them: trimmed, in any case, and not too long; the first counts."""
    found: dict[str, int] = {}
    seen: set[str] = set()
    for text, number in numbers.items():
        short = trimmed(text)
        folded = short.casefold()
        if short and len(short) <= LONGEST_FOUND and folded not in seen:
            seen.add(folded)
            found[short] = number
    return found


def number_in(known: Iterable[str], code: str | None) -> int:
    """The number of a code in a list, 0 where there is none."""
    return next((number for number, one in enumerate(known, 1) if one == code), 0)
