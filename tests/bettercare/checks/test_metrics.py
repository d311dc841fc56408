"""Metrics: whether they are complete and right, change credibly, and have plans behind them."""

import msgspec
import pytest

import bettercare as bc
from bettercare import examples
from bettercare.plan import Origin
from tests.bettercare.builders import METRICS, findings, fixes, places, plan_of, report, told

HEAD = "metric | year | numerator | denominator | value_printed | value_printed_on_summary\n"

FULL = """
DTOC | 2019-20 |     |       | 21.4 |
RES  | 2018-19 | 254 | 42304 | 600  |
RES  | 2019-20 | 250 | 43358 | 577  | 576.6
REA  | 2018-19 | 212 | 230   | .922 |
REA  | 2019-20 | 220 | 230   | 95.7 | 0.956521739
"""


def metrics(rows, **more):
    return plan_of(metrics=HEAD + rows.strip(), **more)


SILENT_ON_FULL = ["090", "091", "092", "095", "096", "097", "098", "100", "103", "106", "113"]


@pytest.mark.parametrize("code", SILENT_ON_FULL)
def test_silent_on_good_metrics(code):
    schemes = "scheme_type | dtoc | res | rea\nOther | High | Medium | High"
    assert told(f"CHK-{code}", metrics(FULL, schemes=schemes)) == []


def test_numbers_that_are_missing():
    plan = metrics(
        """
        RES | 2018-19 |     |       | 600 |
        RES | 2019-20 | 250 |       |     |
        REA | 2018-19 | 212 | 230   |     |
        REA | 2019-20 | ?   | 230   |     |
        """
    )
    assert told("CHK-090", plan) == [
        "Delayed transfers of care. 2019-20 has no delays a day.",
        "Residential admissions. 2018-19 has no numerator and no denominator.",
        "Residential admissions. 2019-20 has no denominator.",
    ]
    assert fixes("CHK-090", plan)[::2] == [
        "Enter the number of adults whose discharge is delayed, on an average day.",
        "Enter the number of people aged 65 and over living in the area.",
    ]
    assert places("CHK-090", plan) == [
        [],
        [("metrics", 1, "Numerator"), ("metrics", 1, "Denominator")],
        [("metrics", 2, "Denominator")],
    ]


def test_a_dash_is_a_missing_number():
    plan = metrics("DTOC | 2019-20 | | | - |")
    assert told("CHK-090", plan)[0] == "Delayed transfers of care. 2019-20 has no delays a day."


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("RES | 2019-20 | 254 | 43358 | 600.0 |", "254 ÷ 43,358 gives 585.8, not 600.0."),
        ("RES | 2019-20 | 254 | 42304 | 599 |", "254 ÷ 42,304 gives 600.4, not 599.0."),
        ("RES | 2019-20 | 254 | 43358 | 586 | 586.0", "254 ÷ 43,358 gives 585.8, not 586.0."),
        ("REA | 2019-20 | 214 | 230 | 0.92 |", "214 ÷ 230 gives 93.0%, not 92.0%."),
        ("REA | 2019-20 | 214 | 230 | 91 |", "214 ÷ 230 gives 93.0%, not 91.0%."),
    ],
)
def test_a_rate_that_its_numbers_do_not_give(line, expected):
    plan = metrics(line)
    assert [found.message for found in findings("CHK-091", plan)] == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "RES | 2018-19 | 254 | 42304 | 600 | ",
        "RES | 2019-20 | 254 | 43358 | 586 | 585.8158124",
        "RES | 2019-20 | 254 | 43358 |     | ",
        "REA | 2018-19 | 212 | 230 | 0.922 | ",
        "REA | 2019-20 | 214 | 230 | 0.93  | 0.930434783",
        "REA | 2019-20 | 214 | 230 | 93    | 93.0",
        "REA | 2019-20 | 214 | 0   | 93    | ",
    ],
)
def test_a_rate_that_agrees_but_for_rounding(line):
    assert findings("CHK-091", metrics(line)) == []


def test_only_the_printed_value_that_differs_is_pointed_at():
    plan = metrics("RES | 2019-20 | 254 | 43358 | 586 | 590.1")
    assert places("CHK-091", plan) == [[("metrics", 1, "Plan on the summary")]]


@pytest.mark.parametrize(("number", "shown"), [("0", "0"), ("-43358", "-43,358")])
def test_a_population_of_nobody(number, shown):
    plan = metrics(f"RES | 2019-20 | 254 | {number} | |")
    assert told("CHK-092", plan) == [
        "Residential admissions. The number of people aged 65 and over living in the area must "
        f"be above 0, not {shown}."
    ]
    assert findings("CHK-095", plan) == findings("CHK-096", plan) == []


