"""What a return says of money: limits, profiles, forecasts, variances and the agreement.

Every plan is £100,000 but where a test says otherwise, so a quarter is £25,000.
"""

import pytest

from bettercare.checks.returns import quarter_of
from tests.bettercare.checks.of_returns import (
    ALL,
    a_return,
    items,
    needs,
    of_returns_only,
    report,
    severities,
    told,
)

HEAD = "scheme_name | period | planned | spent | forecast | output_delivered | comment\n"
NEVER_READ = """
    Reablement | Q2  | ?   | about 5 | n/a | many |
               |     |     |         |     |      |
    Falls team | Q9  | 0   | 0       | 0   | 0    |
    Falls team | now |     | 5       |     |      |
"""


def progress(rows, **more):
    return a_return(progress=HEAD + rows, **more)


def line(period="Q1", planned="100,000", spent="", forecast="", output="", comment="", **more):
    cells = ("Reablement", period, planned, spent, forecast, output, comment)
    return progress(" | ".join(cells), **more)


@pytest.mark.parametrize(
    ("period", "of_quarters", "cumulative"),
    [
        ("Q1", 1, 1),
        ("q4 2019-20", 4, 4),
        ("Quarter 3", 3, 3),
        ("Q5", 0, 0),
        ("Q12", 0, 0),
        ("year", 0, 4),
        ("Year-end", 0, 4),
        ("", 0, 0),
        (None, 0, 0),
    ],
)
def test_the_quarter_of_a_period(period, of_quarters, cumulative):
    assert quarter_of(period) == of_quarters
    assert quarter_of(period, cumulative=True) == cumulative


@pytest.mark.parametrize("code", [code for code in ALL if of_returns_only(code)])
def test_a_plan_that_is_no_return_is_not_looked_at(code):
    plan = a_return(kind="", metrics="metric | status\nRES | On track", income="amount\n5")
    assert report(code, plan).findings == ()
    assert report(code, plan).not_run == ()


def test_all_but_the_check_of_capacity_are_of_returns():
    assert [code for code in ALL if not of_returns_only(code)] == ["CHK-150"]


@pytest.mark.parametrize("kind", ["quarterly", "ltp", "LTP", "no such return", " "])
@pytest.mark.parametrize("code", ALL)
def test_cells_that_say_nothing_never_stop_a_check(code, kind):
    plan = a_return(
        year="2018-19",
        kind=kind,
        facts={"period": "", "section_75_pooled": "?", "overspend_cover": "-"},
        progress=HEAD + NEVER_READ,
        metrics="metric | year | period | kind | value_printed | status\n"
        "| | | | | On track\nRES | | | | ? | On track\n???|x|y|z|5|Data not available",
        conditions="code | period | response | comment\n| | No |\nNC1 | | |\nNC1 | x | perhaps |",
        answers="question | response\n| \niBCF purpose | x",
        income="source_of_funding | amount\n| 5",
    )
    report(code, plan)


SILENT_ON_BLANKS = ["040", "041", "141", "142", "143", "147", "149"]


@pytest.mark.parametrize("kind", ["quarterly", "ltp"])
@pytest.mark.parametrize("code", SILENT_ON_BLANKS)
def test_blanks_and_numbers_that_cannot_be_read_are_no_findings(code, kind):
    assert told(f"CHK-{code}", progress(NEVER_READ, kind=kind)) == []


@pytest.mark.parametrize("code", SILENT_ON_BLANKS[:-1])
def test_without_progress_a_check_says_what_it_needs(code):
    kind = "ltp" if code == "041" else "quarterly"
    assert len(needs(f"CHK-{code}", a_return(kind=kind))) == 1


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"spent": "0"}, []),
        ({"spent": "-1"}, ["spent £. 'Reablement': -1 is not between 0 and 100,000,000."]),
        ({"planned": "-5"}, ["planned £. 'Reablement': -5 is not between 0 and 100,000,000."]),
        ({"output": "-2"}, ["output. 'Reablement': -2 is not between 0 and 100,000,000."]),
        ({"forecast": "100,000,000"}, []),
        (
            {"forecast": "100,000,001"},
            ["forecast £. 'Reablement': 100,000,001 is not between 0 and 100,000,000."],
        ),
    ],
)
def test_a_cell_of_the_quarterly_return_has_limits(cells, found):
    assert told("CHK-040", line(**cells)) == [f"Progress line 1, {one}" for one in found]
    assert told("CHK-041", line(**cells)) == []


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"spent": "500,000"}, []),
        ({"spent": "500,001"}, ["spent £. 'Reablement': 500,001 is not between 0 and 500,000."]),
        ({"planned": "-1"}, ["planned £. 'Reablement': -1 is not between 0 and 500,000."]),
        ({"forecast": "900,000"}, []),
    ],
)
def test_a_cell_of_the_local_transformation_plan_has_limits(cells, found):
    plan = line(**cells, kind="ltp")
    assert told("CHK-041", plan) == [f"Progress line 1, {one}" for one in found]
    assert told("CHK-040", plan) == []


