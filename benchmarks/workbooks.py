"""What is claimed of workbooks, measured side by side in one run on two cores.

``python benchmarks/workbooks.py``. Others' ways stand beside ours: the reader that people reach for
first (openpyxl, as it comes), LibreOffice working the same files out, and an archive that is only
unpacked and scanned, which nothing can beat.
"""

import gc
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from xml.parsers import expat

sys.path.insert(0, str(Path(__file__).parent))

import plans
import xlsxwriter
from openpyxl import load_workbook
from run import in_turn, line, machine, seconds

import bettercare as bc
from bettercare import formats, rounds
from bettercare.formats.workbooks.grid import grid_of
from bettercare.plan import Plan
from bettercare.synthetic import synthesise
from bettercare.synthetic.nation import area_names

ROUND = "2019-20"
AREAS = 150
SCHEMES = 100
LARGE = 100_000
FORMULA = re.compile(rb"(<c [^>]*?)( t=\"\w+\")?(><f[^>]*>.*?</f>)<v>[^<]*</v>", re.DOTALL)


def written(plan: Plan, path: Path) -> Path:
    formats.write(plan, path)
    return path


def ours(path: Path) -> object:
    """Read one workbook, work every figure out and run every check."""
    summary = bc.summarise(bc.read(path))
    return summary.figures, summary.report


def openpyxl_reads(path: Path) -> object:
    """Every value of a workbook, by the reader of openpyxl as it comes."""
    book = load_workbook(path)
    return [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]


def scanned(paths: Sequence[Path]) -> None:
    """Unpack each archive and scan its sheets: the least that reading can cost."""
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                data = archive.read(name)
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    expat.ParserCreate().Parse(data, True)


def without_values(path: Path, target: Path) -> Path:
    """A copy without the saved values of formulas: LibreOffice works out no others."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                data = FORMULA.sub(rb"\1\3", data)
            new.writestr(entry, data)
    return target


def libreoffice(paths: Sequence[Path], out: Path) -> Callable[[], object]:
    """LibreOffice works out some workbooks in one process."""
    soffice = shutil.which("soffice") or "soffice"
    profile = f"-env:UserInstallation=file://{out}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
    return lambda: subprocess.run(
        [*command, *map(str, paths)], check=True, capture_output=True, timeout=600
    )


def one_workbook(folder: Path) -> None:
    """Reading and checking one workbook, against others' ways with the same one."""
    path = written(plans.clean(SCHEMES), folder / "one.xlsx")
    size = path.stat().st_size
    taken = in_turn({"ours": lambda: ours(path), "openpyxl": lambda: openpyxl_reads(path)}, 9)
    line(f"read and check {SCHEMES} schemes ({size / 1e3:.0f} KB)", _ms(taken["ours"]), "")
    ratio = taken["openpyxl"] / taken["ours"]
    line("openpyxl as it comes only reads it in", _ms(taken["openpyxl"]), "")
    line("  that is, ours is faster", f"{ratio:.1f}x", "10x")
    if shutil.which("soffice"):
        copies = folder / "copies"
        copies.mkdir()
        ten = [without_values(path, copies / f"{n}.xlsx") for n in range(10)]
        work = {
            "one": libreoffice(ten[:1], folder / "lo"),
            "ten": libreoffice(ten, folder / "lo"),
        }
        office = in_turn(work, 3)
        line("LibreOffice works it out, from its start", _ms(office["one"]), "")
        line("  that is, ours is faster", f"{office['one'] / taken['ours']:.0f}x", "50x")
        each = office["ten"] / 10
        line("LibreOffice works out ten in one process, each", _ms(each), "")
        line("  that is, ours is faster", f"{each / taken['ours']:.0f}x", "")


def wrong_workbook(folder: Path) -> None:
    clean = written(plans.clean(SCHEMES), folder / "clean.xlsx")
    wrong = written(plans.all_wrong(SCHEMES), folder / "wrong.xlsx")
    taken = in_turn({"clean": lambda: ours(clean), "wrong": lambda: ours(wrong)}, 15)
    line("every cell wrong, against clean", f"{taken['wrong'] / taken['clean']:.2f}x", "2x")