def test_more_people_at_home_than_were_discharged():
    plan = metrics("REA | 2019-20 | 240 | 230 | |\nRES | 2019-20 | 9 | 8 | |")
    assert told("CHK-095", plan) == ["Reablement. 240 is more than the 230 that it is a part of."]
    assert places("CHK-095", plan) == [[("metrics", 1, "Numerator"), ("metrics", 1, "Denominator")]]


def test_all_at_home_is_possible():
    assert findings("CHK-095", metrics("REA | 2019-20 | 230 | 230 | |")) == []


def test_a_small_cohort():
    # 95% Wilson interval of 36 out of 40: 76.9% to 96.0%
    plan = metrics("REA | 2018-19 | 35 | 40 | |\nREA | 2019-20 | 36 | 40 | |")
    assert told("CHK-096", plan) == [
        "Reablement. With only 40 people, chance alone moves it by ±9.5 points; "
        "the plan moves it by 2.5."
    ]
    assert told("CHK-096", metrics("REA | 2019-20 | 36 | 40 | |")) == [
        "Reablement. With only 40 people, chance alone moves it by ±9.5 points."
    ]


def test_a_cohort_that_is_not_small():
    assert findings("CHK-096", metrics("REA | 2019-20 | 45 | 50 | |")) == []


def test_a_plan_to_get_worse():
    plan = metrics(
        """
        RES | 2018-19 | 250 | 43358 | |
        RES | 2019-20 | 254 | 43358 | |
        REA | 2018-19 | 121 | 135   | |
        REA | 2019-20 | 158 | 180   | |
        """
    )
    assert told("CHK-097", plan) == [
        "Residential admissions. 585.8 in 2019-20 is worse than 576.6 in 2018-19.",
        "Reablement. 87.8% in 2019-20 is worse than 89.6% in 2018-19.",
    ]
    assert places("CHK-097", plan)[0] == [("metrics", 2, "Numerator")]


def test_a_difference_that_is_not_shown_is_not_worse():
    plan = metrics("REA | 2018-19 | 9000 | 10000 | |\nREA | 2019-20 | 8999 | 10000 | |")
    assert findings("CHK-097", plan) == []


def test_a_large_change():
    plan = metrics("RES | 2018-19 | 401 | 49625 | |\nRES | 2019-20 | 297 | 51186 | |")
    assert told("CHK-098", plan) == [
        "Residential admissions. 808.1 to 580.2 is a change of -28% in one year."
    ]


def test_a_change_of_a_quarter_is_not_too_large():
    plan = metrics("DTOC | 2018-19 | | | 20 |\nDTOC | 2019-20 | | | 15 |")
    assert findings("CHK-098", plan) == []
    plan = metrics("DTOC | 2018-19 | | | 0 |\nDTOC | 2019-20 | | | 15 |")
    assert findings("CHK-098", plan) == []


def test_a_change_within_chance():
    plan = metrics(
        """
        RES | 2018-19 | 254 | 42304 | |
        RES | 2019-20 | 250 | 43358 | |
        REA | 2018-19 | 212 | 230   | |
        REA | 2019-20 | 214 | 230   | |
        """
    )
    assert told("CHK-099", plan) == [
        "Residential admissions. 600.4 to 576.6 cannot be told from chance.",
        "Reablement. 92.2% to 93.0% cannot be told from chance.",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        # the same count; a change beyond 529.0 to 679.0 (Byar); below 10 events; not a part
        "RES | 2018-19 | 254 | 42304 | |\nRES | 2019-20 | 254 | 43358 | |",
        "RES | 2018-19 | 254 | 42304 | |\nRES | 2019-20 | 200 | 43358 | |",
        "RES | 2018-19 | 9 | 42304 | |\nRES | 2019-20 | 8 | 43358 | |",
        "REA | 2018-19 | 240 | 230 | |\nREA | 2019-20 | 214 | 230 | |",
        "DTOC | 2018-19 | | | 20 |\nDTOC | 2019-20 | | | 19 |",
    ],
)
def test_nothing_to_say_about_chance(rows):
    assert findings("CHK-099", metrics(rows)) == []


def test_a_rate_that_falls_by_population_alone():
    plan = metrics("RES | 2018-19 | 254 | 42304 | |\nRES | 2019-20 | 254 | 43358 | |")
    assert told("CHK-100", plan) == [
        "Residential admissions. 254 in both years: the rate falls from 600 to 586 only because "
        "the population grows."
    ]
    assert fixes("CHK-100", plan) == ["Plan fewer, or say so."]


