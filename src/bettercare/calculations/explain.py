"""The working of a figure as text: 80 columns, down to the rows."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bettercare.calculations.figure import LEAST, Figure, Input
from bettercare.labels import shortened, wrapped
from bettercare.money import plain_pounds, round_half_up

NAME = 42
FOOT = "*"  # a note that starts so belongs under the rows
UNROUNDED = {"rate", "fraction"}
FINEST = Decimal("0.0000001")  # the last place that workings show of what is not pounds


def explained(figure: Figure) -> str:
    """Headline, rule, reference, steps, every input, and notes.

    >>> from decimal import Decimal
    >>> print(explained(Figure(id="income.dfg", label="Income, DFG", value=Decimal(50), unit="GBP",
    ...     rule="Add the income lines.", reference="Template",
    ...     inputs=(Input("City", Decimal(50)),))))
    Income, DFG: £50
    income.dfg
    <BLANKLINE>
    Rule   Add the income lines.
    From   Template
    <BLANKLINE>
    City                                                                          50
    """
    return "\n".join(_lines(figure))


def _lines(figure: Figure) -> Iterator[str]:
    answer = f", {figure.answer}" if figure.answer else ""
    plain = figure.standing in {"computed", "given"} or figure.value is None
    standing = "" if plain else f" ({figure.standing})"
    yield from wrapped(f"{figure.label}: {figure.display}{standing}{answer}")
    yield figure.id
    yield ""
    yield from _labelled("Rule", figure.rule)
    yield from _labelled("From", figure.reference)
    yield from _noted([note for note in figure.notes if not note.startswith(FOOT)])
    if figure.steps:
        yield ""
        yield from _steps(figure)
    if figure.inputs:
        yield ""
        yield from (_rows(figure) if figure.inputs[0].detail else _plain(figure))
    for note in figure.notes:
        if note.startswith(FOOT):
            yield from wrapped(note, rest="  ")


def _noted(notes: Sequence[str]) -> Iterator[str]:
    """The notes, one that tells the minimum under a label of its own."""
    for note in notes:
        if note.startswith(LEAST):
            yield from _labelled("Least", note.removeprefix(LEAST))
    for number, note in enumerate(note for note in notes if not note.startswith(LEAST)):
        yield from _labelled("" if number else "Note", note)


def _labelled(label: str, text: str) -> Iterator[str]:
    yield from wrapped(text, f"{label:<7}", " " * 7)


def _steps(figure: Figure) -> Iterator[str]:
    for step in figure.steps:
        yield _step(step.label, step.rows, plain_pounds(step.amount))
    yield _step("Counted", len(figure.inputs), _amount(figure))


def _step(label: str, rows: int, amount: str) -> str:
    noun = "row " if rows == 1 else "rows"
    return f"{_cut(label, 38):<38} {rows:>6} {noun} {amount:>14}"


def _rows(figure: Figure) -> Iterator[str]:
    unit = "£" if figure.unit == "GBP" else ""
    yield f"{'Row':>4}  {'Scheme':<{NAME}}{'Area of spend':<19}{unit:>13}"
    for one in figure.inputs:
        item = one.place.item if one.place else 0
        name = _cut(one.label, NAME - 1)
        area = f"{_cut(one.detail, 17)}{one.mark}"
        yield f"{item or '':>4}  {name:<{NAME}}{area:<19}{_shown(one, figure):>13}"
    yield f"{'':>4}  {_count(len(figure.inputs)):<{NAME + 19}}{_amount(figure):>13}"


def _plain(figure: Figure) -> Iterator[str]:
    for one in figure.inputs:
        where = f" ({one.place.cell})" if one.place and one.place.cell else ""
        yield f"{_cut(one.label, 60 - len(where)) + where:<60} {_shown(one, figure):>19}"
    if figure.value is not None and figure.decimals and figure.unit in UNROUNDED:
        yield f"{'Unrounded':<60} {_fine(figure.value):>19}"


def _cut(text: str, width: int) -> str:
    """A text of a plan on one line, in its column."""
    return shortened(" ".join(text.split()), width)


def _count(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows:,} rows"


def _shown(one: Input, figure: Figure) -> str:
    if one.mark and not one.detail:
        return one.mark
    return plain_pounds(one.value) if figure.unit == "GBP" else _fine(one.value)


def _fine(value: Decimal) -> str:
    """A number that is not pounds, to the last place that workings show."""
    whole = value == value.to_integral_value()
    return f"{value:,.0f}" if whole else f"{round_half_up(value, FINEST).normalize():,f}"


def _amount(figure: Figure) -> str:
    if figure.value is None:
        return "not given"
    return (
        plain_pounds(figure.value) if figure.unit == "GBP" else f"{round_half_up(figure.value):,}"
    )
