"""The door for workbooks: every file passes here before anything reads it.

What is too large, damaged, protected or made to do harm is refused in plain words; what could act
(macros, links, objects) is said. Nothing is run, followed or opened.
"""

from collections.abc import Mapping
from pathlib import Path
from stat import S_ISDIR, S_ISREG

import msgspec

from bettercare.errors import UnreadableFile
from bettercare.findings import Finding
from bettercare.formats.text_files import reason
from bettercare.formats.workbooks.active_content import active_findings
from bettercare.formats.workbooks.content import SUFFIXES, kind_of
from bettercare.formats.workbooks.limits import COMMAND_LINE, Limits, size_words
from bettercare.formats.workbooks.looks import Looks
from bettercare.formats.workbooks.reading_copy import SheetParts
from bettercare.formats.workbooks.refusals import SPLIT, refused


class Archive(msgspec.Struct, frozen=True, kw_only=True):
    """A workbook that may be read: its bytes, and what was seen on the way in.

    ``unsaved`` names by sheet the cells with a formula that has no saved value, ``errors`` the
    cells whose saved value is an error with its text; ``sheets`` how the reader is to be given
    them. All of these are known of .xlsx and .xlsm only.
    """

    data: bytes
    kind: str
    findings: tuple[Finding, ...] = ()
    unsaved: Mapping[str, frozenset[str]] = {}
    errors: Mapping[str, Mapping[str, str]] = {}
    sheets: SheetParts = SheetParts()


def opened(path: Path, limits: Limits = COMMAND_LINE) -> Archive:
    """A workbook (.xlsx, .xlsm, .xlsb, .ods, .xls) that is safe to hand to a reader.

    Raises ``UnreadableFile`` where it is not: too large, damaged, protected, or not what its name
    says.
    """
    return looked_over(file_bytes(path, limits), path.name, limits)


def looked_over(data: bytes, name: str, limits: Limits = COMMAND_LINE) -> Archive:
    """The bytes of a workbook, looked over as ``opened`` does; ``name`` is for its messages."""
    suffix = Path(name).suffix.casefold()
    kind, looks = kind_of(data, name, limits)
    if kind != suffix:
        raise _misnamed(name, kind)
    found: Looks = looks()
    return Archive(
        data=data,
        kind=kind,
        findings=tuple(active_findings(found.codes, name)),
        unsaved=found.unsaved,
        errors=found.errors,
        sheets=found.sheets,
    )


def file_bytes(path: Path, limits: Limits = COMMAND_LINE) -> bytes:
    """The bytes of a file, no more than the limit; raises ``UnreadableFile``."""
    try:
        found = path.stat()
        if not S_ISREG(found.st_mode):
            what = "it is a folder, not a file" if S_ISDIR(found.st_mode) else "it is not a file"
            raise UnreadableFile(f"Cannot read {path.name}: {what}.")
        with path.open("rb") as file:
            data = file.read(limits.file_size + 1)
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path.name}: {reason(error)}.") from error
    if len(data) > limits.file_size:
        why = f"it is larger than {size_words(limits.file_size)}"
        raise refused(path.name, why, SPLIT)
    return data


def _misnamed(name: str, kind: str) -> UnreadableFile:
    fix = f"Rename it so that it ends with {kind}, or save it again as an Excel workbook (.xlsx)."
    return refused(name, f"it is {SUFFIXES[kind]}, which its name does not say", fix)
