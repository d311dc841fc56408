"""Rotherham's plan for 2017-19: every figure that was published, from the plan that ships.

The amounts are those of the planning template in the papers of Rotherham's Health and Wellbeing
Board, in pounds. The print ends after scheme 44: further rows, all of them paid from the iBCF, are
not in it. So what its summary prints of all rows is more than the rows give, by just that much.
"""

from collections import Counter
from decimal import Decimal

import msgspec
import pytest

import bettercare as bc
from bettercare.findings import Severity
from bettercare.money import round_half_up
from tests.bettercare.known import known
from tests.spec.published import number, published, table, without_given

PLAN = published("rotherham-2017-19")
YEARS = ("2017-18", "2018-19")
THOUSAND = Decimal(1000)


def by_year(text):
    """A table of a figure and two years: (figure id with its year, number)."""
    return [
        (f"{name}.{year}", number(cell))
        for name, *cells in table(text)
        for year, cell in zip(YEARS, cells, strict=True)
    ]


INCOME = by_year("""
    figure                |    2017-18 |    2018-19
    income.la             |  4,077,793 |  4,269,317
    income.dfg            |  2,310,793 |  2,502,317
    income.additional_la  |  1,767,000 |  1,767,000
    income.ibcf           |  7,317,501 | 10,103,692
    income.nhs_minimum    | 18,592,437 | 18,945,693
    income.additional_nhs |  2,402,205 |  2,203,949
    income.total          | 32,389,936 | 35,522,651
""")

# What the rows of the print come to, and what they leave of each source.
SPEND = by_year("""
    figure                     |    2017-18 |     2018-19
    expenditure.la             |     50,000 |      50,000
    expenditure.nhs_minimum    | 19,474,642 |  19,629,642
    expenditure.additional_nhs |  1,520,000 |   1,520,000
    expenditure.ibcf           |  4,200,000 |           0
    expenditure.not_placed     |  4,027,793 |   4,219,317
    expenditure.total          | 29,272,435 |  25,418,959
    balance.la                 |  4,027,793 |   4,219,317
    balance.nhs_minimum        |   -882,205 |    -683,949
    balance.additional_nhs     |    882,205 |     683,949
    balance.ibcf               |  3,117,501 |  10,103,692
    balance.not_placed         | -4,027,793 |  -4,219,317
    balance.total              |  3,117,501 |  10,103,692
""")

FROM_MINIMUM = by_year("""
    figure                        |   2017-18 |   2018-19
    from_minimum.acute            |         0 |         0
    from_minimum.mental_health    |   790,790 |   790,790
    from_minimum.community_health | 7,155,916 | 7,155,916
    from_minimum.continuing_care  |         0 |         0
    from_minimum.primary_care     | 2,145,000 | 2,145,000
    from_minimum.social_care      | 8,123,137 | 8,278,137
    from_minimum.other            | 1,259,799 | 1,259,799
""")

OUT_OF_HOSPITAL = by_year("""
    figure                                            |   2017-18 |   2018-19
    required.nhs_out_of_hospital.area.mental_health   |   790,790 |   790,790
    required.nhs_out_of_hospital.area.community_health| 3,738,319 | 3,738,319
    required.nhs_out_of_hospital.area.continuing_care |         0 |         0
    required.nhs_out_of_hospital.area.primary_care    | 2,145,000 | 2,145,000
    required.nhs_out_of_hospital.area.social_care     | 1,693,231 | 1,848,231
    required.nhs_out_of_hospital.area.other           | 1,259,799 | 1,259,799
""")

REQUIRED = by_year("""
    figure                                  |   2017-18 |   2018-19
    required.nhs_out_of_hospital.minimum    | 5,283,443 | 5,383,829
    required.nhs_out_of_hospital.planned    | 9,627,139 | 9,782,139
    required.nhs_out_of_hospital.headroom   | 4,343,696 | 4,398,310
    required.nhs_out_of_hospital.under_spend|         0 |         0
    required.adult_social_care.minimum      | 6,612,278 | 6,737,912
    required.adult_social_care.planned      | 8,123,137 | 8,278,137
    required.adult_social_care.headroom     | 1,510,859 | 1,540,225
    required.adult_social_care.under_spend  |         0 |         0
    required.in_both                        | 1,693,231 | 1,848,231
""")

