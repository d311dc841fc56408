"""Rotherham's plan for 2019-20: every figure that was published, from the plan that ships.

The amounts are those of the template in the papers of Rotherham's Health and Wellbeing Board, in
pounds. Spend by scheme type and by area of spend is not printed there: it is added up from the 67
rows. Last year's minimum and NHS minimum are those of the same area's plan for 2017-19.
"""

from collections import Counter

import msgspec
import pytest

import bettercare as bc
from bettercare.findings import Severity
from bettercare.money import pounds
from tests.bettercare.known import known
from tests.spec.published import (
    amounts,
    counted_rows,
    family,
    number,
    published,
    table,
    values,
    without_given,
)

PLAN = published("rotherham")

INCOME_AND_SPEND = amounts("""
    figure                       |     pounds
    income.dfg                   |  2,700,150
    income.nhs_minimum           | 19,614,894
    income.ibcf                  | 12,709,487
    income.winter_pressures      |  1,345,287
    income.additional_la         |  1,783,000
    income.additional_nhs        |  2,217,000
    income.total                 | 40,369,818
    expenditure.dfg              |  2,700,150
    expenditure.nhs_minimum      | 19,614,894
    expenditure.ibcf             | 12,709,487
    expenditure.winter_pressures |  1,345,287
    expenditure.additional_la    |  1,783,000
    expenditure.additional_nhs   |  2,217,000
    expenditure.total            | 40,369,818
    balance.dfg                  |          0
    balance.nhs_minimum          |          0
    balance.ibcf                 |          0
    balance.winter_pressures     |          0
    balance.additional_la        |          0
    balance.additional_nhs       |          0
    balance.total                |          0
""")

REQUIRED = table("""
    required spend      |   minimum |    planned | under-spend |  headroom | rows
    nhs_out_of_hospital | 5,573,997 | 10,056,894 |           0 | 4,482,897 |   15
    adult_social_care   | 6,975,909 |  8,818,000 |           0 | 1,842,091 |   13
""")

SCHEME_TYPES = amounts("""
    figure                                |    pounds
    scheme_type.assistive_technologies    |   970,000
    scheme_type.care_act                  | 1,000,000
    scheme_type.carers                    |   650,000
    scheme_type.community_based           | 3,215,000
    scheme_type.dfg_related               | 1,730,150
    scheme_type.enablers                  |    49,000
    scheme_type.hicm                      | 6,062,964
    scheme_type.home_care                 | 2,283,000
    scheme_type.housing_related           |   409,000
    scheme_type.care_planning_navigation  | 2,354,000
    scheme_type.intermediate_care         | 5,714,947
    scheme_type.personalised_budgeting    | 1,980,000
    scheme_type.personalised_care_at_home | 1,288,000
    scheme_type.prevention                | 2,676,000
    scheme_type.residential_placements    | 6,243,591
    scheme_type.other                     | 3,744,166
""")

AREAS_OF_SPEND = amounts("""
    figure                         |     pounds
    area_of_spend.acute            |    560,000
    area_of_spend.mental_health    |  1,378,000
    area_of_spend.community_health |  9,722,894
    area_of_spend.continuing_care  |     90,000
    area_of_spend.primary_care     |  1,352,000
    area_of_spend.social_care      | 25,129,028
    area_of_spend.other            |  2,137,896
""")


def test_the_plan_has_67_rows_and_none_is_lost():
    [schemes] = [control for control in PLAN.controls if control.table == "schemes"]
    assert (schemes.rows_read, schemes.rows_kept) == (67, 67)
    assert schemes.sum_read == schemes.sum_kept == number("40,369,818")


def test_income_expenditure_and_balances_by_source_and_in_total():
    assert values(PLAN, INCOME_AND_SPEND) == INCOME_AND_SPEND


@pytest.mark.parametrize(("code", "minimum", "planned", "under", "headroom", "rows"), REQUIRED)
def test_required_spends(code, minimum, planned, under, headroom, rows):
    expected = {
        f"required.{code}.minimum": number(minimum),
        f"required.{code}.planned": number(planned),
        f"required.{code}.under_spend": number(under),
        f"required.{code}.headroom": number(headroom),
    }
    assert values(PLAN, expected) == expected
    assert len(PLAN.figures[f"required.{code}.planned"].inputs) == int(rows)


