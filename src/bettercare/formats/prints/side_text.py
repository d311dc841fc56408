"""What the text of a paper says in numbers: amounts with their years, and numbered proposals."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from bettercare.dates import short_year
from bettercare.formats.prints.paper import Line

AMOUNT = re.compile(
    r"£\s?(?P<pounds>\d[\d,]*(?:\.\d+)?)\s?(?P<scale>billion\b|bn\b|million\b|m\b|k\b|000\b)?"
    r"|(?P<percent>\d+(?:\.\d+)?)\s?%"
    r"|\brate of (?P<rate>\d[\d,]*(?:\.\d+)?)",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(20\d\d)\s?[-/–]\s?(\d\d)\b(?!/)")
UNITS = {"billion": "£bn", "bn": "£bn", "million": "£m", "m": "£m", "k": "£k", "000": "£k", "": "£"}
POUNDS = {"£": 1, "£k": 10**3, "£m": 10**6, "£bn": 10**9}

_SENTENCE = re.compile(r"(?<=[a-z0-9)%])\.\s+(?=[A-Z])")
_ITEM = re.compile(r"^[-•\s]*(?P<number>\d{1,2}(?:\.\d{1,2}){1,3})\s+(?P<text>\S.*)")
_MARKS = re.compile(r"[*_]+")


class Said(NamedTuple):
    """A number in a sentence: its unit (£, £k, £m, £bn, % or rate) and the year it is of."""

    value: Decimal
    unit: str
    year: str | None


class Item(NamedTuple):
    """A numbered paragraph: its number, line, text, and the last amount in pounds that it names."""

    number: str
    line: int
    text: str
    pounds: Decimal | None

    @property
    def parent(self) -> str:
        """The number that it stands under: "7.2" of "7.2.1"."""
        return self.number.rpartition(".")[0]


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph.

    >>> sentences("It rose to £8.1m in 2017/18. It stays so.")
    ['It rose to £8.1m in 2017/18', 'It stays so.']
    """
    return _SENTENCE.split(text)


def said_in(sentence: str, year: str | None = None) -> list[Said]:
    """The numbers of a sentence, each with the year that follows it, or else the one before it.

    ``year`` is what a number without any year in its sentence is of.

    >>> [tuple(map(str, one)) for one in said_in("up from £6.5m in 2016/17 to £8.1m in 2017/18")]
    [('6.5', '£m', '2016-17'), ('8.1', '£m', '2017-18')]
    """
    amounts = list(AMOUNT.finditer(sentence))
    years = [(one.start(), short_year(f"{one[1]}-{one[2]}")) for one in YEAR.finditer(sentence)]
    found = []
    for n, one in enumerate(amounts):
        end = amounts[n + 1].start() if n + 1 < len(amounts) else len(sentence)
        after = [name for at, name in years if one.end() <= at < end]
        before = [name for at, name in years if at < one.start()]
        when = after[0] if after else before[-1] if before else year
        found.append(_said(one, when))
    return found


def _said(found: re.Match[str], year: str | None) -> Said:
    number = next(filter(None, (found["pounds"], found["percent"], found["rate"])))
    value = Decimal(number.replace(",", ""))
    if found["pounds"]:
        return Said(value, UNITS[(found["scale"] or "").casefold()], year)
    return Said(value, "%" if found["percent"] else "rate", year)


def in_pounds(said: Said) -> Decimal | None:
    """An amount of money in pounds; ``None`` for any other number."""
    return said.value * POUNDS[said.unit] if said.unit in POUNDS else None


def items(lines: Sequence[Line]) -> tuple[Item, ...]:
    """The numbered paragraphs of some lines; a paragraph goes on to the next number.

    A line of a table, or one that is numbered as its heading, ends it too.
    """
    return tuple(_item(number, found) for number, found in _paragraphs(lines))


def _paragraphs(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    number, found = "", list[Line]()
    for line in lines:
        start = _ITEM.match(line.text) if not line.has_tabs else None
        if start or line.has_tabs:
            if found:
                yield number, found
            number, found = (start["number"], [line]) if start else ("", [])
        elif found and not line.is_blank:
            found.append(line)
    if found:
        yield number, found


def _item(number: str, lines: Sequence[Line]) -> Item:
    first = _ITEM.match(lines[0].text)
    head = first["text"] if first else ""
    text = _MARKS.sub("", " ".join([head, *(line.text.strip() for line in lines[1:])]))
    amounts = [one for said in said_in(text) if (one := in_pounds(said)) is not None]
    return Item(number, lines[0].number, text, amounts[-1] if amounts else None)