def all_england(folder: Path) -> None:
    """Workbooks of all areas collated by the command, checks and all, into Parquet."""
    rules = rounds.load(ROUND)
    whole_folder = folder / "england"
    whole_folder.mkdir()
    paths = []
    for seed, area in enumerate(area_names(rules, AREAS, 1)):
        paths.append(written(synthesise(rules, area, seed, SCHEMES), whole_folder / f"{seed}.xlsx"))
    size = sum(path.stat().st_size for path in paths)
    command = [sys.executable, "-m", "bettercare", "collate"]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def collate(source: Path) -> None:
        out = folder / "england.parquet"
        words = [*command, str(source), "-o", str(out), "--force"]
        done = subprocess.run(words, capture_output=True, env=environment, check=False)
        assert done.returncode in {0, 1}, done.stderr.decode()

    sizes = (AREAS // 3, 2 * AREAS // 3, AREAS)
    parts = {size: _some(paths, size, folder / f"part-{size}") for size in sizes}
    work: dict[str, Callable[[], object]] = {
        str(count): partial(collate, part) for count, part in parts.items()
    }
    taken = in_turn(work | {"scan": lambda: scanned(paths)}, 3)
    total = taken[str(AREAS)]
    line(f"collate {AREAS} workbooks ({size / 1e6:.0f} MB), start to end", f"{total:.2f} s", "5 s")
    for count in sizes:
        each = taken[str(count)] / count * 1e3
        line(f"  {count} workbooks, each", f"{each:.1f} ms", "the same")
    line("unpack and scan the same 150 (one core)", f"{taken['scan']:.2f} s", "")
    if shutil.which("soffice"):
        copies = folder / "bare"
        copies.mkdir()
        bare = [without_values(path, copies / path.name) for path in paths]
        office = seconds(libreoffice(bare, folder / "office"))
        line("LibreOffice works the same 150 out, one process", f"{office:.1f} s", "")
        line("  that is, ours is faster", f"{office / total:.0f}x", "")


def large_sheet(folder: Path) -> None:
    """A sheet of 100,000 rows read and run through every check."""
    written(plans.clean(SCHEMES), folder / "one.xlsx")
    path = _plain(plans.clean(LARGE), folder / "plain.xlsx")
    size = path.stat().st_size
    took = sorted(_fresh(path) for _ in range(3))
    read, checked, grown = took[1]
    line(f"{LARGE:,} rows ({size / 1e6:.0f} MB), read", f"{read:.1f} s", "")
    line("  and every check run", f"{read + checked:.1f} s", "5 s")
    line("  memory, against the file", f"{grown / size:.1f}x", "5x")
    unpacked = sum(entry.file_size for entry in zipfile.ZipFile(path).infolist())
    line("  memory, against the file unpacked", f"{grown / unpacked:.1f}x", "")


def _fresh(path: Path) -> tuple[float, float, float]:
    """Seconds to read, seconds to check, and bytes of memory more, in a process of its own."""
    words = [sys.executable, __file__, "--read", str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    read, checked, grown = done.stdout.split()
    return float(read), float(checked), float(grown)


def _read_alone(path: Path) -> None:
    gc.disable()  # as the command does
    ours(path.parent / "one.xlsx")  # modules are loaded before the clock starts
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found: list[object] = []
    read = seconds(lambda: found.append(bc.read(path, ROUND)))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    reading = found[0]
    assert isinstance(reading, formats.Reading)
    assert len(reading.plan.schemes or ()) == LARGE
    checked = seconds(lambda: bc.summarise(reading).report)
    sys.stdout.write(f"{read} {checked} {grown * 1024}")


def _plain(plan: Plan, target: Path) -> Path:
    """The schemes of a plan as a plain sheet, without what a workbook of ours remembers."""
    grid = grid_of("schemes", plan.schemes or (), (), rounds.load(ROUND))
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Expenditure")
        sheet.write_row(0, 0, grid.heads)
        for n, row in enumerate(grid.rows, 1):
            for m, value in enumerate(row.cells):
                if isinstance(value, str):
                    sheet.write_string(n, m, value)
                elif value is not None:
                    sheet.write_number(n, m, float(value))
    return target


def _some(paths: Sequence[Path], count: int, folder: Path) -> Path:
    folder.mkdir()
    for path in paths[:count]:
        shutil.copy(path, folder)
    return folder


def _ms(taken: float) -> str:
    return f"{taken * 1e3:.1f} ms"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        _read_alone(Path(sys.argv[2]))
        sys.exit()
    print(machine())
    with tempfile.TemporaryDirectory() as made:
        for number, part in enumerate((one_workbook, wrong_workbook, all_england, large_sheet)):
            place = Path(made) / str(number)
            place.mkdir()
            part(place)
