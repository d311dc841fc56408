"""People made up from a seed, as social care and as health know them, and who is who.

Names and streets are invented, postcodes are of areas that do not exist, and NHS numbers start with
999, which no person's does.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import msgspec

from bettercare.errors import BadRequest
from bettercare.nhs_numbers import is_nhs_number
from bettercare.synthetic.draws import Draw

FIRST_BIRTH, DAYS_OF_BIRTH = date(1925, 1, 1), 60 * 365
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class PersonWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words that people are made of: names by sex, parts of surnames, streets, postcodes."""

    given_names: dict[str, tuple[str, ...]]
    surname_starts: tuple[str, ...]
    surname_ends: tuple[str, ...]
    streets: tuple[str, ...]
    street_kinds: tuple[str, ...]
    postcode_areas: tuple[str, ...]


class Rates(NamedTuple):
    """How often records go wrong, as parts (fractions) of all that could."""

    in_care: float = 0.25  # people of health whom social care knows, too
    care_only: float = 0.02  # of those in care, not known to health
    no_number: float = 0.15  # records of social care without an NHS number
    bad_number: float = 0.02  # records of social care with a digit of it wrong
    conflicting: float = 0.005  # people in care under somebody else's valid number
    typo: float = 0.06  # of a name, the birth date or the postcode
    moved: float = 0.08  # people whose two addresses differ
    twins: float = 0.01  # people of health who have a twin there, of whom one may be in care
    other_surname: float = 0.02


class Person(NamedTuple):
    """One record of one person, as a file lists it."""

    nhs_number: str
    given_name: str
    surname: str
    sex: str
    birth_date: str
    address: str
    postcode: str


class Made(NamedTuple):
    """Two lists of records, and which rows (from 1) are of one person.

    ``twins`` and ``conflicting`` are pairs of rows, of social care and of health, that look alike
    and are of two people, or of one person under two valid numbers.
    """

    social_care: tuple[Person, ...]
    health: tuple[Person, ...]
    truth: frozenset[tuple[int, int]]
    twins: frozenset[tuple[int, int]]
    conflicting: frozenset[tuple[int, int]]


@cache
def person_words() -> PersonWords:
    """The words that ship with bettercare."""
    text = files("bettercare.synthetic").joinpath("data", "people.json").read_bytes()
    return msgspec.json.decode(text, type=PersonWords)


def people(count: int, seed: int = 1, rates: Rates | None = None) -> Made:
    """So many people of health, and those of social care among and beside them.

    Raises ``BadRequest`` where fewer than one is asked for. The same seed gives the same people.

    >>> made = people(100)
    >>> len(made.health), len(made.social_care) == len(people(100).social_care)
    (100, True)
    """
    if count < 1:
        raise BadRequest(f"Cannot make up {count} people. Ask for 1 or more.")
    rates = rates or Rates()
    draw = Draw(seed, "people")
    numbers = _numbers(draw)
    homes = _homes(draw, numbers, count, rates.twins)
    health = [person for home in homes for person in home][:count]
    return _known_to_care(draw, health, numbers, rates)


def _known_to_care(
    draw: Draw, health: Sequence[Person], numbers: Iterator[str], rates: Rates
) -> Made:
    """Social care's own records of some of the people, in another order, and of a few others."""
    care: list[tuple[Person, int]] = []
    conflicting: set[int] = set()
    for row, person in enumerate(health, 1):
        if not draw.chance(rates.in_care):
            continue
        record = _recorded(draw, person, rates)
        if draw.chance(rates.conflicting):
            record = record._replace(nhs_number=next(numbers))
            conflicting.add(row)
        unknown = draw.chance(rates.care_only)
        care.append((_person(draw, numbers), 0) if unknown else (record, row))
    care = draw.shuffled(care)
    pairs = [(at, row) for at, (_, row) in enumerate(care, 1) if row]
    other = _twin_rows(health)
    return Made(
        social_care=tuple(record for record, _ in care),
        health=tuple(health),
        truth=frozenset(pairs),
        twins=frozenset((at, other[row]) for at, row in pairs if row in other),
        conflicting=frozenset((at, row) for at, row in pairs if row in conflicting),
    )


