"""Counting month by month: each month's cells are kept, and only what has changed is counted again.

Cells are raw counts, so the folder that holds them can be read by its owner alone.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from ibis.expr import types as ir

from bettercare.engines.answers import answer
from bettercare.errors import BadRequest
from bettercare.metrics.counting import (
    Counted,
    Records,
    counted_cells,
    finished,
    from_cells,
    rows_read,
    table_of,
)
from bettercare.metrics.counting_plan import Band, Plan, plans
from bettercare.metrics.cube import ROWS, UNDATED
from bettercare.metrics.definition import Definition
from bettercare.metrics.months_manifest import (
    FORMAT,
    Cube,
    File,
    Manifest,
    Month,
    Why,
    asked,
    digest,
    marked,
    read_manifest,
    write_manifest,
)
from bettercare.places import Mapping as Shares

Open = Callable[[ibis.BaseBackend, Sequence[Path]], Records]
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Kept:
    """A folder of monthly cells brought up to date, and what was done about each month."""

    folder: Path
    manifest: Manifest
    plans: tuple[Plan, ...]
    changes: tuple[Why, ...]

    @property
    def elsewhere(self) -> int:
        """Rows that are dated in another month than the one whose files they are in."""
        months = self.manifest.months.values()
        return max((sum(m.cubes[p.area].elsewhere for m in months) for p in self.plans), default=0)


def parquet(connection: ibis.BaseBackend, files: Sequence[Path]) -> ir.Table:
    """Parquet files as they lie, as one table; on a cluster all its machines must see them."""
    if connection.name == "duckdb":
        return connection.read_parquet([str(file) for file in files])
    tables = [connection.read_parquet(str(file)) for file in files]
    return tables[0] if len(tables) == 1 else ibis.union(*tables)


def keep_months(  # noqa: PLR0913  (what, from where, into where, and how)
    connection: ibis.BaseBackend,
    months: Mapping[str, Sequence[Path]],
    definitions: Iterable[Definition],
    folder: Path,
    *,
    bands: Mapping[str, tuple[Band, ...]] | None = None,
    opened: Open = parquet,
    thorough: bool = False,
) -> Kept:
    """Bring the cells in a folder up to date with the files of each month, and no more.

    ``months`` are all months there should be, such as "2019-04", each with its files; a month that
    is no longer among them is withdrawn. A month is counted again where its files hold something
    else than before, or what is asked has changed; ``thorough`` reads every file to find out.
    ``opened`` opens the files of a month, and may check them. All definitions count one kind of
    record. Raises ``BadRequest`` where they do not, or a month is not one.
    """
    asked_for = plans(definitions, bands)
    _refuse(asked_for, months)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = read_manifest(folder, asked_for[0].kind.name)
    found: dict[str, Month] = {}
    changes = [Why(name, "withdrawn") for name in before.months if name not in months]
    for name in sorted(months):
        old = before.months.get(name)
        files = marked(months[name], old.files if old else (), thorough=thorough)
        stale = {plan.area: _stale(folder, plan, old, files) for plan in asked_for}
        changes.append(Why(name, next((why for why in stale.values() if why), "")))
        again = [plan for plan in asked_for if stale[plan.area]]
        fresh = _counted(connection, again, name, months[name], (folder, opened)) if again else {}
        kept = {p.area: old.cubes[p.area] for p in asked_for if old and not stale[p.area]}
        found[name] = Month(files, kept | fresh)
    manifest = Manifest(FORMAT, asked_for[0].kind.name, found)
    write_manifest(folder, manifest)
    _tidy(folder, manifest)
    return Kept(folder, manifest, asked_for, tuple(sorted(changes)))


def count_kept(
    connection: ibis.BaseBackend, kept: Kept, *, shares: Shares | None = None
) -> Counted:
    """The counts of all months kept, as ``count_records`` would give them of all their records."""
    found, controls = [], []
    for plan in kept.plans:
        cubes = [month.cubes[plan.area] for month in kept.manifest.months.values()]
        table = parquet(connection, [kept.folder / one.file for one in cubes])
        read = reduce(add, (one.read for one in cubes))
        some, totals = finished(connection, from_cells, table, plan, read, shares)
        found.append(some)
        controls.append(totals)
    return Counted(tuple(found), tuple(controls))


def _refuse(asked_for: Sequence[Plan], months: Mapping[str, Sequence[Path]]) -> None:
    if len({plan.kind.name for plan in asked_for}) > 1:
        raise BadRequest("Months are kept of one kind of record: ask for one kind at a time.")
    odd = [name for name in months if not _MONTH.fullmatch(name)]
    if odd or not months:
        what = f"'{odd[0]}' is no month" if odd else "There is no month"
        raise BadRequest(f"{what}: write months as 2019-04.")
    names = [file.name for files in months.values() for file in files]
    if len(set(names)) < len(names):
        raise BadRequest("Two files have the same name: a file belongs to one month.")
    empty = [name for name, files in months.items() if not files]
    if empty:
        raise BadRequest(f"Month {empty[0]} has no file: leave it out, or name its files.")


def _stale(folder: Path, plan: Plan, old: Month | None, files: Sequence[File]) -> str:
    """Why a month must be counted again; "" where it need not be."""
    if old is None:
        return "new"
    if [(one.name, one.sha256) for one in old.files] != [(one.name, one.sha256) for one in files]:
        return "resubmitted"
    cube = old.cubes.get(plan.area)
    if cube is None or cube.asked != asked(plan):
        return "definition"
    path = folder / cube.file
    return "" if path.is_file() and digest(path) == cube.sha256 else "lost"


def _counted(
    connection: ibis.BaseBackend,
    again: Sequence[Plan],
    month: str,
    files: Sequence[Path],
    how: tuple[Path, Open],
) -> dict[str, Cube]:
    """The cells of a month, counted and written, by kind of area."""
    folder, opened = how
    given = opened(connection, files)
    read = rows_read(connection, given)
    found: dict[str, Cube] = {}
    for plan in again:
        cube = answer(connection, counted_cells, {"given": table_of(given)}, plan)
        name, sha256 = _written(folder, month, plan, cube)
        found[plan.area] = Cube(
            file=name,
            sha256=sha256,
            asked=asked(plan),
            rows=read.rows,
            given=read.given,
            excluded=read.excluded,
            elsewhere=_elsewhere(cube, month),
        )
    return found


def _written(folder: Path, month: str, plan: Plan, cube: pa.Table) -> tuple[str, str]:
    """Write cells beside those of before, which stay until the manifest no longer names them."""
    making = folder / f"{month}-{plan.area}.making"
    pq.write_table(cube, making, compression="zstd")
    making.chmod(0o600)
    sha256 = digest(making)
    name = f"{month}-{plan.area}-{sha256[:16]}.parquet"
    making.replace(folder / name)
    return name, sha256


def _elsewhere(cube: pa.Table, month: str) -> int:
    number = int(month[:4]) * 12 + int(month[5:]) - 1
    everybody = cube.filter(pc.field("breakdown") == "")
    others = everybody.filter(~pc.field("month").isin([number, UNDATED]))
    return int(pc.sum(others[ROWS]).as_py() or 0)


def _tidy(folder: Path, manifest: Manifest) -> None:
    """Remove cells that the manifest does not name."""
    named = {cube.file for month in manifest.months.values() for cube in month.cubes.values()}
    for file in _of_ours(folder):
        if file.name not in named:
            file.unlink()


def _of_ours(folder: Path) -> Iterator[Path]:
    pattern = re.compile(
        rf"{_MONTH.pattern}-(commissioner|council)(-[0-9a-f]{{16}}\.parquet|\.making)"
    )
    return (file for file in folder.iterdir() if pattern.fullmatch(file.name))