# All rows: as the summary prints them | as the rows of the print give them. The difference is of
# rows that the print has lost, and all of those are paid from the iBCF.
AREAS = table("""
    area             | printed 17-18 |  rows 17-18 | printed 18-19 | rows 18-19
    acute            |       635,000 |     500,000 |       500,000 |    500,000
    mental_health    |       790,790 |     790,790 |       790,790 |    790,790
    community_health |     8,713,916 |   8,713,916 |     8,713,916 |  8,713,916
    continuing_care  |        90,000 |           0 |             0 |          0
    primary_care     |     2,145,000 |   2,145,000 |     2,145,000 |  2,145,000
    social_care      |    17,855,431 |  15,862,930 |    22,113,146 | 12,009,454
    other            |     2,159,799 |   1,259,799 |     1,259,799 |  1,259,799
""")

SCHEME_TYPES = by_year("""
    figure                                |   2017-18 |   2018-19
    scheme_type.assistive_technologies    |         0 |         0
    scheme_type.care_navigation           |         0 |         0
    scheme_type.carers                    |   215,000 |   215,000
    scheme_type.dfg_adaptations           | 2,310,793 | 2,502,317
    scheme_type.dfg_other_housing         |         0 |         0
    scheme_type.home_care                 |   500,000 |         0
    scheme_type.enablers                  |         0 |         0
    scheme_type.care_homes                |   541,174 |   541,174
    scheme_type.hicm                      | 5,795,110 | 5,795,110
    scheme_type.care_planning             |   990,790 |   790,790
    scheme_type.intermediate_care         | 4,629,620 | 4,629,620
    scheme_type.personalised_care_at_home | 7,157,105 | 6,657,105
    scheme_type.prevention                | 2,956,361 | 3,111,361
    scheme_type.residential_placements    | 3,000,000 |         0
    scheme_type.wellbeing_centres         |         0 |         0
    scheme_type.other                     | 1,176,482 | 1,176,482
""")


def test_the_print_has_44_rows_and_none_of_those_is_lost():
    [schemes] = [control for control in PLAN.controls if control.table == "schemes"]
    assert (schemes.rows_read, schemes.rows_kept) == (44, 44)
    assert schemes.sum_read == schemes.sum_kept == number("29,272,435") + number("25,418,959")


@pytest.mark.parametrize(
    ("figure", "pounds"),
    [*INCOME, *SPEND, *FROM_MINIMUM, *OUT_OF_HOSPITAL, *REQUIRED, *SCHEME_TYPES],
)
def test_a_figure_of_money(figure, pounds):
    assert PLAN.figures[figure].value == pounds


# --- the three tables by area of spend ------------------------------------------------------------


@pytest.mark.parametrize(("area", "printed_1", "rows_1", "printed_2", "rows_2"), AREAS)
def test_expenditure_by_area_beside_what_the_summary_prints(
    area, printed_1, rows_1, printed_2, rows_2
):
    for year, printed, rows in zip(YEARS, (printed_1, printed_2), (rows_1, rows_2), strict=True):
        figure = f"area_of_spend.{area}.{year}"
        assert PLAN.plan.printed[figure] == number(printed)
        assert PLAN.figures[figure].value == number(rows)


@pytest.mark.parametrize(
    ("year", "printed", "lost"),
    [("2017-18", 1, 3_117_501), ("2018-19", 3, 10_103_692)],
)
def test_every_lost_pound_is_of_the_ibcf(year, printed, lost):
    gaps = [number(row[printed]) - number(row[printed + 1]) for row in AREAS]
    assert sum(gaps) == lost
    assert known(PLAN.figures[f"balance.ibcf.{year}"].value) == lost
    total = known(PLAN.figures[f"income.total.{year}"].value)
    assert total - known(PLAN.figures[f"expenditure.total.{year}"].value) == lost
    assert sum(number(row[printed]) for row in AREAS) == total


