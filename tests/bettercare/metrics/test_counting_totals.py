"""Control totals say when something is lost on the way."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bettercare.metrics.counting_totals import Control, Read, Summed
from bettercare.metrics.record_checks_report import Excluded

SUMMED = Summed(
    metric="nea",
    part="numerator",
    counted=10,
    groups=(("age", 10), ("sex", 10)),
    expected=Decimal("9.98"),
    placed=(("month", Decimal("9.98")), ("year", Decimal("9.98"))),
    unknown=Decimal(0),
)
CONTROL = Control(
    records="spells",
    area="commissioner",
    read=Read(rows=20, given=17, excluded=(Excluded("REC-014", "age", 3),)),
    counted=10,
    undated=2,
    sums=(SUMMED,),
    months=("2017-04",),
    part=(),
)


def test_they_hold_where_every_row_has_its_place():
    assert CONTROL.holds
    assert CONTROL.not_asked == 5


@pytest.mark.parametrize(
    "broken",
    [
        replace(CONTROL, read=replace(CONTROL.read, rows=21)),
        replace(CONTROL, read=replace(CONTROL.read, excluded=())),
        replace(CONTROL, counted=16),
        replace(CONTROL, undated=8),
        replace(CONTROL, sums=(replace(SUMMED, counted=11),)),
        replace(CONTROL, sums=(replace(SUMMED, groups=(("age", 10), ("sex", 9))),)),
        replace(CONTROL, sums=(replace(SUMMED, expected=Decimal("9.99")),)),
        replace(CONTROL, sums=(replace(SUMMED, placed=(("year", Decimal(10)),)),)),
    ],
)
def test_they_do_not_hold_where_one_is_lost(broken):
    assert not broken.holds


def test_rows_of_two_deliveries_add_up():
    both = CONTROL.read + Read(5, 5)
    assert (both.rows, both.given, len(both.excluded)) == (25, 22, 1)