def test_more_people_and_yet_a_lower_rate():
    plan = metrics("RES | 2018-19 | 254 | 42304 | |\nRES | 2019-20 | 255 | 43358 | |")
    assert told("CHK-100", plan) == [
        "Residential admissions. 255 after 254 is more people: the rate falls from 600 to 588 "
        "only because the population grows."
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "RES | 2018-19 | 254 | 42304 | |\nRES | 2019-20 | 253 | 43358 | |",
        "RES | 2018-19 | 254 | 42304 | |\nRES | 2019-20 | 254 | 42304 | |",
        "REA | 2018-19 | 212 | 240 | |\nREA | 2019-20 | 212 | 230 | |",
    ],
)
def test_a_rate_that_does_not_fall_by_population_alone(rows):
    assert findings("CHK-100", metrics(rows)) == []


def test_delays_in_another_unit():
    plan = metrics("DTOC | 2019-20 | | | 1166.5 |")
    assert told("CHK-103", plan) == [
        "Delayed transfers of care. 1,166.5 is too many for delays a day; it looks like days, "
        "or a rate per 100,000."
    ]
    assert places("CHK-103", plan) == [[("metrics", 1, "Plan")]]


def test_years_missing_doubled_or_out_of_order():
    plan = metrics(
        """
        RES | 2019-20 | 254 | 43358 | |
        RES | 2018/19 | 254 | 42304 | |
        RES | 2019/20 | 250 | 43358 | |
        REA | 2019-20 | 214 | 230   | |
        REA |         | 212 | 230   | |
        """
    )
    assert told("CHK-113", plan) == [
        "Residential admissions. 2019-20 has 2 lines; the first is used.",
        "Residential admissions. The years are not in time order.",
        "Reablement. There is no line for 2018-19.",
        "Reablement. A line has no year.",
    ]
    assert places("CHK-113", plan) == [
        [("metrics", 3, "Plan year")],
        [("metrics", 1, "Plan year")],
        [],
        [("metrics", 5, "Plan year")],
    ]


def test_a_boundary_that_changed_between_the_years():
    rows = "RES | 2018-19 | 254 | 42304 | |\nRES | 2019-20 | 254 | 43358 | |"
    assert told("CHK-114", metrics(rows, area="dorset")) == [
        "Metrics. Dorset became one council, without Christchurch on 1 April 2019; "
        "figures before that are not comparable."
    ]
    assert findings("CHK-114", metrics(rows, area="Leicester")) == []
    assert findings("CHK-114", metrics(rows.split("\n")[1], area="Dorset")) == []
    assert [one.needs for one in report("CHK-114", metrics(rows)).not_run] == [
        "the name of the area"
    ]


@pytest.mark.parametrize(
    ("code", "needs"),
    [("CHK-093", "the published populations"), ("CHK-101", "the area's expectation")],
)
def test_what_needs_something_else_says_so(code, needs):
    assert [one.needs for one in report(code, metrics(FULL)).not_run] == [needs]


def told_of(metric, narrative, **numbers):
    line = {"metric": metric, "narrative": narrative, **numbers}
    return [found.message for found in findings("CHK-104", plan_of(metrics=[line]))]


RES = {"numerator": "297", "denominator": "51186"}  # 580.2 per 100,000
REA = {"numerator": "158", "denominator": "180"}  # 87.8%


@pytest.mark.parametrize(
    ("metric", "numbers", "narrative", "expected"),
    [
        ("RES", RES, "297 admissions, 589 per 100,000.", "589; the table says 580.2."),
        ("RES", RES, "a rate of 1,589 or 580 people per 100000", None),
        ("REA", REA, "We aim at 89 per cent.", "89%; the table says 87.8%."),
        ("REA", REA, "88% of people at home; 30% fewer falls", None),
        ("DTOC", {"value_printed": "21.4"}, "22 delays a day", "22; the table says 21.4."),
        ("DTOC", {"value_printed": "21.4"}, "21 delays per day in 2019", None),
        ("NEA", {}, "5% fewer admissions", None),
    ],
)
def test_numbers_quoted_in_a_narrative(metric, numbers, narrative, expected):
    wanted = [f"The narrative says {expected}"] if expected else []
    assert told_of(metric, narrative, **numbers) == wanted


def test_a_very_long_number_is_read_in_good_time():
    assert told_of("REA", "9" * 200_000 + " " + "1," * 100_000, **REA) == []


def test_without_narratives_it_says_what_it_needs():
    plan = plan_of(metrics=[{"metric": "RES", "narrative": ""}])
    for code in ("CHK-104", "CHK-105"):
        assert [one.needs for one in report(code, plan).not_run] == ["the metrics in words"]


def test_metrics_without_a_plan_in_words():
    rows = "metric | narrative\nNEA | Fewer\nDTOC | \nRES | Fewer"
    plan = plan_of(metrics=rows)
    assert told("CHK-105", plan) == [
        "Delayed transfers of care. No plan in words is given.",
        "Reablement. No plan in words is given.",
    ]
    assert places("CHK-105", plan) == [[("metrics", 2, "Overview Narrative")], []]