def _twin_rows(health: Sequence[Person]) -> dict[int, int]:
    """The row of the twin of each row of health that has one."""
    found: dict[int, int] = {}
    for row, (one, next_one) in enumerate(pairwise(health), 1):
        if one[2] == next_one[2] and one[4:] == next_one[4:]:
            found |= {row: row + 1, row + 1: row}
    return found


def _homes(
    draw: Draw, numbers: Iterator[str], count: int, twins: float
) -> Iterator[tuple[Person, ...]]:
    """People with their twins, where they have one: born together, of one surname and address."""
    made = 0
    while made < count:
        person = _person(draw, numbers)
        home = (person, _twin(draw, person, numbers)) if draw.chance(twins) else (person,)
        made += len(home)
        yield home


def _numbers(draw: Draw) -> Iterator[str]:
    """Valid NHS numbers of the range that is kept for tests, none of them twice."""
    known: set[str] = set()
    while True:
        text = f"999{draw.below(10_000_000):07}"
        if is_nhs_number(text) and text not in known:
            known.add(text)
            yield text


def _person(draw: Draw, numbers: Iterator[str]) -> Person:
    words = person_words()
    sex = draw.one("12")
    return Person(
        nhs_number=next(numbers),
        given_name=draw.one(words.given_names[sex]),
        surname=draw.one(words.surname_starts) + draw.one(words.surname_ends),
        sex=sex,
        birth_date=_born(draw).isoformat(),
        address=_address(draw),
        postcode=_postcode(draw),
    )


def _twin(draw: Draw, person: Person, numbers: Iterator[str]) -> Person:
    sex = draw.one("12")
    names = [one for one in person_words().given_names[sex] if one != person.given_name]
    return person._replace(nhs_number=next(numbers), given_name=draw.one(names), sex=sex)


def _born(draw: Draw) -> date:
    return FIRST_BIRTH + timedelta(days=draw.below(DAYS_OF_BIRTH))


def _address(draw: Draw) -> str:
    words = person_words()
    return f"{draw.whole(1, 120)} {draw.one(words.streets)} {draw.one(words.street_kinds)}"


def _postcode(draw: Draw) -> str:
    area = draw.one(person_words().postcode_areas)
    ends = "".join(draw.one(LETTERS.upper()) for _ in range(2))
    return f"{area}{draw.whole(1, 30)} {draw.below(10)}{ends}"


def _recorded(draw: Draw, person: Person, rates: Rates) -> Person:
    """A person as social care wrote them down."""
    if draw.chance(rates.moved):
        person = person._replace(address=_address(draw), postcode=_postcode(draw))
    if draw.chance(rates.other_surname):
        words = person_words()
        surname = draw.one(words.surname_starts) + draw.one(words.surname_ends)
        person = person._replace(surname=surname)
    for field in ("given_name", "surname", "birth_date", "postcode"):
        if draw.chance(rates.typo):
            person = person._replace(**{field: misspelt(draw, getattr(person, field))})
    number = person.nhs_number
    if draw.chance(rates.bad_number):
        number = number[:-1] + str((int(number[-1]) + draw.whole(1, 9)) % 10)
    return person._replace(nhs_number="" if draw.chance(rates.no_number) else number)


def misspelt(draw: Draw, text: str) -> str:
    """A text with two signs swapped, one left out or one changed for another of its kind.

    >>> misspelt(Draw(2), "1948-07-05") != "1948-07-05"
    True
    """
    places = [at for at, sign in enumerate(text[:-1]) if sign.isalnum() and text[at + 1].isalnum()]
    at = draw.one(places)
    how = draw.below(3)
    if how == 0 and text[at] != text[at + 1]:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if how == 1 and text[at].isalpha():
        return text[:at] + text[at + 1 :]
    kind = "0123456789" if text[at].isdigit() else LETTERS
    return (
        text[:at] + draw.one([sign for sign in kind if sign != text[at].lower()]) + text[at + 1 :]
    )
