"""Synthetic plans written as files, with the truth about all of them beside."""

import csv
from collections.abc import Callable, Iterable
from io import StringIO
from pathlib import Path
from typing import Literal

import msgspec

from bettercare.errors import UnreadableFile
from bettercare.formats import write
from bettercare.formats.text_files import reason
from bettercare.formats.values import guarded
from bettercare.synthetic.faults import Fault
from bettercare.synthetic.nation import Made

Ending = Literal["xlsx", "json", "csv"]
KEPT = 3  # of a broken file the first third


class Truth(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is true of a file; of a clean one that there is nothing to find.

    ``what``: fault, late, missing, another version, another round, broken or clean. ``code`` and
    what follows are those of a fault.
    """

    file: str
    area: str
    round: str
    what: str
    kind: str = ""
    code: str = ""
    table: str = ""
    item: int = 0
    field: str = ""
    was: str = ""
    now: str = ""
    words: str = ""
    subject: str = ""


def write_nation(
    plans: Iterable[Made], folder: Path, ending: Ending, told: Callable[[str], None] | None = None
) -> tuple[Truth, ...]:
    """Write each plan as a file of a folder, and the truth as ``truth.csv`` and ``truth.json``.

    ``told`` is called with the name of each file before it is written. Raises ``UnreadableFile``
    where nothing can be written.
    """
    truth: list[Truth] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in plans:
            file = _file(one, ending)
            if told:
                told(file)
            _write(one, folder / file)
            truth += _truth_of(one, file)
        (folder / "truth.csv").write_text(_as_csv(truth), encoding="utf-8", newline="")
        text = msgspec.json.format(msgspec.json.encode(truth))
        (folder / "truth.json").write_bytes(text + b"\n")
    except OSError as error:
        raise UnreadableFile(f"Cannot write {folder}: {reason(error)}.") from error
    return tuple(truth)


def _file(one: Made, ending: Ending) -> str:
    """The name of a file; a folder cannot be cut short, so the broken one is a JSON file then."""
    if ending == "csv":
        return f"{one.name}.json" if one.state == "broken" else one.name
    return f"{one.name}.{ending}"


def _write(one: Made, path: Path) -> None:
    if one.plan is None:
        return
    write(one.plan, path)
    if one.state == "broken":
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // KEPT])


def _truth_of(one: Made, file: str) -> list[Truth]:
    """What is true of one file; nothing can be found in a broken one but that it is broken."""

    def told(what: str, words: str = "") -> Truth:
        return Truth(file=file, area=one.area, round=one.round, what=what, words=words)

    if one.state == "broken":
        return [told("broken", "the file is cut short")]
    found = [told(one.state)] if one.state != "plan" else []
    found += [told("late", f"{one.late_days} days late")] if one.late_days else []
    found += [_of_fault(told("fault"), fault) for fault in one.truth]
    return found or [told("clean")]


def _of_fault(file: Truth, fault: Fault) -> Truth:
    return msgspec.structs.replace(file, **msgspec.structs.asdict(fault))


def _as_csv(truth: Iterable[Truth]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Truth.__struct_fields__)
    for one in truth:
        writer.writerow(guarded(str(cell)) for cell in msgspec.structs.astuple(one))
    return text.getvalue()
