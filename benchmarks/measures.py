"""What is claimed of counting records, measured side by side in one run on two cores.

``python benchmarks/measures.py [--rows 1,10,50,200] [--folder FOLDER] [--runs 5]``. Rows are in
millions of hospital spells, made up by DuckDB, one Parquet file a month; ``--folder`` keeps them.
Beside ours stand a raw scan of the same columns of the same files, which nothing can beat; SQL
written by hand for the same figures; and pandas. Each answers with the same totals, or the run
stops. Memory is the peak of a process that does nothing else.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import duckdb
import measures_others as others
import measures_records
import numpy as np
from run import in_turn, line, machine, seconds

from bettercare.engines import duckdb as engine
from bettercare.metrics.counting import Counted, count_records
from bettercare.metrics.definition import Condition, Counting, Definition
from bettercare.metrics.months import count_kept, keep_months
from bettercare.places import load_mapping
from bettercare.statistics import poisson_rate, wilson

THREADS = 2
MEMORY = "200MB"
MILLION = 1_000_000
BROKEN_DOWN = ("age", "sex", "deprivation")
ADMISSIONS = (Condition("method", equal="emergency"), Condition("specific_acute", equal=True))


def definition(metric: str, count: Counting, **rest: Any) -> Definition:
    return Definition(
        metric=metric, version="1", title=metric, why="", numerator="", denominator="",
        unit="count", better="lower", source="", lag="", owner="", review=date(2027, 4, 1),
        reference="", certainty="derived", scope="local", interval="", records="spells",
        count=count, **rest,
    )  # fmt: skip


def delays(body: str) -> Definition:
    where = (Condition("delayed_days", at_least=1), Condition("attributed_to", equal=body))
    counting = Counting(where, sum="delayed_days")
    return definition(body, counting, periods=("month",), area="council", breakdowns=BROKEN_DOWN)


NEA: dict[str, Any] = {"periods": ("quarter",), "area": "commissioner"}
ONE = (definition("nea", Counting(ADMISSIONS), **NEA),)
EVERY = (
    definition("nea", Counting(ADMISSIONS), **NEA, breakdowns=BROKEN_DOWN),
    *map(delays, others.MEASURES[1:]),
)


def ours(database: Any, files: Sequence[Path], asked: Sequence[Definition]) -> Counted:
    records = database.read_parquet([str(file) for file in files])
    return count_records(database, {"spells": records}, asked, shares=load_mapping())


def totals(counted: Counted) -> dict[str, int]:
    """The sum of everybody, by measure, in the units of the query."""
    found = {}
    for control in counted.controls:
        for one in control.sums:
            unit = 1000 if control.area == "commissioner" else 1
            found[one.metric] = int(one.placed[0][1] * unit)
    return found


def hand_totals(table: Any) -> dict[str, int]:
    rows = (row for row in table.to_pylist() if not row["breakdown"])
    found: dict[str, int] = {}
    for row in rows:
        found[row["measure"]] = found.get(row["measure"], 0) + row["n"]
    return found


@contextmanager
def by_hand() -> Any:
    with duckdb.connect() as database:
        database.execute(f"SET threads = {THREADS}; SET memory_limit = '{MEMORY}'")
        database.execute("SET preserve_insertion_order = false")
        others.with_shares(database)
        yield database


def speed(files: Sequence[Path], millions: int, runs: int) -> None:
    """One measure and all of them, against a scan and against SQL by hand."""
    source = others.source(files)
    with engine.connect(memory=MEMORY, threads=THREADS) as database, by_hand() as hand:

        def sql(text: str) -> Callable[[], Any]:
            return lambda: hand.sql(text).to_arrow_table()

        def read(columns: Sequence[str], *, look: bool = True) -> Callable[[], Any]:
            return sql(others.scan(columns, source, look=look))

        every = sql(others.BY_HAND.format(source=source))
        work: dict[str, Callable[[], Any]] = {
            "scan one": read(others.ONE),
            "ours one": partial(ours, database, files, ONE),
            "hand one": sql(others.ONE_BY_HAND.format(source=source)),
            "scan all": read(others.ALL),
            "ours all": partial(ours, database, files, EVERY),
            "hand all": every,
            "count all": read(others.ALL, look=False),
        }
        counted = ours(database, files, EVERY)
        assert counted.holds
        assert totals(counted) == hand_totals(every()), "ours and SQL by hand differ"
        taken = in_turn(work, runs)
        given = seconds(lambda: counted.counts)
    name = f"{millions}M spells"
    line(f"{name}: scan of 4 columns", f"{taken['scan one']:.2f} s", "")
    line(
        "  quarterly admissions per area, against that scan",
        _x(taken, "ours one", "scan one"),
        "1.2x",
    )
    line("  against SQL by hand", _x(taken, "ours one", "hand one"), "1.1x")
    line(f"{name}: scan of 10 columns", f"{taken['scan all']:.2f} s", "")
    line("  the same that looks at no text", f"{taken['count all']:.2f} s", "")
    line("  4 measures, 3 breakdowns, against the scan", _x(taken, "ours all", "scan all"), "2x")
    line("  against SQL by hand", _x(taken, "ours all", "hand all"), "1.1x")
    line(f"  {len(counted.counts):,} cells as records of Python, besides", f"{given:.2f} s", "")


def _x(taken: dict[str, float], one: str, other: str) -> str:
    return f"{taken[one]:.2f} s {taken[one] / taken[other]:.2f}x"


def child(what: str, folder: Path) -> dict[str, float]:
    """Seconds and peak memory of a process that does one thing."""
    command = [sys.executable, __file__, "--child", what, "--folder", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def peak() -> float:
    """The most memory that this process has held, in MB."""
    rows = Path("/proc/self/status").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("VmHWM")) / 1024


def as_child(what: str, files: Sequence[Path]) -> None:
    again = 0.0
    if what == "pandas":
        others.load_pandas()
        took = seconds(lambda: others.by_pandas(files, every=True))
        held = peak()
        again = seconds(lambda: others.by_pandas(files, every=True))
    elif what == "start":
        with engine.connect(memory=MEMORY, threads=THREADS):
            took, held = 0.0, peak()
    else:
        with engine.connect(memory=MEMORY, threads=THREADS) as database:
            took = seconds(lambda: ours(database, files, EVERY))
            held = peak()
            again = seconds(lambda: ours(database, files, EVERY))
    print(json.dumps({"seconds": took, "again": again, "peak": held}))


def against_pandas(folder: Path, files: Sequence[Path]) -> None:
    every = [
        sum(one) for one in [[int(part.sum()) for part in others.by_pandas(files[:1], every=True)]]
    ]
    with engine.connect(memory=MEMORY, threads=THREADS) as database:
        mine = sum(totals(ours(database, files[:1], EVERY)).values()) * (1 + len(BROKEN_DOWN))
    assert every == [mine], "ours and pandas differ"
    theirs, us = child("pandas", folder), child("ours", folder)
    first, again = (theirs[name] / us[name] for name in ("seconds", "again"))
    line("10M spells: pandas", f"{theirs['again']:.2f} s {theirs['peak']:,.0f} MB", "")
    line("  ours", f"{us['again']:.2f} s {us['peak']:,.0f} MB", "")
    line("  that is, faster", f"{again:.1f}x", "10x")
    line("  the first time in a new process", f"{us['seconds']:.2f} s {first:.1f}x", "")
    line("  and of the memory", f"1/{theirs['peak'] / us['peak']:.1f}", "1/10")


def memory(folder: Path, files: Sequence[Path], millions: int) -> None:
    size = sum(file.stat().st_size for file in files) / 1e6
    start, us = child("start", folder), child("ours", folder)
    name = f"{millions}M spells in {size:,.0f} MB of files"
    line(f"{name}: peak (at start {start['peak']:.0f})", f"{us['peak']:,.0f} MB", "below the files")


def new_month(files: Sequence[Path], millions: int, runs: int) -> None:
    """A month added to a folder of cells, against counting all of the records."""
    months = {file.stem: [file] for file in files}
    before = dict(list(months.items())[:-1])
    with (
        engine.connect(memory=MEMORY, threads=THREADS) as database,
        tempfile.TemporaryDirectory() as made,
    ):
        kept, copy = Path(made) / "kept", Path(made) / "copy"
        built = seconds(lambda: keep_months(database, before, EVERY, kept))
        taken: dict[str, list[float]] = {"add": [], "figures": [], "full": []}
        for _ in range(runs):
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(kept, copy)
            now: list[Any] = []
            taken["add"].append(
                seconds(lambda now=now: now.append(keep_months(database, months, EVERY, copy)))
            )
            taken["figures"].append(
                seconds(
                    lambda now=now: now.append(count_kept(database, now[0], shares=load_mapping()))
                )
            )
            taken["full"].append(seconds(lambda now=now: now.append(ours(database, files, EVERY))))
            assert now[1].counts == now[2].counts, "months and all records differ"
    add, figures, full = (float(np.median(some)) for some in taken.values())
    line(f"{millions}M spells: the first {len(before)} months kept", f"{built:.2f} s", "")
    line("  the 24th added, against a full run", f"{add:.2f} s {add / full:.2f}x", "0.1x")
    line("  all figures again from what is kept", f"{figures:.2f} s {figures / full:.2f}x", "")


def intervals() -> None:
    draws = np.random.default_rng(1)
    n = draws.integers(1, 100_000, MILLION).astype(float)
    x = np.floor(n * draws.random(MILLION))
    few = np.floor(x % 200)
    taken = in_turn({"rate": lambda: poisson_rate(few, n), "wilson": lambda: wilson(x, n)}, 5)
    line("intervals of 1M rows: rates, exact below 10", f"{taken['rate']:.2f} s", "1 s")
    line("intervals of 1M rows: Wilson", f"{taken['wilson']:.2f} s", "1 s")


def growth(made: dict[int, list[Path]], runs: int) -> None:
    for millions, files in made.items():
        with engine.connect(memory=MEMORY, threads=THREADS) as database:
            work = {"all": partial(ours, database, files, EVERY)}
            took = in_turn(work, max(1, runs if millions <= 50 else 1))["all"]
        line(
            f"growth: {millions}M spells, all measures and breakdowns",
            f"{took:.2f} s {millions / took:.0f} M/s",
            "",
        )


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", default="1,10,50,200")
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--child", default="")
    given = asked.parse_args()
    if given.child:
        as_child(given.child, sorted(given.folder.glob("*.parquet")))
        return
    sizes = [int(one) for one in given.rows.split(",")]
    print(machine())
    print(f"load when it began: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as temporary:
        parent = given.folder or Path(temporary)
        made: dict[int, list[Path]] = {}
        for millions in sizes:
            took = seconds(
                lambda n=millions: made.update(
                    {n: measures_records.files(parent / f"{n}M", n * MILLION)}
                )
            )
            line(f"{millions}M spells made or found", f"{took:.1f} s", "")
        middle = max((one for one in sizes if one <= 50), default=sizes[0])
        speed(made[middle], middle, given.runs)
        if 10 in made:
            against_pandas(parent / "10M", made[10])
        for millions, files in made.items():
            memory(parent / f"{millions}M", files, millions)
        growth(made, given.runs)
        new_month(made[middle], middle, min(given.runs, 3))
    intervals()
    print(f"load when it ended: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
