"""The slope index of inequality in use: users per 1,000 people from most to least deprived."""

from collections.abc import Sequence
from importlib.util import find_spec
from math import sqrt
from typing import NamedTuple

from bettercare.equity.comparing import Compared

PER = 1_000
FEWEST = 3  # groups that a line needs before it says anything


class Slope(NamedTuple):
    """Users per 1,000 people at the most deprived end less those at the least, with limits.

    Above 0 the most deprived use the service more.
    """

    value: float
    lower: float
    upper: float


def slope_of(fifths: Sequence[Compared], level: float) -> Slope | None:
    """The slope over fifths from the most deprived; ``None`` where one is hidden or few are left.

    Merged fifths are placed as one, so nothing small can be told from the slope.
    """
    shown = [(one.users.number, one.people.number) for one in fifths if one.users]
    if len(shown) < max(FEWEST, len(fifths)) or not can_be_worked_out():
        return None
    return slope(shown, level)


def can_be_worked_out() -> bool:
    """Whether NumPy and SciPy are there: they come with the extra ``measures``."""
    return all(map(find_spec, ("numpy", "scipy")))


def slope(groups: Sequence[tuple[int, int]], level: float) -> Slope:
    """The slope over (users, people) of groups from the most deprived; users vary as Poisson.

    Method and refusals are those of ``bettercare.statistics.slope_index``, with the standard error
    of a rate, the root of its users by its people.

    >>> [round(part, 1) for part in slope([(50, 1000), (40, 1000), (30, 1000)], 0.95)]
    [30.0, 3.7, 56.3]
    """
    from bettercare.statistics import slope_index  # noqa: PLC0415  (loads SciPy, for fifths alone)

    rates = [users / people * PER for users, people in groups]
    errors = [sqrt(users) / people * PER for users, people in groups]
    found = slope_index(rates, [people for _, people in groups], errors, level=level).sii
    return Slope(-float(found.value), -float(found.upper), -float(found.lower))
