"""How every area stands as a CSV: columns that are named here and no others, and no contacts."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping

from bettercare_web.national.collecting import Line
from bettercare_web.national.presenters import missing

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would work out


def _yes(value: bool) -> str:
    return "yes" if value else "no"


# The amount is that of a submitted version: drafts have none here.
COLUMNS: Mapping[str, Callable[[Line], object]] = {
    "area_code": lambda one: one.area.code,
    "area": lambda one: one.area.name,
    "region": lambda one: one.area.region.name,
    "submitted": lambda one: _yes(one.sent is not None),
    "submitted_at": lambda one: one.sent.at.isoformat(timespec="seconds") if one.sent else "",
    "due": lambda one: one.due.moment.isoformat() if one.due else "",
    "late": lambda one: _yes(one.late),
    "complete": lambda one: _yes(one.complete),
    "compliant": lambda one: _yes(one.in_order) if one.sent else "",
    "filled_in_percent": lambda one: "" if one.filled is None else one.filled,
    "errors": lambda one: one.standing.errors if one.standing else "",
    "signatures": lambda one: one.signed if one.plan else "",
    "signatures_asked": lambda one: one.to_sign,
    "missing": lambda one: "" if one.sent else missing(one),
    "pool_pounds": lambda one: one.standing.pool if one.sent and one.standing else "",
}


def csv_of(lines: Iterable[Line], round_id: str) -> str:
    """The file, with a row for each area."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["round", *COLUMNS])
    for line in lines:
        writer.writerow([round_id, *(_plain(read(line)) for read in COLUMNS.values())])
    return text.getvalue()


def _plain(value: object) -> str:
    """A cell that stays a text in a spreadsheet.

    >>> _plain("=1+1"), _plain(49), _plain(None)
    ("'=1+1", '49', '')
    """
    shown = "" if value is None else str(value)
    return f"'{shown}" if shown.startswith(FORMULA) else shown
