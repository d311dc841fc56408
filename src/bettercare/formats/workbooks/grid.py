"""The cells of a table as a workbook of ours holds them: one row a record, each with its id.

The writer puts them on a sheet. The reader makes the same cells of the plan that the workbook
remembers, so that it knows which cells somebody has changed since.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from bettercare.formats.cells import Field, fields_of_table
from bettercare.formats.headers import Layout
from bettercare.formats.workbooks.memory import row_id
from bettercare.plan.records import Record
from bettercare.rounds import Round

ROW_ID = "Row id"  # the header of the hidden column of ids
WORKED_OUT = "(worked out)"  # how the header of a column of formulas or of our own words ends
LONGEST_TEXT = 32_767  # halves of characters (UTF-16) that a cell holds
MOST_FIGURES = 16  # what the writer puts into a cell of a number
SEEN_FIGURES = 15  # what Excel shows of it

Content = str | Decimal | None

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f]")


class GridRow(NamedTuple):
    """The cells of one line; its id is that of a record, or of a line prepared for an answer."""

    id: str
    cells: tuple[Content, ...]


class Grid(NamedTuple):
    """A table as it stands on a sheet: its columns (``None`` for one of extras), heads and rows."""

    table: str
    fields: tuple[Field | None, ...]
    heads: tuple[str, ...]
    rows: tuple[GridRow, ...]


def grid_of(
    table: str, records: Sequence[Record], prepared: Sequence[Record], rules: Round
) -> Grid:
    """The grid of some records, and after them of the lines ``prepared`` for an answer."""
    layout = Layout(table, rules)
    fields = _shown(table, fields_of_table(layout, records), (*records, *prepared), rules)
    extras = sorted({name for record in records for name in record.extra})
    heads = [
        *_heads(layout, fields),
        *(layout.header_of_extra(name) for name in extras),
    ]
    every = (*records, *prepared)
    columns: list[Iterable[Content]] = [field.contents(every) for field in fields]
    columns += ([one.extra.get(name) for one in every] for name in extras)
    rows = map(GridRow, _ids(len(records), len(prepared)), zip(*columns, strict=True))
    return Grid(table, (*fields, *(None for _ in extras)), tuple(heads), tuple(rows))


def _shown(
    table: str, fields: Iterable[Field], records: Sequence[Record], rules: Round
) -> list[Field]:
    """The columns of the round, and of the others those in which something stands."""
    asked = set(rules.tables[table].columns) if table in rules.tables else set()
    every = list(fields)
    shown = [
        field
        for field in every
        if field.column in asked or any(one is not None for one in field.contents(records))
    ]
    return shown or every


def _ids(records: int, prepared: int) -> list[str]:
    """The ids of so many records, and after them of lines prepared for an answer."""
    ids = [row_id(item) for item in range(1, records + 1)]
    return ids + [f"p{item}" for item in range(1, prepared + 1)]


def _heads(layout: Layout, fields: Iterable[Field]) -> Iterator[str]:
    """The label of each column; its plain name where the label would be read as another's."""
    taken: set[str] = set()
    for field in fields:
        for head in (field.column.label, field.column.header):
            found = layout.header(0, head, own=False)
            if found.field == field.name and head not in taken:
                break
        taken.add(head)
        yield head


def as_read(content: Content) -> str:
    r"""The text that a reader makes of a cell: a number to 15 figures, no controls in a text.

    >>> as_read(Decimal("0.60")), as_read(Decimal(12)), as_read(None), as_read("a\r\nb")
    ('0.6', '12', '', 'a\nb')
    """
    if content is None:
        return ""
    if isinstance(content, Decimal):
        return seen_number(float(f"{float(content):.{MOST_FIGURES}G}"))
    return plain(content)


def seen_number(number: float) -> str:
    """A number of a cell as people see it: without an exponent, to the 15 figures Excel shows.

    >>> seen_number(1234.5), seen_number(0.1 + 0.2), seen_number(987654.35), seen_number(1e20)
    ('1234.5', '0.3', '987654.35', '100000000000000000000')
    """
    text = f"{number:.{SEEN_FIGURES}G}"
    return f"{Decimal(text):f}" if "E" in text else text


def number_text(number: float) -> str:
    """A number of a cell as text, without an exponent and to 16 figures.

    >>> number_text(1234.5), number_text(3.0), number_text(0.1 + 0.2), number_text(1e20)
    ('1234.5', '3', '0.3', '100000000000000000000')
    """
    if number.is_integer():
        return f"{number:.0f}"
    return f"{Decimal(f'{number:.{MOST_FIGURES}G}').normalize():f}"


def plain(text: str) -> str:
    r"""A text as a cell can hold it: line ends of one kind, nothing that cannot be seen, cut.

    >>> plain("Falls\x00 service")
    'Falls service'
    """
    seen = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = seen if seen.isprintable() else _UNSEEN.sub("", seen)
    return kept if 2 * len(kept) <= LONGEST_TEXT else _cut(kept)


def _cut(text: str) -> str:
    """As much of a text as a cell holds; a character beyond the first 65,536 counts twice."""
    halves = text.encode("utf-16-le", "surrogatepass")[: 2 * LONGEST_TEXT]
    return halves.decode("utf-16-le", "ignore")


def is_worked_out(head: str) -> bool:
    """Whether a column of a workbook of ours is worked out from the others: it is no input.

    >>> is_worked_out("Words left (worked out)"), is_worked_out("Text")
    (True, False)
    """
    return head.rstrip().endswith(WORKED_OUT)