@pytest.mark.parametrize("rows", [FROM_MINIMUM, OUT_OF_HOSPITAL])
@pytest.mark.parametrize("year", YEARS)
def test_the_two_tables_of_the_nhs_minimum_add_up_to_their_totals(rows, year):
    total = {
        "from_minimum": f"expenditure.nhs_minimum.{year}",
        "required": f"required.nhs_out_of_hospital.planned.{year}",
    }[rows[0][0].partition(".")[0]]
    added = sum(pounds for figure, pounds in rows if figure.endswith(year))
    assert PLAN.figures[total].value == added


# --- what is wrong with it ------------------------------------------------------------------------


def found(code):
    return [(one.subject, one.message) for one in PLAN.report if one.code == code]


def test_the_source_of_five_rows_is_a_name_of_2016_17():
    stale = [one for one in PLAN.report if one.code == "CHK-012"]
    assert [one.places[0].item for one in stale] == [3, 14, 16, 17, 21]
    for one in stale:
        assert one.severity is Severity.ERROR
        assert one.message == (
            "'Local Authority Social Services' is not a 2017-19 source of funding."
        )
        assert one.fix == "Choose 'Local Authority Contribution', its name in this round."


@pytest.mark.parametrize(("year", "amount"), [("2017-18", 4_027_793), ("2018-19", 4_219_317)])
def test_those_rows_are_just_what_the_council_has_not_allocated(year, amount):
    lost = PLAN.figures[f"expenditure.not_placed.{year}"]
    assert [one.place.item for one in lost.inputs if one.place] == [3, 14, 16, 17, 21]
    assert lost.value == PLAN.figures[f"balance.la.{year}"].value == amount
    [balance] = [
        one for one in PLAN.report if one.code == "CHK-031" and one.problem == f"balance.la.{year}"
    ]
    assert balance.fix == (
        "Choose Local Authority Contribution as the source of rows 3, 14, 16, 17 and 21, where "
        "none of this round is given."
    )


def test_with_the_present_name_the_council_is_in_balance():
    rows = tuple(
        msgspec.structs.replace(row, source_of_funding="Local Authority Contribution")
        if row.source_of_funding == "Local Authority Social Services"
        else row
        for row in PLAN.plan.schemes or ()
    )
    mended = bc.summarise(msgspec.structs.replace(PLAN.plan, schemes=rows)).figures
    assert [mended[f"balance.la.{year}"].value for year in YEARS] == [0, 0]
    assert not [key for key in mended if key.startswith("balance.not_placed")]


def test_the_nhs_minimum_is_over_by_what_the_additional_money_is_under():
    assert found("CHK-032") == [
        ("NHS minimum, 2017-18", "Over-committed by £882,205."),
        ("NHS minimum, 2018-19", "Over-committed by £683,949."),
    ]
    assert found("CHK-034")[0] == (
        "NHS minimum and Additional NHS, 2017-18",
        "NHS minimum is £882,205 over and Additional NHS as much under: rows may be on the wrong "
        "source.",
    )


def test_no_one_or_two_rows_come_to_that_so_none_is_named():
    fixes = {one.fix for one in PLAN.report if one.code == "CHK-032"}
    assert fixes == {
        "Split one of the larger rows of NHS minimum: pay £882,205 of it from Additional NHS.",
        "Split one of the larger rows of NHS minimum: pay £683,949 of it from Additional NHS.",
    }


