"""Leicester's plan for 2019-20: every figure that was published, from the plan that ships.

The amounts are those of the template in the papers of Leicester's Health and Wellbeing Board, in
pounds. Where the template prints no figure, the test says how the figure comes about.
"""

from collections import Counter
from decimal import Decimal

import pytest

from bettercare.calculations.summaries import shares
from bettercare.findings import Severity
from bettercare.money import percent, pounds, round_half_up
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

PLAN = published("leicester")

INCOME_AND_SPEND = amounts("""
    figure                       |     pounds
    income.dfg                   |  2,391,923
    income.nhs_minimum           | 23,936,545
    income.ibcf                  | 15,466,521
    income.winter_pressures      |  1,573,738
    income.additional_la         |          0
    income.additional_nhs        |          0
    income.total                 | 43,368,727
    expenditure.dfg              |  2,391,923
    expenditure.nhs_minimum      | 23,936,545
    expenditure.ibcf             | 15,466,521
    expenditure.winter_pressures |  1,573,738
    expenditure.additional_la    |          0
    expenditure.additional_nhs   |          0
    expenditure.total            | 43,368,727
    balance.dfg                  |          0
    balance.nhs_minimum          |          0
    balance.ibcf                 |          0
    balance.winter_pressures     |          0
    balance.additional_la        |          0
    balance.additional_nhs       |          0
    balance.total                |          0
""")

REQUIRED = table("""
    required spend      |    minimum |    planned | under-spend | headroom | rows
    nhs_out_of_hospital |  6,802,087 |  7,242,204 |           0 |  440,117 |   29
    adult_social_care   | 15,411,303 | 15,426,324 |           0 |   15,021 |   20
""")

SCHEME_TYPES = amounts("""
    figure                                |     pounds
    scheme_type.assistive_technologies    |    313,580
    scheme_type.care_act                  |          0
    scheme_type.carers                    |    650,000
    scheme_type.community_based           |  1,299,389
    scheme_type.dfg_related               |  2,391,923
    scheme_type.enablers                  |    119,342
    scheme_type.hicm                      |    472,700
    scheme_type.home_care                 | 11,745,886
    scheme_type.housing_related           |    155,000
    scheme_type.care_planning_navigation  |    975,978
    scheme_type.intermediate_care         |  5,888,157
    scheme_type.personalised_budgeting    |          0
    scheme_type.personalised_care_at_home |     74,832
    scheme_type.prevention                |    475,628
    scheme_type.residential_placements    |          0
    scheme_type.other                     | 18,806,312
""")

# Not printed by the template of 2019-20: added up from its 49 rows.
AREAS_OF_SPEND = amounts("""
    figure                         |     pounds
    area_of_spend.acute            |  1,709,142
    area_of_spend.mental_health    |    388,253
    area_of_spend.community_health |  5,308,392
    area_of_spend.continuing_care  |          0
    area_of_spend.primary_care     |    935,978
    area_of_spend.social_care      | 34,858,506
    area_of_spend.other            |    168,456
""")

OUT_OF_HOSPITAL_ROWS = [
    *(5, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 25, 26, 27, 28, 29, 30, 31, 32),
    *(33, 34, 35, 39, 47, 48, 49),
]
IN_BOTH = [10, 11, 14, 22, 25, 29, 31, 33, 48]
IN_NEITHER = [23, 36]
UNUSED_IDS = [11, 14, 22, 25, 27, 30, 31, 32, 33, 34, 35, 36, 43, 47, 49, 53]


def test_the_plan_has_49_rows_and_none_is_lost():
    [schemes] = [control for control in PLAN.controls if control.table == "schemes"]
    assert (schemes.rows_read, schemes.rows_kept) == (49, 49)
    assert schemes.sum_read == schemes.sum_kept == number("43,368,727")


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


def test_rows_that_count_to_both_required_spends():
    assert counted_rows(PLAN, "required.in_both") == IN_BOTH
    assert PLAN.figures["required.in_both"].value == number("441,125")


def test_rows_of_the_nhs_minimum_that_count_to_neither():
    assert counted_rows(PLAN, "required.in_neither") == IN_NEITHER
    assert PLAN.figures["required.in_neither"].value == number("1,709,142")


def test_the_nhs_minimum_is_the_two_required_spends_less_both_plus_neither():
    names = ("nhs_out_of_hospital.planned", "adult_social_care.planned", "in_both", "in_neither")
    first, second, both, neither = (known(PLAN.figures[f"required.{one}"].value) for one in names)
    assert first + second - both + neither == INCOME_AND_SPEND["expenditure.nhs_minimum"]


def test_without_the_rows_in_both_nhs_out_of_hospital_would_be_1008_short():
    test = PLAN.working.required["nhs_out_of_hospital"]
    assert PLAN.working.overlap.without(test) == -1008
    explained = PLAN.figures["required.nhs_out_of_hospital.planned"].explain()
    assert explained.endswith(
        "* counts to Adult social care too: 9 rows, £441,125. Without them you would have\n"
        "  £6,801,079, £1,008 short."
    )


def test_the_working_of_nhs_out_of_hospital_lists_its_29_rows_by_number():
    lines = PLAN.figures["required.nhs_out_of_hospital.planned"].explain().splitlines()
    start = next(n for n, line in enumerate(lines) if line.split()[:2] == ["Row", "Scheme"])
    rows = lines[start + 1 : start + 30]
    assert [int(line[:4]) for line in rows] == OUT_OF_HOSPITAL_ROWS
    assert [int(line[:4]) for line in rows if "*" in line] == IN_BOTH
    assert sum(number(line.split()[-1]) for line in rows) == number("7,242,204")
    assert lines[start + 30].split() == ["29", "rows", "7,242,204"]


