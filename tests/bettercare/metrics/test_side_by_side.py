"""Two definitions side by side: which words differ, and whether their figures can be compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.errors import UnknownMetric
from bettercare.metrics.counting_words import counting_in_words
from bettercare.metrics.definition import Condition, Counting
from bettercare.metrics.library import definition
from bettercare.metrics.side_by_side import compared, side_by_side, word_differences


def drawn(found):
    """The changes of a metric as a table: before, after, verdict."""
    return "\n".join(f"{c.before.key} > {c.after.key}: {c.verdict}" for c in found)


# For each metric everything that it took part in, in order of time.
CHANGES = {
    "nea": """nea@2015-16 > nea@2016-17: not_comparable
nea@2016-17 > nea@2019-20: convertible
nea@2019-20 > avoid@2021-22: not_comparable""",
    "avoid": """nea@2019-20 > avoid@2021-22: not_comparable
avoid@2021-22 > emadm65@2025-26: not_comparable""",
    "emadm65": "avoid@2021-22 > emadm65@2025-26: not_comparable",
    "dtoc": """dtoc@2015-16 > dtoc@2018-19: convertible
dtoc@2018-19 > ddelay@2025-26: not_comparable""",
    "res": """res@2015-16 > res@2017-19: comparable
res@2017-19 > res@2025-26: convertible""",
    "usual": "usual@2021-22 > usual@2022-23: comparable",
    "rea": "",
}


@pytest.mark.parametrize("metric", CHANGES)
def test_the_changes_of_a_metric(metric):
    found = side_by_side(metric)
    assert drawn(found) == CHANGES[metric]
    assert all(one.why for one in found)
    assert all(bool(one.conversion) == (one.verdict == "convertible") for one in found)


def test_which_words_of_delayed_transfers_differ():
    (first, _) = side_by_side("dtoc")
    found = {one.what: one for one in first.differences}
    assert found["Numerator"].words == (
        ("same", "days of delay of adults in"), ("gone", "a quarter"), ("new", "the period"),
    )  # fmt: skip
    assert found["Unit"].before == "for each 100,000 people"
    assert found["Unit"].after == "people on an average day"
    assert found["Population"].after == ""
    assert "Better" not in found
    assert "divided by the days in the period" in first.conversion


def test_a_count_that_changed_is_told_in_words():
    (_, last) = side_by_side("avoid")
    (count,) = [one for one in last.differences if one.what == "Count"]
    assert (
        count.before
        == "records where method is emergency and diagnosis is of the list chronic_acsc"
    )
    assert count.after == "records where method is emergency and age is at least 65"


def test_two_that_nobody_compared_are_not_comparable():
    found = compared(definition("rea"), definition("res"))
    assert (found.verdict, found.conversion) == ("not_comparable", "")
    assert found.why == "Nobody has said that these two can be compared."
    backwards = compared(definition("usual"), definition("usual", version="2021-22"))
    assert backwards.verdict == "not_comparable"


def test_a_definition_beside_itself_differs_in_nothing():
    assert compared(definition("res"), definition("res")).differences == ()


def test_an_unknown_metric():
    with pytest.raises(UnknownMetric, match="Do you mean 'falls'"):
        side_by_side("fall")


words = st.lists(st.sampled_from(["days", "of", "delay", "adults", "18"]), max_size=8).map(" ".join)


@given(words, words)
def test_the_words_make_both_texts_again(before, after):
    found = word_differences(before, after)
    assert " ".join(text for kind, text in found if kind != "new") == before
    assert " ".join(text for kind, text in found if kind != "gone") == after
    assert all(text for _, text in found)


@pytest.mark.parametrize(("counting", "said"), [
    (None, ""),
    (Counting(), "records"),
    (Counting(sum="delayed_days"), "the sum of delayed_days"),
    (Counting(days_from="a", days_until="b"), "the days from a to b"),
    (Counting((Condition("specific_acute", equal=True),)), "records where specific_acute is yes"),
    (Counting((Condition("specific_acute", equal=False),)), "records where specific_acute is no"),
    (Counting((Condition("kind", one_of=("x", "y")),)), "records where kind is x or y"),
    (Counting((Condition("age", at_least=65, at_most=74),)),
     "records where age is at least 65 and is at most 74"),
    (Counting((Condition("diagnosis", starts_with=("S", "T")),)),
     "records where diagnosis begins with S or T"),
])  # fmt: skip
def test_counting_rules_in_words(counting, said):
    assert counting_in_words(counting) == said
