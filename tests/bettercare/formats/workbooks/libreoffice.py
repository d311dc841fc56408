"""LibreOffice as a second opinion: workbooks with every formula worked out again.

It keeps the values that a file brings along, so those are taken out first.
"""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice Calc (soffice) is not installed on this machine"
)
SECONDS = 240
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
    return recalculated_all([path], folder)[0]


def recalculated_all(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Several workbooks, each with a name of its own, in one run of LibreOffice."""
    bare, made = folder / "without-values", folder / "recalculated"
    bare.mkdir(exist_ok=True)
    copies = [without_values(path, bare / path.name) for path in paths]
    convert(copies, made, "xlsx", folder)
    return [made / path.name for path in paths]


def convert(paths: Sequence[Path], made: Path, form: str, folder: Path) -> None:
    """Have LibreOffice write files in another form, with a profile of its own in the folder."""
    assert SOFFICE is not None
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to", form, "--outdir", str(made), *paths],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
