"""What kind of file some bytes are: told by what is in them, not by their name."""

from collections.abc import Callable, Iterable
from functools import partial

from bettercare.formats.workbooks import look_ods, look_xls, look_xlsb, look_xlsx
from bettercare.formats.workbooks.limits import Limits
from bettercare.formats.workbooks.looks import Looks
from bettercare.formats.workbooks.ole import MAGIC as OLE
from bettercare.formats.workbooks.package import TYPES
from bettercare.formats.workbooks.refusals import ASK_AGAIN, SAVE_AGAIN, damaged, refused
from bettercare.formats.workbooks.zip_rules import Entry, Unpacking, entries_of

SUFFIXES = {
    ".xlsx": "an Excel workbook (.xlsx)",
    ".xlsm": "an Excel workbook with macros (.xlsm)",
    ".xlsb": "a binary Excel workbook (.xlsb)",
    ".xls": "an old Excel workbook (.xls)",
    ".ods": "an OpenDocument sheet (.ods)",
}
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
_OTHERS = (
    (b"%PDF", "a PDF", "Give it the ending .pdf, or save the workbook itself as .xlsx."),
    (b"{\\rtf", "a text of a word processor", SAVE_AGAIN),
    (b"\x89PNG", "a picture", "Give the workbook itself."),
    (b"\xff\xd8\xff", "a picture", "Give the workbook itself."),
    (b"GIF8", "a picture", "Give the workbook itself."),
    (b"\x1f\x8b", "a compressed file", "Unpack it, and give the workbook that is in it."),
    (b"7z\xbc\xaf", "a compressed file", "Unpack it, and give the workbook that is in it."),
    (b"Rar!", "a compressed file", "Unpack it, and give the workbook that is in it."),
)
_PAGE = (b"<html", b"<!doctype html", b"<table", b"<head")
_TYPES = (
    (b"sheet.macroenabled.main+xml", ".xlsm"),
    (b"template.macroenabled.main+xml", ".xlsm"),
    (b"sheet.binary.macroenabled.main", ".xlsb"),
    (b"spreadsheetml.sheet.main+xml", ".xlsx"),
    (b"spreadsheetml.template.main+xml", ".xlsx"),
)
_INSIDE = (("word/", "a Word document"), ("ppt/", "a slide show"), ("xl/", "a part of a workbook"))
HEAD = 4096
MOST_CONTROLS = 10

Look = Callable[[], Looks]


def kind_of(data: bytes, name: str, limits: Limits) -> tuple[str, Look]:
    """The kind of a workbook as an ending such as ``.xlsx``, and the look to take over it.

    Raises ``UnreadableFile`` where it is no workbook, and says what it is.
    """
    if data.startswith(ZIP):
        return _kind_of_zip(data, name, limits)
    if data.startswith(OLE):
        return ".xls", look_xls.look_for(data, name, limits)
    if not data.strip(b"\x00"):
        raise refused(name, "it is empty", "Ask for the file again.")
    what, fix = _other(data)
    raise refused(name, f"it is {what}, not a workbook", fix)


def _kind_of_zip(data: bytes, name: str, limits: Limits) -> tuple[str, Look]:
    entries = entries_of(data, name, limits)
    unpacking = Unpacking(data, name, limits)
    parts = {entry.name: entry for entry in entries}
    if TYPES in parts:
        types = b"".join(unpacking.again(parts[TYPES], HEAD * HEAD)).lower().replace(b"\x00", b"")
        kind = next((kind for mark, kind in _TYPES if mark in types), "")
        if kind:
            look = look_xlsb.look_over if kind == ".xlsb" else look_xlsx.look_over
            return kind, partial(look, entries, unpacking, name, limits)
    if _starts(parts, "mimetype", unpacking).endswith(b"opendocument.spreadsheet"):
        return ".ods", partial(look_ods.look_over, entries, unpacking, name, limits)
    raise _not_a_workbook(parts, name)


def _starts(parts: dict[str, Entry], part: str, unpacking: Unpacking) -> bytes:
    return next(iter(unpacking.again(parts[part])), b"").strip() if part in parts else b""


def _not_a_workbook(parts: Iterable[str], name: str) -> Exception:
    names = list(parts)
    what = next((what for start, what in _INSIDE if any(n.startswith(start) for n in names)), "")
    if what == "a part of a workbook":
        return damaged(name, "what it is made of is not said")
    if what:
        return refused(name, f"it is {what}, not a workbook", SAVE_AGAIN)
    unpack = "Unpack it, and give the workbook that is in it."
    return refused(name, "it is a zipped file, not a workbook", unpack)


def _other(data: bytes) -> tuple[str, str]:
    for start, what, fix in _OTHERS:
        if data.startswith(start):
            return what, fix
    head = data[:HEAD].lower().lstrip(b"\xef\xbb\xbf \t\r\n")
    if any(mark in head for mark in _PAGE):
        return "a web page (HTML)", SAVE_AGAIN
    if head.startswith(b"<"):
        return "a text in XML", SAVE_AGAIN
    if sum(byte < 9 or 13 < byte < 32 for byte in head) > MOST_CONTROLS:  # noqa: PLR2004
        return "a file of a kind that is not known here", ASK_AGAIN
    if head.startswith((b"{", b"[")):
        return "a text in JSON", "Give it the ending .json."
    return "a text, such as CSV", "Give the folder of CSV files, or save it in Excel as .xlsx."
