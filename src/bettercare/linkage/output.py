"""What linking gave, as files and as text: rows, pseudonyms and numbers, and nobody's name."""

import csv
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from bettercare.errors import UnreadableFile
from bettercare.linkage.decisions import REASONS
from bettercare.linkage.linking import Linked
from bettercare.linkage.model import level_words, name_of
from bettercare.statistics.intervals import Interval

LINKS, REVIEW, SUMMARY = "links.csv", "review.csv", "linkage.json"
OWNER_ONLY = 0o600
WIDTH = 11


def write_linked(linked: Linked, folder: Path) -> None:
    """Write ``links.csv``, ``review.csv`` and ``linkage.json``, for their owner's eyes alone.

    Pseudonyms and links are personal data still. Raises ``UnreadableFile`` where that cannot be.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(folder / LINKS, _csv(_link_rows(linked)))
        _write(folder / REVIEW, _csv(_review_rows(linked)))
        _write(folder / SUMMARY, json.dumps(summary(linked), indent=2) + "\n")
    except OSError as error:
        raise UnreadableFile(f"Cannot write to {folder}: {error.strerror}.") from error


def _write(path: Path, text: str) -> None:
    def private(name: str, flags: int) -> int:
        handle = os.open(name, flags, OWNER_ONLY)
        if os.name == "posix":  # a file that was there keeps who may read it
            os.fchmod(handle, OWNER_ONLY)
        return handle

    with open(path, "w", encoding="utf-8", newline="", opener=private) as file:
        file.write(text)


def _csv(rows: Iterable[Sequence[object]]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _link_rows(linked: Linked) -> Iterator[Sequence[object]]:
    yield "social_care_row", "health_row", "probability", "decision", "reason", "person", "key"
    for one in linked.links.itertuples():
        likely = f"{one.probability:.6f}"
        yield one.row_l, one.row_r, likely, one.decision, one.reason, one.person, linked.key_id


def _review_rows(linked: Linked) -> Iterator[Sequence[object]]:
    compared = [c for c in linked.settings.comparisons if f"level_{name_of(c)}" in linked.pairs]
    names = [name_of(one) for one in compared]
    words = {name_of(one): level_words(one) for one in compared}
    yield "social_care_row", "health_row", "probability", "reason", *names, "same_person"
    for one in linked.review.itertuples():
        levels = [_level(words[name], getattr(one, f"level_{name}")) for name in names]
        yield one.row_l, one.row_r, f"{one.probability:.6f}", REASONS[one.reason], *levels, ""


def _level(words: Sequence[str], level: int) -> str:
    return words[level] if level >= 0 else "not compared"


def summary(linked: Linked) -> dict[str, Any]:
    """The counts, control totals, quality, settings and findings of a linkage, as plain data."""
    quality = linked.quality
    return {
        "settings_version": linked.settings.version,
        "link_at": linked.settings.link_at,
        "review_at": linked.settings.review_at,
        "key_id": linked.key_id,
        "learned": linked.learned,
        "certain_pairs": linked.certain_pairs,
        "not_compared": list(linked.skipped),
        "totals": linked.totals(),
        "reasons": dict(sorted(Counter(linked.pairs["reason"]).items())),
        "quality": quality
        and {
            "precision": quality.precision._asdict(),
            "recall": quality.recall._asdict(),
            "method": quality.method,
        },
        "findings": [
            {"code": one.code, "subject": one.subject, "message": one.message, "fix": one.fix}
            for one in linked.findings
        ],
    }


def summary_text(linked: Linked) -> str:
    """The same on one screen."""
    return "\n".join(_lines(linked))


def _lines(linked: Linked) -> Iterator[str]:
    totals = linked.totals()
    read, linked_rows = totals["social_care_rows_read"], totals["social_care_rows_linked"]
    yield f"{linked_rows:,} of {read:,} rows of social care are linked to health"
    yield ""
    for name, number in totals.items():
        yield f"{number:>{WIDTH},}  {name.replace('_', ' ')}"
    yield ""
    for reason, number in sorted(Counter(linked.pairs["reason"]).items()):
        yield f"{number:>{WIDTH},}  {REASONS[reason]}"
    if linked.quality:
        yield ""
        yield f"Precision {_percent(linked.quality.precision)}, as the model expects it"
        yield f"Recall    {_percent(linked.quality.recall)}, of the pairs compared"
    if linked.key_id:
        yield f"Pseudonyms are under key {linked.key_id}"
    for one in linked.findings:
        yield ""
        kind = one.severity.value.capitalize()
        yield f"{kind} {one.code}: {one.subject}: {one.message} {one.fix}"


def _percent(one: Interval[float]) -> str:
    return f"{one.value:.1%} ({one.lower:.1%} to {one.upper:.1%})"
