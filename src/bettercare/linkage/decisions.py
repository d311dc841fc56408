"""What becomes of each pair: linked, put to a person for review, or left, and for what reason.

A valid NHS number on both records decides first, and probability where there is none. Four kinds
of pair are never linked by the computer: those whose valid numbers differ, those who share a number
and nothing else, twins, and those of a record that fits several people about equally well.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from rapidfuzz.distance import JaroWinkler

from bettercare.linkage.settings import Settings

LINK, REVIEW = "link", "review"
REASONS = {
    "number": "both have the same valid NHS number",
    "probability": "the probability is high enough",
    "uncertain": "the probability lies between the two thresholds",
    "numbers_differ": "both have a valid NHS number, and they differ",
    "number_alone": "the NHS number is the same, but neither a name nor the birth date is",
    "twins": "same surname, birth date and address, but another given name or sex",
    "several_fit": "the record fits several people about equally well",
    "better_elsewhere": "one of the two fits somebody else better",
}
_FIELDS = (
    "row", "nhs_number", "given_name", "surname", "full_name", "sex", "birth_date", "address",
    "postcode",
)  # fmt: skip


def decide(pairs: Any, left: Any, right: Any, settings: Settings) -> Any:
    """Give each pair a ``decision`` ("link" or "review") and a ``reason``; others are left out.

    ``pairs`` has ``row_l``, ``row_r``, ``probability`` and ``weight``; ``left`` and ``right`` are
    the people. Pairs linked by number have a probability of at least what the settings'
    ``wrong_number`` leaves; pairs with the same number are all kept, as are those of the same names
    and birth date under two numbers; others from ``review_at`` on.
    """
    both = _beside(pairs, left, right)
    reason = np.full(len(both), "uncertain", dtype=object)
    same_number = _same(both, "nhs_number")
    reason[(both["probability"] >= settings.link_at).to_numpy()] = "probability"
    reason[same_number] = "number"
    reason[_twins(both, left, right, settings)] = "twins"
    reason[same_number & ~_anything_agrees(both)] = "number_alone"
    reason[_differ(both, "nhs_number")] = "numbers_differ"
    _leave_one(both, reason, settings.margin)
    likely = both["probability"].to_numpy(dtype=float)
    likely = np.where(reason == "number", np.maximum(likely, 1 - settings.wrong_number), likely)
    decision = np.where(np.isin(reason, ["number", "probability"]), LINK, REVIEW)
    conflict = _differ(both, "nhs_number") & _same(both, "full_name") & _same(both, "birth_date")
    kept = (likely >= settings.review_at) | same_number | conflict
    decided = pairs.assign(probability=likely, decision=decision, reason=reason)[kept]
    return decided.sort_values(["row_l", "row_r"]).reset_index(drop=True)


def number_pairs(left: Any, right: Any) -> Any:
    """Pairs of rows that have the same valid NHS number."""
    return _merged(left, right, ["nhs_number"])[["row_l", "row_r"]]


def conflicting_pairs(left: Any, right: Any) -> Any:
    """Pairs of rows with the same names and birth date whose valid NHS numbers differ."""
    found = _merged(left, right, ["full_name", "birth_date"], beside=["nhs_number"])
    return found.loc[_differ(found, "nhs_number"), ["row_l", "row_r"]]


def _merged(left: Any, right: Any, on: list[str], beside: Sequence[str] = ()) -> Any:
    columns = ["row", *on, *beside]
    return left[columns].dropna().merge(right[columns].dropna(), on=on, suffixes=("_l", "_r"))


def _beside(pairs: Any, left: Any, right: Any) -> Any:
    """Each pair with the fields of both of its records."""
    fields = list(_FIELDS)
    with_left = pairs[["row_l", "row_r", "probability", "weight"]].merge(
        left[fields].add_suffix("_l"), on="row_l", how="left"
    )
    return with_left.merge(right[fields].add_suffix("_r"), on="row_r", how="left")


def _same(both: Any, field: str) -> Any:
    """Where a field is known on both records and the same."""
    here, there = both[f"{field}_l"], both[f"{field}_r"]
    return (here.notna() & (here == there)).to_numpy(dtype=bool)


def _differ(both: Any, field: str) -> Any:
    """Where a field is known on both records and not the same."""
    here, there = both[f"{field}_l"], both[f"{field}_r"]
    return (here.notna() & there.notna() & (here != there)).to_numpy(dtype=bool)


def _anything_agrees(both: Any) -> Any:
    agrees = _same(both, "birth_date") | _same(both, "surname") | _same(both, "given_name")
    return agrees | _swapped(both)


def _swapped(both: Any) -> Any:
    crossed = (both["given_name_l"] == both["surname_r"]) & (
        both["surname_l"] == both["given_name_r"]
    )
    return crossed.to_numpy(dtype=bool)


def _twins(both: Any, left: Any, right: Any, settings: Settings) -> Any:
    """Pairs that may be twins, or others of one home who are easily taken for one another."""
    home = _same(both, "surname") & _same(both, "birth_date") & _same_home(both)
    twins = home & _differ(both, "sex")
    named = np.flatnonzero(home & _differ(both, "given_name"))
    names = both.loc[named, ["given_name_l", "given_name_r"]].itertuples(index=False)
    unlike = [JaroWinkler.similarity(*pair) < settings.same_given_name for pair in names]
    twins[named[unlike]] = True
    near = named[[not one for one in unlike]]
    twins[near[_both_exist(both.loc[near], left, right)]] = True
    return twins


def _same_home(both: Any) -> Any:
    """The same address; where one is not known the same postcode, and where neither is, yes."""
    no_address = ~_differ(both, "address") & ~_same(both, "address")
    return _same(both, "address") | (no_address & ~_differ(both, "postcode"))


def _both_exist(near: Any, left: Any, right: Any) -> list[bool]:
    """Whether one file alone lists both given names with this surname and birth date."""
    here, there = (_named(people, near) for people in (left, right))
    return [
        (one.surname_l, one.birth_date_l, one.given_name_r) in here
        or (one.surname_l, one.birth_date_l, one.given_name_l) in there
        for one in near.itertuples()
    ]


def _named(people: Any, near: Any) -> set[tuple[str, str, str]]:
    who = people[people["birth_date"].isin(near["birth_date_l"])]
    columns = ("surname", "birth_date", "given_name")
    return set(zip(*(who[column] for column in columns), strict=True))


def _leave_one(both: Any, reason: Any, margin: float) -> None:
    """Of the pairs of a record that probability would link, keep the best if it stands out.

    A pair that shares an NHS number stands before any that does not; several such pairs of one
    record stay, since one file may list a person more than once.
    """
    linked = np.isin(reason, ["number", "probability"])
    by_number = reason == "number"
    strength = np.where(by_number, np.inf, both["weight"].to_numpy(dtype=float))
    best, ahead = np.ones(len(both), dtype=bool), np.ones(len(both), dtype=bool)
    for side in ("row_l", "row_r"):
        top, lead = _standing(both[side].to_numpy(), strength, linked)
        best &= top
        ahead &= lead >= margin
    open_pairs = linked & ~by_number
    reason[open_pairs & best & ~ahead] = "several_fit"
    reason[open_pairs & ~best] = "better_elsewhere"


def _standing(rows: Any, strength: Any, linked: Any) -> tuple[Any, Any]:
    """Whether a pair is the strongest of its record, and by how much it leads the next."""
    top = np.ones(len(rows), dtype=bool)
    lead = np.full(len(rows), np.inf)
    at = np.flatnonzero(linked)
    order = at[np.lexsort((-strength[at], rows[at]))]
    first = np.r_[True, rows[order][1:] != rows[order][:-1]] if len(order) else np.array([], bool)
    top[order[~first]] = False
    for place in np.flatnonzero(~first & np.r_[True, first[:-1]][: len(first)]):
        ahead = strength[order[place - 1]], strength[order[place]]
        lead[order[place - 1]] = np.inf if ahead[0] == np.inf else ahead[0] - ahead[1]
    return top, lead


def several(decided: Any) -> tuple[Sequence[int], Sequence[int]]:
    """Rows of either side that are linked to more than one row of the other."""
    linked = decided[decided["decision"] == LINK]
    left, right = (
        sorted(linked[side][linked[side].duplicated()].unique().tolist())
        for side in ("row_l", "row_r")
    )
    return left, right
