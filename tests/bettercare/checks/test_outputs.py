"""Family E: planned outputs, and the units they are counted in."""

import msgspec
import pytest

from bettercare.findings import Severity
from tests.bettercare import builders
from tests.bettercare.builders import RULES, findings, fixes, places, plan_of, report, slips, told

HOME_CARE = "Home Care or Domiciliary Care"


def row(**cells):
    return plan_of(schemes=[{"scheme_name": "Night sitters", "scheme_type": HOME_CARE, **cells}])


def test_082_a_counted_type_without_a_unit():
    assert told("CHK-082", row()) == [
        "Row 1, output unit. Give the planned output of 'Night sitters'."
    ]
    assert fixes("CHK-082", row()) == [
        "Choose the unit (packages or hours of care) and type the number."
    ]
    assert places("CHK-082", row()) == [[("schemes", 1, "Planned Output Unit")]]


def test_082_a_number_without_a_unit():
    plan = row(output_estimate="1200")
    assert told("CHK-082", plan) == [
        "Row 1, output unit. Choose the unit of the 1,200 planned for 'Night sitters'."
    ]
    assert fixes("CHK-082", plan) == ["Choose packages or hours of care."]


def test_082_rests_on_practice_so_it_is_a_warning_at_most():
    assert slips("CHK-082", row())[0].soft == "unconfirmed"
    found = findings("CHK-082", row())[0]
    assert found.severity is Severity.WARNING
    assert found.reference == "Known from practice, not yet confirmed"


@pytest.mark.parametrize(
    "cells",
    [
        {"output_unit": "Packages"},
        {"output_unit": "Packages", "output_estimate": "5"},
        {"scheme_type": "Community Based Schemes"},
        {"scheme_type": "Intermediate Care Services", "sub_type": "Rapid / Crisis Response"},
        {"scheme_type": "Knitting"},
    ],
)
def test_082_is_silent_where_a_unit_is_given_or_none_is_asked_for(cells):
    assert told("CHK-082", row(**cells)) == []


def test_082_speaks_for_the_sub_types_that_are_counted():
    plan = row(scheme_type="Intermediate Care Services", sub_type="Bed Based - Step Up/Down")
    assert len(told("CHK-082", plan)) == 1


def test_083_an_output_of_a_type_that_is_not_counted():
    plan = row(scheme_type="Carers Services", output_unit="Packages")
    assert told("CHK-083", plan) == [
        "Row 1, output unit. 'Carers Services' is not counted; its planned output will be ignored."
    ]
    assert fixes("CHK-083", plan) == [
        "Clear the unit and the number, or choose the type they belong to."
    ]
    assert places("CHK-083", plan) == [[("schemes", 1, "Planned Output Unit")]]


def test_083_a_number_alone_and_a_sub_type_that_is_not_counted():
    plan = row(
        scheme_type="Intermediate Care Services",
        sub_type="Rapid / Crisis Response",
        output_estimate="5",
    )
    assert told("CHK-083", plan) == [
        "Row 1, output. "
        "'Rapid / Crisis Response' is not counted; its planned output will be ignored."
    ]


@pytest.mark.parametrize(
    "cells",
    [
        {"scheme_type": HOME_CARE, "output_unit": "Packages"},
        {
            "scheme_type": "Intermediate Care Services",
            "sub_type": "Bed Based - Step Up/Down",
            "output_unit": "Beds",
        },
        {"scheme_type": "Carers Services"},
        {"scheme_type": "Knitting", "output_unit": "Packages"},
        {"scheme_type": "Intermediate Care Services", "output_unit": "Packages"},
    ],
)
def test_083_is_silent_where_outputs_are_counted_not_given_or_the_type_is_not_known(cells):
    assert told("CHK-083", row(**cells)) == []


@pytest.mark.parametrize(("unit", "shown"), [("Placement", "placements"), ("Visits", "Visits")])
def test_084_a_unit_of_another_type(unit, shown):
    plan = row(output_unit=unit, output_estimate="142")
    assert told("CHK-084", plan) == [
        "Row 1, output unit. 'Home Care or Domiciliary Care' is counted in packages or hours of"
        f" care, not in {shown}."
    ]
    assert fixes("CHK-084", plan) == ["Choose packages or hours of care, or check the scheme type."]
    assert places("CHK-084", plan) == [[("schemes", 1, "Planned Output Unit")]]


@pytest.mark.parametrize(
    "cells",
    [
        {"output_unit": "packages"},
        {"output_unit": "Hours"},
        {"output_unit": ""},
        {"scheme_type": "Carers Services", "output_unit": "Beds"},
    ],
)
def test_084_is_silent_on_units_of_the_type_however_written(cells):
    assert told("CHK-084", row(**cells)) == []


@pytest.mark.parametrize("number", ["", "-", "0", "-5"])
def test_085_a_unit_without_a_number(number):
    plan = row(output_unit="Placements", output_estimate=number)
    assert told("CHK-085", plan) == [
        "Row 1, output. Enter the number of placements for 'Night sitters'."
    ]
    assert fixes("CHK-085", plan) == ["Type the number, or clear the unit."]
    assert places("CHK-085", plan) == [[("schemes", 1, "Planned Output Estimate")]]
    assert told("CHK-082", plan) == []


@pytest.mark.parametrize(
    "cells",
    [
        {"output_unit": "Placements", "output_estimate": "1"},
        {"output_unit": "Placements", "output_estimate": "about 5"},
        {"output_unit": "", "output_estimate": ""},
        {"output_unit": "Packages", "scheme_type": "Carers Services"},
    ],
)
def test_085_is_silent_on_a_number_on_what_cannot_be_read_and_where_nothing_is_counted(cells):
    assert told("CHK-085", row(**cells)) == []


