"""Confidence intervals of proportions and rates as English public health practice works them out.

Numbers in, numbers out; arrays in, arrays out. NumPy and SciPy are loaded only for arrays.
"""

from decimal import Decimal
from math import isfinite, sqrt
from numbers import Real
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar, overload

from bettercare.statistics.poisson import poisson_limits

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Z95 = 1.959963984540054
BYAR_LEAST = 10  # events from which Byar's method is within 0.2% of the exact one, at 95%

Number: TypeAlias = float | Decimal
Values = TypeVar("Values")


class Interval(NamedTuple, Generic[Values]):
    """An estimate with its lower and upper limit: three numbers, or three arrays.

    ``value`` has the shape of what was given. So have the limits; where several levels were asked
    for, they have one more axis at the end, for the levels.
    """

    value: Values
    lower: Values
    upper: Values

    def holds(self, other: Any) -> Any:
        """Whether a value lies between the limits, limits included; an array for arrays."""
        return (self.lower <= other) & (other <= self.upper)


@overload
def wilson(x: Number, n: Number, level: float = 0.95) -> Interval[float]: ...
@overload
def wilson(x: "ArrayLike", n: "ArrayLike", level: "ArrayLike" = 0.95) -> Interval[Any]: ...
def wilson(x: Any, n: Any, level: Any = 0.95) -> Interval[Any]:
    """Wilson score interval of a proportion: ``x`` of ``n``, as fractions of 1.

    Method: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22, 1927; the method for proportions of the
    Fingertips public health technical guidance. Raises ``ValueError`` unless 0 <= x <= n, n > 0 and
    0 < level < 1; in an array such a row gives nan.

    >>> [round(part * 100, 1) for part in wilson(11, 15)]
    [73.3, 48.0, 89.1]
    >>> wilson([11, 3], [15, 15]).lower.round(3)
    array([0.48, 0.07])
    """
    if not (is_number(x) and is_number(n) and is_number(level)):
        from bettercare.statistics import interval_arrays  # noqa: PLC0415 - loads NumPy

        return interval_arrays.wilson(x, n, level)
    x, n, z = _finite(x), _finite(n), z_of(level)
    if n <= 0 or not 0 <= x <= n:
        raise ValueError("events must lie between 0 and the number they are taken from")
    middle, below = 2 * x + z**2, 2 * (n + z**2)
    spread = z * sqrt(z**2 + 4 * x * (1 - x / n))
    return Interval(x / n, max((middle - spread) / below, 0.0), min((middle + spread) / below, 1.0))


@overload
def poisson_rate(
    x: Number, n: Number, per: float = 100_000, level: float = 0.95
) -> Interval[float]: ...
@overload
def poisson_rate(
    x: "ArrayLike", n: "ArrayLike", per: float = 100_000, level: "ArrayLike" = 0.95
) -> Interval[Any]: ...
def poisson_rate(x: Any, n: Any, per: float = 100_000, level: Any = 0.95) -> Interval[Any]:
    """Interval of a crude rate: ``x`` events in a population ``n``, per so many people.

    Below 10 events the limits are exact, by the link of Poisson and chi-squared (P. Armitage and
    G. Berry, "Statistical Methods in Medical Research"); from 10 they are Byar's (N. E. Breslow and
    N. E. Day, "Statistical Methods in Cancer Research" II, 1987), as in the Fingertips public
    health technical guidance. Raises ``ValueError`` unless x >= 0, n > 0, per > 0 and
    0 < level < 1; in an array such a row gives nan.

    >>> [round(part, 1) for part in poisson_rate(297, 51186)]
    [580.2, 516.1, 650.1]
    >>> [round(part, 1) for part in poisson_rate(7, 10_000)]
    [70.0, 28.1, 144.2]
    """
    per = above_0(per)
    if not (is_number(x) and is_number(n) and is_number(level)):
        from bettercare.statistics import interval_arrays  # noqa: PLC0415 - loads NumPy

        return interval_arrays.poisson_rate(x, n, per, level)
    x, n = _events(x, n)
    low, high = poisson_limits(x, level) if x < BYAR_LEAST else byar_limits(x, z_of(level))
    return Interval(x / n * per, low / n * per, high / n * per)


def byar(x: Number, n: Number, per: float = 100_000, level: float = 0.95) -> Interval[float] | None:
    """Byar's interval of a rate, or ``None`` below 10 events; ``poisson_rate`` has one there too.

    Raises ``ValueError`` as ``poisson_rate`` does. For checks that keep silent on few events.

    >>> [round(part, 1) for part in byar(297, 51186)], byar(9, 51186)
    ([580.2, 516.1, 650.1], None)
    """
    return None if _events(x, n)[0] < BYAR_LEAST else poisson_rate(x, n, per, level)


def byar_limits(x: Any, z: Any) -> tuple[Any, Any]:
    """Byar's lower and upper limit of a count above 0, or of an array of them."""
    more = x + 1
    lower = x * (1 - 1 / (9 * x) - z / (3 * x**0.5)) ** 3
    return lower, more * (1 - 1 / (9 * more) + z / (3 * more**0.5)) ** 3


def z_of(level: Any) -> float:
    """How many standard errors a two-sided level reaches to each side of a normal estimate.

    >>> round(z_of(0.998), 4)
    3.0902
    """
    level = checked_level(level)
    if level == 0.95:  # noqa: PLR2004 - nearly always; saves loading what works out the others
        return Z95
    from statistics import NormalDist  # noqa: PLC0415

    return -NormalDist().inv_cdf((1 - level) / 2)


def checked_level(level: Any) -> float:
    """A level as a fraction of 1; raises ``ValueError`` for anything else, such as 95."""
    if not 0 < level < 1:
        raise ValueError("a level must lie between 0 and 1, such as 0.95")
    return float(level)


def above_0(per: Any) -> float:
    """What a rate is per, as a number; raises ``ValueError`` unless it is above 0."""
    if not 0 < per < float("inf"):
        raise ValueError("a rate must be per a number above 0, such as 100,000")
    return float(per)


def is_number(given: Any) -> bool:
    """Whether what was given is one number, so that no array is needed."""
    return isinstance(given, Real | Decimal)


def _events(x: Any, n: Any) -> tuple[float, float]:
    x, n = _finite(x), _finite(n)
    if n <= 0:
        raise ValueError("the population must be above 0")
    if x < 0:
        raise ValueError("the number of events must not be below 0")
    return x, n


def _finite(number: Any) -> float:
    if not isfinite(number):
        raise ValueError("not a number that can be worked with: nan or without end")
    return float(number)
