"""Which place is meant, however its name or code is written."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from bettercare.errors import UnknownPlace
from bettercare.labels import listed, nearest, normalise
from bettercare.places.records import Area, Commissioner

Found = TypeVar("Found")

# What people put around the name of a council's area or of a commissioner, after folding.
_OF_AREA = re.compile(
    r"(?:london borough of|royal borough of|borough of|county of|city of|lb|the) (?P<name>.+)"
    r"|(?P<rest>.+?) (?:health and well ?being board|hwb|(?:metropolitan )?(?:borough|district)"
    r"(?: council)?|(?:county|city) council|unitary authority|council|city|mbc|mdc)"
)
_OF_COMMISSIONER = re.compile(
    r"nhs (?P<name>.+)|(?P<rest>.+?) (?:ccg|clinical commissioning group|icb|integrated care board)"
)


class Index(Generic[Found]):
    """Things by their names and codes, to be found as people write them.

    An exact name comes first; only then are words around it left out, one at a time. Nothing is
    guessed: a name that is only like one is named in the error.
    """

    def __init__(self, noun: str, around: re.Pattern[str]) -> None:
        self.noun = noun
        self._around = around
        self._known: dict[str, list[Found]] = {}
        self._names: dict[str, str] = {}

    def add(self, name: str, found: Found, *, short: bool = False) -> None:
        """Have a thing found by a name; by shorter forms of it too, with ``short``."""
        for form in self._forms(name) if short else (normalise(name),):
            held = self._known.setdefault(form, [])
            if found not in held:
                held.append(found)
        self._names.setdefault(normalise(name), name)

    def all(self, written: str) -> tuple[Found, ...]:
        """Everything that bears this name, for there may be several; empty when nothing does."""
        for form in self._forms(written):
            if form in self._known:
                return tuple(self._known[form])
        return ()

    def refuse(self, written: str, where: str = "") -> UnknownPlace:
        """The error that nothing bears this name, with the name probably meant."""
        near = nearest(written, tuple(self._names.values()))
        hint = f" Did you mean {near}?" if near else ""
        return UnknownPlace(f"There is no {self.noun} '{written}'{where}.{hint}")

    def _forms(self, written: str) -> Iterator[str]:
        form: str | None = normalise(written)
        while form:
            yield form
            found = self._around.fullmatch(form)
            form = (found["name"] or found["rest"]) if found else None


def area_index() -> Index[Area]:
    """An index whose names may have words of a council or board around them."""
    return Index("area", _OF_AREA)


def commissioner_index() -> Index[Commissioner]:
    """An index whose names may have "NHS", "CCG" or "Integrated Care Board" around them."""
    return Index("NHS commissioner", _OF_COMMISSIONER)


def other_names(rows: Iterable[Mapping[str, str]]) -> dict[tuple[str, ...], list[str]]:
    """Other names of areas by their codes.

    >>> other_names([{"codes": "E06000010", "name": "Hull"}])
    {('E06000010',): ['Hull']}
    """
    found: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        found.setdefault(tuple(row["codes"].split()), []).append(row["name"])
    return found


def one_of(noun: str, written: str, names: Iterable[str]) -> UnknownPlace:
    """The error that a name is borne by several.

    >>> str(one_of("area", "Dorset", ["Dorset to 2019", "Dorset since 2019"]))
    "There is more than one area 'Dorset': Dorset to 2019 and Dorset since 2019. Give its code."
    """
    return UnknownPlace(
        f"There is more than one {noun} '{written}': {listed(names)}. Give its code."
    )
