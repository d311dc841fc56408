"""A merge as JSON and as CSV."""

import csv
import json
from decimal import Decimal
from io import StringIO

from jsonschema import Draft202012Validator
from msgspec.structs import replace

import bettercare as bc
from bettercare.plan import SchemeRow
from bettercare.report.merge_data import merge_csv, merge_json, schema
from bettercare.report.merge_effects import effects
from tests.bettercare.builders import plan_of

BASE = plan_of(
    area="Exampleton",
    income="amount\n700",
    schemes="scheme_id | amount\n1 | 100\n2 | 200\n3 | 300\n4 | 100",
)
ONE, TWO, THREE, FOUR = BASE.schemes or ()


def spent(row, amount):
    return replace(row, amounts={"2019-20": Decimal(amount)})


NEW = SchemeRow(scheme_id="5", scheme_name="Telecare", provider="CCG")
RENAMED = replace(FOUR, scheme_id=None, scheme_name="Quite another name")
MINE = replace(BASE, schemes=(spent(ONE, 110), THREE, RENAMED, NEW))
THEIRS = replace(
    BASE,
    schemes=(
        spent(ONE, 120),
        spent(TWO, 210),
        spent(THREE, 330),
        FOUR,
        replace(NEW, provider="LA"),
    ),
)
FOUND = bc.merge(BASE, MINE, THEIRS)
DATA = json.loads(merge_json(FOUND, effects(FOUND, MINE)))
ROWS = list(csv.DictReader(StringIO(merge_csv(FOUND))))


def test_the_json_is_as_its_schema_says():
    Draft202012Validator(schema()).validate(DATA)
    assert (DATA["format"], DATA["area"], DATA["round"], DATA["prefer"]) == (
        "bettercare-merge-1", "Exampleton", "2019-20", "mine",
    )  # fmt: skip


def test_conflicts_changes_and_doubts():
    value, removed, added = DATA["conflicts"]
    assert [value[one] for one in ("base", "mine", "theirs", "now", "kept")] == [
        "100", "110", "120", "110", "mine",
    ]  # fmt: skip
    assert (removed["kind"], removed["removed_by"], removed["kept"]) == (
        "row removed", "mine", "theirs",
    )  # fmt: skip
    assert removed["differences"] == [
        {"row": 2, "field": "amounts.2019-20", "what": "planned £", "before": "200", "after": "210"}
    ]
    assert (added["kind"], added["kept"]) == ("both added", "both")
    assert [(one["kind"], one["by"]) for one in DATA["changes"]] == [
        ("value", "theirs"), ("row added", "mine"), ("row added", "mine"), ("row added", "theirs"),
        ("row removed", "mine"),
    ]  # fmt: skip
    assert DATA["doubts"] == [{"side": "mine", "table": "schemes", "before": [4], "after": [3]}]


def test_rows_figures_and_the_plan():
    assert DATA["rows"]["schemes"] == [
        [1, 1, 1], [2, 0, 2], [3, 2, 3], [0, 3, 0], [0, 4, 0], [0, 0, 5],
    ]  # fmt: skip
    # 700 less 110, 300, 100 in mine; less 210 and 30 more in the merged plan
    assert DATA["figures"]["balance.nhs_minimum"]["mine"] == "190"
    assert DATA["figures"]["balance.nhs_minimum"]["change"] == "-240"
    assert len(DATA["plan"]["schemes"]) == 6


def test_the_csv_has_a_row_for_each_thing():
    told = [[row[name] for name in ("what", "kind", "by", "base", "mine", "theirs", "now")]
            for row in ROWS]  # fmt: skip
    assert told == [
        ["conflict", "value", "", "100", "110", "120", "110"],
        ["conflict", "row removed", "mine", "200", "", "210", "210"],
        ["conflict", "both added", "", "", "CCG", "LA", ""],
        ["doubt", "not sure", "mine", "", "", "", ""],
        ["change", "value", "theirs", "300", "300", "330", "330"],
        ["change", "row added", "mine", "", "Quite another name", "", "Quite another name"],
        ["change", "row added", "mine", "", "Telecare", "", "Telecare"],
        ["change", "row added", "theirs", "", "", "Telecare", "Telecare"],
        ["change", "row removed", "mine", "Scheme 4", "", "Scheme 4", ""],
    ]
    doubt = ROWS[3]
    assert (doubt["row_base"], doubt["row_mine"], doubt["row_theirs"]) == ("4", "3", "")


def test_the_csv_says_what_stands_of_a_row_that_mine_edited():
    found = bc.merge(BASE, THEIRS, MINE, "base")
    row = next(one for one in csv.DictReader(StringIO(merge_csv(found)))
               if one["kind"] == "row removed")  # fmt: skip
    assert [row[name] for name in ("by", "base", "mine", "theirs", "now")] == [
        "theirs", "200", "210", "", "200",
    ]  # fmt: skip
