"""The tidy rows of one plan: what it says and what was worked out, as cells of the tables.

The columns that say where a row comes from are added when the plans are put together.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from bettercare.calculations import Calculations, CodedRow, Figure
from bettercare.findings import Finding, Severity
from bettercare.formats.reading import Control, sum_of
from bettercare.labels import shortened
from bettercare.money import MOST_DECIMALS, round_half_up
from bettercare.national.published import Publisher
from bettercare.national.tables import Row
from bettercare.plan import MetricPlan, Plan
from bettercare.report import Summary

LONGEST_TEXT = 32_767  # characters in a cell of a spreadsheet
LONGEST_FACT = 60
LARGEST = Decimal(10) ** 18  # a column of numbers holds 18 digits before the point
SMALLEST = Decimal(1).scaleb(-MOST_DECIMALS)
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y")


def tidy_rows(summary: Summary, publisher: Publisher) -> Mapping[str, list[Row]]:
    """The rows of every table that is made of plans, by table."""
    working = summary.working
    findings = summary.report.findings
    return {
        "plans": [_plan_row(summary)],
        "required_spends": list(_required_rows(working)),
        "income": list(_income_rows(working)),
        "schemes": [row for coded in working.rows for row in _scheme_rows(working, coded)],
        "metrics": list(_metric_rows(working)),
        "figures": [_figure_row(one) for one in summary.figures.values()],
        "findings": [_finding_row(n, one, publisher) for n, one in enumerate(findings, 1)],
        "controls": [_control_row(one) for one in summary.controls],
    }


def number(value: Decimal | None) -> str | None:
    """A number as a cell of a tidy table.

    >>> number(Decimal("1E+2")), number(Decimal("0.10")), number(None)
    ('100', '0.10', None)
    """
    return None if value is None else f"{value:f}"


def text(value: str | None, longest: int = LONGEST_TEXT) -> str | None:
    """A text as a cell of a tidy table: no longer than any spreadsheet holds, blank as nothing."""
    return shortened(value, longest) if value else None


def day_said(plan: Plan) -> date | None:
    """The day on which a plan says that it was submitted, where that can be read.

    >>> day_said(Plan(round="2019-20", facts={"submitted": "2019-09-27T16:00:00"}))
    datetime.date(2019, 9, 27)
    """
    said = plan.facts.get("submitted", "").strip()
    for form in _DAYS:
        try:
            return datetime.strptime(said[:10] if form == _DAYS[0] else said, form).date()
        except ValueError:
            continue
    return None


def _plan_row(summary: Summary) -> Row:
    plan, working = summary.plan, summary.working
    income = _total(working, "income", lambda one: one.total_income)
    spend = _total(working, "schemes", lambda one: one.total_expenditure)
    balance = income - spend if income is not None and spend is not None else None
    met = [_met(one.headroom) for year in working.by_year for one in year.required.values()]
    severities = [one.severity for one in summary.report.findings]
    day = day_said(plan)
    return (
        text(plan.area),
        text(plan.facts.get("region"), LONGEST_FACT),
        text(plan.facts.get("version"), LONGEST_FACT),
        day.isoformat() if day else None,
        plan.facts.get("synthetic", "").casefold().startswith("yes"),
        len(plan.income or ()),
        len(plan.schemes or ()),
        number(income),
        number(spend),
        number(balance),
        _balances_ok(working),
        len(met),
        met.count(True),
        met.count(False),
        *(severities.count(severity) for severity in Severity),
        len(summary.report.not_run),
    )


def _total(
    working: Calculations, table: str, of: Callable[[Calculations], Decimal]
) -> Decimal | None:
    """A sum over the years of the round; nothing where the plan does not give the table."""
    if getattr(working.plan, table) is None:
        return None
    return sum_of(of(one) for one in working.by_year)


def _met(headroom: Decimal | None) -> bool | None:
    return None if headroom is None else headroom >= 0


def _balances_ok(working: Calculations) -> bool | None:
    """Whether nothing is left or overspent; nobody can say where an amount is missing."""
    if working.plan.income is None or working.plan.schemes is None:
        return None
    if any(one.unread_income or one.unread_expenditure for one in working.by_year):
        return None
    return not any(any(one.balance.values()) for one in working.by_year)


def _required_rows(working: Calculations) -> Iterator[Row]:
    for one in working.by_year:
        for code, test in one.required.items():
            yield (
                code,
                test.rule.label,
                one.year,
                number(test.minimum),
                test.standing,
                number(test.planned),
                number(test.headroom),
                _met(test.headroom),
            )


def _income_rows(working: Calculations) -> Iterator[Row]:
    for one in working.lines:
        line = one.line
        before = (
            one.item,
            one.source.accepted,
            one.part or None,
            text(line.source_of_funding),
            text(line.contributor),
        )
        for year in line.amounts or (None,):
            yield (*before, year, number(line.amounts.get(year or "")))


def _scheme_rows(working: Calculations, one: CodedRow) -> Iterator[Row]:
    row = one.row
    before = (
        one.item,
        text(row.scheme_id),
        text(row.scheme_name),
        one.scheme_type.accepted,
        text(row.scheme_type),
        one.sub_type.accepted,
        text(row.sub_type),
        one.area.accepted,
        text(row.area_of_spend),
        one.commissioner.accepted,
        text(row.commissioner),
        number(row.nhs_share),
        number(row.la_share),
        one.provider.accepted,
        text(row.provider),
        one.source.accepted,
        text(row.source_of_funding),
        working.rules.new_or_existing.match(row.new_or_existing).accepted,
        text(row.new_or_existing),
        text(row.output_unit),
    )
    years: list[str | None] = [*dict.fromkeys((*row.amounts, *row.outputs))]
    for turn, year in enumerate(years or [None]):
        planned = row.outputs.get(year or "")
        if planned is None and turn == 0 and not row.outputs:
            planned = row.output_estimate
        yield (*before, number(planned), year, number(row.amounts.get(year or "")))


def _metric_rows(working: Calculations) -> Iterator[Row]:
    for one in working.metric_lines:
        line: MetricPlan = one.line
        yield (
            one.item,
            one.metric.accepted,
            text(line.metric),
            text(line.year),
            text(line.period),
            text(line.kind),
            text(line.part),
            text(line.unit),
            number(line.numerator),
            number(line.denominator),
            number(line.value_printed),
        )


def _figure_row(figure: Figure) -> Row:
    held = _held(figure.value)
    exact = number(figure.value) if figure.value != held else None
    return (figure.id, figure.label, number(held), figure.unit, exact, figure.standing)


def _held(value: Decimal | None) -> Decimal | None:
    """A figure as a column of numbers holds it: rounded to 20 decimals, nothing if too large."""
    if value is None or abs(value) >= LARGEST:
        return None
    exponent = value.as_tuple().exponent
    fits = isinstance(exponent, int) and exponent >= -MOST_DECIMALS
    return value if fits else round_half_up(value, SMALLEST)


def _finding_row(count: int, found: Finding, publisher: Publisher) -> Row:
    said = publisher.words(found)
    place = found.places[0] if found.places else None
    return (
        count,
        found.code,
        found.name,
        found.severity.value,
        text(said.subject),
        text(said.message),
        text(said.fix),
        found.problem or None,
        (place.table or None) if place else None,
        (place.item or None) if place else None,
        text(place.sheet or place.file) if place else None,
        (place.cell or None) if place else None,
        len(found.places),
        found.reference or None,
    )


def _control_row(one: Control) -> Row:
    return (
        one.table,
        one.rows_read,
        one.rows_kept,
        one.blank_rows,
        one.total_rows,
        number(one.sum_read),
        number(one.sum_kept),
        number(one.sum_of_total_rows),
        one.agrees,
    )
