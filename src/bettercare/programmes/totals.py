"""Totals of a programme: by year, source, priority, measure, lead and line."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from bettercare.calculations.figure import Figure, Input
from bettercare.programmes.budget import Budget, Column, Numbered, by_text, slug, total
from bettercare.programmes.records import Line

Worth = Callable[[Line], Decimal | None]
ONE_YEAR = "{what} of {year}: add {of}{which}."
NO_SOURCE = "not_named"


def total_figures(budget: Budget) -> Iterator[Figure]:
    """Every total over lines, year by year."""
    for year in budget.years:
        yield from _of_year(budget, year)
        for code in budget.priorities:
            yield from _of_priority(budget, code, year)
        for measure, lines in by_text(budget.lines, "measure"):
            name = _measure_label(budget, measure)
            yield sum_figure(budget, f"measure.{measure}.{year}", name, year, lines)
        yield from _of_leads(budget, year)
        yield from _of_uses(budget, year)
        yield from _of_lines(budget, year)


def sum_figure(
    budget: Budget, figure_id: str, label: str, year: str, lines: Sequence[Numbered]
) -> Figure:
    """The budget of some lines in a year: what their sources give, or their annual budget."""
    how = "what its sources give" if budget.of_year(year) else "its annual budget"
    rule = f"Add the lines: of each, {how}."
    return _summed(
        budget, (figure_id, f"{label}, {year}", rule), lines, (year, _worth(budget, year))
    )


def source_figure(
    budget: Budget, figure_id: str, label: str, column: Column, lines: Sequence[Numbered]
) -> Figure:
    """What one source gives to some lines in a year."""
    words = f"{label}, {budget.label(column.source)} {column.year}"
    rule = f"Add what {budget.label(column.source)} gives to the lines in {column.year}."
    worth: Worth = lambda line: budget.amount(line, column)  # noqa: E731
    return _summed(budget, (figure_id, words, rule), lines, (column.key, worth))


def _worth(budget: Budget, year: str) -> Worth:
    return lambda line: budget.money(line, year)


def _summed(
    budget: Budget,
    named: tuple[str, str, str],
    lines: Iterable[Numbered],
    valued: tuple[str, Worth],
) -> Figure:
    """The sum of some lines with each of them as input, and what is not known of them."""
    (figure_id, label, rule), (key, worth) = named, valued
    known = [(one, amount) for one in lines if (amount := worth(one.line)) is not None]
    return Figure(
        id=figure_id,
        label=label,
        value=total(amount for _, amount in known),
        unit=budget.unit,
        rule=rule,
        reference=budget.rules.cite("own_table"),
        inputs=tuple(
            Input(_words(budget, one), amount, budget.place(one)) for one, amount in known if amount
        ),
        notes=unknown_notes(budget, lines, key),
        decimals=0,
    )


def unknown_notes(budget: Budget, lines: Iterable[Numbered], *keys: str) -> tuple[str, ...]:
    """What a total leaves out because nobody knows it yet; ``keys`` are years or columns."""
    return tuple(
        f"The amount of line {one.item} ({budget.name(one)}) is not known; it is left out."
        for one in lines
        if any(budget.unknown(one.line, key) for key in keys)
    )


def _words(budget: Budget, one: Numbered) -> str:
    lead = f" ({one.line.lead})" if one.line.lead else ""
    return f"{budget.name(one)}{lead}"


def _of_year(budget: Budget, year: str) -> Iterator[Figure]:
    yield sum_figure(budget, f"total.{year}", "Allocated", year, budget.lines)
    for column in budget.of_year(year):
        yield source_figure(budget, f"total.{column.key}", "Allocated", column, budget.lines)
    if _has_both(budget, year):
        yield _annual(budget, f"annual.{year}", "Annual budgets", year, budget.lines)


def _of_priority(budget: Budget, code: str, year: str) -> Iterator[Figure]:
    label = budget.priority_label(code)
    label, lines = label[:1].upper() + label[1:], budget.in_priority(code)
    yield sum_figure(budget, f"priority.{code}.{year}", label, year, lines)
    for column in budget.of_year(year):
        yield source_figure(budget, f"priority.{code}.{column.key}", label, column, lines)
    if _has_both(budget, year):
        figure_id = f"annual.priority.{code}.{year}"
        yield _annual(budget, figure_id, f"Annual budgets, {label}", year, lines)


def _has_both(budget: Budget, year: str) -> bool:
    """Whether a year has annual budgets beside what each source gives."""
    return bool(budget.of_year(year)) and any(year in line.annual for _, line in budget.lines)


def _annual(
    budget: Budget, figure_id: str, label: str, year: str, lines: Sequence[Numbered]
) -> Figure:
    rule = f"Add the annual budgets of {year} as the lines print them."
    worth: Worth = lambda line: line.annual.get(year)  # noqa: E731
    return _summed(budget, (figure_id, f"{label}, {year}", rule), lines, (year, worth))


def _measure_label(budget: Budget, code: str) -> str:
    label = next((one.label for one in budget.programme.measures if one.code == code), None)
    return f"Measure {code}, {label}" if label else f"Measure {code}"


def _of_leads(budget: Budget, year: str) -> Iterator[Figure]:
    """Each lead in total, and what the lead has of each source."""
    for lead, lines in by_text(budget.lines, "lead"):
        key = f"lead.{slug(lead)}"
        yield sum_figure(budget, f"{key}.{year}", f"Lead {lead}", year, lines)
        columns = budget.of_year(year)
        for column in columns:
            yield source_figure(budget, f"{key}.{column.key}", f"Lead {lead}", column, lines)
        if not columns:
            yield from _by_named_source(budget, (key, f"Lead {lead}"), year, lines)


def _by_named_source(
    budget: Budget, named: tuple[str, str], year: str, lines: Sequence[Numbered]
) -> Iterator[Figure]:
    """The lines of a lead by the source that each names, where there are no columns of sources."""
    groups: dict[str, list[Numbered]] = {}
    for one in lines:
        groups.setdefault(budget.code(one.line.source) or NO_SOURCE, []).append(one)
    for source, found in groups.items():
        words = "no source named" if source == NO_SOURCE else budget.label(source)
        figure_id = f"{named[0]}.{source}.{year}"
        yield sum_figure(budget, figure_id, f"{named[1]}, {words}", year, found)


def _of_uses(budget: Budget, year: str) -> Iterator[Figure]:
    """What is new, and what does not go on after its years."""
    if any(line.use or line.new for _, line in budget.lines):
        new = [one for one in budget.lines if budget.is_new(one.line)]
        once = [one for one in budget.lines if budget.is_once(one.line)]
        yield sum_figure(budget, f"new.{year}", "New lines", year, new)
        yield sum_figure(budget, f"once.{year}", "One-off lines and pilots", year, once)


def _of_lines(budget: Budget, year: str) -> Iterator[Figure]:
    """Each line with what its sources give."""
    for one in budget.lines:
        columns = budget.of_year(year)
        if columns:
            parts = [(c, a) for c in columns if (a := budget.amount(one.line, c)) is not None]
            yield Figure(
                id=f"line.{one.item}.{year}",
                label=f"Line {one.item}, {budget.name(one)}, {year}",
                value=None if budget.unknown(one.line, year) else budget.money(one.line, year),
                unit=budget.unit,
                rule="Add what each source gives to the line.",
                reference=budget.rules.cite("own_table"),
                inputs=tuple(
                    Input(budget.label(c.source), amount, budget.place(one, f"amounts.{c.key}"))
                    for c, amount in parts
                    if amount
                ),
                notes=unknown_notes(budget, [one], year),
                decimals=0,
            )
