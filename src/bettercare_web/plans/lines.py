"""The lines that each section of a plan asks for, as its round has them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from bettercare.calculations import Calculations
from bettercare.plan.keyed import KEY_FIELDS, keyed
from bettercare.plan.records import Record
from bettercare.rounds import Round
from bettercare_web.plans.asked import Field, Line, field_of_column, fields_named
from bettercare_web.plans.core import WHOLE
from bettercare_web.plans.metric_lines import metric_lines
from bettercare_web.plans.models import Row
from bettercare_web.plans.money_lines import capacity_lines, figure_lines, income_lines

Rows = Sequence[Row]
Asking = tuple[str, str, str]

# What is filled in of each line of the tables whose lines the round names.
FILLED: Mapping[str, tuple[str, ...]] = {
    "sign_off": ("name", "date", "version", "delegated_to"),
    "hicm": ("current", "planned", "reason"),
    "requirements": ("response", "action", "timeframe"),
    "narrative": ("text",),
    "conditions": ("response", "comment"),
    "answers": ("response", "comment"),
}


def lines_of(working: Calculations, table: str, rows: Rows) -> list[Line]:
    """The lines of a section's table: those stored, and those that the round asks for besides."""
    if table in OWN:
        return list(OWN[table](working, rows))
    return [*_named(working, table, rows), *_unplaced(working, table, rows)]


def _named(working: Calculations, table: str, rows: Rows) -> Iterator[Line]:
    rules = working.rules
    years: Iterable[str] = rules.years if _by_year(rules, table) else ("",)
    for year in years:
        found = keyed(working.plan, rules, table, year)
        for code, title, hint in ASKINGS[table](rules):
            lines: list[tuple[int, Record | None]] = [*found.lines.get(code, ())]
            for number, (item, record) in enumerate(lines or [(0, None)], 1):
                key = ".".join(filter(None, (code, year, str(number) if number > 1 else "")))
                named = f"{title}, {year}" if year else title
                yield Line(
                    key=key,
                    title=named if number == 1 else f"{named} ({number})",
                    hint=hint if number == 1 else "",
                    table=table,
                    fields=_fields(rules, table, code, record),
                    row=rows[item - 1] if item else None,
                    record=record,
                    item=item,
                    given=_given(rules, table, code, year),
                )


def _by_year(rules: Round, table: str) -> bool:
    """Whether the lines of a table are asked for each year of the round."""
    return rules.several_years and rules.column(table, "year") is not None


def _roles(rules: Round) -> Iterator[Asking]:
    for code, role in rules.sign_off.items.items():
        yield code, role.label, "" if role.required else "Give this where you have it."


def _changes(rules: Round) -> Iterator[Asking]:
    for code, change in rules.hicm.changes.items.items() if rules.hicm else ():
        yield code, change.label, ""


def _requirements(rules: Round) -> Iterator[Asking]:
    for code, one in rules.requirements.items():
        yield code, f"{code}: {one.label}", " ".join(one.enquiry)


def _conditions(rules: Round) -> Iterator[Asking]:
    for code, condition in rules.national_conditions.items():
        yield code, f"{code}: {condition.label}", condition.words


def _questions(rules: Round) -> Iterator[Asking]:
    for code, question in rules.questions.items():
        hint = "Only where there are district councils." if question.for_two_tier else ""
        yield code, question.label, hint


def _texts(rules: Round) -> Iterator[Asking]:
    for code, section in rules.narrative.items():
        topics = ", ".join(one.label for one in section.topics)
        yield code, f"{code}. {section.label}", f"Readers look for: {topics}." if topics else ""


# The code, title and hint of every line that a round asks for, by table.
ASKINGS: Mapping[str, Callable[[Round], Iterator[Asking]]] = {
    "sign_off": _roles,
    "hicm": _changes,
    "requirements": _requirements,
    "conditions": _conditions,
    "answers": _questions,
    "narrative": _texts,
}


def _given(rules: Round, table: str, code: str, year: str) -> dict[str, str]:
    """What a new line says of what it is about."""
    found = {KEY_FIELDS[table][0]: code}
    if table == "sign_off":
        found = {"role": rules.sign_off.label(code)}
    if table == "answers":
        found = {"question": rules.questions[code].label}
    if table == "requirements":
        found["theme"] = rules.requirements[code].theme
    if table == "hicm" and rules.hicm:
        found = {"change": rules.hicm.changes.label(code)}
    return found | ({"year": year} if year else {})


def _fields(rules: Round, table: str, code: str, record: Record | None) -> tuple[Field, ...]:
    fields = fields_named(rules, table, FILLED[table], record)
    if table != "narrative":
        return fields
    section = rules.narrative[code]
    return tuple(
        one._replace(label=f"{code}. {section.label}", words=section.limit) for one in fields
    )


def _unplaced(working: Calculations, table: str, rows: Rows) -> Iterator[Line]:
    """Lines about nothing that the round asks: shown whole, so that nothing is lost."""
    rules = working.rules
    for one in keyed(working.plan, rules, table).unplaced:
        fields = tuple(
            field_of_column(rules, table, column, one.record)
            for column in rules.tables[table].columns
        )
        yield Line(
            key=f"line{one.item}",
            title=f"Line {one.item}: {one.text or 'it does not say what it is about'}",
            hint="The round asks for nothing of this name. Correct the name, or remove the line.",
            table=table,
            fields=fields,
            row=rows[one.item - 1],
            record=one.record,
            item=one.item,
            removable=True,
        )


OWN: Mapping[str, Callable[[Calculations, Rows], Iterator[Line]]] = {
    "income": income_lines,
    "metrics": metric_lines,
    "capacity": capacity_lines,
    WHOLE: figure_lines,
}
