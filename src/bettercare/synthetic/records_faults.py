"""Faults planted in synthetic records: each in a row of its own, each found by one check."""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from bettercare.synthetic.records_columns import Columns
from bettercare.synthetic.records_draws import Draws

COUNTED_ON = {
    "spells": "discharged",
    "delays": "month",
    "reablement": "discharged",
    "care_homes": "admitted",
}
NEVER = 2_932_896  # 31 December 9999, in days from 1970
EMPTY_MONTH = "month-empty"


class PlantedFault(msgspec.Struct, frozen=True, kw_only=True):
    """One planted fault: which row of which file, what stood there, and what does since.

    ``code`` and ``column`` are those of the finding that must name it. ``item`` counts rows from 1
    and is 0 where a whole month is left out.
    """

    file: str
    item: int
    kind: str
    code: str
    column: str
    was: str = ""
    now: str = ""


class Slip(msgspec.Struct, frozen=True):
    """A kind of fault: the finding it makes, and what is written to make it.

    ``writes`` has the new value of each column, or the column of a day and how many days from it.
    ``adds`` writes the row again: "same" as it is, "other" with another number in ``column``.
    """

    name: str
    code: str
    column: str
    writes: Mapping[str, str | int | tuple[str, int] | None] = {}
    adds: str = ""

    @property
    def text_columns(self) -> tuple[str, ...]:
        """The columns of days or numbers that are written as text."""
        return tuple(self.writes) if self.code == "REC-010" else ()


def slips(kind: str) -> tuple[Slip, ...]:
    """The kinds of fault that a kind of record can have.

    >>> [one.name for one in slips("delays")]
    ['day-unreadable', 'day-never', 'council-unknown', 'days-negative', 'row-twice', 'row-differs']
    """
    counted = COUNTED_ON[kind]
    found = [
        Slip("day-unreadable", "REC-010", counted, {counted: "31/02/2018"}),
        Slip("day-never", "REC-015", counted, {counted: NEVER}),
        Slip("council-unknown", "REC-013", "council", {"council": "E08009999"}),
    ]
    if kind == "spells":
        before = {"admitted": ("discharged", 3), "discharge_ready": None}
        found += [
            Slip("commissioner-unknown", "REC-013", "commissioner", {"commissioner": "99Z"}),
            Slip("method-unknown", "REC-012", "method", {"method": "urgent"}),
            Slip("method-blank", "REC-011", "method", {"method": None}),
            Slip("discharge-before-admission", "REC-016", "discharged", before),
        ]
    if kind == "reablement":
        before = {"followed_up": ("discharged", -5)}
        found.append(Slip("followed-up-before", "REC-016", "followed_up", before))
    if kind in ("spells", "delays"):
        found.append(Slip("days-negative", "REC-014", "delayed_days", {"delayed_days": -3}))
    if kind != "delays":
        found += [
            Slip("age-130", "REC-014", "age", {"age": 130}),
            Slip("age-unreadable", "REC-010", "age", {"age": "eighty"}),
            Slip("sex-unknown", "REC-012", "sex", {"sex": "X"}),
        ]
    other = "delayed_days" if kind in ("spells", "delays") else "age"
    return (
        *found,
        Slip("row-twice", "REC-020", "", adds="same"),
        Slip("row-differs", "REC-021", other, adds="other"),
    )


class Sown(msgspec.Struct, frozen=True):
    """Which kind of fault comes in which row of all rows, the rows in order."""

    rows: tuple[int, ...] = ()
    slips: tuple[Slip, ...] = ()

    def between(self, first: int, end: int) -> "list[tuple[int, Slip]]":
        """The faults of rows from the first to before the end, counted from the first."""
        low, high = np.searchsorted(self.rows, [first, end]).tolist() if self.rows else (0, 0)
        pairs = zip(self.rows[low:high], self.slips[low:high], strict=True)
        return [(row - first, slip) for row, slip in pairs]

    def text_columns(self, first: int, end: int) -> set[str]:
        """The columns that a file of these rows holds as text."""
        return {name for _, slip in self.between(first, end) for name in slip.text_columns}


def sown(kind: str, rows: int, faults: int, seed: int) -> Sown:
    """Faults of each kind in turn, each in a row that is drawn; rows differ."""
    if not faults:
        return Sown()
    chosen: dict[int, None] = {}
    draws = Draws(seed, kind, "faults")
    while len(chosen) < faults:
        chosen |= dict.fromkeys((draws.large(faults) % np.uint64(rows)).tolist())
    every = slips(kind)
    pairs = sorted(
        ((row, n) for n, row in enumerate(list(chosen)[:faults])), key=lambda pair: pair[0]
    )
    return Sown(tuple(row for row, _ in pairs), tuple(every[n % len(every)] for _, n in pairs))


def plant(
    columns: Columns, here: Sequence[tuple[int, Slip]], file: str, before: int, kind: str
) -> tuple[Columns, list[PlantedFault]]:
    """Some rows with faults written into them, and the truth about each.

    ``before`` is how many rows of the file come before these. Rows that are added come last.
    """
    count = len(next(iter(columns.values())).numbers)
    added = [row for row, slip in here if slip.adds]
    if added:
        rows = np.concatenate([np.arange(count), np.array(added, np.int64)])
        columns = {name: column.taken(rows) for name, column in columns.items()}
    truth, last = [], count
    for row, slip in here:
        place = last if slip.adds else row
        last += bool(slip.adds)
        columns, was, now = _written(columns, place, slip)
        column = ", ".join(KEYS[kind]) if slip.adds else slip.column
        truth.append(
            PlantedFault(
                file=file,
                item=before + place + 1,
                kind=slip.name,
                code=slip.code,
                column=column,
                was=was,
                now=now,
            )
        )
    return columns, truth


KEYS = {
    "spells": ("spell",),
    "delays": ("month", "provider", "council", "attributed_to", "reason"),
    "reablement": ("episode",),
    "care_homes": ("admission",),
}


def _written(columns: Columns, row: int, slip: Slip) -> tuple[Columns, str, str]:
    changed = dict(columns)
    for name, value in _values(columns, row, slip).items():
        changed[name] = columns[name].changed(row, value)
    shown = slip.column if slip.column in columns else next(iter(columns))
    return changed, columns[shown].shown(row), changed[shown].shown(row)


def _values(columns: Columns, row: int, slip: Slip) -> dict[str, str | int | None]:
    """What is written into each column of one row."""
    if slip.adds == "other":
        number = int(columns[slip.column].numbers[row])
        return {slip.column: number - 1 if number > 99 else number + 1}  # noqa: PLR2004
    return {
        name: int(columns[value[0]].numbers[row]) + value[1] if isinstance(value, tuple) else value
        for name, value in slip.writes.items()
    }
