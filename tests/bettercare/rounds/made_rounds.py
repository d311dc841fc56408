"""Rounds made of 2019-20 for tests, a year each, with the crosswalks between them drawn as rows."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from bettercare.rounds.crosswalk_files import COLUMNS, FOLDER
from bettercare.rounds.loader import SHIPPED

Changes = Mapping[str, Mapping[str, str]]


def made_round(home: Path, name: str, changes: Changes | None = None) -> Path:
    """A copy of 2019-20 for another financial year ("2031-32"), with words of its files changed.

    ``changes`` holds, by file, each text to replace and what stands there instead.
    """
    folder = home / name
    shutil.copytree(SHIPPED / "2019-20", folder)
    (folder / "compiled.json").unlink()
    start = int(name[:4])
    for path in folder.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        text = text.replace("2019-20", name).replace("2018-19", f"{start - 1}-{start % 100:02}")
        text = re.sub(r"start: 2019-04-01, end: 2020-03-31", _days(start), text)
        for old, new in (changes or {}).get(path.name, {}).items():
            assert old in text, f"{old!r} is not in {path.name}"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    return folder


def crosswalk_file(home: Path, name: str, rows: str) -> Path:
    """A crosswalk drawn as "list | from_round | from_code | to_round | to_code | fit | note".

    Each row rests on the reference "practice" and is unconfirmed.
    """
    folder = home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    lines = [",".join(COLUMNS)]
    for row in rows.strip().splitlines():
        cells = [cell.strip() for cell in row.split("|")]
        lines.append(",".join([*cells[:6], "unconfirmed", "practice", *cells[6:]]))
    path = folder / name
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def _days(start: int) -> str:
    return f"start: {start}-04-01, end: {start + 1}-03-31"
