"""The income tab where columns are lost: heads that name a source, and lines with an amount."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bettercare.formats.prints.paper import Line
from bettercare.formats.prints.sections import Row, Section
from bettercare.labels import normalise
from bettercare.money import read_number
from bettercare.rounds import Round
from bettercare.rounds.schema import Source

TABLE = "income"
ADDITIONAL = "additional"  # the kind of source that is offered by choice, behind a question

_NUMBER = re.compile(r"\d{1,2}\.?\s+")
_TOTAL = re.compile(r"\W*total\b", re.IGNORECASE)
LONGEST_NAME = 6  # words of the name of a source


class Amount(NamedTuple):
    """A line with an amount: the words before it, the amount as printed, the words behind it."""

    label: str
    text: str
    rest: str


def income_section(lines: Sequence[Line], rules: Round) -> Section | None:
    """The lines of income among the lines of their tab, or ``None`` where there is none."""
    rows = tuple(_Scan(rules).rows(lines))
    if not rows:
        return None
    fields = ("source_of_funding", "contributor", f"amounts.{rules.year}", "answer", "comment")
    return Section(TABLE, rows[0].line, rows[0].page, fields, fields, rows)


def amount_in(text: str) -> Amount | None:
    """The first amount with a pound sign in a line.

    >>> amount_in("1 NHS Leicester City CCG £23,936,545")
    Amount(label='1 NHS Leicester City CCG', text='£23,936,545', rest='')
    """
    words = text.split()
    for n, word in enumerate(words):
        if "£" in word and read_number(word) is not None:
            return Amount(" ".join(words[:n]), word, " ".join(words[n + 1 :]))
    return None


def is_total(label: str) -> bool:
    """Whether a line adds up those above it.

    >>> is_total("Total CCG Contribution"), is_total("Totnes")
    (True, False)
    """
    return _TOTAL.match(label) is not None


class _Scan:
    """Goes through the lines and keeps the source whose head came last."""

    def __init__(self, rules: Round) -> None:
        self._rules = rules
        amounts = rules.column(TABLE, "amounts", rules.year)
        labels = (amounts.label, *amounts.aliases) if amounts else ()
        self._amount_labels = frozenset(map(normalise, labels))
        self._source: Source | None = None
        self._answer = ""
        self._lines = 0  # of the source that is open

    def rows(self, lines: Sequence[Line]) -> Iterator[Row]:
        """A row for each line of income."""
        for line in lines:
            amount = amount_in(line.words)
            if amount is None:
                self._text(line.words)
            elif amount_in(amount.rest) is None:  # else it is a line of figures
                cells = self._total(amount) if is_total(amount.label) else self._line(amount)
                if cells:
                    yield Row(line.number, line.page, cells)

    def _text(self, text: str) -> None:
        """An answer, or a head; a line that says more of a source is about a part of it."""
        if self._rules.yes_or_no.match(text).accepted:
            self._answer = text
        elif text and (self._source_of(text) or self._begins_with_source(text)):
            self._source, self._lines = self._source_of(text), 0

    def _line(self, amount: Amount) -> tuple[str, ...] | None:
        """A contributor and what it pays; or a source with its amount in one line."""
        named = self._source_of(amount.label)
        if named:
            self._source = named
        if self._source is None:
            return None
        self._lines += 1
        contributor = "" if named else _NUMBER.sub("", amount.label, count=1)
        return self._cells(self._source, contributor, amount)

    def _total(self, amount: Amount) -> tuple[str, ...] | None:
        """The total ends a source. Nothing was offered where it stands alone behind a question."""
        source, alone = self._source, not self._lines
        self._source = None
        if source and alone and source.kind == ADDITIONAL:
            return self._cells(source, "", amount)
        return None

    def _cells(self, source: Source, contributor: str, amount: Amount) -> tuple[str, ...]:
        answer = ""
        if source.kind == ADDITIONAL:
            answer, self._answer = self._answer, ""
        return (source.label, contributor, amount.text, answer, amount.rest)

    def _source_of(self, text: str) -> Source | None:
        """The source that a text names, with or without the label of its amounts behind it."""
        words = text.split()
        for end in range(len(words), 0, -1):
            code = self._rules.sources.match(" ".join(words[:end])).accepted
            rest = normalise(" ".join(words[end:]))
            if code and (not rest or rest in self._amount_labels):
                return self._rules.sources[code]
        return None

    def _begins_with_source(self, text: str) -> bool:
        words = text.split()[:LONGEST_NAME]
        return any(
            self._rules.sources.match(" ".join(words[:end])).accepted
            for end in range(1, len(words) + 1)
        )
