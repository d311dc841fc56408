"""A share of people with its interval, how two shares stand, and how many people change that."""

from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from bettercare.statistics import wilson

LEVEL = 0.95


class Share(NamedTuple):
    """``number`` of ``of`` people; the share and its limits are fractions, never rounded."""

    number: int
    of: int
    value: float
    lower: float
    upper: float


class Verdict(Enum):
    """How the share of users from some areas stands to the share of people who live there."""

    UNEQUAL = "Unequal"
    EQUAL = "Equal"
    EQUITABLE = "Equitable"

    @property
    def improves(self) -> bool:
        """Whether use is above what the population leads to expect."""
        return self is Verdict.EQUITABLE

    @property
    def beside(self) -> str:
        """The same of a group that is not one of deprivation: below, like or above its share."""
        return {"Unequal": "below", "Equal": "alike", "Equitable": "above"}[self.value]


class Limits(NamedTuple):
    """The limits of an interval, in any one unit."""

    lower: float
    upper: float


def share(count: int, of: int, level: float = LEVEL) -> Share:
    """A share with its Wilson score interval; ``count`` and ``of`` are people.

    Raises ``ValueError`` unless 0 <= count <= of and of > 0.

    >>> found = share(135, 252)
    >>> [round(part * 100, 1) for part in found[2:]]
    [53.6, 47.4, 59.6]
    """
    return Share(count, of, *wilson(count, of, level))


def verdict(users: Share | Limits, people: Share | Limits) -> Verdict:
    """Compare two intervals: apart, or overlapping. Limits that touch overlap.

    Unequal: the users lie wholly below the people. Equitable: wholly above. Equal: they overlap.

    >>> verdict(Limits(4.5, 7.4), Limits(8.3, 8.5)).value
    'Unequal'
    """
    if users.upper < people.lower:
        return Verdict.UNEQUAL
    return Verdict.EQUITABLE if users.lower > people.upper else Verdict.EQUAL


def people_to_reach(of: int, above: float, level: float = LEVEL) -> int | None:
    """The fewest of ``of`` users whose lower limit lies above a limit, a fraction.

    ``above`` is the population's upper limit before rounding. ``None`` where not even all do:
    there are too few users for any verdict but equal. Raises ``ValueError`` unless of > 0.

    >>> people_to_reach(855, 0.424), people_to_reach(15, 0.0432), people_to_reach(2, 0.5)
    (391, 3, None)
    """
    return _fewest(of, lambda k: share(k, of, level).lower > above)


def further_people(count: int, of: int, above: float, level: float = LEVEL) -> int | None:
    """How many more users from the areas lift the lower limit above ``above``, all others staying.

    Both the users from the areas and all users grow by them. ``None`` where the limit is 1, which
    nobody passes.

    >>> further_people(385, 855, 0.424), further_people(11, 15, 0.0432), further_people(0, 3, 1.0)
    (11, 0, None)
    """
    if above >= 1:
        return None
    most = 1
    while share(count + most, of + most, level).lower <= above:
        most *= 2
    return _fewest(most, lambda m: share(count + m, of + m, level).lower > above)


def _fewest(most: int, enough: Callable[[int], bool]) -> int | None:
    """The least whole number up to ``most`` that is enough, where all above it are too."""
    low, high = 0, most
    if not enough(most):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low
