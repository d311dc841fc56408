"""LibreOffice as a second opinion: a workbook with every formula worked out again.

It keeps the values that a file brings along, so those are taken out first.
"""

import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice Calc (soffice) is not installed on this machine"
)
SECONDS = 180
_FORMULA_CELL = re.compile(rb"(<c [^>]*?)( t=\"(?:str|b|e|n)\")?(>)(<f[ >].*?</f>)<v>.*?</v>", re.S)


def without_values(path: Path, target: Path) -> Path:
    """A copy of a workbook whose formulas have no saved values."""
    with ZipFile(path) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/"):
                data = _FORMULA_CELL.sub(rb"\1\3\4", data)
            new.writestr(name, data)
    return target


def recalculated(path: Path, folder: Path) -> Path:
    """The workbook as LibreOffice works it out from nothing but its inputs and formulas."""
    made = folder / "recalculated"
    made.mkdir(exist_ok=True)
    bare = without_values(path, folder / f"{path.stem}.xlsx")
    return converted(bare, made, "xlsx", folder)


def converted(path: Path, made: Path, form: str, folder: Path) -> Path:
    """A file converted by LibreOffice, with a profile of its own in the folder."""
    assert SOFFICE is not None
    subprocess.run(
        [
            SOFFICE,
            f"-env:UserInstallation=file://{folder / 'profile'}",
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            str(made),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
    return made / f"{path.stem}.{form}"
