"""A source whose income is asked for in parts: the DFG and what a council adds, in 2017-19."""

from decimal import Decimal

import pytest

from bettercare.calculations import Calculations
from bettercare.checks.registry import CHECKS
from bettercare.plan import IncomeLine, Plan, SchemeRow
from bettercare.plan.records import ConditionAnswer
from bettercare.rounds import load

RULES = load("2017-19")
YEARS = ("2017-18", "2018-19")


def amounts(*pounds):
    return {year: Decimal(one) for year, one in zip(YEARS, pounds, strict=True)}


def line(source, first, second, **more):
    return IncomeLine(source_of_funding=source, amounts=amounts(first, second), **more)


DFG = line("DFG", 2_310_793, 2_502_317, contributor="Rotherham")
ADDED = line("Local Authority Additional Contribution", 1_767_000, 1_767_000)


def plan(*income, rows=(), **facts):
    return Plan(round="2017-19", income=income, schemes=rows, facts=facts)


def row(source, first, second):
    return SchemeRow(scheme_name="Care", source_of_funding=source, amounts=amounts(first, second))


def told(code, one, year="2017-18"):
    check = CHECKS[code].run
    assert check is not None
    slips = check(Calculations(one, RULES, year))
    return [(slip.message or CHECKS[code].message).format_map(slip.facts) for slip in slips]


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("income.dfg.2017-18", 2_310_793),
        ("income.additional_la.2017-18", 1_767_000),
        ("income.la.2017-18", 4_077_793),
        ("income.total.2017-18", 4_077_793),
        ("income.dfg.2018-19", 2_502_317),
        ("income.la.2018-19", 4_269_317),
        ("balance.la.2018-19", 4_219_317),
    ],
)
def test_rows_are_paid_from_the_whole_and_a_total_counts_it_once(figure, value):
    rows = (row("Local Authority Contribution", 50_000, 50_000),)
    assert Calculations(plan(DFG, ADDED, rows=rows), RULES).figures[figure].value == value


def test_a_part_is_worked_out_from_its_own_lines():
    inputs = Calculations(plan(DFG, ADDED), RULES).figures["income.dfg.2018-19"].inputs
    assert [(one.label, one.value) for one in inputs] == [("Rotherham", 2_502_317)]


def test_without_income_a_part_is_not_known():
    figure = Calculations(Plan(round="2017-19"), RULES).figures["income.dfg.2018-19"]
    assert figure.display == "not given"


def test_a_row_that_names_a_part_is_told_what_the_source_is_called():
    check = CHECKS["CHK-012"].run
    assert check is not None
    [slip] = check(Calculations(plan(rows=(row("DFG", 1, 1),)), RULES))
    assert slip.fix == "Choose '{suggestion}', its name in this round."
    assert slip.facts["suggestion"] == "Local Authority Contribution"


def test_an_income_line_may_be_written_in_another_way_and_an_unknown_one_is_named():
    assert told("CHK-013", plan(line("Disabled Facilities Grant", 1, 1))) == [
        "Read 'Disabled Facilities Grant' as 'DFG'."
    ]
    assert told("CHK-012", plan(DFG, ADDED)) == []
    assert told("CHK-012", plan(line("Parking", 1, 1))) == [
        "'Parking' is not a 2017-19 source of funding."
    ]


def test_only_what_is_added_must_be_explained():
    assert told("CHK-052", plan(DFG, ADDED)) == [
        "Say what the additional £1,767,000 from the council is for, or where it comes from."
    ]


def test_an_answer_is_held_against_the_added_lines_alone():
    no = line("Additional LA Contribution", 5, 0, answer="No")
    assert told("CHK-051", plan(DFG, no)) == ["You answered No; the lines come to £5."]
    assert told("CHK-051", plan(DFG, no), "2018-19") == []


def test_district_lines_are_asked_for_the_grant_alone():
    assert told("CHK-069", plan(DFG, ADDED, two_tier="Yes")) == [
        "No line says what part of £2,310,793 each district council gets."
    ]
    second = line("DFG", 1, 1, contributor="Elsewhere")
    assert told("CHK-069", plan(DFG, second, ADDED, two_tier="Yes")) == []


def test_each_part_is_a_question_of_the_income_tab():
    found = Calculations(plan(DFG), RULES).figures["completeness.income"]
    assert [(one.label, one.mark) for one in found.inputs[:2]] == [
        ("DFG", "answered"),
        ("Local Authority Additional Contribution", "not answered"),
    ]
    assert found.answer == "1 of 5"


@pytest.mark.parametrize(
    ("kind", "sub_type", "mark"),
    [
        ("16. Other", None, "answered"),
        ("14. Residential placements", None, "not answered"),
        ("14. Residential placements", "4. Care home", "answered"),
    ],
)
def test_a_sub_type_is_asked_for_where_the_type_has_them(kind, sub_type, mark):
    one = SchemeRow(scheme_name="Care", scheme_type=kind, sub_type=sub_type)
    found = Calculations(plan(rows=(one,)), RULES).figures["completeness.expenditure"]
    assert [i.mark for i in found.inputs if i.label == "Sub Types"] == [mark]


@pytest.mark.parametrize(
    ("responses", "comment", "answer"),
    [
        (("Yes", "Yes"), None, "12 of 12"),
        (("Yes", None), None, "8 of 12"),
        (("Yes", "No"), None, "8 of 12"),
        (("Yes", "No"), "In hand", "12 of 12"),
    ],
)
def test_conditions_are_answered_for_each_year_with_a_comment_for_no(responses, comment, answer):
    lines = tuple(
        ConditionAnswer(code=code, year=year, response=response, comment=comment)
        for code in RULES.national_conditions
        for year, response in zip(YEARS, responses, strict=True)
    )
    one = Plan(round="2017-19", conditions=lines)
    assert Calculations(one, RULES).figures["completeness.conditions"].answer == answer


@pytest.mark.parametrize(
    ("duration", "gaps"),
    [("2017/18 Only", 0), ("Both 2017/18 and 2018/19", 1), (None, 1), ("2018/19 Only", 1)],
)
def test_an_amount_is_asked_for_in_the_years_in_which_a_scheme_runs(duration, gaps):
    one = SchemeRow(scheme_name="Care", duration=duration, amounts={"2017-18": Decimal(1)})
    found = Calculations(plan(rows=(one,)), RULES).figures["completeness.expenditure"]
    asked = [i for i in found.inputs if "Expenditure (£)" in i.label]
    assert sum(one.mark == "not answered" for one in asked) == gaps