def test_085_speaks_where_the_type_is_not_known():
    assert len(told("CHK-085", row(scheme_type="Knitting", output_unit="Packages"))) == 1


@pytest.mark.parametrize(
    ("hours", "amount", "cost"),
    [
        ("100", "6000", ""),  # £60 each
        ("100", "6100", "£61"),
        ("100", "1000", ""),  # £10 each
        ("100", "900", "£9"),
        ("100", "0", ""),
        ("", "6100", ""),
        ("0", "6100", ""),
    ],
)
def test_086_hours_of_care_that_cost_more_or_less_than_they_usually_do(hours, amount, cost):
    plan = row(output_unit="Hours", output_estimate=hours, amount=amount)
    assert told("CHK-086", plan) == [
        f"Row 1, output. 100 hours of care for £{int(amount):,} are {cost} each; "
        "one is usually £10 to £60."
    ] * bool(cost)


def test_086_rests_on_practice_and_points_at_the_number():
    plan = row(output_unit="Hours of Care", output_estimate="1", amount="61")
    assert [slip.soft for slip in slips("CHK-086", plan)] == ["unconfirmed"]
    assert fixes("CHK-086", plan) == ["Check the number and the amount."]
    assert places("CHK-086", plan) == [[("schemes", 1, "Planned Output Estimate")]]


@pytest.mark.parametrize("unit", ["Packages", "Visits", ""])
def test_086_is_silent_on_units_whose_usual_cost_is_not_known(unit):
    assert told("CHK-086", row(output_unit=unit, output_estimate="1", amount="90000")) == []


def test_086_needs_usual_costs_in_the_round(monkeypatch):
    units = msgspec.structs.replace(RULES.output_units, items={})
    without = msgspec.structs.replace(RULES, output_units=units)
    monkeypatch.setattr(builders, "RULES", without)
    [one] = report("CHK-086", row(output_unit="Hours", output_estimate="1")).not_run
    assert one.needs == "usual costs of the units, in the round"


REPEATED = """
    scheme_id | scheme_name | output_unit | output_estimate
    1         | Telecare    | Packages    | 1200
    2         | Falls       | Packages    | 30
    3         | Reablement  | Package     | 1200
    4         | Stroke      | Placements  | 1200
    5         | Carers      | Packages    | 30
"""


def test_087_one_number_on_two_schemes():
    plan = plan_of(schemes=REPEATED)
    assert told("CHK-087", plan) == ["Rows 1 and 3, output. Both plan 1,200 packages."]
    assert fixes("CHK-087", plan) == ["If they are the same people, keep the number on one row."]
    assert places("CHK-087", plan) == [
        [("schemes", 1, "Planned Output Estimate"), ("schemes", 3, "Planned Output Estimate")]
    ]


def test_087_one_number_on_three_schemes_in_the_order_of_the_rows():
    more = """
        6 | Telecare  | Packages | 50
        3 | Outreach  | Packages | 50
        7 | Gardening | Visits   | 50
        8 | Knitting  | Visits   | 50
        6 | telecare  | Packages | 1200
    """
    plan = plan_of(schemes=REPEATED.rstrip() + more)
    assert told("CHK-087", plan) == [
        "Rows 1, 3 and 10, output. All three plan 1,200 packages.",
        "Rows 6 and 7, output. Both plan 50 packages.",
        "Rows 8 and 9, output. Both plan 50 Visits.",
    ]


def test_087_is_silent_on_small_numbers_other_units_and_rows_of_one_scheme():
    plan = plan_of(
        schemes="""
        scheme_id | scheme_name | output_unit | output_estimate
        1         | Telecare    | Packages    | 49
        2         | Falls       | Packages    | 49
        3         | Stroke      | Packages    | 80
        3         | Stroke      | Packages    | 80
        4         | Carers      | Placements  | 80
        5         | Respite     |             | 80
        6         | Outreach    |             | 80
        7         | Gardening   | Beds        |
        8         | Knitting    | Beds        |
    """
    )
    assert told("CHK-087", plan) == []


def test_088_one_number_on_several_rows_of_a_scheme():
    plan = plan_of(
        schemes="""
        scheme_id | scheme_name | output_unit | output_estimate
        3         | Stroke      | Packages    | 1,080
        3         | Stroke      | Packages    | 1,080
        4         | Carers      | Packages    | 1,080
        3         | stroke      | Package     | 1,080
    """
    )
    assert told("CHK-088", plan) == [
        "Rows 1, 2 and 4, output. "
        "'Stroke' plans 1,080 packages on each of three rows, 3,240 in all."
    ]
    assert fixes("CHK-088", plan) == [
        "Keep the number on one row, or share it out between the rows."
    ]
    assert places("CHK-088", plan) == [
        [("schemes", n, "Planned Output Estimate") for n in (1, 2, 4)]
    ]


def test_088_is_silent_on_shares_other_units_and_other_schemes():
    plan = plan_of(
        schemes="""
        scheme_id | scheme_name | output_unit | output_estimate
        3         | Stroke      | Packages    | 80
        3         | Stroke      | Packages    | 20
        3         | Stroke      | Placements  | 80
        5         | Stroke      | Packages    | 80
        3         | Falls       | Packages    | 80
    """
    )
    assert told("CHK-088", plan) == []
