"""Completeness: how many of the questions that apply have an answer, section by section.

Complete is not compliant: a question is answered by any text. One that does not apply counts as
answered, as on the national template.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from bettercare.calculations.coded import CodedMetric, CodedRow
from bettercare.calculations.figure import Figure, Input
from bettercare.calculations.metrics import planned_lines
from bettercare.calculations.working import Working
from bettercare.plan.records import (
    ConditionAnswer,
    HicmChange,
    Record,
    RequirementResponse,
    SignOff,
)
from bettercare.rounds.metric_rules import Metric
from bettercare.rounds.schema import Column, OutputRule

# Sections whose table has another name.
TABLES = {"cover": "sign_off", "expenditure": "schemes"}

# What is asked for in numbers of a metric, by how it is collected; "" stands for its own unit.
ASKED: Mapping[str, Mapping[str, str]] = {
    "ratio": {"numerator": "numerator", "denominator": "denominator"},
    "value": {"value_printed": ""},
    "count": {"numerator": ""},
    "words": {},
}


class Answered(NamedTuple):
    """A question of the template and whether the plan answers it."""

    question: str
    answered: bool


def word_count(text: str) -> int:
    """Words between white space, the count that limits are compared with.

    >>> word_count("Care  closer to home")
    4
    """
    return len(text.split())


def field_value(record: Record, column: Column) -> object:
    """The value of a column in a record, ``None`` when blank."""
    value = getattr(record, column.field)
    return value.get(column.key) if column.key else value


def other_text_asked(row: CodedRow) -> bool:
    """Whether the row's type or sub type, such as "Other", asks for words of its own."""
    kind = row.kind
    if kind is None or kind.needs_text:
        return kind is not None
    code = row.sub_type.code
    return bool(kind.sub_types and code and kind.sub_types[code].needs_text)


def output_rule(row: CodedRow) -> OutputRule | None:
    """The rule by which the row's outputs are counted, where its type and sub type have one."""
    kind = row.kind
    if kind is None or kind.outputs is None:
        return None
    limited = kind.outputs.sub_types
    return kind.outputs if not limited or row.sub_type.accepted in limited else None


def outputs_apply(row: CodedRow) -> bool:
    """Whether planned outputs are asked for in this row, by its type and sub type."""
    rule = output_rule(row)
    return rule is not None and rule.required


def column_applies(working: Working, row: CodedRow, column: Column) -> bool:
    """Whether a column of the expenditure table must be filled in this row."""
    applies = APPLIES.get(column.required)
    return applies(working, row, column) if applies else column.required == "always"


def _if_other(working: Working, row: CodedRow, column: Column) -> bool:
    if column.field != "area_of_spend_other":
        return other_text_asked(row)
    area = row.area.accepted
    return area is not None and working.rules.areas_of_spend[area].needs_text


def _if_outputs(_: Working, row: CodedRow, column: Column) -> bool:
    runs = not column.key or bool(row.row.amounts.get(column.key))
    return runs and outputs_apply(row)


APPLIES: Mapping[str, Callable[[Working, CodedRow, Column], bool]] = {
    "if_joint": lambda working, row, _: working.by_share(row),
    "if_outputs": _if_outputs,
    "if_runs": lambda working, row, column: working.runs_in(row, column.key),
    "if_other": _if_other,
    "if_sub_types": lambda _, row, __: row.kind is not None and row.kind.sub_types is not None,
}


def sections(working: Working) -> dict[str, list[Answered]]:
    """The sections that the round has a table for: their questions, and whether answered."""
    makers: dict[str, Callable[[Working], Iterator[Answered]]] = {
        "cover": _cover,
        "narrative": _narrative,
        "income": _income,
        "expenditure": _expenditure,
        "hicm": _hicm,
        "metrics": _metrics,
        "requirements": _requirements,
        "conditions": _conditions,
    }
    known = working.rules.tables
    return {
        name: list(make(working))
        for name, make in makers.items()
        if TABLES.get(name, name) in known
    }


def completeness_figures(working: Working) -> Iterator[Figure]:
    """The share of questions answered in each section, with those that are not."""
    for name, questions in sections(working).items():
        done = sum(one.answered for one in questions)
        table = working.rules.tables[TABLES.get(name, name)]
        yield Figure(
            id=f"completeness.{name}",
            label=f"{table.label}, questions answered",
            value=Decimal(done) / len(questions) if questions else Decimal(1),
            unit="fraction",
            rule="Questions answered, or that do not apply, over all questions of the section.",
            reference=working.rules.cite(table.reference),
            inputs=tuple(
                Input(
                    one.question,
                    Decimal(one.answered),
                    mark="answered" if one.answered else "not answered",
                )
                for one in questions
            ),
            decimals=0,
            answer=f"{done} of {len(questions)}",
        )


