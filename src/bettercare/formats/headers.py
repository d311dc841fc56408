"""Headers: which column of the round each column of a file is, and what to say of the others."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple, get_args, get_origin

import msgspec

from bettercare.errors import UnusableRound
from bettercare.findings import Finding, Severity
from bettercare.formats.reading import noted, some
from bettercare.formats.values import as_written
from bettercare.labels import listed, normalise
from bettercare.plan.records import TABLES, Record
from bettercare.rounds import Round
from bettercare.rounds.schema import Column

EXTRA, WRITTEN, KEEP = "extra.", "written.", "keep"  # headers that only our own dialect has
BESIDE = frozenset({"row", "extra", "written"})
SILENT = frozenset({"source row"})
PRINTED_BESIDE: Mapping[str, tuple[str, ...]] = {"income": ("expenditure", "balance")}


class Header(NamedTuple):
    """One column of a file and what it fills: a field, ``extra``, ``written``, or nothing."""

    position: int
    text: str
    fills: Literal["field", "extra", "written", "keep"] = "extra"
    name: str = ""
    column: Column | None = None
    key: str | None = None
    again: bool = False  # another column before it has the same header or meaning

    @property
    def field(self) -> str:
        """The field it fills, with its key."""
        if self.column is None:
            return ""
        return self.column.field if self.key is None else f"{self.column.field}.{self.key}"


class Layout:
    """The columns of a table: the round's own, and one for each field that the round leaves out.

    Raises ``UnusableRound`` when the round fills a field that the record does not have.
    """

    def __init__(self, table: str, rules: Round) -> None:
        self.table = table
        self.fields = fields_of(TABLES[table])
        given = rules.tables[table].columns if table in rules.tables else ()
        for column in given:
            if not _suits(column, self.fields.get(column.field)):
                raise UnusableRound(
                    f"Table {table} of round {rules.round}: column '{column.header}' "
                    f"({column.kind}) cannot fill '{column.field}'. "
                    "Fix: mend its field, kind or key."
                )
        filled = {column.field for column in given}
        left = [
            (f, kind) for f, (kind, keyed) in self.fields.items() if not keyed and f not in filled
        ]
        self.columns = (*given, *(_plain(field, kind) for field, kind in left))
        self._exact = {column.header: column for column in self.columns}
        self._folded: dict[str, Column] = {}
        for column in self.columns:
            for text in (*column.aliases, column.label, column.header):
                self._folded[normalise(text)] = column
        self._folded.pop("", None)

    @property
    def words(self) -> AbstractSet[str]:
        """Every heading that is known, folded as ``normalise`` does."""
        return self._folded.keys()

    def field_of(self, cell: str) -> str:
        """The field, with its key, that a header fills in a file of any dialect but our own."""
        text = cell.strip()
        name, dot, key = text.partition(".")
        if dot and key and self.fields.get(name, ("", False))[1]:
            return f"{name}.{key}"
        column = self._folded.get(normalise(text))
        if column is None:
            return ""
        return f"{column.field}.{column.key}" if column.key else column.field

    def header(self, position: int, cell: str, own: bool) -> Header:
        """What the column under this header fills; ``own`` is for a file in our own dialect."""
        text = (as_written(cell) or "") if own else cell.strip()
        if own and (found := self._of_own(position, text)):
            return found
        name, dot, key = text.partition(".")
        if dot and (key or own) and self.fields.get(name, ("", False))[1]:
            return Header(position, text, "field", column=self.of_key(name, key), key=key)
        return self._filled(position, text, self._folded.get(normalise(text)))

    def of_key(self, field: str, key: str) -> Column:
        """The column for one key of a field such as ``amounts``, which the round may not have."""
        known = (c for c in self.columns if c.field == field and c.key == key)
        made = msgspec.structs.replace(_plain(field, self.fields[field][0]), key=key)
        return next(known, msgspec.structs.replace(made, header=f"{field}.{key}"))

    def header_of_extra(self, name: str) -> str:
        """The header that our own dialect gives to a column that the round does not have."""
        is_safe = name != "" and self.header(0, name, own=True).name == name
        return name if is_safe else f"{EXTRA}{name}"

    def _of_own(self, position: int, text: str) -> Header | None:
        if text in self._exact:
            return self._filled(position, text, self._exact[text])
        if text == KEEP:
            return Header(position, text, "keep")
        if text.startswith(EXTRA):
            return Header(position, text, "extra", text.removeprefix(EXTRA))
        if text.startswith(WRITTEN):
            return Header(position, text, "written", text.removeprefix(WRITTEN))
        return None

    @staticmethod
    def _filled(position: int, text: str, column: Column | None) -> Header:
        if column is None:
            return Header(position, text, name=text)
        return Header(position, text, "field", column=column, key=column.key or None)


def read_headers(layout: Layout, cells: Sequence[str], own: bool, start: int = 0) -> list[Header]:
    """Match each header; a column that comes again is kept as an extra under a name of its own.

    ``start`` is the column of the sheet, counted from 0, that the first header stands in.
    """
    found: list[Header] = []
    taken: set[str] = set()
    names: Counter[str] = Counter()
    for position, cell in enumerate(cells):
        header = layout.header(position, cell, own)
        if header.fills == "field" and header.field in taken:
            header = Header(position, header.text, name=header.text, again=True)
            names[header.text] += 1
        if header.fills == "extra":
            name = header.name if own else header.name or f"column {letter(start + position)}"
            new = _unused(name, names)
            header = header._replace(name=new, again=bool(header.text) and new != name)
        taken.add(header.field)
        found.append(header)
    return found


def _unused(name: str, names: Counter[str]) -> str:
    """The name, numbered from 2 where it is taken."""
    names[name] += 1
    new = name
    while names[name] > 1 and new in names:
        new = f"{name} ({names[name]})"
        names[name] += 1
    names[new] = max(names[new], 1)
    return new


def letter(position: int) -> str:
    """The letter of a spreadsheet column, counted from 0.

    >>> letter(0), letter(18), letter(26)
    ('A', 'S', 'AA')
    """
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def header_findings(
    layout: Layout, subject: str, headers: Sequence[Header], row: str = "the first row"
) -> Iterator[Finding]:
    """Headers that come twice, that the round does not have, and that are missing.

    ``subject`` is the file or sheet in words, and ``row`` the row in which the headers belong.
    """
    again = list(dict.fromkeys(h.text for h in headers if h.again))
    if again:
        what = f"More than one column for {some(again)}; the first is read."
        fix = "Delete or rename the others; their cells are kept beside the row."
        yield noted("READ-03", Severity.WARNING, subject, what, fix)
    silent = {*SILENT, *PRINTED_BESIDE.get(layout.table, ())}
    extra = [h.text for h in headers if h.fills == "extra" and h.text and not h.again]
    others = [text for text in extra if normalise(text) not in silent]
    if others:
        what = f"The round has no column for {some(others)}; kept, and not used."
        yield noted("READ-04", Severity.INFORMATION, subject, what, "Check that none is misspelt.")
    used = {h.column.header for h in headers if h.column}
    asked = [c for c in layout.columns if c.required in {"always", "if_runs"}]
    missing = [c for c in asked if c.header not in used]
    if missing:
        what = f"There is no column for {listed(c.header for c in missing)}."
        fix = f"Write the headers in {row}, and add those that are missing."
        yield noted("READ-07", Severity.ERROR, subject, what, fix)


@lru_cache
def fields_of(kind: type[Record]) -> Mapping[str, tuple[str, bool]]:
    """The fields of a record that a column can fill: what they hold, and whether by key."""
    found: dict[str, tuple[str, bool]] = {}
    for field in msgspec.structs.fields(kind):
        if field.name not in BESIDE:
            keyed = get_origin(field.type) is Mapping
            held = get_args(field.type)[keyed]  # Mapping[str, held], or held | None
            text = "money" if field.name == "amounts" else "number"
            found[field.name] = (text if held is Decimal else "text", keyed)
    return found


def _suits(column: Column, field: tuple[str, bool] | None) -> bool:
    if field is None:
        return False
    kind, keyed = field
    return (column.kind == "text") == (kind == "text") and bool(column.key) == keyed


def _plain(field: str, kind: str) -> Column:
    """A column of our own for a field, under the field's name."""
    noun = field.replace("_", " ")
    return msgspec.convert(
        {"header": field, "field": field, "label": field, "noun": noun, "kind": kind}, Column
    )