def test_the_balances_by_source_do_not_add_up_to_the_pooled_balance_of_the_print():
    """The template leaves the stale source out of each balance, and counts it in the total."""
    for year, lost in (("2017-18", 4_027_793), ("2018-19", 4_219_317)):
        sources = ("la", "nhs_minimum", "additional_nhs")
        assert sum(known(PLAN.figures[f"balance.{one}.{year}"].value) for one in sources) == lost
        assert PLAN.plan.printed[f"balance.total.{year}"] == 0


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        (
            "Planned expenditure, total, 2017-18",
            "The file shows £32,389,936; the rows give £29,272,435, £3,117,501 less.",
        ),
        ("Balance, iBCF, 2017-18", "The file shows £0; the rows give £3,117,501, £3,117,501 more."),
        (
            "Planned expenditure, total, 2018-19",
            "The file shows £35,522,651; the rows give £25,418,959, £10,103,692 less.",
        ),
        (
            "Planned expenditure, Acute, 2017-18",
            "The file shows £635,000; the rows give £500,000, £135,000 less.",
        ),
        (
            "Planned expenditure, Continuing Care, 2017-18",
            "The file shows £90,000; the rows give £0, £90,000 less.",
        ),
        (
            "Planned expenditure, Social Care, 2017-18",
            "The file shows £17,855,431; the rows give £15,862,930, £1,992,501 less.",
        ),
        (
            "Planned expenditure, Other, 2017-18",
            "The file shows £2,159,799; the rows give £1,259,799, £900,000 less.",
        ),
        (
            "Planned expenditure, Social Care, 2018-19",
            "The file shows £22,113,146; the rows give £12,009,454, £10,103,692 less.",
        ),
    ],
)
def test_what_the_print_lost_is_reported(subject, message):
    assert (subject, message) in found("CHK-036")


def test_every_other_figure_that_the_template_prints_is_reproduced():
    differ = {
        *(f"area_of_spend.{one}.2017-18" for one in ("acute", "continuing_care", "other")),
        *(f"area_of_spend.social_care.{year}" for year in YEARS),
        *(f"{one}.{year}" for one in ("expenditure.total", "balance.ibcf") for year in YEARS),
        *(f"balance.total.{year}" for year in YEARS),
    }
    printed = PLAN.plan.printed
    assert len(printed) == 79
    assert len(found("CHK-036")) == len(differ) == 11
    for key, value in printed.items():
        figure = PLAN.figures[key]
        off = abs(known(figure.value) - value)
        assert (off > max(figure.tolerance, Decimal("0.0006"))) == (key in differ), key


@pytest.mark.parametrize(
    ("code", "subject", "message"),
    [
        ("CHK-079", "Row 33, name", "'Risk Pool' is a contingency."),
        ("CHK-097", "Reablement", "87.8% in 2017-18 is worse than 89.6% in 2015-16."),
        (
            "CHK-098",
            "Residential admissions, 2017-18",
            "808.1 to 580.2 is a change of -28% since 2015-16.",
        ),
        (
            "CHK-102",
            "Delayed transfers of care",
            "The quarters of 2017-18 come to 26.4, 15.5, 15.5 and 15.5 a day.",
        ),
        (
            "CHK-108",
            "Non-elective admissions, 2017-18",
            "The contingency fund is answered Yes, and it comes to £0.",
        ),
    ],
)
def test_what_a_reader_of_the_plan_would_ask_about(code, subject, message):
    assert (subject, message) in found(code)


def test_the_populations_step_where_they_should_and_the_cost_has_a_reason():
    """January to March uses the people of the next calendar year; the plan says why £1,831."""
    assert {one.code for one in PLAN.report}.isdisjoint(
        {"CHK-017", "CHK-094", "CHK-107", "CHK-110"}
    )


def test_errors_are_of_the_stale_name_and_of_sources_out_of_balance():
    errors = {one.code for one in PLAN.report.of(Severity.ERROR)}
    assert errors == {"CHK-012", "CHK-031", "CHK-032", "CHK-035"}


# --- the minimums ---------------------------------------------------------------------------------


