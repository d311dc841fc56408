"""Numbers in sentences, and numbered proposals."""

from decimal import Decimal

import pytest

from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.side_text import in_pounds, items, said_in, sentences


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            "£6.5m in 2016/17 to £8.1m in 2017/18",
            [("6.5", "£m", "2016-17"), ("8.1", "£m", "2017-18")],
        ),
        ("Pooled budget: 2017/18 £32.390m", [("32.390", "£m", "2017-18")]),
        ("£1,234,567 for 2018-19", [("1234567", "£", "2018-19")]),
        (
            "a target of 88% for 2017/18 and 89% in 2018/19",
            [("88", "%", "2017-18"), ("89", "%", "2018-19")],
        ),
        ("a rate of 589 in 2017/18", [("589", "rate", "2017-18")]),
        ("£2 billion, £3bn and £40k", [("2", "£bn", None), ("3", "£bn", None), ("40", "£k", None)]),
        ("no number in 2017/18", []),
        ("in 2017/18 it was £5 and then £6", [("5", "£", "2017-18"), ("6", "£", "2017-18")]),
    ],
)
def test_each_number_with_its_unit_and_year(sentence, said):
    assert [(f"{s.value:f}", s.unit, s.year) for s in said_in(sentence)] == said


def test_a_number_without_a_year_takes_the_one_that_is_known():
    [one] = said_in("a rate of 589", "2017-18")
    assert one.year == "2017-18"


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("£4m", 4_000_000),
        ("£1.09m", 1_090_000),
        ("£50k", 50_000),
        ("£225,000", 225_000),
        ("£2bn", 2 * 10**9),
    ],
)
def test_amounts_in_pounds(text, pounds):
    [one] = said_in(text)
    assert in_pounds(one) == pounds


def test_other_numbers_are_no_pounds():
    [one] = said_in("9%")
    assert in_pounds(one) is None


def test_sentences_end_at_a_full_stop_before_a_capital():
    assert sentences("It is £1.5m. It was 2%. so far") == ["It is £1.5m", "It was 2%. so far"]


def test_numbered_paragraphs_have_the_last_amount_they_name():
    text = """
7.2 Lamps
- 7.2.1 A survey (circa £5.3m) found dark paths. It is proposed to spend £4m
on lamps

- 7.2.2 No money yet.
A\ttable\t£9
7.3 **Benches** cost £70,000"""
    found = items(paper_of(text, "a.txt").lines)
    assert [(one.number, one.parent, one.pounds) for one in found] == [
        ("7.2", "7", None),
        ("7.2.1", "7.2", Decimal(4_000_000)),
        ("7.2.2", "7.2", None),
        ("7.3", "7", Decimal(70_000)),
    ]
    assert found[1].line == 3
    assert found[1].text.endswith("spend £4m on lamps")
    assert found[3].text == "Benches cost £70,000"
