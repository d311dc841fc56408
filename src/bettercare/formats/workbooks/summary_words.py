"""Words beside the figures of the summary, as formulas and as they are now."""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from bettercare.money import PENNY, pounds, round_half_up


class Words(NamedTuple):
    """What a figure means: the formula, made from its cell, and the words for a value."""

    formula: Callable[[str], str]
    now: Callable[[Decimal | None], str]


def pounds_in_words(cell: str) -> str:
    """The formula of pounds as a text, with pence only where there are any."""
    number = f"ROUND(ABS({cell}),2)"
    return f'TEXT({number},IF({number}=INT({number}),"£#,##0","£#,##0.00"))'


def _of_balance(cell: str) -> str:
    shown = pounds_in_words(cell)
    over = f'IF({cell}<0,"Over by "&{shown},{shown}&" left to plan")'
    return f'IF(ROUND({cell},2)=0,"Balanced",{over})'


def balance_now(value: Decimal | None) -> str:
    """What a balance means.

    >>> balance_now(Decimal(0)), balance_now(Decimal(-1008)), balance_now(Decimal("0.5"))
    ('Balanced', 'Over by £1,008', '£0.50 left to plan')
    """
    rounded = round_half_up(value or Decimal(0), PENNY)
    if not rounded:
        return "Balanced"
    shown = pounds(abs(rounded))
    return f"Over by {shown}" if rounded < 0 else f"{shown} left to plan"


def _of_headroom(cell: str) -> str:
    shown = pounds_in_words(cell)
    known = f'IF(ROUND({cell},2)<0,"Short by "&{shown},"Met, {shown} above")'
    known = known.replace(f"{shown} above", f'"&{shown}&" above')
    return f'IF(ISNUMBER({cell}),{known},"Minimum not known")'


def headroom_now(value: Decimal | None) -> str:
    """What the distance to a minimum means.

    >>> headroom_now(Decimal(440117)), headroom_now(Decimal(-1008)), headroom_now(None)
    ('Met, £440,117 above', 'Short by £1,008', 'Minimum not known')
    """
    if value is None:
        return "Minimum not known"
    rounded = round_half_up(value, PENNY)
    shown = pounds(abs(rounded))
    return f"Short by {shown}" if rounded < 0 else f"Met, {shown} above"


def _of_limit(cell: str) -> str:
    return f'IF({cell}<0,"Over by "&-{cell}&" words","Within the limit")'


def limit_now(value: Decimal | None) -> str:
    """What the words left under a limit mean.

    >>> limit_now(Decimal(-12)), limit_now(Decimal(3))
    ('Over by 12 words', 'Within the limit')
    """
    left = value or Decimal(0)
    return f"Over by {-left:f} words" if left < 0 else "Within the limit"


BALANCE = Words(_of_balance, balance_now)
HEADROOM = Words(_of_headroom, headroom_now)
LIMIT = Words(_of_limit, limit_now)
