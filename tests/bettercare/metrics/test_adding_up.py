"""Counts add, rates never average: what may be added up and what may not, and figures of counts."""
# mypy: disable-error-code="operator, arg-type, type-var, misc, attr-defined, index"

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.errors import BadRequest
from bettercare.metrics.adding_up import (
    add_up,
    days_for_people,
    days_of,
    figure,
    people_a_day,
    population_year,
)
from bettercare.metrics.implied import people_behind
from bettercare.metrics.library import definition
from bettercare.metrics.results import Count, Result

NEA, RES = definition("nea", round_id="2017-19"), definition("res", round_id="2017-19")
REA, DTOC = definition("rea"), definition("dtoc", round_id="2017-19")
USUAL, DAILY = definition("usual"), definition("dtoc", round_id="2019-20")
BACKLOG = definition("rotherham_therapy_backlog")


def counted(table, metric="dtoc"):
    """Counts drawn as a table of period, area, numerator and denominator; "." is none."""
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [
        Count(metric, period, area, Decimal(top), None if bottom == "." else Decimal(bottom))
        for period, area, top, bottom in rows
    ]


# Delays of Rotherham in 2017-18: January to March have the people of 2018.
QUARTERS = """
    2017-18 Q1 | Rotherham | 2400 | 205748
    2017-18 Q2 | Rotherham | 1428 | 205748
    2017-18 Q3 | Rotherham | 1428 | 205748
    2017-18 Q4 | Rotherham | 1397 | 206394
"""


def test_the_rate_of_a_year_is_of_the_counts_and_of_people_by_their_months():
    year = add_up(counted(QUARTERS), DTOC, period="2017-18")
    people = (3 * Decimal(205748) + Decimal(206394)) / 4
    assert (year.period, year.area, year.numerator) == ("2017-18", "Rotherham", Decimal(6653))
    assert year.denominator == people == Decimal("205909.5")
    assert round(figure(year, DTOC), 1) == Decimal("3231.0")
    quarters = [figure(one, DTOC) for one in counted(QUARTERS)]
    assert round(sum(quarters) / 4, 1) == Decimal("807.9")  # an average of rates is no year's rate


def test_a_quarter_from_its_months_and_people_by_their_months():
    months = counted("""
        2017-12 | Rotherham | 100 | 200000
        2018-01 | Rotherham | 100 | 206000
        2017-11 | Rotherham | 100 | 200000
        2017-10 | Rotherham | 100 | 200000
    """)
    with pytest.raises(BadRequest, match="A period lies outside 2017-18 Q3"):
        add_up(months, DTOC, period="2017-18 Q3")
    found = add_up([months[0], *months[2:]], DTOC, period="2017-18 Q3")
    assert (found.numerator, found.denominator) == (Decimal(300), Decimal(200000))


def test_areas_add_their_counts_and_their_people():
    found = add_up(
        counted(
            """
            2017-18 | North |  30 | 10000
            2017-18 | South | 270 | 30000
            """,
            "res",
        ),
        RES,
        area="Both",
    )
    assert (found.area, found.numerator, found.denominator) == ("Both", 300, 40000)
    assert figure(found, RES) == Decimal(750)  # and not 600, the average of 300 and 900


def test_areas_and_periods_at_once():
    found = add_up(
        counted("""
            2017-18 Q1 | North |  10 | 1000
            2017-18 Q1 | South |  20 | 3000
            2017-18 Q2 | North |  30 | 1000
            2017-18 Q2 | South |  40 | 3000
            2017-18 Q3 | North |  50 | 1000
            2017-18 Q3 | South |  60 | 3000
            2017-18 Q4 | North |  70 | 2000
            2017-18 Q4 | South |  80 | 4000
        """),
        DTOC,
        period="2017-18",
        area="Both",
    )
    assert (found.numerator, found.denominator) == (Decimal(360), Decimal(4500))


def test_a_share_adds_both_of_its_numbers():
    found = add_up(
        counted(
            """
            2023-24 Q1 | North |  90 | 100
            2023-24 Q2 | North |   5 |  10
            2023-24 Q3 | North |  45 |  50
            2023-24 Q4 | North |  40 |  40
            """,
            "usual",
        ),
        USUAL,
        period="2023-24",
    )
    assert (found.numerator, found.denominator) == (Decimal(180), Decimal(200))
    assert figure(found, USUAL) == Decimal(90)


def test_days_on_an_average_day_of_a_year():
    found = add_up(counted(QUARTERS.replace("205748", ".").replace("206394", ".")), DAILY,
                   period="2017-18")  # fmt: skip
    assert found.denominator is None
    assert round(figure(found, DAILY), 2) == Decimal("18.23")  # 6,653 days over 365


def result(**changed):
    """A published rate without its counts."""
    given = {"metric": "res", "period": "2017-18", "area": "North", "breakdown": "", "group": "",
             "numerator": None, "denominator": None, "value": 580.2, "lower": None, "upper": None,
             "method": "", "reference": ""}  # fmt: skip
    return Result(**given | changed)


