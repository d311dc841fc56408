"""Make the pictures of a workbook that the guide shows: the first page of each sheet.

    python docs/workbook_pictures.py

Needs LibreOffice. The pictures change only when the workbook does.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL.Image import Dither, Image

import bettercare as bc
from bettercare import examples

FOLDER = Path(__file__).parent / "images" / "workbook"
PLAN = "leicester"
SCALE = 1.25  # 90 dots an inch: to be read on a page of the guide
LARGE, CORNER = 900, (0, 0, 1500, 1000)  # of a page wider than that, in points, its first corner
NAME = re.compile(r"^(\d+\. .+?)\s*Page \d+ of \d+", re.MULTILINE)


def main() -> None:
    """Write the pictures afresh."""
    soffice = shutil.which("soffice")
    if soffice is None:
        sys.exit("LibreOffice is needed: its command soffice is not on the path.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as made:
        pdf = printed(soffice, Path(made))
        for name, page in first_pages(pdf):
            picture(page).save(FOLDER / f"{name}.png", optimize=True)


def picture(page: pypdfium2.PdfPage) -> Image:
    """A page as a picture; of a large page its corner, so that words can be read."""
    large = page.get_width() > LARGE
    drawn = page.render(scale=2 * SCALE if large else SCALE).to_pil()
    return (drawn.crop(CORNER) if large else drawn).quantize(64, dither=Dither.NONE)


def printed(soffice: str, folder: Path) -> Path:
    """The plan as a workbook, printed to PDF."""
    path = folder / "plan.xlsx"
    bc.write(bc.read(examples.path(PLAN)).plan, path)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, path]
    subprocess.run(command, check=True, capture_output=True, timeout=300)  # noqa: S603
    return path.with_suffix(".pdf")


def first_pages(pdf: Path) -> Iterator[tuple[str, pypdfium2.PdfPage]]:
    """The first page of each sheet, by the name in its footer, in letters for a file."""
    seen = set()
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage().get_text_range().replace("\r", "")
            found = NAME.search(text)
            name = re.sub(r"\W+", "-", found[1].lower()).strip("-") if found else ""
            if name and name not in seen:
                seen.add(name)
                yield name, page


if __name__ == "__main__":
    main()
