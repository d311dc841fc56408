"""Measure what we claim, side by side in one run: ratios first, seconds beside them.

``python dev.py bench``. Each timing is the median of several runs taken in turn, so that a noisy
machine slows both sides of a ratio alike.
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import plans
import prints

import bettercare as bc
from bettercare import formats, rounds
from bettercare.calculations import Calculations
from bettercare.checks import run as run_checks
from bettercare.plan import Plan
from bettercare.rounds import loader

ROUND = "2019-20"
ROOT = Path(__file__).parents[1]
PRINTED_PLANS = ("000", "003", "004")  # papers that print a planning template


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turn(work: Mapping[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """The median of each, run one after the other so many times."""
    taken: dict[str, list[float]] = {name: [] for name in work}
    for name, one in work.items():
        one()
        taken[name].clear()
    for _ in range(runs):
        for name, one in work.items():
            taken[name].append(seconds(one))
    return {name: statistics.median(times) for name, times in taken.items()}


def whole(plan: Plan) -> Callable[[], object]:
    """All figures and all checks of a plan, from nothing worked out."""
    rules = rounds.load(ROUND)

    def work() -> object:
        working = Calculations(plan, rules)
        return working.figures, run_checks(working)

    return work


def line(claim: str, value: str, bar: str) -> None:
    print(f"{claim:<58}{value:>18}   bar {bar}")


def in_process() -> None:
    clean, wrong = plans.clean(100), plans.all_wrong(100)
    taken = in_turn({"clean": whole(clean), "wrong": whole(wrong)}, 15)
    line("figures and checks, 100 schemes", f"{taken['clean'] * 1e3:.1f} ms", "100 ms, aim 20 ms")
    ratio = taken["wrong"] / taken["clean"]
    line("the same with every cell wrong, against clean (in memory)", f"{ratio:.2f}x", "")
    many = seconds(lambda: [len(whole(clean)()[1]) for _ in range(150)])
    line("150 plans of 100 schemes", f"{many:.2f} s", "2 s")


def from_files() -> None:
    """Read, calculate and check a plan from CSV files, clean and wrong throughout."""
    with tempfile.TemporaryDirectory() as folder:
        kinds = {"clean": plans.clean(100), "wrong": plans.all_wrong(100)}
        paths = {name: written(Path(folder) / name, plan) for name, plan in kinds.items()}
        taken = in_turn({name: whole_file(path) for name, path in paths.items()}, 15)
    line("read, figures and checks from CSV, 100 schemes", f"{taken['clean'] * 1e3:.1f} ms", "")
    ratio = taken["wrong"] / taken["clean"]
    line("the same with every cell wrong, against clean", f"{ratio:.2f}x", "2x")


def many_rows() -> None:
    """Reading alone, for a very large plan."""
    each = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in (100, 50_000):
            path = written(Path(folder) / str(size), plans.clean(size))
            taken = [seconds(partial(formats.read, path)) for _ in range(3)]
            each[size] = statistics.median(taken) / size
    line("read 50,000 schemes from CSV", f"{each[50_000] * 50_000:.1f} s", "")
    line("a row of 50,000 against a row of 100", f"{each[50_000] / each[100]:.2f}x", "")


def written(path: Path, plan: Plan) -> Path:
    formats.write(plan, path)
    return path


def whole_file(path: Path) -> Callable[[], object]:
    def work() -> object:
        return whole(formats.read(path).plan)()

    return work


def growth() -> None:
    base = None
    for size in (100, 1_000, 10_000):
        took = statistics.median(seconds(whole(plans.clean(size))) for _ in range(3))
        each = took / size * 1e6
        base = base or each
        line(f"figures and checks, {size:,} schemes", f"{each:.0f} us a row", f"{each / base:.2f}x")


def comparing() -> None:
    """Two plans side by side: hardly changed, and with every name and amount changed."""
    for size in (100, 500):
        before, after = plans.clean(size), plans.edited(size)
        taken = in_turn(
            {
                "same": lambda b=before: bc.compare(b, b),
                "edited": lambda b=before, a=after: bc.compare(b, a),
            },
            3,
        )
        line(f"compare {size} x {size} schemes, nothing changed", f"{taken['same']:.2f} s", "")
        bar = "1 s" if size == 500 else ""
        line("the same with every name, id and amount changed", f"{taken['edited']:.2f} s", bar)


def printed_papers() -> None:
    """Printed papers from text to findings: in halves, with rows to move, among other papers."""
    rules = rounds.load(ROUND)
    papers = {
        "a print of 100 schemes": prints.printed(plans.clean(100), rules),
        "the same with 20 rows moved": prints.printed(plans.clean(100), rules, wide=20),
        "the same among 7,000 lines": prints.printed(plans.clean(100), rules, wide=20, prose=7_000),
        "a print of 1,000 schemes": prints.printed(plans.clean(1_000), rules),
    }
    with tempfile.TemporaryDirectory() as folder:
        for claim, text in papers.items():
            path = Path(folder) / "paper.txt"
            path.write_text(text, encoding="utf-8")
            took = statistics.median(seconds(whole_file(path)) for _ in range(3))
            line(f"read and check {claim}", f"{took:.2f} s", "2 s")


def changing() -> None:
    """A plan of 500 schemes as it might be, and carried over six rounds."""
    plan = plans.clean(500)
    taken = in_turn(
        {
            "what-if": lambda: bc.what_if(plan, ["19.commissioner=LA"]),
            "roll-forward": lambda: bc.roll_forward(plan, "2025-26"),
        },
        3,
    )
    line("what-if, 500 schemes", f"{taken['what-if']:.2f} s", "")
    line("roll-forward over six rounds, 500 schemes", f"{taken['roll-forward']:.2f} s", "")


def loading() -> None:
    folder = rounds.available()[ROUND]
    layers = loader._layers(folder)

    def compiled() -> object:
        loader._load.cache_clear()
        return rounds.load(ROUND)

    def every() -> object:
        loader._load.cache_clear()
        return [rounds.load(one) for one in rounds.available()]

    work = {"compiled": compiled, "yaml": lambda: loader._from_layers(layers), "every": every}
    taken = in_turn(work, 15)
    line("load all rounds", f"{taken['every'] * 1e3:.1f} ms", "200 ms")
    line("load a round", f"{taken['compiled'] * 1e3:.1f} ms", "50 ms")
    line("load a round from its YAML, every fact checked", f"{taken['yaml'] * 1e3:.1f} ms", "50 ms")


def starting() -> None:
    """Whole processes, against the bare import of the library that reads the arguments."""
    # Compiled copies of modules are kept, as on any user's machine.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

    def process(*command: str) -> Callable[[], object]:
        return lambda: subprocess.run(command, check=False, env=environment, **quiet)

    script = Path(sys.executable).with_name("bettercare")
    ours = [str(script)] if script.exists() else [sys.executable, "-m", "bettercare"]
    taken = in_turn(
        {
            "typer": process(sys.executable, "-c", "import typer"),
            "help": process(*ours, "--help"),
            "summary": process(*ours, "summary", "leicester"),
            "check": process(*ours, "check", "leicester"),
        },
        31,
    )
    base = taken["typer"]
    line('python -c "import typer"', f"{base * 1e3:.0f} ms", "1x")
    for name in ("help", "summary", "check"):
        shown = f"{taken[name] / base:.2f}x, {taken[name] * 1e3:.0f} ms"
        line(f"bettercare {name}, start to end", shown, "" if name == "check" else "1.5x")


def printed() -> None:
    """Published papers that are at hand, read from the print alone and checked."""
    folder = Path(os.environ.get("BETTERCARE_SEEDS") or ROOT.parent / "shared" / "seeds")
    papers = {path.name[:3]: path for path in sorted(folder.glob("*.txt"))}
    for number in (one for one in PRINTED_PLANS if one in papers):
        taken = in_turn({"": lambda path=papers[number]: bc.summarise(bc.read(path)).report}, 3)[""]
        line(f"paper {number} read from the print and checked", f"{taken:.2f} s", "2 s")


def machine() -> str:
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        models = [row for row in info.read_text().splitlines() if row.startswith("model name")]
        name = models[0].partition(":")[2].strip() if models else name
    version = platform.python_version()
    return f"{name}, {os.cpu_count()} cores, Python {version}, {platform.system()}"


if __name__ == "__main__":
    print(machine())
    for part in (
        in_process,
        from_files,
        many_rows,
        growth,
        comparing,
        changing,
        printed_papers,
        printed,
        loading,
        starting,
    ):
        part()
