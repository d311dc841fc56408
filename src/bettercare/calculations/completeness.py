"""Completeness: how many of the questions that apply have an answer, section by section.

Complete is not compliant: a question is answered by any text. One that does not apply counts as
answered, as on the national template.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from bettercare.calculations.figure import Figure, Input
from bettercare.calculations.metrics import planned_lines
from bettercare.calculations.working import CodedRow, Working
from bettercare.labels import normalise
from bettercare.plan.records import Record
from bettercare.rounds.schema import Column

# Sections whose table has another name.
TABLES = {"cover": "sign_off", "expenditure": "schemes"}

# What is asked for in numbers of a metric, by how it is collected; "" stands for its own unit.
ASKED: Mapping[str, Mapping[str, str]] = {
    "ratio": {"numerator": "numerator", "denominator": "denominator"},
    "value": {"value_printed": ""},
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


def says_other(text: str | None) -> bool:
    """Whether a sub type is one of the list's "Other" entries, which ask for words."""
    return bool(text) and normalise(text or "").split(" ")[:1] == ["other"]


def field_value(record: Record, column: Column) -> object:
    """The value of a column in a record, ``None`` when blank."""
    value = getattr(record, column.field)
    return value.get(column.key) if column.key else value


def outputs_apply(working: Working, row: CodedRow) -> bool:
    """Whether planned outputs are asked for in this row, by its type and sub type."""
    kind = working.type_of(row)
    if kind is None or kind.outputs is None or not kind.outputs.required:
        return False
    limited = kind.outputs.sub_types
    return not limited or working.sub_type_of(row).accepted in limited


def column_applies(working: Working, row: CodedRow, column: Column) -> bool:
    """Whether a column of the expenditure table must be filled in this row."""
    rules = working.rules
    if column.required == "if_joint":
        return row.commissioner.accepted == "joint"
    if column.required == "if_outputs":
        return outputs_apply(working, row)
    if column.required == "if_other" and column.field == "area_of_spend_other":
        area = row.area.accepted
        return area is not None and rules.areas_of_spend[area].needs_text
    if column.required == "if_other":
        kind = working.type_of(row)
        return bool(kind and kind.needs_text) or says_other(row.row.sub_type)
    return column.required == "always"


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
    texts = _texts(working)
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


def _texts(working: Working) -> dict[str, str]:
    """What the plan writes in each section, named by its code or its label."""
    sections = working.rules.narrative
    codes = {normalise(section.label): code for code, section in sections.items()}
    codes |= {normalise(code): code for code in sections}
    found: dict[str, str] = {}
    for one in working.plan.narrative or ():
        code = codes.get(normalise(one.section or ""))
        if code:
            found[code] = f"{found.get(code, '')} {one.text or ''}".strip()
    return found


def _cover(working: Working) -> Iterator[Answered]:
    signed = {
        working.rules.sign_off.match(one.role).accepted
        for one in working.plan.sign_off or ()
        if one.name or one.date
    }
    for code, role in working.rules.sign_off.items.items():
        if role.required:
            yield Answered(role.label, code in signed)


def _narrative(working: Working) -> Iterator[Answered]:
    texts = _texts(working)
    for code, section in working.rules.narrative.items():
        yield Answered(section.label, bool(texts.get(code)))


def _income(working: Working) -> Iterator[Answered]:
    for code, source in working.rules.sources.items.items():
        lines = [line for line in working.lines if line.source.accepted == code]
        answered = any(line.line.amounts or line.line.answer for line in lines)
        yield Answered(source.label, answered)


def _expenditure(working: Working) -> Iterator[Answered]:
    """One question a column: answered when no row has a gap in it."""
    for column in working.rules.tables["schemes"].columns:
        if column.required == "never":
            continue
        gaps = any(
            field_value(row.row, column) is None
            for row in working.rows
            if column_applies(working, row, column)
        )
        yield Answered(column.label, bool(working.rows) and not gaps)


def _hicm(working: Working) -> Iterator[Answered]:
    hicm = working.rules.hicm
    if hicm is None:
        return
    known = hicm.changes
    lines = {
        known.match(line.change).accepted or known.match(line.change_no).accepted: line
        for line in working.plan.hicm or ()
    }
    for code, change in hicm.changes.items.items():
        line = lines.get(code)
        yield Answered(f"{change.label}, current level", bool(line and line.current))
        yield Answered(f"{change.label}, planned level", bool(line and line.planned))


def _metrics(working: Working) -> Iterator[Answered]:
    """In words for each metric; in numbers, answered when every year asked for has them."""
    for code, metric in working.rules.metrics.items():
        lines = [line.line for line in working.metric_lines if line.metric.accepted == code]
        yield Answered(f"{metric.short}, plan in words", any(line.narrative for line in lines))
        by_year = planned_lines(working, code)
        for field, question in ASKED[metric.collected].items():
            given = {year for year, one in by_year.items() if getattr(one.line, field) is not None}
            answered = set(metric.years or by_year) <= given
            yield Answered(f"{metric.short}, {question or metric.unit}", bool(by_year) and answered)


def _requirements(working: Working) -> Iterator[Answered]:
    answered = {
        normalise(one.code or "") for one in working.plan.requirements or () if one.response
    }
    for code in working.rules.requirements:
        yield Answered(code, normalise(code) in answered)
