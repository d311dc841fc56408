"""Lines prepared for an answer: what a plan must say and does not say yet, one line each.

They hold what the question is (a source, a section, a role) and nothing of the answer, so a line
that nobody touched is no record of the plan.
"""

from collections.abc import Callable, Iterator, Mapping

from bettercare.calculations import Calculations
from bettercare.calculations.metrics import planned_lines
from bettercare.plan import Plan
from bettercare.plan.keyed import keyed
from bettercare.plan.records import (
    Answer,
    ConditionAnswer,
    HicmChange,
    IncomeLine,
    MetricPlan,
    NarrativeText,
    Record,
    RequirementResponse,
    SignOff,
)
from bettercare.rounds import Item, Round

Lines = Iterator[Record]


def prepared_lines(plan: Plan, table: str, rules: Round) -> tuple[Record, ...]:
    """The lines of a table that wait for an answer, in the order of the round.

    >>> from bettercare import rounds
    >>> lines = prepared_lines(Plan(round="2019-20"), "narrative", rounds.load("2019-20"))
    >>> [line.section for line in lines]
    ['A', 'B(i)', 'B(ii)', 'C']
    """
    make = MAKERS.get(table)
    return tuple(make(plan, rules)) if make and table in rules.tables else ()


def _income(plan: Plan, rules: Round) -> Lines:
    """One for each source, or for each part of one that has lines of its own."""
    lines = Calculations(plan, rules).lines
    for code, source in rules.sources.items.items():
        own = [line.part for line in lines if line.source.accepted == code]
        parts: Mapping[str, Item] = source.income_parts or {"": source}
        for key, item in parts.items():
            if not {key, ""}.intersection(own):
                yield IncomeLine(source_of_funding=item.label)


def _narrative(plan: Plan, rules: Round) -> Lines:
    return (NarrativeText(section=code) for code in keyed(plan, rules, "narrative").missing)


def _requirements(plan: Plan, rules: Round) -> Lines:
    for code in keyed(plan, rules, "requirements").missing:
        yield RequirementResponse(code=code, theme=rules.requirements[code].theme)


def _hicm(plan: Plan, rules: Round) -> Lines:
    known = keyed(plan, rules, "hicm")
    for number, code in enumerate(known.known, 1):
        if code not in known.lines:
            yield HicmChange(change_no=str(number), change=known.known.label(code))


def _sign_off(plan: Plan, rules: Round) -> Lines:
    known = keyed(plan, rules, "sign_off")
    return (SignOff(role=known.known.label(code)) for code in known.missing)


def _answers(plan: Plan, rules: Round) -> Lines:
    """One for each question, and year where it is asked by year."""
    one_tier = rules.yes_or_no.match(plan.facts.get("two_tier")).accepted == "no"
    for year in _years(rules, "answers"):
        known = keyed(plan, rules, "answers", year)
        for code in known.missing:
            if not (one_tier and rules.questions[code].for_two_tier):
                yield Answer(question=known.known.label(code), year=year or None)


def _conditions(plan: Plan, rules: Round) -> Lines:
    for year in _years(rules, "conditions"):
        known = keyed(plan, rules, "conditions", year)
        yield from (ConditionAnswer(code=code, year=year or None) for code in known.missing)


def _years(rules: Round, table: str) -> tuple[str, ...]:
    """The years that a table asks for one by one; "" alone where it has no column for them."""
    return rules.years if rules.column(table, "year") else ("",)


def _metrics(plan: Plan, rules: Round) -> Lines:
    """One for each metric and year or period that is asked for, of the whole of it."""
    working = Calculations(plan, rules)
    for code, metric in rules.metrics.items():
        found = planned_lines(working, code)
        for year in metric.years or (() if found else rules.years):
            for slot, period in zip(metric.slots_of(year), metric.periods or (None,), strict=True):
                if slot not in found:
                    yield MetricPlan(metric=metric.short, year=year, period=period)


MAKERS: Mapping[str, Callable[[Plan, Round], Lines]] = {
    "income": _income,
    "narrative": _narrative,
    "requirements": _requirements,
    "hicm": _hicm,
    "sign_off": _sign_off,
    "answers": _answers,
    "conditions": _conditions,
    "metrics": _metrics,
}
