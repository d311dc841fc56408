"""The lines of the metrics: by year and period, part, and kind of figure."""

from collections.abc import Iterator, Sequence

from bettercare.calculations import Calculations
from bettercare.calculations.coded import CodedMetric
from bettercare.calculations.metrics import kind_of, planned_lines, slot_of
from bettercare.plan.records import MetricPlan
from bettercare.rounds import Round
from bettercare.rounds.metric_rules import Metric
from bettercare.rounds.schema import Column
from bettercare_web.plans.asked import Field, Line, field_of_column
from bettercare_web.plans.models import Row

# What is asked for in numbers of a metric, by how it is collected.
NUMBERS = {
    "ratio": ("numerator", "denominator"),
    "value": ("value_printed",),
    "count": ("numerator",),
    "words": (),
}
WORDS = "narrative"


def metric_lines(working: Calculations, rows: Sequence[Row]) -> Iterator[Line]:
    """For each metric of the round its stored lines and those still to fill in; then the rest."""
    for code, metric in working.rules.metrics.items():
        yield from _of_metric(working, code, metric, rows)
    for line in working.metric_lines:
        if line.metric.accepted is None:
            yield _unknown(working.rules, line, rows)


def _of_metric(
    working: Calculations, code: str, metric: Metric, rows: Sequence[Row]
) -> Iterator[Line]:
    own = [line for line in working.metric_lines if line.metric.accepted == code]
    wanted = metric.slots or (() if own else (working.rules.year,))
    missing = [slot for slot in wanted if slot not in planned_lines(working, code)]
    told = any(line.line.narrative for line in own)
    last = _telling(own, missing, told=told)
    seen: set[tuple[str, ...]] = set()
    for line in sorted(own, key=slot_of):
        words = bool(line.line.narrative) or last == line.item
        number = str(line.item) if _about(line) in seen else ""
        seen.add(_about(line))
        yield _stored(working.rules, line, rows[line.item - 1], code, number, words=words)
    for slot in missing:
        yield _wanted(working.rules, code, metric, slot, words=last == slot)


def _telling(own: Sequence[CodedMetric], missing: Sequence[str], *, told: bool) -> str | int:
    """The line that asks for the plan in words, where none tells it yet: the last year's."""
    if told:
        return 0
    if missing:
        return missing[-1]
    return max(own, key=slot_of).item if own else 0


def _about(line: CodedMetric) -> tuple[str, str, str]:
    """What tells the lines of a metric apart: year and period, part, kind of figure."""
    kind = line.line.kind or ""
    return slot_of(line), line.line.part or "", kind if kind_of(line) != "plan" else ""


def _stored(
    rules: Round, line: CodedMetric, row: Row, code: str, number: str, *, words: bool
) -> Line:
    metric = rules.metrics[code]
    record = line.line
    about = _about(line)
    return Line(
        key=".".join(filter(None, (code, *about, number))).replace(" ", "."),
        title=", ".join(filter(None, (metric.short, *about))),
        table="metrics",
        fields=_fields(rules, metric, record, words=words),
        row=row,
        record=record,
        item=line.item,
    )


def _wanted(rules: Round, code: str, metric: Metric, slot: str, *, words: bool) -> Line:
    year, _, period = slot.partition(" ")
    given = {"metric": metric.short, "year": year, "period": period, "unit": metric.unit}
    return Line(
        key=f"{code}.{slot}".replace(" ", "."),
        title=f"{metric.short}, {slot}",
        table="metrics",
        fields=_fields(rules, metric, None, words=words),
        given={
            name: text for name, text in given.items() if text and rules.column("metrics", name)
        },
    )


def _fields(
    rules: Round, metric: Metric, record: MetricPlan | None, *, words: bool
) -> tuple[Field, ...]:
    """The numbers by how the metric is collected, those that are written besides, and the words."""
    found = []
    asked = NUMBERS[metric.collected]
    for column in rules.tables["metrics"].columns:
        name = column.field
        stands = record is not None and name in _OTHERS and getattr(record, name) is not None
        if name in asked or stands or (name == WORDS and words):
            found.append(_worded(metric, field_of_column(rules, "metrics", column, record), column))
    return tuple(found)


_OTHERS = frozenset({"numerator", "denominator", "value_printed", "value_printed_on_summary"})


def _worded(metric: Metric, field: Field, column: Column) -> Field:
    """A field in the words of its metric, where it has some."""
    hint = {"numerator": metric.numerator, "denominator": metric.denominator}.get(column.field, "")
    if column.field == "value_printed":
        worked_out = metric.collected == "ratio"
        hint = "Leave this blank to have it worked out." if worked_out else metric.unit
    return field._replace(hint=f"{hint[:1].upper()}{hint[1:]}")


def _unknown(rules: Round, line: CodedMetric, rows: Sequence[Row]) -> Line:
    return Line(
        key=f"line{line.item}",
        title=f"Line {line.item}: {line.line.metric or 'it does not say of which measure'}",
        hint="The round has no measure of this name. Choose one, or remove the line.",
        table="metrics",
        fields=tuple(
            field_of_column(rules, "metrics", one, line.line)
            for one in rules.tables["metrics"].columns
        ),
        row=rows[line.item - 1],
        record=line.line,
        item=line.item,
        removable=True,
    )
