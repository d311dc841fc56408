"""Hospital spells drawn by the month of discharge: who, when, why, how long, and where to."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from bettercare.synthetic.records_columns import Coded, Columns, Day, Letters, Whole, YesNo, coded
from bettercare.synthetic.records_draws import (
    Draws,
    Numbers,
    happens,
    per_thousand,
    picked,
    table,
    tables,
    weights_of,
)
from bettercare.synthetic.records_people import (
    KINDS_OF_COUNCIL,
    by_year,
    deprivation_tables,
    ethnicity_tables,
    homes,
    lived,
    pseudonyms,
    rates,
    settings,
)

METHODS = ("emergency", "elective", "maternity", "other")
FIFTHS = 5
OLD = 65
NEAR = 850  # of 1,000 who go to the hospital of their own commissioner


def spells(days: Numbers, first: int, draws: Draws) -> Columns:
    """Spells that end on given days (from 1970), numbered from ``first``."""
    count = len(days)
    place, home = homes(), lived(draws, count)
    like = np.take(place.like, home)
    method = picked(_methods(), draws.some(count), (days + 3) % 7)  # 1970 began on a Thursday
    fifth = picked(_fifths(), draws.some(count), method * len(KINDS_OF_COUNCIL) + like)
    person = picked(_people(), draws.some(count), method * FIFTHS + fifth)
    age, sex = person >> 1, person & 1
    stay = picked(_stays(), draws.some(count), 2 * method + (age >= OLD)).astype(np.int32)
    band = _bands(age, settings()["destinations"]["ages"])
    delay = _delays(stay, band, draws)
    ready_blank = (stay > 0) & happens(draws.some(count), settings()["not_known_when_ready"])
    ready_blank &= delay == 0
    council = np.take(place.council, home)
    ethnicity = picked(ethnicity_tables(), draws.some(count), like)
    attributed, by_whom = weights_of(settings()["attributed_to"])
    facts = [(home, len(place.people)), (person, 256), (fifth, FIFTHS), (ethnicity, 32)]
    return {
        "spell": Whole(np.arange(first, first + count)),
        "person": Letters(pseudonyms(facts, draws)),
        "commissioner": coded(np.take(place.commissioner, home), place.commissioners),
        "council": coded(council, place.councils),
        "provider": _hospitals(np.take(place.commissioner, home), draws),
        "admitted": Day(days - stay),
        "discharge_ready": Day(days - delay, ready_blank),
        "discharged": Day(days),
        "method": coded(method, METHODS),
        "specific_acute": _acute(method, draws),
        "diagnosis": _diagnoses(method, age, draws),
        "destination": coded(
            picked(_destinations(), draws.some(count), band), settings()["destinations"]["codes"]
        ),
        "age": Whole(age),
        "sex": coded(sex, ("1", "2")),
        "ethnicity": coded(
            ethnicity,
            settings()["ethnicity"]["codes"],
            happens(draws.some(count), settings()["ethnicity"]["blank"]),
        ),
        "deprivation": Whole(fifth.astype(np.int64) + 1),
        "delayed_days": Whole(delay),
        "attributed_to": coded(picked(by_whom, draws.some(count)), attributed, delay == 0),
    }


@cache
def _methods() -> Numbers:
    """Ways of admission by the weekday of discharge."""
    total = [sum(map(sum, rates(method).values())) for method in METHODS]
    week = [settings()["weekdays"][method] for method in METHODS]
    return tables([[t * w[day] for t, w in zip(total, week, strict=True)] for day in range(7)])


@cache
def _fifths() -> Numbers:
    return np.concatenate([deprivation_tables(method) for method in METHODS])


@cache
def _people() -> Numbers:
    """Age and sex by way of admission and deprivation: the most deprived are younger."""
    return tables(
        [
            [
                weight * (100 + (2 - fifth) * max(0, 60 - n // 2) // 4)
                for n, weight in enumerate(all_)
            ]
            for all_ in (by_year(rates(method)) for method in METHODS)
            for fifth in range(FIFTHS)
        ]
    )


@cache
def _stays() -> Numbers:
    """Days of stay by way of admission, to 64 and from 65; within a band days weigh the same."""
    ends = settings()["stays"]
    firsts = [0, *(end + 1 for end in ends[:-1])]
    return tables(
        [
            [
                weight * 1000 // (end - first + 1)
                for first, end, weight in zip(firsts, ends, weights[age], strict=True)
                for _ in range(first, end + 1)
            ]
            for weights in (settings()["stay_weights"][method] for method in METHODS)
            for age in ("young", "old")
        ]
    )


@cache
def _destinations() -> Numbers:
    return tables(settings()["destinations"]["weights"])


@cache
def _reasons() -> tuple[tuple[str, ...], Numbers]:
    """Diagnoses by way of admission and three bands of age."""
    told = settings()["diagnoses"]
    codes = dict.fromkeys([*told["codes"], *(c for m in METHODS[1:] for c in told[m])])
    rows = [[told["codes"].get(c, (0, 0, 0))[band] for c in codes] for band in range(3)]
    rows += [[told[m].get(c, 0) for c in codes] for m in METHODS[1:] for _ in range(3)]
    return tuple(codes), tables(rows)


def _bands(age: Numbers, starts: Sequence[int]) -> Numbers:
    """The number of the band of each age; a band begins at each start."""
    return np.take(np.searchsorted(starts, np.arange(128), side="right"), age)


def _delays(stay: Numbers, band: Numbers, draws: Draws) -> Numbers:
    """Days between being fit to leave and leaving: of some stays, and no longer than those."""
    days = np.asarray(settings()["delay_days"], np.int32)
    drawn = np.take(days, picked(table(settings()["delay_weights"]), draws.some(len(stay))))
    late = happens(draws.some(len(stay)), per_thousand(settings()["delayed"], band))
    return np.where(late, np.minimum(drawn, stay), 0).astype(np.int32)


def _hospitals(commissioner: Numbers, draws: Draws) -> Coded:
    """The hospital of a commissioner, for a few that of the next; codes are made up."""
    many = len(homes().commissioners)
    away = ~happens(draws.some(len(commissioner)), NEAR)
    return coded((commissioner.astype(np.int32) + away) % many, [f"SYN{n:03}" for n in range(many)])


def _acute(method: Numbers, draws: Draws) -> YesNo:
    told = settings()["specific_acute"]
    rate = per_thousand([told[name] for name in METHODS], method)
    return YesNo(happens(draws.some(len(method)), rate))


def _diagnoses(method: Numbers, age: Numbers, draws: Draws) -> Coded:
    codes, by_group = _reasons()
    group = method * 3 + _bands(age, settings()["diagnoses"]["ages"])
    blank = happens(draws.some(len(age)), settings()["diagnoses"]["blank"])
    return coded(picked(by_group, draws.some(len(age)), group), codes, blank)
