"""Cells of an .xlsx changed in place: nothing else of the workbook is touched.

Libraries that load and save a workbook lose what they do not know, such as the drop-downs that
Excel keeps in extensions. Here the XML of the sheets that change is changed, and every other part
is copied byte for byte.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from lxml import etree

from bettercare.errors import UnreadableFile
from bettercare.formats.workbooks.grid import number_text, plain
from bettercare.formats.workbooks.limits import COMMAND_LINE
from bettercare.formats.workbooks.package import relations, relations_name, sheets_of
from bettercare.formats.workbooks.refusals import SAVE_AGAIN, damaged, refused
from bettercare.formats.workbooks.repack import repacked
from bettercare.formats.workbooks.used import column_number, position
from bettercare.formats.workbooks.zip_rules import Unpacking, entries_of

Content = str | Decimal | None
Element = Any  # of lxml, which says nothing of its types
WORKBOOK = "xl/workbook.xml"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
BEFORE_CALC = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames",
)  # fmt: skip
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Patched(NamedTuple):
    """A workbook with its cells changed, and the cells that were kept for they hold a formula."""

    data: bytes
    kept: Mapping[str, tuple[str, ...]]


class Package:
    """The parts of a workbook by name, and its sheets by title, for changing some of them.

    The bytes must have been looked over before (see ``archive``).
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.data, self.name = data, name
        self._entries = {entry.name: entry for entry in entries_of(data, name, COMMAND_LINE)}
        self._unpacking = Unpacking(data, name, COMMAND_LINE)
        links = relations(self.part(relations_name(WORKBOOK)), WORKBOOK, name)
        self.sheets = dict(sheets_of(self.part(WORKBOOK), links, name))

    def part(self, name: str) -> bytes:
        """The bytes of a part; raises ``UnreadableFile`` where there is none."""
        if name not in self._entries:
            raise damaged(self.name, f"{name} is missing")
        return b"".join(self._unpacking.again(self._entries[name]))

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name in self._entries

    @property
    def names(self) -> frozenset[str]:
        """The names of all parts."""
        return frozenset(self._entries)

    def tree(self, name: str) -> Element:
        """A part as a tree of elements."""
        return tree_of(self.part(name), self.name)


def patched(
    data: bytes,
    name: str,
    edits: Mapping[str, Mapping[str, Content]],
    over_formulas: bool = False,
) -> Patched:
    """A workbook with new contents in some cells, given by sheet and cell.

    ``None`` clears a cell; its style stays. Cells with formulas keep them unless told otherwise,
    and those of a formula that several cells share keep it always. Raises ``UnreadableFile`` when
    there is no such sheet, or its XML cannot be read.
    """
    package = Package(data, name)
    changed: dict[str, bytes] = {}
    kept: dict[str, tuple[str, ...]] = {}
    for sheet, cells in edits.items():
        if sheet not in package.sheets:
            raise refused(name, f"it has no sheet '{sheet}'", SAVE_AGAIN)
        part = package.sheets[sheet]
        root = package.tree(part)
        kept[sheet] = tuple(_patch_sheet(root, cells, over_formulas))
        changed[part] = xml_of(root)
    if changed:
        book = package.tree(WORKBOOK)
        recalculated(book)
        changed[WORKBOOK] = xml_of(book)
    return Patched(
        repacked(data, changed), {sheet: found for sheet, found in kept.items() if found}
    )


