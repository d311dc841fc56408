"""Of several files for one area and round, the newest valid one; and why, in words."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

import msgspec

from bettercare.national.collating import Part

_NUMBERS = re.compile(r"\d+")
ONLY = "The only file for its area and round."


class Candidate(msgspec.Struct, frozen=True):
    """A file that was found: its path in the folder, when it was last changed, what it gave."""

    file: str
    part: Part
    modified: float = 0.0  # seconds, as the file system says

    @property
    def is_plan(self) -> bool:
        """Whether a plan was read of it."""
        return self.part.status == "read"


class Choice(NamedTuple):
    """Whether a file's plan is used, and why."""

    chosen: bool
    why: str


class _Fact(NamedTuple):
    name: str
    of: Callable[[Candidate], tuple[int, ...] | date | float | None]


# What may tell the newer of two files, the surest first. A fact counts where all of them have it.
_FACTS = (
    _Fact("by its version", lambda one: _version(one.part.version)),
    _Fact("by its day of submission", lambda one: one.part.submitted),
    _Fact("by when the file was last changed", lambda one: one.modified),
)


def choices(candidates: Iterable[Candidate]) -> Mapping[str, Choice]:
    """What is done with each file, by its path."""
    found: dict[str, Choice] = {}
    plans = []
    for one in candidates:
        if one.is_plan:
            plans.append(one)
        else:
            found[one.file] = Choice(False, "It was not read.")
    plans.sort(key=lambda one: (one.part.about, one.file))
    for _, same in groupby(plans, key=lambda one: one.part.about):
        found |= _among(list(same))
    return found


def _among(same: Sequence[Candidate]) -> dict[str, Choice]:
    """The newest of the valid ones among files for one plan; of all where none is valid."""
    if len(same) == 1:
        return {same[0].file: Choice(True, ONLY)}
    valid = [one for one in same if one.part.whole]
    newest, why = _newest(valid or same)
    said = {
        one.file: Choice(False, _passed_over(one, newest, valid)) for one in same if one != newest
    }
    others = len(same) - 1
    beside = "1 other file" if others == 1 else f"{others} other files"
    unsound = "" if valid else " None of them could be read whole."
    return said | {newest.file: Choice(True, f"Newest {why}; {beside} for this plan.{unsound}")}


def _newest(plans: Sequence[Candidate]) -> tuple[Candidate, str]:
    """The newest plan and what says so; where nothing does, the last by its path."""
    if len(plans) == 1:
        return plans[0], "that could be read whole"
    facts = [fact for fact in _FACTS if all(fact.of(one) is not None for one in plans)]
    after = sorted(plans, key=lambda one: (*(fact.of(one) for fact in facts), one.file))
    newest, next_to_it = after[-1], after[-2]
    telling = (fact.name for fact in facts if fact.of(newest) != fact.of(next_to_it))
    return newest, next(telling, "by its name")


def _passed_over(one: Candidate, newest: Candidate, valid: Sequence[Candidate]) -> str:
    if valid and not one.part.whole:
        return f"It could not be read whole; {newest.file} is used."
    return f"{newest.file} is newer, and is used."


def _version(said: str) -> tuple[int, ...] | None:
    """The numbers of a version; nothing where it has none.

    >>> _version("v1.10"), _version("final")
    ((1, 10), None)
    """
    return tuple(map(int, _NUMBERS.findall(said))) or None
