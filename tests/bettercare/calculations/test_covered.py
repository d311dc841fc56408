"""What each signature stands for: Leicester's plan, changed in one place at a time."""

from decimal import Decimal

import msgspec
import pytest

import bettercare
from bettercare import examples
from bettercare.calculations import Calculations
from bettercare.calculations.covered import cover_words, covered, covered_items, in_the_way
from bettercare.findings import Finding, Severity
from bettercare.rounds import load

RULES = load("2019-20")
PLAN = bettercare.read(examples.path("leicester")).plan
BEFORE = Calculations(PLAN, RULES)
SIGNING = ("hwb_chair", "accountable_officer", "la_chief_executive", "dass", "s151_officer")
WHOLE = {"hwb_chair", "s151_officer"}


def changed(table, item, **fields):
    """Leicester's plan with some fields of one record changed."""
    records = list(getattr(PLAN, table))
    records[item - 1] = msgspec.structs.replace(records[item - 1], **fields)
    plan = msgspec.structs.replace(PLAN, **{table: tuple(records)})
    return Calculations(plan, RULES)


def touched(after):
    return {role for role in SIGNING if covered(BEFORE, role) != covered(after, role)}


@pytest.mark.parametrize(
    ("table", "item", "fields", "others"),
    [
        # row 13 is commissioned by the CCG, row 9 by the council
        ("schemes", 13, {"provider": "Somebody"}, {"accountable_officer"}),
        ("schemes", 9, {"provider": "Somebody"}, set()),
        # a council scheme that is paid from the NHS minimum counts to adult social care
        (
            "schemes",
            9,
            {"amounts": {"2019-20": Decimal(1)}},
            {"accountable_officer", "la_chief_executive"},
        ),
        # the rows of iBCF count to no required spend
        ("schemes", 41, {"amounts": {"2019-20": Decimal(1)}}, set()),
        # given to the NHS, it is a row that the NHS commissions
        ("schemes", 41, {"commissioner": "CCG"}, {"accountable_officer"}),
        ("schemes", 41, {"commissioner": "nobody knows"}, {"accountable_officer"}),
        ("metrics", 1, {"narrative": "New"}, {"dass"}),
        ("hicm", 1, {"reason": "New"}, {"dass"}),
        ("requirements", 1, {"action": "New"}, {"la_chief_executive"}),
    ],
)
def test_a_change_touches_those_who_answer_for_it(table, item, fields, others):
    assert touched(changed(table, item, **fields)) == others | WHOLE


@pytest.mark.parametrize(
    ("source", "role"),
    [("Minimum CCG Contribution", "accountable_officer"), ("iBCF", "la_chief_executive")],
)
def test_income_is_of_who_pays_it(source, role):
    of_source = [
        item
        for item, one in enumerate(PLAN.income or (), 1)
        if RULES.source_of_income(one.source_of_funding)[0] == RULES.source_of_income(source)[0]
    ]
    assert touched(changed("income", of_source[0], comment="New")) == {role, *WHOLE}


def test_where_a_record_stood_does_not_count():
    assert touched(changed("schemes", 13, row=999)) == set()


def test_names_on_the_cover_and_printed_totals_do_not_count():
    line = bettercare.plan.SignOff(role="DASS", name="A Person")
    plan = msgspec.structs.replace(
        PLAN, sign_off=(line,), printed={}, facts={**PLAN.facts, "version": "12"}
    )
    assert touched(Calculations(plan, RULES)) == set()


def test_what_came_with_the_plan_counts_for_the_whole():
    plan = msgspec.structs.replace(PLAN, facts={**PLAN.facts, "two_tier": "Yes"})
    assert touched(Calculations(plan, RULES)) == WHOLE


def test_leicester_has_30_rows_that_the_nhs_commissions_and_two_lines_of_its_income():
    items = covered_items(BEFORE, "accountable_officer")
    assert {table: len(records) for table, records in items.items()} == {"schemes": 30, "income": 2}


def test_the_error_of_row_9_is_in_the_way_of_those_who_sign_the_whole():
    errors = bettercare.check(PLAN).of(Severity.ERROR)
    assert [one.code for one in errors] == ["CHK-085"]
    assert {role for role in SIGNING if in_the_way(BEFORE, role, errors)} == WHOLE


@pytest.mark.parametrize(
    ("problem", "others"),
    [
        ("required.adult_social_care", {"accountable_officer", "la_chief_executive"}),
        ("balance.ibcf", {"la_chief_executive"}),
        ("balance.nhs_minimum", {"accountable_officer"}),
        ("balance.ibcf+nhs_minimum", {"accountable_officer", "la_chief_executive"}),
        ("balance.total", {"accountable_officer", "la_chief_executive"}),
        ("hicm.early_discharge", {"dass"}),
        ("something.new", {"accountable_officer", "la_chief_executive", "dass"}),
    ],
)
def test_an_error_without_a_place_is_in_the_way_of_those_it_is_about(problem, others):
    error = Finding(
        code="X", name="x", severity=Severity.ERROR, subject="", message="", problem=problem
    )
    assert {role for role in SIGNING if in_the_way(BEFORE, role, [error])} == others | WHOLE


def test_a_missing_signature_is_in_nobodys_way():
    error = Finding(
        code="X", name="x", severity=Severity.ERROR, subject="", message="", problem="sign_off.dass"
    )
    assert not any(in_the_way(BEFORE, role, [error]) for role in SIGNING)


def test_a_plan_of_two_years_covers_the_required_spends_of_both():
    plan = bettercare.read(examples.path("rotherham-2017-19")).plan
    found = covered(Calculations(plan, load("2017-19")), "accountable_officer")
    years = {name.rpartition(".")[2] for name in found["required_spends"]}
    assert years == {"2017-18", "2018-19"}


def test_the_words_say_what_is_covered():
    assert cover_words(BEFORE, "la_chief_executive") == (
        "Council income, required spends, planning requirements"
    )


def test_the_lead_is_named_and_signs_for_nobody():
    assert RULES.sign_off["bcf_lead"].signs_for == ""
    assert {code for code, role in RULES.sign_off.items.items() if role.signs_for == "board"} == {
        "hwb_chair"
    }
