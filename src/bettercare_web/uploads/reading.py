"""Reading a file that is kept: in a process of its own, under a name of ours."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from bettercare_web.uploads.answers import Answer, Refused, Unpacked
from bettercare_web.uploads.isolation import ask
from bettercare_web.uploads.naming import WrongKind, tables_of
from bettercare_web.uploads.quarantine import laid_out

OURS = "upload"  # what a file is called while it is read
FOLDER = "upload"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def read_file(place: Path, kind: str, shown: str, round_id: str = "") -> Answer:
    """What a kept file of some kind says; ``shown`` is its name in the messages.

    ``round_id`` is the round to take where the file does not say one.
    """
    name = OURS + kind
    with laid_out({name: place}) as folder:
        answer = ask(folder, name, round_id)
    if isinstance(answer, Unpacked):
        name = FOLDER
        answer = _read_tables(answer, round_id)
    if isinstance(answer, Refused):
        return Refused(_renamed(answer.why, name, shown), answer.patients, answer.round_unknown)
    return answer


def _read_tables(unpacked: Unpacked, round_id: str) -> Answer:
    """The CSV files of a zip, laid out as the folder of a plan."""
    try:
        tables = tables_of(unpacked.files, unpacked.others)
    except WrongKind as error:
        return Refused(str(error))
    with laid_out({f"{FOLDER}/{name}": data for name, data in tables.items()}) as folder:
        return ask(folder, FOLDER, round_id)


def _renamed(why: str, ours: str, shown: str) -> str:
    """The library's words with the name that the person knows."""
    return why.replace(f" {ours}:", f" {shown}:").replace(f" {ours} ", f" {shown} ")


def together(files: Mapping[str, bytes]) -> bytes:
    """Several CSV files as one zip, which is the same whenever they are."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), data)
    return made.getvalue()
