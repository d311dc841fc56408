"""The live answers beside the grid: what is left, the required spends, what one row counts to."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import msgspec

from bettercare.calculations import Calculations
from bettercare.calculations.required import distance_words
from bettercare.findings import Severity
from bettercare.report import Summary
from bettercare_web.plans.dismissals import Problem
from bettercare_web.plans.findings_places import figure_of
from bettercare_web.words import pounds


class SourceLeft(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of a source to allocate."""

    name: str
    income: str
    left: str
    figure: str
    balanced: bool


class SpendNow(msgspec.Struct, frozen=True, kw_only=True):
    """How a required spend stands to its minimum."""

    code: str
    label: str
    planned: str
    distance: str
    state: str  # fine, warning or error; cannot where it cannot be worked out
    word: str
    share: float | None
    rows: int
    figure: str
    without_shared: str


class YearNow(msgspec.Struct, frozen=True, kw_only=True):
    """The answers of one year that the round plans for."""

    year: str
    sources: tuple[SourceLeft, ...]
    pool: SourceLeft
    spends: tuple[SpendNow, ...]


def answers_of(summary: Summary, problems: Iterable[Problem]) -> tuple[YearNow, ...]:
    """The answers of each year of the round; open findings say how each required spend stands."""
    worst = _worst_by_figure(summary, problems)
    found = []
    for working in summary.working.by_year:
        names = working.rules.sources
        sources = [_left(summary, working.id(f"balance.{c}"), names.name(c)) for c in names]
        found.append(
            YearNow(
                year=working.year if working.rules.several_years else "",
                sources=tuple(one for one in sources if one),
                pool=_left(summary, working.id("balance.total"), "Pool") or _NO_POOL,
                spends=tuple(
                    _spend(working, code, worst.get(working.id(f"required.{code}.planned")))
                    for code in working.required
                ),
            )
        )
    return tuple(found)


_NO_POOL = SourceLeft(name="Pool", income="not given", left="", figure="", balanced=False)


def _left(summary: Summary, figure_id: str, name: str) -> SourceLeft | None:
    balance = summary.figures.get(figure_id)
    income = summary.figures.get(figure_id.replace("balance.", "income.", 1))
    if balance is None:
        return None
    return SourceLeft(
        name=name,
        income=pounds(income.value if income else None).removeprefix("£"),
        left=pounds(balance.value),
        figure=figure_id,
        balanced=balance.value == 0,
    )


def _worst_by_figure(summary: Summary, problems: Iterable[Problem]) -> Mapping[str, Severity]:
    found: dict[str, Severity] = {}
    for problem in problems:
        for one in problem.findings if problem.dismissal is None else ():
            figure = figure_of(summary, one)
            if figure and one.severity is not Severity.INFORMATION:
                found[figure] = min(found.get(figure, one.severity), one.severity, key=_rank)
    return found


def _rank(severity: Severity) -> int:
    return severity.rank


def _spend(working: Calculations, code: str, worst: Severity | None) -> SpendNow:
    test = working.required[code]
    room, minimum = test.headroom, test.minimum
    state = "cannot" if room is None else "error" if room < 0 else "fine"
    if state == "fine" and worst is Severity.WARNING:
        state = "warning"
    without = working.overlap.without(test)
    both = len(working.overlap.both)
    short = without is not None and without < 0 and room is not None and room >= 0
    return SpendNow(
        code=code,
        label=test.rule.label,
        planned=pounds(test.planned),
        distance=distance_words(room, short=True) or "cannot be worked out",
        state=state,
        word="thin" if state == "warning" else "",
        share=float(room / minimum) if room is not None and minimum else None,
        rows=len(test.counted),
        figure=working.id(f"required.{code}.planned"),
        without_shared=_without_words(both, without) if short else "",
    )


def _without_words(rows: int, without: Decimal | None) -> str:
    those = "the row that also counts" if rows == 1 else f"the {rows} rows that also count"
    return f"Without {those} elsewhere: {distance_words(without, short=True)}."


def about_row(summary: Summary, item: int, *, alone: bool = False) -> list[str]:
    """What one row counts to, and how each required spend would stand if it did not.

    ``alone`` leaves out how they stand, for those who see nothing but the row.

    >>> import bettercare as bc
    >>> from bettercare import examples
    >>> about_row(bc.summarise(bc.read(examples.path("leicester"))), 13)
    ['£1,255,073 counts to NHS out-of-hospital. If it did not: £814,956 short.']
    """
    said = []
    for working in summary.working.by_year:
        year = f" in {working.year}" if working.rules.several_years else ""
        for test in working.required.values():
            counted = {row.item: amount for row, amount in test.counted}
            if not counted.get(item):
                continue
            room = None if alone else test.headroom
            rest = "" if room is None else distance_words(room - counted[item], short=True)
            ending = f" If it did not: {rest}." if rest else ""
            said.append(f"{pounds(counted[item])} counts to {test.rule.label}{year}.{ending}")
    return said or ["It counts to no required spend."]
