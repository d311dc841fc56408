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


def agrees(printed: Decimal, computed: Decimal, least: Decimal) -> bool:
    """Whether two numbers differ by no more than rounding of the printed one, or ``least``.

    >>> agrees(Decimal("600"), Decimal("600.4"), half_unit(1))
    True
    >>> agrees(Decimal("600.0"), Decimal("585.8"), half_unit(1))
    False
    """
    exponent = printed.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return abs(printed - computed) <= max(least, half_unit(decimals))


def unread(record: Record, field: str) -> bool:
    """Whether a number is written that could not be read; its reader has said so already."""
    return not is_not_given(record.written.get(field, ""))
