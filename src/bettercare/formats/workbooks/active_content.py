"""What a workbook holds beside cells that could act: said, and never run, followed or opened."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bettercare.findings import Finding, Severity
from bettercare.formats.reading import noted

MACROS, OBJECTS, LINKS, CONNECTIONS = "READ-80", "READ-81", "READ-82", "READ-83"


class _Kind(NamedTuple):
    code: str
    message: str
    fix: str


_KINDS = {
    MACROS: _Kind(
        MACROS,
        "The workbook has macros. None was run; only its cells are read.",
        "Take them out where the plan does not need them: save as .xlsx.",
    ),
    OBJECTS: _Kind(
        OBJECTS,
        "The workbook has embedded files or controls. None was opened.",
        "Delete them, and put what belongs to the plan in its cells.",
    ),
    LINKS: _Kind(
        LINKS,
        "The workbook is linked to other files or programs. No link was followed; the values "
        "saved in its cells are read.",
        "In Excel choose Data, Edit links, Break link, and check the values.",
    ),
    CONNECTIONS: _Kind(
        CONNECTIONS,
        "The workbook has data connections. None was opened; the values saved in its cells "
        "are read.",
        "In Excel choose Data, Queries and connections, and delete them.",
    ),
}
# Words of part names and of the kinds of relations and content.
_WORDS = {
    MACROS: (
        "vbaproject", "macrosheet", "xlmacro", "intlmacro", "_vba_project_cur",
        "\nscripts/", "\nbasic/",
    ),
    OBJECTS: (
        "activex", "oleobject", "/embeddings/", "embedded_object", "\nmbd", "\nobject ",
        "\nobjectreplacements/",
    ),
    LINKS: ("externallink", "ddelink", "dde-link", "external-link"),
    CONNECTIONS: ("connections", "querytable", "customdatabase", "/model/"),
}  # fmt: skip


def codes_of(words: Iterable[str]) -> set[str]:
    """The codes that names of parts, streams, relations or content types call for.

    >>> sorted(codes_of(["xl/vbaProject.bin", "xl/worksheets/sheet1.xml"]))
    ['READ-80']
    """
    text = "\n".join(("", *words)).casefold()
    return {code for code, marks in _WORDS.items() if any(mark in text for mark in marks)}


def active_findings(codes: Iterable[str], name: str) -> Iterator[Finding]:
    """One finding for each kind of content that could act."""
    for code in sorted(set(codes)):
        kind = _KINDS[code]
        yield noted(code, Severity.WARNING, name, kind.message, kind.fix)
