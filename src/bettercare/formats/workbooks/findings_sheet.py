"""The sheet "Findings" of a marked copy: what was found, where, and how to put it right."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.workbooks.additions import Additions
from bettercare.formats.workbooks.patch import Element, namespace, safe_text
from bettercare.labels import listed

TITLE = "Findings"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
WORDS = {
    Severity.ERROR: "Error",
    Severity.WARNING: "Warning",
    Severity.INFORMATION: "Information",
}
HEADS = ("Severity", "Code", "Cell", "Where", "What is wrong", "How to put it right", "Reference")
WIDTHS = (12, 11, 26, 26, 56, 44, 36)
LINK_COLUMN = 2
MOST_CELLS = 3  # named for one finding
LINE, TALLEST = 15, 405  # points of one line, and of the tallest row
FONT, HEAD_FILL = "FF000000", "FFD9E5F2"


def add_findings_sheet(additions: Additions, findings: Sequence[Finding], file: str) -> str:
    """Add the sheet after all others; gives its title."""
    book = additions.tree("xl/workbook.xml")
    space = namespace(book)
    sheets = book.find(f"{space}sheets")
    title = _free_title({(one.get("name") or "").casefold() for one in sheets})
    part = additions.free_name("xl/worksheets/sheet{}.xml")
    number = max((int(one.get("sheetId") or 0) for one in sheets), default=0) + 1
    sheet = etree.SubElement(sheets, f"{space}sheet", name=title, sheetId=str(number))
    sheet.set(
        f"{{{additions.links_namespace}}}id", additions.link("xl/workbook.xml", "worksheet", part)
    )
    additions.typed(part, TYPE)
    known = frozenset(additions.package.sheets)
    additions.put(part, _xml(additions, findings, known, file).encode("utf-8"))
    return title


def places_in(finding: Finding, sheets: frozenset[str], file: str) -> list[Place]:
    """The places of a finding that are cells or rows of this workbook."""
    return [
        place
        for place in finding.places
        if place.sheet in sheets and place.file in ("", file) and (place.cell or place.row)
    ]


def _free_title(taken: set[str]) -> str:
    names = (TITLE, *(f"{TITLE} {n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name.casefold() not in taken)


def _xml(
    additions: Additions, findings: Sequence[Finding], sheets: frozenset[str], file: str
) -> str:
    head, body, link = _styles(additions)
    space = namespace(additions.tree("xl/workbook.xml")).strip("{}")
    rows = [_row(1, HEADS, (head,) * len(HEADS))]
    links = []
    for number, finding in enumerate(findings, 2):
        places = places_in(finding, sheets, file)
        styles = [link if n == LINK_COLUMN and places else body for n in range(len(HEADS))]
        rows.append(_row(number, _texts(finding, places), styles))
        if places:
            links.append(_link(f"C{number}", places[0]))
    last = f"G{len(findings) + 1}"
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{space}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{last}"/><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
        f"<cols>{''.join(_columns())}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'<autoFilter ref="A1:{last}"/>{linked}'
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def _columns() -> Iterator[str]:
    for number, width in enumerate(WIDTHS, 1):
        yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'


def _texts(finding: Finding, places: Sequence[Place]) -> tuple[str, ...]:
    return (
        WORDS[finding.severity],
        finding.code,
        _cells(places),
        finding.subject,
        finding.message,
        finding.fix,
        finding.reference,
    )


def _cells(places: Sequence[Place]) -> str:
    """The cells of a finding, the first ones named."""
    named = [f"{place.sheet}, {place.cell or f'row {place.row}'}" for place in places[:1]]
    same = places[0].sheet if places else ""
    for place in places[1:MOST_CELLS]:
        cell = place.cell or f"row {place.row}"
        named.append(cell if place.sheet == same else f"{place.sheet}, {cell}")
    rest = len(places) - MOST_CELLS
    return listed([*named, *([f"{rest:,} more"] if rest > 0 else [])])


def _row(number: int, texts: Sequence[str], styles: Sequence[int]) -> str:
    cells = "".join(
        f'<c r="{chr(65 + n)}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(safe_text(text))}</t></is></c>"
        for n, (text, style) in enumerate(zip(texts, styles, strict=True))
        if text
    )
    return f'<row r="{number}" ht="{_height(texts)}" customHeight="1">{cells}</row>'


def _height(texts: Sequence[str]) -> int:
    """Points that hold the text of the fullest cell; programs do not all find it out."""
    lines = (
        sum(1 + len(line) // width for line in text.split("\n"))
        for text, width in zip(texts, WIDTHS, strict=True)
    )
    return min(LINE * max(lines) + 3, TALLEST)


def _link(cell: str, place: Place) -> str:
    """A link within the workbook, made of the name of a sheet and a cell only."""
    sheet = place.sheet.replace("'", "''")
    target = f"'{sheet}'!{place.cell or f'A{place.row}'}"
    return f'<hyperlink ref="{cell}" location={quoteattr(safe_text(target))}/>'


def _styles(additions: Additions) -> tuple[int, int, int]:
    """Styles for the heading, for wrapped text and for links, added after those that are there."""
    part = next(
        (one.target for one in additions.links("xl/workbook.xml") if one.kind == "styles"), ""
    )
    if not additions.package.has(part):
        return 0, 0, 0
    root = additions.tree(part)
    space = namespace(root)
    bold = _append(root, "fonts", _made(space, "font", ("b", {}), *_font(FONT)))
    link = _append(root, "fonts", _made(space, "font", ("u", {}), *_font("FF005EB8")))
    plain = _append(root, "fonts", _made(space, "font", *_font(FONT)))
    fill = etree.Element(f"{space}fill")
    pattern = etree.SubElement(fill, f"{space}patternFill", patternType="solid")
    etree.SubElement(pattern, f"{space}fgColor", rgb=HEAD_FILL)
    filled = _append(root, "fills", fill)
    return (
        _append(root, "cellXfs", _format(space, bold, filled)),
        _append(root, "cellXfs", _format(space, plain, 0)),
        _append(root, "cellXfs", _format(space, link, 0)),
    )


def _font(colour: str) -> tuple[tuple[str, dict[str, str]], ...]:
    return ("sz", {"val": "11"}), ("color", {"rgb": colour}), ("name", {"val": "Arial"})


def _made(space: str, tag: str, *children: tuple[str, dict[str, str]]) -> Element:
    element = etree.Element(f"{space}{tag}")
    for child, attributes in children:
        etree.SubElement(element, f"{space}{child}", attributes)
    return element


def _format(space: str, font: int, fill: int) -> Element:
    has = {"numFmtId": "49", "fontId": str(font), "fillId": str(fill), "borderId": "0", "xfId": "0"}
    applied = dict.fromkeys(("applyFont", "applyFill", "applyAlignment", "applyNumberFormat"), "1")
    element = etree.Element(f"{space}xf", {**has, **applied})
    etree.SubElement(element, f"{space}alignment", vertical="top", wrapText="1")
    return element


def _append(root: Element, tag: str, element: Element) -> int:
    """Add to a list of styles; gives its number there."""
    held = root.find(f"{namespace(root)}{tag}")
    held.append(element)
    held.set("count", str(len(held)))
    return len(held) - 1
