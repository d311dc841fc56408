"""Pounds as ``Decimal``: reading them from what people type, and showing them."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

PENNY = Decimal("0.01")
POUND = Decimal(1)
NOT_GIVEN = frozenset(
    {"", "-", "–", "—", "n/a", "na", "not applicable", "none", "nil", "£-", "£ -"}
)
MOST_DIGITS = 15  # before the point: no plan comes near a thousand million million pounds
MOST_DECIMALS = 20
LONGEST_TEXT = 60

_DIGITS = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+"
_NUMBER = re.compile(rf"(?:([+-]?) ?£?|£ ?([+-])) ?({_DIGITS}) ?(%?)")
_PLAIN = re.compile(rf"-?[0-9]{{1,{MOST_DIGITS}}}(?:\.[0-9]{{1,{MOST_DECIMALS}}})?")
_EXACT = Context(prec=200)  # wide enough for any product of numbers that are read


def is_not_given(text: str) -> bool:
    """Say whether people write this text to mean "no number here".

    >>> is_not_given(" - "), is_not_given("N/A"), is_not_given("0")
    (True, True, False)
    """
    return text.strip().casefold() in NOT_GIVEN


def read_number(text: str) -> Decimal | None:
    """Read a number as people type it: pound signs, thousands commas, brackets for minus.

    Spaces may stand around a number and its signs, not between its digits. Returns ``None`` when
    the text is not one plain number of at most 15 digits and 20 decimals; never guesses. A
    percentage keeps its size as a fraction.

    >>> read_number(" £1,234.50 "), read_number("(£20)"), read_number("92.2%")
    (Decimal('1234.50'), Decimal('-20'), Decimal('0.922'))
    >>> [read_number(text) for text in ("about 5", "1,23", "12 345", "1e5", "£1.2m")]
    [None, None, None, None, None]
    """
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    body = text.strip().replace("\u00a0", " ").replace("−", "-")
    if len(body) > LONGEST_TEXT:
        return None
    in_brackets = body.startswith("(") and body.endswith(")")
    found = _NUMBER.fullmatch(body[1:-1].strip() if in_brackets else body)
    if found is None:
        return None
    sign = found[1] or found[2]
    if (in_brackets and sign) or (found[4] and "£" in body):
        return None
    number = Decimal(found[3].replace(",", "")).scaleb(-2 if found[4] else 0, _EXACT)
    if not is_in_range(number):
        return None
    return number.copy_negate() if in_brackets or sign == "-" else number


def is_in_range(number: Decimal) -> bool:
    """Whether a plan can hold this number: finite, at most 15 digits and 20 decimals.

    >>> is_in_range(Decimal("-999999999999999.99")), is_in_range(Decimal("NaN"))
    (True, False)
    """
    exponent = number.as_tuple().exponent  # a letter where the number is not finite
    small = isinstance(exponent, int) and -MOST_DECIMALS <= exponent <= MOST_DIGITS
    return small and abs(number) < 10**MOST_DIGITS


def round_half_up(value: Decimal, unit: Decimal = POUND) -> Decimal:
    """Round halves away from zero, as the national templates do.

    >>> round_half_up(Decimal("6802087.24")), round_half_up(Decimal("2.5"))
    (Decimal('6802087'), Decimal('3'))
    """
    return value.quantize(unit, rounding=ROUND_HALF_UP, context=_EXACT)


def pounds(value: Decimal, *, sign: bool = False) -> str:
    """Show pounds in full, with pence only where there are any.

    >>> pounds(Decimal(7242204)), pounds(Decimal("-0.5")), pounds(Decimal(5), sign=True)
    ('£7,242,204', '-£0.50', '+£5')
    """
    return _signed(value, sign) + "£" + _digits(abs(value))


def plain_pounds(value: Decimal, *, sign: bool = False) -> str:
    """Show pounds for a column whose head already says £.

    >>> plain_pounds(Decimal(-1008)), plain_pounds(Decimal(440117), sign=True)
    ('-1,008', '+440,117')
    """
    return _signed(value, sign) + _digits(abs(value))


def percent(fraction: Decimal, decimals: int = 1) -> str:
    """Show a fraction as a percentage.

    >>> percent(Decimal("0.43364"), 0), percent(Decimal("0.9304"))
    ('43%', '93.0%')
    """
    return f"{round_half_up(fraction * 100, Decimal(1).scaleb(-decimals)):,}%"


def _signed(value: Decimal, sign: bool) -> str:
    if value < 0:
        return "-"
    return "+" if sign and value > 0 else ""


def _digits(value: Decimal) -> str:
    shown = round_half_up(value, PENNY)
    return f"{shown:,.0f}" if shown == shown.to_integral_value() else f"{shown:,.2f}"
