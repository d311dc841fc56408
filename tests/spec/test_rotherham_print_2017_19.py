"""Rotherham 2017-19 from the print alone: a planning template bound into a committee's papers.

The expenditure tab is printed in three parts over nine pages, the rows after 44 are not printed,
and the column of 2018/19 is cut at the edge of the page. Every figure here is as the paper prints
it, or is worked out from those by hand.
"""

from decimal import Decimal
from functools import cache

import pytest

import bettercare as bc
from bettercare import examples
from bettercare.findings import Severity
from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.sums import sums_of
from bettercare.formats.prints.template import prover_of
from bettercare.formats.prints.totals import totals_of
from bettercare.plan import without_places
from bettercare.rounds import load
from tests.bettercare.known import known
from tests.seeds import seed
from tests.spec.published import amounts, number, table, values

ROUND = load("2017-19")
YEARS = ("2017-18", "2018-19")


def by_year(text):
    """A table of figures in both years: figure id without the year, and two numbers."""
    found = {}
    for figure, *cells in table(text):
        for year, cell in zip(YEARS, cells, strict=True):
            if cell:
                found[f"{figure}.{year}"] = number(cell)
    return found


INCOME = by_year("""
    figure                | 2017-18    | 2018-19
    income.dfg            |  2,310,793 |  2,502,317
    income.additional_la  |  1,767,000 |  1,767,000
    income.la             |  4,077,793 |  4,269,317
    income.ibcf           |  7,317,501 | 10,103,692
    income.nhs_minimum    | 18,592,437 | 18,945,693
    income.additional_nhs |  2,402,205 |  2,203,949
    income.total          | 32,389,936 | 35,522,651
""")
REPRODUCED = by_year("""
    figure                                            | 2017-18    | 2018-19
    area_of_spend.acute                               |            |    500,000
    area_of_spend.mental_health                       |    790,790 |    790,790
    area_of_spend.community_health                    |  8,713,916 |  8,713,916
    area_of_spend.continuing_care                     |            |          0
    area_of_spend.primary_care                        |  2,145,000 |  2,145,000
    area_of_spend.other                               |            |  1,259,799
    from_minimum.acute                                |          0 |          0
    from_minimum.mental_health                        |    790,790 |    790,790
    from_minimum.community_health                     |  7,155,916 |  7,155,916
    from_minimum.continuing_care                      |          0 |          0
    from_minimum.primary_care                         |  2,145,000 |  2,145,000
    from_minimum.social_care                          |  8,123,137 |  8,278,137
    from_minimum.other                                |  1,259,799 |  1,259,799
    expenditure.nhs_minimum                           | 19,474,642 | 19,629,642
    required.nhs_out_of_hospital.area.mental_health   |    790,790 |    790,790
    required.nhs_out_of_hospital.area.community_health |  3,738,319 |  3,738,319
    required.nhs_out_of_hospital.area.continuing_care |          0 |          0
    required.nhs_out_of_hospital.area.primary_care    |  2,145,000 |  2,145,000
    required.nhs_out_of_hospital.area.social_care     |  1,693,231 |  1,848,231
    required.nhs_out_of_hospital.area.other           |  1,259,799 |  1,259,799
    required.nhs_out_of_hospital.planned              |  9,627,139 |  9,782,139
    required.adult_social_care.planned                |  8,123,137 |  8,278,137
    admissions.fund                                   |          0 |          0
    balance.la                                        |  4,027,793 |
    balance.nhs_minimum                               |   -882,205 |
    balance.additional_nhs                            |    882,205 |
""")
# Printed, and more than the rows that are printed give.
NOT_REPRODUCED = table("""
    figure                                | printed    | from the rows
    area_of_spend.acute.2017-18           |    635,000 |    500,000
    area_of_spend.continuing_care.2017-18 |     90,000 |          0
    area_of_spend.social_care.2017-18     | 17,855,431 | 15,862,930
    area_of_spend.other.2017-18           |  2,159,799 |  1,259,799
    expenditure.total.2017-18             | 32,389,936 | 29,272,435
    balance.total.2017-18                 |          0 |  3,117,501
    balance.ibcf.2017-18                  |          0 |  3,117,501
    area_of_spend.social_care.2018-19     | 22,113,146 | 12,009,454
    expenditure.total.2018-19             | 35,522,651 | 25,418,959
    balance.total.2018-19                 |          0 | 10,103,692
    balance.ibcf.2018-19                  |          0 | 10,103,692
""")
GIVEN = amounts("""
    figure                                       |    pounds
    required.nhs_out_of_hospital.minimum.2017-18 | 5,283,443
    required.nhs_out_of_hospital.minimum.2018-19 | 5,383,829
    required.adult_social_care.minimum.2017-18   | 6,612,278
    required.adult_social_care.minimum.2018-19   | 6,737,912
    previous.required.adult_social_care.minimum  | 6,496,000
    previous.required.adult_social_care.planned  | 6,496,000
    admissions.unit_cost.2017-18                 |     1,831
    admissions.unit_cost.2018-19                 |     1,831
""")