def test_the_one_row_that_counts_to_both_required_spends():
    assert counted_rows(PLAN, "required.in_both") == [12]
    assert PLAN.figures["required.in_both"].value == number("1,623,000")
    explained = PLAN.figures["required.nhs_out_of_hospital.planned"].explain()
    assert "* counts to Adult social care too: 1 row, £1,623,000. Without it you would" in explained


def test_rows_of_the_nhs_minimum_that_count_to_neither():
    """They are health services that the council commissions."""
    assert counted_rows(PLAN, "required.in_neither") == [4, 22, 23, 26]
    assert PLAN.figures["required.in_neither"].value == number("2,363,000")


def test_the_nhs_minimum_is_the_two_required_spends_less_both_plus_neither():
    names = ("nhs_out_of_hospital.planned", "adult_social_care.planned", "in_both", "in_neither")
    first, second, both, neither = (known(PLAN.figures[f"required.{one}"].value) for one in names)
    assert first + second - both + neither == INCOME_AND_SPEND["expenditure.nhs_minimum"]


def test_expenditure_by_scheme_type():
    assert family(PLAN, "scheme_type") == SCHEME_TYPES


def test_expenditure_by_area_of_spend():
    assert family(PLAN, "area_of_spend") == AREAS_OF_SPEND


def test_every_figure_that_the_template_prints_of_itself_is_reproduced():
    assert len(PLAN.plan.printed) == 25
    assert values(PLAN, PLAN.plan.printed) == PLAN.plan.printed


def test_scheme_id_38_stands_for_six_schemes():
    names = {row.scheme_name for row in PLAN.plan.schemes if row.scheme_id == "38"}
    assert len(names) == 6
    assert "38 is used for six schemes." in [found.message for found in PLAN.report]


def test_nine_rows_are_new():
    assert Counter(row.new_or_existing for row in PLAN.plan.schemes)["New"] == 9


def test_the_one_error_is_the_missing_text_of_row_51():
    [found] = PLAN.report.of(Severity.ERROR)
    assert (found.code, found.subject) == ("CHK-005", "Row 51, Other text")


def test_tables_that_the_plan_did_not_give_make_no_figures_of_their_own():
    assert family(PLAN, "metric") == {}
    assert PLAN.figures["completeness.metrics"].display == "0%"


class TestMinimumsNotGiven:
    PLAN = without_given("rotherham")

    @pytest.mark.parametrize(
        ("code", "exact", "minimum"),
        table("""
            required spend      |        exact |   minimum
            nhs_out_of_hospital | 5,573,996.59 | 5,573,997
            adult_social_care   | 6,975,908.64 | 6,975,909
        """),
    )
    def test_both_are_derived_to_the_pound(self, code, exact, minimum):
        figure = self.PLAN.figures[f"required.{code}.minimum"]
        assert (figure.value, figure.standing) == (number(minimum), "derived")
        assert f"{exact}, rounded to £{minimum}." in figure.notes[0]
        assert f"£{minimum} (derived)" in figure.explain()

    def test_social_care_grows_from_last_years_minimum_with_the_areas_own_nhs_minimum(self):
        inputs = self.PLAN.figures["required.adult_social_care.minimum"].inputs
        assert [(one.label, pounds(one.value)) for one in inputs] == [
            ("NHS minimum income", "£19,614,894"),
            ("NHS minimum income, 2018-19", "£18,945,693"),
            ("Minimum, 2018-19, unrounded", "£6,737,911.69"),
        ]

    def test_the_text_report_says_that_they_are_derived(self):
        assert "Adult social care: the minimum is derived." in repr(self.PLAN)

    def test_last_years_figures_may_come_from_the_plan_itself(self):
        given = {
            "previous.required.adult_social_care.minimum": number("6,737,912"),
            "previous.income.nhs_minimum": number("18,945,693"),
        }
        plan = msgspec.structs.replace(PLAN.plan, given=given, area="Elsewhere")
        assert bc.summarise(plan).figures["required.adult_social_care.minimum"].value == number(
            "6,975,909"
        )
