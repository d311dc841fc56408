"""What a return says of metrics, of sums over quarters, of purposes and of capacity."""

import msgspec
import pytest

from bettercare import rounds
from bettercare.calculations import Calculations
from bettercare.checks import run
from tests.bettercare.checks.of_returns import a_return, items, needs, severities, told

METRICS = (
    "metric | year | period | kind | part | value_printed | numerator | denominator | status\n"
)
PROGRESS = (
    "scheme_id | scheme_name | source_of_funding | period | planned | spent | output_delivered\n"
)


def metrics(rows, **more):
    return a_return(metrics=METRICS + rows, **more)


def progress(rows, kind="quarterly", **more):
    return a_return(progress=PROGRESS + rows, kind=kind, **more)


def a_metric(code, plan, actual, status="On track"):
    """A plan and an actual of the first quarter; the actual has the status."""
    return metrics(
        f"{code} | 2019/20 | Q1 | plan   | | {plan}   | | |\n"
        f"{code} | 2019/20 | Q1 | actual | | {actual} | | | {status}"
    )


@pytest.mark.parametrize(
    ("code", "plan", "actual", "found"),
    [  # fewer admissions are better, and are shown to one decimal
        ("RES", "600", "600", []),
        ("RES", "600", "600.04", []),
        ("RES", "600", "600.05", ["600.1 against a plan of 600.0."]),
        ("RES", "600", "550", []),
        # More people at home are better, as a percentage to one decimal.
        ("REA", "0.9", "0.9", []),
        ("REA", "0.9", "0.8995", []),
        ("REA", "0.9", "0.8994", ["89.9% against a plan of 90.0%."]),
        ("REA", "0.9", "0.95", []),
        ("RES", "", "650", []),
        ("RES", "600", "", []),
        ("RES", "?", "?", []),
    ],
)
def test_on_track_is_believed_while_the_actual_does_not_say_otherwise(code, plan, actual, found):
    short = {"RES": "Residential admissions", "REA": "Reablement"}[code]
    before = f"{short}. 2019-20 Q1 is said to be on track; the actual is "
    assert told("CHK-145", a_metric(code, plan, actual)) == [before + one for one in found]


@pytest.mark.parametrize(
    ("status", "count"),
    [
        ("on track", 1),
        ("On track to meet target", 1),
        ("Not on track to meet target", 0),
        ("Data not available", 0),
        ("", 0),
    ],
)
def test_only_a_status_of_on_track_is_compared(status, count):
    assert len(told("CHK-145", a_metric("RES", "600", "650", status))) == count


@pytest.mark.parametrize(
    ("actual", "count"),
    [
        ("RES | 2019/20 | Q1 | actual | | 650 | | |", 1),
        ("RES | 2019/20 | q1 | Actual | | | 65 | 10,000 |", 1),  # 650 per 100,000
        ("RES | 2019/20 | Q2 | actual | | 650 | | |", 0),
        ("REA | 2019/20 | Q1 | actual | | 650 | | |", 0),
        ("RES | 2019/20 | Q1 | actual | nhs | 650 | | |", 0),
    ],
)
def test_the_status_may_stand_beside_the_plan(actual, count):
    plan = metrics(f"RES | 2019/20 | Q1 | plan | | 600 | | | On track\n{actual}")
    assert len(told("CHK-145", plan)) == count
    assert items("CHK-145", plan) == [[1]] * count


def test_parts_of_a_metric_are_the_same_however_they_are_written():
    plan = metrics(
        "DTOC | 2018/19 | Q1 | plan   | nhs | 5 | | |\n"
        "DTOC | 2018/19 | Q1 | actual | NHS | 6 | | | On track\n"
        "DTOC | 2018/19 | Q1 | plan   | ASC | 5 | | | On track\n"
        "DTOC | 2018/19 | Q1 | actual | Social care | 6 | | |",
        year="2018-19",
    )
    assert items("CHK-145", plan) == [[2], [3]]