def tree_of(part: bytes, name: str) -> Element:
    """XML as a tree, without entities, document types or the network."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise damaged(name, "one of its parts is not written in proper XML") from error


def xml_of(root: Element) -> bytes:
    """A tree as the bytes of a part."""
    tree = root.getroottree()
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def recalculated(book: Element) -> None:
    """Have Excel work out every formula when the workbook is opened."""
    space = namespace(book)
    calc = book.find(f"{space}calcPr")
    if calc is None:
        before = [f"{space}{tag}" for tag in BEFORE_CALC]
        at = max((n for n, child in enumerate(book, 1) if child.tag in before), default=0)
        calc = etree.Element(f"{space}calcPr")
        book.insert(at, calc)
    calc.set("fullCalcOnLoad", "1")


def namespace(root: Element) -> str:
    """The namespace of an element as it stands before a tag.

    >>> namespace(etree.fromstring('<a xmlns="b"/>'))
    '{b}'
    """
    return f"{{{etree.QName(root).namespace}}}" if etree.QName(root).namespace else ""


def safe_text(text: str) -> str:
    r"""A text as XML and a cell can hold it, so that a reader gives back what was meant.

    >>> safe_text("a_x0041_b\r\n"), safe_text("\ud800")
    ('a_x005F_x0041_b\n', '\ufffd')
    """
    return _LIKE_ESCAPE.sub("_x005F_", _NOT_XML.sub("\ufffd", plain(text)))


def _patch_sheet(root: Element, cells: Mapping[str, Content], over_formulas: bool) -> Iterator[str]:
    """Change the cells of a sheet; gives those that were kept."""
    rows = _Rows(root)
    for ref, content in sorted(cells.items(), key=lambda pair: _order(pair[0])):
        cell = rows.cell(ref, make=content is not None)
        if cell is None:
            continue
        formula = cell.find(f"{rows.space}f")
        if formula is not None and (not over_formulas or formula.get("ref")):
            yield ref
        else:
            _fill(cell, content, rows.space)


def _order(ref: str) -> tuple[int, int]:
    at = position(ref)
    if at is None:
        raise UnreadableFile(f"There is no cell {ref}. Give one such as B12.")
    return at


def _fill(cell: Element, content: Content, space: str) -> None:
    for child in list(cell):
        cell.remove(child)
    for name in ("t", "cm", "vm"):
        cell.attrib.pop(name, None)
    cell.text = None
    if content is None:
        return
    if isinstance(content, Decimal):
        etree.SubElement(cell, f"{space}v").text = number_text(float(content))
        return
    cell.set("t", "inlineStr")
    text = etree.SubElement(etree.SubElement(cell, f"{space}is"), f"{space}t")
    text.set(XML_SPACE, "preserve")
    text.text = safe_text(content)


class _Rows:
    """The rows and cells of a sheet by their place; made in their order where they are missing."""

    def __init__(self, root: Element) -> None:
        self.space = namespace(root)
        found = root.find(f"{self.space}sheetData")
        self._data = etree.SubElement(root, f"{self.space}sheetData") if found is None else found
        self._rows: dict[int, Element] = {}
        at = 0
        for row in self._data.iterchildren(f"{self.space}row"):
            at = int(row.get("r") or at + 1)
            self._rows[at] = row
        self._cells: dict[int, dict[int, Element]] = {}

    def cell(self, ref: str, make: bool) -> Element | None:
        """The cell of this name; made where it is missing, unless nothing is to be put there."""
        number, column = _order(ref)
        row = self._row(number, make)
        if row is None:
            return None
        cells = self._cells_of(number, row)
        if column not in cells and make:
            cell = etree.Element(f"{self.space}c", r=ref)
            before = [one for one in cells if one < column]
            row.insert(row.index(cells[max(before)]) + 1 if before else 0, cell)
            row.attrib.pop("spans", None)
            cells[column] = cell
        return cells.get(column)

    def _row(self, number: int, make: bool) -> Element | None:
        if number not in self._rows and make:
            row = etree.Element(f"{self.space}row", r=str(number))
            before = [one for one in self._rows if one < number]
            data = self._data
            data.insert(data.index(self._rows[max(before)]) + 1 if before else 0, row)
            self._rows[number] = row
        return self._rows.get(number)

    def _cells_of(self, number: int, row: Element) -> dict[int, Element]:
        if number not in self._cells:
            found: dict[int, Element] = {}
            at = 0
            for cell in row.iterchildren(f"{self.space}c"):
                letters = (cell.get("r") or "").rstrip("0123456789")
                at = column_number(letters) if letters else at + 1
                found[at] = cell
            self._cells[number] = found
        return self._cells[number]
