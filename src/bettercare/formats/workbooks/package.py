"""The parts of an .xlsx that say what it is made of: its sheets, and what each part refers to."""

import posixpath
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote
from xml.parsers import expat

from bettercare.formats.workbooks.refusals import damaged
from bettercare.formats.workbooks.xml_rules import with_doctype

TYPES, ROOT_RELATIONS = "[Content_Types].xml", "_rels/.rels"


class Relation(NamedTuple):
    """What one part refers to: the kind by its last word, and the target as a part's name."""

    id: str
    kind: str
    target: str
    outside: bool


def elements(part: bytes, name: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The elements of a small part with their attributes, names without prefixes.

    >>> list(elements(b'<a><b:c d="e" xmlns:b="f"/></a>', "plan.xlsx"))[1][0]
    'c'
    """
    found: list[tuple[str, Mapping[str, str]]] = []
    parser = expat.ParserCreate()

    def doctype(*_: object) -> None:
        raise with_doctype(name)

    def start(tag: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        found.append((tag.rpartition(":")[2], {**plain, **attributes}))

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, LookupError) as error:
        raise damaged(name, "its list of sheets is not written in proper XML") from error
    return iter(found)


def relations_name(part: str) -> str:
    """The part that holds the relations of a part.

    >>> relations_name("xl/workbook.xml")
    'xl/_rels/workbook.xml.rels'
    """
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def relations(part: bytes, of: str, name: str) -> list[Relation]:
    """The relations that a part of relations gives for the part ``of``."""
    found = []
    for tag, has in elements(part, name):
        if tag == "Relationship":
            outside = has.get("TargetMode", "").casefold() == "external"
            target = has.get("Target", "")
            kind = has.get("Type", "").rpartition("/")[2]
            where = target if outside else resolved(of, target)
            found.append(Relation(has.get("Id", ""), kind, where, outside))
    return found


def resolved(of: str, target: str) -> str:
    """The name of the part that a part refers to.

    >>> resolved("xl/workbook.xml", "worksheets/sheet1.xml"), resolved("xl/a/b.xml", "../c.xml")
    ('xl/worksheets/sheet1.xml', 'xl/c.xml')
    """
    joined = posixpath.join("/", posixpath.dirname(of), unquote(target).replace("\\", "/"))
    return posixpath.normpath(joined).lstrip("/")


def sheets_of(workbook: bytes, links: list[Relation], name: str) -> list[tuple[str, str]]:
    """Each sheet of a workbook in its order: what it is called, and its part."""
    targets = {link.id: link.target for link in links}
    return [
        (has.get("name", ""), targets.get(has.get("id", ""), ""))
        for tag, has in elements(workbook, name)
        if tag == "sheet"
    ]
