"""Small groups merged with their neighbours before anything of them is shown."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bettercare.equity.rules import Rules
from bettercare.labels import listed


class Group(NamedTuple):
    """Users and people of one group, or of several merged ones."""

    names: tuple[str, ...]
    users: int
    people: int

    @property
    def label(self) -> str:
        """The names of what it holds.

        >>> Group(("Mixed", "Other"), 7, 900).label
        'Mixed and Other'
        """
        return listed(self.names)


def merge_small(groups: Sequence[Group], rules: Rules, *, ordered: bool) -> tuple[Group, ...]:
    """Merge each small group with the smaller of its neighbours until none is small.

    Users and people of merged groups are added, so shares stay whole. Where groups have no order
    of their own, neighbours are those of like size. All may end up in one, which says nothing.
    They come back in their order.

    >>> from bettercare.equity.rules import shipped_rules
    >>> groups = [Group(("A",), 50, 9), Group(("B",), 3, 9), Group(("C",), 4, 9)]
    >>> [(g.label, g.users) for g in merge_small(groups, shipped_rules(), ordered=False)]
    [('A', 50), ('B and C', 7)]
    """
    place = {name: n for n, group in enumerate(groups) for name in group.names}
    left = list(groups) if ordered else sorted(groups, key=lambda one: -one.users)
    while len(left) > 1 and (small := [g for g in left if rules.is_small(g.users)]):
        at = left.index(min(small, key=lambda one: one.users))
        beside = [n for n in (at - 1, at + 1) if 0 <= n < len(left)]
        low, high = sorted((at, min(beside, key=lambda n: left[n].users)))
        left[low : high + 1] = [_together(left[low], left[high], place)]
    return tuple(sorted(left, key=lambda one: place[one.names[0]]))


def _together(first: Group, second: Group, place: Mapping[str, int]) -> Group:
    names = tuple(sorted((*first.names, *second.names), key=lambda name: place[name]))
    return Group(names, first.users + second.users, first.people + second.people)