@pytest.mark.parametrize(
    ("value", "status", "found"),
    [
        ("0.872", "Data not available", ["its actual is 87.2%."]),
        ("0.872", "data not available to assess progress", ["its actual is 87.2%."]),
        ("0.872", "On track", []),
        ("", "Data not available", []),
        ("?", "Data not available", []),
    ],
)
def test_data_that_are_there_are_not_missing(value, status, found):
    before = "Reablement. 2019-20 Q1 is said to have no data; "
    assert told("CHK-146", a_metric("REA", "", value, status)) == [before + one for one in found]


def test_a_plan_alone_is_no_data():
    plan = metrics("RES | 2019/20 | Q1 | plan | | 600 | | | Data not available")
    assert told("CHK-146", plan) == []


@pytest.mark.parametrize("code", ["CHK-145", "CHK-146"])
def test_without_metrics_a_check_says_what_it_needs(code):
    assert needs(code, a_return()) == ["the Metrics tab"]


FALLS = "'Falls team': {} falls from {} in Q{} to {} in Q{}."


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("|Falls team| |Q1| |900|\n|Falls team| |Q2| |900|", []),
        (
            "|Falls team| |Q1| |900|\n|Falls team| |Q2| |899|",
            ["2, spent £. " + FALLS.format("spending", "£900", 1, "£899", 2)],
        ),
        (
            "|Falls team| |Q3| | |10\n|Falls team| |Q1| | |12",  # in the order of time
            ["1, output. " + FALLS.format("output", "12", 1, "10", 3)],
        ),
        ("|Falls team| |Q1| |900|\n|Other team| |Q2| |899|", []),
        ("7|Falls team| |Q1| |900|\n8|Falls team| |Q2| |899|", []),
        (
            "7|Falls team| |Q1| |900|\n7|Falls team| |year| |899|",
            ["2, spent £. " + FALLS.format("spending", "£900", 1, "£899", 4)],
        ),
        # Sources of a scheme each by themselves, and together where one is not named.
        ("|Falls team|A|Q1| |900|\n|Falls team|B|Q2| |899|", []),
        ("|Falls team|A|Q1| |600|\n|Falls team|B|Q1| |300|\n|Falls team| |Q2| |900|", []),
        (
            "|Falls team|A|Q1| |600|\n|Falls team|B|Q1| |300|\n|Falls team| |Q2| |899|",
            ["3, spent £. " + FALLS.format("spending", "£900", 1, "£899", 2)],
        ),
        ("|Falls team| |Q1| |900|\n|Falls team| | | |899|", []),
        ("| | |Q1| |900|\n| | |Q2| |899|", []),
    ],
)
def test_a_figure_that_is_counted_up_does_not_fall(rows, found):
    assert told("CHK-147", progress(rows)) == [f"Progress line {one}" for one in found]


def purposes(*shares):
    rows = "\n".join(f"iBCF purpose: {item} | {share}" for item, share in enumerate(shares))
    return a_return(answers=f"question | response\nIs there an iBCF? | 70%\n{rows}")


@pytest.mark.parametrize(
    ("shares", "found"),
    [
        (["50%", "30%", "20%"], []),
        (["0.5", "30", "20%"], []),
        (["50%", "30%", "20.05%"], []),  # rounding of the last digit shown passes
        (["50%", "30%", "20.06%"], ["100.1%"]),
        (["50%", "30%", "19.95%"], []),
        (["50%", "30%", "19.94%"], ["99.9%"]),
        (["50%", "30%", ""], ["80.0%"]),
        (["50%", "30%", "some"], ["80.0%"]),
    ],
)
def test_the_purposes_of_a_grant_are_all_of_it(shares, found):
    before = "iBCF purposes. The purposes of the iBCF add to "
    assert told("CHK-148", purposes(*shares)) == [f"{before}{share}." for share in found]


def test_without_purposes_it_says_what_it_needs():
    assert needs("CHK-148", purposes()) == ["how a grant was used, purpose by purpose"]


UNLIKE = "'LPS': {} by quarter comes to {}, the annual table gives {}."


