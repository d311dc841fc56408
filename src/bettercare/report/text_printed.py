"""A plan beside its own printed summary, as text."""

from collections.abc import Iterator

from bettercare.comparison.printed import PrintedComparison
from bettercare.comparison.records import Movement
from bettercare.labels import listed, shortened, wrapped
from bettercare.report.compare_layout import in_unit

LABEL = 38
HOW = (
    "No figure of this plan is printed. Add them to plan.csv as printed. and the id of the "
    "figure: printed.expenditure.ibcf,15466521"
)


def printed_text(found: PrintedComparison, path: str = "PATH") -> str:
    """How many printed figures agree, those that differ, and where to go next."""
    return "\n".join(_lines(found, path))


def _lines(found: PrintedComparison, path: str) -> Iterator[str]:
    differing = found.differing
    count = len(found.figures)
    who = f"{found.area or 'Plan'}, {found.round}"
    if not count and not found.unknown:
        yield from wrapped(f"{who}: nothing to compare. {HOW}")
        return
    agree = f"{count - len(differing):,} of {count:,} printed figures agree with the rows"
    yield from wrapped(f"{who}: {agree}.")
    if differing:
        yield ""
        yield f"{'Figure':<{LABEL}}{'Printed':>14}{'From the rows':>14}{'Difference':>14}"
        for one in differing:
            yield _line(one)
    if found.unknown:
        yield ""
        yield from wrapped(
            f"Printed under names that are no figures here: {listed(found.unknown)}."
        )
    if differing:
        yield ""
        yield from wrapped(f"Next: bettercare explain {path} {differing[0].id}")


def _line(one: Movement) -> str:
    cells = [in_unit(one, value) for value in (one.before, one.after, one.change)]
    label = shortened(one.label, LABEL - 1)
    return f"{label:<{LABEL}}{cells[0]:>14}{cells[1]:>14}{cells[2]:>14}"
