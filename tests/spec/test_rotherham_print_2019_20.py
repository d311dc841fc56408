"""Rotherham 2019-20 from the print alone: the expenditure tab as a council's papers show it.

The tab is printed in two halves, and the labels beside the amounts are two short. What the plan
comes to stands in ``test_rotherham_2019_20.py``; here the text of the paper must give the same.
"""

import csv
from decimal import Decimal
from functools import cache

import pytest

import bettercare as bc
from bettercare import examples
from bettercare.calculations import Calculations
from bettercare.findings import Severity
from bettercare.formats.prints.joins import pairing
from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.template import prover_of
from bettercare.plan import without_places
from bettercare.rounds import load
from tests.bettercare.known import known
from tests.repository.tree import ROOT
from tests.seeds import seed
from tests.spec.published import amounts, counted_rows, family, number, table, values

ROUND = load("2019-20")
DATA = ROOT / "tests" / "data" / "published" / "rotherham-2019-20" / "schemes.csv"

PRINTED = amounts("""
    figure                                   |     pounds
    income.dfg                               |  2,700,150
    income.nhs_minimum                       | 19,614,894
    income.ibcf                              | 12,709,487
    income.winter_pressures                  |  1,345,287
    income.additional_la                     |  1,783,000
    income.additional_nhs                    |  2,217,000
    income.total                             | 40,369,818
    expenditure.dfg                          |  2,700,150
    expenditure.nhs_minimum                  | 19,614,894
    expenditure.ibcf                         | 12,709,487
    expenditure.winter_pressures             |  1,345,287
    expenditure.additional_la                |  1,783,000
    expenditure.additional_nhs               |  2,217,000
    expenditure.total                        | 40,369,818
    balance.dfg                              |          0
    balance.nhs_minimum                      |          0
    balance.ibcf                             |          0
    balance.winter_pressures                 |          0
    balance.additional_la                    |          0
    balance.additional_nhs                   |          0
    balance.total                            |          0
    required.nhs_out_of_hospital.planned     | 10,056,894
    required.nhs_out_of_hospital.under_spend |          0
    required.adult_social_care.planned       |  8,818,000
    required.adult_social_care.under_spend   |          0
""")
GIVEN = amounts("""
    figure                               |    pounds
    required.nhs_out_of_hospital.minimum | 5,573,997
    required.adult_social_care.minimum   | 6,975,909
""")
SCHEME_TYPES = amounts("""
    figure                                |    pounds
    scheme_type.care_planning_navigation  | 2,354,000
    scheme_type.prevention                | 2,676,000
    scheme_type.hicm                      | 6,062,964
    scheme_type.home_care                 | 2,283,000
    scheme_type.personalised_care_at_home | 1,288,000
    scheme_type.dfg_related               | 1,730,150
    scheme_type.assistive_technologies    |   970,000
    scheme_type.intermediate_care         | 5,714,947
    scheme_type.personalised_budgeting    | 1,980,000
    scheme_type.housing_related           |   409,000
    scheme_type.residential_placements    | 6,243,591
    scheme_type.care_act                  | 1,000,000
    scheme_type.community_based           | 3,215,000
    scheme_type.carers                    |   650,000
    scheme_type.enablers                  |    49,000
    scheme_type.other                     | 3,744,166
""")
AREAS = amounts("""
    figure                         |     pounds
    area_of_spend.mental_health    |  1,378,000
    area_of_spend.social_care      | 25,129,028
    area_of_spend.community_health |  9,722,894
    area_of_spend.other            |  2,137,896
    area_of_spend.primary_care     |  1,352,000
    area_of_spend.acute            |    560,000
    area_of_spend.continuing_care  |     90,000
""")


@cache
def reading():
    return bc.read(seed(0))


@cache
def summary():
    return bc.summarise(reading())


@cache
def prover():
    return prover_of(paper_of(seed(0).read_text(encoding="utf-8"), "paper.txt"), ROUND)


def found(code):
    [only] = [one for one in reading().findings if one.code == code]
    return only


def test_the_figures_that_the_paper_prints_are_all_taken_over():
    plan = reading().plan
    assert (plan.area, plan.round) == ("Rotherham", "2019-20")
    assert dict(plan.printed) == PRINTED
    assert dict(plan.given) == GIVEN


