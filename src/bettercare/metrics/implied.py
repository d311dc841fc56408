"""The people behind a printed rate: a check of rates that stand in words, without a denominator."""

from decimal import Decimal

from bettercare.errors import BadRequest
from bettercare.metrics.definition import Definition


def people_behind(
    numerator: Decimal, printed: Decimal, definition: Definition
) -> tuple[Decimal, Decimal]:
    """The fewest and the most people that a count and its rate, as printed, can be of.

    A rate is taken to be rounded at its last digit. A population outside this range did not make
    the rate: the text used another year's, or a slip stands in it. Raises ``BadRequest`` for what
    is no rate for people, and for a rate that is not above its rounding.

    >>> from bettercare.metrics.library import definition
    >>> res = definition("res", round_id="2017-19")
    >>> [round(n) for n in people_behind(Decimal(297), Decimal(589), res)]
    [50382, 50467]
    """
    exponent = printed.as_tuple().exponent
    half = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2
    if definition.unit != "per_population" or not printed > half:
        raise BadRequest("Only a rate for people, above 0, has a population behind it.")
    top = numerator * definition.per
    return top / (printed + half), top / (printed - half)