def test_a_limit_that_is_not_confirmed_is_a_warning():
    assert severities("CHK-040", line(spent="-1")) == ["error"]
    assert severities("CHK-040", line(spent="-1", year="2021-22")) == ["warning"]


NO_LONGER = "NC1, comment. NC1 was met {} and is answered No now, without an explanation."


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("NC1 | Q1 | Yes |\nNC1 | Q2 | No |", ["in Q1"]),
        ("NC1 | Q2 | No |\nNC1 | Q1 | Yes |", ["in Q1"]),  # in the order of time
        ("NC1 | Year end | No |\nNC1 | Q3 | Yes |", ["in Q3"]),
        ("NC1 | Q1 | Yes |\nNC1 | Q2 | No | The lead left; back in May", []),
        ("NC1 | Q1 | Yes |\nNC1 | Q2 | Yes |", []),
        ("NC1 | Q1 | No |\nNC1 | Q2 | No |", []),
        ("NC1 | Q1 | Yes |\nNC2 | Q2 | No |", []),
        ("NC1 | Q1 | Yes |\nNC1 | Q2 | No |\nNC1 | Q3 | No |", ["in Q1"]),  # said once
        ("nc 1 | | Yes |\nNC1 | Q1 | No |", ["before"]),
    ],
)
def test_a_condition_that_is_no_longer_met_is_explained(rows, found):
    plan = a_return(year="2018-19", conditions=f"code | period | response | comment\n{rows}")
    assert told("CHK-139", plan) == [NO_LONGER.format(before) for before in found]


@pytest.mark.parametrize(
    ("earlier", "found"),
    [
        ("NC1 | Q4 | Yes", ["in the return before"]),
        ("NC1 | Q4 | No", []),
        ("NC1 | Q3 | Yes\nNC1 | Q4 | No", []),
        ("NC2 | Q4 | Yes", []),
    ],
)
def test_a_condition_is_compared_with_the_return_before(earlier, found):
    now = a_return(year="2018-19", conditions="code | period | response\nNC1 | Q1 | No")
    before = a_return(year="2018-19", conditions=f"code | period | response\n{earlier}")
    assert told("CHK-139", now, before) == [NO_LONGER.format(one) for one in found]


@pytest.mark.parametrize(
    ("pooled", "expected", "count"),
    [
        ("No", None, 1),
        ("no", " ", 1),
        ("No", "n/a", 1),
        ("No", "2019-12-20", 0),
        ("Yes", None, 0),
        ("perhaps", None, 0),
    ],
)
def test_an_agreement_that_is_not_signed_has_a_date(pooled, expected, count):
    said = {"section_75_expected": expected} if expected else {}
    plan = a_return(facts={"section_75_pooled": pooled, **said})
    sentence = (
        "Section 75. Money is not pooled in a section 75 agreement yet, and no date is given."
    )
    assert told("CHK-140", plan) == [sentence] * count


@pytest.mark.parametrize("facts", [{}, {"section_75_pooled": " "}])
def test_whether_money_is_pooled_must_be_known(facts):
    lacking = "whether money is pooled (section_75_pooled in plan.csv)"
    assert needs("CHK-140", a_return(facts=facts)) == [lacking]


@pytest.mark.parametrize(
    ("period", "spent", "found"),
    [  # up to 1.25 and down to 0.5 of what is due
        ("Q1", "31,250", []),
        ("Q1", "31,251", ["£31,251 of £100,000 is spent by Q1, 31%."]),
        ("Q1", "12,500", []),
        ("Q1", "12,499", ["£12,499 of £100,000 is spent by Q1, 12%."]),
        ("Q2", "25,000", []),
        ("Q2", "24,999", ["£24,999 of £100,000 is spent by Q2, 25%."]),
        ("Q4", "125,000", []),
        ("Q4", "125,001", ["£125,001 of £100,000 is spent by Q4, 125%."]),
        ("year end", "0", ["£0 of £100,000 is spent by Q4, 0%."]),
        ("", "0", []),
    ],
)
def test_spending_keeps_to_the_profile(period, spent, found):
    before = "Progress line 1, spent £. 'Reablement': "
    assert told("CHK-141", line(period, spent=spent)) == [before + one for one in found]


def test_a_line_without_a_period_is_for_that_of_the_return():
    assert told("CHK-141", line("", spent="40,000", facts={"period": "Q1"})) != []
    assert told("CHK-141", line("", spent="40,000", facts={"period": "Q2"})) == []


@pytest.mark.parametrize("planned", ["", "0", "-100"])
def test_there_is_no_profile_without_a_plan(planned):
    assert told("CHK-141", line(planned=planned, spent="50")) == []


