"""What of one round has nothing to be compared with in another, as text."""

from collections.abc import Iterator, Sequence

from bettercare.comparison.records import Comparison
from bettercare.labels import listed, wrapped
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
    """Codes without a successor, metrics that cannot be compared, and codes that are new."""
    if not found.gaps and not found.arrivals:
        return
    earlier, later = sorted((found.before.round, found.after.round))
    yield f"From {earlier} to {later}: what has no counterpart"
    for kind, gaps in _by_list(found.gaps):
        lost = [gap for gap in gaps if gap.why != "not_comparable"]
        if lost:
            yield from _named(f"No successor for {_noun(kind, lost)}", lost, every)
        for gap in gaps:
            if gap.why == "not_comparable":
                note = f" {gap.note}" if gap.note else ""
                yield from wrapped(
                    f"{gap.label} ({_one(kind)}): not comparable.{note}", "  ", "    "
                )
    for kind, gaps in _by_list(found.arrivals):
        if kind != "sub_types" or every:
            yield from _named(f"New in {later}, {_noun(kind, gaps)}", gaps, every)


def _by_list(gaps: Sequence[Gap]) -> Iterator[tuple[str, list[Gap]]]:
    for kind in WORDS:
        found = [gap for gap in gaps if gap.list == kind]
        if found:
            yield kind, found


def _named(start: str, gaps: Sequence[Gap], every: bool) -> Iterator[str]:
    labels = [f"'{gap.label}'" for gap in gaps]
    shown = labels if every or len(labels) <= MOST + 1 else labels[:MOST]
    more = [f"{len(labels) - len(shown)} more (--all)"] if len(shown) < len(labels) else []
    yield from wrapped(f"{start} {listed([*shown, *more])}.", "  ", "    ")


def _noun(kind: str, gaps: Sequence[Gap]) -> str:
    return WORDS[kind][len(gaps) != 1]


def _one(kind: str) -> str:
    return WORDS[kind][0]