class TestMinimumsNotGiven:
    """As if nobody had told the plan its minimums: all four come out of the round's formulas."""

    PLAN = without_given("rotherham-2017-19")

    @pytest.mark.parametrize(
        ("figure", "exact", "minimum"),
        table("""
            figure                                      |        exact |   minimum
            required.nhs_out_of_hospital.minimum.2017-18| 5,283,443.31 | 5,283,443
            required.nhs_out_of_hospital.minimum.2018-19| 5,383,828.64 | 5,383,829
            required.adult_social_care.minimum.2017-18  | 6,612,278.40 | 6,612,278
            required.adult_social_care.minimum.2018-19  | 6,737,911.69 | 6,737,912
        """),
    )
    def test_each_is_derived_to_the_pound(self, figure, exact, minimum):
        one = self.PLAN.figures[figure]
        assert (one.value, one.standing) == (number(minimum), "derived")
        assert f"{exact}, rounded to £{minimum}." in one.notes[0]

    def test_rounding_the_first_year_would_lose_a_pound_in_the_second(self):
        first = known(self.PLAN.figures["required.adult_social_care.minimum.2017-18"].value)
        assert round_half_up(first * Decimal("1.0190")) == 6_737_911
        second = self.PLAN.figures["required.adult_social_care.minimum.2018-19"]
        assert second.value == 6_737_912


@pytest.mark.parametrize(
    ("figure", "shown"),
    table("""
        figure                                        | shown
        required.adult_social_care.growth.2017-18     | 25.0%
        required.adult_social_care.growth.2018-19     | 1.9%
        required.adult_social_care.set_growth.2017-18 | 1.79%
        required.adult_social_care.set_growth.2018-19 | 1.90%
    """),
)
def test_what_is_planned_and_what_is_set_to_grow(figure, shown):
    assert PLAN.figures[figure].display == shown


# --- metrics --------------------------------------------------------------------------------------

METRICS = table("""
    figure                 | top   | bottom  | shown
    metric.res.2015-16     | 401   | 49,625  | 808.1
    metric.res.2016-17     | 390   | 50,524  | 771.9
    metric.res.2017-18     | 297   | 51,186  | 580.2
    metric.res.2018-19     | 287   | 51,982  | 552.1
    metric.rea.2015-16     | 121   | 135     | 89.6%
    metric.rea.2016-17     | 132   | 145     | 91.0%
    metric.rea.2017-18     | 158   | 180     | 87.8%
    metric.rea.2018-19     | 162   | 182     | 89.0%
    metric.dtoc.2016-17.Q1 | 1,390 | 204,995 | 678.1
    metric.dtoc.2016-17.Q2 | 1,376 | 204,995 | 671.2
    metric.dtoc.2016-17.Q3 | 1,558 | 204,995 | 760.0
    metric.dtoc.2016-17.Q4 | 2,271 | 205,748 | 1,103.8
    metric.dtoc.2017-18.Q1 | 2,400 | 205,748 | 1,166.5
    metric.dtoc.2017-18.Q2 | 1,428 | 205,748 | 694.1
    metric.dtoc.2017-18.Q3 | 1,428 | 205,748 | 694.1
    metric.dtoc.2017-18.Q4 | 1,397 | 206,394 | 676.9
    metric.dtoc.2018-19.Q1 | 1,413 | 206,394 | 684.6
    metric.dtoc.2018-19.Q2 | 1,428 | 206,394 | 691.9
    metric.dtoc.2018-19.Q3 | 1,428 | 206,394 | 691.9
    metric.dtoc.2018-19.Q4 | 1,397 | 206,937 | 675.1
""")


@pytest.mark.parametrize(("figure", "top", "bottom", "shown"), METRICS)
def test_a_rate_to_the_printed_decimal(figure, top, bottom, shown):
    one = PLAN.figures[figure]
    assert one.display.removesuffix(" per 100,000") == shown
    assert [item.value for item in one.inputs] == [number(top), number(bottom)]


def test_the_rates_that_were_printed_are_those():
    assert found("CHK-091") == []
    assert sum(line.value_printed is not None for line in PLAN.plan.metrics or ()) == 20


