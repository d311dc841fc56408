"""The shipped plans are the published ones, and what their templates print is what we work out."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

import bettercare as bc
from bettercare import examples

PUBLISHED = Path(__file__).parents[1] / "data" / "published"
AREAS = {"leicester": 49, "rotherham": 67}
OURS = {"description"}  # left blank: the published texts are long
ONLY_THERE = {"reconstruction", "printed_right_id", "printed_right_name", "labels_lost_so_far"}
REQUIRED = {
    "nhs_commissioned_out_of_hospital": "nhs_out_of_hospital",
    "adult_social_care": "adult_social_care",
}

each_area = pytest.mark.parametrize("area", AREAS)


def rows_of(folder, table):
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published(area, table):
    return rows_of(PUBLISHED / f"{area}-2019-20", table)


def printed(area):
    """What the template prints: figure by figure."""
    told = json.loads((PUBLISHED / f"{area}-2019-20" / "printed.json").read_text("utf-8"))
    sources = bc.load_round("2019-20").sources
    figures = {}
    for source, balances in told["running_balances"].items():
        code = "total" if source == "Total" else sources.match(source).accepted
        figures |= {f"{kind}.{code}": Decimal(value) for kind, value in balances.items()}
    for name, spend in told["required_spend"].items():
        figures |= {f"required.{REQUIRED[name]}.{k}": Decimal(v) for k, v in spend.items()}
    return figures


@each_area
def test_every_scheme_row_is_as_published(area):
    shipped = rows_of(examples.path(area), "schemes")
    assert len(shipped) == AREAS[area]
    assert [{k: v for k, v in row.items() if k not in OURS} for row in shipped] == [
        {k: v for k, v in row.items() if k not in ONLY_THERE} for row in published(area, "schemes")
    ]


@each_area
def test_the_income_is_as_published(area):
    wanted = [row for row in published(area, "income") if row["funding_source"] != "Total"]
    amount = "amount" if "amount" in wanted[0] else "income"
    shipped = rows_of(examples.path(area), "income")
    assert [(row["funding_source"], row["amount"]) for row in shipped] == [
        (row["funding_source"], row[amount]) for row in wanted
    ]


@pytest.mark.parametrize("table", ["metrics", "hicm", "requirements"])
def test_the_other_tables_of_leicester_are_as_published(table):
    shipped = rows_of(examples.path("leicester"), table)
    assert shipped
    assert shipped == published("leicester", table)


@each_area
def test_the_shipped_plan_and_the_published_folder_come_to_the_same_figures(area):
    figures = [
        {name: figure.value for name, figure in bc.summarise(bc.read(folder)).figures.items()}
        for folder in (examples.path(area), PUBLISHED / f"{area}-2019-20")
    ]
    same = {name for name in figures[0] if name.startswith(("income.", "expenditure.", "balance."))}
    assert len(same) > 20
    assert {name: figures[0][name] for name in same} == {name: figures[1][name] for name in same}


@each_area
def test_plan_csv_holds_every_figure_that_the_template_prints(area):
    plan = bc.read(examples.path(area)).plan
    told = printed(area)
    minimums = {name: value for name, value in told.items() if name.endswith(".minimum")}
    assert plan.given == minimums
    assert plan.printed == {name: told[name] for name in told if name not in minimums}
    assert (plan.area, plan.round) == (area.title(), "2019-20")


@each_area
def test_every_printed_figure_agrees_with_ours(area):
    summary = bc.summarise(bc.read(examples.path(area)))
    ours = {name: figure.value for name, figure in summary.figures.items()}
    printed_figures = summary.plan.printed
    assert printed_figures == {name: ours[name] for name in printed_figures}


def test_the_plan_of_two_years_is_read_without_a_word():
    reading = bc.read(examples.path("rotherham-2017-19"))
    assert reading.findings == ()
    assert {one.table: one.rows_kept for one in reading.controls} == {
        "income": 5,
        "schemes": 44,
        "metrics": 44,
        "answers": 18,
        "conditions": 8,
        "documents": 8,
    }


@each_area
def test_a_shipped_plan_is_read_without_a_word(area):
    reading = bc.read(examples.path(area))
    assert reading.findings == ()
    assert {one.table: one.rows_kept for one in reading.controls}["schemes"] == AREAS[area]


def test_a_plan_that_is_not_shipped_has_no_path():
    with pytest.raises(KeyError):
        examples.path("rutland")
