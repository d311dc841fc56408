"""Comments on cells, in the form that Excel, LibreOffice and the usual libraries all show."""

import re
from collections.abc import Mapping
from html import escape
from itertools import count
from typing import NamedTuple

from lxml import etree

from bettercare.formats.workbooks.additions import Additions
from bettercare.formats.workbooks.package import Relation
from bettercare.formats.workbooks.patch import XML_SPACE, Element, namespace, safe_text
from bettercare.formats.workbooks.used import column_number, position

AUTHOR = "bettercare"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
AFTER_DRAWING = frozenset(
    {
        "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
        "extLst", "AlternateContent",
    }
)  # fmt: skip
SHAPES_IN_BLOCK = 1024
WIDTH = 4  # columns that the box of a comment is wide
LINE = 34  # characters of one line of it
TALLEST = 24
_SHAPE_ID = re.compile(rb"_x0000_s(\d{1,9})")
_BLOCKS = re.compile(rb'<o:idmap[^>]*\bdata="([0-9, ]+)"')
_END = re.compile(rb"</xml>\s*\Z")

_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout></xml>'
)
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:'
    'office" xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{id}" '
    'type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:5pt;width:210pt;'
    'height:{points}pt;z-index:{order};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)


class Drawing(NamedTuple):
    """A part of shapes, and whether the sheet had it before."""

    part: str
    is_new: bool


