"""What changed from one round to another, as text, JSON or CSV."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import groupby
from pathlib import Path

import msgspec

from bettercare import rounds
from bettercare.checks import CHECKS
from bettercare.labels import listed, wrapped
from bettercare.rounds import Certainty, crosswalk
from bettercare.rounds.difference import Change, differences
from bettercare.rounds.policy_words import PARTS

COLUMNS = ("part", "kind", "path", "words", "before", "after", "certainty")
KINDS = ("new", "gone", "changed")
_CODE = re.compile(r"CHK-\d{3}")


def difference_text(before: str, after: str, folders: Sequence[Path], form: str) -> str:
    """What changed from one round to another: counts first, then each change.

    Raises ``UnknownRound`` or ``UnusableRound`` for a round that cannot be had.
    """
    old, new = (rounds.load(one, tuple(folders)) for one in (before, after))
    found = differences(old, new, crosswalk.load(before, after, tuple(folders)))
    if form == "json":
        whole = {"from": before, "to": after, "counts": _counts(found), "changes": found}
        return msgspec.json.format(msgspec.json.encode(whole)).decode()
    if form == "csv":
        out = StringIO(newline="")
        rows = (msgspec.structs.asdict(one) | {"certainty": one.certainty.value} for one in found)
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue().rstrip()
    return "\n".join(change_lines(before, after, found))


def _counts(found: Sequence[Change]) -> dict[str, dict[str, int]]:
    """How many are new, gone and changed, by part."""
    parts = dict.fromkeys(one.part for one in found)
    return {
        part: {kind: sum(one.part == part and one.kind == kind for one in found) for kind in KINDS}
        for part in parts
    }


def change_lines(before: str, after: str, found: Sequence[Change]) -> Iterator[str]:
    """The changes from one round to another, in lines: counts by part, then each change."""
    if not found:
        yield f"{before} and {after} ask for the same."
        return
    unsure = sum(one.certainty is Certainty.UNCONFIRMED for one in found)
    count = "1 change" if len(found) == 1 else f"{len(found):,} changes"
    yield f"From {before} to {after}: {count}{f', {unsure:,} not confirmed' if unsure else ''}"
    yield ""
    sections = [(name, list(group)) for name, group in groupby(found, key=_heading)]
    for name, group in sections:
        yield f"  {name:<26}{_counted(group)}"
    for name, group in sections:
        yield ""
        yield name
        for one in group:
            yield from wrapped(_said(one), "  ", "    ")


def _heading(change: Change) -> str:
    return PARTS[change.part].heading


def _counted(group: Sequence[Change]) -> str:
    kinds: Counter[str] = Counter(one.kind for one in group)
    return listed(f"{kinds[kind]:,} {kind}" for kind in KINDS if kinds[kind])


def _said(change: Change) -> str:
    """A change in words: a check by its code and name, and whether it is not confirmed."""
    words = _CODE.sub(_with_name, change.words) if change.part == "checks" else change.words
    if change.certainty is Certainty.CONFIRMED:
        return words
    return f"{words.removesuffix('.')} (not confirmed)."


def _with_name(code: re.Match[str]) -> str:
    known = CHECKS.get(code[0])
    return f"{code[0]}, {known.name.replace('-', ' ')}," if known else code[0]