def test_rates_are_neither_added_up_nor_averaged():
    rates = [result(), result(area="South", value=600.0)]
    with pytest.raises(BadRequest, match="A rate cannot be added up or averaged"):
        add_up(rates, RES, area="Both")


def test_a_withheld_count_leaves_no_sum():
    some = [result(hidden="small"), result(area="South", numerator=Decimal(9))]
    with pytest.raises(BadRequest, match="A count is withheld"):
        add_up(some, RES, area="Both")


def test_published_counts_add_up_as_counts_do():
    some = [
        result(numerator=Decimal(30), denominator=Decimal(1000)),
        result(area="South", numerator=Decimal(9), denominator=Decimal(2000)),
    ]
    assert add_up(some, RES, area="Both").numerator == 39


REFUSED = {
    "A count is given twice": ("2017-18 Q1 | N | 1 | 9\n2017-18 Q1 | N | 1 | 9", "2017-18 Q1", ""),
    "9 months of 2017-18 are missing": ("2017-18 Q1 | N | 1 | 9", "2017-18", ""),
    "Periods overlap": ("2017-18 Q1 | N | 1 | 9\n2017-04 | N | 1 | 9", "2017-18 Q1", ""),
    "A period lies outside": ("2017-18 Q1 | N | 1 | 9", "2017-18 Q2", ""),
    "An area lacks a period": (
        "2017-04 | N | 1 | 9\n2017-05 | N | 1 | 9\n2017-04 | S | 1 | 9", "2017-18 Q1", "B",
    ),
    "name the area of them all": ("2017-04 | N | 1 | 9\n2017-04 | S | 1 | 9", "2017-04", ""),
    "name the period of all": ("2017-04 | N | 1 | 9\n2017-05 | N | 1 | 9", "", "B"),
    "Some counts have a denominator": ("2017-04 | N | 1 | 9\n2017-04 | S | 1 | .", "", "B"),
    "'soon' is no period": ("soon | N | 1 | 9", "2017-18", ""),
}  # fmt: skip


@pytest.mark.parametrize("said", REFUSED)
def test_what_cannot_be_added_up_is_refused_in_words(said):
    table, period, area = REFUSED[said]
    with pytest.raises(BadRequest, match=said):
        add_up(counted(table), DTOC, period=period, area=area)


def test_everything_that_stands_in_the_way_is_told_at_once():
    some = [*counted("2017-04 | N | 1 | 9", "res"), Count("dtoc", "2017-05", "S", Decimal(1))]
    with pytest.raises(BadRequest) as refused:
        add_up(some, DTOC, period="2017-04")
    for said in ("not of dtoc", "lacks a period", "name the area", "Some counts have", "outside"):
        assert said in str(refused.value)


def test_groups_are_added_up_one_at_a_time():
    some = [Count("dtoc", "2017-04", "N", Decimal(1), None, "age", group) for group in ("a", "b")]
    with pytest.raises(BadRequest, match="different groups"):
        add_up(some, DTOC, area="N")


def test_nothing_asked_is_refused():
    with pytest.raises(BadRequest, match="There is nothing to add up"):
        add_up([], DTOC, period="2017-18")
    with pytest.raises(BadRequest, match="There is nothing to add up"):
        add_up(counted("2017-04 | N | 1 | 9"), DTOC)


def test_a_waiting_list_does_not_add_up_over_time():
    some = counted("2017-04 | N | 599 | .\n2017-05 | N | 590 | .\n2017-06 | N | 580 | .",
                   BACKLOG.metric)  # fmt: skip
    with pytest.raises(BadRequest, match="is of one moment"):
        add_up(some, BACKLOG, period="2017-18 Q1")
    areas = counted("2017-04 | N | 599 | .\n2017-04 | S | 1 | .", BACKLOG.metric)
    assert add_up(areas, BACKLOG, area="Both").numerator == 600


def test_october_to_december_stand_for_the_year_of_reablement():
    quarters = [Count("rea", f"2017-18 Q{n}", "N", Decimal(8), Decimal(10)) for n in (1, 2, 3, 4)]
    with pytest.raises(BadRequest, match="that of 2017-18 Q3: give that quarter alone"):
        add_up(quarters, REA, period="2017-18")
    year = add_up([quarters[2]], REA, period="2017-18")
    assert (year.period, figure(year, REA)) == ("2017-18", Decimal(80))


def test_a_figure_without_people_is_none():
    assert figure(Count("res", "2017-18", "N", Decimal(3)), RES) is None
    assert figure(Count("res", "2017-18", "N", Decimal(3), Decimal(0)), RES) is None


def test_a_standardised_rate_is_not_worked_out_of_one_count():
    one = Count("avoid", "2023-24", "N", Decimal(300), Decimal(100000))
    assert figure(one, definition("avoid")) is None


