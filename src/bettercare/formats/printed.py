"""Figures that the tables of a plan print of themselves, to compare with what they come to."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from bettercare.formats.headers import PRINTED_BESIDE
from bettercare.formats.tables import TOTALS, TableRead, TotalRow
from bettercare.labels import normalise
from bettercare.money import read_number
from bettercare.plan.records import Record
from bettercare.rounds import Round


def printed_in(tables: Mapping[str, TableRead], rules: Round) -> dict[str, Decimal]:
    """The running balances beside each source of an income table, and the totals of both tables.

    Where a figure is printed twice the first counts.
    """
    found: dict[str, Decimal] = {}
    income, schemes = tables.get("income"), tables.get("schemes")
    if income is not None:
        for code, record in _by_source(income.records, rules):
            _take(found, code, record.extra)
        total = _last(income.totals)
        _take(found, "total", total)
        _take_totals(found, "income", total, rules)
    if schemes is not None:
        _take_totals(found, "expenditure", _last(schemes.totals), rules)
    return found


def _take_totals(
    found: dict[str, Decimal], kind: str, cells: Mapping[str, str], rules: Round
) -> None:
    """The printed total of each year; its figure names the year where the round has several."""
    for year in rules.years:
        key = f"total.{year}" if rules.several_years else "total"
        _take(found, key, {kind: cells.get(f"amounts.{year}", "")})


def _by_source(records: Iterable[Record], rules: Round) -> Iterable[tuple[str, Record]]:
    for record in records:
        code = rules.sources.match(getattr(record, "source_of_funding", None)).accepted
        if code:
            yield code, record


def _last(totals: Iterable[TotalRow]) -> Mapping[str, str]:
    """The cells of the last row that is a total of the whole table."""
    whole = [one.cells for one in totals if normalise(one.label) in TOTALS]
    return whole[-1] if whole else {}


def _take(found: dict[str, Decimal], key: str, cells: Mapping[str, str]) -> None:
    for header, text in cells.items():
        kind = normalise(header)
        number = read_number(text)
        if kind in ("income", "expenditure", *PRINTED_BESIDE["income"]) and number is not None:
            found.setdefault(f"{kind}.{key}", number)
