"""Checks on what the source prints of itself: totals, what remains, percentages, words."""

from collections.abc import Iterator
from decimal import Decimal

from bettercare.labels import listed
from bettercare.money import percent
from bettercare.programmes.checks.registry import Checked, Slip, check
from bettercare.programmes.comparisons import Comparison

HUNDRED = Decimal(100)


@check(
    "CHK-036",
    name="printed-total-differs",
    message="{printed} is printed, and the lines give {computed}: {off} {way}.",
    fix="Correct the printed figure, or the line that is wrong.",
)
def printed_total_differs(working: Checked) -> Iterator[Slip]:
    """A figure that the source prints and that its own lines do not give.

    Where amounts are shown rounded to £1k each, half of that for each amount can be rounding; it
    is then a note. The sum of totals that do not agree with their lines is explained by them.
    """
    # A sum of totals that one of them explains leads the problem: it tells the whole of it.
    explained = sorted(working.comparisons.all, key=lambda one: not _wrong_parts(working, one))
    for one in explained:
        if one.id.startswith("line.") or one.result not in {"differs", "in_doubt"}:
            continue
        message = _doubt(one) if one.result == "in_doubt" else _difference(working, one)
        yield Slip(
            one.label,
            facts=_facts(working, one),
            soft=one.within_rounding,
            message=message,
            problem=_problem(working, one),
        )


def _doubt(one: Comparison) -> str:
    return f"{{printed}} is printed and the lines give it too, but it is in doubt: {one.note}"


def _difference(working: Checked, one: Comparison) -> str:
    """What differs, why that may be, and which part makes the difference where one does."""
    of_parts = one.id.endswith((".from_priorities", ".from_sources"))
    middle = f"{'its printed parts' if of_parts else 'the lines'} give {{computed}}"
    if one.unit == "percent":
        middle = "the amounts give {computed}"
    parts = _wrong_parts(working, one)
    why = f" It comes from {listed(parts)}." if parts else ""
    return f"{{printed}} is printed, and {middle}: {{off}} {{way}}.{why} {one.note}".strip()


def _wrong_parts(working: Checked, one: Comparison) -> list[str]:
    """The priorities whose own printed total is not what their lines give."""
    if not one.id.endswith(".from_priorities"):
        return []
    rest = one.id.removesuffix(".from_priorities").removeprefix("total.")
    found = []
    for code in working.priorities:
        part = working.comparisons.by_id.get(f"priority.{code}.{rest}")
        if part and part.difference and part.printed is not None and part.computed is not None:
            printed, lines = working.shown(part.printed), working.shown(part.computed)
            found.append(f"priority {code}, printed {printed} against lines of {lines}")
    return found


def _problem(working: Checked, one: Comparison) -> str:
    """A total that a wrong part explains, or that a slip puts in doubt, is part of that slip."""
    if one.problem:
        return one.problem
    rest = one.id.removesuffix(".from_priorities").removeprefix("total.")
    if one.id.endswith(".from_priorities"):
        wrong = [
            code
            for code in working.priorities
            if (part := working.comparisons.by_id.get(f"priority.{code}.{rest}"))
            and part.difference
        ]
        if len(wrong) == 1:
            return f"printed.priority.{wrong[0]}.{rest}"
    return f"printed.{one.id}"


def _facts(working: Checked, one: Comparison) -> dict[str, object]:
    shown = _percent if one.unit == "percent" else working.shown
    off = one.difference or Decimal(0)
    return {
        "printed": shown(one.printed or Decimal(0)),
        "computed": shown(one.computed or Decimal(0)),
        "off": shown(abs(off)),
        "way": "more" if off > 0 else "less",
    }


def _percent(value: Decimal) -> str:
    return percent(value / HUNDRED, 0)


@check(
    "PRG-12",
    name="share-in-words-differs",
    message="The text says {words} ({said}); the table gives {share}.",
    fix="Bring the words in line with the table.",
    cites="proposal_2016_17",
)
def share_in_words_differs(working: Checked) -> Iterator[Slip]:
    """A share that the text gives loosely ("a third") is not what the table comes to."""
    near = working.rules.thresholds.loose_share
    for item, stated in enumerate(working.programme.stated, 1):
        figure = working.figures.get(stated.figure or "")
        if figure is None or figure.value is None or stated.value is None:
            continue
        if abs(figure.value - stated.value) > near:
            yield Slip(
                figure.label,
                (working.programme.place("stated", item, "text"),),
                {
                    "words": f"'{stated.text}'",
                    "said": percent(stated.value),
                    "share": figure.display,
                },
            )
