"""The income tab where columns are lost: heads that name a source, and lines with an amount."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bettercare.formats.prints.paper import Line
from bettercare.formats.prints.sections import Row, Section
from bettercare.labels import normalise
from bettercare.money import read_number
from bettercare.rounds import Round

TABLE = "income"
ADDITIONAL = "additional"  # the kind of source that is offered by choice, behind a question

_NUMBER = re.compile(r"\d{1,2}\.?\s+")
_TOTAL = re.compile(r"\W*total\b", re.IGNORECASE)


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


class _Scan:
    """Goes through the lines and keeps the source whose head came last."""

    def __init__(self, rules: Round) -> None:
        self._rules = rules
        amounts = rules.column(TABLE, "amounts", rules.year)
        labels = (amounts.label, *amounts.aliases) if amounts else ()
        self._amount_labels = frozenset(map(normalise, labels))
        self._source: str | None = None
        self._answer = ""
        self._lines = 0  # of the source that is open

    def rows(self, lines: Sequence[Line]) -> Iterator[Row]:
        """A row for each line of income."""
        for line in lines:
            text = line.cells[0]
            amount = amount_in(text)
            if amount and not amount_in(amount.rest):
                cells = self._cells(amount)
                if cells:
                    yield Row(line.number, line.page, cells)
            elif not amount and self._rules.yes_or_no.match(text).accepted:
                self._answer = text
            elif not amount and text:
                self._head(text)

    def _head(self, text: str) -> None:
        """Open the source that a line names; a line that says more of a source is about a part."""
        code = self._source_of(text)
        if code or self._begins_with_source(text):
            self._source, self._lines = code, 0

    def _cells(self, amount: Amount) -> tuple[str, ...] | None:
        """The cells of a line of income; ``None`` for a total that the lines above add up to."""
        code = self._source_of(amount.label)
        if code and not self._lines:
            self._source = code
        if self._source is None:
            return None
        source = self._rules.sources[self._source]
        total = _TOTAL.match(amount.label)
        answer = self._answer if source.kind == ADDITIONAL else ""
        alone = total and not self._lines and source.kind == ADDITIONAL
        self._lines += 1
        if total:
            self._source = None
            contributor = ""
        else:
            contributor = "" if code else _NUMBER.sub("", amount.label, count=1)
        if total and not alone:
            return None
        if answer:
            self._answer = ""
        return (source.label, contributor, amount.text, answer, amount.rest)

    def _source_of(self, text: str) -> str | None:
        """The source that a text names, with or without the label of its amounts behind it."""
        words = text.split()
        for end in range(len(words), 0, -1):
            code = self._rules.sources.match(" ".join(words[:end])).accepted
            rest = normalise(" ".join(words[end:]))
            if code and (not rest or rest in self._amount_labels):
                return code
        return None

    def _begins_with_source(self, text: str) -> bool:
        words = text.split()
        return any(
            self._rules.sources.match(" ".join(words[:end])).accepted
            for end in range(1, min(len(words), 6))
        )
