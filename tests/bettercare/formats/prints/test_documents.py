"""What papers bound with a plan say of its figures."""

from decimal import Decimal

import pytest

from bettercare.formats.prints.documents import beside
from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.region import region_of
from bettercare.rounds import load

RULES = load("2017-19")
PLAN = ("Planning Template for BCF", "Being Board: Exampleton", "x")
COVER = ("Meeting:\tThe board", "Title:\tA report")


def papers(*lines):
    paper = paper_of("\n".join([*PLAN, *COVER, *lines]), "a.txt")
    return beside(paper, RULES, region_of(paper, RULES))


def said(*lines):
    return [
        (one.document, one.figure, one.value, one.unit, one.place) for one in papers(*lines).figures
    ]


def test_a_sentence_with_the_words_of_the_round():
    assert said("The value of pooled budget is £1.5m in 2017/18 and £1.6m in 2018/19.") == [
        ("narrative", "income.total.2017-18", Decimal("1.5"), "£m", "line 6"),
        ("narrative", "income.total.2018-19", Decimal("1.6"), "£m", "line 6"),
    ]


def test_a_line_of_a_table_may_be_such_a_sentence():
    [one] = said("Total value of pooled budget: 2017/18\t£1.5m")
    assert one[1:4] == ("income.total.2017-18", Decimal("1.5"), "£m")


def test_a_number_of_another_kind_is_not_taken():
    assert said("The value of pooled budget rose by 5% in 2017/18.") == []


def test_a_year_may_stand_in_the_sentence_before():
    text = "In the first quarter of 2017/18 few came. It equals a target rate of 589 admissions."
    [one] = said(text)
    assert one[1:4] == ("metric.res.2017-18", 589, "rate")


def test_a_number_of_no_year_is_not_taken():
    assert said("It equals a target rate of 589 admissions.") == []


@pytest.mark.parametrize(
    ("heading", "found"), [("Still at home 91 days after", 1), ("Delays", 0), ("", 0)]
)
def test_some_sentences_count_under_their_heading_only(heading, found):
    assert len(said(heading, "", "A target of 88% has been set for 2017/18.")) == found


def test_a_bullet_point_and_a_sentence_are_no_headings():
    lines = ("Still at home 91 days after", "- a point", "A short one.")
    assert len(said(*lines, "A target of 88% has been set for 2017/18.")) == 1


def test_numbers_one_by_one_are_of_the_years_in_order():
    found = said("There is additional funding, a year on year reduction: £6.2M, £3.7M and £1.9M")
    assert [(figure, value) for _, figure, value, *_ in found] == [
        ("allocation.ibcf.2017-18", Decimal("6.2")),
        ("allocation.ibcf.2018-19", Decimal("3.7")),
        ("allocation.ibcf.2019-20", Decimal("1.9")),
    ]


def test_the_row_of_the_area_under_a_heading_with_words_and_a_year():
    head = "Council\t2017-18 Additional funding for adult social care\t2018-19 Additional funding"
    found = said("Money", head, "Exampleton\t6,227\t3,844", "Otherham\t1\t2")
    assert found == [
        (
            "board_paper",
            "allocation.ibcf.2017-18",
            6227,
            "£",
            "line 8, 2017-18 Additional funding for adult social care",
        )
    ]


def test_a_table_of_money_says_the_income_of_a_source_and_in_all():
    found = said(
        "Money",
        "Theme\tMore £000\tTotal 2017/18 £000",
        "Walks\t1\t3",
        "Improved Better Care Fund\t2\t7",
        "TOTAL\t3\t10",
    )
    assert [one[:4] for one in found] == [
        ("narrative", "income.ibcf.2017-18", 7, "£k"),
        ("narrative", "income.total.2017-18", 10, "£k"),
    ]


def test_a_table_without_a_unit_or_a_total_says_nothing():
    assert said("Money", "Theme\tTotal 2017/18", "Improved Better Care Fund\t7", "TOTAL\t7") == []
    assert said("Money", "Theme\tTotal 2017/18 £000", "Improved Better Care Fund\t7") == []


def test_the_plan_itself_is_no_paper_beside_it():
    paper = paper_of("\n".join([*PLAN, "The value of pooled budget: £1 in 2017/18"]), "a.txt")
    assert beside(paper, RULES, region_of(paper, RULES)).figures == ()


def test_a_table_is_found_by_words_of_its_title():
    found = papers("Table 1: Money by theme", "a\tOne", "b\t1")
    assert found.table("money", "theme").rows[0].value(1) == 1
    with pytest.raises(KeyError):
        found.table("shoes")
