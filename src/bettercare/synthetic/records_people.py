"""Who synthetic records are about: where people live, how old they are, and their pseudonyms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from bettercare.places import load_mapping
from bettercare.synthetic.records_draws import Draws, Numbers, picked, table, tables

DATA = Path(__file__).parent / "data" / "records.yaml"
KINDS_OF_COUNCIL = ("E06", "E08", "E09", "E10")
ROUNDS = 60  # after which sizes change by less than the shares are rounded
SCALE = 1_000_000
SEXES = ("male", "female")  # in the order of their codes, 1 and 2


@cache
def settings() -> dict[str, Any]:
    """The shapes that records are drawn by."""
    found: dict[str, Any] = msgspec.yaml.decode(DATA.read_bytes())
    return found


@dataclass(frozen=True, slots=True)
class Homes:
    """Each pair of a commissioner and a council that share people, with how many (of a million).

    ``commissioner`` and ``council`` number into the codes; ``like`` is a council's kind.
    """

    commissioners: tuple[str, ...]
    councils: tuple[str, ...]
    commissioner: Numbers
    council: Numbers
    like: Numbers
    people: tuple[int, ...]


@cache
def homes() -> Homes:
    """The pairs of the mapping that ships, with sizes that agree with its shares both ways.

    A commissioner's people who live in an area are the area's people who are the commissioner's:
    that alone gives every size but for a common factor.

    >>> found = homes()
    >>> rotherham = found.councils.index("E08000018")
    >>> sum(n for n, c in zip(found.people, found.council) if c == rotherham)  # of a million
    4799
    """
    mapping = load_mapping()
    pairs = [
        (one.commissioner.code, one.area.code, float(one.of_commissioner), float(one.of_area))
        for one in mapping.shares
    ]
    size = {code: 1.0 for code, *_ in pairs}
    for _ in range(ROUNDS):
        area: dict[str, float] = {}
        for ccg, hwb, part, _back in pairs:
            area[hwb] = area.get(hwb, 0) + size[ccg] * part
        size = dict.fromkeys(size, 0.0)
        for ccg, hwb, _part, back in pairs:
            size[ccg] += area[hwb] * back
    whole = sum(size.values())
    kept = [(c, h, round(size[c] * part / whole * SCALE)) for c, h, part, _ in pairs]
    commissioners = tuple(dict.fromkeys(c for c, _, _ in kept))
    councils = tuple(dict.fromkeys(h for _, h, _ in kept))
    council = np.array([councils.index(h) for _, h, _ in kept], np.uint16)
    like = [KINDS_OF_COUNCIL.index(code[:3]) for code in councils]
    return Homes(
        commissioners,
        councils,
        np.array([commissioners.index(c) for c, _, _ in kept], np.uint16),
        council,
        np.array(like, np.uint8)[council],
        tuple(n for _, _, n in kept),
    )


@cache
def home_table() -> Numbers:
    """The table by which homes are drawn."""
    return table(homes().people)


def by_year(bands: Mapping[str, Sequence[int]], start: int = 0) -> list[int]:
    """Weights of bands of age by single year and sex: male 0, female 0, male 1 and so on.

    Within a band years weigh the same, but for the last, in which each year is an eighth less.
    """
    firsts = [first for first in settings()["ages"] if first >= start]
    ends = [*firsts[1:], settings()["oldest"] + 1]
    found: list[int] = [0] * (2 * firsts[0])
    for n, (first, end) in enumerate(zip(firsts, ends, strict=True)):
        last = n == len(firsts) - 1
        years = [
            8 ** (end - year) * 7 ** (year - first) if last else 1 for year in range(first, end)
        ]
        whole = sum(years)
        for year in years:
            found += [bands[sex][n] * SCALE * year // whole for sex in SEXES]
    return found


def rates(method: str) -> dict[str, list[int]]:
    """Admissions of each band by sex: people times their rate."""
    people, rate = settings()["people"], settings()["rates"][method]
    return {sex: [p * r for p, r in zip(people[sex], rate[sex], strict=True)] for sex in SEXES}


@cache
def deprivation_tables(method: str) -> Numbers:
    """A table of fifths of deprivation for each kind of council, for one way of admission."""
    factor = settings()["deprivation_rates"][method]
    people = settings()["deprivation_people"]
    return tables(
        [[p * f for p, f in zip(people[kind], factor, strict=True)] for kind in KINDS_OF_COUNCIL]
    )


@cache
def ethnicity_tables() -> Numbers:
    """A table of ethnic categories for each kind of council."""
    return tables([settings()["ethnicity"][kind] for kind in KINDS_OF_COUNCIL])


_LETTERS = np.frombuffer(b"0123456789abcdefghjkmnpqrstvwxyz", np.uint8)
LENGTH = 9  # letters of a pseudonym, of 5 bits each
_ODD = np.uint64(0x9E3779B97F4A7C15)
_BITS = np.uint64((1 << 5 * LENGTH) - 1)


def pseudonyms(facts: Sequence[tuple[Numbers, int]], draws: Draws) -> Numbers:
    """A pseudonym for each row as bytes: people with the same facts are among a few dozen.

    ``facts`` are numbers with how many of each there can be. Some people come often: the one of a
    few is drawn by the smaller of two draws.
    """
    count = len(facts[0][0])
    first, second = draws.some(count), draws.some(count)
    key = (np.minimum(first, second) >> 8).astype(np.uint64)
    for numbers, many in facts:
        key = key * np.uint64(many) + numbers.astype(np.uint64)
    key = (key * _ODD) & _BITS
    found = np.empty((count, LENGTH), np.uint8)
    for place in range(LENGTH):
        found[:, place] = _LETTERS[((key >> np.uint64(5 * place)) & np.uint64(31)).astype(np.uint8)]
    return found


def lived(draws: Draws, count: int) -> Numbers:
    """The home of each row, by the number of its pair."""
    return picked(home_table(), draws.some(count))
