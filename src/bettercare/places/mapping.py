"""Mappings of NHS commissioners to areas: the share of each one's people in the other."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Context, Decimal, localcontext
from functools import cached_property
from typing import Literal

import msgspec

from bettercare.errors import UnknownPlace
from bettercare.labels import listed
from bettercare.places.geography import areas, commissioners
from bettercare.places.history import History, Kind
from bettercare.places.names import Index, area_index, commissioner_index, one_of, other_names
from bettercare.places.records import Area, Commissioner, Correction, Share
from bettercare.places.shipped import spoken, table

LEAST, MOST = Decimal("0.99"), Decimal("1.01")
EXACT = Context(prec=60)  # sums and products of everything that a plan or a mapping can hold


class Sum(msgspec.Struct, frozen=True, kw_only=True):
    """What the shares of one commissioner, or of one area, add up to."""

    of: Literal["commissioner", "area"]
    code: str
    name: str
    total: Decimal
    shares: tuple[Share, ...]

    @property
    def excess(self) -> Decimal:
        """How far the shares go beyond the whole; below 0 where some are missing."""
        return self.total - 1


class Mapping(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Which part of each commissioner's people live in which area, and the other way round.

    ``corrections`` are those that were made; none where the mapping is as printed.
    """

    id: str
    reference: str
    shares: tuple[Share, ...]
    corrections: tuple[Correction, ...] = ()

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """The areas with at least one row, in order of first appearance."""
        return tuple(shares[0].area for shares in self._by_area.values())

    @cached_property
    def commissioners(self) -> tuple[Commissioner, ...]:
        """The commissioners with at least one row; of two spellings of a name the commoner."""
        return tuple(_commonest(shares) for shares in self._by_commissioner.values())

    def area(self, written: str | Area) -> Area:
        """The area of this mapping that a name or code means, however written.

        Raises ``UnknownPlace`` where several bear it or the mapping has no row of it, and says why
        where that is known: a newer area, a name misspelt.
        """
        if isinstance(written, Area):
            written = written.code
        if written in self._by_area:
            return self._by_area[written][0].area
        found = self._area_names.all(written)
        if not found:
            raise _absent(written, self._area_names, areas(), self.id)
        if len(found) > 1:
            raise one_of("area", written, (one.code for one in found))
        return found[0]

    def commissioner(self, written: str) -> Commissioner:
        """The commissioner of this mapping that a name or code means, however written.

        Raises ``UnknownPlace`` where the mapping has no row of it.
        """
        if written in self._by_commissioner:
            return _commonest(self._by_commissioner[written])
        found = self._commissioner_names.all(written)
        if not found:
            raise _absent(written, self._commissioner_names, commissioners(), self.id)
        if len(found) > 1:
            raise one_of("NHS commissioner", written, (one.code for one in found))
        return found[0]

    def shares_of_area(self, area: str | Area) -> tuple[Share, ...]:
        """The rows of an area: one for each commissioner whose people live there."""
        return self._by_area[self.area(area).code]

    def shares_of_commissioner(self, commissioner: str) -> tuple[Share, ...]:
        """The rows of a commissioner: one for each area where its people live."""
        return self._by_commissioner[self.commissioner(commissioner).code]

    @cached_property
    def commissioner_sums(self) -> tuple[Sum, ...]:
        """What each commissioner's shares in areas add up to; it should be 1."""
        named = {one.code: one.name for one in self.commissioners}
        return tuple(
            Sum(
                of="commissioner",
                code=code,
                name=named[code],
                total=exact_sum(one.of_commissioner for one in shares),
                shares=shares,
            )
            for code, shares in self._by_commissioner.items()
        )

    @cached_property
    def area_sums(self) -> tuple[Sum, ...]:
        """What the shares of commissioners in each area add up to; it should be 1."""
        return tuple(
            Sum(
                of="area",
                code=code,
                name=shares[0].area.name,
                total=exact_sum(one.of_area for one in shares),
                shares=shares,
            )
            for code, shares in self._by_area.items()
        )

    def outliers(self, least: Decimal = LEAST, most: Decimal = MOST) -> tuple[Sum, ...]:
        """The commissioners and areas whose shares add up to less than ``least`` or over ``most``.

        >>> from bettercare.places import load_mapping
        >>> [(one.name, one.total) for one in load_mapping(corrected=False).outliers()]
        [('NHS Dudley CCG', Decimal('1.030'))]
        """
        sums = (*self.commissioner_sums, *self.area_sums)
        return tuple(one for one in sums if not least <= one.total <= most)

    @cached_property
    def _by_area(self) -> dict[str, tuple[Share, ...]]:
        found: dict[str, list[Share]] = {}
        for share in self.shares:
            found.setdefault(share.area.code, []).append(share)
        return {code: tuple(shares) for code, shares in found.items()}

    @cached_property
    def _by_commissioner(self) -> dict[str, tuple[Share, ...]]:
        found: dict[str, list[Share]] = {}
        for share in self.shares:
            found.setdefault(share.commissioner.code, []).append(share)
        return {code: tuple(shares) for code, shares in found.items()}

    @cached_property
    def _area_names(self) -> Index[Area]:
        names, others = area_index(), other_names(table("other_names"))
        for area in self.areas:
            for name in (area.name, area.code, *area.codes, *others.get(area.codes, ())):
                names.add(name, area)
        return names

    @cached_property
    def _commissioner_names(self) -> Index[Commissioner]:
        names = commissioner_index()
        for one in self.commissioners:
            names.add(one.name, one, short=True)
            names.add(one.code, one)
        return names


def exact_sum(numbers: Iterable[Decimal]) -> Decimal:
    """A sum without rounding, whatever the order."""
    with localcontext(EXACT):
        return sum(numbers, Decimal(0))


def _commonest(shares: tuple[Share, ...]) -> Commissioner:
    """The commissioner of some rows; of several spellings the commonest, then the first."""
    counted: dict[str, int] = {}
    for share in shares:
        counted[share.commissioner.name] = counted.get(share.commissioner.name, 0) + 1
    name = max(counted, key=lambda one: counted[one])
    return next(one.commissioner for one in shares if one.commissioner.name == name)


def _absent(written: str, names: Index[Kind], history: History[Kind], mapping: str) -> UnknownPlace:
    """The error that a mapping has no rows of a place, and when that place began and ended."""
    where = f" in the mapping {mapping}"
    try:
        known = history.find(written)
    except UnknownPlace:
        return names.refuse(written, where)
    facts = []
    if known.start and known.start > history.known_from:
        parts = history.predecessors(known, known.start - timedelta(days=1))
        others = [one.name for one in parts if one.code != known.code]
        of = f" of {listed(others)}" if others else ""
        facts.append(f"began on {spoken(known.start)}{of}")
    if known.end:
        facts.append(f"ended on {spoken(known.end)}")
    when = f": it {listed(facts)}" if facts else ""
    return UnknownPlace(f"There are no rows for {known.name}{where}{when}.")
