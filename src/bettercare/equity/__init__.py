"""Equity of use: who uses a service beside who lives there, with how sure that is.

>>> from bettercare.equity import share, verdict
>>> verdict(share(34, 220), share(840, 10_000)).value
'Equitable'
"""

from pathlib import Path

from bettercare.equity.auditing import Audit, ServiceAudit, audit
from bettercare.equity.candidates import Pair, Printed, candidates
from bettercare.equity.comparing import Compared
from bettercare.equity.data import audit_csv, audit_json
from bettercare.equity.documents import audit_html, audit_markdown, write_report
from bettercare.equity.folder import read_folder, read_participation, read_printed, rules_of
from bettercare.equity.printed import PrintedRow, Rechecked, implied_upper_limit, recheck
from bettercare.equity.records import Ages, Inputs, People, Service, User
from bettercare.equity.rules import Rules, shipped_rules
from bettercare.equity.shares import (
    Share,
    Verdict,
    further_people,
    people_to_reach,
    share,
    verdict,
)
from bettercare.equity.slope import Slope
from bettercare.equity.text import audit_text

__all__ = [
    "Ages",
    "Audit",
    "Compared",
    "Inputs",
    "Pair",
    "People",
    "Printed",
    "PrintedRow",
    "Rechecked",
    "Rules",
    "Service",
    "ServiceAudit",
    "Share",
    "Slope",
    "User",
    "Verdict",
    "audit",
    "audit_csv",
    "audit_folder",
    "audit_html",
    "audit_json",
    "audit_markdown",
    "audit_text",
    "candidates",
    "further_people",
    "implied_upper_limit",
    "people_to_reach",
    "read_folder",
    "recheck",
    "report_text",
    "share",
    "shipped_rules",
    "verdict",
    "write_report",
]


def audit_folder(folder: Path, *, show_small: str = "") -> Audit:
    """Read a folder and audit it; ``show_small`` is a reason to show small numbers.

    Raises ``UnreadableFile`` where a file that is needed is missing or cannot be read.
    """
    return audit(
        read_folder(folder),
        rules_of(folder),
        printed=read_printed(folder),
        asked=read_participation(folder),
        show_small=show_small,
    )


def report_text(found: Audit, form: str = "text") -> str:
    """The report as "text", "json" or "csv"."""
    writers = {"json": audit_json, "csv": audit_csv}
    return writers[form](found).rstrip("\r\n") if form in writers else audit_text(found)
