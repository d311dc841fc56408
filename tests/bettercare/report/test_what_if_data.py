"""What-if as JSON and as CSV."""

import csv
import json
from io import StringIO

from jsonschema import Draft202012Validator

import bettercare as bc
from bettercare import examples
from bettercare.report.what_if_data import schema, what_if_csv, what_if_json

FOUND = bc.what_if(bc.read(examples.path("leicester")), ["19.commissioner=LA"])
DATA = json.loads(what_if_json(FOUND))


def test_the_json_is_as_its_schema_says():
    Draft202012Validator(schema()).validate(DATA)
    assert (DATA["format"], DATA["area"], DATA["round"]) == (
        "bettercare-what-if-1",
        "Leicester",
        "2019-20",
    )


def test_changes_figures_and_findings():
    assert DATA["changes"] == [
        {"table": "schemes", "row": 19, "what": "commissioner", "before": "CCG", "after": "LA"}
    ]
    headroom = DATA["figures"]["2019-20"]["required.nhs_out_of_hospital.headroom"]
    assert (headroom["before"], headroom["after"], headroom["change"]) == (
        "440117",
        "-776643",
        "-1216760",
    )
    assert "income.ibcf" not in DATA["figures"]["2019-20"]
    assert [one["code"] for one in DATA["appeared"]] == ["CHK-056", "CHK-064"]
    assert [one["after"]["code"] for one in DATA["reworded"]] == ["CHK-059"]


def test_rows_that_compliance_depends_on():
    care = DATA["depends_on"][1]
    assert (care["code"], care["headroom"], care["counted"], len(care["rows"])) == (
        "adult_social_care",
        "15021",
        20,
        18,
    )


def test_the_csv_has_a_row_a_figure_that_moves():
    rows = list(csv.DictReader(StringIO(what_if_csv(FOUND))))
    assert {row["figure"]: row["change"] for row in rows}["commissioner.la"] == "1216760"
    assert len(rows) == len(FOUND.years[0].moved)
