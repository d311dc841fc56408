"""What is refused before a row is read, and how breakdowns are grouped together."""

import pytest

from bettercare.errors import BadRequest
from bettercare.metrics.counting_plan import Band, plans
from bettercare.metrics.definition import Condition, Counting
from bettercare.metrics.library import library
from tests.bettercare.metrics.counted_by_hand import DEFINITIONS, definition

ROWS = Counting()


def refusal(*asked, bands=None):
    with pytest.raises(BadRequest) as raised:
        plans(asked, bands)
    return str(raised.value)


def test_one_plan_for_each_kind_of_record_and_of_area():
    found = plans(DEFINITIONS)
    assert [(one.kind.name, one.area) for one in found] == [
        ("spells", "commissioner"),
        ("spells", "council"),
    ]
    assert [len(one.definitions) for one in found] == [1, 6]


def test_what_counts_alike_is_counted_once():
    adults = Counting((Condition("age", at_least=18),))
    (plan,) = plans([definition("a", ROWS, adults), definition("b", adults)])
    assert plan.countings == (ROWS, adults)


NHS, JOINT = Condition("attributed_to", equal="nhs"), Condition("attributed_to", equal="joint")
DELAYED, OLD = Condition("delayed_days", at_least=1), Condition("age", at_least=65)


@pytest.mark.parametrize(
    ("asked", "column"),
    [
        ([(DELAYED, NHS), (DELAYED, JOINT)], "attributed_to"),
        ([(DELAYED, NHS), (DELAYED,)], "attributed_to"),
        ([(NHS,), (JOINT, DELAYED)], ""),  # two columns tell which are met
        ([(OLD,), (Condition("age", at_least=75),)], ""),  # too many numbers to group by
        ([(DELAYED, NHS)], ""),  # all rows meet them
    ],
)
def test_rows_are_marked_by_a_code_where_one_tells_what_they_meet(asked, column):
    (plan,) = plans([definition(f"m{n}", Counting(where)) for n, where in enumerate(asked)])
    assert plan.marked_by == column


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (definition("a", None), "Metric a is not counted from records."),
        (definition("a", ROWS, records="beds"), "Metric a is not counted from records."),
        (definition("a", ROWS, breakdowns=("ward",)), "needs a column ward, which spells do not"),
        (definition("a", Counting(sum="days")), "Metric a needs a column days"),
        (definition("a", Counting((Condition("x", equal=1),))), "Metric a needs a column x"),
        (definition("a", ROWS, breakdowns=("admitted",)), "cannot be broken down by admitted"),
        (definition("a", Counting(sum="sex")), "Metric a can only add up whole numbers."),
        (definition("a", Counting(days_from="admitted")), "must add up one column, or days"),
        (
            definition("a", Counting(days_from="admitted", days_until="age")),
            "Metric a can only count days between dates.",
        ),
    ],
)
def test_what_cannot_be_counted_is_refused(asked, told):
    assert told in refusal(asked)


def test_everything_is_refused_at_once():
    told = refusal(definition("a", None), definition("a", None), bands={"age": (Band("", 1),)})
    assert "Metric a is asked for twice" in told
    assert told.count("is not counted from records") == 2
    assert "Each band of age needs a label" in told


def test_nothing_to_count_is_refused():
    assert refusal() == "There is nothing to count: name a metric."


@pytest.mark.parametrize(
    "bands",
    [
        (Band("a", 0, 17), Band("b", 17, 64)),
        (Band("a", 18, 64), Band("b", 0, 17)),
        (Band("a", 0), Band("b", 18)),
        (Band("a", 0, 17), Band("b", None, 64)),
    ],
)
def test_bands_that_overlap_would_count_a_person_twice(bands):
    assert "must go up and not overlap" in refusal(definition("m", ROWS), bands={"age": bands})


@pytest.mark.parametrize("label", ["", "other", "unknown", "b"])
def test_labels_of_bands_say_which(label):
    bands = (Band(label, 0, 17), Band("b", 18))
    assert "needs a label of its own" in refusal(definition("m", ROWS), bands={"age": bands})


def test_breakdowns_that_cross_to_few_groups_share_a_scan():
    (plan,) = plans([definition("m", ROWS, breakdowns=("age", "sex", "deprivation"))])
    assert plan.together == (("age", "sex", "deprivation"),)
    named = ("provider", "age", "sex", "ethnicity", "deprivation", "attributed_to")
    (plan,) = plans([definition("m", ROWS, breakdowns=named)])
    assert plan.together == (
        ("provider",),
        ("age", "sex", "deprivation"),
        ("ethnicity", "attributed_to"),
    )
    (plan,) = plans([definition("m", ROWS, breakdowns=())])
    assert plan.together == ((),)


def test_every_definition_of_the_library_that_says_how_can_be_counted():
    latest = [made[-1] for made in library().metrics.values()]
    asked = [one for one in latest if one.count is not None]
    assert len(asked) > 8
    assert sum(len(plan.definitions) for plan in plans(asked)) == len(asked)
