"""Every value of a metric that five published plans print, from the library's definitions.

Leicester 2019-20 and Rotherham 2017-19: the metrics tabs of the planning templates, in the papers
of their Health and Wellbeing Boards. "In words" are figures in the text of Rotherham's plan. The
expenditure of Rotherham 2019-20 and both budgets of Rutland print no value of a metric; Rutland
names six metrics.
"""
# mypy: disable-error-code="operator, arg-type, type-var, misc, attr-defined, index"

from decimal import Decimal
from itertools import groupby

import pytest

from bettercare import rounds
from bettercare.metrics.adding_up import (
    add_up,
    days_for_people,
    days_of,
    figure,
    people_a_day,
    population_year,
)
from bettercare.metrics.implied import people_behind
from bettercare.metrics.library import definition, library
from bettercare.metrics.results import Count
from bettercare.places import apportion, load_mapping
from bettercare.statistics.intervals import poisson_rate, wilson
from tests.spec.published import number, table

# A dash stands where the paper prints no such number.
VALUES = table("""
    where     | round   | metric                      | period     | count |      of |    printed
    Leicester | 2019-20 | res                         | 2018-19    |   254 |  42,304 |        600
    Leicester | 2019-20 | res                         | 2019-20    |   254 |  43,358 |        586
    Leicester | 2019-20 | rea                         | 2018-19 Q3 |   212 |     230 |       92.2
    Leicester | 2019-20 | rea                         | 2019-20 Q3 |   214 |     230 | 93.0434783
    Rotherham | 2017-19 | nea                         | 2017-18 Q1 | 7,395 |       - |      7,395
    Rotherham | 2017-19 | nea                         | 2017-18 Q2 | 7,436 |       - |      7,436
    Rotherham | 2017-19 | nea                         | 2017-18 Q3 | 7,047 |       - |      7,047
    Rotherham | 2017-19 | nea                         | 2017-18 Q4 | 7,016 |       - |      7,016
    Rotherham | 2017-19 | nea                         | 2018-19 Q1 | 7,378 |       - |      7,378
    Rotherham | 2017-19 | nea                         | 2018-19 Q2 | 7,419 |       - |      7,419
    Rotherham | 2017-19 | nea                         | 2018-19 Q3 | 7,029 |       - |      7,029
    Rotherham | 2017-19 | nea                         | 2018-19 Q4 | 6,999 |       - |      6,999
    Rotherham | 2017-19 | res                         | 2015-16    |   401 |  49,625 |      808.1
    Rotherham | 2017-19 | res                         | 2016-17    |   390 |  50,524 |      771.9
    Rotherham | 2017-19 | res                         | 2017-18    |   297 |  51,186 |      580.2
    Rotherham | 2017-19 | res                         | 2018-19    |   287 |  51,982 |      552.1
    Rotherham | 2017-19 | rea                         | 2015-16 Q3 |   121 |     135 |       89.6
    Rotherham | 2017-19 | rea                         | 2016-17 Q3 |   132 |     145 |       91.0
    Rotherham | 2017-19 | rea                         | 2017-18 Q3 |   158 |     180 |       87.8
    Rotherham | 2017-19 | rea                         | 2018-19 Q3 |   162 |     182 |       89.0
    Rotherham | 2017-19 | dtoc                        | 2016-17 Q1 | 1,390 | 204,995 |      678.1
    Rotherham | 2017-19 | dtoc                        | 2016-17 Q2 | 1,376 | 204,995 |      671.2
    Rotherham | 2017-19 | dtoc                        | 2016-17 Q3 | 1,558 | 204,995 |      760.0
    Rotherham | 2017-19 | dtoc                        | 2016-17 Q4 | 2,271 | 205,748 |     1103.8
    Rotherham | 2017-19 | dtoc                        | 2017-18 Q1 | 2,400 | 205,748 |     1166.5
    Rotherham | 2017-19 | dtoc                        | 2017-18 Q2 | 1,428 | 205,748 |      694.1
    Rotherham | 2017-19 | dtoc                        | 2017-18 Q3 | 1,428 | 205,748 |      694.1
    Rotherham | 2017-19 | dtoc                        | 2017-18 Q4 | 1,397 | 206,394 |      676.9
    Rotherham | 2017-19 | dtoc                        | 2018-19 Q1 | 1,413 | 206,394 |      684.6
    Rotherham | 2017-19 | dtoc                        | 2018-19 Q2 | 1,428 | 206,394 |      691.9
    Rotherham | 2017-19 | dtoc                        | 2018-19 Q3 | 1,428 | 206,394 |      691.9
    Rotherham | 2017-19 | dtoc                        | 2018-19 Q4 | 1,397 | 206,937 |      675.1
    in words  | 2017-19 | res                         | 2016-17    |   329 |  49,623 |        663
    in words  | 2017-19 | res                         | 2017-18    |   297 |  50,424 |        589
    in words  | 2017-19 | rea                         | 2015-16 Q3 |   121 |     135 |       89.6
    in words  | 2017-19 | rea                         | 2016-17 Q3 |   126 |     144 |       87.5
    in words  | 2017-19 | rea                         | 2017-18 Q3 |   158 |     180 |         88
    in words  | 2017-19 | rea                         | 2018-19 Q3 |   162 |     182 |         89
    in words  |         | rotherham_intermediate_care | 2014-15    |   587 |       - |        587
    in words  |         | rotherham_intermediate_care | 2015-16    |   613 |       - |        613
    in words  |         | rotherham_intermediate_care | 2016-17    |   666 |       - |        666
    in words  |         | rotherham_day_care          | 2014-15    |   644 |       - |        644
    in words  |         | rotherham_day_care          | 2015-16    |   537 |       - |        537
    in words  |         | rotherham_falls_injuries    | 2011-12    | 1,039 |       - |      1,039
    in words  |         | rotherham_falls_injuries    | 2015-16    |   751 |       - |        751
    in words  |         | rotherham_therapy_backlog   | 2016-06    |   599 |       - |        599
    in words  |         | rotherham_therapy_backlog   | 2017-09    |   126 |       - |        126
""")  # fmt: skip


