"""The sections of a plan in the order of work, and how far each is.

Which sections there are comes from the round's tables; how far each is, from the library's figures
of completeness and from the findings at its places.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bettercare.calculations import Calculations
from bettercare.calculations.completeness import sections as answered_by_section
from bettercare.checks.not_started import not_started
from bettercare.findings import Finding, Severity
from bettercare.plan.keyed import keyed
from bettercare.report import Summary
from bettercare.rounds import Round
from bettercare_web.plans.core import WHOLE


class Section(NamedTuple):
    """A part of a plan: its name is that of its page, ``part`` that of the library's figure."""

    name: str
    table: str
    title: str
    group: str
    part: str = ""


ORDER = (
    Section("cover", "sign_off", "Cover and contacts", "Describe", "cover"),
    Section("narrative", "narrative", "Narrative", "Describe", "narrative"),
    Section("requirements", "requirements", "Planning requirements", "Describe", "requirements"),
    Section("conditions", "conditions", "National conditions", "Describe", "conditions"),
    Section("income", "income", "Income", "Money", "income"),
    Section("figures", WHOLE, "Minimums and last year", "Money"),
    Section("schemes", "schemes", "Schemes", "Money", "expenditure"),
    Section("answers", "answers", "Funding questions", "Money"),
    Section("hicm", "hicm", "High impact change model", "Delivery", "hicm"),
    Section("metrics", "metrics", "Measures", "Delivery", "metrics"),
    Section("capacity", "capacity", "Capacity and demand", "Delivery"),
)
BY_NAME: Mapping[str, Section] = {one.name: one for one in ORDER}


class Standing(NamedTuple):
    """How far a section is: ``state`` names an icon, ``words`` stand beside it."""

    state: str
    words: str
    errors: int = 0


class Unstarted(NamedTuple):
    """A section that the plan does not hold yet, and how many answers the round needs in it."""

    section: Section
    answers: int

    @property
    def words(self) -> str:
        """The section and what it needs: "Narrative: 4 answers are needed"."""
        are = "answer is" if self.answers == 1 else "answers are"
        return f"{self.section.title}: {self.answers} {are} needed"


def unstarted(working: Calculations) -> list[Unstarted]:
    """The sections that stop a plan from being submitted, since they are not there at all."""
    lacking = not_started(working)
    return [Unstarted(one, len(lacking[one.table])) for one in ORDER if one.table in lacking]


def sections_of(rules: Round) -> list[Section]:
    """The sections that a round asks for."""
    known = {*rules.tables, WHOLE}
    return [one for one in ORDER if one.table in known and _asks(rules, one)]


def _asks(rules: Round, section: Section) -> bool:
    """Whether a round asks something in a section; a table may be there and ask nothing."""
    asked: Mapping[str, object] = {
        "narrative": rules.narrative,
        "answers": rules.questions,
        "hicm": rules.hicm,
        "requirements": rules.requirements,
        "conditions": rules.national_conditions,
        "metrics": rules.metrics,
        "figures": rules.required_spends,
    }
    return bool(asked.get(section.name, True))


def standing_of(summary: Summary, section: Section) -> Standing:
    """How far a section is, by what is answered of what it asks and by the errors in it."""
    errors = len(errors_in(summary, section))
    if errors:
        return Standing("error", f"{errors} {'error' if errors == 1 else 'errors'}", errors)
    done, asked = answered(summary, section)
    if not _has_rows(summary, section):
        return Standing("not-started", "Not started")
    if asked and done == asked:
        return Standing("fine", "Complete")
    return (
        Standing("in-progress", "In progress") if done else Standing("not-started", "Not started")
    )


def errors_in(summary: Summary, section: Section) -> list[Finding]:
    """The errors that stand in a section: of one slip that several checks see, the worst."""
    return [
        group[0]
        for group in summary.report.problems
        if group[0].severity is Severity.ERROR
        and any(place.table == section.table for one in group for place in one.places)
    ]


def answered(summary: Summary, section: Section) -> tuple[int, int]:
    """How many of the questions of a section are answered, and how many there are."""
    if section.part:
        found = answered_by_section(summary.working).get(section.part, [])
        return sum(one.answered for one in found), len(found)
    if section.name == "figures":
        tests = [one for year in summary.working.by_year for one in year.required.values()]
        return sum(1 for one in tests if one.minimum is not None), len(tests)
    if section.name == "capacity":
        lines = summary.plan.capacity or ()
        given = [one for one in lines if one.demand is not None and one.capacity is not None]
        return len(given), len(lines)
    return _questions(summary)


def _questions(summary: Summary) -> tuple[int, int]:
    """The funding questions of every year, but for those put only where there are districts."""
    rules, plan = summary.working.rules, summary.plan
    asked = [code for code, one in rules.questions.items() if not one.for_two_tier]
    done = 0
    for year in rules.years:
        lines = keyed(plan, rules, "answers", year).lines
        done += sum(1 for code in asked if _responded(lines.get(code, ())))
    return done, len(asked) * len(rules.years)


def _responded(lines: Sequence[tuple[int, object]]) -> bool:
    return any(getattr(record, "response", None) for _, record in lines)


def _has_rows(summary: Summary, section: Section) -> bool:
    return section.table == WHOLE or bool(getattr(summary.plan, section.table))
