"""Additional reductions, the fund held against them, and what of it is released."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.places.contingency import (
    above_ring_fence,
    contingency_fund,
    reduce_admissions,
    reduced_in_year,
    released,
)

QUARTERS = [f"2017-18 Q{n}" for n in (1, 2, 3, 4)]


def by_quarter(*numbers):
    return {q: Decimal(n) for q, n in zip(QUARTERS, numbers, strict=True)}


# Rotherham 2017-18 as printed: no additional reductions; the quarters, each rounded, add up to 1
# more than the year, which was added up before rounding.
ROTHERHAM = by_quarter("7394.75", "7435.75", "7046.75", "7015.75")
PRINTED = [7395, 7436, 7047, 7016]


def test_a_plan_without_reductions_is_what_it_was():
    rows = reduce_admissions(ROTHERHAM, dict.fromkeys(QUARTERS, Decimal(0)))
    assert [int(one.after.quantize(Decimal(1))) for one in rows] == PRINTED
    assert {one.fraction for one in rows} == {Decimal(0)}
    year = reduced_in_year(rows, "2017-18")
    assert (year.before, year.after, year.fraction) == (28893, 28893, 0)
    assert sum(PRINTED) == 28894


def test_reductions_are_taken_off_and_shown_as_part():
    rows = reduce_admissions(by_quarter(7000, 8000, 7000, 6000), by_quarter(35, 80, 0, 0))
    assert [one.after for one in rows] == [6965, 7920, 7000, 6000]
    assert [one.fraction for one in rows] == [Decimal("0.005"), Decimal("0.01"), 0, 0]
    year = reduced_in_year(rows, "2017-18")
    assert (year.before, year.reduction, year.after) == (28000, 115, 27885)


def test_what_is_not_known_stays_unknown():
    rows = reduce_admissions({"2017-18 Q1": None}, {"2017-18 Q2": Decimal(30)})
    assert [(one.period, one.before, one.after, one.fraction) for one in rows] == [
        ("2017-18 Q1", None, None, None),
        ("2017-18 Q2", None, None, None),
    ]
    year = reduced_in_year(rows, "2017-18")
    assert (year.before, year.after, year.reduction) == (None, None, 30)


def test_a_year_of_three_quarters_is_not_a_year():
    known = by_quarter(1, 2, 3, 4)
    del known["2017-18 Q3"]
    assert reduced_in_year(reduce_admissions(known, {}), "2017-18").before is None


def test_other_years_do_not_count():
    rows = reduce_admissions({**by_quarter(1, 2, 3, 4), "2018-19 Q1": Decimal(100)}, {})
    assert reduced_in_year(rows, "2017-18").before == 10


def test_no_admissions_have_no_part():
    [row] = reduce_admissions({"2017-18 Q1": Decimal(0)}, {"2017-18 Q1": Decimal(5)})
    assert (row.fraction, row.after) == (None, -5)


class TestFund:
    def test_thirty_a_quarter_at_rotherhams_price(self):
        fund = contingency_fund(by_quarter(30, 30, 30, 30), {"2017-18": Decimal(1831)})
        assert set(fund.values()) == {Decimal(54930)}
        assert sum(filter(None, fund.values())) == 219720

    def test_no_reduction_no_fund(self):
        fund = contingency_fund(by_quarter(0, 0, 0, 0), {"2017-18": Decimal(1831)})
        assert set(fund.values()) == {0}

    def test_each_year_has_its_price(self):
        reductions = {"2017-18 Q4": Decimal(10), "2018-19 Q1": Decimal(10)}
        prices = {"2017-18": Decimal(1517), "2018-19": Decimal(1831)}
        assert contingency_fund(reductions, prices) == {"2017-18 Q4": 15170, "2018-19 Q1": 18310}

    def test_a_year_without_a_price_has_no_fund(self):
        assert contingency_fund({"2018-19 Q1": Decimal(10)}, {"2017-18": Decimal(1517)}) == {
            "2018-19 Q1": None
        }

    @pytest.mark.parametrize(
        ("fund", "ring_fence", "above"), [(219720, 5283443, 0), (6000, 5000, 1000), (5, 5, 0)]
    )
    def test_a_fund_larger_than_its_ring_fence(self, fund, ring_fence, above):
        assert above_ring_fence(Decimal(fund), Decimal(ring_fence)) == above


class TestRelease:
    @pytest.mark.parametrize(
        ("planned", "actual", "pounds"),
        [
            (30, 30, 54930),
            (30, 45, 54930),  # more than planned releases no more
            (30, 15, 27465),
            (30, 0, 0),
            (30, -20, 0),  # admissions rose
            (0, 20, 0),  # nothing was planned
        ],
    )
    def test_by_how_much_happened(self, planned, actual, pounds):
        assert released(Decimal(54930), Decimal(planned), Decimal(actual)) == pounds

    @given(
        st.decimals(0, 10**7, places=2),
        st.decimals(0, 10**5, places=1),
        st.decimals(-(10**5), 10**5, places=1),
    )
    def test_never_less_than_nothing_or_more_than_the_fund(self, fund, planned, actual):
        assert 0 <= released(fund, planned, actual) <= fund
