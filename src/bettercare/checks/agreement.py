"""When a number that a plan prints agrees with the one worked out from its rows."""

from decimal import Decimal

from bettercare.money import is_not_given
from bettercare.plan.records import Record

HALF = Decimal("0.5")


def half_unit(decimals: int, *, fraction: bool = False) -> Decimal:
    """Half of the last digit shown: rounding alone can make this much difference.

    >>> half_unit(0), half_unit(1), half_unit(1, fraction=True)
    (Decimal('0.5'), Decimal('0.05'), Decimal('0.0005'))
    """
    return HALF.scaleb(-decimals - (2 if fraction else 0))


HALF_A_POINT = half_unit(1, fraction=True)  # of a percentage with one decimal: 0.05 points


WHOLE_PERCENT = 2  # decimals of a fraction that is shown as a whole percentage


def agrees(printed: Decimal, computed: Decimal, least: Decimal, *, fraction: bool = False) -> bool:
    """Whether two numbers differ by no more than rounding of the printed one, or ``least``.

    A ``fraction`` stands for a percentage, and nobody rounds those to tens: 0.9 is 90%.

    >>> agrees(Decimal("600"), Decimal("600.4"), half_unit(1))
    True
    >>> agrees(Decimal("600.0"), Decimal("585.8"), half_unit(1))
    False
    >>> agrees(Decimal("0.9"), Decimal("0.86"), HALF_A_POINT, fraction=True)
    False
    """
    exponent = printed.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    shown = max(decimals, WHOLE_PERCENT) if fraction else decimals
    return abs(printed - computed) <= max(least, half_unit(shown))


def unread(record: Record, field: str) -> bool:
    """Whether a number is written that could not be read; its reader has said so already."""
    return not is_not_given(record.written.get(field, ""))
