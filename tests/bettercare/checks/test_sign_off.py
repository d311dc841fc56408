"""Family H, second part: the cover, the approval of the board and the signatures."""

import msgspec
import pytest

from bettercare import rounds
from bettercare.calculations import Calculations
from bettercare.checks import run
from bettercare.findings import Severity
from bettercare.plan import Plan, SignOff
from tests.bettercare.builders import findings, fixes, places, plan_of, report, slips, told

ROLES = (
    "HWB chair",
    "CCG accountable officer",
    "Chief executive",
    "DASS",
    "BCF lead",
    "Section 151 officer",
)


def cover(*changed, facts=None):
    """A line for each required role, with the cells given for the first of them."""
    rows = [{"role": role} for role in ROLES]
    for number, cells in enumerate(changed):
        rows[number] = {**rows[number], **cells}
    return plan_of(sign_off=rows, facts=facts)


def test_a_cover_with_every_role_is_fine():
    for code in ("CHK-127", "CHK-128", "CHK-129"):
        assert told(code, cover()) == []


def test_127_a_role_that_is_blank_or_not_there():
    rows = [{"role": role} for role in ROLES[:-1]]
    rows[1] = {**rows[1], "name": "", "date": ""}
    plan = plan_of(sign_off=rows)
    assert told("CHK-127", plan) == [
        "Accountable officer. Nobody is named as CCG accountable officer.",
        "Section 151 officer. Nobody is named as Local authority section 151 officer.",
    ]
    assert fixes("CHK-127", plan)[0] == "Add the name, and the date of the signature."
    assert places("CHK-127", plan) == [[("sign_off", 2, "Name")], [("sign_off", 0, "Name")]]


def test_127_a_name_is_enough_and_a_date_is_not():
    assert told("CHK-127", cover({"date": ""})) == []
    assert told("CHK-127", cover({"name": ""})) == [
        "HWB chair. The signature of the Health and Wellbeing Board chair has a date and no name."
    ]
    assert fixes("CHK-127", cover({"name": ""})) == ["Add the name of who signed."]


def test_127_a_role_that_is_not_known_is_asked_about_once():
    plan = cover({"role": "Chair of HWB"})
    assert told("CHK-127", plan) == [
        "Signature 1, role. 'Chair of HWB' is not a role of the cover."
    ]
    assert fixes("CHK-127", plan) == [
        "Did you mean 'Health and Wellbeing Board chair'? If so, write that."
    ]
    assert told("CHK-128", plan) == []


def test_127_two_signatures_for_one_role_that_differ():
    rows = [*({"role": role} for role in ROLES), {"role": "DASS", "name": "B. Person"}]
    plan = plan_of(sign_off=rows)
    assert told("CHK-127", plan) == [
        "DASS, lines 4 and 7. 'Director of adult social services' is given twice, and the lines "
        "differ; the first is used."
    ]
    assert places("CHK-127", plan) == [[("sign_off", 4, "Name"), ("sign_off", 7, "Name")]]
    assert told("CHK-127", plan_of(sign_off=[*rows[:-1], {"role": "DASS"}])) == []


def test_names_on_the_cover_are_read_as_free_text():
    assert len(told("CHK-124", cover({"name": "TBC"}))) == 1
    assert len(told("CHK-126", cover({"name": "a.person@example.org"}))) == 1


def test_128_and_129_are_warnings_where_the_roles_are_not_confirmed():
    (found,) = findings("CHK-128", cover({"date": ""}))
    assert found.severity is Severity.WARNING
    (found,) = findings("CHK-129", cover({"version": "11"}, facts={"version": "12"}))
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize("version", ["v12", "V 12", "Version 12", "ver. 12", " 12 "])
def test_129_a_version_is_read_however_it_is_called(version):
    assert told("CHK-129", cover({"version": version}, facts={"version": "12"})) == []


def test_129_parts_of_a_version_count():
    assert len(told("CHK-129", cover({"version": "1.2"}, facts={"version": "2"}))) == 1


