"""The rules of checking records, as data: how much a fault matters, and what happens to the row."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from bettercare.errors import BadRequest, UnreadableFile
from bettercare.findings import Severity
from bettercare.metrics.records import Column, RecordKind

SHIPPED = Path(__file__).parent / "data" / "record_rules.yaml"
AREA_COLUMNS = ("commissioner", "council")
UNKNOWN = "unknown"  # the area of rows whose area is not known

Action = Literal["keep", "blank", "unknown", "exclude", "first"]


class Days(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"first": "from"}):
    """The first and the last day that a date in a record can be."""

    first: date
    until: date


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of finding: its words, and what happens where it is found."""

    name: str
    severity: Severity
    meaning: str
    fix: str
    then: Action
    counted_on: Action | None = None
    area: Action | None = None

    def action(self, column: str, kind: RecordKind) -> Action:
        """What happens in a column of a kind of record."""
        if column == kind.counted_on and self.counted_on:
            return self.counted_on
        return self.area if column in AREA_COLUMNS and self.area else self.then


class RecordRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All rules by code, the days that can be, and how many rows each finding names."""

    days: Days
    examples: int
    rules: Mapping[str, Rule]

    def action(self, code: str, column: Column, kind: RecordKind) -> Action:
        """What happens to a row, or to its value, where a code is found in a column."""
        return self.rules[code].action(column.name, kind)


@cache
def record_rules(path: Path = SHIPPED) -> RecordRules:
    """The rules of a file, else those that ship with bettercare.

    Raises ``UnreadableFile`` where the file cannot be read, and ``BadRequest`` where it lacks a
    rule or asks for what cannot be done.

    >>> record_rules().rules["REC-014"].then
    'blank'
    """
    try:
        found = msgspec.yaml.decode(path.read_bytes(), type=RecordRules)
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path.name}: no such file, or not allowed.") from error
    except msgspec.DecodeError as error:
        raise BadRequest(f"Cannot use the rules in {path.name}: {error}.") from error
    if path != SHIPPED:
        _refuse_misfits(found, record_rules(), path.name)
    return found


def _refuse_misfits(found: RecordRules, shipped: RecordRules, name: str) -> None:
    """What a file of one's own changes is what happens: never which findings there are."""
    if set(found.rules) != set(shipped.rules):
        odd = sorted(set(found.rules) ^ set(shipped.rules))
        raise BadRequest(f"Cannot use the rules in {name}: {odd[0]} is missing or not known.")
    for code, rule in found.rules.items():
        wanted = {one for one in (rule.then, rule.counted_on, rule.area) if one}
        if odd := sorted(wanted - _possible(code)):
            raise BadRequest(f"Cannot use the rules in {name}: {code} cannot {odd[0]}.")


def _possible(code: str) -> set[str]:
    """What may happen where a code is found: a row given twice cannot be made blank."""
    if code in ("REC-020", "REC-021"):
        return {"keep", "first", "exclude"} if code == "REC-021" else {"keep", "first"}
    if code in ("REC-005", "REC-023"):
        return {"exclude"}
    about_values = code >= "REC-010" and code != "REC-022"
    return {"keep", "blank", "unknown", "exclude"} if about_values else {"keep"}
