"""Lines prepared for an answer: what the round asks and the plan does not say yet."""

from decimal import Decimal

import msgspec
import pytest

from bettercare import rounds
from bettercare.formats.workbooks.prepared import prepared_lines
from bettercare.plan import (
    Answer,
    HicmChange,
    IncomeLine,
    MetricPlan,
    NarrativeText,
    Plan,
    RequirementResponse,
    SignOff,
)
from bettercare.plan.records import ConditionAnswer

RULES = rounds.load("2019-20")
TWO_YEARS = rounds.load("2017-19")


def lines(table, plan=None, rules=RULES):
    return prepared_lines(plan or Plan(round=rules.round), table, rules)


def test_income_of_each_source_without_a_line():
    plan = Plan(
        round="2019-20",
        income=(
            IncomeLine(source_of_funding="ibcf", amounts={"2019-20": Decimal(5)}),
            IncomeLine(source_of_funding="minimum CCG contribution"),
        ),
    )
    assert [one.source_of_funding for one in lines("income", plan)] == [
        RULES.sources.label(code)
        for code in ("dfg", "winter_pressures", "additional_la", "additional_nhs")
    ]


def test_income_of_each_part_of_a_source():
    parts = [part.label for part in TWO_YEARS.sources["la"].income_parts.values()]
    asked = [one.source_of_funding for one in lines("income", rules=TWO_YEARS)]
    assert asked[:2] == parts
    whole = Plan(round="2017-19", income=(IncomeLine(source_of_funding="LA contribution"),))
    label = TWO_YEARS.sources["la"].label
    plan = msgspec.structs.replace(whole, income=(IncomeLine(source_of_funding=label),))
    rest = [one.source_of_funding for one in lines("income", plan, TWO_YEARS)]
    assert not set(parts) & set(rest)  # a line of the whole source speaks for its parts


def test_sections_that_are_not_written():
    plan = Plan(round="2019-20", narrative=(NarrativeText(section="Section B (i)", text="x"),))
    assert [one.section for one in lines("narrative", plan)] == ["A", "B(ii)", "C"]


def test_requirements_with_their_theme():
    plan = Plan(round="2019-20", requirements=(RequirementResponse(code="pr 02"),))
    first, second, *_ = lines("requirements", plan)
    assert (first.code, first.theme) == ("PR1", "NC1: Jointly agreed plan")
    assert second.code == "PR3"


def test_changes_of_the_model_keep_their_numbers():
    plan = Plan(round="2019-20", hicm=(HicmChange(change_no="1"),))
    first = lines("hicm", plan)[0]
    assert (first.change_no, first.change) == ("2", "Systems to monitor patient flow")


def test_roles_that_nobody_signed_for():
    plan = Plan(round="2019-20", sign_off=(SignOff(role="s151", name="A. Person"),))
    roles = [one.role for one in lines("sign_off", plan)]
    assert len(roles) == len(RULES.sign_off.items) - 1
    assert not any("151" in role for role in roles)


@pytest.mark.parametrize(("two_tier", "lacking"), [("No", True), ("Yes", False), (None, False)])
def test_questions_for_two_tiers_only_where_there_may_be_two(two_tier, lacking):
    plan = Plan(round="2017-19", facts={"two_tier": two_tier} if two_tier else {})
    asked = {one.question for one in lines("answers", plan, TWO_YEARS)}
    for_two = {one.label for one in TWO_YEARS.questions.values() if one.for_two_tier}
    assert for_two
    assert {one.label for one in TWO_YEARS.questions.values()} - asked == (
        for_two if lacking else set()
    )


def test_questions_by_year():
    label = next(iter(TWO_YEARS.questions.values())).label
    plan = Plan(round="2017-19", answers=(Answer(question=label, year="2017-18"),))
    asked = [one.year for one in lines("answers", plan, TWO_YEARS)]
    assert (asked.count("2017-18"), asked.count("2018-19")) == (9, 10)


def test_conditions_by_year():
    plan = Plan(
        round="2017-19",
        conditions=(ConditionAnswer(code="NC1", year="2018/19"), ConditionAnswer(code="NC2")),
    )
    asked = [(one.code, one.year) for one in lines("conditions", plan, TWO_YEARS)]
    assert asked == [
        ("NC1", "2017-18"),
        ("NC3", "2017-18"),
        ("NC4", "2017-18"),
        ("NC3", "2018-19"),
        ("NC4", "2018-19"),
    ]


def test_metrics_by_year_and_period():
    plan = Plan(round="2019-20", metrics=(MetricPlan(metric="RES", year="2019/20"),))
    asked = [(one.metric, one.year, one.period) for one in lines("metrics", plan)]
    short = {code: one.short for code, one in RULES.metrics.items()}
    assert asked == [
        (short["nea"], "2019-20", None),
        (short["dtoc"], "2019-20", None),
        (short["res"], "2018-19", None),
        (short["rea"], "2018-19", None),
        (short["rea"], "2019-20", None),
    ]
    quarters = [one for one in lines("metrics", rules=TWO_YEARS) if one.period == "Q1"]
    assert (quarters[0].metric, quarters[0].year) == (TWO_YEARS.metrics["nea"].short, "2017-18")


def test_a_metric_in_words_with_a_line_is_asked_no_more():
    plan = Plan(round="2019-20", metrics=(MetricPlan(metric="NEA", year="2019-20"),))
    assert RULES.metrics["nea"].short not in {one.metric for one in lines("metrics", plan)}


@pytest.mark.parametrize("table", ["schemes", "capacity", "progress", "conditions"])
def test_tables_without_questions_of_their_own(table):
    assert lines(table) == ()