def test_every_printed_figure_is_what_the_rows_give_to_the_pound():
    assert values(summary(), PRINTED) == PRINTED
    assert reading().plan.facts == {"proof": "reconciled"}
    assert "19 printed totals are what the rows give" in found("READ-48").message


def test_sums_that_the_paper_does_not_print():
    assert family(summary(), "scheme_type") == SCHEME_TYPES
    assert family(summary(), "area_of_spend") == AREAS


def test_the_rows_that_count_to_both_required_spends_and_to_neither():
    assert counted_rows(summary(), "required.in_both") == [12]
    assert summary().figures["required.in_both"].value == number("1,623,000")
    assert counted_rows(summary(), "required.in_neither") == [4, 22, 23, 26]
    assert summary().figures["required.in_neither"].value == number("2,363,000")


def test_planned_spends_have_15_and_13_rows():
    figures = summary().figures
    assert len(figures["required.nhs_out_of_hospital.planned"].inputs) == 15
    assert len(figures["required.adult_social_care.planned"].inputs) == 13


def test_the_two_required_spends_less_both_plus_neither_are_the_nhs_minimum():
    names = ("nhs_out_of_hospital.planned", "adult_social_care.planned", "in_both", "in_neither")
    ooh, asc, both, neither = (known(summary().figures[f"required.{one}"].value) for one in names)
    assert ooh + asc - both + neither == number("19,614,894")


def test_planned_is_above_both_minimums():
    headrooms = amounts("""
        figure                                |    pounds
        required.nhs_out_of_hospital.headroom | 4,482,897
        required.adult_social_care.headroom   | 1,842,091
    """)
    assert values(summary(), headrooms) == headrooms


@pytest.mark.parametrize(
    ("formula", "minimum"),
    [
        # a fixed share of the NHS minimum; growth of the NHS minimum since 2018-19, twice
        (Decimal(19614894) * 1000 / 3519, "5,573,997"),
        (Decimal(5383829) * 19614894 / 18945693, "5,573,997"),
        (Decimal(6737912) * 19614894 / 18945693, "6,975,909"),
    ],
)
def test_the_printed_minimums_follow_from_the_formulas(formula, minimum):
    assert formula.quantize(Decimal(1)) == number(minimum)
    assert number(minimum) in reading().plan.given.values()


def test_every_row_is_the_one_worked_out_by_hand():
    """The shipped plan was put together from the same paper by people."""
    shipped = known(without_places(bc.read(examples.path("rotherham")).plan).schemes)
    read = known(without_places(reading().plan).schemes)
    fields = [
        name for name in type(read[0]).__struct_fields__ if name not in {"description", "extra"}
    ]
    assert len(read) == len(shipped) == 67
    for row, (one, other) in enumerate(zip(read, shipped, strict=True), 1):
        assert [row, *(getattr(one, f) for f in fields)] == [
            row,
            *(getattr(other, f) for f in fields),
        ]


def test_no_row_and_no_pound_is_lost():
    [schemes] = [one for one in reading().controls if one.table == "schemes"]
    assert (schemes.rows_read, schemes.rows_kept) == (67, 67)
    assert schemes.sum_read == schemes.sum_kept == number("40,369,818")
    [income] = [one for one in reading().controls if one.table == "income"]
    assert (income.rows_kept, income.sum_kept) == (6, number("40,369,818"))


def test_rows_cut_by_a_page_end_are_whole_again():
    texts = [row.scheme_name for row in reading().plan.schemes if row.scheme_id == "32"]
    assert len(set(texts)) == 1
    assert texts[0].endswith("allow transformation")
    assert reading().plan.schemes[31].description.endswith("emergency situations")
    message = found("READ-30").message
    assert "'emergency situations' (line 63, of the row on line 61)" in message
    assert "'transformation' (line 78, of the row on line 76)" in message
    assert "Every part of the table then has 67 rows." in message


def test_cells_that_stand_one_column_too_far_are_moved_because_totals_prove_it():
    moved = found("READ-31")
    assert [place.row for place in moved.places] == [28, 29, 30, 31, 32]
    assert "planned comes to £10,056,894 as printed (else £8,887,894)" in moved.message
    assert "planned comes to £8,818,000 as printed (else £7,673,000)" in moved.message
    assert "For lines 30 and 31 alone no total says so." in moved.message