def test_the_quarters_of_admissions_are_rounded_and_their_total_is_not():
    counts = {
        "2017-18": ((7_395, 7_436, 7_047, 7_016), 28_894, 28_893),
        "2018-19": ((7_378, 7_419, 7_029, 6_999), 28_825, 28_824),
    }
    for year, (quarters, added, printed) in counts.items():
        plan = [PLAN.figures[f"admissions.plan.{year}.Q{q}"].value for q in (1, 2, 3, 4)]
        assert (tuple(plan), sum(quarters)) == (quarters, added)
        for name in ("admissions.mapped", "admissions.plan"):
            figure = PLAN.figures[f"{name}.{year}"]
            assert (figure.value, PLAN.plan.printed[f"{name}.{year}"]) == (added, printed)
            assert abs(printed - known(figure.value)) <= figure.tolerance  # so nothing is said
        assert PLAN.figures[f"admissions.reduction.{year}"].value == 0


def test_an_admission_is_held_to_cost_1831_and_the_fund_is_nothing():
    for year in YEARS:
        fund = PLAN.figures[f"admissions.fund.{year}"]
        assert fund.value == 0
        assert [(one.label, one.value) for one in fund.inputs] == [
            ("Reduction", 0),
            ("Unit cost, £", 1831),
        ]


def test_delays_are_one_daily_figure_from_the_second_quarter_on():
    daily = [PLAN.figures[f"metric.dtoc.{year}.Q{q}.daily"] for year in YEARS for q in (1, 2, 3, 4)]
    assert [one.display for one in daily] == ["26.4 a day"] + ["15.5 a day"] * 7


# --- the other tables -----------------------------------------------------------------------------


def test_all_four_conditions_are_met_in_both_years():
    told = [(one.code, one.year, one.response) for one in PLAN.plan.conditions or ()]
    assert told == [(f"NC{n}", year, "Yes") for year in YEARS for n in (1, 2, 3, 4)]


def test_the_questions_of_the_template_that_are_counted_alike():
    """It prints 16 of the expenditure tab, one a column, and 12 of the conditions."""
    assert PLAN.figures["completeness.expenditure"].answer == "16 of 16"
    assert PLAN.figures["completeness.conditions"].answer == "12 of 12"


def test_the_funding_questions_are_answered_yes_but_those_for_two_tier_areas():
    told = Counter((one.year, one.response) for one in PLAN.plan.answers or ())
    assert {year: told[year, "Yes"] for year in YEARS} == {"2017-18": 6, "2018-19": 6}
    assert {year: told[year, None] for year in YEARS} == {"2017-18": 2, "2018-19": 2}
    assert found("CHK-072") == []


def test_five_rows_are_new_and_run_in_the_first_year_only():
    rows = [row for row in PLAN.plan.schemes or () if row.new_or_existing == "New"]
    assert [row.scheme_id for row in rows] == ["40", "41", "42", "43", "44"]
    assert {row.duration for row in rows} == {"2017/18 Only"}
    assert {tuple(row.amounts) for row in rows} == {("2017-18",)}


# --- the financial tables of the narrative, in thousands ------------------------------------------

