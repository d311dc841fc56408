"""How the parts of a workbook may begin: as plain XML, without a document type and entities.

The parser is asked, not a search for words, so that no encoding hides anything.
"""

from typing import NamedTuple
from xml.parsers import expat

from bettercare.formats.workbooks.refusals import NOT_SAFE, refused

MARKS = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
LONGEST_START = 1_000_000


class Head(NamedTuple):
    """The name of a part's first element, without its prefix, and whether it is in UTF-8."""

    root: str
    is_utf_8: bool


class _RootSeenError(Exception):
    """Stops the parser at the first element."""


class _DoctypeSeenError(Exception):
    """Stops the parser at a document type."""


def looks_like_xml(start: bytes) -> bool:
    r"""Whether bytes begin as XML does, in any encoding.

    >>> looks_like_xml(b"\xff\xfe<\x00a\x00"), looks_like_xml(b"PK\x03\x04")
    (True, False)
    """
    return start[:200].lstrip(MARKS).startswith(b"<")


def head_of(start: bytes, name: str) -> Head | None:
    """The head of a part, or ``None`` where it does not begin as XML must.

    Raises ``UnreadableFile`` where it has a document type, which is where entities are made.

    >>> head_of(b'<?xml version="1.0"?><x:worksheet xmlns:x="a">', "plan.xlsx")
    Head(root='worksheet', is_utf_8=True)
    """
    encodings: list[str] = []
    names: list[str] = []
    parser = expat.ParserCreate()
    parser.XmlDeclHandler = lambda _version, encoding, _alone: encodings.append(encoding or "")
    parser.StartDoctypeDeclHandler = _doctype
    parser.StartElementHandler = lambda tag, _attributes: _root(names, tag)
    try:
        parser.Parse(start[:LONGEST_START], False)
    except _RootSeenError:
        said = encodings[0].casefold() if encodings else ""
        is_utf_8 = said in ("", "utf-8", "us-ascii", "ascii") and b"\x00" not in start[:4]
        return Head(names[0].rpartition(":")[2], is_utf_8)
    except _DoctypeSeenError:
        raise with_doctype(name) from None
    except (expat.ExpatError, LookupError, ValueError):
        return None
    return None


def with_doctype(name: str) -> Exception:
    """The refusal of a workbook that has a document type in one of its parts."""
    why = "it holds a document type (DTD), which no workbook needs and attackers use"
    return refused(name, why, NOT_SAFE)


def _doctype(*_: object) -> None:
    raise _DoctypeSeenError


def _root(names: list[str], tag: str) -> None:
    names.append(tag)
    raise _RootSeenError
