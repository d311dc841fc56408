"""Delays of transfers, episodes of reablement and admissions to care homes, by month."""

from functools import cache

import numpy as np

from bettercare.synthetic.records_columns import Columns, Day, Letters, Whole, YesNo, coded
from bettercare.synthetic.records_draws import (
    Draws,
    Numbers,
    happens,
    per_thousand,
    picked,
    table,
    tables,
)
from bettercare.synthetic.records_people import (
    by_year,
    deprivation_tables,
    ethnicity_tables,
    homes,
    lived,
    pseudonyms,
    settings,
)

OLD, FIFTHS, FOLLOW_UP = 65, 5, 91
BANDS = (75, 85)
ROOMY = 3  # times as many lines as are drawn, at least


def delays(first_day: int, count: int, most: int, draws: Draws) -> Columns:
    """So many lines of the return of one month, none twice; ``most`` is the most of any month."""
    place = homes()
    pairs = [(by, why) for by, reasons in _why().items() for why in reasons]
    councils = len(place.councils)
    hospitals = max(ROOMY, -(-most * ROOMY // (councils * len(pairs) * 2)))
    lines = councils * hospitals * len(pairs)
    chosen = np.sort(np.argsort(draws.large(lines), kind="stable")[:count])
    pair, rest = chosen % len(pairs), chosen // len(pairs)
    council = rest // hospitals
    by, why = zip(*pairs, strict=True)
    bodies, reasons = tuple(_why()), tuple(sorted(set(why)))
    return {
        "month": Day(np.full(count, first_day)),
        "provider": coded(
            council * 2 + rest % hospitals, [f"SYN{n:03}" for n in range(hospitals + 2 * councils)]
        ),
        "council": coded(council, place.councils),
        "attributed_to": coded(np.take([bodies.index(one) for one in by], pair), bodies),
        "reason": coded(np.take([reasons.index(one) for one in why], pair), reasons),
        "delayed_days": Whole(_days(council, pair, draws)),
    }


def _why() -> dict[str, dict[str, int]]:
    told = settings()["delays"]
    return {by: told[by] for by in ("nhs", "social_care", "joint")}


def _days(council: Numbers, pair: Numbers, draws: Draws) -> Numbers:
    """Days of each line: more where more people live and for the commoner reasons."""
    told = settings()["delays"]
    drawn = np.take(told["days"], picked(table(told["day_weights"]), draws.some(len(council))))
    size = np.bincount(homes().council, homes().people).astype(np.int64)
    weight = np.array([one for reasons in _why().values() for one in reasons.values()], np.int64)
    scale = np.take(size, council) * np.take(weight, pair)
    days: Numbers = 1 + drawn * scale // (size.sum() // len(size) * 60)
    return days


def reablement(days: Numbers, first: int, draws: Draws) -> Columns:
    """Episodes of people discharged on given days (from 1970), numbered from ``first``."""
    told, count = settings()["reablement"], len(days)
    people = _people_of(told["weights"], count, draws)
    band = _band(people["age"])
    home = happens(draws.some(count), per_thousand(told["at_home"], band))
    lost = happens(draws.some(count), told["blank"])
    return {
        "episode": Whole(np.arange(first, first + count)),
        **{name: people[name] for name in ("person", "council")},
        "discharged": Day(days),
        "followed_up": Day(days + FOLLOW_UP, lost),
        "at_home_day_91": YesNo(home, lost),
        **{name: people[name] for name in ("age", "sex", "ethnicity", "deprivation")},
    }


def care_homes(days: Numbers, first: int, draws: Draws) -> Columns:
    """People admitted on given days (from 1970), numbered from ``first``."""
    told, count = settings()["care_homes"], len(days)
    people = _people_of(told["weights"], count, draws)
    nursing = happens(draws.some(count), per_thousand(told["nursing"], _band(people["age"])))
    return {
        "admission": Whole(np.arange(first, first + count)),
        **{name: people[name] for name in ("person", "council")},
        "admitted": Day(days),
        "kind": coded(nursing.astype(np.int16), ("residential", "nursing")),
        "funded_by_council": YesNo(happens(draws.some(count), told["funded"])),
        **{name: people[name] for name in ("age", "sex", "ethnicity", "deprivation")},
    }


def _band(age: object) -> Numbers:
    """65 to 74, 75 to 84, from 85."""
    numbers = age.numbers if isinstance(age, Whole) else np.array([])
    return np.searchsorted(BANDS, numbers, side="right")


def _people_of(weights: dict[str, list[int]], count: int, draws: Draws) -> Columns:
    place, home = homes(), lived(draws, count)
    like = np.take(place.like, home)
    drawn = picked(_old(tuple(weights["male"]), tuple(weights["female"])), draws.some(count))
    fifth = picked(deprivation_tables("emergency"), draws.some(count), like)
    ethnicity = picked(ethnicity_tables(), draws.some(count), like)
    told = settings()["ethnicity"]
    facts = [(home, len(place.people)), (drawn, 256), (fifth, FIFTHS), (ethnicity, 32)]
    return {
        "person": Letters(pseudonyms(facts, draws)),
        "council": coded(np.take(place.council, home), place.councils),
        "age": Whole(drawn >> 1),
        "sex": coded(drawn & 1, ("1", "2")),
        "ethnicity": coded(ethnicity, told["codes"], happens(draws.some(count), told["blank"])),
        "deprivation": Whole(fifth.astype(np.int64) + 1),
    }


@cache
def _old(male: tuple[int, ...], female: tuple[int, ...]) -> Numbers:
    return tables([by_year({"male": male, "female": female}, start=OLD)])
