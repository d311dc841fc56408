"""The lines of income, by source and part of a source, and of capacity and demand."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bettercare.calculations import Calculations
from bettercare.calculations.coded import CodedLine
from bettercare.plan.records import IncomeLine
from bettercare.rounds import Item, Round
from bettercare.rounds.schema import Source
from bettercare.rounds.spends import Growth, Published, Uplift
from bettercare_web.plans.asked import Field, Line, field_of_column, plain_choices
from bettercare_web.plans.core import WHOLE, record_of
from bettercare_web.plans.models import Row

ANOTHER = "another"


def income_lines(working: Calculations, rows: Sequence[Row]) -> Iterator[Line]:
    """Every line of each source in turn, one for a source that has none, and one to add."""
    rules = working.rules
    for code, source in rules.sources.items.items():
        own = [one for one in working.lines if one.source.accepted == code]
        yield from _of_source(rules, code, source, own, rows)
    for line in working.lines:
        if line.source.accepted is None:
            yield _unknown(rules, line, rows)
    yield Line(
        key=ANOTHER,
        title="Another contribution",
        table="income",
        fields=_columns(rules, None, choose=True),
        hint="Where one source is paid by several bodies, give each a line of its own.",
    )


def _of_source(
    rules: Round, code: str, source: Source, own: Sequence[CodedLine], rows: Sequence[Row]
) -> Iterator[Line]:
    counts: Counter[str] = Counter()
    for line in own:
        counts[line.part] += 1
        key = _key(code, line.part, counts[line.part])
        name = rules.income_names.label(line.part or code)
        yield _line(rules, line, rows, key, name, additional=_asks(source, line.part))
    wanted: Mapping[str, Item] = source.income_parts or {"": source}
    for part, item in wanted.items():
        if part not in counts and "" not in counts:
            yield Line(
                key=_key(code, part, 1),
                title=item.label,
                table="income",
                fields=_columns(rules, None, additional=_asks(source, part)),
                given={"source_of_funding": item.label},
            )


def _key(code: str, part: str, number: int) -> str:
    return ".".join(filter(None, (code, part, str(number) if number > 1 else "")))


def _asks(source: Source, part: str) -> bool:
    """Whether a source is offered by choice, and so stands behind a question."""
    return source.income_parts.get(part, source).kind == "additional"


def _line(
    rules: Round,
    line: CodedLine,
    rows: Sequence[Row],
    key: str,
    name: str,
    *,
    additional: bool = False,
) -> Line:
    return Line(
        key=key,
        title=f"{name}, {line.line.contributor}" if line.line.contributor else name,
        table="income",
        fields=_columns(rules, line.line, additional=additional),
        row=rows[line.item - 1],
        record=line.line,
        item=line.item,
        removable=True,
    )


def _unknown(rules: Round, line: CodedLine, rows: Sequence[Row]) -> Line:
    name = line.line.source_of_funding or "It does not say where it comes from"
    found = _line(rules, line, rows, f"line{line.item}", name)
    return found._replace(
        fields=_columns(rules, line.line, choose=True),
        hint="The round has no source of this name. Choose one of its sources.",
    )


def _columns(
    rules: Round, record: IncomeLine | None, *, choose: bool = False, additional: bool = False
) -> tuple[Field, ...]:
    """The fields of a line; its source only where that is to be chosen."""
    found = []
    for column in rules.tables["income"].columns:
        wanted = {"source_of_funding": choose, "answer": additional}
        if wanted.get(column.field, True) or _filled(record, column.field):
            found.append(field_of_column(rules, "income", column, record))
    return tuple(found)


def _filled(record: IncomeLine | None, name: str) -> bool:
    return name == "answer" and record is not None and bool(record.answer)


def capacity_lines(working: Calculations, rows: Sequence[Row]) -> Iterator[Line]:
    """Every line that is stored, and one to add."""
    rules = working.rules
    columns = rules.tables["capacity"].columns
    for item, record in enumerate(working.plan.capacity or (), 1):
        yield Line(
            key=str(rows[item - 1].pk),
            title=", ".join(filter(None, (record.service, record.month))) or f"Line {item}",
            table="capacity",
            fields=tuple(field_of_column(rules, "capacity", one, record) for one in columns),
            row=rows[item - 1],
            record=record,
            item=item,
            removable=True,
        )
    yield Line(
        key=ANOTHER,
        title="Another service or month",
        table="capacity",
        fields=tuple(field_of_column(rules, "capacity", one, None) for one in columns),
    )


def figure_lines(working: Calculations, rows: Sequence[Row]) -> Iterator[Line]:
    """The figures that a plan takes from elsewhere: minimums, those of last year, and facts."""
    rules = working.rules
    for row in rows:
        yield Line(
            key="figures",
            title="Figures that the plan takes from elsewhere",
            table=WHOLE,
            fields=figure_fields(rules),
            row=row,
            record=record_of(row),
            item=1,
        )


def figure_fields(rules: Round) -> tuple[Field, ...]:
    """What is filled in of the plan as a whole, by path ("given.required.CODE.minimum")."""
    return (*_minimums(rules), *_before(rules), *_facts(rules))


def _minimums(rules: Round) -> Iterator[Field]:
    for code, spend in rules.required_spends.items():
        for year in rules.years:
            ending = f".{year}" if rules.several_years else ""
            name = f"{spend.label}, minimum{f' in {year}' if ending else ''}"
            by_formula = not isinstance(spend.minimum, Published)
            hint = f"Or leave it blank: {spend.minimum.words}." if by_formula else ""
            yield Field(f"given.required.{code}.minimum{ending}", name, "money", hint=hint)


def _before(rules: Round) -> Iterator[Field]:
    """What the formulas of the minimums start from, and the plan of the year before."""
    for code, spend in rules.required_spends.items():
        how = spend.minimum
        if isinstance(how, Uplift | Growth):
            key = f"given.previous.required.{code}.minimum"
            yield Field(key, f"{spend.label}, minimum in {how.base_year}", "money")
        if isinstance(how, Uplift):
            name = f"{rules.sources.label(how.source)}, {how.base_year}"
            yield Field(f"given.previous.income.{how.source}", name, "money")
        key = f"given.previous.required.{code}.planned"
        yield Field(key, f"{spend.label}, planned in {rules.previous_year}", "money")


def _facts(rules: Round) -> Iterator[Field]:
    sources = rules.sources.items.values()
    for_districts = any(
        source.for_districts or any(part.for_districts for part in source.income_parts.values())
        for source in sources
    )
    if for_districts or any(one.for_two_tier for one in rules.questions.values()):
        choices = plain_choices(rules.yes_or_no)
        yield Field("facts.two_tier", "Are there district councils?", "answer", choices)