# Table 9: what is paid by whom | the rows of the template that it stands for
TABLE_9 = table("""
    theme item                               | council |   CCG | rows
    1 Adult Mental Health Liaison            |       0 |   791 | 1
    2 Home Improvement Agency                |      15 |    60 | 2 3
    2 Falls Service                          |       0 |   444 | 5
    2 Home Enabling Services                 |       0 | 1,591 | 6
    2 Reviewing officers during reablement   |       0 |    98 | 7
    2 Community Stroke Service               |       0 |   181 | 8
    2 Community Neuro Rehab                  |       0 |   156 | 9
    2 Breathing Space                        |       0 | 2,346 | 10
    2 Expert Patient Programme               |       0 |    50 | 11
    2 Otago Exercise Programme               |       0 |    20 | 30
    2 REWS                                   |      92 | 1,293 | 12 13 14
    2 Community OT                           |     372 |   374 | 15 16
    2 Disabled Facilities Grant              |   2,311 |     0 | 17
    2 Age UK Hospital Discharge              |       0 |   158 | 18
    2 Stroke Association Service             |       0 |    50 | 19
    2 Stroke Social Work Support             |       0 |    27 | 20
    2 Intermediate Care Pool                 |   1,238 | 3,294 | 21 22 23
    3 Direct Payments                        |       0 | 1,643 | 24
    3 Care Act Implementation                |       0 |   700 | 4
    3 Residential Care                       |       0 |   274 | 25
    3 Learning Disability Services           |       0 | 1,065 | 26
    4 GP Case Management                     |       0 | 2,145 | 27
    4 Care Home Support Service              |       0 |   267 | 28
    4 Death in Place of Choice               |       0 |   789 | 29
    4 Social Prescribing                     |       0 |   760 | 31
    4 Social Work Support                    |       0 | 1,078 | 32
    5 Day Care Services                      |       0 |   400 | 36
    5 Carers Support Service                 |      50 |   200 | 37 38 39
    6 Joint Commissioning Team               |       0 |    49 | 34
    6 IT to support transformation           |       0 |   192 | 35
    7 Risk pool                              |       0 |   500 | 33
    8 Sustainability                         |   4,400 |     0 | 40 41 42 43 44
    8 Information sharing                    |     360 |     0 |
    8 Leadership capacity                    |     290 |     0 |
    8 Discharge pathways and patient flow    |   1,250 |     0 |
    8 Market capacity                        |     955 |     0 |
    8 Contingency                            |      62 |     0 |
""")
# Table 8: investment in 2016-17 and what is added | shares | the pools of the two hosts
TABLE_8 = table("""
    theme | 2016-17 | added |    CCG | council | pool 1 | pool 2
    1     |     790 |     1 |    791 |       0 |      0 |    791
    2     |  13,391 |   779 | 10,142 |   4,028 | 14,170 |      0
    3     |   3,682 |     0 |  3,682 |       0 |      0 |  3,682
    4     |   5,028 |    11 |  5,039 |       0 |      0 |  5,039
    5     |     690 |   -40 |    600 |      50 |      0 |    650
    6     |     242 |    -1 |    241 |       0 |      0 |    241
    7     |     500 |     0 |    500 |       0 |      0 |    500
    8     |       0 | 7,317 |      0 |   7,317 |  7,317 |      0
""")


def thousands(pounds):
    return round_half_up(pounds / THOUSAND)


def rows_in_thousands(ids):
    rows = {row.scheme_id: row.amounts["2017-18"] for row in PLAN.plan.schemes or ()}
    return thousands(sum((rows[one] for one in ids.split()), Decimal(0)))


@pytest.mark.parametrize(("item", "council", "ccg", "rows"), [row for row in TABLE_9 if row[3]])
def test_an_item_of_table_9_is_its_rows_rounded(item, council, ccg, rows):
    apart = rows_in_thousands(rows) - number(council) - number(ccg)
    lost = {"4 Social Work Support": -1, "8 Sustainability": -200}  # rounding; rows of the iBCF
    assert apart == lost.get(item, 0)


@pytest.mark.parametrize(("theme", "before", "added", "ccg", "council", "first", "second"), TABLE_8)
def test_a_theme_of_table_8_adds_up_and_is_what_table_9_gives(  # noqa: PLR0917
    theme, before, added, ccg, council, first, second
):
    whole = number(ccg) + number(council)
    assert number(before) + number(added) == whole == number(first) + number(second)
    items = [row for row in TABLE_9 if row[0].startswith(theme)]
    assert sum(number(row[1]) for row in items) == number(council)
    assert sum(number(row[2]) for row in items) == number(ccg)


