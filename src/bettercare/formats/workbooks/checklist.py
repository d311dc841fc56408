"""The live checklist: each question that our figures of completeness ask, with a formula.

It stands on a hidden sheet, and the cover counts it by sheet. The formulas ask what
``calculations.completeness`` asks, with one difference: of several lines about one thing any may
answer, where our figures take the first. So the two differ only where a plan says a thing twice.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from bettercare.calculations.completeness import ASKED, TABLES, sections
from bettercare.formats.workbooks.build import Build
from bettercare.formats.workbooks.lists import number_in
from bettercare.formats.workbooks.pen import Sheet
from bettercare.formats.workbooks.worked_schemes import Gaps
from bettercare.formats.workbooks.worked_tables import MetricSlots
from bettercare.rounds.metric_rules import Metric

SECTION, ANSWERED = "checklist_section", "checklist_answered"
Formulas = Iterator[str]


class Section(NamedTuple):
    """A part of the checklist: its number, its name among the figures, and how far it is."""

    number: int
    name: str
    table: str
    answered: int
    questions: int


def write_checklist(build: Build, sheet: Sheet) -> list[Section]:
    """Write every question with its formula; gives the sections, in order."""
    found, row = [], 1
    for number, (name, questions) in enumerate(sections(build.working).items(), 1):
        formulas = MAKERS[name](build)
        for asked, formula in zip(questions, formulas, strict=True):
            sheet.write_number(row, 0, number)
            build.pen.text(sheet, (row, 1), asked.question, {})
            build.pen.formula(sheet, (row, 2), f"=--({formula})", {}, int(asked.answered))
            row += 1
        done = sum(one.answered for one in questions)
        found.append(Section(number, name, TABLES.get(name, name), done, len(questions)))
    if row > 1:
        build.pen.name(SECTION, sheet, (1, 0), row - 1)
        build.pen.name(ANSWERED, sheet, (1, 2), row - 1)
    return found


def _filled(build: Build, table: str, *fields: str) -> str:
    """Whether one of some columns holds anything, line by line."""
    names = [name for field in fields if (name := build.named(table, field))]
    return f"(({'+'.join(f'LEN({name})' for name in names) or '0'})>0)"


def _numbered(build: Build, table: str, *fields: str) -> str:
    """Whether one of some columns holds a number, line by line."""
    names = [name for field in fields if (name := build.named(table, field))]
    return f"(({'+'.join(f'ISNUMBER({name})' for name in names) or '0'})>0)"


def _any(*tests: str) -> str:
    """Whether all tests hold together on some line."""
    return f"SUMPRODUCT({'*'.join(tests)})>0"


def _about(table: str, number: int) -> str:
    return f"({table}_about_no={number})"


def _cover(build: Build) -> Formulas:
    for number, role in enumerate(build.rules.sign_off.items.values(), 1):
        if role.required:
            yield _any(_about("sign_off", number), _filled(build, "sign_off", "name", "date"))


def _narrative(build: Build) -> Formulas:
    for number in range(1, len(build.rules.narrative) + 1):
        yield f"SUMIFS(narrative_words,narrative_about_no,{number})>0"


def _income(build: Build) -> Formulas:
    """A line of the whole source speaks for each part of it."""
    items = build.rules.income_names
    amounts = sorted(n for n in build.columns["income"] if n.startswith("income_amounts_"))
    numbers = "+".join(f"ISNUMBER({name})" for name in amounts) or "0"
    given = f"(({numbers}+{_filled(build, 'income', 'answer')})>0)"
    for code, source in build.rules.sources.items.items():
        for key in source.income_parts or ("",):
            codes = {number_in(items, one) for one in (key, code) if one}
            own = "+".join(f"(income_item_no={number})" for number in sorted(codes))
            yield _any(f"({own})", given)


class _Names:
    """The columns of the expenditure sheet by the names of their ranges."""

    def __init__(self, build: Build) -> None:
        self._build = build

    def __getitem__(self, name: str) -> str:
        return self._build.named("schemes", name) or '""'


def _expenditure(build: Build) -> Formulas:
    gaps = Gaps(build, _Names(build))
    for column in gaps.asked:
        lacking = f"schemes_used*({gaps.asks(column)})*({gaps.is_blank(column)})"
        yield f"AND(SUM(schemes_used)>0,SUMPRODUCT({lacking})=0)"


def _hicm(build: Build) -> Formulas:
    changes = build.rules.hicm.changes if build.rules.hicm else ()
    for number, _ in enumerate(changes, 1):
        for field in ("current", "planned"):
            yield _any(_about("hicm", number), _filled(build, "hicm", field))


def _metrics(build: Build) -> Formulas:
    slots = MetricSlots(build).of
    for number, (code, metric) in enumerate(build.rules.metrics.items(), 1):
        own = f"(metrics_metric_no={number})"
        yield _any(own, _filled(build, "metrics", "narrative"))
        asked = [slots[code, slot] for slot in metric.slots]
        for field in ASKED[metric.collected]:
            yield _in_numbers(build, own, asked, _number_of(build, metric, field))


def _number_of(build: Build, metric: Metric, field: str) -> str:
    """Whether a line gives a number that is asked for; a count may stand as a value."""
    fields = (field, "value_printed") if metric.collected == "count" else (field,)
    return _numbered(build, "metrics", *fields)


def _in_numbers(build: Build, own: str, asked: list[int], given: str) -> str:
    """Each year or period asked for has its number; where none is, each that is there."""
    whole = "(metrics_of_whole=1)"
    if asked:
        tests = (_any(f"(metrics_slot_no={slot})", whole, given) for slot in asked)
        return f"AND({','.join(tests)})"
    lines = f"{own}*{whole}*{_filled(build, 'metrics', 'year')}"
    return f"AND(SUMPRODUCT({lines})>0,SUMPRODUCT({lines}*(1-{given}))=0)"


def _requirements(build: Build) -> Formulas:
    for number in range(1, len(build.rules.requirements) + 1):
        yield _any(_about("requirements", number), _filled(build, "requirements", "response"))


def _conditions(build: Build) -> Formulas:
    """A line that names no year of the round is about all of them."""
    response = _filled(build, "conditions", "response")
    comment = _filled(build, "conditions", "comment")
    no = number_in(build.rules.yes_or_no, "no")
    by_year = bool(build.named("conditions", "year_no"))
    for number in range(1, len(build.rules.national_conditions) + 1):
        own = _about("conditions", number)
        for year in range(1, len(build.rules.years) + 1):
            here = f"((conditions_year_no={year})+(conditions_year_no=0))" if by_year else "1"
            yield _any(own, here, response)
        said_no = f"(conditions_response_no={no})"
        yield f"SUMPRODUCT({own}*{said_no}*(1-{comment}))=0"


MAKERS: Mapping[str, Callable[[Build], Formulas]] = {
    "cover": _cover,
    "narrative": _narrative,
    "income": _income,
    "expenditure": _expenditure,
    "hicm": _hicm,
    "metrics": _metrics,
    "requirements": _requirements,
    "conditions": _conditions,
}
