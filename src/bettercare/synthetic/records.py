"""Records made up from a seed, month by month, in files of any size, with the truth about faults.

Memory holds some hundred thousand rows at a time, whatever is asked for. The same wish makes the
same records on every machine.
"""

import csv
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any, Literal

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from bettercare.errors import BadRequest, UnreadableFile
from bettercare.synthetic.records_care import care_homes, delays, reablement
from bettercare.synthetic.records_columns import Columns, arrow_table
from bettercare.synthetic.records_draws import Draws, shared
from bettercare.synthetic.records_faults import (
    COUNTED_ON,
    EMPTY_MONTH,
    PlantedFault,
    Sown,
    plant,
    slips,
    sown,
)
from bettercare.synthetic.records_people import rates, settings
from bettercare.synthetic.records_spells import METHODS, spells

Form = Literal["parquet", "csv"]
MOST_AT_ONCE = 1 << 18  # rows
MOST_MONTHS = 240
FEWEST_MONTHS = 3  # of which one may be empty
EPOCH = date(1970, 1, 1)


class RecordWish(msgspec.Struct, frozen=True, kw_only=True):
    """What records are to be like: their kind, how many, from which month, with how many faults.

    ``start`` is any day of the first month. Some faults write a row again, so that there are more.
    """

    kind: str
    rows: int
    seed: int = 1
    start: date = date(2017, 4, 1)
    months: int = 24
    faults: int = 0
    form: Form = "parquet"


@dataclass(frozen=True, slots=True)
class Month:
    """A month to be written: its first day, its days, its rows, and the rows before it."""

    day: date
    days: int
    rows: int
    before: int


def write_records(
    wish: RecordWish, folder: Path, told: Callable[[int], None] | None = None
) -> tuple[PlantedFault, ...]:
    """Write records as a file for each month, with ``truth.csv``, and give the planted faults.

    Files are called after kind and month: ``spells-2017-04.parquet``. ``told`` is called with the
    number of rows each time some are written. Raises ``BadRequest`` where the wish cannot be met
    and ``UnreadableFile`` where nothing can be written.
    """
    months = planned(_sensible(wish))
    where = sown(wish.kind, wish.rows, _in_rows(wish), wish.seed)
    truth = _empty_months(wish, months)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for month in months:
            if month.rows:
                truth += _Run(wish, months, where, told).write(month, folder)
        (folder / "truth.csv").write_text(_as_csv(truth), encoding="utf-8", newline="")
    except OSError as error:
        raise UnreadableFile(f"Cannot write {folder}: it is no folder to write in.") from error
    return tuple(truth)


def _sensible(wish: RecordWish) -> RecordWish:
    if wish.kind not in COUNTED_ON:
        kinds = ", ".join(COUNTED_ON)
        raise BadRequest(f"'{wish.kind}' is no kind of record. There are {kinds}.")
    if not 1 <= wish.months <= MOST_MONTHS:
        raise BadRequest(f"Cannot make {wish.months} months. Ask for 1 to {MOST_MONTHS}.")
    if wish.rows < wish.months:
        raise BadRequest(f"Cannot make {wish.rows:,} rows of {wish.months} months. Ask for more.")
    if not 0 <= wish.faults <= wish.rows // 2:
        raise BadRequest(f"Cannot plant {wish.faults:,} faults in {wish.rows:,} rows.")
    return wish


def _has_empty_month(wish: RecordWish) -> bool:
    """Whether one of the faults is a month without a row: where each other kind has its turn."""
    return wish.faults > len(slips(wish.kind)) and wish.months >= FEWEST_MONTHS


def _in_rows(wish: RecordWish) -> int:
    return wish.faults - _has_empty_month(wish)


