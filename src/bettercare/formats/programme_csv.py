"""A programme as a folder of CSV files: programme.csv for single facts, and one file a table.

A folder that we wrote says so in programme.csv (``dialect``) and gives the programme back whole. In
any other folder cells are read without white space around them, and a header such as "BCF 2017-18"
names the amounts of a source and year.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any, get_args

from bettercare.dates import short_year
from bettercare.errors import UnreadableFile
from bettercare.findings import Finding, Severity
from bettercare.formats.delimited import Sheet, read_sheet
from bettercare.formats.notes import fix_for
from bettercare.formats.programme import ProgrammeReading
from bettercare.formats.programme_cells import Cells, rows_of
from bettercare.formats.programme_files import FILE
from bettercare.formats.programme_notes import controls_of, value_findings
from bettercare.formats.reading import noted, some
from bettercare.formats.text_files import UTF_8, reason
from bettercare.formats.values import as_cell, as_typed, as_written, guarded, to_text
from bettercare.labels import listed
from bettercare.money import read_number
from bettercare.plan.records import Origin, Record
from bettercare.programmes.records import TABLES, Programme, Unit
from bettercare.programmes.rules import Rules, load

DIALECT = "bettercare-programme-1"
PRINTED, FACT = "printed.", "fact."
HEAD = "field"  # what the column of names is headed
SINGLE = ("dialect", "area", "title", "unit", "years")
UNITS: tuple[Unit, ...] = get_args(Unit)
IGNORED = (".", "~", "README", "readme")


def read(path: Path) -> ProgrammeReading:
    """Read a folder; raises ``UnreadableFile`` when it has no programme.csv."""
    rules = load()
    files, findings = _files(path)
    if FILE not in files:
        raise UnreadableFile(f"Cannot read {path.name}: it holds no {FILE}.")
    sheet = read_sheet(files[FILE])
    fields = dict(_fields(sheet))
    own = fields.get("dialect") == DIALECT
    values, noticed = _values(fields, own)
    findings += [*sheet.findings, *noticed]
    origins: dict[str, Origin] = {}
    for table in TABLES:
        if f"{table}.csv" in files:
            found = read_sheet(files[f"{table}.csv"])
            values[table], origins[table], more = _table(table, found, rules, own)
            findings += more
    programme = Programme(**values, origins=origins)
    findings += value_findings(programme, rules)
    return ProgrammeReading(
        programme=programme, findings=tuple(findings), controls=controls_of(programme)
    )


def write(programme: Programme, path: Path) -> None:
    """Write a programme as a folder that reading gives back whole.

    Tables in the folder that the programme does not have are removed: they would become part of it.
    """
    files = {FILE: _csv([["field", "value"], *_rows(programme)])}
    for table in TABLES:
        records = getattr(programme, table)
        if records:
            files[f"{table}.csv"] = _csv(rows_of(table, records))
    path.mkdir(parents=True, exist_ok=True)
    ours = {FILE, *(f"{table}.csv" for table in TABLES)}
    for file in sorted(path.iterdir()):
        if file.name.casefold() in ours and file.name not in files:
            file.unlink()
    for name, data in files.items():
        (path / name).write_bytes(data)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return UTF_8 + out.getvalue().encode("utf-8")


def _rows(programme: Programme) -> Iterator[tuple[str, str]]:
    yield "dialect", DIALECT
    for name in ("area", "title", "unit"):
        text = getattr(programme, name)
        if text is not None:
            yield name, as_cell(text)
    for year in programme.years:
        yield "years", as_cell(year)
    for name, number in programme.printed.items():
        yield guarded(f"{PRINTED}{name}"), to_text(number)
    for name, text in programme.facts.items():
        plain = name.strip().casefold()
        taken = plain in {*SINGLE, HEAD, ""} or name.startswith((FACT, PRINTED))
        yield guarded(f"{FACT}{name}" if taken else name), as_cell(text)


def _files(path: Path) -> tuple[dict[str, Path], list[Finding]]:
    """The files of a programme by name, and a note of those that are none."""
    known = {FILE, *(f"{table}.csv" for table in TABLES)}
    found: dict[str, Path] = {}
    others: list[str] = []
    try:
        files = sorted(path.iterdir(), key=lambda file: (not file.name.islower(), file.name))
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path.name}: {reason(error)}.") from error
    for file in files:
        name = file.name.casefold()
        if name in known and name not in found:
            found[name] = file
        elif not file.name.startswith(IGNORED):
            others.append(file.name)
    what = f"Not part of a programme, not read: {some(others)}."
    note = noted("READ-08", Severity.INFORMATION, path.resolve().name, what)
    return found, [note] if others else []


def _fields(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Field and value of each row of programme.csv; years on rows of their own joined."""
    pairs = [(row[0], row[1]) for row in sheet.rows if len(row) > 1 and row[0].strip()]
    years = [value for name, value in pairs if name.strip().casefold() == "years"]
    for name, value in pairs:
        folded = name.strip().casefold()
        if folded == "years":
            yield "years", ";".join(years)
        elif folded != HEAD:
            yield folded if folded in SINGLE else name, value


