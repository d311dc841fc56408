"""Family F: admissions against the mapping, and the mapping's own shares."""

import pytest

from tests.bettercare.builders import plan_of, report, told
from tests.bettercare.checks import of_2017_19

GIVEN = "admissions.apportioned.2017-18.Q1"
MAPPED = """
    metric | year    | period | part      | {field}
    NEA    | 2017/18 | Q1     | mapped    | 7,395
    NEA    | 2017/18 | Q1     | reduction | 30
    NEA    | 2017/18 | Q2     | mapped    | 7,000
"""


@pytest.mark.parametrize(
    ("apportioned", "shown"),
    [
        ("7394", ""),  # one less is rounding
        ("7396", ""),
        ("7393.9", "7,393.9"),
        ("7396.1", "7,396.1"),
    ],
)
@pytest.mark.parametrize(
    ("field", "column"), [("numerator", "Numerator"), ("value_printed", "Rate")]
)
def test_111_admissions_that_the_mapping_does_not_give(field, column, apportioned, shown):
    plan = {"metrics": MAPPED.format(field=field), "given": {GIVEN: apportioned}}
    found = of_2017_19.report("CHK-111", **plan).findings
    assert [one.message for one in found] == [
        f"2017-18 Q1: the plan has 7,395 admissions, commissioners' plans give {shown}."
    ] * bool(shown)
    assert [(at.item, at.column) for one in found for at in one.places] == (
        [(1, column)] if shown else []
    )


def test_111_needs_the_admissions_of_commissioners():
    lacking = "the admissions that commissioners' plans give (bettercare places)"
    metrics = MAPPED.format(field="numerator")
    assert of_2017_19.needs("CHK-111", metrics=metrics) == [lacking]
    other = {"admissions.unit_cost.2017-18": "1"}
    assert of_2017_19.needs("CHK-111", metrics=metrics, given=other) == [lacking]
    assert of_2017_19.needs("CHK-111", metrics=metrics, given={GIVEN: "7395"}) == []


@pytest.mark.parametrize(
    ("area", "said"),
    [("Dudley", True), ("dudley ", True), ("Wolverhampton", True), ("Rotherham", False)],
)
def test_112_a_commissioner_whose_shares_do_not_come_to_the_whole(area, said):
    assert told("CHK-112", plan_of(area=area)) == [
        "NHS Dudley CCG (05C). Its shares in areas add to 103.0%."
    ] * int(said)


def test_112_says_where_to_look():
    [found] = report("CHK-112", plan_of(area="Dudley")).findings
    assert found.fix == "Check row 38, Birmingham: 3.2%, but 0.0% the other way round."


def test_112_needs_the_name_of_the_area():
    assert [one.needs for one in report("CHK-112", plan_of()).not_run] == ["the name of the area"]


def test_112_needs_the_mapping_of_the_round(monkeypatch):
    import msgspec

    from tests.bettercare import builders

    monkeypatch.setattr(builders, "RULES", msgspec.structs.replace(builders.RULES, mapping=None))
    assert [one.needs for one in report("CHK-112", plan_of(area="Dudley")).not_run] == [
        "the mapping of NHS commissioners to areas"
    ]
