"""Last year's plan beside this one: which row is which, and what became of the codes."""

from typing import TYPE_CHECKING, NamedTuple

from bettercare.rounds.crosswalk import Crosswalk

if TYPE_CHECKING:
    from bettercare.calculations import Calculations


class Beside(NamedTuple):
    """What a plan is compared with: ``previous`` is last year's plan in the year compared.

    ``year`` is the year of the plan that is compared with it. Rows are numbers from 1: ``pairs``
    are one scheme in both plans, ``stopped`` are in last year's alone and ``new`` in this one's.
    Rows of which nobody can say are in none. ``walk`` leads from last year's round to this one's,
    where the two differ.
    """

    previous: "Calculations"
    year: str
    pairs: tuple[tuple[int, int], ...] = ()
    stopped: tuple[int, ...] = ()
    new: tuple[int, ...] = ()
    walk: Crosswalk | None = None

    def became(self, name: str, code: str | None) -> frozenset[str]:
        """The codes of this round that a code of last year's may have become."""
        if code is None:
            return frozenset()
        if self.walk is None:
            return frozenset([code])
        return frozenset(one.code for one in self.walk.successors(name, code) if one.code)
