"""What a file is called, by others and by us: a name that somebody gave is shown, never a path."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from bettercare.formats.csv_folder import KNOWN
from bettercare.labels import listed

LONGEST = 150
LONGEST_SAFE = 60
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")
KINDS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".json", ".zip", ".csv")
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, marks of direction, half letters


class WrongKind(Exception):
    """A file, or files, of a kind that is not read; the text says which are."""


def shown(name: str) -> str:
    r"""A name as it is kept and shown: without folders or what cannot be seen, at most 150 letters.

    >>> shown("../../etc/passwd"), shown("a\r\nb.xlsx"), len(shown("x" * 300))
    ('passwd', 'ab.xlsx', 150)
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(one for one in last if unicodedata.category(one) not in _HIDDEN)
    return unicodedata.normalize("NFC", visible).strip()[:LONGEST] or "a file without a name"


def kind_of(names: Sequence[str]) -> str:
    """The ending that some files go by together: that of one file, or .csv of several.

    Raises ``WrongKind`` where they are not read.
    """
    endings = {PurePosixPath(shown(name)).suffix.casefold() for name in names}
    if len(endings) == 1 and endings <= set(KINDS):
        kind = endings.pop()
        if len(names) == 1 or kind == ".csv":
            return kind
    raise WrongKind(
        "Choose one workbook (.xlsx, .xlsm, .xlsb, .xls or .ods), one JSON plan, one zip of CSV "
        "files, or several CSV files together."
    )


def tables_of(files: Mapping[str, bytes], others: Sequence[str] = ()) -> dict[str, bytes]:
    """CSV files by names of ours: a plan's by the table they hold, any other by a safe name.

    ``others`` are files that are named and not read; they come back empty. Raises ``WrongKind``
    where no file is of a plan, or two are of one table.

    >>> tables_of({"plan/Schemes.CSV": b"x"}, ["plan/Notes (2).docx"])
    {'Notes--2-.docx': b'', 'schemes.csv': b'x'}
    """
    found: dict[str, bytes] = {}
    for name, data in files.items():
        stem = PurePosixPath(shown(name)).stem.casefold()
        ours = f"{stem}.csv" if stem in KNOWN else _safe(name)
        if ours in found:
            raise WrongKind(f"There are two files {ours}. Keep one of the two.")
        found[ours] = data
    if not any(name.removesuffix(".csv") in KNOWN for name in found):
        known = listed((f"{name}.csv" for name in sorted(KNOWN)), "or")
        raise WrongKind(f"None of these is a file of a plan, such as {known}.")
    return {**dict.fromkeys(map(_safe, others), b""), **found}


def _safe(name: str) -> str:
    """A name that can only be a file of the folder it is put in."""
    return _UNSAFE.sub("-", shown(name))[-LONGEST_SAFE:].lstrip(".") or "file"