def decimals(printed):
    """A number of as many decimals as are printed."""
    return Decimal(1).scaleb(-len(printed.partition(".")[2]))


def count_of(metric, period, numerator, denominator="-", area="Rotherham"):
    """A count out of the cells of a table."""
    bottom = None if denominator == "-" else number(denominator)
    return Count(metric, period, area, number(numerator), bottom)


@pytest.mark.parametrize("row", VALUES, ids=" ".join)
def test_a_printed_value(row):
    where, round_id, metric, period, numerator, denominator, printed = row
    found = figure(
        count_of(metric, period, numerator, denominator, where),
        definition(metric, round_id=round_id),
    )
    assert found is not None
    assert round(found, -decimals(printed).as_tuple().exponent) == number(printed)


def test_the_summary_of_leicester_prints_a_population_with_decimals():
    """It prints 585.8158124, which 254 for 43,358 people is not: the population was not whole."""
    res = definition("res", round_id="2019-20")
    found = figure(count_of("res", "2019-20", "254", "43,358"), res)
    assert round(found, 7) == Decimal("585.8203792")
    low, high = people_behind(Decimal(254), Decimal("585.8158124"), res)
    assert Decimal("43358.33") < low < high < Decimal("43358.34")


# Counts of admissions that the text gives without a rate: they are numerators of res.
ADMISSIONS = table("""
    period     | admissions | of the year
    2014-15    |        469 | yes
    2015-16    |        401 | yes
    2017-18 Q1 |         45 | no
    2018-19    |        287 | yes
""")


def test_counts_of_admissions_stand_without_a_rate():
    res = definition("res", round_id="2017-19")
    for period, admissions, _ in ADMISSIONS:
        one = count_of("res", period, admissions)
        assert (one.numerator, figure(one, res)) == (number(admissions), None)
    assert number(ADMISSIONS[3][1]) == 297 - 10  # "10 fewer" than the target of 2017-18


@pytest.mark.parametrize(("year", "ours", "printed"), [
    ("2017-18", "28,894", "28,893"),
    ("2018-19", "28,825", "28,824"),
])  # fmt: skip
def test_a_year_of_admissions_from_its_quarters(year, ours, printed):
    """The paper adds quarters that are not rounded yet: each may be off by a half."""
    quarters = [row for row in VALUES if row[2] == "nea" and row[3].startswith(year)]
    counts = [count_of("nea", row[3], row[4]) for row in quarters]
    found = add_up(counts, definition("nea", round_id="2017-19"), period=year)
    assert (found.period, found.numerator) == (year, number(ours))
    assert abs(found.numerator - number(printed)) <= len(quarters) * Decimal("0.5")


# Projections of people aged 18 and over in Rotherham, by calendar year.
PEOPLE = {2016: "204,995", 2017: "205,748", 2018: "206,394", 2019: "206,937"}


def test_january_to_march_take_the_population_of_the_new_year():
    dtoc = definition("dtoc", round_id="2017-19")
    quarters = [row for row in VALUES if row[2] == "dtoc"]
    assert len(quarters) == 12
    for _, _, _, period, _, denominator, _ in quarters:
        assert PEOPLE[population_year(dtoc.population.rule, period)] == denominator


