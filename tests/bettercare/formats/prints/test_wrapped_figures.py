"""Figures of printed tables where labels and amounts follow one another."""

import pytest

from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.wrapped_blocks import words_of
from bettercare.formats.prints.wrapped_figures import Figures
from bettercare.rounds import load

RULES = load("2019-20")


def figures(text):
    paper = paper_of(text, "a.txt")
    pages = {line.number: line.page for line in paper.lines}
    found = Figures(words_of(paper.lines), pages, RULES).found()
    return [(one.id, one.text, one.line) for one in found]


def test_a_row_with_as_many_amounts_as_the_head_has_columns():
    text = "Running Balances Income Expenditure Balance\nDFG £5 £4 £1\nTotal £5 £4 £1"
    assert figures(text) == [
        ("income.dfg", "£5", 2),
        ("expenditure.dfg", "£4", 2),
        ("balance.dfg", "£1", 2),
        ("income.total", "£5", 3),
        ("expenditure.total", "£4", 3),
        ("balance.total", "£1", 3),
    ]


def test_a_label_over_several_lines_with_its_amounts_in_a_block_below():
    text = """Required Spend Minimum Required Spend Planned Spend Under Spend
NHS Commissioned Out of Hospital spend from the minimum
CCG allocation

£6,802,087 £7,242,204 £0"""
    name = "required.nhs_out_of_hospital"
    assert figures(text) == [
        (f"{name}.minimum", "£6,802,087", 5),
        (f"{name}.planned", "£7,242,204", 5),
        (f"{name}.under_spend", "£0", 5),
    ]


def test_labels_of_columns_with_one_amount_each_behind_the_label_of_a_row():
    text = """Adult Social Care services spend from the minimum CCG allocations
Minimum required spend £15,411,303
Planned spend £15,426,324"""
    assert figures(text) == [
        ("required.adult_social_care.minimum", "£15,411,303", 2),
        ("required.adult_social_care.planned", "£15,426,324", 3),
    ]


def test_the_title_of_a_table_of_one_column_is_its_head():
    text = "Scheme Types\nCarers Services £650,000\nOther £18,806,312\n\nTotal £43,368,727"
    assert [one[:2] for one in figures(text)] == [
        ("scheme_type.carers", "£650,000"),
        ("scheme_type.other", "£18,806,312"),
    ]


def test_totals_of_the_income_tab_stand_anywhere():
    text = (
        "Total Minimum LA Contribution (exc iBCF) £2,391,923\n2019/20\nTotal BCF Pooled Budget £5"
    )
    assert [one[:2] for one in figures(text)] == [
        ("income.minimum_la", "£2,391,923"),
        ("income.total", "£5"),
    ]


def test_what_is_given_and_what_is_cut():
    text = "Required Spend Minimum Required Spend Planned Spend Under Spend\n"
    label = "Adult Social Care services spend from the minimum CCG allocations"
    paper = paper_of(f"{text}{label} £15,411,3,03 £15,426,324 £0", "a.txt")
    minimum, planned, _ = Figures(words_of(paper.lines), {1: 1, 2: 3}, RULES).found()
    assert (minimum.given, planned.given) == (True, False)
    assert (minimum.value, minimum.cut) == (None, True)
    assert (planned.value, planned.cut, planned.page) == (15_426_324, False, 3)


def test_a_pound_sign_may_stand_apart():
    text = "Running Balances Income Expenditure Balance\nDFG £ 5 £ 4 £ 1"
    assert [one[1] for one in figures(text)] == ["£5", "£4", "£1"]


@pytest.mark.parametrize(
    "text",
    [
        "DFG £5 £4 £1",  # no head
        "Running Balances Income Expenditure Balance\nDFG £5 £4",  # an amount is lost
        "Running Balances Income Expenditure Balance\nDFG £5 £4 £1 £9",  # or one too many
        "Running Balances Income Expenditure Balance\nthe DFG £5 £4 £1",  # no label of a row
        "Running Balances\nDFG £5 £4 £1",  # a title without columns
        "Scheme Types\nCarers Services for £650,000",
        "",
    ],
)
def test_what_is_no_figure(text):
    assert figures(text) == []


def test_rows_that_are_merged_into_one_line_are_two():
    text = "Running Balances Income Expenditure Balance\nDFG £5 £4 £1 iBCF £6 £6 £0"
    assert [one[0] for one in figures(text)][3:] == [
        "income.ibcf",
        "expenditure.ibcf",
        "balance.ibcf",
    ]