def planned(wish: RecordWish) -> tuple[Month, ...]:
    """The months of a wish with their rows, by length, season and growth."""
    told = settings()
    first = wish.start.year * 12 + wish.start.month - 1
    days = [_month(first + n) for n in range(wish.months)]
    lengths = [(_month(first + n + 1) - day).days for n, day in enumerate(days)]
    weights = [
        length * told["seasons"][day.month - 1] * (12_000 + told["yearly_growth"] * n)
        for n, (day, length) in enumerate(zip(days, lengths, strict=True))
    ]
    if _has_empty_month(wish):
        weights[wish.months // 2] = 0
    rows = shared(wish.rows, weights)
    before = np.cumsum([0, *rows]).tolist()
    return tuple(Month(*one) for one in zip(days, lengths, rows, before, strict=False))


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _empty_months(wish: RecordWish, months: tuple[Month, ...]) -> list[PlantedFault]:
    column = COUNTED_ON[wish.kind]
    return [
        PlantedFault(
            file="", item=0, kind=EMPTY_MONTH, code="REC-022", column=column, was=f"{one.day:%Y-%m}"
        )
        for one in months
        if not one.rows
    ]


@dataclass(frozen=True, slots=True)
class _Run:
    """What every file of one wish needs to be written."""

    wish: RecordWish
    months: tuple[Month, ...]
    where: Sown
    told: Callable[[int], None] | None

    def write(self, month: Month, folder: Path) -> list[PlantedFault]:
        """Write the file of a month, some rows at a time."""
        wish, first = self.wish, month.before
        name = f"{wish.kind}-{month.day:%Y-%m}.{wish.form}"
        as_text = self.where.text_columns(first, first + month.rows)
        truth: list[PlantedFault] = []
        written = 0
        with _File(folder / name) as file:
            for drawn in self._drawn(month):
                count = _length(drawn)
                here = self.where.between(first, first + count)
                columns, found = plant(drawn, here, name, written, wish.kind)
                file.write(arrow_table(_with_text(columns, as_text)))
                truth += found
                first, written = first + count, written + _length(columns)
                if self.told:
                    self.told(count)
        return truth

    def _drawn(self, month: Month) -> Iterator[Columns]:
        kind, seed = self.wish.kind, self.wish.seed
        number = (month.day - EPOCH).days
        if kind == "delays":
            most = max(one.rows for one in self.months)
            yield delays(number, month.rows, most, Draws(seed, kind, month.day))
            return
        days = np.repeat(np.arange(number, number + month.days), _by_day(kind, month))
        for first in range(0, month.rows, MOST_AT_ONCE):
            some = days[first : first + MOST_AT_ONCE]
            draws = Draws(seed, kind, month.day, first)
            yield _MADE[kind](some, month.before + first + 1, draws)


_MADE = {"spells": spells, "reablement": reablement, "care_homes": care_homes}


def _length(columns: Columns) -> int:
    return len(next(iter(columns.values())).numbers)


def _with_text(columns: Columns, names: Set[str]) -> Columns:
    return {
        name: replace(column, as_text=True) if name in names else column
        for name, column in columns.items()
    }


def _by_day(kind: str, month: Month) -> list[int]:
    """Rows of each day of a month, by the weekday."""
    week = _weekdays(kind)
    return shared(month.rows, [week[(month.day.weekday() + n) % 7] for n in range(month.days)])


@cache
def _weekdays(kind: str) -> list[int]:
    told = settings()["weekdays"]
    if kind != "spells":
        return list(told["emergency"])
    total = [sum(map(sum, rates(method).values())) for method in METHODS]
    week = [told[method] for method in METHODS]
    return [sum(t * w[day] for t, w in zip(total, week, strict=True)) for day in range(7)]


class _File:
    """A Parquet or CSV file that is written some rows at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: Any = None

    def __enter__(self) -> "_File":
        return self

    def __exit__(self, *_: object) -> None:
        if self._writer:
            self._writer.close()

    def write(self, table: Any) -> None:
        """Add some rows."""
        if self._path.suffix == ".csv":
            table = table.cast(pa.schema([_plain(field) for field in table.schema]))
        if self._writer is None:
            self._writer = self._open(table.schema)
        self._writer.write_table(table)

    def _open(self, schema: Any) -> Any:
        if self._path.suffix == ".csv":
            options = pa.csv.WriteOptions(quoting_style="needed")
            return pa.csv.CSVWriter(self._path, schema, write_options=options)
        return pa.parquet.ParquetWriter(
            self._path,
            schema.remove_metadata(),
            compression="zstd",
            compression_level=1,
            store_schema=False,
            use_dictionary=[f.name for f in schema if f.name not in ("spell", "person")],
        )


def _plain(field: Any) -> Any:
    """The field of a column, with texts of a few as any others."""
    return field.with_type(pa.string()) if pa.types.is_dictionary(field.type) else field


def _as_csv(truth: Sequence[PlantedFault]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(PlantedFault.__struct_fields__)
    writer.writerows(msgspec.structs.astuple(one) for one in truth)
    return text.getvalue()
