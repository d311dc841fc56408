"""A plan carried forward as text: what was carried, proposals, decisions, what to know."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

import bettercare as bc
from bettercare import examples
from bettercare.report.roll_forward_data import roll_forward_csv, roll_forward_json, schema
from bettercare.report.text_roll_forward import roll_forward_text
from tests.bettercare.strategies_rows import plans

ROTHERHAM = bc.read(examples.path("rotherham-2017-19")).plan
RULES = bc.load_round("2019-20")
FOUND = bc.roll_forward(ROTHERHAM, "2019-20")
TEXT = roll_forward_text(FOUND, RULES)


def part(title):
    """The lines under a title, up to the next blank one."""
    lines = [*TEXT.splitlines(), ""]
    start = next(n for n, line in enumerate(lines) if line.startswith(title)) + 1
    return lines[start : lines.index("", start)]


def test_it_begins_with_what_was_carried():
    assert TEXT.splitlines()[:2] == [
        "Rotherham, 2017-19 to 2019-20: 44 rows and £25,418,959 carried; 8 things to",
        "decide.",
    ]


def test_an_uplift_is_told():
    found = bc.roll_forward(ROTHERHAM, "2019-20", income=["nhs_minimum=19614894"], uplift=True)
    text = " ".join(roll_forward_text(found, RULES).split())
    assert "44 rows and £25,418,959 carried, uplifted to £26,112,318 in 2019-20; 8 things" in text
    assert "Income of NHS minimum: 18,945,693 to 19,614,894." in text


def test_proposals_by_source():
    assert part("Proposed for 2019-20")[1] == (
        "  NHS minimum                          18,945,693     19,629,642       -683,949"
    )
    assert part("Proposed for 2019-20")[-2:] == [
        "  Source still to decide                        0      4,269,317     -4,269,317",
        "  Total                                35,522,651     25,418,959     10,103,692",
    ]


def test_decisions_come_before_what_is_only_to_be_known():
    assert TEXT.index("To decide (8)") < TEXT.index("To know (")
    assert part("To decide")[:4] == [
        "ROLL-02  Rows 25 and 28, scheme type. '8. Healthcare services to Care Homes'",
        "         became HICM for Managing Transfer of Care or Community Based Schemes in",
        "         2019-20; left blank, and kept beside the row.",
        "         Choose one of them.",
    ]


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ("", "Nothing was written. To write the draft, add: -o FOLDER or -o FILE.json"),
        ("draft", "Wrote draft. Next: bettercare check draft"),
    ],
)
def test_the_last_line_says_what_to_do_next(written, last):
    assert roll_forward_text(FOUND, RULES, written).splitlines()[-1] == last


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_it_fits_80_columns(plan):
    found = bc.roll_forward(plan, "2021-22")
    rules = bc.load_round("2021-22")
    lines = roll_forward_text(found, rules).splitlines()
    assert [line for line in lines if len(line) > 80 or line != line.rstrip()] == []


class TestData:
    DATA = json.loads(roll_forward_json(FOUND))

    def test_the_json_is_as_its_schema_says(self):
        Draft202012Validator(schema()).validate(self.DATA)
        assert (self.DATA["from_round"], self.DATA["to_round"]) == ("2017-19", "2019-20")
        assert self.DATA["planned"] == {"2019-20": "25418959"}
        assert len(self.DATA["plan"]["schemes"]) == 44

    def test_the_csv_has_a_row_a_finding(self):
        lines = roll_forward_csv(FOUND).splitlines()
        assert len(lines) == len(FOUND.findings) + 1
        assert lines[1].startswith('"ROLL-02","several-successors","warning","Rows 25 and 28,')
        assert lines[1].endswith('"25; 28"')
