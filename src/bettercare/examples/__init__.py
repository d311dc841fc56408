"""Real plans that ship with the package, taken from published council papers."""

from collections.abc import Mapping
from pathlib import Path

HOME = Path(__file__).parent


def names() -> Mapping[str, Path]:
    """The shipped plans by name, full and short.

    >>> sorted(names())
    ['leicester', 'leicester-2019-20', 'rotherham', 'rotherham-2019-20']
    """
    full = {
        folder.name: folder for folder in sorted(HOME.iterdir()) if (folder / "plan.csv").is_file()
    }
    return full | {name.partition("-")[0]: folder for name, folder in full.items()}


def path(name: str) -> Path:
    """The folder of a shipped plan. Raises ``KeyError`` for a name that is not one.

    >>> path("leicester").name
    'leicester-2019-20'
    """
    return names()[name]
