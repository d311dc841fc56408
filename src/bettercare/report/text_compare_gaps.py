"""What of one round has nothing to be compared with in another, as text."""

from collections.abc import Iterator, Sequence

from bettercare.comparison.records import Comparison, Missing
from bettercare.labels import listed, wrapped
from bettercare.report.compare_layout import rows_words
from bettercare.rounds.crosswalk import Gap

MOST = 8  # codes named without --all
WORDS = {
    "sources": ("source", "sources"),
    "scheme_types": ("scheme type", "scheme types"),
    "sub_types": ("sub type", "sub types"),
    "areas_of_spend": ("area of spend", "areas of spend"),
    "commissioners": ("commissioner", "commissioners"),
    "providers": ("provider", "providers"),
    "metrics": ("metric", "metrics"),
}


def gap_lines(found: Comparison, *, every: bool) -> Iterator[str]:
    """Codes of the earlier plan without a successor, metrics not comparable, and new codes."""
    earlier, later = sorted((found.before.round, found.after.round))
    lines = [
        *(line for gap in found.gaps if gap.rows for line in _in_use(gap, later)),
        *_not_in_use([gap for gap in found.gaps if not gap.rows], later, every),
        *_new(found.arrivals, later, every),
    ]
    if lines:
        yield f"From {earlier} to {later}: what has no counterpart"
        yield from lines


def _in_use(gap: Missing, later: str) -> Iterator[str]:
    """A code that the plan has, with its rows and what is known of it."""
    note = f" {gap.note}" if gap.note else ""
    name = f"{WORDS[gap.list][0]} '{gap.label}'"
    if gap.why == "not_comparable":
        text = f"Not comparable with {later}: {name}.{note}"
    else:
        text = f"No successor in {later} for {name} ({rows_words(gap.rows)}).{note}"
    yield from wrapped(text, "  ", "    ")


def _not_in_use(gaps: Sequence[Missing], later: str, every: bool) -> Iterator[str]:
    """Codes that the plan does not have: counted, and named when asked for."""
    if gaps and not every:
        count = f"{len(gaps):,} {'more code' if len(gaps) == 1 else 'more codes'}"
        have = (
            "that this plan does not use has"
            if len(gaps) == 1
            else "that this plan does not use have"
        )
        yield from wrapped(f"{count} {have} none either (--all).", "  ", "    ")
    for kind in WORDS if every else ():
        labels = [f"'{gap.label}'" for gap in gaps if gap.list == kind]
        if labels:
            noun = WORDS[kind][len(labels) != 1]
            text = f"Not used here, and none in {later} for {noun} {listed(labels)}."
            yield from wrapped(text, "  ", "    ")


def _new(arrivals: Sequence[Gap], later: str, every: bool) -> Iterator[str]:
    """Codes that are new in the later round; of sub types only when asked for."""
    for kind in WORDS:
        labels = [f"'{gap.label}'" for gap in arrivals if gap.list == kind]
        if labels and (every or kind != "sub_types"):
            shown = labels if every or len(labels) <= MOST + 1 else labels[:MOST]
            more = [f"{len(labels) - len(shown)} more (--all)"] if len(shown) < len(labels) else []
            noun = WORDS[kind][len(labels) != 1]
            yield from wrapped(f"New in {later}, {noun} {listed([*shown, *more])}.", "  ", "    ")
