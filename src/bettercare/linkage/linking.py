"""Linking the people of one file with those of another, from rows to decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from bettercare.errors import BadRequest
from bettercare.findings import Finding, Severity
from bettercare.linkage.decisions import LINK, conflicting_pairs, decide, number_pairs, several
from bettercare.linkage.keys import Key
from bettercare.linkage.model import Scored, score
from bettercare.linkage.people import SHOWN, People
from bettercare.linkage.pseudonyms import pseudonym
from bettercare.linkage.quality import Quality, quality_from_probabilities
from bettercare.linkage.settings import Settings, shipped


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking gave: pairs by row, why, and how good that is. It names nobody.

    ``pairs`` has ``row_l`` (social care), ``row_r`` (health), ``probability``, ``decision``,
    ``reason``, ``person`` (a pseudonym, or "") and the ``level_`` columns of the comparisons.
    """

    social_care: People
    health: People
    settings: Settings
    pairs: Any
    learned: bool
    certain_pairs: int
    skipped: tuple[str, ...]
    quality: Quality | None
    key_id: str
    findings: tuple[Finding, ...]

    @property
    def links(self) -> Any:
        """The pairs that are linked."""
        return self.pairs[self.pairs["decision"] == LINK]

    @property
    def review(self) -> Any:
        """The pairs for a person to look at, the likeliest first."""
        rest = self.pairs[self.pairs["decision"] != LINK]
        return rest.sort_values(["probability", "row_l", "row_r"], ascending=[False, True, True])

    def totals(self) -> dict[str, int]:
        """Control totals: every row read is linked, only in review, unlinked or left out."""
        linked, review = set(self.links["row_l"]), set(self.review["row_l"])
        read = self.social_care.read
        return {
            "social_care_rows_read": read,
            "social_care_rows_left_out": self.social_care.left_out,
            "social_care_rows_linked": len(linked),
            "social_care_rows_in_review_only": len(review - linked),
            "social_care_rows_unlinked": len(self.social_care.frame) - len(linked | review),
            "health_rows_read": self.health.read,
            "health_rows_left_out": self.health.left_out,
            "health_rows_linked": self.links["row_r"].nunique(),
            "pairs_linked": len(self.links),
            "pairs_in_review": len(self.review),
        }


def link(
    social_care: People,
    health: People,
    settings: Settings | None = None,
    key: Key | None = None,
    api: Any | None = None,
) -> Linked:
    """Link people of social care with people of health.

    ``settings``: those that ship unless given. ``key``: pairs that are linked carry the person's
    pseudonym, where either record has a valid NHS number; without a key none is made. ``api`` is a
    Splink database API, DuckDB's when not given. The same records and settings give the same pairs.
    """
    if key is not None and not isinstance(key, Key):
        raise BadRequest("Pseudonyms need a key made with: bettercare key new FILE")
    rules = settings or shipped()
    left, right = social_care.frame, health.frame
    scored = score(rules, (left, right), api)
    pairs = decide(_with_numbers(scored.pairs, left, right), left, right, rules)
    pairs = pairs.assign(person=_persons(pairs, left, right, key))
    return Linked(
        social_care=social_care,
        health=health,
        settings=rules,
        pairs=pairs,
        learned=scored.learned,
        certain_pairs=scored.certain_pairs,
        skipped=scored.skipped,
        quality=_quality(pairs, scored.pairs),
        key_id=key.id if key else "",
        findings=(*social_care.findings, *health.findings, *_findings(pairs, scored, rules)),
    )


def _with_numbers(pairs: Any, left: Any, right: Any) -> Any:
    """The scored pairs, and those that NHS numbers speak of and the model thought unlikely."""
    numbers = pd.concat([number_pairs(left, right), conflicting_pairs(left, right)])
    both = pairs.merge(numbers, on=["row_l", "row_r"], how="outer")
    levels = [column for column in both.columns if column.startswith("level_")]
    blank = {"probability": 0.0, "weight": 0.0, **dict.fromkeys(levels, -1)}
    return both.fillna(blank).astype({"row_l": int, "row_r": int, **dict.fromkeys(levels, int)})


def _persons(pairs: Any, left: Any, right: Any, key: Key | None) -> list[str]:
    if key is None:
        return [""] * len(pairs)
    here, there = (dict(zip(f["row"], f["nhs_number"], strict=True)) for f in (left, right))
    numbers = [
        (there[row_r] or here[row_l]) if decision == LINK else None
        for row_l, row_r, decision in zip(
            pairs["row_l"], pairs["row_r"], pairs["decision"], strict=True
        )
    ]
    return [pseudonym(number, key) if number else "" for number in numbers]


def _quality(decided: Any, scored: Any) -> Quality | None:
    """Quality as the model expects it; ``None`` where nothing is linked.

    A record that is linked is not missed, one whose valid number differs is another person, and a
    person is missed once at most: so of the rest only the likeliest pair of each record counts.
    """
    links = decided[decided["decision"] == LINK]
    if links.empty:
        return None
    others = decided.loc[decided["reason"] == "numbers_differ", ["row_l", "row_r"]]
    rest = scored.merge(others, on=["row_l", "row_r"], how="left", indicator=True)
    free = ~rest["row_l"].isin(links["row_l"]) & ~rest["row_r"].isin(links["row_r"])
    missed = rest[free & (rest["_merge"] == "left_only")].groupby("row_l")["probability"].max()
    return quality_from_probabilities(links["probability"].tolist(), missed.tolist())


def _findings(pairs: Any, scored: Scored, rules: Settings) -> list[Finding]:
    left, right = several(pairs)
    found = []
    for name, other, rows in (("social care", "health", left), ("health", "social care", right)):
        if rows:
            message = f"{len(rows):,} rows are linked to more than one row of {other}: "
            found.append(
                _finding("LNK-007", name, message + _shown(rows), "Count people by pseudonym.")
            )
    if not scored.learned:
        message = (
            f"{scored.certain_pairs:,} pairs are certain, fewer than the "
            f"{rules.fewest_to_learn:,} that the model is learned from."
        )
        found.append(_finding("LNK-008", "the model", message, "Starting values were used."))
    if scored.skipped:
        message = f"Nothing is known of {', '.join(scored.skipped)} in at least one file."
        found.append(_finding("LNK-009", "the model", message, "It was not compared."))
    return found


def _shown(rows: Sequence[int]) -> str:
    more = " and others" if len(rows) > SHOWN else ""
    return ", ".join(f"row {row:,}" for row in rows[:SHOWN]) + f"{more}."


def _finding(code: str, subject: str, message: str, fix: str) -> Finding:
    return Finding(
        code=code,
        name=NAMES[code],
        severity=Severity.WARNING,
        subject=subject[:1].upper() + subject[1:],
        message=message,
        fix=fix,
    )


NAMES = {
    "LNK-007": "Rows linked to several",
    "LNK-008": "Too few pairs to learn from",
    "LNK-009": "Columns that are blank throughout",
}
