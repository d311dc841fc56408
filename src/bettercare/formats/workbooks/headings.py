"""The headings of tables: which words are headings, and which table a line of them belongs to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bettercare.formats.headers import Layout
from bettercare.formats.workbooks.grid import ROW_ID
from bettercare.formats.workbooks.sheets import PLAIN_TITLES, title_of
from bettercare.labels import nearest, normalise
from bettercare.plan.records import TABLES
from bettercare.rounds import Round

LONGEST_HEAD = 200  # characters of a heading
FEWEST = 2  # headings that a table is known by, where its own title or required columns help
FEWEST_ALONE = 3  # where nothing else says which table it is
ASKED = frozenset({"always", "if_runs"})


class Segment(NamedTuple):
    """A stretch of headings side by side, and the table they belong to.

    ``left`` is the column of the first, and ``right`` the one after the last.
    """

    table: str
    left: int
    right: int
    fields: frozenset[str]
    expected: int = 0

    @property
    def size(self) -> tuple[int, int]:
        """How much speaks for it: headings as they were written, and headings that are known."""
        return self.expected, len(self.fields)


class Vocabulary:
    """The headings of every table of a round.

    ``expected`` are the headings that a workbook of ours was written with, by table: they settle
    which table is which where two have the same columns.
    """

    def __init__(self, rules: Round, expected: Mapping[str, Iterable[str]]) -> None:
        self.rules = rules
        self.layouts = {table: Layout(table, rules) for table in TABLES}
        self.titles = {table: _titles(table, rules) for table in TABLES}
        self._expected = {table: frozenset(heads) for table, heads in expected.items()}
        self._words = {word for layout in self.layouts.values() for word in layout.words}
        self._words |= {word for heads in self._expected.values() for word in map(normalise, heads)}
        self._keyed = {
            field
            for layout in self.layouts.values()
            for field, (_, keyed) in layout.fields.items()
            if keyed
        }
        self._words.discard("")
        self._known: dict[str, bool] = {}
        self._fields: dict[str, Mapping[str, str]] = {}

    def is_known(self, text: str) -> bool:
        """Whether a text is a heading of some table, or that of the ids of rows."""
        if text not in self._known:
            folded = normalise(text) if len(text) <= LONGEST_HEAD else ""
            self._known[text] = folded in self._words or text == ROW_ID or self._has_key(text)
        return self._known[text]

    def _has_key(self, text: str) -> bool:
        name, dot, key = text.strip().partition(".")
        return bool(dot and key) and name in self._keyed

    def fields(self, text: str) -> Mapping[str, str]:
        """What a heading fills, by table."""
        if text not in self._fields:
            self._fields[text] = dict(self._filled(text)) if self.is_known(text) else {}
        return self._fields[text]

    def _filled(self, text: str) -> Iterator[tuple[str, str]]:
        for table, layout in self.layouts.items():
            field = layout.field_of(text)
            if field:
                yield table, field

    def is_sure(self, segment: Segment, ids: bool, titled: bool) -> bool:
        """Whether headings are enough to say that here is a table, and which.

        Two headings that are known, among them at least half of the columns that the round always
        asks for: fewer may be chance, more would lose a table for one heading that was changed.
        Where the round asks for no column, or too few of them are there, three; two where the sheet
        or a line above bears the title of the table; one beside the ids that only we write,
        and two that a workbook of ours was written with.
        """
        found = len(segment.fields)
        if ids:
            return found > 0
        if segment.expected >= FEWEST:
            return True
        if found < FEWEST:
            return False
        return titled or found >= FEWEST_ALONE or self._asked_share(segment) >= 1 / 2

    def _asked_share(self, segment: Segment) -> float:
        table = self.rules.tables.get(segment.table)
        asked = [c for c in table.columns if c.required in ASKED] if table else []
        met = [c for c in asked if (f"{c.field}.{c.key}" if c.key else c.field) in segment.fields]
        return len(met) / len(asked) if asked else 0.0

    def best(self, heads: Sequence[str], left: int, right: int, titles: str) -> Segment | None:
        """The table that most of some headings belong to.

        Its title settles a tie, then headings that are nearly its own.
        """
        found: dict[str, set[str]] = {}
        for text in heads[left:right]:
            for table, field in self.fields(text).items():
                found.setdefault(table, set()).add(field)
        segments = [
            Segment(table, left, right, frozenset(fields), self.met(table, heads[left:right]))
            for table, fields in found.items()
        ]
        if not segments:
            return None
        most = max(self._size(one, titles) for one in segments)
        alike = [one for one in segments if self._size(one, titles) == most]
        if len(alike) == 1:
            return alike[0]
        return max(alike, key=lambda one: (self.near(one, heads), self._asked_share(one)))

    def met(self, table: str, heads: Iterable[str]) -> int:
        """How many headings are as a workbook of ours was written with them."""
        return len(self._expected.get(table, frozenset()).intersection(heads))

    def _size(self, segment: Segment, titles: str) -> tuple[int, int, bool]:
        return (*segment.size, self.is_titled(segment.table, titles))

    def near(self, segment: Segment, heads: Sequence[str]) -> int:
        """How many of its headings are nearly those of its table."""
        labels = tuple(column.label for column in self.layouts[segment.table].columns)
        unknown = (text for text in heads[segment.left : segment.right] if text)
        return sum(not self.fields(text) and nearest(text, labels) is not None for text in unknown)

    def is_titled(self, table: str, titles: str) -> bool:
        """Whether the name of a sheet, or a line above a table, holds the title of a table."""
        return any(f" {title} " in f" {titles} " for title in self.titles[table])


def _titles(table: str, rules: Round) -> frozenset[str]:
    """What a table is called, folded."""
    names = {title_of(table, rules), PLAIN_TITLES[table], table.replace("_", " ")}
    if table in rules.tables:
        names.add(rules.tables[table].label)
    return frozenset(filter(None, map(normalise, names)))


def segments_of(heads: Sequence[str], words: Vocabulary, titles: str) -> Iterator[Segment]:
    """The tables whose headings stand side by side in one line.

    Headings parted by a blank column are one table as long as all of them are columns of it, but
    for one that comes twice; else each part is a table.
    """
    current: Segment | None = None
    for left, right in _runs(heads):
        here = words.best(heads, left, right, titles)
        joined = words.best(heads, current.left, right, titles) if current else here
        if current is None or here is None or joined is None or _is_one(current, here, joined):
            current = joined or (current and current._replace(right=right))
        else:
            yield current
            current = here
    if current is not None:
        yield current


def _is_one(current: Segment, here: Segment, joined: Segment) -> bool:
    before, now = len(current.fields), len(here.fields)
    return len(joined.fields) > max(before, now) and len(joined.fields) >= before + now - 1


def _runs(heads: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Stretches of headings without a blank one between them."""
    start = -1
    for at, text in enumerate((*heads, "")):
        if text and start < 0:
            start = at
        elif not text and start >= 0:
            yield start, at
            start = -1
