"""Changes of places by date: which replaced which, and whether figures can still be compared."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from bettercare.findings import Finding, Severity
from bettercare.labels import listed
from bettercare.places.records import Certainty, Change
from bettercare.places.shipped import spoken, title


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Whether figures of a place on two days are about the same people, and what changed between.

    Changes are known from ``known_from`` to ``known_until``; beyond these days ``certainty`` is
    ``unconfirmed``, as it is when a change that matters is.
    """

    name: str
    start: date
    end: date
    changes: tuple[Change, ...]
    known_from: date
    known_until: date

    @property
    def comparable(self) -> bool:
        """Whether no change between the two days moved more than a few people."""
        return all(one.same_people != "no" for one in self.changes)

    @property
    def certainty(self) -> Certainty:
        """Whether the answer rests on confirmed facts alone."""
        unsure = any(one.certainty == "unconfirmed" for one in self.changes)
        return "unconfirmed" if unsure or self._beyond else "confirmed"

    @property
    def words(self) -> str:
        """The answer in one or two sentences."""
        days = listed(spoken(day) for day in sorted({one.day for one in self.changes}))
        notes = dict.fromkeys(_said(one) for one in self.changes if one.note)
        if not self.comparable:
            what = f"{self.name} changed on {days}; figures before are not comparable."
        elif self.changes:
            what = f"{self.name} changed on {days}, but its figures stay comparable."
        else:
            what = f"{self.name} did not change."
        return " ".join([what, *notes, *self._beyond])

    @property
    def _beyond(self) -> list[str]:
        """What is not known, because the two days reach beyond what the tables hold."""
        before, after = spoken(self.known_from), spoken(self.known_until)
        early = [f"Changes before {before} are not known."] if self.start < self.known_from else []
        late = [f"Changes after {after} are not known."] if self.end > self.known_until else []
        return early + late

    @property
    def finding(self) -> Finding | None:
        """The note that figures are not comparable, or ``None`` where they are."""
        if self.comparable:
            return None
        breaking = next(one for one in self.changes if one.same_people == "no")
        return Finding(
            code="CHK-114",
            name="boundary-changed",
            severity=Severity.INFORMATION,
            subject=self.name,
            message=self.words,
            fix="Say for which boundary the earlier figures stand.",
            reference=title(breaking.reference),
        )


def after(changes: Sequence[Change], codes: Iterable[str], day: date) -> tuple[str, ...]:
    """The codes that hold, on a day, what some codes held before; in order of first appearance."""
    held = list(codes)
    for on in sorted({one.day for one in changes if one.day <= day}):
        held = _step(held, [(one.before, one.after) for one in changes if one.day == on])
    return tuple(held)


def before(changes: Sequence[Change], codes: Iterable[str], day: date) -> tuple[str, ...]:
    """The codes that held, on a day, what some codes held later."""
    held = list(codes)
    for on in sorted({one.day for one in changes if one.day > day}, reverse=True):
        held = _step(held, [(one.after, one.before) for one in changes if one.day == on])
    return tuple(held)


def between(
    changes: Sequence[Change], codes: Iterable[str], start: date, end: date
) -> tuple[Change, ...]:
    """The changes after one day and up to another that some codes, or what became of them, had.

    Both ways: what the codes passed on, and what they were made of.
    """
    within = sorted((one for one in changes if start < one.day <= end), key=lambda one: one.day)
    days = sorted({one.day for one in within})
    held, made_of, found = set(codes), set(codes), set()
    for on in days:
        passed = [one for one in within if one.day == on and one.before in held]
        held |= {one.after for one in passed}
        found |= set(passed)
    for on in reversed(days):
        taken = [one for one in within if one.day == on and one.after in made_of]
        made_of |= {one.before for one in taken}
        found |= set(taken)
    return tuple(one for one in within if one in found)


def _said(change: Change) -> str:
    return change.note if change.certainty == "confirmed" else f"{change.note} Not confirmed."


def _step(held: Sequence[str], moves: Sequence[tuple[str, str]]) -> list[str]:
    """The codes after the moves of one day; a code that did not move stays."""
    moved = [[to for source, to in moves if source == code] or [code] for code in held]
    return list(dict.fromkeys(code for codes in moved for code in codes))