def test_129_is_not_run_where_either_version_is_not_given():
    for plan, lacks in (
        (cover({"version": "11"}), "the plan's version"),
        (cover(facts={"version": "12"}), "the versions that were signed"),
    ):
        assert [one.needs for one in report("CHK-129", plan).not_run] == [lacks]


def test_127_the_roles_of_this_round_are_not_confirmed_so_it_is_a_warning_at_most():
    (found,) = findings("CHK-127", cover({"name": "", "date": ""}))
    assert found.severity is Severity.WARNING


def test_128_no_approval_on_record():
    plan = cover({"date": ""})
    assert told("CHK-128", plan) == [
        "Approval. No approval by the Health and Wellbeing Board is on record."
    ]
    assert fixes("CHK-128", plan) == [
        "Give the date it approved the plan, or to whom it delegated the approval."
    ]
    assert places("CHK-128", plan) == [[("sign_off", 1, "Date")]]


@pytest.mark.parametrize(
    ("cells", "facts"),
    [
        ({}, {}),
        ({"date": "", "delegated_to": "Strategic Director"}, {}),
        ({"date": ""}, {"hwb_approval_date": "2019-09-20"}),
        ({"date": ""}, {"hwb_delegated_to": "Chair and chief executive"}),
    ],
)
def test_128_is_silent_on_a_date_or_a_delegate_wherever_it_is_kept(cells, facts):
    assert told("CHK-128", cover(cells, facts=facts)) == []


def test_127_and_128_see_one_problem_where_the_chair_is_missing():
    plan = cover({"name": "", "date": ""})
    problems = [slip.problem for code in ("CHK-127", "CHK-128") for slip in slips(code, plan)]
    assert problems == ["sign_off.hwb_chair"] * 2


def test_129_a_signature_of_another_version():
    current, older = {"version": "12"}, {"version": "11"}
    plan = cover(current, older, {}, older, facts={"version": "12"})
    assert told("CHK-129", plan) == [
        "CCG accountable officer, version. "
        "The CCG accountable officer signed version 11; the plan is now 12.",
        "Director of adult social services, version. "
        "The Director of adult social services signed version 11; the plan is now 12.",
    ]
    assert fixes("CHK-129", plan)[0] == "Ask them to sign again."
    assert places("CHK-129", plan)[0] == [("sign_off", 2, "Version")]


def test_129_a_role_that_is_not_known_is_named_as_written():
    plan = plan_of(sign_off=[{"role": "Mayor", "version": "1"}], facts={"version": "2"})
    assert told("CHK-129", plan) == [
        "Mayor, version. The Mayor signed version 1; the plan is now 2."
    ]


def test_129_is_silent_where_either_version_is_not_given():
    assert told("CHK-129", cover({"version": "11"})) == []
    assert told("CHK-129", cover(facts={"version": "12"})) == []
    assert told("CHK-129", cover({"version": " 12 "}, facts={"version": "12"})) == []


def test_the_cover_is_not_checked_where_it_was_not_given():
    for code in ("CHK-127", "CHK-128", "CHK-129"):
        assert [one.code for one in report(code, plan_of(schemes=[{}])).not_run] == [code]


@pytest.mark.parametrize(
    ("role", "delegate", "label"),
    [
        ("ICB chief executive", "Director of finance", "ICB chief executive"),
        ("ICB chief executive", "", ""),
        ("Council chief executive", "Director of finance", "Local authority chief executive"),
        ("Director of adult social services", "Head of care", ""),  # may be delegated
    ],
)
def test_130_a_chief_executive_signs_in_person(role, delegate, label):
    rules = rounds.load("2025-26")
    alone = msgspec.structs.replace(rules, checks={"CHK-130": rules.checks["CHK-130"]})
    line = SignOff(role=role, name="A. Person", date="2025-03-20", delegated_to=delegate or None)
    found = run(Calculations(Plan(round="2025-26", sign_off=(line,)), alone)).findings
    assert [one.code for one in found] == ["CHK-130"] * bool(label)
    for one in found:
        assert one.message == (
            f"The {label} must sign in person; the signature is delegated to Director of finance."
        )
        assert [(at.item, at.column) for at in one.places] == [(1, "Delegated to")]
