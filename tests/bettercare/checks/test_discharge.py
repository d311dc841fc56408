"""Family D: money that is paid to get people out of hospital."""

import msgspec
import pytest

from bettercare.calculations import Calculations
from bettercare.checks import run
from tests.bettercare.checks import of_2017_19
from tests.bettercare.checks.of_2023_25 import RULES, plan_of, report, told

COUNCIL, ICB = "Local Authority Discharge Funding", "ICB Discharge Funding"
INCOME = f"source_of_funding | pounds 2023-24 | pounds 2024-25\n{COUNCIL} | 800 | 900"
HEAD = "scheme_name | scheme_type | source_of_funding | pounds 2023-24 | pounds 2024-25"
HOME_CARE = "Home Care or Domiciliary Care"
DUTIES = "Care Act Implementation Related Duties"


def rows(*lines):
    return "\n".join([HEAD, *lines])


@pytest.mark.parametrize(("spent", "left"), [("799", "£1"), ("800", ""), ("801", ""), ("", "£800")])
def test_081_money_that_is_not_allocated(spent, left):
    schemes = rows(f"Care at home | {HOME_CARE} | {COUNCIL} | {spent} | 900")
    assert told("CHK-081", income=INCOME, schemes=schemes) == [
        f"LA discharge, 2023-24. {left} of LA discharge is not allocated."
    ] * bool(left)


def test_081_looks_at_each_year_and_at_discharge_money_alone():
    income = f"{INCOME}\niBCF | 500 | 500"
    schemes = rows(f"Care at home | {HOME_CARE} | {COUNCIL} | 800 | 850")
    assert told("CHK-081", income=income, schemes=schemes) == [
        "LA discharge, 2024-25. £50 of LA discharge is not allocated."
    ]


def test_081_money_on_a_type_that_does_not_help_people_leave_hospital():
    schemes = rows(
        f"Care at home | {HOME_CARE} | {COUNCIL} | 500 | 900",
        f"Advice       | {DUTIES}    | {COUNCIL} | 100 |",
        f"Assessment   | {DUTIES}    | {COUNCIL} | 200 |",
        f"Other duties | {DUTIES}    | iBCF      | 70  | 70",
    )
    [found] = report("CHK-081", income=INCOME, schemes=schemes).findings
    assert found.subject == "Rows 2 and 3, scheme type, 2023-24"
    assert found.message == (
        f"£300 of LA discharge is on '{DUTIES}', which does not by itself help people leave "
        "hospital."
    )
    assert found.fix == "Say how it does, or pay it from another source."
    assert [(at.item, at.column) for at in found.places] == [(2, "Scheme Type"), (3, "Scheme Type")]


@pytest.mark.parametrize("kind", ["Knitting", ""])
def test_081_is_silent_on_a_type_that_is_not_known(kind):
    schemes = rows(f"Care | {kind} | {COUNCIL} | 800 | 900")
    assert told("CHK-081", income=INCOME, schemes=schemes) == []


def test_081_needs_discharge_funding_in_the_round():
    rules = of_2017_19.RULES
    checks = {"CHK-081": RULES.checks["CHK-081"]}
    alone = msgspec.structs.replace(rules, checks=checks)
    plan = of_2017_19.plan_of(schemes="scheme_name\nCare", income="source_of_funding\niBCF")
    needs = {one.needs for one in run(Calculations(plan, alone)).not_run}
    assert needs == {"discharge funding, in the round"}
    assert not report("CHK-081", income=INCOME, schemes=rows()).not_run
    assert plan_of().schemes is None
