"""Small programmes drawn as tables in a test, and what the checks say of them.

Columns are named after the fields of a record; ``bcf.2024-25`` is an amount, ``annual.2024-25`` an
annual budget, ``marks.falls`` a mark. A blank cell is blank; a text that is no number is kept.

Import it as ``from tests.bettercare.programmes.drawn import programme_of``.
"""

from decimal import Decimal
from typing import Any

from bettercare.money import read_number
from bettercare.programmes.checks import Checked, run
from bettercare.programmes.records import TABLES, Programme
from bettercare.programmes.rules import load

NUMBERS = {"available", "amount", "share", "value"}
KEYED = {"annual", "amounts", "marks"}


def programme_of(*, printed=None, years=("2024-25",), unit="£k", **tables) -> Programme:
    """A programme from the tables drawn."""
    records: dict[str, Any] = {n: tuple(_records(n, text)) for n, text in tables.items()}
    told = {name: Decimal(str(number)) for name, number in (printed or {}).items()}
    return Programme(unit=unit, years=years, printed=told, **records)


def checked(programme: Programme) -> Checked:
    """A programme with its figures, comparisons and rules."""
    return Checked(programme, load())


def value(programme: Programme, figure_id: str):
    """The value of one figure."""
    return checked(programme).figures[figure_id].value


def findings(code: str, programme: Programme):
    """What one check finds."""
    return [one for one in run(checked(programme)) if one.code == code]


def told(code: str, programme: Programme):
    """The findings of one check as sentences."""
    return [f"{one.subject}. {one.message}" for one in findings(code, programme)]


def _records(name, text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    for number, row in enumerate(rows, 2):
        values: dict[str, Any] = {"row": number, "written": {}, "extra": {}}
        for header, cell in zip(head, row, strict=True):
            if cell:
                _fill(values, name, header, cell)
        yield TABLES[name](**values)


def _fill(values, name, header, cell):
    field, _, key = header.partition(".")
    if field not in TABLES[name].__struct_fields__ and key:
        field, key = "amounts", header
    elif field not in TABLES[name].__struct_fields__:
        values["extra"][header] = cell
        return
    number = read_number(cell) if field in (NUMBERS | KEYED) - {"marks"} else None
    if field in KEYED and (number is not None or field == "marks"):
        values.setdefault(field, {})[key] = cell if field == "marks" else number
    elif field in NUMBERS | KEYED and number is None:
        values["written"][f"{field}.{key}" if key else field] = cell
    else:
        values[field] = cell if number is None else number