def _values(fields: Mapping[str, str], own: bool) -> tuple[dict[str, Any], list[Finding]]:
    """The single values of a programme, and what is wrong with them."""
    values: dict[str, Any] = {"printed": {}, "facts": {}}
    findings: list[Finding] = []
    tidy = as_written if own else as_typed
    for written, cell in fields.items():
        name, text = tidy(written) or "", tidy(cell)
        if name == "dialect" or text is None:
            continue
        if name in {"area", "title"}:
            values[name] = text
        elif name == "unit":
            values["unit"], more = _unit(text)
            findings += more
        elif name == "years":
            values["years"] = tuple(_years(cell, own))
        elif name.startswith(PRINTED):
            findings += _take_printed(values, name, text)
        else:
            values["facts"][name.removeprefix(FACT) if own else name] = text
    return values, findings


def _years(cell: str, own: bool) -> Iterator[str]:
    for text in cell.replace(",", ";").split(";"):
        if text.strip():
            yield (as_written(text) or "") if own else short_year(text)


def _unit(text: str) -> tuple[Unit, list[Finding]]:
    """The unit; an unknown one is said, and amounts are then read as they stand, in pounds."""
    for unit in UNITS:
        if text.strip().casefold() == unit:
            return unit, []
    what = f"'{text}' is no unit that is known; amounts are taken to be in £."
    fix = f"Write {listed(UNITS, 'or')}."
    return "£", [noted("READ-15", Severity.ERROR, f"{FILE}, unit", what, fix)]


def _take_printed(values: dict[str, Any], name: str, text: str) -> Iterator[Finding]:
    number = read_number(text)
    if isinstance(number, Decimal):
        values["printed"][name.removeprefix(PRINTED)] = number
    else:
        values["facts"][name] = text
        what = f"'{text}' is not a number; '{name}' counts as not given."
        yield noted("READ-01", Severity.ERROR, FILE, what, fix_for(text))


def _table(
    table: str, sheet: Sheet, rules: Rules, own: bool
) -> tuple[tuple[Record, ...], Origin, list[Finding]]:
    """The records of one file, where they came from, and what was noticed."""
    filled = (n for n, row in enumerate(sheet.rows) if own or any(map(str.strip, row)))
    head = next(filled, None)
    if head is None:
        note = noted("READ-02", Severity.WARNING, sheet.file, "The file is empty.", "Take it away.")
        return (), Origin(file=sheet.file), [*sheet.findings, note]
    cells = Cells(table, sheet.rows[head], rules, own=own)
    records = tuple(
        cells.record(number, row)
        for number, row in enumerate(sheet.rows[head + 1 :], head + 2)
        if not cells.is_blank(row)
    )
    origin = Origin(file=sheet.file, columns=cells.columns)
    return records, origin, [*sheet.findings, *_head_findings(sheet.file, cells)]


def _head_findings(file: str, cells: Cells) -> Iterator[Finding]:
    if cells.repeated:
        what = f"More than one column for {some(cells.repeated)}; the first is read."
        yield noted("READ-03", Severity.WARNING, file, what, "Delete or rename the others.")
    if cells.unknown:
        what = f"There is no column for {some(cells.unknown)}; kept, and not used."
        fix = "Check that none is misspelt."
        yield noted("READ-04", Severity.INFORMATION, file, what, fix)
