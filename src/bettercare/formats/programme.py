"""Reading and writing local programme budgets: a folder of CSV files, JSON, or a printed paper."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

import msgspec

from bettercare.errors import UnreadableFile
from bettercare.findings import Finding
from bettercare.formats.programme_files import FILE, PRINT
from bettercare.formats.reading import Control
from bettercare.formats.text_files import reason
from bettercare.programmes.records import Programme

FORMATS = {"": ".programme_csv", ".json": ".programme_json"}


class ProgrammeReading(msgspec.Struct, frozen=True, kw_only=True):
    """A programme as read, with the findings of reading and one control a table."""

    programme: Programme
    findings: tuple[Finding, ...] = ()
    controls: tuple[Control, ...] = ()


def read(path: str | Path) -> ProgrammeReading:
    """Read a programme. Everything wrong inside is a finding, and what was read is kept.

    Raises ``UnreadableFile`` when there is no programme to read.

    >>> from bettercare import examples
    >>> reading = read(examples.path("rutland-2017-19"))
    >>> len(reading.programme.lines), reading.programme.unit
    (25, '£k')
    """
    place = Path(path)
    suffix = "" if place.is_dir() else place.suffix.casefold()
    if suffix == PRINT:
        found: ProgrammeReading = _prints().read(place)
        return found
    if suffix not in FORMATS:
        raise UnreadableFile(
            f"Cannot read {place.name}: give a folder that holds {FILE}, or a JSON file."
        )
    reading: ProgrammeReading = import_module(FORMATS[suffix], __package__).read(place)
    return reading


def write(programme: Programme, path: str | Path) -> None:
    """Write a programme as its path's ending says: ``.json``, or a folder of CSV files.

    Raises ``UnreadableFile`` when the ending is of no known format or the place cannot be written.
    """
    place = Path(path)
    folder = place.is_dir() or not (place.suffix or place.exists())
    suffix = "" if folder else place.suffix.casefold()
    if suffix not in FORMATS:
        raise UnreadableFile(f"Cannot write {place.name}: give a folder, or a .json file.")
    try:
        import_module(FORMATS[suffix], __package__).write(programme, place)
    except OSError as error:
        raise UnreadableFile(f"Cannot write {path}: {reason(error)}.") from error
    except UnicodeEncodeError as error:
        raise UnreadableFile(f"Cannot write {path}: a text holds half a character.") from error


def _prints() -> ModuleType:
    return import_module(".prints.programme", __package__)