DIFFERS = "the forecast is {}; spent and remaining plan are {}."


@pytest.mark.parametrize(
    ("cells", "found"),
    [  # by Q2, £40,000 spent and £50,000 to come; 5% of the plan passes
        ({"forecast": "95,000"}, []),
        ({"forecast": "95,001"}, [DIFFERS.format("£95,001", "£90,000")]),
        ({"forecast": "85,000"}, []),
        ({"forecast": "84,999"}, [DIFFERS.format("£84,999", "£90,000")]),
        ({"forecast": "84,999", "comment": "Posts are empty"}, []),
        ({"forecast": "84,999", "comment": " \n"}, [DIFFERS.format("£84,999", "£90,000")]),
        (
            {"forecast": "39,999", "comment": "Posts are empty"},
            ["the forecast is £39,999, but £40,000 is spent already."],
        ),
        ({"forecast": "40,000", "comment": "It has ended"}, []),
        # Of £2,000,000, £50,000 passes, which is less than 5%.
        ({"planned": "2,000,000", "forecast": "1,090,000"}, []),
        (
            {"planned": "2,000,000", "forecast": "1,090,001"},
            [DIFFERS.format("£1,090,001", "£1,040,000")],
        ),
        ({"period": "Q4", "forecast": "40,000"}, []),
        ({"period": "Q4", "forecast": "45,001"}, [DIFFERS.format("£45,001", "£40,000")]),
        ({"planned": "", "forecast": "90,000"}, []),
        ({"planned": "", "forecast": "5"}, ["the forecast is £5, but £40,000 is spent already."]),
        ({"period": "", "forecast": "5"}, []),
    ],
)
def test_a_forecast_follows_from_what_is_spent(cells, found):
    plan = line(**{"period": "Q2", "spent": "40,000", **cells})
    before = "Progress line 1, forecast £. 'Reablement': "
    assert told("CHK-142", plan) == [before + one for one in found]


@pytest.mark.parametrize(
    ("kind", "cells", "found"),
    [
        ("quarterly", {"forecast": "105,000"}, []),
        ("quarterly", {"forecast": "105,001"}, ["£5,001 over"]),
        ("quarterly", {"forecast": "95,000"}, []),
        ("quarterly", {"forecast": "94,999"}, ["£5,001 under"]),
        ("quarterly", {"forecast": "94,999", "comment": "Posts are empty"}, []),
        ("quarterly", {"forecast": "94,999", "comment": "  "}, ["£5,001 under"]),
        ("quarterly", {"spent": "60,000"}, []),  # not the end of the year
        ("quarterly", {"spent": "60,000", "period": "Q4"}, ["£40,000 under"]),
        ("quarterly", {"spent": "60,000", "period": "Q4", "forecast": "100,000"}, []),
        ("ltp", {"spent": "60,000"}, ["£40,000 under"]),  # each quarter by itself
        ("ltp", {"spent": "96,000"}, []),
        ("ltp", {"spent": "60,000", "planned": ""}, []),
    ],
)
def test_a_large_variance_is_explained(kind, cells, found):
    before, after = "Progress line 1, comment. 'Reablement': explain ", " the plan of £100,000."
    plan = line(**cells, kind=kind)
    assert told("CHK-143", plan) == [before + one + after for one in found]


def test_a_variance_of_fifty_thousand_is_large_in_any_plan():
    def found(forecast):
        return told("CHK-143", line(planned="2,000,000", forecast=forecast))

    assert found("2,050,000") == []
    assert found("2,050,001") == [
        "Progress line 1, comment. 'Reablement': explain £50,001 over the plan of £2,000,000."
    ]


INCOME = "source_of_funding | amount\nMinimum CCG Contribution | {}"
OVERSPENT = ["Year end. £413,500 is spent of an income of £400,000: who pays the £13,500?"]


def year_end(period="Q4", income="400,000", cover=None):
    rows = (
        f"A | {period} | | 262,000 | | |\nB | {period} | | 151,500 | | |\nB | Q3 | | 900,000 | | |"
    )
    said = {} if cover is None else {"overspend_cover": cover}
    return progress(rows, income=INCOME.format(income), facts=said)


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({}, OVERSPENT),
        ({"period": "Year end"}, OVERSPENT),
        ({"cover": " "}, OVERSPENT),
        ({"cover": "n/a"}, OVERSPENT),
        ({"cover": "The council, by the risk share"}, []),
        ({"income": "413,500"}, []),
        ({"period": "Q2"}, []),
    ],
)
def test_an_overspend_is_paid_by_somebody(cells, found):
    assert told("CHK-144", year_end(**cells)) == found


def test_an_overspend_points_at_what_is_spent_at_the_end_of_the_year():
    assert items("CHK-144", year_end()) == [[1, 2]]


def test_an_overspend_needs_the_income():
    assert needs("CHK-144", line("Q4", spent="5")) == ["the Income tab"]
