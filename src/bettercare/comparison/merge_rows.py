"""Which record of an edited copy is which record of the base: known, sure, or in doubt.

Nothing is guessed. Records that say the same come first; then those alike in all but one field;
then those that share what names them; then schemes that are sure to be one by points. Whatever is
left counts as removed and added, and records that may be one are told as in doubt.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple, TypeVar

from bettercare.comparison.merge_alike import Likely, likely
from bettercare.comparison.merge_fields import likeness_key, slots_of
from bettercare.comparison.merge_keys import NAMING, Keys
from bettercare.formats.reading import Reading
from bettercare.plan import Plan, without_places
from bettercare.plan.records import Record
from bettercare.rounds import Round

K = TypeVar("K")
Group = tuple[tuple[int, ...], tuple[int, ...]]  # numbers in the base, and in the copy


class Matched(NamedTuple):
    """For each record of a copy its number in the base, 0 for a new one; and what is in doubt."""

    base_of: tuple[int, ...]
    doubts: tuple[Group, ...] = ()

    @property
    def copy_of(self) -> Mapping[int, int]:
        """The number in the copy of each record of the base that is still there."""
        return {base: item for item, base in enumerate(self.base_of, 1) if base}

    @property
    def new(self) -> tuple[int, ...]:
        """The records of the copy that the base does not have."""
        return tuple(item for item, base in enumerate(self.base_of, 1) if not base)


class Tables(NamedTuple):
    """The records of one table, in the base and in an edited copy."""

    name: str
    base: Sequence[Record]
    copy: Sequence[Record]


def match_rows(table: str, base: Plan, copy: Reading, rules: Round) -> Matched:
    """Match the records of a table of an edited copy with those of the base.

    What a workbook of ours says of its own rows is believed where it was made of this very base.
    """
    records = Tables(table, getattr(base, table) or (), getattr(copy.plan, table) or ())
    if _same(records):
        return Matched(tuple(range(1, len(records.copy) + 1)))
    pairing = Pairing(records, rules)
    lineage = copy.lineage.get(table, ())
    if len(lineage) == len(records.copy) and is_of(copy, base):
        pairing.take_known(lineage)
        return Matched(pairing.base_of)
    pairing.take_sure()
    if table == "schemes" and pairing.is_open:
        found = likely((base, copy.plan), rules, (pairing.base_left, pairing.copy_left))
        pairing.take_likely(found)
    return Matched(pairing.base_of, tuple(pairing.doubts()))


def is_of(copy: Reading, base: Plan) -> bool:
    """Whether a workbook was made of this base, so that its row ids are those of the base."""
    return copy.exported is not None and without_places(copy.exported) == without_places(base)


def _same(records: Tables) -> bool:
    """Whether a table is as it was, so that each record is itself."""
    return len(records.base) == len(records.copy) and all(
        likeness_key(one) == likeness_key(other)
        for one, other in zip(records.base, records.copy, strict=True)
    )


class Pairing:
    """The records of a table on their way to being paired; ``*_left`` are not paired yet."""

    def __init__(self, records: Tables, rules: Round) -> None:
        self.records = records
        self.keys = Keys(records.name, rules)
        self.base_left = dict.fromkeys(range(1, len(records.base) + 1))
        self.copy_left = dict.fromkeys(range(1, len(records.copy) + 1))
        self._found: dict[int, int] = {}
        self._doubts: list[Group] = []

    @property
    def base_of(self) -> tuple[int, ...]:
        """For each record of the copy its number in the base, or 0."""
        return tuple(self._found.get(item, 0) for item in range(1, len(self.records.copy) + 1))

    @property
    def is_open(self) -> bool:
        """Whether records are left on both sides."""
        return bool(self.base_left and self.copy_left)

    def take_known(self, lineage: Sequence[int]) -> None:
        """Pair by the ids of a workbook; what lost its id and says the same is the same too."""
        for item, base in enumerate(lineage, 1):
            if base in self.base_left:
                self._pair(base, item)
        self._exact()

    def take_sure(self) -> None:
        """Pair what says the same, what differs in one field, and what the same key names."""
        self._exact()
        self._all_but_one()
        self._by_key(self.keys.fine)
        for key in self.keys.coarse:
            self._by_key(key, whole=True)

    def take_likely(self, found: Likely) -> None:
        """Pair by points, and note where those do not settle it."""
        for base, item in found.pairs:
            self._pair(base, item)
        self._doubts += found.doubts

    def doubts(self) -> Iterator[Group]:
        """The records that may be one: those that points do not settle, and those of one key."""
        yield from self._doubts
        if self.records.name != "schemes":
            for base, copy in _grouped(self._left(self.keys.fine)).values():
                if base and copy:
                    yield tuple(base), tuple(copy)

    def _pair(self, base: int, item: int) -> None:
        self._found[item] = base
        del self.base_left[base]
        del self.copy_left[item]

    def _left(self, key: Callable[[Record], K]) -> Iterator[tuple[bool, int, K]]:
        """The records left over with their key: of the base (true) and of the copy."""
        for item in self.base_left:
            yield True, item, key(self.records.base[item - 1])
        for item in self.copy_left:
            yield False, item, key(self.records.copy[item - 1])

    def _exact(self) -> None:
        """Pair records that say the same: of unequally many, those of the same number first."""
        for base, copy in list(_grouped(self._left(likeness_key)).values()):
            if len(base) != len(copy):
                for item in sorted({*base}.intersection(copy)):
                    self._pair(item, item)
            rest = [item for item in base if item in self.base_left]
            others = [item for item in copy if item in self.copy_left]
            for one, other in zip(rest, others, strict=False):
                self._pair(one, other)

    def _all_but_one(self) -> None:
        """Pair records that differ in one field, where no other record comes as near."""
        naming = NAMING[self.records.name]
        near = _grouped(
            (of_base, item, part)
            for of_base, item, parts in self._left(lambda record: _nearly(record, naming))
            for part in parts
        )
        partners: dict[int, set[int]] = defaultdict(set)
        rivals: dict[int, set[int]] = defaultdict(set)
        for bases, copies in near.values():
            for base, copy in (*product(bases, copies[:2]), *product(bases[:2], copies)):
                partners[base].add(copy)  # two are enough to say that neither is the only one
                rivals[copy].add(base)
        for base, there in partners.items():
            copy = min(there)
            if len(there) == len(rivals[copy]) == 1:
                self._pair(base, copy)

    def _by_key(self, key: Callable[[Record], Hashable], *, whole: bool = False) -> None:
        """Pair what is the only one of its key; ``whole``: in the whole table, not of the rest."""
        shared = self._shared(key) if whole else frozenset()
        for text, (base, copy) in _grouped(self._left(key)).items():
            alone = len(base) == len(copy) == 1
            if text is not None and alone and text not in shared:
                self._pair(base[0], copy[0])

    def _shared(self, key: Callable[[Record], Hashable]) -> frozenset[Hashable]:
        """The keys that several records of one plan have."""
        return frozenset(
            found
            for records in (self.records.base, self.records.copy)
            for found in _twice(map(key, records))
        )


def _grouped(
    keyed: Iterable[tuple[bool, int, Hashable]],
) -> Mapping[Hashable, tuple[list[int], list[int]]]:
    """The numbers of records by key: those of the base, and those of the copy."""
    found: dict[Hashable, tuple[list[int], list[int]]] = {}
    for of_base, item, key in keyed:
        found.setdefault(key, ([], []))[0 if of_base else 1].append(item)
    return found


def _twice(keys: Iterable[Hashable]) -> set[Hashable]:
    seen: set[Hashable] = set()
    again: set[Hashable] = set()
    for key in keys:
        (again if key in seen else seen).add(key)
    return again


def _nearly(record: Record, naming: frozenset[str]) -> tuple[Hashable, ...]:
    """A record without one of its fields, for each that does not name it; nothing if unnamed."""
    slots = slots_of(record)
    if not any(slot.field in naming for slot in slots):
        return ()
    whole = frozenset(slots.items())
    return (whole, *(whole - {one} for one in whole if one[0].field not in naming))
