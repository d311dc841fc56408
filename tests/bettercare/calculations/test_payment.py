"""Pay for performance: an example worked out by hand, and what always holds."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.calculations import Calculations
from bettercare.calculations.payment import payments
from bettercare.plan import MetricPlan, Plan
from bettercare.rounds import Certainty, load
from bettercare.rounds.metric_rules import Payment

PRICE = Decimal(1490)
SLOTS = ("2014-15 Q4", "2015-16 Q1", "2015-16 Q2", "2015-16 Q3")
# Baseline 28,000; the plan is 980 (3.5%) below it, evenly: 245 a quarter.
BASELINE = (6900, 7000, 7100, 7000)
PLAN = (6655, 6755, 6855, 6755)
ACTUAL = (6700, 6850, 6900, 6650)

RULES = msgspec.structs.replace(
    load("2019-20"),
    round="2015-16",
    payment=Payment(
        metric="nea",
        unit_price=PRICE,
        least=Decimal("0.035"),
        slots=SLOTS,
        reference="template",
        certainty=Certainty.CONFIRMED,
    ),
)


def decimals(counts):
    return [Decimal(count) for count in counts]


def paid(actual):
    return payments(decimals(BASELINE), decimals(PLAN), decimals(actual), PRICE)


# cumulative reduction 200, 350, 550, 900 against a plan of 245, 490, 735, 980
def test_payments_are_cumulative():
    found = paid(ACTUAL)
    assert found.by_quarter == (298_000, 223_500, 298_000, 521_500)
    assert (found.pot, sum(found.by_quarter), found.withheld) == (1_460_200, 1_341_000, 119_200)


@pytest.mark.parametrize(
    ("actual", "by_quarter"),
    [
        (PLAN, (365_050, 365_050, 365_050, 365_050)),  # 245 x 1,490
        (BASELINE, (0, 0, 0, 0)),
        ((6000, 6000, 6000, 6000), (365_050, 365_050, 365_050, 365_050)),  # more earns no more
        ((6655, 7100, 7100, 7000), (365_050, 0, 0, 0)),  # what is paid is not taken back
        ((7000, 6510, 6855, 6755), (0, 581_100, 365_050, 365_050)),  # 390 x 1,490 is made up
    ],
)
def test_a_quarter_earns_what_is_reached_so_far(actual, by_quarter):
    assert paid(actual).by_quarter == by_quarter


@given(st.lists(st.integers(0, 20_000), min_size=4, max_size=4))
def test_no_payment_is_below_nought_and_all_together_are_within_the_pot(actual):
    found = paid(actual)
    assert all(one >= 0 for one in found.by_quarter)
    assert found.withheld == found.pot - sum(found.by_quarter) >= 0


def test_lists_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match=r"shorter|longer"):
        payments(decimals(BASELINE), decimals(PLAN), decimals(ACTUAL[:3]), PRICE)


def figures(**counts):
    lines = [
        MetricPlan(metric="NEA", year=year, period=period, kind=kind, numerator=Decimal(count))
        for kind, row in counts.items()
        for (year, period), count in zip((one.split() for one in SLOTS), row, strict=False)
    ]
    plan = Plan(round="2015-16", metrics=tuple(lines))
    found = Calculations(plan, RULES).figures
    return {key: one.display for key, one in found.items() if key.startswith("payment.")}


def test_a_plan_shows_what_is_at_stake_before_anything_is_paid():
    assert figures(baseline=BASELINE, plan=PLAN) == {
        "payment.reduction": "980",
        "payment.reduction_share": "3.5%",
        "payment.pot": "£1,460,200",
    }


def test_each_quarter_is_paid_when_its_count_is_known():
    found = figures(baseline=BASELINE, plan=PLAN, actual=ACTUAL[:2])
    assert found["payment.paid.2014-15.Q4"] == "£298,000"
    assert found["payment.paid.2015-16.Q1"] == "£223,500"
    assert "payment.paid.2015-16.Q2" not in found
    assert "payment.withheld" not in found


def test_what_was_not_earned_is_known_at_the_end():
    assert figures(baseline=BASELINE, plan=PLAN, actual=ACTUAL)["payment.withheld"] == "£119,200"


def test_without_all_baseline_quarters_nothing_is_worked_out():
    assert figures(baseline=BASELINE[:3], plan=PLAN, actual=ACTUAL) == {}
