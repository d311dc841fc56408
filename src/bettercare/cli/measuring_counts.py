"""How the command ``measure`` counts: on which engine, all at once or a month at a time."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from bettercare.engines import duckdb
from bettercare.errors import BadRequest
from bettercare.labels import listed
from bettercare.metrics.counting import Counted, count_records
from bettercare.metrics.definition import Definition
from bettercare.metrics.months import Kept, count_kept, keep_months, parquet
from bettercare.metrics.reading_records import record_files
from bettercare.metrics.record_checks import Checked, check_records
from bettercare.metrics.record_checks_report import Excluded, Fault, RecordReport
from bettercare.metrics.records import KINDS
from bettercare.places import load_mapping

ENGINES = ("duckdb", "spark")
EXAMPLES = 5
_MONTH = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])(?![0-9]|-[0-9])")
_CHANGES = {
    "new": "new",
    "resubmitted": "sent again",
    "definition": "asked for otherwise",
    "lost": "whose counts were lost",
    "withdrawn": "withdrawn",
    "": "as kept",
}
How = tuple[Path, Callable[[str], None]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of some records, and how it is counted.

    ``rules`` are those of disclosure control in a file; ``keep`` is the folder in which months that
    were counted stay; ``cluster`` is where Spark runs.
    """

    kind: str
    metrics: tuple[str, ...]
    breakdowns: tuple[str, ...]
    periods: tuple[str, ...]
    round_id: str
    populations: Path | None
    why_not_hidden: str
    memory: str
    rules: Path | None = None
    keep: Path | None = None
    engine: str = "duckdb"
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Tallied:
    """What was counted, what was found in the records, and what there is to say about the way."""

    counted: Counted
    report: RecordReport
    said: tuple[str, ...] = ()


def tallied(paths: Sequence[Path], asked: Asked, made: Sequence[Definition], how: How) -> Tallied:
    """Count definitions of one kind of record from files; ``how`` is a work folder and a listener.

    Records are checked on DuckDB, whichever engine counts them. With a folder to keep months in,
    only what has changed is read. Raises ``BadRequest`` and ``UnreadableFile``.
    """
    files = record_files(paths, KINDS[asked.kind])
    months = months_of(files) if asked.keep else {}
    with duckdb.connect(memory=asked.memory) as database, _engine(asked, database) as engine:
        if asked.keep:
            return _by_month(months, (asked, asked.keep), made, (database, engine, how))
        work, told = how
        told("Checking records")
        checked = check_records(database, files, KINDS[asked.kind], work)
        told("Counting")
        records = {asked.kind: _seen_by(engine, database, checked, work)}
        counted = count_records(engine, records, made, shares=load_mapping())
        return Tallied(counted, checked.report)


@contextmanager
def _engine(asked: Asked, database: Any) -> Iterator[Any]:
    if asked.engine == "duckdb":
        yield database
        return
    from bettercare.engines import spark

    with spark.connect(asked.cluster or spark.LOCAL) as connection:
        yield connection


def _seen_by(engine: Any, database: Any, checked: Checked, work: Path) -> Checked:
    """Checked rows as the engine that counts can read them: the files, or a copy of them."""
    if engine is database:
        return checked
    files = list(checked.files)
    if not checked.unchanged:
        files = [work / "rows.parquet"]
        database.to_parquet(checked.table, files[0])
    return replace(checked, table=parquet(engine, files))


def months_of(files: Sequence[Path]) -> dict[str, list[Path]]:
    """Files by the month in their names; ``BadRequest`` where a name has none, or several.

    >>> list(months_of([Path("spells-2019-05.csv"), Path("spells-2019-04.csv")]))
    ['2019-04', '2019-05']
    """
    found: dict[str, list[Path]] = {}
    for file in files:
        named = set(_MONTH.findall(file.stem))
        if len(named) != 1:
            raise BadRequest(
                f"Cannot tell the month of {file.name}: to keep months, each file has its one "
                "month in its name, such as spells-2019-04.parquet."
            )
        found.setdefault(named.pop(), []).append(file)
    return dict(sorted(found.items()))


def _by_month(
    months: dict[str, list[Path]],
    into: tuple[Asked, Path],
    made: Sequence[Definition],
    on: tuple[Any, Any, How],
) -> Tallied:
    database, engine, (work, told) = on
    asked, folder = into
    reports: list[RecordReport] = []

    def opened(_: Any, files: Sequence[Path]) -> Checked:
        told(f"Counting {files[0].name}")
        place = work / str(len(reports))  # copies are named by number, afresh for each month
        place.mkdir()
        checked = check_records(database, files, KINDS[asked.kind], place)
        reports.append(checked.report)
        return _seen_by(engine, database, checked, place)

    kept = keep_months(engine, months, made, folder, opened=opened)
    told("Adding up months")
    counted = count_kept(engine, kept, shares=load_mapping())
    return Tallied(counted, _together(asked.kind, counted, reports), tuple(_said(kept)))


def _together(kind: str, counted: Counted, reports: Sequence[RecordReport]) -> RecordReport:
    """One report of all months: rows of all of them, faults of those that were read now."""
    read = counted.controls[0].read
    excluded: Counter[tuple[str, str]] = Counter()
    for one in read.excluded:
        excluded[one.code, one.column] += one.rows
    return RecordReport(
        kind=kind,
        files=tuple(file for one in reports for file in one.files),
        rows=read.rows,
        kept=read.given,
        excluded=tuple(Excluded(*key, rows) for key, rows in sorted(excluded.items())),
        faults=tuple(_faults([fault for one in reports for fault in one.faults])),
    )


def _faults(faults: Sequence[Fault]) -> Iterator[Fault]:
    """Faults of one sort and column as one, with the first few examples."""

    def sort(one: Fault) -> tuple[str, ...]:
        return one.code, one.column, one.then, one.detail

    for (code, column, _, detail), some in groupby(sorted(faults, key=sort), key=sort):
        these = list(some)
        yield Fault(
            code=code,
            column=column,
            count=sum(one.count for one in these),
            then=these[0].then,
            detail=detail,
            examples=tuple(row for one in these for row in one.examples)[:EXAMPLES],
        )


def _said(kept: Kept) -> Iterator[str]:
    changes = Counter(one.change for one in kept.changes)
    months = listed(
        f"{changes[name]:,} {words}" for name, words in _CHANGES.items() if name in changes
    )
    yield f"Months: {months}"
    if changes[""]:
        yield "What was found in the records of months as kept was said when they were counted"
    if kept.elsewhere:
        yield f"{kept.elsewhere:,} rows are dated in another month than their file, and count there"
