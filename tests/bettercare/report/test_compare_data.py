"""A comparison as JSON and as CSV."""

import csv
import json
from decimal import Decimal
from io import StringIO

import msgspec
from jsonschema import Draft202012Validator

import bettercare as bc
from bettercare import examples
from bettercare.report.compare_data import (
    compare_csv,
    compare_json,
    printed_csv,
    printed_json,
    schema,
)
from tests.bettercare.known import known

LEICESTER = bc.read(examples.path("leicester")).plan
replace = msgspec.structs.replace


def edited():
    rows = list(known(LEICESTER.schemes))
    rows[18] = replace(rows[18], commissioner="LA", amounts={"2019-20": Decimal("1216760.50")})
    return replace(LEICESTER, schemes=tuple(rows[:-1]))


FOUND = bc.compare(LEICESTER, edited())
DATA = json.loads(compare_json(FOUND))


def test_the_json_is_as_its_schema_says():
    Draft202012Validator(schema()).validate(DATA)
    assert DATA["format"] == "bettercare-compare-1"


def test_totals_are_exact_texts():
    assert DATA["totals"] == {
        "before": "43368727",
        "after": "43368327.5",
        "new": "0",
        "stopped": "400",
        "changed": "0.5",
        "unsettled": "0",
    }


def test_a_scheme_with_what_became_of_it():
    [one] = [one for one in DATA["schemes"] if one["status"] == "changed"]
    assert one["change"] == "0.5"
    assert [row["row"] for row in one["before"]] == [19]
    assert one["fields"] == [
        {
            "kind": "moved",
            "field": "commissioner",
            "noun": "commissioner",
            "before": "CCG",
            "after": "LA",
        }
    ]
    assert sum(reason["points"] for reason in one["reasons"]) == one["score"] == 95


def test_a_figure_with_what_moved_it():
    figure = DATA["figures"]["required.nhs_out_of_hospital.planned"]
    assert figure["change"] == "-1217160"  # row 19, and row 49 with 400
    assert [(one["rows_before"], one["rows_after"], one["change"]) for one in figure["movers"]] == [
        ([19], [19], "-1216760"),
        ([49], [], "-400"),
    ]


def test_the_csv_has_a_row_a_scheme():
    rows = list(csv.DictReader(StringIO(compare_csv(FOUND))))
    assert len(rows) == 49
    [changed] = [row for row in rows if row["status"] == "changed"]
    assert (changed["rows_before"], changed["rows_after"]) == ("19", "19")
    assert changed["differs"] == "commissioner: CCG > LA"
    assert changed["why"].startswith("same name 35; same id 15; same source 10")
    [stopped] = [row for row in rows if row["status"] == "stopped"]
    assert (stopped["amount_before"], stopped["amount_after"], stopped["change"]) == (
        "400",
        "0",
        "-400",
    )


def test_the_printed_figures_as_data():
    printed = {"expenditure.ibcf": Decimal(15_466_522), "balance.banana": Decimal(1)}
    found = bc.compare_printed(replace(LEICESTER, printed=printed))
    data = json.loads(printed_json(found))
    assert data["unknown"] == ["balance.banana"]
    assert data["figures"]["expenditure.ibcf"]["change"] == "-1"
    [row] = csv.DictReader(StringIO(printed_csv(found)))
    assert (row["figure"], row["printed"], row["from_rows"], row["difference"]) == (
        "expenditure.ibcf",
        "15466522",
        "15466521",
        "-1",
    )
