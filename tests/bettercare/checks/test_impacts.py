"""Family A: the impact of schemes on the metrics."""

import pytest

from tests.bettercare.builders import findings, fixes, places, plan_of, report, told


def rows(*impacts):
    names = ("nea", "dtoc", "res", "rea")
    return plan_of(schemes=[dict(zip(names, one, strict=True)) for one in impacts])


HIGH, NONE = ["High"] * 4, ["Not applicable"] * 4
MIXED = ["High", "Low", "Medium", "Not applicable"]


def test_018_a_level_outside_the_list():
    plan = rows(["High", "YYYY", "Hihg", "Low"])
    assert told("CHK-018", plan) == [
        "Row 1, impact on DTOC. 'YYYY' is not an impact level.",
        "Row 1, impact on RES. 'Hihg' is not an impact level.",
    ]
    assert fixes("CHK-018", plan) == [
        "Choose one of: Not applicable, Low, Medium or High.",
        "Did you mean 'High'? If so, write that.",
    ]
    assert [one[0][1] for one in places("CHK-018", plan)] == [1, 1]


def test_018_is_silent_on_levels_and_blanks():
    assert findings("CHK-018", rows(MIXED, ["", "", "", ""])) == []


def test_019_a_scheme_that_helps_nothing():
    assert told("CHK-019", rows(NONE)) == [
        "Row 1, impacts. 'Scheme 1' supports none of the metrics."
    ]


def test_019_a_blank_impact_is_none():
    plan = rows(MIXED, ["", *NONE[1:]], ["", "", "", ""])
    assert [one.subject for one in findings("CHK-019", plan)] == [
        "Row 2, impacts",
        "Row 3, impacts",
    ]


def test_019_is_silent_where_one_is_helped_or_one_cannot_be_read():
    assert findings("CHK-019", rows(MIXED, ["YYYY", *NONE[1:]])) == []


@pytest.mark.parametrize("code", ["CHK-019", "CHK-020"])
def test_without_any_impact_they_are_not_run(code):
    found = report(code, rows(["", "", "", ""]))
    assert found.findings == ()
    assert [one.needs for one in found.not_run] == ["the impacts on the metrics"]


def test_020_one_row_claims():
    [finding] = findings("CHK-020", rows(HIGH, MIXED, MIXED, MIXED))
    assert finding.message == "1 of 4 rows (25%) claims High on every metric."


def test_020_more_than_a_fifth_of_rows_claim_high_everywhere():
    [finding] = findings("CHK-020", rows(HIGH, HIGH, MIXED, MIXED, MIXED))
    assert finding.message == "2 of 5 rows (40%) claim High on every metric."
    assert finding.subject == "Rows 1 and 2, impacts"


def test_020_is_silent_at_a_fifth():
    assert findings("CHK-020", rows(HIGH, MIXED, MIXED, MIXED, MIXED)) == []
