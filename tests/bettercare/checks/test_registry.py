"""The registry: codes once each, needs said, severity from the round, none hides another."""

import string

import msgspec
import pytest

from bettercare.calculations import Calculations
from bettercare.checks import CHECKS, run
from bettercare.checks.registry import check, declare
from bettercare.errors import UnusableRound
from bettercare.findings import Severity
from bettercare.rounds.checking import CheckRule
from tests.bettercare.builders import RULES, findings, plan_of, report

EMPTY = plan_of()
WRONG = plan_of(schemes="scheme_type | provider\nNonsense | Nobody")


def with_rule(code, **rule):
    return msgspec.structs.replace(RULES, checks={code: CheckRule(**rule)})


def test_a_code_is_registered_once():
    with pytest.raises(ValueError, match="CHK-001 is registered twice"):
        declare("CHK-001", name="", message="", fix="", why="", needs="")
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
