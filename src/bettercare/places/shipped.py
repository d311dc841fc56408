"""The tables of places that ship with bettercare: CSV files, read when first asked for."""

import csv
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec

from bettercare.places.records import Reference

DATA = Path(__file__).parent / "data"
Record = TypeVar("Record")


@lru_cache(maxsize=16)
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one shipped table, by column; an empty cell is an empty text.

    >>> table("references")[0]["id"]
    'template-2017-19'
    """
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


def records(name: str, kind: type[Record]) -> tuple[Record, ...]:
    """The rows of one shipped table as records; empty cells are left to the record's defaults.

    A cell of codes holds several, parted by spaces.
    """
    filled = [{key: _cell(key, text) for key, text in row.items() if text} for row in table(name)]
    return tuple(msgspec.convert(row, kind, strict=False) for row in filled)


@lru_cache(maxsize=1)
def references() -> dict[str, Reference]:
    """The documents that the shipped tables rest on, by id.

    >>> references()["act-2012"].title
    'Health and Social Care Act 2012'
    """
    return {one.id: one for one in records("references", Reference)}


def title(reference: str) -> str:
    """The title of a shipped reference; any other text is a title already.

    >>> title("act-2012"), title("Our own mapping")
    ('Health and Social Care Act 2012', 'Our own mapping')
    """
    known = references().get(reference)
    return known.title if known else reference


def _cell(key: str, text: str) -> str | list[str]:
    return text.split() if key == "codes" else text


def spoken(day: date) -> str:
    """A day as sentences write it.

    >>> spoken(date(2019, 4, 1))
    '1 April 2019'
    """
    return f"{day.day} {day:%B %Y}"
