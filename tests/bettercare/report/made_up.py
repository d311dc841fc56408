"""Summaries of small plans, and of findings that no plan needs to have."""

from collections.abc import Sequence

from bettercare.calculations import Calculations
from bettercare.findings import Finding, NotRun, Report, Severity
from bettercare.formats import Reading
from bettercare.plan import Plan
from bettercare.report import Summary
from tests.bettercare.builders import RULES, plan_of


def summary_of(**tables) -> Summary:
    """The summary of a plan drawn as tables."""
    plan = plan_of(**tables)
    return Summary(plan, Calculations(plan, RULES))


def summary_with(
    *findings: Finding, not_run: Sequence[NotRun] = (), reading: Reading | None = None
) -> Summary:
    """A summary of an empty plan that has these findings and no others."""
    plan = Plan(round="2019-20", area="Sometown")
    controls = reading.controls if reading else ()
    summary = Summary(plan, Calculations(plan, RULES), controls=controls)
    summary.__dict__["report"] = Report(findings, tuple(not_run))
    return summary


def finding(
    code: str = "CHK-001",
    subject: str = "Row 1, name",
    message: str = "Something.",
    fix: str = "Mend it.",
    severity: Severity = Severity.WARNING,
    problem: str = "",
) -> Finding:
    return Finding(
        code=code,
        name="made-up",
        severity=severity,
        subject=subject,
        message=message,
        fix=fix,
        reference="Template",
        problem=problem,
    )