def test_a_metric_that_no_scheme_supports():
    schemes = "scheme_type | rea | res\nCare Act Implementation Related Duties | Low | Medium"
    plan = plan_of(metrics="metric\nREA\nRES", schemes=schemes)
    assert told("CHK-106", plan) == [
        "Reablement. No scheme supports it: none has a Medium or High impact, "
        "or is of a type that would."
    ]
    assert fixes("CHK-106", plan) == [
        "Give impacts to the schemes that help, or plan one of type 'Intermediate Care Services' "
        "or 'Home Care or Domiciliary Care'."
    ]


def test_a_scheme_of_the_right_type_supports_a_metric():
    plan = plan_of(metrics="metric\nREA", schemes="scheme_type\nIntermediate Care Services")
    assert findings("CHK-106", plan) == []


FAMILY = ["090", "091", "092", "095", "096", "097", "098", "099", "100", "103", "104", "105"]


def test_leicester():
    plan = bc.read(examples.path("leicester")).plan
    codes = [f"CHK-{number}" for number in [*FAMILY, "106", "113", "114"]]
    assert {code: told(code, plan) for code in codes if told(code, plan)} == {
        "CHK-099": ["Reablement. 92.2% to 93.0% cannot be told from chance."],
        "CHK-100": [
            "Residential admissions. 254 in both years: the rate falls from 600 to 586 only "
            "because the population grows."
        ],
    }


@pytest.mark.parametrize(
    ("printed", "wrong"), [("86", 0), ("0.86", 0), ("90", 1), ("0.9", 1), ("100", 1), ("86.4", 1)]
)
def test_091_whole_percentages_are_compared_by_their_own_digits(printed, wrong):
    plan = metrics(f"REA | 2019-20 | 172 | 200 | {printed} |")
    assert len(told("CHK-091", plan)) == wrong


def test_091_never_says_that_a_number_is_not_itself():
    assert told("CHK-091", metrics("RES | 2019-20 | 254 | 43358 | 585.75 |")) == []


def test_104_a_whole_percentage_is_compared_as_one():
    rows = [{"metric": "REA", "numerator": "2195", "denominator": "2500"}]  # 87.8%
    for text, wrong in (("reach 90% again", 1), ("reach 88% again", 0), ("1% more", 0)):
        plan = plan_of(metrics=[{**rows[0], "narrative": f"We will {text}."}])
        assert len(told("CHK-104", plan)) == wrong


def test_092_counts_and_values_below_nought():
    plan = metrics("RES | 2018-19 | -5 | 43358 | |\nRES | 2019-20 | 5 | 43358 | -1 |")
    assert told("CHK-092", plan) == [
        "Residential admissions. The numerator cannot be below 0, as -5 is.",
        "Residential admissions. The value cannot be below 0, as -1 is.",
    ]
    assert fixes("CHK-092", plan)[0] == "Enter the numerator for 2018-19."
    assert told("CHK-091", plan) == []


def test_090_fixes_are_short_enough_to_read():
    plan = metrics("REA | 2019-20 | | | |\nRES | 2019-20 | | 5 | |\nDTOC | 2019-20 | | | |")
    assert max(len(fix.split()) for fix in fixes("CHK-090", plan)) <= 25


OTHERS = FULL.replace("RES  | 2018-19 | 254 | 42304 | 600  |\n", "")


@pytest.mark.parametrize(
    ("line", "message", "fix"),
    [
        (
            "Resi admissions | 2018-19 | 254 | 42304 | |",
            "'Resi admissions' is not a metric.",
            "Did you mean 'Residential admissions'? If so, write that.",
        ),
        (
            "RES | last year | 254 | 42304 | |",
            "'last year' is not a financial year.",
            "Write '2018-19' or '2019-20'.",
        ),
    ],
)
def test_a_metric_or_a_year_that_is_not_known_is_one_finding(line, message, fix):
    plan = metrics(f"{line}\n{OTHERS}")
    assert [one.split(". ", 1)[1] for one in told("CHK-090", plan)] == [message]
    assert fixes("CHK-090", plan) == [fix]
    assert told("CHK-113", plan) == []


def test_a_year_written_in_another_way_is_read_as_meant():
    rows = FULL.replace("RES  | 2018-19", "RES | 18/19").replace(
        "REA  | 2019-20", "REA | 19/20 Plan"
    )
    for code in ("CHK-090", "CHK-113"):
        assert told(code, metrics(rows)) == []


def test_105_a_column_that_is_there_and_blank_is_a_plan_that_nobody_has_written():
    plan = plan_of(metrics=[{"narrative": ""}])
    assert [one.needs for one in report("CHK-105", plan).not_run] == ["the metrics in words"]
    origin = Origin(file="metrics.csv", columns={"narrative": "I"})
    blank = msgspec.structs.replace(plan, origins={"metrics": origin})
    assert len(told("CHK-105", blank)) == len(METRICS)