def test_the_totals_of_table_8_are_those_of_the_plan():
    sums = [sum(number(row[n]) for row in TABLE_8) for n in range(1, 7)]
    assert sums == [24_323, 8_067, 20_995, 11_395, 21_487, 10_903]
    income = {one: known(PLAN.figures[f"income.{one}.2017-18"].value) for one in
              ("nhs_minimum", "additional_nhs", "la", "ibcf", "total")}  # fmt: skip
    assert thousands(income["nhs_minimum"] + income["additional_nhs"]) == 20_995
    assert thousands(income["la"] + income["ibcf"]) == 11_395
    assert thousands(income["total"]) == 24_323 + 8_067 == 21_487 + 10_903


# --- the iBCF ------------------------------------------------------------------------------------


# What each proposal of the paper costs | its theme in Table 9, in thousands.
PROPOSALS = table("""
    theme                  | pounds                                                      | Table 9
    Sustainability         | 4,000,000 200,000 100,000 100,000                           | 4,400
    Information sharing    | 100,000 90,000 70,000 100,000                               | 360
    Leadership capacity    | 100,000 100,000 30,000 60,000                               | 290
    Discharge pathways     | 60,000 25,000 50,000 200,000 100,000 400,000 100,000 90,000 |
    Discharge pathways (2) | 225,000                                                     | 1,250
    Market capacity        | 30,000 30,000 30,000                                        |
    Market capacity (2)    | 456,000 400,000                                             | 955
""")


def cost(theme):
    rows = [row for row in PROPOSALS if row[0].startswith(theme)]
    return sum(number(one) for row in rows for one in row[1].split())


@pytest.mark.parametrize(
    ("theme", "apart"),
    [
        ("Sustainability", 0),
        ("Information sharing", 0),
        ("Leadership capacity", 0),
        ("Discharge pathways", 0),
        ("Market capacity", -9),  # of the further allocation, 9,153 is not itemised
    ],
)
def test_the_proposals_of_a_theme_beside_table_9(theme, apart):
    [printed] = [row[2] for row in PROPOSALS if row[0].startswith(theme) and row[2]]
    assert thousands(cost(theme)) - number(printed) == apart


def test_what_other_papers_say_of_the_whole():
    """£m in the text of the narrative and of a board paper, £k in Table 8."""
    said = {(one.document, one.figure): (one.value, one.unit) for one in PLAN.plan.documents or ()}
    million = Decimal(1_000_000)
    for year, total, ibcf in (("2017-18", "32.390", "7.318"), ("2018-19", "35.523", "10.104")):
        for source, shown in (("total", total), ("ibcf", ibcf)):
            whole = known(PLAN.figures[f"income.{source}.{year}"].value)
            assert said["narrative", f"income.{source}.{year}"] == (number(shown), "£m")
            assert round(whole / million, 3) == number(shown)
    assert said["board_paper", "income.ibcf.2017-18"] == (number("6.2"), "£m")  # against 7.3
    assert said["narrative", "expenditure.total.2017-18"] == (number("32,390"), "£k")
    pools = [one.value for one in PLAN.plan.documents or () if one.document == "pools"]
    assert pools == [21_487, 10_903]


def test_the_two_parts_of_the_ibcf_and_what_is_itemised_of_each():
    """The addition of the Spring Budget 2017, the rest, and the proposals of the same papers."""
    whole = {year: known(PLAN.figures[f"income.ibcf.{year}"].value) for year in YEARS}
    addition = {"2017-18": 6_227_348, "2018-19": 3_844_207}
    assert whole["2017-18"] - addition["2017-18"] == 1_090_153
    assert whole["2018-19"] - addition["2018-19"] == 6_259_485
    further = sum(cost(theme) for theme in ("Discharge pathways (2)", "Market capacity (2)"))
    everything = sum(cost(theme) for theme in {row[0].removesuffix(" (2)") for row in PROPOSALS})
    proposals = {"main": everything - further, "further": further}
    assert proposals == {"main": 6_165_000, "further": 1_081_000}
    assert everything == 7_246_000
    assert thousands(Decimal(addition["2017-18"] - proposals["main"])) == 62  # the contingency
    assert 1_090_153 - proposals["further"] == 9_153  # not itemised
