"""Which files hold a local programme budget rather than a plan. It loads nothing for a plan."""

from importlib import import_module
from pathlib import Path

FILE = "programme.csv"
PRINT = ".txt"
TAG = b'"bettercare-programme-'


def is_programme_folder(place: Path) -> bool:
    """Whether a place is a folder with the file that only a programme has."""
    return (place / FILE).is_file()


def is_programme(path: str | Path) -> bool:
    """Whether a folder, a JSON file or a printed paper holds a local programme budget.

    >>> from bettercare import examples
    >>> is_programme(examples.path("leicester")), is_programme(examples.path("rutland-2017-19"))
    (False, True)
    """
    place = Path(path)
    try:
        if place.is_dir():
            return is_programme_folder(place)
        if not place.is_file():
            return False
        if place.suffix.casefold() == ".json":
            return TAG in place.read_bytes()
    except OSError:
        return False  # whoever reads it will say why
    if place.suffix.casefold() != PRINT:
        return False
    return bool(import_module(".prints.programme", __package__).claims_file(place))
