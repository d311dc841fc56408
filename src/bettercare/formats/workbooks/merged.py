"""Merged cells in the rows of a table: what heads several rows is read for each of them."""

from collections.abc import Iterator, Sequence

from bettercare.formats.headers import Header
from bettercare.formats.workbooks.finding import Found
from bettercare.formats.workbooks.sheets_in import Row, SheetCells, Span, is_blank


def filled_down(
    found: Found, headers: Sequence[Header], at: Sequence[int], rows: list[Row]
) -> tuple[str, ...]:
    """Fill the texts of merged cells into the rows they head; gives the blocks, such as "C5:C7".

    Numbers are not: an amount over several rows is one amount. A row without anything of its own
    stays blank. ``at`` are where the ``rows`` stand; those that are filled are replaced.
    """
    texts = {
        found.left + h.position for h in headers if h.column is None or h.column.kind == "text"
    }
    known = {row: n for n, row in enumerate(at)} if found.sheet.merged else {}
    return tuple(
        _name(found.sheet, span)
        for span in _over_rows(found)
        if span.left in texts and _fill(span, found.sheet.top, known, rows)
    )


def _over_rows(found: Found) -> Iterator[Span]:
    """The merged cells of a table that stand over several of its rows."""
    top = found.sheet.top
    for span in found.sheet.merged:
        inside = found.body <= span.top - top < found.end and found.left <= span.left < found.right
        if inside and span.bottom > span.top:
            yield span


def _fill(span: Span, top: int, known: dict[int, int], rows: list[Row]) -> bool:
    first = known.get(span.top - top)
    below = [known[at - top] for at in range(span.top + 1, span.bottom + 1) if at - top in known]
    if first is None:
        return False
    filled = [n for n in below if not is_blank(rows[n])]
    for n in filled:
        rows[n] = [*rows[n][: span.left], rows[first][span.left], *rows[n][span.left + 1 :]]
    return bool(filled) and not is_blank([rows[first][span.left]])


def _name(sheet: SheetCells, span: Span) -> str:
    start = sheet.cell(span.top - sheet.top, span.left)
    return f"{start}:{sheet.cell(span.bottom - sheet.top, span.left)}"