def test_the_working_steps_from_the_nhs_minimum_down_to_the_rows_that_count():
    steps = PLAN.figures["required.nhs_out_of_hospital.planned"].steps
    assert [(step.label, step.rows, pounds(step.amount)) for step in steps] == [
        ("NHS minimum", 42, "£23,936,545"),
        ("less council-commissioned", 12, "-£14,990,288"),
        ("less Acute", 1, "-£1,704,053"),
    ]


def test_expenditure_by_scheme_type_lists_every_type_of_the_round():
    assert family(PLAN, "scheme_type") == SCHEME_TYPES


def test_expenditure_by_area_of_spend():
    assert family(PLAN, "area_of_spend") == AREAS_OF_SPEND


def test_other_is_43_4_per_cent_of_the_plan():
    (largest, share), *_ = shares(PLAN.figures, "scheme_type", PLAN.working.total_expenditure)
    assert (largest.id, percent(share)) == ("scheme_type.other", "43.4%")


def test_every_figure_that_the_template_prints_of_itself_is_reproduced():
    assert len(PLAN.plan.printed) == 25
    assert values(PLAN, PLAN.plan.printed) == PLAN.plan.printed


def test_delayed_transfers_of_care():
    assert PLAN.figures["metric.dtoc.2019-20"].value == Decimal("21.4")
    assert PLAN.figures["metric.dtoc.2019-20.days"].value == Decimal("7832.4")
    assert PLAN.figures["metric.dtoc.2019-20.days"].display == "7,832 days"


def test_residential_admissions_are_worked_out_not_copied():
    """The summary prints 585.8158124, from a population with decimals that the tab rounds."""
    [line] = [one for one in PLAN.plan.metrics if (one.metric, one.year) == ("RES", "2019/20")]
    assert line.value_printed_on_summary == Decimal("585.8158124")
    figure = PLAN.figures["metric.res.2019-20"]
    assert round_half_up(known(figure.value), Decimal("1e-7")) == Decimal("585.8203792")
    assert figure.display == "585.8 per 100,000"


def test_residential_admissions_of_the_year_before_print_600_and_come_to_600_4():
    [line] = [one for one in PLAN.plan.metrics if (one.metric, one.year) == ("RES", "2018/19")]
    assert line.value_printed == 600
    assert PLAN.figures["metric.res.2018-19"].display == "600.4 per 100,000"
    assert percent(known(PLAN.figures["metric.res.change"].value)) == "-2.4%"


def test_reablement():
    this_year = PLAN.figures["metric.rea.2019-20"]
    assert round_half_up(known(this_year.value), Decimal("1e-9")) == Decimal("0.930434783")
    assert this_year.display == "93.0%"
    assert PLAN.figures["metric.rea.2018-19"].display == "92.2%"


def test_all_nine_planning_requirements_are_answered_yes():
    answers = [(one.code, one.response) for one in PLAN.plan.requirements]
    assert answers == [(f"PR{n}", "Yes") for n in range(1, 10)]
    assert PLAN.figures["completeness.requirements"].answer == "9 of 9"


def test_four_scheme_ids_are_used_twice():
    used = Counter(row.scheme_id for row in PLAN.plan.schemes)
    assert sorted(known(one) for one, times in used.items() if times > 1) == [
        "55",
        "56",
        "57",
        "58",
    ]
    said = [found.message for found in PLAN.report if found.code == "CHK-021"]
    assert said == [f"{one} is used for two schemes." for one in (55, 56, 57, 58)]


def test_sixteen_scheme_ids_are_not_used():
    used = {int(known(row.scheme_id)) for row in PLAN.plan.schemes}
    assert [one for one in range(1, 62) if one not in used] == UNUSED_IDS
    [found] = [found for found in PLAN.report if found.code == "CHK-025"]
    assert found.message == "16 ids between 1 and 61 are unused."


def test_the_one_error_is_the_missing_output_of_row_9():
    [found] = PLAN.report.of(Severity.ERROR)
    assert (found.code, found.subject) == ("CHK-085", "Row 9, output")


class TestMinimumsNotGiven:
    PLAN = without_given("leicester")

    def test_nhs_out_of_hospital_is_derived_to_the_pound(self):
        figure = self.PLAN.figures["required.nhs_out_of_hospital.minimum"]
        assert (figure.value, figure.standing) == (number("6,802,087"), "derived")
        assert "6,802,087.24, rounded to £6,802,087" in figure.notes[0]

    def test_its_share_of_the_nhs_minimum_is_that_of_2016_17(self):
        exact = self.PLAN.working.required["nhs_out_of_hospital"].exact
        share = known(exact) / self.PLAN.working.income["nhs_minimum"]
        assert round_half_up(share, Decimal("1e-8")) == Decimal("0.28417164")

    def test_adult_social_care_cannot_be_worked_out_and_says_what_it_needs(self):
        figure = self.PLAN.figures["required.adult_social_care.minimum"]
        assert (figure.value, figure.display) == (None, "not given")
        assert figure.notes == (
            "Cannot be worked out: it needs the figures of 2018-19 (give "
            "previous.required.adult_social_care.minimum and previous.income.nhs_minimum).",
        )

    def test_nothing_is_made_up_for_it(self):
        for key in ("under_spend", "headroom"):
            assert self.PLAN.figures[f"required.adult_social_care.{key}"].value is None
        planned = self.PLAN.figures["required.adult_social_care.planned"]
        assert planned.value == number("15,426,324")