@cache
def prover():
    return prover_of(paper_of(seed(3).read_text(encoding="utf-8"), "papers.txt"), ROUND)


@cache
def reading():
    return bc.read(seed(3), "2017-19")


@cache
def summary():
    return bc.summarise(reading())


def found(code, *words):
    """The findings of reading with a code whose subject or message has some words."""
    return [
        one
        for one in reading().findings
        if one.code == code and all(word in f"{one.subject} {one.message}" for word in words)
    ]


class TestWhatIsRead:
    def test_the_plan_among_the_papers(self):
        plan = reading().plan
        assert (plan.area, plan.round, plan.facts["proof"]) == ("Rotherham", "2017-19", "partial")
        [bound] = found("READ-39")
        assert "read from lines 4,317 to 5,838" in bound.message
        assert "'Rotherham Improved Better Care Fund 2017-19'" in bound.message

    def test_three_parts_over_nine_pages_are_44_rows(self):
        [joined] = found("READ-32")
        assert joined.message == (
            "Printed in 3 parts of 44 rows each, from lines 4557, 4655 and 4751 on; joined row by "
            "row. The labels of all parts agree in every row."
        )
        assert [row.scheme_id for row in known(reading().plan.schemes)] == [
            str(n) for n in range(1, 45)
        ]

    def test_a_row_has_the_cells_of_all_three_parts(self):
        row = known(reading().plan.schemes)[16]
        assert (row.scheme_name, row.scheme_type) == (
            "Disabled Facilities Grant",
            "4. DFG - Adaptations",
        )
        assert (row.area_of_spend, row.commissioner) == ("Social Care", "Local Authority")
        assert row.source_of_funding == "Local Authority Social Services"
        assert row.duration == "Both 2017/18 and 2018/19"
        assert row.amounts == {"2017-18": 2_310_793, "2018-19": 2_502_317}

    def test_every_row_is_the_one_worked_out_by_hand(self):
        """The shipped plan was put together from the same paper by people."""
        shipped = known(without_places(bc.read(examples.path("rotherham-2017-19")).plan).schemes)
        read = known(without_places(reading().plan).schemes)
        fields = [name for name in type(read[0]).__struct_fields__ if name != "extra"]
        assert len(shipped) == 44
        assert [[getattr(one, f) for f in fields] for one in read] == [
            [getattr(one, f) for f in fields] for one in shipped
        ]

    def test_no_row_and_no_pound_is_lost(self):
        [schemes] = [one for one in reading().controls if one.table == "schemes"]
        assert (schemes.rows_read, schemes.rows_kept) == (44, 44)
        assert schemes.sum_kept == number("29,272,435") + number("25,418,959")

    def test_what_the_plan_is_given(self):
        assert dict(reading().plan.given) == GIVEN

    def test_no_address_and_no_telephone_number_is_read(self):
        text = repr(reading().plan)
        assert "@" not in text
        assert "01709" not in text
        [left_out] = found("READ-45")
        assert left_out.message == (
            "12 e-mail addresses and 1 telephone number in the paper are not read into the plan."
        )

    def test_the_contacts_are_read_by_role(self):
        roles = [one.role for one in known(reading().plan.sign_off)]
        assert roles == [
            "hwb_chair",
            "accountable_officer",
            "additional_officer",
            "la_chief_executive",
            "dass",
            "bcf_lead",
            "s151_officer",
            "nhs_finance",
        ]


