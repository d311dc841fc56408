"""Family E: planned outputs of one year against those of the year before."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from bettercare.calculations import Calculations, CodedRow
from bettercare.calculations.beside import Beside
from bettercare.checks.registry import Slip, check
from bettercare.checks.words import row_slip
from bettercare.labels import shortened
from bettercare.money import percent, pounds


class Delivered(NamedTuple):
    """What a row plans to deliver in a year, for how many pounds; both above 0."""

    output: Decimal
    pounds: Decimal


class Change(NamedTuple):
    """A row with what it plans in two years; ``at`` is the cell of the later output."""

    row: CodedRow
    before: Delivered
    now: Delivered
    at: str


def _lacks_years(working: Calculations) -> str:
    by_year = working.rules.several_years and any(row.row.outputs for row in working.rows)
    return "" if by_year or working.beside else "last year's plan"


@check(
    "CHK-089",
    name="output-changes-alone",
    message="'{scheme}': {share} {units}, from {before} to {now}, for {spend} after {spent}.",
    fix="Check both numbers, or say what changed.",
    lacks=_lacks_years,
)
def output_changes_alone(working: Calculations) -> Iterator[Slip]:
    """The same money rarely buys a third more, or less, than the year before."""
    limits = working.rules.thresholds
    for row, before, now, at in _changes(working):
        output, spend = now.output / before.output - 1, now.pounds / before.pounds - 1
        if abs(output) > limits.output_change and abs(spend) <= limits.spend_steady:
            facts = {
                "scheme": shortened(row.name, 60),
                "units": _units(working, row),
                "share": f"{'+' if output > 0 else ''}{percent(output, 0)}",
                "before": _number(before.output),
                "now": _number(now.output),
                "spend": pounds(now.pounds),
                "spent": pounds(before.pounds),
            }
            yield row_slip(working, row, at, facts)


def _number(value: Decimal) -> str:
    return f"{value.normalize():,f}"


def _units(working: Calculations, row: CodedRow) -> str:
    units = working.rules.output_units
    code = units.match(row.row.output_unit).accepted
    return (units[code].plural or units[code].label.casefold()) if code else "of the output"


def _changes(working: Calculations) -> Iterator[Change]:
    """Rows with an output in two years: in two years of the plan, or in last year's and this."""
    for before, now in pairwise(working.rules.years):
        for row in working.rows:
            yield from _change(row, (row, before), (row, now), f"outputs.{now}")
    if working.beside:
        yield from _since_last_year(working, working.beside)


def _since_last_year(working: Calculations, beside: Beside) -> Iterator[Change]:
    for item_before, item in beside.pairs:
        old, row = beside.previous.rows[item_before - 1], working.rows[item - 1]
        if _counted_alike(working, old, row):
            at = f"outputs.{beside.year}" if row.row.outputs else "output_estimate"
            yield from _change(row, (old, beside.previous.year), (row, beside.year), at)


def _counted_alike(working: Calculations, old: CodedRow, row: CodedRow) -> bool:
    """Whether both rows count in the same unit, as this round names it or by the same words."""
    units = working.rules.output_units
    then, now = units.match(old.row.output_unit), units.match(row.row.output_unit)
    return then.code == now.code if now.code else old.row.output_unit == row.row.output_unit


def _change(
    row: CodedRow, before: tuple[CodedRow, str], now: tuple[CodedRow, str], at: str
) -> Iterator[Change]:
    earlier, later = _delivered(*before), _delivered(*now)
    if earlier and later:
        yield Change(row, earlier, later, at)


def _delivered(row: CodedRow, year: str) -> Delivered | None:
    outputs, amount = row.row.outputs, row.row.amounts.get(year)
    output = outputs.get(year) if outputs else row.row.output_estimate
    if output is None or amount is None or output <= 0 or amount <= 0:
        return None
    return Delivered(output, amount)
