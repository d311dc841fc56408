"""Reading and writing plans: one table of formats, one module each."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from bettercare.errors import UnreadableFile
from bettercare.formats.programme_files import is_programme_folder
from bettercare.formats.reading import Control, Reading
from bettercare.formats.text_files import reason
from bettercare.labels import listed
from bettercare.plan import Plan
from bettercare.rounds import Round, load

__all__ = ["FORMATS", "Control", "Reading", "read", "write"]


class Format(NamedTuple):
    """How one kind of file is read and written: by modules of this folder, loaded when used.

    A kind that is only read has no writer.
    """

    label: str
    reader: str
    writer: str

    def read(self, place: Path, load: Callable[[str], Round], round_id: str | None) -> Reading:
        """Read a plan from a place that is there."""
        reading: Reading = import_module(self.reader, __name__).read(place, load, round_id)
        return reading

    def write(self, plan: Plan, place: Path, rules: Round) -> None:
        """Write a plan to a place."""
        import_module(self.writer, __name__).write(plan, place, rules)


FOLDER = ""
FORMATS: Mapping[str, Format] = {
    FOLDER: Format("a folder of CSV files", ".csv_folder", ".csv_write"),
    ".json": Format("a JSON file", ".json_plan", ".json_plan"),
    ".txt": Format("the text of a printed paper", ".prints", ""),
    ".pdf": Format("a PDF file", ".prints.pdf", ""),
    ".xlsx": Format("an Excel workbook", ".workbooks.reader", ".workbooks.writer"),
    ".xlsm": Format("an Excel workbook with macros", ".workbooks.reader", ""),
    ".xlsb": Format("a binary Excel workbook", ".workbooks.reader", ""),
    ".xls": Format("an old Excel workbook", ".workbooks.reader", ""),
    ".ods": Format("an OpenDocument sheet", ".workbooks.reader", ""),
}


def read(path: str | Path, round: str | None = None, *, folders: Sequence[Path] = ()) -> Reading:
    """Read a plan from a workbook, a folder of CSV files, a JSON file, or a printed paper.

    ``round`` names the planning round, where the plan does not; ``folders`` holds further rounds.
    Everything wrong inside the file is a finding of the reading, and what was read is kept. Raises
    ``UnreadableFile`` when there is nothing to read and ``UnknownRound`` when no round fits.

    >>> from bettercare import examples
    >>> reading = read(examples.path("leicester"))
    >>> len(reading.plan.schemes), reading.plan.area
    (49, 'Leicester')
    """
    place = Path(path)
    if not _exists(place):
        raise UnreadableFile(f"Cannot read {path}: no such file or folder.{_close(place)}")
    if place.suffix.casefold() == ".csv" and not place.is_dir():
        raise UnreadableFile(
            f"Cannot read {place.name} alone: give the folder that holds it ({place.parent})."
        )
    if is_programme_folder(place):
        raise UnreadableFile(
            f"Cannot read {place.name} as a plan: it is a local programme budget. In Python, read "
            "it with bettercare.formats.programme.read."
        )
    return _format_of(place, "read").read(place, partial(load, folders=tuple(folders)), round)


def write(plan: Plan, path: str | Path, *, folders: Sequence[Path] = ()) -> None:
    """Write a plan as its path's ending says: ``.xlsx``, ``.json``, or a folder of CSV files.

    Raises ``UnreadableFile`` when the ending is of no known format or the place cannot be written.
    """
    place = Path(path)
    try:
        form = _format_of(place, "write")
        form.write(plan, place, load(plan.round, tuple(folders)))
    except OSError as error:
        raise UnreadableFile(f"Cannot write {path}: {reason(error)}.") from error
    except UnicodeEncodeError as error:
        raise UnreadableFile(f"Cannot write {path}: a text holds half a character.") from error


def _exists(place: Path) -> bool:
    try:
        return place.exists()
    except OSError as error:
        raise UnreadableFile(f"Cannot read {place}: {reason(error)}.") from error


def _format_of(place: Path, verb: str) -> Format:
    folder = place.is_dir() or not (place.suffix or place.exists())
    suffix = FOLDER if folder else place.suffix.casefold() or place.name
    usable = {key: one for key, one in FORMATS.items() if verb == "read" or one.writer}
    if suffix not in usable:
        known = listed((one.label for one in usable.values()), "or")
        raise UnreadableFile(f"Cannot {verb} {place.name}: give {known}.")
    return FORMATS[suffix]


def _close(place: Path) -> str:
    """A name in the same folder that was probably meant."""
    from difflib import get_close_matches  # noqa: PLC0415

    try:
        names = [one.name for one in place.parent.iterdir()]
    except OSError:
        return ""
    near = get_close_matches(place.name, names, 1)
    return f" Did you mean {near[0]}?" if near else ""