class TestIncome:
    def test_comes_to_the_printed_pool_in_both_years(self):
        assert values(summary(), INCOME) == INCOME

    def test_a_part_that_is_not_printed_is_what_the_total_leaves(self):
        """4,077,793 less 1,767,000, and 4,269,317 less 1,767,000."""
        lines = {one.source_of_funding: one.amounts for one in known(reading().plan.income)}
        assert lines["DFG"] == {"2017-18": 2_310_793, "2018-19": 2_502_317}


class TestTotals:
    def test_those_that_the_printed_rows_give(self):
        totals = prover().totals(prover().proof().choice)
        assert {key: totals[key].computed for key in REPRODUCED} == REPRODUCED
        assert {key: totals[key].printed.value for key in REPRODUCED} == REPRODUCED

    @pytest.mark.parametrize(("figure", "printed", "computed"), NOT_REPRODUCED)
    def test_those_that_differ_are_errors_with_both_numbers(self, figure, printed, computed):
        assert reading().plan.printed[figure] == number(printed)
        assert summary().figures[figure].value == number(computed)
        label = summary().figures[figure].label
        [differs] = [one for one in found("READ-34") if one.subject == label]
        assert differs.severity is Severity.ERROR
        assert f"prints £{printed}; the rows read give £{computed}" in differs.message

    def test_no_other_differs(self):
        errors = [one for one in found("READ-34") if one.severity is Severity.ERROR]
        assert len(errors) == len(NOT_REPRODUCED)

    @pytest.mark.parametrize(
        ("figure", "printed"),
        table("""
            figure                                       | printed
            required.adult_social_care.growth.2017-18    | 0.250
            required.adult_social_care.growth.2018-19    | 0.019
            required.adult_social_care.set_growth.2017-18 | 0.0179
            required.adult_social_care.set_growth.2018-19 | 0.0190
        """),
    )
    def test_planned_and_mandated_growth_agree_but_for_rounding(self, figure, printed):
        total = prover().totals(prover().proof().choice)[figure]
        assert total.printed.value == Decimal(printed)
        assert total.agrees

    def test_four_quarters_come_to_the_printed_admissions_but_for_rounding(self):
        totals = prover().totals(prover().proof().choice)
        for kind in ("mapped", "plan"):
            pairs = [totals[f"admissions.{kind}.{year}"] for year in YEARS]
            assert [one.printed.value for one in pairs] == [28_893, 28_824]
            assert [one.computed for one in pairs] == [28_894, 28_825]
            assert all(one.agrees for one in pairs)

    def test_every_printed_table_adds_up_but_the_balances(self):
        totals = totals_of(summary().plan, ROUND, prover().settled.values)
        sums = list(sums_of(prover().settled, totals, ROUND))
        assert {(one.table, one.column) for one in sums if not one.over} == {
            (name, year)
            for name in (
                "HWB funding sources",
                "Expenditure by area of spend",
                "Expenditure from the NHS minimum by area of spend",
                "NHS out-of-hospital spend by area of spend",
            )
            for year in YEARS
        }


class TestMinimums:
    @pytest.mark.parametrize(
        ("year", "minimum", "headroom"),
        [("2017-18", "5,283,443", "4,343,696"), ("2018-19", "5,383,829", "4,398,310")],
    )
    def test_out_of_hospital_is_the_fixed_share(self, year, minimum, headroom):
        share = INCOME[f"income.nhs_minimum.{year}"] * 1000 / 3519
        assert share.quantize(Decimal(1)) == number(minimum)
        figure = summary().figures[f"required.nhs_out_of_hospital.headroom.{year}"]
        assert figure.value == number(headroom)

    def test_social_care_grows_without_rounding_between(self):
        first = Decimal(6_496_000) * Decimal("1.0179")
        assert first.quantize(Decimal(1)) == number("6,612,278")
        assert (first * Decimal("1.019")).quantize(Decimal(1)) == number("6,737,912")
        early = first.quantize(Decimal(1)) * Decimal("1.019")
        assert early.quantize(Decimal(1)) == number("6,737,911")


