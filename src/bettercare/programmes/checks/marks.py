"""Checks on contribution marks: levels, letters, marks too many, marks that may have slipped."""

from collections import Counter
from collections.abc import Iterator

from bettercare.labels import listed
from bettercare.programmes.checks.registry import Checked, Slip, check
from bettercare.programmes.contributions import Marked
from bettercare.programmes.records import BEYOND, MOVED


def _no_marks(working: Checked) -> str:
    return "" if any(one.marks for one in working.contributions.marked) else "contribution marks"


def _subject(one: Marked, metric: str = "") -> str:
    noun = "Line" if one.table == "lines" else "Scheme"
    return f"{noun} {one.item}, {one.name}{f', {metric}' if metric else ''}"


@check(
    "CHK-018",
    name="impact-not-a-level",
    message="'{mark}' is not an impact level.",
    fix="Use {levels}, or leave it blank.",
    cites="programme_2017_19",
    lacks=_no_marks,
)
def impact_not_a_level(working: Checked) -> Iterator[Slip]:
    """One, two and three letters stand for low, medium and high; four stand for nothing."""
    marks = working.rules.marks
    most = len(marks.levels) - 1
    levels = listed((marks.letter * n for n in range(1, most + 1)), "or")
    for one in working.contributions.marked:
        for metric, mark in one.marks.items():
            strength = working.strength(mark)
            if strength is None or strength > most:
                label = working.contributions.metrics[metric]
                yield Slip(
                    _subject(one, label),
                    (working.contributions.place(one, metric),),
                    {"mark": mark, "levels": levels},
                )


@check(
    "PRG-08",
    name="more-marks-than-metrics",
    message="It has {count} marks for {metrics} metrics; the last has no metric.",
    fix="Take the mark away that is too many, or say which metric it is for.",
    cites="programme_2017_19",
    lacks=_no_marks,
)
def more_marks_than_metrics(working: Checked) -> Iterator[Slip]:
    """A mark behind the last metric says that the marks of its row cannot all be right."""
    for one in working.lines:
        beyond = one.line.extra.get(BEYOND)
        if beyond:
            metrics = len(working.contributions.metrics)
            yield Slip(
                f"Line {one.item}, {working.name(one)}, marks",
                (working.place(one, "marks"),),
                {"count": len(one.line.marks) + len(beyond.split()), "metrics": metrics},
                problem=f"marks.{one.item}",
            )


@check(
    "PRG-09",
    name="marks-may-have-slipped",
    message="Its marks are those of line {other} with one cell lost; they may stand one metric"
    " too far left.",
    fix="Look at the source, and put each mark under its metric.",
    cites="programme_2017_19",
    lacks=_no_marks,
)
def marks_may_have_slipped(working: Checked) -> Iterator[Slip]:
    """Marks that are those of the line above, but for one cell that is lost.

    No total proves where a mark belongs, so only likeness can tell.
    """
    metrics = tuple(working.contributions.metrics)
    fewest = working.rules.thresholds.fewest_marks_alike
    for above, one in zip(working.lines, working.lines[1:], strict=False):
        if above.line.measure != one.line.measure or not one.line.measure:
            continue
        before = [above.line.marks.get(metric, "") for metric in metrics]
        after = [one.line.marks.get(metric, "") for metric in metrics]
        if sum(map(bool, after)) >= fewest and after != before and _one_lost(before, after):
            yield Slip(
                f"Line {one.item}, {working.name(one)}, marks",
                (working.place(one, "marks"),),
                {"other": above.item},
                problem=f"marks.{one.item}",
            )


def _one_lost(before: list[str], after: list[str]) -> bool:
    """Whether a row is another with one cell lost and a blank at its end."""
    return any(
        [*before[:at], *before[at + 1 :], ""] == after for at, mark in enumerate(before) if mark
    )


@check(
    "PRG-13",
    name="letters-of-another-alphabet",
    message="{count} marks are written with {letters}, which looks like {letter}; read as it.",
    fix="",
    cites="proposal_2016_17",
    lacks=_no_marks,
)
def letters_of_another_alphabet(working: Checked) -> Iterator[Slip]:
    """A letter of another alphabet looks the same, and no search for the right one finds it."""
    letter = working.rules.marks.letter
    found: Counter[str] = Counter()
    places = []
    for one in working.contributions.marked:
        for metric, mark in one.marks.items():
            odd = [char for char in mark if char in _others(working, letter)]
            if odd:
                found.update(odd)
                places.append(working.contributions.place(one, metric))
    if found:
        yield Slip(
            "Contribution marks",
            tuple(places),
            {
                "count": sum(found.values()),
                "letters": listed(f"'{char}' (U+{ord(char):04X})" for char in found),
                "letter": letter,
            },
        )


def _others(working: Checked, letter: str) -> set[str]:
    return set(working.rules.marks.lookalikes) - {letter, letter.lower()}


@check(
    "PRG-15",
    name="marks-not-proven",
    message="Its cells were moved back under their columns. Totals prove the amounts; nothing"
    " proves the marks.",
    fix="Compare the marks with the source.",
    cites="programme_2017_19",
    lacks=_no_marks,
)
def marks_not_proven(working: Checked) -> Iterator[Slip]:
    """Marks moved along with amounts that slipped. No total tells whether they are right."""
    for one in working.lines:
        if one.line.alignment == MOVED and one.line.marks:
            yield Slip(
                f"Line {one.item}, {working.name(one)}, marks",
                (working.place(one, "marks"),),
                problem=f"marks.{one.item}",
            )
