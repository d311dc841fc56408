"""The two edited copies of Leicester's plan that the guide to merging shows."""

from pathlib import Path

from msgspec.structs import replace

import bettercare as bc
from bettercare import examples
from bettercare.comparison.settings import apply

MINE = ["19.expenditure=1200000", "24.description=Assessment within two hours of a call"]
THEIRS = ["19.expenditure=1150000", "13.expenditure+=50000", "49.expenditure=450"]


def write_copies(folder: Path) -> None:
    """Write both copies into a folder; in mine the last row is taken away."""
    plan = bc.read(examples.path("leicester")).plan
    rules = bc.load_round(plan.round)
    mine, theirs = (apply(plan, rules, changes)[0] for changes in (MINE, THEIRS))
    bc.write(replace(mine, schemes=(mine.schemes or ())[:-1]), folder / "mine.json")
    bc.write(theirs, folder / "theirs.json")