class TestRowsThatAreNotPrinted:
    def test_the_sums_tell_how_much_is_missing_by_area_and_from_which_source(self):
        first, second = found("READ-35")
        assert first.message == (
            "The paper's own sums for 2017-18 hold £3,117,501 more than the 44 rows it prints: "
            "Acute £135,000, Continuing Care £90,000, Social Care £1,992,501 and Other £900,000. "
            "It is what the rows of iBCF lack, to the pound."
        )
        assert second.message == (
            "The paper's own sums for 2018-19 hold £10,103,692 more than the 44 rows it prints: "
            "Social Care £10,103,692. It is what the rows of iBCF lack, to the pound."
        )

    def test_every_missing_pound_is_of_the_ibcf(self):
        figures = summary().figures
        for year, rows, lack in (("2017-18", 4_200_000, 3_117_501), ("2018-19", 0, 10_103_692)):
            spent = known(figures[f"expenditure.ibcf.{year}"].value)
            assert spent == rows
            assert INCOME[f"income.ibcf.{year}"] - spent == lack
            total = known(figures[f"expenditure.total.{year}"].value)
            assert INCOME[f"income.total.{year}"] - total == lack

    def test_one_year_is_one_problem(self):
        problems = {one.problem for one in found("READ-35")}
        assert problems == {"rows not printed, 2017-18", "rows not printed, 2018-19"}
        explained = [one for one in found("READ-34") if one.problem in problems]
        assert len(explained) == len(NOT_REPRODUCED)


class TestRunningBalances:
    def test_the_source_that_the_template_ignores_is_named_with_its_successor(self):
        [first, second] = found("READ-34", "Running balances")
        assert "for 2017-18 add up to £4,027,793, not to the £0" in first.message
        assert "for 2018-19 add up to £4,219,317, not to the £0" in second.message
        for one in (first, second):
            assert one.message.endswith(
                "what the rows paid from 'Local Authority Social Services' come to: that is no "
                "source of this round, now 'Local Authority Contribution'."
            )

    def test_with_that_source_as_the_councils_the_balance_is_nought(self):
        rows = known(reading().plan.schemes)
        for year in YEARS:
            own = [
                row.amounts.get(year, 0)
                for row in rows
                if row.source_of_funding
                in {"Local Authority Social Services", "Local Authority Contribution"}
            ]
            assert sum(own) == INCOME[f"income.la.{year}"]

    def test_the_check_names_the_stale_label_too(self):
        stale = [one for one in summary().report if one.code == "CHK-012"]
        assert [one.subject for one in stale] == [f"Row {n}, source" for n in (3, 14, 16, 17, 21)]
        for one in stale:
            assert "'Local Authority Social Services' is not a 2017-19 source" in one.message
            assert "'Local Authority Contribution'" in one.fix

    def test_a_lost_minus_sign_is_said(self):
        [lost] = found("READ-37", "NHS minimum, 2017-18")
        assert lost.message == (
            "Printed as -£882,205 (lines 4643 and 4679) and £882,205 (line 4725). -£882,205 is "
            "taken: elsewhere the minus sign is lost."
        )
        [place] = [one for one in lost.places if one.row == 4725]
        assert place.file

    @pytest.mark.parametrize(
        ("subject", "said"),
        [
            (
                "Balance, LA contribution, 2018-19",
                "Printed as £4,219,3 (lines 4642 and 4678) and £4,219,300 (line 4724): cut at the "
                "edge of the page. The rows give £4,219,317, which begins so.",
            ),
            (
                "Balance, NHS minimum, 2018-19",
                "Printed as -£883,94 (lines 4643 and 4679) and £883,940 (line 4725): cut at the "
                "edge of the page. The rows give -£683,949, which does not begin so: most likely "
                "a digit or a sign is misread.",
            ),
            (
                "Balance, Additional NHS, 2018-19",
                "Printed as £883,94 (lines 4644 and 4680) and £883,940 (line 4726): cut at the "
                "edge of the page. The rows give £683,949, which does not begin so: most likely "
                "a digit or a sign is misread.",
            ),
        ],
    )
    def test_numbers_that_are_cut(self, subject, said):
        assert [one.message for one in found("READ-36") if one.subject == subject] == [said]

    def test_a_cut_number_never_counts_as_printed(self):
        cut = {f"balance.{one}.2018-19" for one in ("la", "nhs_minimum", "additional_nhs")}
        assert not cut & reading().plan.printed.keys()

    @pytest.mark.parametrize(
        ("subject", "taken"),
        [
            ("NHS out-of-hospital, planned, 2018-19", "£9,782,139"),
            ("Adult social care, planned, 2018-19", "£8,278,137"),
        ],
    )
    def test_a_number_that_is_whole_elsewhere_counts(self, subject, taken):
        [one] = [one for one in found("READ-37") if one.subject == subject]
        assert one.message.endswith(f"{taken} is taken: elsewhere the end is cut.")