def test_labels_slip_from_row_13():
    slip = found("READ-33")
    assert slip.severity is Severity.WARNING
    assert slip.message.startswith("Labels slip from row 13: beside the amounts it says '12. ")
    assert "42 rows have the label of another or none (2 rows, £464,270)" in slip.message
    assert "a label is missing among those of 11 and 16." in slip.message
    assert len(slip.places) == 42


def test_a_join_by_label_is_shown_and_refused_although_it_looks_compliant():
    message = found("READ-33").message
    assert "planned £9,202,894 (printed £10,056,894)" in message
    assert "planned £10,194,000 (printed £8,818,000)" in message
    assert message.endswith("it is refused although every required spend would look met.")


def test_what_a_join_by_label_would_give_in_full():
    [join] = [one for one in prover().proof().joins if one.table == "schemes"]
    by_label = known(join.by_label)
    planned = {code: one.planned for code, one in by_label.required.items()}
    assert planned == {
        "nhs_out_of_hospital": number("9,202,894"),
        "adult_social_care": number("10,194,000"),
    }
    assert planned["nhs_out_of_hospital"] - number("10,056,894") == number("-854,000")
    assert planned["adult_social_care"] - number("8,818,000") == number("1,376,000")
    assert join.lost == number("464,270")
    assert by_label.figures["balance.total"].value == 0
    assert by_label.total_expenditure == number("40,369,818")


def test_both_halves_have_67_rows_and_the_labels_of_the_second_are_two_short():
    first, second = prover().draft.blocks["schemes"]
    assert len(first.rows) == len(second.rows) == 67
    assert sum(bool(text) for text in second.texts("scheme_id")) == 65
    pairs = pairing(first, second, ("scheme_id", "scheme_name"))
    assert pairs.unlabelled == (66, 67)
    with DATA.open(encoding="utf-8") as file:
        by_hand = [row["reconstruction"] == "as_printed" for row in csv.DictReader(file)]
    assert list(pairs.same) == by_hand
    assert by_hand.count(True) == 25


def test_the_join_by_position_is_said_with_its_proof():
    message = found("READ-32").message
    assert message.startswith("Printed in 2 parts of 67 rows each, from lines 28 and 104 on;")
    assert "planned comes to £10,056,894 as printed (else £9,202,894)" in message
    assert "planned comes to £8,818,000 as printed (else £10,194,000)" in message


def test_findings_of_the_plan_itself():
    report = summary().report
    said = [(one.code, one.message) for one in report]
    assert ("CHK-021", "38 is used for six schemes.") in said
    assert any(code == "CHK-002" and "'Enablers for Integration'" in what for code, what in said)
    [error] = report.of(Severity.ERROR)
    assert (error.code, error.subject) == ("CHK-005", "Row 51, Other text")


def test_scheme_32_comes_again_after_37():
    ids = [row.scheme_id for row in reading().plan.schemes]
    assert "32" in ids[ids.index("37") :]


def test_nine_rows_are_new_which_no_printed_total_can_test():
    rows = reading().plan.schemes
    assert sum(row.new_or_existing == "New" for row in rows) == 9


@pytest.mark.parametrize(
    ("row", "scheme_id", "source", "pounds"),
    table("""
        row | id | source                      |  pounds
          2 |  2 | Minimum CCG Contribution    |  60,000
          3 |  2 | Additional LA Contribution  |  15,000
         13 | 11 | Additional LA Contribution  |  92,000
         20 | 16 | Additional LA Contribution  | 1,238,000
         41 | 31 | Additional CCG Contribution | 500,000
    """),
)
def test_amounts_that_the_plan_for_2017_19_has_too(row, scheme_id, source, pounds):
    """No total tests the order of rows of one class; the plan before gives the same amounts."""
    found_row = reading().plan.schemes[int(row) - 1]
    assert found_row.scheme_id == scheme_id
    assert found_row.source_of_funding == source
    assert found_row.amounts == {"2019-20": number(pounds)}


def test_figures_of_a_summary_explain_themselves_down_to_the_line():
    inputs = summary().figures["required.in_both"].inputs
    assert [known(one.place).row for one in inputs] == [40]


def test_the_working_is_the_same_as_that_of_the_shipped_plan():
    shipped = Calculations(bc.read(examples.path("rotherham")).plan, ROUND).figures
    read = summary().figures
    money = [key for key, one in shipped.items() if one.unit == "GBP"]
    assert [(key, read[key].value) for key in money] == [(key, shipped[key].value) for key in money]