# The days of eight quarters, all but the first from one daily figure: 15.52 people.
DAILY = table("""
    period     |  days | days of period | people on an average day
    2016-17 Q4 | 2,271 |             90 | 25.2
    2017-18 Q1 | 2,400 |             91 | 26.4
    2017-18 Q2 | 1,428 |             92 | 15.5
    2017-18 Q3 | 1,428 |             92 | 15.5
    2017-18 Q4 | 1,397 |             90 | 15.5
    2018-19 Q1 | 1,413 |             91 | 15.5
    2018-19 Q2 | 1,428 |             92 | 15.5
    2018-19 Q3 | 1,428 |             92 | 15.5
    2018-19 Q4 | 1,397 |             90 | 15.5
""")


@pytest.mark.parametrize(("period", "days", "length", "daily"), DAILY)
def test_days_of_a_quarter_as_people_on_an_average_day(period, days, length, daily):
    """By counting days anew, and by converting the rate: both ways to one figure."""
    people = number(PEOPLE[population_year("calendar_year_of_period", period)])
    one = Count("dtoc", period, "Rotherham", number(days), people)
    found = figure(one, definition("dtoc", round_id="2018-19"))
    rate = figure(one, definition("dtoc", round_id="2017-19"))
    assert days_of(period) == int(length)
    assert round(found, 1) == number(daily)
    assert abs(people_a_day(rate, people, period) - found) < Decimal("1e-20")
    assert abs(days_for_people(found, people, period) - rate) < Decimal("1e-20")


def test_leicester_prints_one_daily_figure_for_a_leap_year():
    assert Decimal("21.4") * days_of("2019-20") == Decimal("7832.4")
    one = Count("dtoc", "2019-20", "Leicester", Decimal("7832.4"))
    assert figure(one, definition("dtoc", round_id="2019-20")) == Decimal("21.4")


# National expectation of July 2017: people delayed a day for each 100,000 adults. A print of one
# decimal may be off by 0.05, so three parts may be off by 0.15 and 9.3 can be 9.4.
EXPECTED = table("""
    attributed to | per 100,000 | people a day in Rotherham
    social_care   |         2.6 |  5.3
    nhs           |         5.5 | 11.3
    joint         |         1.2 |  2.5
    total         |         9.4 | 19.3
""")


def test_the_parts_of_the_expectation_come_to_9_3_and_the_total_is_9_4():
    ceiling = rounds.load("2017-19").metrics["dtoc"].ceiling
    told = {name: number(rate) for name, rate, _ in EXPECTED}
    assert {**ceiling.parts, "total": ceiling.daily} == told
    parts = sum(ceiling.parts.values())
    assert (parts, told["total"]) == (Decimal("9.3"), Decimal("9.4"))
    assert abs(told["total"] - parts) <= Decimal("0.05") * len(ceiling.parts)


def test_the_expectation_for_rotherham():
    people = number(PEOPLE[2017])
    for name, rate, daily in EXPECTED:
        assert round(number(rate) * people / 100_000, 1) == number(daily), name


def test_9_4_a_day_as_days_and_rate_of_a_quarter():
    people = number(PEOPLE[2017])
    daily = Decimal("9.4") * people / 100_000
    assert round(daily * days_of("2017-18 Q2")) == 1_779
    assert round(days_for_people(daily, people, "2017-18 Q2"), 1) == Decimal("864.8")


# What the text says beside what the template says: the same admissions, other populations.
# The people behind a rate in words are between the two numbers.
TRAPS = table("""
    admissions | in words | people: least |   most | in the template | its rate | fits
    297        | 589      |        50,382 | 50,467 |          51,186 | 580.2    | no
    329        | 663      |        49,586 | 49,660 |          49,625 | 663.0    | yes
""")


@pytest.mark.parametrize("row", TRAPS, ids=" ".join)
def test_a_rate_in_words_is_of_a_population(row):
    """589 is of no population of the template; 663 is of the one of 2015-16, the year before."""
    admissions, words, least, most, people, template, fits = row
    res = definition("res", round_id="2017-19")
    low, high = people_behind(number(admissions), number(words), res)
    assert (round(low), round(high)) == (number(least), number(most))
    assert (low <= number(people) <= high) == (fits == "yes")
    found = figure(count_of("res", "2017-18", admissions, people), res)
    assert round(found, 1) == number(template)


INTERVALS = table("""
    metric | numerator | denominator | value | lower | upper
    res    |       297 |      51,186 | 580.2 | 516.1 | 650.1
    res    |       401 |      49,625 | 808.1 | 730.9 | 891.2
    res    |       254 |      43,358 | 585.8 | 516.0 | 662.5
    rea    |       158 |         180 |  87.8 |  82.2 |  91.8
    rea    |       121 |         135 |  89.6 |  83.3 |  93.7
""")


