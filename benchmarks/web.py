"""A deadline hour of the service: every area edits at once, on SQLite and on PostgreSQL.

    python benchmarks/web.py [--areas 150] [--seconds 60] [--think 20] [--store sqlite ...]
    python benchmarks/web.py --answers    # one person alone at 500 schemes: an edit to its answer

The plans are synthetic. Everybody reads, saves cells of the grid, hears of others and brings in a
workbook, with pauses to think; then sixteen of them go as fast as they can. Afterwards every save
that was acknowledged is looked for in the audit trail, whose hashes are worked out anew. The page
that does nothing stands beside ours in the same run: it is what the server and Django cost alone.
The load is made on the same machine, so it takes its part of the processors.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.web_load import MIX
from tests.bettercare_web.running import postgresql
from tests.bettercare_web.running.service import Service

HERE = Path(__file__).resolve().parent
STORES = ("sqlite", "sqlite-normal", "postgresql")
FAST = 16  # people who go as fast as they can
PROCESSES = 2  # of the load


class Store:
    """A database filled with areas, and the service on it."""

    def __init__(self, name: str, place: Path, database: str = "") -> None:
        self.name = name
        mode = "NORMAL" if name == "sqlite-normal" else "FULL"
        settings = {
            "DJANGO_SETTINGS_MODULE": "benchmarks.web_settings",
            "BENCHMARK_SYNCHRONOUS": mode,
        }
        place.mkdir(mode=0o700, exist_ok=True)
        self.service = Service(place, database, **settings)

    def program(self, *words: str) -> Any:
        """Run one of our programs with the service's own code; gives the JSON that it prints."""
        command = [sys.executable, HERE / "web_country.py", *words]
        done = subprocess.run(
            command, env=self.service.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(done.stderr)
        return json.loads(done.stdout)

    def go(self, run: str, people: int, seconds: float, think: float) -> dict[str, Any]:
        """Let some people work, and give what was measured."""
        known = self.program("sessions", str(self.service.data))[:people]
        for one in known:
            one["run"] = run
        loads = []
        for number in range(PROCESSES):
            file = self.service.data / f"people-{number}.json"
            file.write_text(json.dumps(known[number::PROCESSES]))
            words = [str(file), str(self.service.port), str(think), str(seconds)]
            command = [sys.executable, HERE / "web_load.py", *words]
            loads.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        found = [json.loads(one.communicate()[0]) for one in loads]
        return {key: [one for each in found for one in each[key]] for key in found[0]}


@contextmanager
def stores(names: list[str], folder: Path, size: tuple[int, int]) -> Iterator[Iterator[Store]]:
    """The stores that are asked for, each filled when it is its turn."""
    server = postgresql.Server().start() if "postgresql" in names else None
    try:
        yield (_filled(name, folder, server, size) for name in names)
    finally:
        if server is not None:
            server.stop()


def _filled(
    name: str, folder: Path, server: postgresql.Server | None, size: tuple[int, int]
) -> Store:
    filled = folder / "filled"
    if name == "postgresql" and server is not None:
        store = Store(name, folder / name, server.database("country"))
        store.program("build", *map(str, size))
        return store
    if not filled.exists():
        made = Store("sqlite", filled).program("build", *map(str, size))
        print(f"{made['areas']} areas of {made['schemes']} schemes, {made['seconds']} s to fill")
    shutil.copytree(filled, folder / name)
    return Store(name, folder / name)


def percentile(values: list[float], share: float) -> float:
    """The smallest value that a share of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def report(run: str, found: dict[str, Any], seconds: float) -> None:
    """Print one line for each thing that people did."""
    measured: list[tuple[str, float, int]] = found["measured"]
    by_kind: Mapping[str, list[tuple[float, int]]] = defaultdict(list)
    for what, ms, status in measured:
        by_kind[what].append((ms, status))
    empty = percentile([ms for ms, _ in by_kind["empty page"]], 0.95)
    wrong = [(what, status) for what, _, status in measured if status not in (200, 302)]
    print(
        f"\n{run}: {len(measured) / seconds:.1f} requests/s, {len(wrong)} errors",
        wrong[:3],
        found["silent"][:3],
    )
    print(f"  {'':16}{'times':>7}{'p50':>8}{'p95':>8}{'p99':>8} ms  p95 / empty page")
    for what in MIX:
        times = [ms for ms, _ in by_kind[what]]
        figures = "".join(f"{percentile(times, share):8.0f}" for share in (0.5, 0.95, 0.99))
        ratio = percentile(times, 0.95) / empty if empty else 0
        print(f"  {what:16}{len(times):7}{figures}     {ratio:6.1f}")


def lost(store: Store, acknowledged: list[str]) -> list[str]:
    """Saves that were acknowledged and are not in the trail exactly once, or what is broken."""
    found = store.service.program("chain")
    held: dict[str, int] = defaultdict(int)
    for words in found["new"]:
        held[words] += 1
    return [one for one in acknowledged if held[one] != 1] + found["broken"]


def measure(store: Store, asked: argparse.Namespace) -> None:
    """Both runs on one store, and the look for what was lost."""
    service = store.service
    service.start(workers=asked.workers)
    try:
        warm = store.go("warm", asked.areas, 5, 1)
        calm = store.go("hour", asked.areas, asked.seconds, asked.think)
        title = f"{store.name}, {asked.areas} areas at once, {asked.think:g} s between two steps"
        report(title, calm, asked.seconds)
        fast = store.go("fast", FAST, asked.seconds / 3, 0)
        report(f"{store.name}, {FAST} as fast as it goes", fast, asked.seconds / 3)
    finally:
        service.stop()
    acknowledged = [one for run in (warm, calm, fast) for one in run["acknowledged"]]
    gone = lost(store, acknowledged)
    print(f"  {len(acknowledged)} acknowledged saves, {len(gone)} lost {gone[:3]}")


def show_answers(store: Store, schemes: int) -> None:
    """Print how long one person waits from an edit to its answer, one edit after another."""
    print(f"\nedit to answer, {schemes} schemes, p50, p95 and longest of 60, ms (bar 100):")
    for name, times in store.program("answers", "60").items():
        print(f"  {name:10}", *(f"{percentile(times, share):6.0f}" for share in (0.5, 0.95, 1)))


def show_profile(store: Store) -> None:
    """Print where the time of a save and of the grid's page goes."""
    for what, found in store.program("profile", "10").items():
        wall, processor, database = found["each"]
        print(
            f"\n{store.name}, one {what} alone: {wall:.0f} ms, of which the processor works "
            f"{processor:.0f} ms and the database {database:.1f} ms"
        )
        for title, key in (
            ("share of the processor time, of a function with all below it", "below"),
            ("and of a function alone", "alone"),
        ):
            print(f"  {title}:")
            for name, share in found[key]:
                print(f"  {share:7.1%}  {name}")


def main() -> None:
    """Run what is asked for. Told to stop, it stops the servers that it started."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--areas", type=int, default=150)
    ask.add_argument("--schemes", type=int, default=100)
    ask.add_argument("--seconds", type=float, default=60)
    ask.add_argument("--think", type=float, default=20, help="seconds between steps")
    ask.add_argument("--workers", type=int, default=2)
    ask.add_argument("--store", action="append", choices=STORES, help="may be given again")
    ask.add_argument("--answers", action="store_true", help="one person alone, at 500 schemes")
    ask.add_argument("--no-profile", action="store_true")
    asked = ask.parse_args()
    names = asked.store or list(STORES)
    if "postgresql" in names and postgresql.binaries() is None:
        print("PostgreSQL is not installed: it is left out.")
        names.remove("postgresql")
    busy = os.getloadavg()[0]
    print(
        f"{os.cpu_count()} processors (load {busy:.1f} before the start), {asked.workers} workers"
    )
    size = (1, 500) if asked.answers else (asked.areas, asked.schemes)
    folder = tempfile.TemporaryDirectory(prefix="bettercare-web-bench-")
    with folder as place, stores(names, Path(place), size) as filled:
        for store in filled:
            if asked.answers:
                show_answers(store, size[1])
                continue
            measure(store, asked)
            if not asked.no_profile:
                show_profile(store)


if __name__ == "__main__":
    main()
