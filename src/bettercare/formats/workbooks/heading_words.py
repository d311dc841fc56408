"""What to say of headings: nearly known ones, and lines that may be headings of a table."""

from collections.abc import Iterator, Sequence
from itertools import islice

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.headers import Header, Layout, letter
from bettercare.formats.reading import noted, some
from bettercare.formats.workbooks.finding import Found
from bettercare.formats.workbooks.headings import FEWEST, Segment, Vocabulary, segments_of
from bettercare.formats.workbooks.sheets_in import SheetCells, texts_of
from bettercare.labels import nearest, normalise

LOOKED_AT = 60  # rows of a sheet without a table


def nearly_known(layout: Layout, headers: Sequence[Header]) -> dict[int, str]:
    """Headings that are not known and most likely misspelt, by column, with what was meant."""
    used = {h.column.header for h in headers if h.column}
    missing = tuple(
        column.label for column in layout.columns if column.header not in used and column.label
    )
    found = {}
    for header in headers:
        if header.fills == "extra" and header.text and not header.again:
            near = nearest(header.text, missing)
            if near:
                found[header.position] = near
    return found


def near_findings(
    found: Found, headers: Sequence[Header], near: dict[int, str], file: str
) -> Iterator[Finding]:
    """A note of each heading that is most likely misspelt: its cells are kept, and not used."""
    row = found.sheet.top + found.body
    for header in headers:
        if header.position in near:
            cell = f"{letter(found.left + header.position)}{row}"
            what = (
                f"'{header.text}' is no heading of the table; did you mean "
                f"'{near[header.position]}'? Its cells are kept, and not used."
            )
            fix = f"Write '{near[header.position]}' if that is meant."
            place = Place(table=found.table, file=file, sheet=found.sheet.name, row=row, cell=cell)
            yield noted(
                "READ-71", Severity.WARNING, f"{found.sheet.name}, {cell}", what, fix, (place,)
            )


def doubtful(sheet: SheetCells, words: Vocabulary, file: str) -> Iterator[Finding]:
    """A note of the line of a sheet without tables that looks most like headings."""
    best: tuple[int, int, Segment] | None = None
    heads: list[str] = []
    for at, row in enumerate(islice(sheet.rows, LOOKED_AT)):
        texts = [text.strip() for text in texts_of(row)]
        for one in segments_of(texts, words, normalise(sheet.name)):
            size = len(one.fields) + words.near(one, texts)
            if size >= FEWEST and (best is None or size > best[0]):
                best, heads = (size, at, one), texts[one.left : one.right]
    if best is not None:
        yield _doubt(sheet, words, best[1], best[2], heads, file)


def _doubt(
    sheet: SheetCells, words: Vocabulary, at: int, segment: Segment, heads: Sequence[str], file: str
) -> Finding:
    cell = sheet.cell(at, segment.left)
    rules = words.rules
    table = segment.table
    label = rules.tables[table].label if table in rules.tables else table
    shown = [text for text in heads if text]
    what = f"{some(shown)} may be headings of '{label}', but too few are known; not read."
    fix = "Write the headings as the template has them."
    place = Place(table=table, file=file, sheet=sheet.name, cell=cell)
    return noted("READ-70", Severity.WARNING, f"{sheet.name}, {cell}", what, fix, (place,))