def add_comments(additions: Additions, sheet: str, texts: Mapping[str, str]) -> int:
    """Comment on cells of the sheet in a part; gives how many cells bear the comment.

    What a comment on a cell says already stays, and the text is added to it. A cell with a
    conversation of Excel (a threaded comment) is left as it is.
    """
    links = additions.links(sheet)
    part = _comments_part(additions, sheet, links)
    root = additions.tree(part) if additions.package.has(part) else _new_comments(additions)
    had = {one.get("ref"): one for one in root.iter(f"{namespace(root)}comment")}
    is_threaded = any(link.kind == "threadedComment" for link in links)
    author = _author(root)
    ordered = sorted(texts, key=_order)
    for cell in ordered:
        if cell not in had:
            _add(root, cell, texts[cell], author)
        elif not is_threaded:
            _extend(had[cell], f"\n\n{AUTHOR}: {texts[cell]}")
    if not additions.package.has(part):
        additions.put(part, etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    new = {cell: texts[cell] for cell in ordered if cell not in had}
    if new:
        _add_shapes(additions, sheet, links, new)
    return len(new) if is_threaded else len(texts)


def _comments_part(additions: Additions, sheet: str, links: list[Relation]) -> str:
    known = [link.target for link in links if link.kind == "comments"]
    if known:
        return known[0]
    part = additions.free_name("xl/comments{}.xml")
    additions.link(sheet, "comments", part)
    additions.typed(part, COMMENTS_TYPE)
    return part


def _new_comments(additions: Additions) -> Element:
    space = namespace(additions.tree("xl/workbook.xml"))
    root = etree.Element(f"{space}comments", nsmap={None: space.strip("{}")})
    etree.SubElement(root, f"{space}authors")
    etree.SubElement(root, f"{space}commentList")
    return root


def _author(root: Element) -> str:
    """The number of the author, who is added where missing."""
    space = namespace(root)
    authors = root.find(f"{space}authors")
    names = [one.text for one in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{space}author").text = AUTHOR
        names.append(AUTHOR)
    return str(names.index(AUTHOR))


def _add(root: Element, cell: str, text: str, author: str) -> None:
    space = namespace(root)
    listed = root.find(f"{space}commentList")
    comment = etree.SubElement(listed, f"{space}comment", ref=cell, authorId=author)
    _extend(comment, text)


def _extend(comment: Element, text: str) -> None:
    """Add a run of text to a comment; one without runs gets them."""
    space = namespace(comment)
    body = comment.find(f"{space}text")
    if body is None:
        body = etree.SubElement(comment, f"{space}text")
    plain = body.find(f"{space}t")
    if plain is not None:
        first = etree.Element(f"{space}r")
        body.replace(plain, first)
        first.append(plain)
    runs = body.findall(f"{space}r")
    run = etree.Element(f"{space}r")
    body.insert(body.index(runs[-1]) + 1 if runs else 0, run)
    written = etree.SubElement(run, f"{space}t")
    written.set(XML_SPACE, "preserve")
    written.text = safe_text(text)


def _add_shapes(
    additions: Additions, sheet: str, links: list[Relation], texts: Mapping[str, str]
) -> None:
    """The boxes that comments are shown in; without them Excel shows none."""
    drawing = _drawing(additions, sheet, links)
    first = _first_free_block(additions)
    blocks = range(first, first + -(-len(texts) // (SHAPES_IN_BLOCK - 1)))
    before = (
        _DRAWING.format(blocks=",".join(map(str, blocks))).encode()
        if drawing.is_new
        else additions.package.part(drawing.part)
    )
    numbers = (n for n in count(first * SHAPES_IN_BLOCK + 1) if n % SHAPES_IN_BLOCK)
    shapes = "".join(_shape(cell, text, next(numbers)) for cell, text in texts.items())
    kind = "" if b'id="_x0000_t202"' in before else _TYPE
    additions.put(drawing.part, _with_shapes(before, f"{kind}{shapes}"))


def _with_shapes(before: bytes, shapes: str) -> bytes:
    """A drawing with further shapes; they stand before its end, whatever else it holds."""
    end = _END.search(before)
    at = end.start() if end else len(before)
    return before[:at] + shapes.encode() + before[at:]


def _drawing(additions: Additions, sheet: str, links: list[Relation]) -> Drawing:
    """The part of shapes of a sheet; a new one where it has none."""
    root = additions.tree(sheet)
    space = namespace(root)
    ids = f"{{{additions.links_namespace}}}id"
    has = root.find(f"{space}legacyDrawing")
    targets = {link.id: link.target for link in links}
    if has is not None and has.get(ids) in targets:
        return Drawing(targets[has.get(ids)], is_new=False)
    part = additions.free_name("xl/drawings/vmlDrawing{}.vml")
    additions.ending("vml", DRAWING_TYPE)
    element = etree.Element(f"{space}legacyDrawing", nsmap={"r": additions.links_namespace})
    element.set(ids, additions.link(sheet, "vmlDrawing", part))
    after = [n for n, child in enumerate(root) if _local(child) in AFTER_DRAWING]
    root.insert(min(after, default=len(root)), element)
    return Drawing(part, is_new=True)


def _local(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _first_free_block(additions: Additions) -> int:
    """Numbers of shapes go by blocks of 1,024; the first block that no drawing has."""
    drawings = [
        additions.changed.get(name) or additions.package.part(name)
        for name in sorted({*additions.package.names, *additions.changed})
        if name.casefold().endswith(".vml")
    ]
    taken = [
        int(number)
        for content in drawings
        for found in _BLOCKS.findall(content)
        for number in found.replace(b" ", b"").split(b",")
        if number
    ]
    used = [int(n) // SHAPES_IN_BLOCK for content in drawings for n in _SHAPE_ID.findall(content)]
    return max((*taken, *used), default=0) + 1


def _shape(cell: str, text: str, number: int) -> str:
    row, column = _order(cell)
    lines = sum(1 + len(line) // LINE for line in text.split("\n"))
    height = min(max(lines, 3), TALLEST)
    anchor = (column, 15, max(row - 2, 0), 4, column + WIDTH, 15, max(row - 2, 0) + height, 4)
    return _SHAPE.format(
        id=number,
        order=number % SHAPES_IN_BLOCK,
        points=height * 15,
        anchor=escape(", ".join(map(str, anchor))),
        row=row - 1,
        column=column - 1,
    )


def _order(cell: str) -> tuple[int, int]:
    """Row and column of a cell, counted from 1."""
    return position(cell) or (1, column_number("A"))
