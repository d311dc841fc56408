"""One fault of a file of rounds or crosswalks; light, so that it loads without YAML."""

from pathlib import Path
from typing import NamedTuple


class Fault(NamedTuple):
    """One fault of a file: where, what is wrong, how to mend it."""

    file: Path
    line: int
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} Fix: {self.fix}"
