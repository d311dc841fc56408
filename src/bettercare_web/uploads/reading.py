"""Reading a file that is kept: in a process of its own, under a name of ours."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from bettercare.findings import Finding
from bettercare.formats.reading import Reading
from bettercare_web.uploads.answers import Answer, Read, Refused, Unpacked
from bettercare_web.uploads.isolation import ask
from bettercare_web.uploads.naming import WrongKind, tables_of
from bettercare_web.uploads.quarantine import laid_out

OURS = "upload"  # what a file is called while it is read
FOLDER = "-"  # and a folder: a name that says nothing of an area or a round
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
    if isinstance(answer, Read):
        return Read(_named(answer.reading, name, shown))
    if isinstance(answer, Refused):
        return replace(answer, why=_renamed(answer.why, name, shown))
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
    for before, after in ((" read ", ":"), (" round ", " is for")):
        why = why.replace(f"{before}{ours}{after}", f"{before}{shown}{after}")
    return why if ours == FOLDER else why.replace(ours, shown)


def _named(reading: Reading, ours: str, shown: str) -> Reading:
    """What was read, with the name that the person knows."""
    if ours == FOLDER:  # its files are known by their own names
        findings = (
            replace(one, subject=shown) if one.subject == FOLDER else one
            for one in reading.findings
        )
        return replace(reading, findings=tuple(findings))
    origins = {
        table: replace(one, file=shown) if one.file == ours else one
        for table, one in reading.plan.origins.items()
    }
    findings = (_finding(one, ours, shown) for one in reading.findings)
    plan = replace(reading.plan, origins=origins)
    return replace(reading, plan=plan, findings=tuple(findings))


def _finding(one: Finding, ours: str, shown: str) -> Finding:
    places = tuple(replace(at, file=shown) if at.file == ours else at for at in one.places)
    subject, message = (text.replace(ours, shown) for text in (one.subject, one.message))
    return replace(one, subject=subject, message=message, places=places)


def together(files: Mapping[str, bytes]) -> bytes:
    """Several CSV files as one zip, which is the same whenever they are."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), data)
    return made.getvalue()
