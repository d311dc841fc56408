"""The process that reads one file: ``python -I -m bettercare_web.uploads.child FOLDER NAME ROUND``.

It knows nothing of the service: no settings, no database, no environment. It answers with JSON on
its standard output and ends. ``NAME`` is ours, never the name that somebody gave; a name that ends
with .zip is unpacked and not read. ``ROUND`` is what to take where the file does not say.
"""

import os
import sys
from pathlib import Path

from bettercare_web.uploads.confined import confine

UNPACKED_MOST = 40_000_000  # bytes of CSV files in a zip, all together
MOST_FILES = 100


def main(folder: str, name: str, round_id: str) -> None:
    """Read one file and answer; everything imported here is imported within the limits."""
    import msgspec  # noqa: PLC0415

    place = Path(folder)
    confine(place)
    answer = _answer(place / name, round_id)
    whole = memoryview(msgspec.json.encode(answer))
    while whole:
        whole = whole[os.write(1, whole) :]


def _answer(place: Path, round_id: str) -> object:
    from bettercare.errors import BetterCareError  # noqa: PLC0415
    from bettercare.formats.patient_data import HoldsPatients  # noqa: PLC0415
    from bettercare_web.uploads.answers import Refused  # noqa: PLC0415

    try:
        return _unpacked(place) if place.suffix == ".zip" else _read(place, round_id)
    except HoldsPatients as error:
        return Refused(why=str(error), patients=error.columns)
    except BetterCareError as error:
        return Refused(why=str(error))
    except (MemoryError, RecursionError):
        return Refused(why=f"Cannot read {place.name}: it needs more memory than a plan should.")


def _read(place: Path, round_id: str) -> object:
    """Read a plan; the round that is given counts only where the file does not say one."""
    from bettercare.errors import UnknownRound  # noqa: PLC0415
    from bettercare.formats import read  # noqa: PLC0415
    from bettercare.formats.patient_door import refuse_patients_in  # noqa: PLC0415
    from bettercare.formats.workbooks.archive import opened  # noqa: PLC0415
    from bettercare.formats.workbooks.content import SUFFIXES  # noqa: PLC0415
    from bettercare.formats.workbooks.limits import WEB  # noqa: PLC0415
    from bettercare_web.uploads.answers import Read, Refused  # noqa: PLC0415

    if place.suffix in SUFFIXES:
        opened(place, WEB)
    refuse_patients_in(place)
    try:
        return Read(read(place))
    except UnknownRound as error:
        return Read(read(place, round_id)) if round_id else Refused(str(error), round_unknown=True)


def _unpacked(place: Path) -> object:
    """The CSV files in a zip, by strict rules; whatever else it holds is only named."""
    from msgspec.structs import replace  # noqa: PLC0415

    from bettercare.formats.workbooks.archive import file_bytes  # noqa: PLC0415
    from bettercare.formats.workbooks.limits import WEB  # noqa: PLC0415
    from bettercare.formats.workbooks.zip_rules import Unpacking, entries_of  # noqa: PLC0415
    from bettercare_web.uploads.answers import Unpacked  # noqa: PLC0415

    limits = replace(WEB, unpacked=UNPACKED_MOST, entry=UNPACKED_MOST, entries=MOST_FILES)
    data = file_bytes(place, limits)
    entries = entries_of(data, place.name, limits)
    unpacking = Unpacking(data, place.name, limits)
    csv = [entry for entry in entries if entry.name.casefold().endswith(".csv")]
    files = {entry.name: b"".join(unpacking.chunks(entry)) for entry in csv}
    others = tuple(entry.name for entry in entries if entry not in csv)
    return Unpacked(files=files, others=others)


if __name__ == "__main__":
    main(*sys.argv[1:4])
