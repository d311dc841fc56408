"""Periods of a series put in order of time, with a gap where one is missing."""

from collections.abc import Mapping, Sequence

from bettercare.dates import FIRST_MONTH
from bettercare.errors import BadRequest
from bettercare.findings import Finding, Place, Severity
from bettercare.labels import listed
from bettercare.metrics.period_months import MONTHS, OF_QUARTER, months_in

Values = Mapping[str, float | None]
MOST_NAMED = 3
_NAMES = {"SPC-5": "order-of-time", "SPC-6": "periods-without-row", "SPC-7": "periods-of-any-form"}


def in_order(values: Values, file: str = "") -> tuple[dict[str, float | None], tuple[Finding, ...]]:
    """Months, quarters or years in order of time, every one between first and last among them.

    A rule of a control chart and a forecast both count periods in a row, so a period without a row
    must not be passed over. Periods of other forms, or of several kinds, stay as they are given.

    >>> found, said = in_order({"2019-06": 3.0, "2019-04": 1.0})
    >>> found
    {'2019-04': 1.0, '2019-05': None, '2019-06': 3.0}
    >>> [one.code for one in said]
    ['SPC-5', 'SPC-6']
    """
    months = _months(list(values))
    if months is None:
        what = "The periods are not all months, or all quarters, or all years."
        how = "They stand in the order of the file. Write 2019-04, 2019-20 Q1 or 2019-20."
        return dict(values), (_said("SPC-7", Severity.INFORMATION, what, how, file),)
    starts = {period: every[0] for period, every in months.items()}
    length = len(next(iter(months.values())))
    known = {start: period for period, start in starts.items()}
    every = range(min(known), max(known) + 1, length)
    ordered = {(period := known.get(n, _named(n, length))): values.get(period) for n in every}
    missing = [_named(n, length) for n in every if n not in known]
    return ordered, (*_of_order(list(starts.values()), file), *_of_gaps(missing, file))


def _months(periods: Sequence[str]) -> dict[str, tuple[int, ...]] | None:
    """The months of each period; ``None`` where they are no periods, or of different lengths."""
    try:
        found = {period: months_in(period) for period in periods}
    except BadRequest:
        return None
    return found if len({len(every) for every in found.values()}) == 1 else None


def _named(start: int, length: int) -> str:
    """The period that begins with a month and is so many months long."""
    year, month = divmod(start, MONTHS)
    if length == 1:
        return f"{year}-{month + 1:02}"
    first, since = divmod(start - FIRST_MONTH + 1, MONTHS)
    name = f"{first}-{(first + 1) % 100:02}"
    return name if length == MONTHS else f"{name} Q{since // OF_QUARTER + 1}"


def _of_order(starts: list[int], file: str) -> tuple[Finding, ...]:
    if starts == sorted(starts):
        return ()
    what, how = "The periods are not in order of time.", "They were put in order; check the dates."
    return (_said("SPC-5", Severity.WARNING, what, how, file),)


def _of_gaps(missing: list[str], file: str) -> tuple[Finding, ...]:
    if not missing:
        return ()
    more = len(missing) - MOST_NAMED
    shown = listed([*missing[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])])
    what = f"No row is about {shown}; each is a gap."
    return (_said("SPC-6", Severity.WARNING, what, "Add the rows, blank if not known.", file),)


def _said(code: str, severity: Severity, what: str, how: str, file: str) -> Finding:
    return Finding(
        code=code,
        name=_NAMES[code],
        severity=severity,
        subject="Periods",
        message=what,
        fix=how,
        places=(Place(file=file, column="period"),),
    )
