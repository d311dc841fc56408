"""Making each kind of file from a plan; the same plan gives the same bytes on every machine."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from bettercare import formats
from bettercare.formats.workbooks.writer import workbook_of
from bettercare.plan import Plan as CorePlan
from bettercare.plan.records import TABLES
from bettercare.rounds import load
from bettercare_web.exports.summary_pdf import summary_pdf
from bettercare_web.plans.files import Sealed

SIGNATURES = "sign_off"
MARKING = "marking"


class Kind(NamedTuple):
    """A kind of file: what it is, its ending, what a browser is told it is, and its maker.

    ``whole``: it tells of the whole plan, so it is not made for somebody who sees some rows only.
    """

    label: str
    use: str
    suffix: str
    mime: str
    make: Callable[[Sealed], bytes]
    whole: bool = False


def file_name(sealed: Sealed, kind: str) -> str:
    """The name of a file: of codes alone, never of what somebody typed.

    A draft says so in its name, as some kinds of file have no other place to.
    """
    draft = "-draft" if sealed.mark else ""
    stem = f"bcf-{sealed.plan.round}-{sealed.area_code}-version-{sealed.version}{draft}"
    return f"{stem}{KINDS[kind].suffix}"


def files_of_submission(sealed: Sealed) -> dict[str, bytes]:
    """Every file of a plan by its name."""
    return {file_name(sealed, kind): one.make(sealed) for kind, one in KINDS.items()}


def without_contacts(plan: CorePlan) -> CorePlan:
    """A plan without the names of those who sign."""
    return msgspec.structs.replace(plan, sign_off=None)


def only_schemes(plan: CorePlan, items: frozenset[int]) -> CorePlan:
    """A plan with some of its schemes, by their numbers from 1, and nothing else."""
    others = dict.fromkeys(table for table in TABLES if table != "schemes")
    mine = tuple(one for item, one in enumerate(plan.schemes or (), 1) if item in items)
    return msgspec.structs.replace(
        plan, **others, schemes=mine, given={}, printed={}, facts={}, origins={}
    )


def _workbook(sealed: Sealed) -> bytes:
    return workbook_of(sealed.plan, load(sealed.plan.round), sealed.mark)


def _json(sealed: Sealed) -> bytes:
    plan = sealed.plan
    if sealed.mark:
        plan = msgspec.structs.replace(plan, facts={**plan.facts, MARKING: sealed.mark})
    with tempfile.TemporaryDirectory(prefix="bettercare-") as folder:
        path = Path(folder) / "plan.json"
        formats.write(plan, path)
        return path.read_bytes()


def _schemes(sealed: Sealed) -> bytes:
    with tempfile.TemporaryDirectory(prefix="bettercare-") as folder:
        formats.write(sealed.plan, Path(folder) / "plan")
        path = Path(folder) / "plan" / "schemes.csv"
        return path.read_bytes() if path.exists() else b""


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: Mapping[str, Kind] = {
    "workbook": Kind(
        "Workbook (Excel)", "To fill in offline, or to hand to others.", ".xlsx", XLSX, _workbook
    ),
    "summary": Kind(
        "Summary for the board (PDF)",
        "Two pages to print: money, minimums, what it buys, questions to ask.",
        ".pdf",
        "application/pdf",
        summary_pdf,
        whole=True,
    ),
    "schemes": Kind(
        "Schemes (CSV)", "One line a scheme, for a spreadsheet.", ".csv", "text/csv", _schemes
    ),
    "json": Kind(
        "Whole plan (JSON)", "Nothing lost, for other programs.", ".json", "application/json", _json
    ),
}