def word_figures(working: Working) -> Iterator[Figure]:
    """Words written in each narrative section, and words left under its limit."""
    texts = working.section_texts
    for code, section in working.rules.narrative.items():
        if code not in texts:
            continue
        count = word_count(texts[code])
        for key, label, value in (
            ("", "words", count),
            (".remaining", "words left", section.limit - count),
        ):
            yield Figure(
                id=f"words.{code}{key}",
                label=f"{section.label}, {label}",
                value=Decimal(value),
                unit="words",
                rule="Words between white space"
                + (f", taken from the limit of {section.limit:,}." if key else "."),
                reference=working.rules.cite(section.reference),
            )


def _cover(working: Working) -> Iterator[Answered]:
    found = working.keyed("sign_off")
    for code, role in working.rules.sign_off.items.items():
        if role.required:
            _, line = found.first(code, SignOff())
            signed = isinstance(line, SignOff) and bool(line.name or line.date)
            yield Answered(role.label, signed)


def _narrative(working: Working) -> Iterator[Answered]:
    texts = working.section_texts
    for code, section in working.rules.narrative.items():
        yield Answered(section.label, bool(texts.get(code, "").strip()))


def _income(working: Working) -> Iterator[Answered]:
    """One question for each source, or for each part of one that has lines of its own."""
    for code, source in working.rules.sources.items.items():
        lines = [line for line in working.lines if line.source.accepted == code]
        asked = {key: part.label for key, part in source.income_parts.items()} or {"": source.label}
        for key, label in asked.items():
            own = [line.line for line in lines if line.part in {key, ""}]
            yield Answered(label, any(line.amounts or line.answer for line in own))


def _expenditure(working: Working) -> Iterator[Answered]:
    """One question a column: answered when no row has a gap in it."""
    for column in working.rules.tables["schemes"].columns:
        if column.required == "never":
            continue
        gaps = any(
            column_applies(working, row, column)
            for row in working.rows
            if field_value(row.row, column) is None
        )
        yield Answered(column.label, bool(working.rows) and not gaps)


def _hicm(working: Working) -> Iterator[Answered]:
    hicm = working.rules.hicm
    if hicm is None:
        return
    found = working.keyed("hicm")
    for code, change in hicm.changes.items.items():
        _, line = found.first(code, HicmChange())
        for field in ("current", "planned"):
            yield Answered(f"{change.label}, {field} level", bool(getattr(line, field)))


def _metrics(working: Working) -> Iterator[Answered]:
    """In words for each metric; in numbers, answered when every year asked for has them."""
    for code, metric in working.rules.metrics.items():
        lines = [line.line for line in working.metric_lines if line.metric.accepted == code]
        yield Answered(f"{metric.short}, plan in words", any(line.narrative for line in lines))
        by_year = planned_lines(working, code)
        for field, question in ASKED[metric.collected].items():
            given = {slot for slot, one in by_year.items() if number_of(metric, one, field)}
            answered = set(metric.slots or by_year) <= given
            yield Answered(f"{metric.short}, {question or metric.unit}", bool(by_year) and answered)


def number_of(metric: Metric, line: CodedMetric, field: str) -> bool:
    """Whether a line gives a number that is asked for; a count may stand as a value."""
    fields = (field, "value_printed") if metric.collected == "count" else (field,)
    return any(getattr(line.line, one) is not None for one in fields)


def _requirements(working: Working) -> Iterator[Answered]:
    found = working.keyed("requirements")
    for code in working.rules.requirements:
        _, line = found.first(code, RequirementResponse())
        yield Answered(code, bool(getattr(line, "response", None)))


def _conditions(working: Working) -> Iterator[Answered]:
    """For each national condition one question a year, and one for a comment where it says No."""
    for code, condition in working.rules.national_conditions.items():
        said = [_condition(year, code) for year in working.by_year]
        for year, line in zip(working.rules.years, said, strict=True):
            yield Answered(f"{condition.label}, {year}", bool(line.response))
        match = working.rules.yes_or_no.match
        no = [line for line in said if match(line.response).accepted == "no"]
        yield Answered(f"{condition.label}, comment", all(line.comment for line in no))


def _condition(working: Working, code: str) -> ConditionAnswer:
    """What a plan answers to a condition in the year of the working."""
    _, line = working.keyed("conditions").first(code, ConditionAnswer())
    return line if isinstance(line, ConditionAnswer) else ConditionAnswer()
