"""What a merge of two edited copies of a plan gives: changes taken, conflicts, rows in doubt."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

import msgspec

from bettercare.findings import Place
from bettercare.plan import Plan

Side = Literal["mine", "theirs"]
By = Literal["mine", "theirs", "both"]
Prefer = Literal["mine", "theirs", "base"]
ChangeKind = Literal["value", "row added", "row removed", "table added", "table removed"]
ConflictKind = Literal["value", "row removed", "both added", "table removed"]
Value = Decimal | str | None  # a number that could not be read is its text; nothing is None


class RowOf(NamedTuple):
    """Which record a merged record is in each of the three plans, counted from 1; 0 for none."""

    base: int
    mine: int
    theirs: int


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """Where a value stands in each of the three plans, and in the merged one; ``None`` if not.

    ``beside`` is where theirs stands in the merged plan when both added a row.
    """

    base: Place | None = None
    mine: Place | None = None
    theirs: Place | None = None
    now: Place | None = None
    beside: Place | None = None


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One value in which two rows differ; ``field`` is blank where a whole row came or went.

    ``item`` is the row, as its own plan counts it.
    """

    item: int
    field: str
    noun: str
    before: Value
    after: Value


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change that the merged plan has, and whose it is.

    ``table`` is blank for what belongs to the plan as a whole; ``field`` is blank for a whole row
    or table, and ``row`` names the row as people know it. Of a row that was added ``before`` is
    blank, of one that was removed ``after`` is.
    """

    kind: ChangeKind
    by: By
    table: str
    row: str
    field: str
    noun: str
    before: Value
    after: Value
    places: Places


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """Something that both changed, not alike; a person must say which is right.

    ``kept`` is what the merged plan holds now: the value of one side, or every row in question.
    ``removed_by`` says who took a row or table away that the other edited. ``differences`` are
    those edits; for a row that both added, what mine and theirs hold.
    """

    kind: ConflictKind
    table: str
    row: str
    field: str = ""
    noun: str = ""
    base: Value = None
    mine: Value = None
    theirs: Value = None
    now: Value = None
    kept: Prefer | Literal["both"]
    removed_by: Side | None = None
    differences: tuple[Difference, ...] = ()
    places: Places


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of which it is not sure whether they are one; taken as removed and added.

    ``before`` are rows of the base and ``after`` rows of ``side``, by number.
    """

    side: Side
    table: str
    before: tuple[int, ...]
    after: tuple[int, ...]


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """Two edited copies of a plan brought together.

    ``plan`` has no places, since its values come from two files, but says which columns its tables
    have. ``rows`` says by table which
    record of the three plans each of its records is. ``notes`` say what a reader must know first.
    """

    plan: Plan
    prefer: Prefer
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    rows: Mapping[str, tuple[RowOf, ...]] = {}
    notes: tuple[str, ...] = ()

    def by(self, whose: By) -> tuple[Change, ...]:
        """The changes that are mine, theirs, or made alike by both."""
        return tuple(one for one in self.changes if one.by == whose)