def test_a_mean_delay_is_days_over_patients():
    """14% of patients with a delay of 6.2 days on average make 0.868 days over all."""
    one = Count("ddelay", "2025-04", "N", Decimal(14) * Decimal("6.2"), Decimal(100))
    assert figure(one, definition("ddelay")) == Decimal("0.868")


@pytest.mark.parametrize(("period", "of_period", "of_start"), [
    ("2017-18", 2017, 2017), ("2017-18 Q3", 2017, 2017), ("2017-18 Q4", 2018, 2017),
    ("2017-12", 2017, 2017), ("2018-01", 2018, 2017), ("2018-03", 2018, 2017),
    ("2018-04", 2018, 2018),
])  # fmt: skip
def test_whose_year_of_people_belongs_to_a_period(period, of_period, of_start):
    assert population_year("calendar_year_of_period", period) == of_period
    assert population_year("calendar_year_of_start", period) == of_start


@pytest.mark.parametrize(("period", "days"), [
    ("2017-18", 365), ("2019-20", 366), ("2017-18 Q1", 91), ("2017-18 Q2", 92),
    ("2017-18 Q4", 90), ("2019-20 Q4", 91), ("2020-02", 29), ("2019-02", 28), ("2018-12", 31),
])  # fmt: skip
def test_the_days_of_a_period(period, days):
    assert days_of(period) == days


@pytest.mark.parametrize("text", ["", "2017", "2017-13", "2017-19", "2017-18 Q5", "Q1", "soon"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(BadRequest, match="is no period"):
        days_of(text)


counts = st.integers(0, 10**6).map(Decimal)
people = st.integers(1, 10**7).map(Decimal)


@given(st.lists(counts, min_size=4, max_size=4), people)
def test_with_the_same_people_all_year_the_rate_of_the_year_is_the_sum_of_the_quarters(
    tops, bottom
):
    quarters = [Count("dtoc", f"2017-18 Q{n}", "N", top, bottom) for n, top in enumerate(tops, 1)]
    year = figure(add_up(quarters, DTOC, period="2017-18"), DTOC)
    rates = sum(figure(one, DTOC) for one in quarters)
    assert abs(year - rates) <= Decimal("1e-18") * max(rates, 1)


@given(st.lists(st.tuples(counts, people), min_size=1, max_size=6))
def test_the_rate_of_areas_together_lies_between_theirs(rows):
    some = [Count("res", "2017-18", f"A{n}", top, of) for n, (top, of) in enumerate(rows)]
    rates = [figure(one, RES) for one in some]
    whole = figure(add_up(some, RES, area="All"), RES)
    slack = Decimal("1e-15") * max(*rates, 1)
    assert min(rates) - slack <= whole <= max(rates) + slack


@given(st.lists(counts, min_size=12, max_size=12))
def test_months_to_quarters_to_a_year_is_months_to_a_year(tops):
    months = [f"{2017 + (n > 8)}-{(n + 3) % 12 + 1:02}" for n in range(12)]
    some = [Count("nea", month, "N", top) for month, top in zip(months, tops, strict=True)]
    quarters = [add_up(some[3 * n : 3 * n + 3], NEA, period=f"2017-18 Q{n + 1}") for n in range(4)]
    year = add_up(quarters, NEA, period="2017-18")
    assert year == add_up(some, NEA, period="2017-18")
    assert year.numerator == sum(tops)


@given(counts, people)
def test_days_to_people_and_back(days, adults):
    daily = people_a_day(days * 100_000 / adults, adults, "2019-20 Q4")
    assert abs(daily - days / 91) <= Decimal("1e-18") * max(days, 1)
    again = days_for_people(daily, adults, "2019-20 Q4") * adults / 100_000
    assert abs(again - days) <= Decimal("1e-18") * max(days, 1)


def test_a_rate_needs_people():
    with pytest.raises(BadRequest, match="above 0"):
        days_for_people(Decimal(1), Decimal(0), "2017-18")


@given(st.integers(1, 10**5).map(Decimal), st.integers(10**3, 10**6).map(Decimal))
def test_the_people_behind_a_rate_are_among_those_that_made_it(top, bottom):
    printed = round(top * 100_000 / bottom, 1)
    if printed <= Decimal("0.05"):
        return
    low, high = people_behind(top, printed, RES)
    assert low <= bottom <= high


@pytest.mark.parametrize(("metric", "printed"), [("nea", "5"), ("res", "0"), ("res", "0.5")])
def test_what_has_no_people_behind_it(metric, printed):
    one = definition(metric, round_id="2017-19")
    if printed == "0.5":
        assert people_behind(Decimal(1), Decimal(printed), one)[0] > 0
        return
    with pytest.raises(BadRequest, match="has a population behind it"):
        people_behind(Decimal(1), Decimal(printed), one)