def quarters(spent, year, planned="", planned_year=""):
    """The quarters of one line of the local plan, and its year."""
    rows = [f"16|LPS| |Q{n}|{planned}|{amount}|" for n, amount in enumerate(spent, 1)]
    return "\n".join([*rows, f"16|LPS| |year|{planned_year}|{year}|"])


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        # Four quarters of £18,500 are £74,000, twice what the year says.
        (quarters(["18,500"] * 4, "37,000"), [UNLIKE.format("spending", "£74,000", "£37,000")]),
        (quarters(["18,500"] * 4, "74,000"), []),
        (quarters(["18,500"] * 4, "74,001"), [UNLIKE.format("spending", "£74,000", "£74,001")]),
        (quarters(["18,500"] * 4, "73,999"), [UNLIKE.format("spending", "£74,000", "£73,999")]),
        (quarters(["18,500"] * 3, "74,000"), []),  # the last is still to come
        (quarters(["18,500"] * 3, "55,499"), [UNLIKE.format("spending", "£55,500", "£55,499")]),
        (quarters(["18,500"] * 4, ""), []),
        (quarters([""] * 4, "37,000"), []),
        (
            quarters([""] * 4, "", "5", "21"),
            [UNLIKE.format("planned spending", "£20", "£21")],
        ),
        ("16|LPS| |Q1| |9|\n17|LPS| |year| |8|", []),
    ],
)  # fmt: skip
def test_the_quarters_are_the_year(rows, found):
    told_of = [one.split(". ", 1)[1] for one in told("CHK-149", progress(rows, kind="ltp"))]
    assert told_of == found


def test_quarters_unlike_the_year_are_pointed_at():
    plan = progress(quarters(["18,500"] * 4, "37,000"), kind="ltp")
    assert items("CHK-149", plan) == [[5, 1, 2, 3, 4]]


def test_without_the_annual_table_it_says_what_it_needs():
    plan = progress("16|LPS| |Q1| |9|", kind="ltp")
    assert needs("CHK-149", plan) == ["the annual table (lines whose period is the year)"]


def capacity(rows, year="2022-23", kind=""):
    return a_return(
        year=year, kind=kind, capacity=f"service | month | demand | capacity | mitigation\n{rows}"
    )


@pytest.mark.parametrize("kind", ["", "quarterly"])
@pytest.mark.parametrize("year", ["2022-23", "2023-25", "2025-26"])
@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("Reablement | December | 75 | 62 |", ["December: Reablement is short by 13"]),
        ("Reablement | December | 75 | 74.5 |", ["December: Reablement is short by 0.5"]),
        ("Reablement | December | 75 | 75 |", []),
        ("Reablement | December | 75 | 0 |", ["December: Reablement is short by 75"]),
        ("Reablement | December | 75 | 62 | Two more staff", []),
        ("Reablement | December | | 62 |", []),
        ("Reablement | December | 75 | |", []),
        ("Reablement | December | many | few |", []),
        ("| | 2 | 1 |", ["A month: a service is short by 1"]),
    ],
)
def test_demand_beyond_capacity_is_met_somehow(year, kind, row, found):
    assert told("CHK-150", capacity(row, year, kind)) == [
        f"Capacity line 1. {one}, and no mitigation is given." for one in found
    ]


def test_capacity_is_a_warning_and_points_at_its_line():
    plan = capacity("A | May | 1 | 1 |\nA | June | 2 | 1 |")
    assert severities("CHK-150", plan) == ["warning"]
    assert items("CHK-150", plan) == [[2]]


@pytest.mark.parametrize(("better", "count"), [("lower", 1), ("higher", 0), ("local", 0)])
def test_145_which_way_is_better_is_for_the_round_to_say(better, count):
    head = "metric | year | kind | numerator | denominator | status"
    lines = (
        head,
        "RES | 2019-20 | plan | 300 | 52000 |",
        "RES | 2019-20 | actual | 341 | 52000 | On track",
    )
    rules = rounds.load("2019-20")
    metric = msgspec.structs.replace(rules.metrics["res"], better=better)
    alone = {"CHK-145": rules.checks["CHK-145"]}
    changed = msgspec.structs.replace(rules, metrics={"res": metric}, checks=alone)
    plan = a_return(metrics="\n".join(lines))
    assert len(run(Calculations(plan, changed)).findings) == count
