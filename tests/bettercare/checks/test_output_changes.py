"""Family E: planned outputs of one year against those of the year before."""

import msgspec
import pytest

from bettercare.calculations import Calculations
from bettercare.checks import run
from tests.bettercare import builders
from tests.bettercare.checks import beside_last_year
from tests.bettercare.checks.of_2023_25 import RULES, plan_of, report, told

HEAD = (
    "scheme_id | scheme_name | scheme_type | source_of_funding | output_unit"
    " | output 2023-24 | output 2024-25 | pounds 2023-24 | pounds 2024-25\n"
)


def rows(*numbers, unit="Hours of care"):
    """One row of home care: outputs of both years, then pounds of both."""
    lead = ("1", "Care at home", "Home Care or Domiciliary Care", "iBCF", unit)
    return HEAD + " | ".join([*lead, *numbers])


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (("100", "131", "1000", "1000"), "+31% hours of care, from 100 to 131, for £1,000 after"),
        (("100", "130", "1000", "1000"), ""),  # 30% exactly
        (("100", "69", "1000", "1050"), "-31% hours of care, from 100 to 69, for £1,050 after"),
        (("100", "70", "1000", "1050"), ""),
        (("100", "200", "1000", "1050"), "+100% hours of care, from 100 to 200, for £1,050 after"),
        (("100", "200", "1000", "1051"), ""),  # the money grew by more than 5%
        (("100", "200", "1000", "949"), ""),
        (("100", "0", "1000", "1000"), ""),
        (("", "200", "1000", "1000"), ""),
        (("100", "200", "", "1000"), ""),
        (("100", "200", "0", "0"), ""),
    ],
)
def test_089_the_output_changes_and_the_money_does_not(numbers, said):
    assert told("CHK-089", schemes=rows(*numbers)) == [
        f"Row 1, outputs 2024-25. 'Care at home': {said} £1,000."
    ] * bool(said)


def test_089_points_at_the_later_output():
    [found] = report("CHK-089", schemes=rows("100", "200", "1000", "1000")).findings
    assert [(at.item, at.column) for at in found.places] == [
        (1, RULES.tables["schemes"].columns[7].label)
    ]
    assert found.fix == "Check both numbers, or say what changed."


@pytest.mark.parametrize("unit", ["", "Visits"])
def test_089_a_unit_that_is_not_known(unit):
    [text] = told("CHK-089", schemes=rows("100", "200", "1000", "1000", unit=unit))
    assert "+100% of the output, from 100 to 200" in text


@pytest.mark.parametrize(
    ("unit", "count"), [("Hours of care", 1), ("Packages", 0), ("Visits", 0), ("", 0)]
)
def test_089_against_last_years_plan_where_both_count_alike(unit, count):
    before = plan_of(schemes=rows("", "100", "", "1000"))
    now = plan_of(schemes=rows("", "200", "", "1000", unit=unit))
    found = beside_last_year.report("CHK-089", now, before).findings
    assert [one.subject for one in found] == ["Row 1, outputs 2024-25"] * count


def test_089_units_that_are_not_known_are_alike_by_their_words():
    before, now = (plan_of(schemes=rows("", n, "", "9", unit="Visits")) for n in ("100", "200"))
    assert len(beside_last_year.told("CHK-089", now, before)) == 1
    assert beside_last_year.told("CHK-089", before, before) == []


def test_089_needs_outputs_of_two_years():
    alone = msgspec.structs.replace(builders.RULES, checks={"CHK-089": RULES.checks["CHK-089"]})
    one_year = run(Calculations(builders.plan_of(schemes=[{"output_estimate": "5"}]), alone))
    assert [one.needs for one in one_year.not_run] == ["last year's plan"]
    no_outputs = report("CHK-089", schemes=rows("", "", "1000", "1000"))
    assert [one.needs for one in no_outputs.not_run] == ["last year's plan"]
    assert not report("CHK-089", schemes=rows("5", "", "1000", "1000")).not_run
