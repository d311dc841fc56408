"""A thousand trials, and the page that publishes them.

python -m tests.trials.report          write the page again
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.trials.trial import Outcome, trial

TRIALS = 1_000
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "workbook-trials.md"


def outcomes(count: int = TRIALS) -> list[Outcome]:
    """The outcome of each trial, by seed."""
    with TemporaryDirectory() as folder:
        found = []
        for seed in range(count):
            found.append(trial(seed, Path(folder)))
            (Path(folder) / f"{seed}.xlsx").unlink()
    return found


def page(found: Sequence[Outcome]) -> str:
    """The page: what was done to the workbooks, what was found, and what was not."""
    rounds = Counter(one.round for one in found)
    changes = Counter(change for one in found for change in one.changes)
    harms = Counter(harm for one in found for harm in one.harms)
    faults = Counter(fault for one in found for fault in one.faults)
    undone = sum(one.undone for one in found)
    wrong = [(one.seed, what) for one in found for what in one.wrong]
    parts = [
        "# A thousand workbooks",
        f"""{len(found):,} synthetic plans of {len(rounds)} rounds, each in a plain workbook that
was then changed as people change workbooks, with faults planted in the plan and harm done to the
cells. Each was read and checked. What must come back was worked out without any workbook, by the
road that CSV files take. A test makes all of them again, and this page from them.""",
        f"""**Not as it must be: {len(wrong)}.** In every workbook each table came back record
for record, the control totals accounted for every row and pound, the places of values were looked
at, and every finding of the checks was the same as without a workbook.""",
        *([_table(("Seed", "What is wrong"), wrong)] if wrong else []),
        "## Faults planted in plans",
        f"""{faults.total():,} faults, and each was found by its check at its place. {undone:,} more
were planted and undone by the harm that was done to the same workbook, such as a fault in a row
that was deleted. Faults that only show beside figures which a plain workbook does not hold, such as
published allocations, are not planted here.""",
        _table(("Fault", "Planted and found"), sorted(faults.items())),
        "## Harm done to cells",
        """Each was told of at its own sheet and cell. A deleted row leaves no cell: its pounds are
missing from the balance of its source, which the checks then say.""",
        _table(("Harm", "Done and told"), sorted(harms.items())),
        "## Changes that change nothing",
        "No change of these may lose or move a value.",
        _table(("Change", "Workbooks"), sorted((_words(k), n) for k, n in changes.items())),
        "## Rounds",
        _table(("Round", "Workbooks"), sorted(rounds.items())),
    ]
    return "\n\n".join(parts) + "\n"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _table(head: tuple[str, str], rows: Iterable[tuple[object, object]]) -> str:
    lines = [f"| {head[0]} | {head[1]} |", "|---|---:|"]
    return "\n".join([*lines, *(f"| {one} | {other} |" for one, other in rows)])


if __name__ == "__main__":
    PAGE.write_text(page(outcomes()), encoding="utf-8")
    sys.stdout.write(f"Wrote {PAGE}\n")
