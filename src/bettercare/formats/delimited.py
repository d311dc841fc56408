"""Delimited text files as rows of cells, whatever their separator and quotes."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from pathlib import Path

import msgspec

from bettercare.errors import UnreadableFile
from bettercare.findings import Finding, Severity
from bettercare.formats.reading import few, noted
from bettercare.formats.text_files import LARGEST_FILE, ODD, decode, read_bytes

SEPARATORS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_CELLS = 20_000_000
LONGEST_CELL = 1_000_000
LONGEST_IN_SPREADSHEET = 32_767
LONGEST_HEAD = 100_000
FEWEST_SEPARATORS = 3
END = "\0end of the file\0"

_QUOTED = re.compile(r'"[^"]*"?')


class Sheet(msgspec.Struct, frozen=True):
    """The rows of one file; row 1 of a spreadsheet is the first.

    ``lines`` are where the rows stand in the file, where that is not one after the other.
    """

    file: str
    rows: tuple[list[str], ...]
    findings: tuple[Finding, ...] = ()
    lines: tuple[int, ...] = ()

    def line(self, row: int) -> int:
        """Where a row, counted from 1, stands in the file."""
        return self.lines[row - 1] if self.lines else row


def read_sheet(path: Path) -> Sheet:
    """Read a file into rows of cells; raises ``UnreadableFile`` when that cannot be done."""
    name = path.name
    text, findings = decode(read_bytes(path), name)
    separator = _separator(text)
    rows, quotes = _rows(text, separator, name)
    findings += [
        *_of_separator(separator, name),
        *_of_odd_characters(text, name),
        *(quotes or _of_swallowed_rows(text, rows, separator, name)),
        *_of_long_cells(rows, name),
    ]
    return Sheet(name, rows, tuple(findings))


def _separator(text: str) -> str:
    """The separator that the first line uses most outside quotes; a comma when in doubt."""
    first = _QUOTED.sub("", text[:LONGEST_HEAD].lstrip("\r\n").partition("\n")[0])
    return max(SEPARATORS, key=lambda one: (first.count(one), one == ","))


def _rows(text: str, separator: str, name: str) -> tuple[tuple[list[str], ...], list[Finding]]:
    """The rows, and what is wrong with the quotation marks.

    A file that breaks the rules of quotation marks is read again by looser ones, with a last row
    of our own: where that row does not come out whole, a quotation mark is never closed.
    """
    csv.field_size_limit(LARGEST_FILE)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(_within_limits(reader, name))
    except csv.Error:
        fault = len(rows) + 1
    else:
        return tuple(rows), []
    whole = text if text.endswith(("\n", "\r")) else f"{text}\n"
    loose = csv.reader(StringIO(whole + END, newline=""), delimiter=separator)
    rows = list(_within_limits(loose, name))
    if rows[-1] == [END]:
        return tuple(rows[:-1]), [_stray_quote(name, fault)]
    rows[-1][-1] = rows[-1][-1].removesuffix(END).removesuffix(whole[len(text) :])
    return tuple(rows), [_open_quote(name, len(rows))]


def _within_limits(rows: Iterable[list[str]], name: str) -> Iterator[list[str]]:
    """The rows as they come, until one goes past what any spreadsheet holds."""
    cells = 0
    for number, row in enumerate(rows, 1):
        cells += len(row)
        if number > MOST_ROWS:
            raise UnreadableFile(f"Cannot read {name}: it has more than {MOST_ROWS:,} rows.")
        if len(row) > MOST_COLUMNS:
            raise UnreadableFile(
                f"Cannot read {name}: row {number} has {len(row):,} cells; "
                f"the most is {MOST_COLUMNS:,}."
            )
        if cells > MOST_CELLS:
            raise UnreadableFile(f"Cannot read {name}: it has more than {MOST_CELLS:,} cells.")
        yield row


def _open_quote(name: str, row: int) -> Finding:
    return noted(
        "READ-05",
        Severity.ERROR,
        f"{name}, row {row}",
        "A quotation mark is opened here and never closed; all that follows is in one cell.",
        'Close it, or write a quotation mark inside a cell as "".',
    )


def _stray_quote(name: str, row: int) -> Finding:
    return noted(
        "READ-05",
        Severity.WARNING,
        f"{name}, row {row}",
        "Text follows a closing quotation mark; cells here may be run together.",
        'Write a quotation mark inside a cell as "", and put the whole cell in quotation marks.',
    )


def _of_separator(separator: str, name: str) -> Iterator[Finding]:
    if separator != ",":
        shown = SEPARATORS[separator]
        message = f"Cells are separated by {shown} rather than a comma; read so."
        yield noted("READ-13", Severity.INFORMATION, name, message)


def _of_odd_characters(text: str, name: str) -> Iterator[Finding]:
    count = len(ODD.findall(text))
    if count:
        one = count == 1
        message = (
            f"The file holds {count:,} character{'' if one else 's'} that cannot be seen, "
            f"such as NUL; {'it is' if one else 'they are'} kept."
        )
        fix = "Save the file again as CSV UTF-8."
        yield noted("READ-18", Severity.WARNING, name, message, fix)


def _of_long_cells(rows: Sequence[list[str]], name: str) -> Iterator[Finding]:
    long = [n for n, row in enumerate(rows, 1) if row and _longest(row) > LONGEST_IN_SPREADSHEET]
    too_long = next((n for n in long if _longest(rows[n - 1]) > LONGEST_CELL), 0)
    if too_long:
        raise UnreadableFile(
            f"Cannot read {name}: row {too_long} has a cell of more than {LONGEST_CELL:,} "
            "characters. Look for a quotation mark that is never closed."
        )
    if long:
        message = (
            f"Longer than the {LONGEST_IN_SPREADSHEET:,} characters that a cell of a spreadsheet "
            f"holds; kept whole ({few(long)})."
        )
        fix = "Shorten the text, or look for a quotation mark that is never closed."
        yield noted("READ-19", Severity.WARNING, f"{name}, row {long[0]}", message, fix)


def _of_swallowed_rows(
    text: str, rows: Sequence[list[str]], separator: str, name: str
) -> Iterator[Finding]:
    """Cells of several lines that read like rows: a quotation mark too many joins rows."""
    least = len(rows[0]) - 1 if rows else 0
    if least < FEWEST_SEPARATORS or max(text.count("\n"), text.count("\r")) <= len(rows):
        return
    between = re.compile(rf"{re.escape(separator)}(?=\S)")
    for number, row in enumerate(rows, 1):
        for cell in row:
            lines = cell.splitlines()
            if len(lines) > 1 and any(len(between.findall(line)) >= least for line in lines):
                message = f"A cell of {len(lines)} lines reads like rows that are run together."
                fix = "Look for a quotation mark that is not needed, or not closed."
                yield noted("READ-05", Severity.WARNING, f"{name}, row {number}", message, fix)


def _longest(row: list[str]) -> int:
    return max(map(len, row))
