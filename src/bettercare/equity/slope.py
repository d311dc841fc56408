"""The slope index of inequality in use: users per 1,000 people from most to least deprived.

Fifths are placed by the share of people below and half their own (Relative index and slope index
of inequality: Wagstaff, Paci and van Doorslaer, 1991), and a line is fitted weighted by people.
"""

from collections.abc import Sequence
from itertools import accumulate
from math import sqrt
from statistics import NormalDist
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
    if len(shown) < max(FEWEST, len(fifths)):
        return None
    return slope(shown, level)


def slope(groups: Sequence[tuple[int, int]], level: float) -> Slope:
    """The slope over (users, people) of groups from the most deprived; users vary as Poisson.

    The line is a weighted sum of the groups' rates, so its variance is exact. Raises ``ValueError``
    unless there are two groups and all have people.

    >>> [round(part, 1) for part in slope([(50, 1000), (40, 1000), (30, 1000)], 0.95)]
    [30.0, 3.7, 56.3]
    """
    people = [size for _, size in groups]
    total = sum(people)
    if len(groups) < 2 or min(people) <= 0:  # noqa: PLR2004
        raise ValueError("a slope needs two groups with people")
    ends = list(accumulate(people))
    off = [0.5 - (end - size / 2) / total for end, size in zip(ends, people, strict=True)]
    spread = sum(size * x * x for x, size in zip(off, people, strict=True))
    per_user = [x / spread * PER for x in off]  # size * x * (users / size) / spread
    value = sum(weight * users for weight, (users, _) in zip(per_user, groups, strict=True))
    error = sqrt(sum(w * w * users for w, (users, _) in zip(per_user, groups, strict=True)))
    reach = NormalDist().inv_cdf((1 + level) / 2) * error
    return Slope(value, value - reach, value + reach)
