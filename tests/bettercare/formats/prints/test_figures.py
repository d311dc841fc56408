"""Tables of figures that a template prints of itself."""

from decimal import Decimal

import pytest

from bettercare.formats.prints.figures import FigureTables
from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.tabbed import tabbed_print
from bettercare.rounds import load
from bettercare.rounds.lists import Certainty
from bettercare.rounds.printed import PrintedLabel, PrintedTable, Prints

RULES = load("2019-20")
HEAD = "Running Balances\tIncome\tExpenditure\tBalance"


def figures(*lines, rules=RULES):
    found = tabbed_print(paper_of("\n".join(lines), "a.txt"), rules).figures
    return {one.id: (one.value, one.text, one.line) for one in found}


def by_year():
    """The round with one table whose columns are two years."""
    import msgspec

    table = PrintedTable(
        label="Balances",
        titles=("Running totals", ""),
        figure="balance.{row}.{column}",
        columns=(
            PrintedLabel(key="2017-18", labels=("2017/18",)),
            PrintedLabel(key="2018-19", labels=("2018/19", "2018/19 Plan")),
        ),
        rows=(PrintedLabel(key="ibcf", labels=("IBCF",), given=True),),
        reference="template",
        certainty=Certainty.CONFIRMED,
    )
    prints = Prints(titles=(), area=(), tables={"balances": table})
    return msgspec.structs.replace(RULES, prints=prints)


def test_each_cell_under_a_known_label_is_a_figure():
    assert figures(HEAD, "DFG\t£5\t£7\t-£2", "Total\t£6\t£6\t£0") == {
        "income.dfg": (Decimal(5), "£5", 2),
        "expenditure.dfg": (Decimal(7), "£7", 2),
        "balance.dfg": (Decimal(-2), "-£2", 2),
        "income.total": (Decimal(6), "£6", 3),
        "expenditure.total": (Decimal(6), "£6", 3),
        "balance.total": (Decimal(0), "£0", 3),
    }


def test_a_label_of_the_list_may_be_an_alias():
    assert "income.ibcf" in figures(HEAD, "Improved Better Care Fund\t£5\t£7\t-£2")


def test_rows_that_are_not_known_and_empty_cells_give_nothing():
    assert figures(HEAD, "Jumble sale\t£5\t£7\t-£2", "DFG\t\t£7\t") == {
        "expenditure.dfg": (Decimal(7), "£7", 3)
    }


def test_words_in_place_of_a_number_give_nothing():
    assert figures(HEAD, "DFG\tn/a\tsee note\t£0") == {"balance.dfg": (Decimal(0), "£0", 2)}


def test_a_head_must_have_only_labels_of_its_table():
    assert figures("Running Balances\tIncome\tShoes", "DFG\t£5\t£7") == {}
    assert figures("Running Balances\t\t", "DFG\t£5\t£7") == {}


def test_a_line_of_text_ends_the_table():
    assert figures(HEAD, "Notes", "DFG\t£5\t£7\t-£2") == {}


def test_which_figures_are_given():
    tables = FigureTables(RULES)
    head = tables.head_of(("Required Spend", "Minimum Required Spend", "Planned Spend"))
    assert head
    row = ("Adult Social Care services spend from the minimum CCG allocations", "£5", "£6")
    found = tables.figures(head, row, (9, 3))
    assert [(one.id, one.given, one.page) for one in found] == [
        ("required.adult_social_care.minimum", True, 3),
        ("required.adult_social_care.planned", False, 3),
    ]


def test_a_blank_corner_takes_its_title_from_the_line_above():
    rules = by_year()
    assert figures("Running totals", "", "\t2017/18\t2018/19", "IBCF\t£1\t£2", rules=rules) == {
        "balance.ibcf.2017-18": (Decimal(1), "£1", 4),
        "balance.ibcf.2018-19": (Decimal(2), "£2", 4),
    }
    assert figures("Other things", "", "\t2017/18\t2018/19", "IBCF\t£1\t£2", rules=rules) == {}


def test_labels_of_rows_may_stand_one_cell_in():
    found = figures("Running totals\t\t2017/18\t2018/19", "\tIBCF\t£1\t£2", rules=by_year())
    assert {key: value for key, (value, *_) in found.items()} == {
        "balance.ibcf.2017-18": 1,
        "balance.ibcf.2018-19": 2,
    }


@pytest.mark.parametrize(
    ("head", "row", "cut"), [("2018/1", "£4,219,3", True), ("2018/1", "£0", False)]
)
def test_a_heading_that_is_cut_makes_its_numbers_doubtful_but_for_nought(head, row, cut):
    lines = (f"Running totals\t2017/18\t{head}", f"IBCF\t£1\t{row}")
    whole, last = tabbed_print(paper_of("\n".join(lines), "a.txt"), by_year()).figures
    assert (whole.cut, last.cut) == (False, cut)
    assert (last.id, last.text) == ("balance.ibcf.2018-19", row)


def test_a_heading_cut_so_short_that_it_may_be_another_is_not_known():
    assert figures("Running totals\t2017/18\t2018", "IBCF\t£1\t£2", rules=by_year()) == {}
    assert figures("Running totals\t2017/18\t201", "IBCF\t£1\t£2", rules=by_year()) == {}


def test_a_row_with_a_number_under_no_column_is_not_read():
    assert figures(HEAD, "DFG\t£5\t£7\t-£2\t£9", "Total\t£6\t£6\t£0\tsee note") == {
        "income.total": (Decimal(6), "£6", 3),
        "expenditure.total": (Decimal(6), "£6", 3),
        "balance.total": (Decimal(0), "£0", 3),
    }
    odd = "Running Balances\tIncome\t\tExpenditure\tBalance"
    assert figures(odd, "DFG\t£5\t£7\t-£2") == {}
