"""A record as fields that are merged one by one, and what becomes of a field that two changed."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from bettercare.comparison.merge_records import By, Difference, Prefer, Value
from bettercare.formats.headers import fields_of
from bettercare.formats.reading import noun_of
from bettercare.plan.records import Record
from bettercare.rounds import Round

T = TypeVar("T")
EXTRA, WRITTEN = "extra", "written"


class Slot(NamedTuple):
    """What is merged as one: a field, one key of a field, or a text kept beside the record."""

    field: str
    key: str | None = None

    @property
    def name(self) -> str:
        """The slot as one word: "provider", "amounts.2019-20", "extra.Contract end"."""
        return self.field if self.key is None else f"{self.field}.{self.key}"


class Held(NamedTuple):
    """A value with the text that stands beside it or, where it could not be read, for it."""

    value: Value = None
    text: str | None = None

    @property
    def said(self) -> Value:
        """The value as a person sees it."""
        return self.text if self.value is None else self.value


NOTHING = Held()
Slots = Mapping[Slot, Held]


class Settled(NamedTuple, Generic[T]):
    """What a merged field holds; ``by`` whose change it is, ``None`` where nobody changed it."""

    value: T
    by: By | None
    conflict: bool = False


def settle(base: T, mine: T, theirs: T, prefer: Prefer) -> Settled[T]:
    """Merge one value: a change of one side is taken, and alike changes of both once.

    >>> settle(1, 1, 2, "mine"), settle(1, 3, 2, "theirs").value
    (Settled(value=2, by='theirs', conflict=False), 2)
    """
    if mine == theirs:
        return Settled(mine, None if mine == base else "both")
    if theirs == base:
        return Settled(mine, "mine")
    if mine == base:
        return Settled(theirs, "theirs")
    return Settled({"base": base, "mine": mine, "theirs": theirs}[prefer], None, conflict=True)


def slots_of(record: Record) -> Slots:
    """Everything that a record says, without the row it stood in; blank fields are left out.

    >>> from bettercare.plan import SchemeRow
    >>> row = SchemeRow(scheme_id="1", written={"amounts.2019-20": "about 5"})
    >>> [(slot.name, held.said) for slot, held in slots_of(row).items()]
    [('scheme_id', '1'), ('amounts.2019-20', 'about 5')]
    """
    found = dict(_values(record))
    for name, text in record.written.items():
        slot = _slot_of_written(record, name)
        found[slot] = Held(found.get(slot, NOTHING).value, text)
    found |= {Slot(EXTRA, name): Held(text) for name, text in record.extra.items()}
    return found


def _values(record: Record) -> Iterator[tuple[Slot, Held]]:
    for field, (_, keyed) in fields_of(type(record)).items():
        value = getattr(record, field)
        if keyed:
            yield from ((Slot(field, key), Held(one)) for key, one in value.items())
        elif value is not None:
            yield Slot(field), Held(value)


def _slot_of_written(record: Record, name: str) -> Slot:
    """The field that a text stands beside; a name that is of no field has a slot of its own."""
    fields = fields_of(type(record))
    field, dot, key = name.partition(".")
    if dot and fields.get(field, ("", False))[1]:
        return Slot(field, key)
    return Slot(name) if name in fields else Slot(WRITTEN, name)


def record_of(kind: type[Record], slots: Slots) -> Record:
    """The record that some slots make; the other way round from ``slots_of``."""
    fields = fields_of(kind)
    values: dict[str, Any] = {field: {} for field, (_, keyed) in fields.items() if keyed}
    values |= {EXTRA: {}, WRITTEN: {}}
    for slot, held in slots.items():
        own = slot.field not in fields  # of the two kinds of text that every record may have
        if held.value is not None:
            if slot.key is None:
                values[slot.field] = held.value
            else:
                values[slot.field][slot.key] = held.value
        if held.text is not None:
            values[WRITTEN][slot.key if own else slot.name] = held.text
    return kind(**values)


def keys_of_both(*sides: Mapping[Any, object]) -> list[Any]:
    """The keys of several mappings, each once: those of the first in its order, then the others.

    >>> keys_of_both({"b": 1, "a": 2}, {"c": 3, "a": 4})
    ['b', 'a', 'c']
    """
    return list(dict.fromkeys(key for side in sides for key in side))


def likeness_key(record: Record) -> Hashable:
    """What two records that say the same have in common; 1.50 and 1.5 are the same number."""
    return frozenset(slots_of(record).items())


def differences(
    rules: Round, table: str, item: int, pair: tuple[Record, Record]
) -> Iterator[Difference]:
    """The values in which two records differ; ``item`` is the number of the second."""
    before, after = map(slots_of, pair)
    for slot in keys_of_both(before, after):
        one, other = before.get(slot, NOTHING), after.get(slot, NOTHING)
        if one != other:
            yield Difference(
                item=item,
                field=slot.name,
                noun=slot_noun(rules, table, slot),
                before=one.said,
                after=other.said,
            )


def slot_noun(rules: Round, table: str, slot: Slot) -> str:
    """What a slot is called in a sentence."""
    if slot.field in {EXTRA, WRITTEN}:
        return slot.key or "column without a header"
    noun = noun_of(rules, table, slot.name)
    return noun.replace("_", " ") if noun == slot.name else noun
