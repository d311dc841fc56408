"""Which files of a folder are plans to collate: workbooks, JSON files and folders of CSV files."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from bettercare.errors import UnreadableFile
from bettercare.formats import FORMATS
from bettercare.formats.text_files import reason
from bettercare.national.parts import ENDING
from bettercare.plan.records import TABLES

# Printed papers need a person to look at what was read, so they are not collated.
ENDINGS = frozenset(FORMATS) - {"", ".txt", ".pdf"}
OWN_FOLDER = "dictionary"  # the table that only a folder of ours has
_OF_PLANS = frozenset(f"{name}.csv" for name in ("plan", "programme", *TABLES))
_NOT_READ = ("~$", ".")
_TRUTH = "truth."


class Found(NamedTuple):
    """The plans in a folder, in order of their paths, and how many other files by ending."""

    plans: tuple[Path, ...]
    others: Mapping[str, int]


def plans_in(folder: Path, *, but: Iterable[Path] = ()) -> Found:
    """Every file and folder that looks like a plan, at any depth.

    Hidden files, locks of spreadsheets (~$), truth files of synthetic plans, collations and the
    places in ``but`` are left out. Raises ``UnreadableFile`` when there is no such folder.
    """
    if not folder.is_dir():
        raise UnreadableFile(f"Cannot collate {folder}: give a folder that holds the plans.")
    left_out = {one.resolve() for one in but}
    plans: list[Path] = []
    others: Counter[str] = Counter()

    def refuse(error: OSError) -> None:
        raise UnreadableFile(f"Cannot read {error.filename}: {reason(error)}.") from error

    for home, folders, files in os.walk(folder, onerror=refuse):
        here = Path(home)
        if _is_left_out(here, folder, files, left_out):
            folders.clear()
        elif _is_plan(here, folder, files):
            plans.append(here)
            folders.clear()
        else:
            named = [here / name for name in files if not _is_ignored(name)]
            kept = [one for one in named if one.resolve() not in left_out]
            plans += [one for one in kept if one.suffix.casefold() in ENDINGS]
            others.update(_ending(one) for one in kept if one.suffix.casefold() not in ENDINGS)
    return Found(tuple(sorted(plans, key=lambda one: one.parts)), dict(sorted(others.items())))


def _is_left_out(here: Path, folder: Path, files: list[str], left_out: set[Path]) -> bool:
    if here == folder:
        return False
    ours = any(Path(name).stem == OWN_FOLDER for name in files) and len(files) > 1
    named = here.name.startswith(_NOT_READ) or here.name.endswith(ENDING)
    return named or ours or here.resolve() in left_out


def _is_plan(here: Path, folder: Path, files: list[str]) -> bool:
    return here != folder and any(name.casefold() in _OF_PLANS for name in files)


def _is_ignored(name: str) -> bool:
    return name.startswith((*_NOT_READ, _TRUTH))


def _ending(path: Path) -> str:
    return path.suffix.casefold() or "without an ending"
