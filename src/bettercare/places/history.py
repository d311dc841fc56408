"""Places of one kind by name and by date: which there were, and what became of each."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

from bettercare.places import changes
from bettercare.places.changes import Comparison
from bettercare.places.names import Index, one_of
from bettercare.places.records import Area, Change, Commissioner
from bettercare.places.shipped import spoken

Kind = TypeVar("Kind", bound=Area | Commissioner)


class History(Generic[Kind]):
    """Every place of a kind, past ones too, with the changes that lead from one to another."""

    def __init__(
        self,
        places: Iterable[Kind],
        events: Iterable[Change],
        names: Index[Kind],
        known: tuple[date, date],
    ) -> None:
        self.places = tuple(places)
        self.changes = tuple(sorted(events, key=lambda one: one.day))
        self.known_from, self.known_until = known
        self._names = names

    def on(self, day: date) -> tuple[Kind, ...]:
        """The places that there were on a day."""
        return tuple(one for one in self.places if is_on(one, day))

    def find(self, written: str, on: date | None = None) -> Kind:
        """The place that a name or code means, on a day, or else the latest that bore it."""
        found = self._named(written)
        if on is None:
            last = max(_began(one) for one in found)
            fitting = [one for one in found if _began(one) == last]
        else:
            fitting = [one for one in found if is_on(one, on)]
        if not fitting:
            raise self._names.refuse(written, f" on {spoken(on)}" if on else "")
        if len(fitting) > 1:
            raise one_of(self._names.noun, written, (one.code for one in fitting))
        return fitting[0]

    def earliest(self, written: str) -> Kind:
        """The first place that bore a name or code."""
        return min(self._named(written), key=_began)

    def either(self, written: str, start: date, end: date) -> Kind:
        """The place that a name means on one of two days; on neither, the latest that bore it."""
        found = self._named(written)
        for day in (start, end):
            fitting = [one for one in found if is_on(one, day)]
            if len(fitting) == 1:
                return fitting[0]
        return self.find(written)

    def successors(self, place: Kind, day: date) -> tuple[Kind, ...]:
        """The places that hold, on a day, the people of one."""
        return self._of(changes.after(self.changes, _codes(place), day))

    def predecessors(self, place: Kind, day: date) -> tuple[Kind, ...]:
        """The places whose people, on a day, are now those of one."""
        return self._of(changes.before(self.changes, _codes(place), day))

    def comparison(self, place: Kind | str, start: date, end: date) -> Comparison:
        """Whether figures of a place on two days, in either order, are about the same people."""
        first, last = sorted((start, end))
        found = self.either(place, first, last) if isinstance(place, str) else place
        return Comparison(
            name=found.name,
            start=first,
            end=last,
            changes=changes.between(self.changes, _codes(found), first, last),
            known_from=self.known_from,
            known_until=self.known_until,
        )

    def lifetime(self, place: Kind) -> Comparison:
        """Every change of a place that is known."""
        return self.comparison(place, self.known_from, self.known_until)

    @cached_property
    def _by_code(self) -> Mapping[str, Kind]:
        return {one.code: one for one in self.places}

    def _named(self, written: str) -> tuple[Kind, ...]:
        found = self._names.all(written)
        if not found:
            raise self._names.refuse(written)
        return found

    def _of(self, codes: Iterable[str]) -> tuple[Kind, ...]:
        return tuple(self._by_code[code] for code in codes)


def _codes(place: Area | Commissioner) -> tuple[str, ...]:
    return place.codes if isinstance(place, Area) else (place.code,)


def _began(place: Area | Commissioner) -> date:
    return place.start or date.min


def is_on(place: Area | Commissioner, day: date) -> bool:
    """Whether there was a place on a day."""
    return _began(place) <= day and (place.end is None or day <= place.end)
