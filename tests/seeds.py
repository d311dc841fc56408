"""Where the published papers are that some tests read; they do not travel with the project."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VARIABLE = "BETTERCARE_SEEDS"


def seed(number: int) -> Path:
    """The text of one published paper, by number; skips the test where it is not at hand."""
    folder = Path(os.environ.get(VARIABLE) or ROOT.parent / "shared" / "seeds")
    found = sorted(folder.glob(f"{number:03}_*.txt")) if folder.is_dir() else []
    if not found:
        pytest.skip(f"The text of paper {number:03} is not at hand; {VARIABLE} may name its folder")
    return found[0]
