"""Real plans that ship with the package, taken from published council papers."""

from collections.abc import Mapping
from pathlib import Path

HOME = Path(__file__).parent


def names() -> Mapping[str, Path]:
    """The shipped plans by name, full and short.

    The short name is that of an area's latest plan; a programme goes by its full name only.

    >>> sorted(names())
    ['leicester', 'leicester-2019-20', 'rotherham', 'rotherham-2017-19', 'rotherham-2019-20',
     'rutland-2016-17', 'rutland-2017-19']
    """
    folders = sorted(HOME.iterdir())
    plans = {folder.name: folder for folder in folders if (folder / "plan.csv").is_file()}
    programmes = {one.name: one for one in folders if (one / "programme.csv").is_file()}
    return plans | programmes | {name.partition("-")[0]: folder for name, folder in plans.items()}


def path(name: str) -> Path:
    """The folder of a shipped plan. Raises ``KeyError`` for a name that is not one.

    >>> path("leicester").name
    'leicester-2019-20'
    """
    return names()[name]
