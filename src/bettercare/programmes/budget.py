"""A programme read by its own lists: which source and year each amount belongs to."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from bettercare.findings import Place
from bettercare.labels import normalise, shortened
from bettercare.money import is_not_given, pounds
from bettercare.programmes.records import Line, Programme
from bettercare.programmes.rules import Rules

NOUGHT = Decimal(0)
THOUSANDS = "£k"
LONGEST_NAME = 60  # letters of a line's name in a sentence


class Column(NamedTuple):
    """One column of amounts: what a source gives in a year."""

    source: str
    year: str

    @property
    def key(self) -> str:
        """The name of the column in records and figures.

        >>> Column("ibcf", "2017-18").key
        'ibcf.2017-18'
        """
        return f"{self.source}.{self.year}"


class Numbered(NamedTuple):
    """A line with its number, from 1."""

    item: int
    line: Line


class Budget:
    """A programme's lines, columns and years. Everything is worked out once, when asked for."""

    def __init__(self, programme: Programme, rules: Rules) -> None:
        self.programme = programme
        self.rules = rules

    @cached_property
    def lines(self) -> tuple[Numbered, ...]:
        """The lines of the budget, numbered."""
        return tuple(Numbered(n, line) for n, line in enumerate(self.programme.lines, 1))

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns that the programme names, and then any that only its lines have."""
        named = [
            Column(self.code(fund.source), fund.year)
            for fund in self.programme.funds
            if fund.source and fund.year
        ]
        used = (column_of(key) for _, line in self.lines for key in line.amounts)
        return tuple(dict.fromkeys([*named, *used]))

    @cached_property
    def years(self) -> tuple[str, ...]:
        """The years of the programme in order, with those that only its columns have."""
        of_lines = (year for _, line in self.lines for year in line.annual)
        years = (*self.programme.years, *(column.year for column in self.columns), *of_lines)
        return tuple(sorted(dict.fromkeys(years)))

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The label of each source by its code."""
        given = {one.code: one.label for one in self.programme.sources if one.code and one.label}
        known = {code: one.name for code, one in self.rules.sources.items.items()}
        return {**known, **given}

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        return {normalise(text): code for code, label in self.labels.items() for text in (label,)}

    def code(self, text: str | None) -> str:
        """The code of a source, given its code or any of its labels; "" for none."""
        if not text:
            return ""
        if text in self.labels:
            return text
        found = self._codes.get(normalise(text)) or self.rules.sources.match(text).accepted
        return found or ("carry_over" if self.rules.is_carried(text) else slug(text))

    def label(self, source: str) -> str:
        """The label of a source by its code."""
        return self.labels.get(source, source.replace("_", " "))

    def is_carried(self, source: str) -> bool:
        """Whether a source is money carried over from an earlier year."""
        marked = any(one.carried_from for one in self.programme.sources if one.code == source)
        return marked or self.rules.is_carried(self.label(source))

    def of_year(self, year: str) -> tuple[Column, ...]:
        """The columns of a year."""
        return self._by_year.get(year, ())

    @cached_property
    def _by_year(self) -> Mapping[str, tuple[Column, ...]]:
        years = dict.fromkeys(column.year for column in self.columns)
        return {year: tuple(c for c in self.columns if c.year == year) for year in years}

    def amount(self, line: Line, column: Column) -> Decimal | None:
        """What a source gives to a line in a year; ``None`` where nothing or no number stands."""
        return line.amounts.get(column.key)

    def money(self, line: Line, year: str) -> Decimal | None:
        """The budget of a line in a year: what its sources give, or else the annual budget."""
        columns = self.of_year(year)
        if not columns:
            return line.annual.get(year)
        found = [line.amounts[c.key] for c in columns if c.key in line.amounts]
        return sum(found, NOUGHT) if found else None

    def available(self, column: Column) -> Decimal | None:
        """What a source has to give in a year, where the programme says so."""
        for fund in self.programme.funds:
            if fund.year == column.year and self.code(fund.source) == column.source:
                return fund.available
        return None

    def unknown(self, line: Line, key: str = "") -> tuple[str, ...]:
        """The fields of a line whose amount is not known: of a year, of a column's key, or all.

        >>> from bettercare.programmes.rules import load
        >>> line = Line(written={"annual.2017-18": "?", "amounts.bcf.2017-18": "-"})
        >>> Budget(Programme(), load()).unknown(line)
        ('annual.2017-18',)
        """
        return tuple(
            field
            for field, text in line.written.items()
            if field.startswith(("annual.", "amounts."))
            and (not key or field.endswith(f".{key}"))
            and not is_not_given(text)
        )

    def name(self, number: Numbered) -> str:
        """A line in words: its measure and item."""
        words = (number.line.measure, number.line.item or number.line.use)
        return shortened(" ".join(filter(None, words)), LONGEST_NAME) or f"Line {number.item}"

    def unreadable(self, line: Line, key: str = "") -> tuple[str, ...]:
        """Those of the fields not known that hold something else than a placeholder.

        >>> from bettercare.programmes.rules import load
        >>> line = Line(written={"annual.2017-18": "?", "amounts.bcf.2017-18": "1 2"})
        >>> Budget(Programme(), load()).unreadable(line)
        ('amounts.bcf.2017-18',)
        """
        fields = self.unknown(line, key)
        return tuple(one for one in fields if not self.rules.is_unknown(line.written[one]))

    def is_new(self, line: Line) -> bool:
        """Whether a line says that it is new.

        >>> from bettercare.programmes.rules import load
        >>> Budget(Programme(), load()).is_new(Line(use="*New Pilot: software"))
        True
        """
        if line.new:
            return line.new.casefold() in {"yes", "y", "true", "new"}
        return bool(line.use) and (line.use or "").casefold().startswith(self.rules.uses.new)

    def use_of(self, line: Line) -> str | None:
        """The kind of use that the use of a line begins with, as a code.

        >>> from bettercare.programmes.rules import load
        >>> Budget(Programme(), load()).use_of(Line(use="*New One-off: payments"))
        'one_off'
        """
        words = normalise(line.use or "").removeprefix("new ")
        for code, kind in self.rules.uses.items.items():
            if words.startswith(tuple(normalise(text) for text in (kind.label, *kind.aliases))):
                return code
        return None

    def is_once(self, line: Line) -> bool:
        """Whether a line does not go on after its years: a one-off, a pilot."""
        code = self.use_of(line)
        return code is not None and self.rules.uses[code].once

    def place(self, number: Numbered, field: str = "") -> Place:
        """Where a value of a line stands."""
        return self.programme.place("lines", number.item, field)

    def priority_label(self, code: str) -> str:
        """A priority in words: "priority 1, Unified prevention"."""
        label = next((one.label for one in self.programme.priorities if one.code == code), None)
        return f"priority {code}, {label}" if label else f"priority {code}"

    @cached_property
    def priorities(self) -> tuple[str, ...]:
        """The codes of the priorities in order, with those that only lines name."""
        listed = (one.code for one in self.programme.priorities)
        used = (line.priority for _, line in self.lines)
        return tuple(dict.fromkeys(code for code in (*listed, *used) if code))

    def in_priority(self, code: str) -> tuple[Numbered, ...]:
        """The lines of a priority."""
        return tuple(one for one in self.lines if one.line.priority == code)

    @property
    def unit(self) -> str:
        """The unit of figures in money."""
        return "GBP thousand" if self.programme.unit == THOUSANDS else "GBP"

    def shown(self, amount: Decimal, *, sign: bool = False) -> str:
        """An amount in the programme's unit: "£77k"."""
        return pounds(amount, sign=sign) + ("k" if self.programme.unit == THOUSANDS else "")

    def rounding(self, parts: int) -> Decimal:
        """How far a total of so many rounded parts may be off."""
        each = self.rules.rounding
        return parts * (each.thousands if self.programme.unit == THOUSANDS else each.pounds)

    def tidied(self, mark: str) -> tuple[str, bool]:
        """A mark as letters of one alphabet, and whether it is said to be indirect.

        >>> from bettercare.programmes.rules import load
        >>> budget = Budget(Programme(), load())
        >>> budget.tidied("Y (indirect)"), budget.tidied("YYYY")
        (('Y', True), ('YYYY', False))
        """
        words = mark.replace("(", " ").replace(")", " ").split()
        indirect = any(word.casefold() in self.rules.marks.indirect for word in words)
        rest = [word for word in words if word.casefold() not in self.rules.marks.indirect]
        alike = self.rules.marks.lookalikes
        return "".join(alike.get(letter, letter) for letter in "".join(rest)), indirect

    def strength(self, mark: str | None) -> int | None:
        """How many letters a mark has; 0 for none and ``None`` for a text that is no mark.

        >>> from bettercare.programmes.rules import load
        >>> budget = Budget(Programme(), load())
        >>> [budget.strength(mark) for mark in ("YY", None, "Y (indirect)", "High")]
        [2, 0, 1, None]
        """
        letters, _ = self.tidied(mark or "")
        return len(letters) if set(letters) <= {self.rules.marks.letter} else None


def column_of(key: str) -> Column:
    """The column that a key such as "ibcf.2017-18" names.

    >>> column_of("carry_over.2018-19")
    Column(source='carry_over', year='2018-19')
    """
    source, _, year = key.rpartition(".")
    return Column(source, year)


def slug(text: str) -> str:
    """A text as part of a figure's id.

    >>> slug("RCC (DFG capital)")
    'rcc_dfg_capital'
    """
    return normalise(text).replace(" ", "_")


def total(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum of the amounts that are known.

    >>> total([Decimal(2), None, Decimal(3)])
    Decimal('5')
    """
    return sum((one for one in amounts if one is not None), NOUGHT)


def by_text(lines: Iterable[Numbered], field: str) -> Iterator[tuple[str, list[Numbered]]]:
    """Lines by the text of a field, in order of first appearance; those without are left out."""
    groups: dict[str, list[Numbered]] = {}
    for one in lines:
        text = getattr(one.line, field)
        if text:
            groups.setdefault(text, []).append(one)
    yield from groups.items()
