"""A copy of the shipped round that a test may break."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from bettercare.errors import UnusableRound
from bettercare.rounds.loader import SHIPPED, load, load_folder
from bettercare.rounds.schema import Round


class Pack(NamedTuple):
    """The folder of one round, in a home of its own."""

    folder: Path

    def edit(self, file: str, old: str, new: str) -> "Pack":
        """Replace the first place where a text stands; it must be there."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return self

    def line(self, file: str, text: str) -> int:
        """The number of the first line that holds a text."""
        lines = (self.folder / file).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if text in line)

    def load(self) -> Round:
        """Load this folder alone."""
        return load_folder(self.folder)

    def load_beside_shipped(self) -> Round:
        """Load this folder as a user's own round, beside those that are shipped."""
        return load(self.folder.name, [self.folder.parent])

    def refusal(self) -> str:
        """What is said when this folder is refused, without the path of the home."""
        with pytest.raises(UnusableRound) as refused:
            self.load_beside_shipped()
        return str(refused.value).replace(f"{self.folder.parent}/", "")


@pytest.fixture
def pack(tmp_path: Path) -> Callable[[str], Pack]:
    """Make a copy of round 2019-20 under a name."""

    def copy(name: str = "2019-20") -> Pack:
        folder = tmp_path / "rounds" / name
        shutil.copytree(SHIPPED / "2019-20", folder)
        return Pack(folder)

    return copy
