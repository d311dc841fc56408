"""Columns of before, after and change in 80 columns, to set two things side by side as text."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bettercare.calculations.figure import Figure
from bettercare.comparison.records import NOUGHT, Movement, Mover
from bettercare.labels import listed, normalise, shortened, wrapped
from bettercare.money import percent, plain_pounds, round_half_up

LABEL, AMOUNT, CHANGE, PART = 35, 12, 13, 8  # columns of a line
CHANGES = LABEL + 2 * AMOUNT + CHANGE  # those up to the change in pounds
WIDEST = 10  # a change of so many times what it was is not shown in per cent
MOVERS = 3  # schemes named under a figure
Names = tuple[str, str]  # of the two columns


def head_line(title: str, names: Names) -> str:
    """The head of a table."""
    return _columns(title, *names, "Change", "%")


def money_line(label: str, before: Decimal | None, after: Decimal | None) -> str:
    """A row of a table in pounds; what is not there is blank and counts as 0 for the change.

    >>> money_line("  iBCF", Decimal(200), Decimal(250)).split()
    ['iBCF', '200', '250', '+50', '+25.0%']
    """
    change = (after or NOUGHT) - (before or NOUGHT)
    part = fraction(change, before) if after is not None else ""
    moved = _fitting(change, CHANGE, sign=True)
    return _columns(label, _pounds(before), _pounds(after), moved, part)


def movement_line(
    label: str, moved: Movement, *, parts: bool = True, absent: Decimal | None = NOUGHT
) -> str:
    """A figure in pounds before and after; one that cannot be compared has no change.

    ``parts`` is false for a figure that may be below 0, whose change in per cent says nothing.
    ``absent`` stands for what a plan does not have; with ``None`` there is no change from or to it.
    """
    before = absent if moved.before is None else moved.before
    after = absent if moved.after is None else moved.after
    if moved.comparable and before is not None and after is not None:
        line = money_line(label, before, after)
        return line if parts else line[:CHANGES].rstrip()
    return _columns(label, _pounds(moved.before), _pounds(moved.after), "", "")


def in_unit(moved: Movement, value: Decimal | None) -> str:
    """A value of a figure in its own unit, as the figure itself is shown."""
    return Figure(
        id=moved.id,
        label=moved.label,
        value=value,
        unit=moved.unit,
        decimals=moved.decimals,
        rule="",
        reference="",
    ).display


def movers_lines(movers: Sequence[Mover], most: int = MOVERS) -> Iterator[str]:
    """The schemes that moved a figure most, in one sentence, and what the others add up to."""
    if not movers:
        return
    together = _by_name(movers)
    named = together if len(together) <= most + 1 else together[:most]
    said = [f"{shortened(name, 40)} {plain_pounds(change, sign=True)}" for name, change in named]
    rest = together[len(named) :]
    if rest:
        total = sum((change for _, change in rest), NOUGHT)
        said.append(f"{len(rest):,} others {plain_pounds(total, sign=True)}")
    yield from wrapped(f"by {'; '.join(said)}", " " * 6, " " * 9)


def _by_name(movers: Sequence[Mover]) -> Sequence[tuple[str, Decimal]]:
    """The schemes by name, largest first; rows of one name are one scheme."""
    sums: dict[str, tuple[str, Decimal]] = {}
    for one in movers:
        name, change = sums.get(normalise(one.name), (one.name, NOUGHT))
        sums[normalise(one.name)] = name, change + one.change
    return sorted((one for one in sums.values() if one[1]), key=lambda one: -abs(one[1]))


def fraction(change: Decimal, before: Decimal | None) -> str:
    """A change in per cent of what it was; nothing where that was nothing, or far less.

    >>> fraction(Decimal(-5), Decimal(20)), fraction(Decimal(5), Decimal(0))
    ('-25.0%', '')
    """
    if not change or not before or abs(change) >= abs(before) * WIDEST:
        return ""
    part = change / abs(before)
    shown = percent(part)
    return "" if shown.strip("-") == "0.0%" else f"{'+' if part > 0 else ''}{shown}"


def rows_words(items: Sequence[int]) -> str:
    """Row numbers as a sentence names them.

    >>> rows_words([3]), rows_words([3, 19])
    ('row 3', 'rows 3 and 19')
    """
    return f"row{'' if len(items) == 1 else 's'} {listed(str(item) for item in items)}"


def _columns(label: str, before: str, after: str, change: str, part: str) -> str:
    cut = shortened(label, LABEL - 1)
    amounts = f"{before:>{AMOUNT}}{after:>{AMOUNT}}{change:>{CHANGE}}"
    return f"{cut:<{LABEL}}{amounts}{part:>{PART}}".rstrip()


def _pounds(value: Decimal | None) -> str:
    return "" if value is None else _fitting(value, AMOUNT)


def _fitting(value: Decimal, width: int, *, sign: bool = False) -> str:
    """An amount for a column, without its pence where they would not fit."""
    shown = plain_pounds(value, sign=sign)
    return shown if len(shown) < width else plain_pounds(round_half_up(value), sign=sign)
