"""A marked copy of a workbook: what was found stands as comments on its cells and on a sheet."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from bettercare.errors import UnreadableFile
from bettercare.findings import Finding
from bettercare.formats.text_files import reason
from bettercare.formats.workbooks.additions import Additions
from bettercare.formats.workbooks.archive import opened
from bettercare.formats.workbooks.comments import add_comments
from bettercare.formats.workbooks.findings_sheet import WORDS, add_findings_sheet, places_in
from bettercare.formats.workbooks.patch import Package
from bettercare.formats.workbooks.repack import repacked

MARKED = (".xlsx", ".xlsm")
MOST_CELLS = 2_000  # that one finding is written on
LONGEST_COMMENT = 4_000


class Marked(NamedTuple):
    """What was written: comments on cells, and findings on the sheet."""

    comments: int
    findings: int


def mark(path: Path, findings: Sequence[Finding], out_path: Path) -> Marked:
    """Write a copy of a workbook with findings as comments and as a sheet; all else stays.

    Raises ``UnreadableFile`` when the file is no .xlsx or .xlsm, or the copy cannot be written:
    it must have another name, that is free, with the same ending.
    """
    check_target(path, out_path)
    archive = opened(path)
    additions = Additions(Package(archive.data, path.name))
    comments = 0
    for sheet, texts in _comments(findings, additions.package, path.name).items():
        comments += add_comments(additions, additions.package.sheets[sheet], texts)
    add_findings_sheet(additions, findings, path.name)
    save(repacked(archive.data, additions.finished()), out_path)
    return Marked(comments, len(findings))


def check_target(path: Path, out_path: Path) -> None:
    """Raises ``UnreadableFile`` where a workbook cannot be written to a path from another."""
    kind, wanted = path.suffix.casefold(), out_path.suffix.casefold()
    if path.is_dir() or kind not in MARKED:
        raise UnreadableFile(
            f"Cannot mark {path.name}: only Excel workbooks (.xlsx, .xlsm) can be marked. "
            "Save it as .xlsx in Excel, or write it with bettercare convert, and check that."
        )
    if wanted != kind:
        why = f"a copy of {path.name} must end with {kind} too"
        raise UnreadableFile(f"Cannot write {out_path.name}: {why}.")
    if out_path.exists():
        same = out_path.samefile(path)
        what = "it is the workbook itself" if same else "it is there already"
        raise UnreadableFile(f"Cannot write {out_path}: {what}. Give another name.")


def save(data: bytes, out_path: Path) -> None:
    """Write a file; raises ``UnreadableFile`` when the system refuses."""
    try:
        out_path.write_bytes(data)
    except OSError as error:
        raise UnreadableFile(f"Cannot write {out_path}: {reason(error)}.") from error


def _comments(
    findings: Iterable[Finding], package: Package, file: str
) -> dict[str, dict[str, str]]:
    """The text for each cell that a finding names, by sheet and cell."""
    known = frozenset(package.sheets)
    found: dict[str, dict[str, list[str]]] = {}
    for finding in findings:
        for place in places_in(finding, known, file)[:MOST_CELLS]:
            if place.cell:
                said = found.setdefault(place.sheet, {}).setdefault(place.cell, [])
                if (text := comment_text(finding)) not in said:
                    said.append(text)
    return {
        sheet: {cell: _cut("\n\n".join(said)) for cell, said in cells.items()}
        for sheet, cells in found.items()
    }


def comment_text(finding: Finding) -> str:
    """What a comment says of a finding: how bad it is, what is wrong and what to do."""
    head = f"{WORDS[finding.severity]} {finding.code}: {finding.message}"
    return f"{head}\n{finding.fix}" if finding.fix else head


def _cut(text: str) -> str:
    if len(text) <= LONGEST_COMMENT:
        return text
    return f"{text[:LONGEST_COMMENT]}...\nMore on the sheet of findings."