RATES = table("""
    metric | year    | period | numerator | denominator | printed
    res    | 2015-16 |        |       401 |      49,625 |   808.1
    res    | 2016-17 |        |       390 |      50,524 |   771.9
    res    | 2017-18 |        |       297 |      51,186 |   580.2
    res    | 2018-19 |        |       287 |      51,982 |   552.1
    rea    | 2015-16 |        |       121 |         135 |   0.896
    rea    | 2016-17 |        |       132 |         145 |   0.910
    rea    | 2017-18 |        |       158 |         180 |   0.878
    rea    | 2018-19 |        |       162 |         182 |   0.890
    dtoc   | 2016-17 | Q1     |     1,390 |     204,995 |   678.1
    dtoc   | 2016-17 | Q2     |     1,376 |     204,995 |   671.2
    dtoc   | 2016-17 | Q3     |     1,558 |     204,995 |   760.0
    dtoc   | 2016-17 | Q4     |     2,271 |     205,748 |  1103.8
    dtoc   | 2017-18 | Q1     |     2,400 |     205,748 |  1166.5
    dtoc   | 2017-18 | Q2     |     1,428 |     205,748 |   694.1
    dtoc   | 2017-18 | Q3     |     1,428 |     205,748 |   694.1
    dtoc   | 2017-18 | Q4     |     1,397 |     206,394 |   676.9
    dtoc   | 2018-19 | Q1     |     1,413 |     206,394 |   684.6
    dtoc   | 2018-19 | Q2     |     1,428 |     206,394 |   691.9
    dtoc   | 2018-19 | Q3     |     1,428 |     206,394 |   691.9
    dtoc   | 2018-19 | Q4     |     1,397 |     206,937 |   675.1
""")


class TestMetrics:
    @pytest.mark.parametrize(("metric", "year", "period", "top", "bottom", "printed"), RATES)
    def test_rates_are_read_with_their_numbers_and_come_out(
        self, metric, year, period, top, bottom, printed
    ):
        [line] = [
            one
            for one in known(reading().plan.metrics)
            if (one.metric, one.year, one.period or "") == (metric, year, period)
        ]
        assert (line.numerator, line.denominator) == (number(top), number(bottom))
        assert line.value_printed == Decimal(printed)
        assert line.kind == (
            "actual" if year == "2015-16" or (period and year == "2016-17") else "plan"
        )
        scale = 1 if metric == "rea" else 100_000
        places = Decimal("0.001") if metric == "rea" else Decimal("0.1")
        assert (number(top) * scale / number(bottom)).quantize(places) == Decimal(printed)
        figure = f"metric.{metric}.{year}{f'.{period}' if period else ''}"
        assert known(summary().figures[figure].value).quantize(places) == Decimal(printed)

    def test_admissions_by_quarter(self):
        lines = [
            (one.year, one.period, one.numerator)
            for one in known(reading().plan.metrics)
            if one.metric == "nea" and one.part == "mapped"
        ]
        counts = (7395, 7436, 7047, 7016, 7378, 7419, 7029, 6999)
        slots = [(year, f"Q{n}") for year in YEARS for n in range(1, 5)]
        assert lines == [(*slot, count) for slot, count in zip(slots, counts, strict=True)]


class TestAnswers:
    def test_funding_questions(self):
        answers = {(one.question, one.year): one.response for one in known(reading().plan.answers)}
        asked = ("dfg_agreed", "care_act", "carers", "reablement", "ibcf_pooled")
        for year in YEARS:
            assert [answers[question, year] for question in asked] == ["Yes"] * 5
            assert answers["dfg_passed_in_full", year] is None
            assert answers["district_agreement", year] is None
        assert answers["nea_reduction", None] == "No"
        assert answers["nea_contingency", None] == "Yes"

    def test_national_conditions(self):
        conditions = [
            (one.code, one.year, one.response) for one in known(reading().plan.conditions)
        ]
        assert conditions == [
            (code, year, "Yes") for code in ("NC1", "NC2", "NC3", "NC4") for year in YEARS
        ]