@pytest.mark.parametrize(
    ("metric", "numerator", "denominator", "value", "lower", "upper"), INTERVALS
)
def test_the_interval_that_a_definition_names(metric, numerator, denominator, value, lower, upper):
    """The plan's fall in reablement from 89.6 to 87.8 is no change that can be told from chance."""
    one = definition(metric, round_id="2017-19")
    top, bottom = int(number(numerator)), int(number(denominator))
    method = {
        "poisson": lambda: poisson_rate(top, bottom, per=one.per),
        "wilson": lambda: wilson(top, bottom),
    }
    found = method[one.interval]()
    scale = one.per if one.interval == "wilson" else 1
    assert [f"{limit * scale:.1f}" for limit in (found.lower, found.upper)] == [lower, upper]
    rate = figure(count_of(metric, "2017-18", numerator, denominator), one)
    assert f"{rate:.1f}" == value


# Real shares of five CCGs in Rotherham, and plans made up for one quarter.
APPORTIONED = table("""
    commissioner   | plan   | share | admissions
    02P Barnsley   |  7,000 |  3.4% |   238.0
    02Q Bassetlaw  |  2,900 |  1.0% |    29.0
    02X Doncaster  |  9,800 |  1.1% |   107.8
    03L Rotherham  |  7,000 | 97.9% | 6,853.0
    03N Sheffield  | 14,000 |  0.8% |   112.0
""")


def test_admissions_of_commissioners_shared_out_to_an_area():
    plans = {name.split()[0]: {"2017-18 Q1": number(plan)} for name, plan, _, _ in APPORTIONED}
    found = apportion(plans, load_mapping("2017-19"), "Rotherham").quarters[0]
    parts = {part.commissioner.code: part.plan * part.share for part in found.parts}
    assert parts == {name.split()[0]: number(counted) for name, _, _, counted in APPORTIONED}
    one = Count("nea", "2017-18 Q1", "Rotherham", found.value)
    assert figure(one, definition("nea", round_id="2017-19")) == Decimal("7339.8")
    assert definition("nea", round_id="2017-19").area == "commissioner"


# Rutland's six, by what the library calls them in the round of 2016-17.
RUTLAND = table("""
    as Rutland names it                                | in the round | chosen there
    avoided admissions to residential care             | res          |
    still at home 91 days after discharge (reablement) | rea          |
    fewer delayed transfers of care                    | dtoc         |
    fewer non-elective or emergency admissions         | nea          |
    patient satisfaction with quality of life          | pse          | rutland_satisfaction
    fewer admissions due to falls                      | loc          | rutland_falls
""")


def test_the_metrics_of_rutland():
    asked = {one.metric for one in library().of_round("2016-17")}
    assert {code for _, code, _ in RUTLAND} == asked
    for _, code, chosen in RUTLAND:
        if chosen:
            assert (
                f"({code})" in definition(chosen).notes or f"({code})." in definition(chosen).notes
            )
            assert definition(chosen).scope == "local"


LOCAL = (
    "Non-elective patients discharged at weekends or bank holidays: rotherham_weekend_discharges",
    "People supported to manage their condition: rotherham_supported_condition",
    "Deaths at home: rotherham_deaths_at_home",
    "Hospital spells from falls injuries, 65+: rotherham_falls_spells",
    "Additional years of life, amenable conditions: rotherham_years_of_life",
    "Co-ordinated care plan for 65+ or long-term conditions: rotherham_care_plans",
    "Emergency admissions and length of stay: rotherham_admissions_and_stay",
    "Positive experience of care in all settings: rotherham_care_experience",
    "Parity of esteem, mental and physical health: rotherham_parity_of_esteem",
    "Self-directed support and direct payments: rotherham_self_directed_support",
    "Service user and carer survey measures: rotherham_surveys",
    "People 65+ requiring social care support: rotherham_social_care_65",
    "Supported housing placements, learning disability 18-64: rotherham_supported_housing",
    "Information and advice at first contact: rotherham_advice_first_contact",
    "Carers receiving self-directed support: rotherham_carers_support",
    "Carers assessments completed: rotherham_carers_assessed",
    "New clients needing no further support after short-term service: rotherham_no_further_support",
    "Adults with learning disabilities supported into employment: rotherham_employment",
    "Satisfaction of people receiving care: rotherham_satisfaction",
)


def test_every_local_metric_that_rotherham_lists_has_a_definition():
    for line in LOCAL:
        found = definition(line.rpartition(": ")[2])
        assert (found.scope, found.until.year) == ("local", 2019), line
    assert len({line.rpartition(": ")[2] for line in LOCAL}) == 19


def test_each_figure_of_a_metric_is_told_in_one_period_once():
    keys = sorted((row[0], row[2], row[3]) for row in VALUES)
    assert all(len(list(same)) == 1 for _, same in groupby(keys))
