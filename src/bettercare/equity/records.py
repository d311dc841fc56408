"""What an equity audit is made from: services, populations, users and a list of postcodes."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from bettercare.equity.postcodes import Listed
from bettercare.findings import Finding

ALL, AREA = "all", "area"  # what a population is given by: everybody, or those of an area
GROUPS = ("age", "sex", "ethnicity", "quintile")
OLDEST = 120
_AGES = re.compile(r"(\d{1,3})(?:\s*(\+)|\s*(?:-|–|to)\s*(\d{1,3}))")


class Ages(NamedTuple):
    """Ages in whole years, both ends included; ``most`` is ``None`` where there is no end."""

    least: int
    most: int | None

    def holds(self, age: int) -> bool:
        """Whether an age lies within."""
        return self.least <= age and (self.most is None or age <= self.most)

    def __str__(self) -> str:
        if self == EVERY_AGE:
            return "all ages"
        return f"{self.least}+" if self.most is None else f"{self.least}-{self.most}"


EVERY_AGE = Ages(0, None)


def ages(text: str) -> Ages | None:
    """Ages as a file writes them, or ``None`` where that cannot be read.

    >>> ages("18+"), ages("0-17"), ages("all"), ages("adults")
    (Ages(least=18, most=None), Ages(least=0, most=17), Ages(least=0, most=None), None)
    """
    plain = " ".join(text.split()).lower()
    if plain in {ALL, "all ages"}:
        return EVERY_AGE
    found = _AGES.fullmatch(plain)
    if not found:
        return None
    least, most = int(found[1]), None if found[2] else int(found[3])
    return None if most is not None and most < least else Ages(least, most)


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """A service, and the one basis, ages and areas that its users are compared on.

    ``part`` is "" for a whole service: services are counted by ``name``, and have a row a part.
    ``ages`` are those of the users; ``people_ages`` those of the people beside them, the same where
    it is ``None``. ``areas`` are those counted as deprived, all of the basis where none is named.
    ``users`` and ``in_areas`` are counts where no list of users is at hand.
    """

    code: str
    name: str
    part: str = ""
    basis: str
    ages: Ages
    people_ages: Ages | None = None
    areas: tuple[str, ...] = ()
    period: str = ""
    in_areas: int | None = None
    users: int | None = None
    row: int = 0

    @property
    def label(self) -> str:
        """The service with its part."""
        return f"{self.name}, {self.part}" if self.part else self.name

    @property
    def beside(self) -> tuple[str, Ages]:
        """The basis and ages of the people that its users are compared with."""
        return self.basis, self.people_ages or self.ages


class People(msgspec.Struct, frozen=True, kw_only=True):
    """People of one group: ``by`` is "all", "area", or one of ``GROUPS``."""

    basis: str
    ages: Ages
    by: str
    group: str
    people: int
    row: int = 0


class User(msgspec.Struct, frozen=True, kw_only=True):
    """One user as a row of a list; nothing of it but counts ever leaves this package."""

    service: str
    postcode: str
    row: int
    person: str = ""
    groups: Mapping[str, str] = {}


class Population(msgspec.Struct, frozen=True):
    """The people of one basis and ages: all of them, and by area and by group."""

    basis: str
    ages: Ages
    all: int | None
    by: Mapping[str, Mapping[str, int]]


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """All that an audit is worked out from, what was found while reading it, and rows read."""

    services: tuple[Service, ...]
    people: tuple[People, ...]
    users: tuple[User, ...] = ()
    postcodes: tuple[Listed, ...] = ()
    findings: tuple[Finding, ...] = ()
    rows_read: Mapping[str, int] = {}
    title: str = ""


def populations(people: Iterable[People]) -> dict[tuple[str, Ages], Population]:
    """Populations by basis and ages; where a group is given twice, the first is taken."""
    found: dict[tuple[str, Ages], dict[str, dict[str, int]]] = {}
    for one in people:
        groups = found.setdefault((one.basis, one.ages), {}).setdefault(one.by, {})
        groups.setdefault(one.group, one.people)
    return {
        (basis, of): Population(basis, of, by.get(ALL, {}).get(""), by)
        for (basis, of), by in found.items()
    }
