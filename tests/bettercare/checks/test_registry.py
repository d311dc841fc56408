"""The registry: codes once each, needs said, severity from the round, none hides another."""

import string

import msgspec
import pytest

from bettercare import rounds
from bettercare.calculations import Calculations
from bettercare.checks import CHECKS, Check, run
from bettercare.checks.registry import (
    Slip,
    check,
    kind_of_return,
    rests_on,
    softness,
)
from bettercare.errors import UnusableRound
from bettercare.findings import Severity
from bettercare.plan import Plan
from bettercare.rounds.checking import CheckRule
from tests.bettercare.builders import RULES, findings, plan_of, report

EMPTY = plan_of()
WRONG = plan_of(schemes="scheme_type | provider\nNonsense | Nobody")


def with_rule(code, **rule):
    return msgspec.structs.replace(RULES, checks={code: CheckRule(**rule)})


def test_a_code_is_registered_once():
    with pytest.raises(ValueError, match="CHK-001 is registered twice"):
        check("CHK-001", name="", message="", fix="")(lambda _: iter(()))


def test_names_are_unique_and_readable():
    names = [one.name for one in CHECKS.values()]
    assert len(set(names)) == len(names)
    assert all(set(name) <= set(string.ascii_lowercase + string.digits + "-") for name in names)


@pytest.mark.parametrize("code", sorted(CHECKS))
def test_every_check_says_why_and_has_words(code):
    one = CHECKS[code]
    assert one.why
    assert one.message
    assert one.fix
    assert len(one.message.split()) <= 25


def test_a_check_whose_table_was_not_given_is_not_run_and_says_so():
    [one] = report("CHK-001", EMPTY).not_run
    assert (one.code, one.needs) == ("CHK-001", "the Expenditure tab")


def test_a_check_that_needs_a_second_document_says_which():
    [one] = report("CHK-131", WRONG).not_run
    assert one.needs == "last year's plan"


def test_severity_is_the_rounds_own():
    rules = with_rule("CHK-001", severity=Severity.WARNING)
    [finding] = run(Calculations(WRONG, rules))
    assert finding.severity is Severity.WARNING


def test_a_check_that_the_round_does_not_collect_is_neither_run_nor_missing():
    rules = with_rule("CHK-001", not_collected="other rounds only")
    assert run(Calculations(WRONG, rules)) == run(Calculations(EMPTY, rules))
    assert len(run(Calculations(WRONG, rules))) == 0


@pytest.mark.parametrize(
    ("facts", "progress", "kind"),
    [
        ({}, None, ""),
        ({}, (), "quarterly"),
        ({"return": "quarterly"}, None, "quarterly"),
        ({"return": " LTP "}, None, "ltp"),
        ({"return": "Local transformation plan, finance sheet"}, None, "ltp"),
        ({"return": "fortnightly"}, None, "quarterly"),  # the first that the round names
    ],
)
def test_which_return_it_is(facts, progress, kind):
    plan = Plan(round="2019-20", facts=facts, progress=progress)
    assert kind_of_return(Calculations(plan, RULES)) == kind
    none = msgspec.structs.replace(RULES, returns={})
    assert kind_of_return(Calculations(plan, none)) == ""


def _made(monkeypatch, **more):
    """A check of our own in the registry, alone in a round."""
    one = Check(code="CHK-901", name="x", message="m", fix="f", why="w", cites="", **more)
    monkeypatch.setitem(CHECKS, "CHK-901", one)


def test_a_check_of_a_return_is_neither_run_nor_missed_on_another_kind(monkeypatch):
    _made(monkeypatch, of_return=("ltp",), run=lambda _: iter([Slip("Here", ())]))
    rules = with_rule("CHK-901", severity=Severity.WARNING)
    for facts, count in (({}, 0), ({"return": "quarterly"}, 0), ({"return": "ltp"}, 1)):
        found = run(Calculations(Plan(round="2019-20", facts=facts), rules))
        assert (len(found.findings), found.not_run) == (count, ())


def test_a_check_by_year_runs_in_the_years_that_have_what_it_needs(monkeypatch):
    def lacks(working):
        return "the first year" if working.year == "2017-18" else ""

    def slips(_):
        yield Slip("Money", (), problem="money")

    _made(monkeypatch, by_year=True, lacks=lacks, run=slips)
    alone = {"CHK-901": CheckRule(severity=Severity.WARNING)}
    rules = msgspec.structs.replace(rounds.load("2017-19"), checks=alone)
    found = run(Calculations(Plan(round="2017-19"), rules))
    assert [(one.subject, one.problem) for one in found] == [("Money, 2018-19", "money.2018-19")]
    assert [one.needs for one in found.not_run] == ["the first year"]


def test_how_sure_an_item_is_counts_before_how_sure_its_list_is():
    roles = rounds.load("2025-26").sign_off
    assert softness(roles) == softness(roles, "dass") == "unconfirmed"
    assert softness(roles, "s151_officer") == ""


def test_a_check_may_rest_on_a_part_of_the_round():
    assert rests_on(CHECKS["CHK-041"], RULES).startswith("Local transformation plan")
    assert rests_on(CHECKS["CHK-040"], RULES).startswith("Better Care Fund quarterly")
    assert rests_on(CHECKS["CHK-040"], msgspec.structs.replace(RULES, returns={})) == ""


def test_a_check_that_nobody_wrote_is_the_rounds_fault():
    rules = with_rule("CHK-999", severity=Severity.ERROR)
    with pytest.raises(UnusableRound, match="CHK-999"):
        run(Calculations(WRONG, rules))


def test_none_hides_another_and_the_worst_come_first():
    found = list(run(Calculations(WRONG, RULES)))
    codes = {finding.code for finding in found}
    assert {"CHK-001", "CHK-011"} <= codes
    ranks = [finding.severity.rank for finding in found]
    assert ranks == sorted(ranks)


def test_a_finding_names_the_document_its_rule_rests_on():
    [finding] = findings("CHK-001", WRONG)
    assert finding.reference == "Better Care Fund planning template 2019-20"


def test_braces_in_what_people_write_are_shown_as_written():
    [finding] = findings("CHK-001", plan_of(schemes="scheme_type\n{scheme!r}"))
    assert finding.message.startswith("'{scheme!r}' is not")
