"""The door of patient data for files of text: a folder of CSV files, or a plan as JSON.

Workbooks are looked at while they are read, sheet by sheet, for they may hold more than a plan.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from bettercare.formats.delimited import read_sheet
from bettercare.formats.patient_data import refuse_patients


def refuse_patients_in(place: Path) -> None:
    """Raises ``HoldsPatients`` where a folder of CSV files or a JSON file holds patients' data.

    Files of other kinds, and JSON that cannot be read, are let through: their reader judges them.
    """
    if place.is_dir():
        for file in sorted(place.glob("*.csv")):
            refuse_patients(read_sheet(file).rows, file.name)
    elif place.suffix.casefold() == ".json":
        refuse_patients_in_json(place.read_bytes(), place.name)


def refuse_patients_in_json(data: bytes | str, name: str) -> None:
    """Raises ``HoldsPatients`` where any list in some JSON holds patients' data in its keys.

    >>> refuse_patients_in_json(b'[{"scheme_name": "Falls"}]', "plan.json")
    """
    try:
        tree = msgspec.json.decode(data)
    except (ValueError, RecursionError):
        return
    for where, records in _lists(tree, ""):
        refuse_patients(_rows(records), name, where)


def _lists(tree: object, where: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every list of records in a tree, with the key it stands under."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _lists(value, str(key))
    elif isinstance(tree, list):
        records = [one for one in tree if isinstance(one, dict)]
        if records:
            yield f"the list '{where[:40]}'" if where else "the list", records
        for one in tree:
            yield from _lists(one, where)


def _rows(records: list[dict[str, Any]]) -> Iterator[list[object]]:
    """Some records as a table: their keys as its headers, then a row for each."""
    flat = [dict(_cells(one)) for one in records]
    keys = list(dict.fromkeys(key for one in flat for key in one))
    yield list(keys)
    for one in flat:
        yield [one.get(key) for key in keys]


def _cells(record: dict[str, Any]) -> Iterator[tuple[str, object]]:
    """The values of a record; those of a record inside it stand beside them."""
    for key, value in record.items():
        if isinstance(value, dict):
            yield from _cells(value)
        elif isinstance(value, str | int | float):
            yield key, value
