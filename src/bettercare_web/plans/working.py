"""The working of a figure as a page shows it: heading, steps, rows, and the figure without some."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from bettercare.calculations import Calculations, Figure, Input, Working
from bettercare.calculations.explain import FINEST
from bettercare.calculations.required import Requirement
from bettercare.comparison.dependence import dependence
from bettercare.comparison.without import AMOUNTS, without
from bettercare.money import plain_pounds, round_half_up
from bettercare.report import Summary
from bettercare_web.plans.findings_places import PlanRows
from bettercare_web.words import MINUS, pounds

WIDTH = 300  # of the drawing of the steps
STANDINGS: Mapping[str, tuple[str, str]] = {
    "computed": ("fine", "Worked out from the plan"),
    "given": ("fine", "Confirmed: given with the plan"),
    "derived": ("information", "Derived by the round's formula"),
    "unconfirmed": ("warning", "Unconfirmed"),
}
FEWEST_PARTS = 2  # a figure of one row has no parts to show


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the waterfall: from where to where it reaches, of ``WIDTH``."""

    label: str
    rows: int
    amount: str
    start: int
    width: int
    kind: str  # whole, less or planned


class Ticked(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a figure with its tick box."""

    key: str
    item: int
    table: str
    name: str
    detail: str
    marked: bool
    amount: str
    counted: bool


class Without(msgspec.Struct, frozen=True, kw_only=True):
    """What a figure would be without some rows, and how it then stands to its minimum."""

    rows: int
    heading: str
    now: str
    taken: str
    then: str
    minimum: str
    short: bool
    share: float | None
    advice: str


class Spend(msgspec.Struct, frozen=True, kw_only=True):
    """The required spend that a figure belongs to, in its year."""

    working: Calculations
    code: str
    test: Requirement
    part: str  # planned, minimum, headroom ...

    def id(self, part: str) -> str:
        """The id of another figure of the same required spend."""
        return self.working.id(f"required.{self.code}.{part}")


def spend_of(summary: Summary, figure_id: str) -> Spend | None:
    """The required spend that a figure is of; ``None`` for every other figure."""
    for working in summary.working.by_year:
        for code, test in working.required.items():
            start = f"required.{code}."
            if figure_id.startswith(start) and figure_id == working.id(_bare(working, figure_id)):
                part = _bare(working, figure_id).removeprefix(start)
                return Spend(working=working, code=code, test=test, part=part)
    return None


def _bare(working: Working, figure_id: str) -> str:
    """The id of a figure without its year."""
    year = f".{working.year}"
    return figure_id.removesuffix(year) if working.rules.several_years else figure_id


def heading(figure: Figure, spend: Spend | None) -> str:
    """What the figure comes to, as a sentence."""
    if figure.value is None:
        return (
            f"{figure.label} cannot be worked out yet"
            if figure.notes
            else (f"{figure.label}: not given")
        )
    shown = figure.display.replace("-", MINUS, 1) if figure.value < 0 else figure.display
    if spend and spend.part == "planned":
        said = f"{spend.test.rule.label} spend is {shown}"
        year = f" in {spend.working.year}" if spend.working.rules.several_years else ""
        return f"{said}{year}: {figure.answer}" if figure.answer else f"{said}{year}"
    if spend and spend.part == "headroom":
        shown = pounds(abs(figure.value))
        return f"{spend.test.rule.label} spend is {shown} {figure.answer}"
    return f"{figure.label}: {shown}{f', {figure.answer}' if figure.answer else ''}"


def weakness(spend: Spend | None) -> Iterator[str]:
    """What a required spend rests on, in a sentence or two."""
    if spend is None or spend.part not in {"planned", "headroom"}:
        return
    found = {one.code: one for one in dependence(spend.working)}[spend.code]
    if found.headroom is None or found.headroom < 0:
        return
    if found.without_shared is not None and found.without_shared < 0:
        rows = "1 row counts" if len(found.shared) == 1 else f"{len(found.shared)} rows count"
        yield f"It stays above only because {rows} to another required spend as well."
    if found.rows:
        are = "is" if len(found.rows) == 1 else "are each"
        yield (
            f"{len(found.rows)} of its {found.counted} rows {are} worth more than "
            f"the {pounds(found.headroom)} above the minimum."
        )


def bars(figure: Figure, minimum: Decimal | None) -> tuple[list[Bar], int | None]:
    """The steps as a waterfall down to the figure, and where the minimum stands in it."""
    if not figure.steps or figure.value is None:
        return [], None
    largest = max(figure.steps[0].amount, figure.value, minimum or Decimal(0))
    if largest <= 0:
        return [], None

    def at(amount: Decimal) -> int:
        return max(0, int(amount * WIDTH / largest))

    found, left = [], Decimal(0)
    for number, step in enumerate(figure.steps):
        after = left + step.amount
        low, high = sorted((left if number else Decimal(0), after))
        found.append(
            Bar(
                label=step.label,
                rows=step.rows,
                amount=_plain(step.amount),
                start=at(low),
                width=max(1, at(high) - at(low)),
                kind="less" if number else "whole",
            )
        )
        left = after
    found.append(
        Bar(
            label="Counted",
            rows=len(figure.inputs),
            amount=_plain(figure.value),
            start=0,
            width=max(1, at(figure.value)),
            kind="planned",
        )
    )
    return found, at(minimum) if minimum is not None else None


def _plain(value: Decimal) -> str:
    return plain_pounds(value).replace("-", MINUS)


def key_of(one: Input) -> str:
    """What a row is called in a form: its table and number."""
    return f"{one.place.table}-{one.place.item}" if one.place else ""


def only_rows(figure: Figure, rows: PlanRows, seen: frozenset[str]) -> Figure:
    """A figure with those of its rows alone that somebody sees, and no sum of any kind."""

    def is_seen(one: Input) -> bool:
        row = rows.row(one.place.table, one.place.item) if one.place else None
        return row is not None and str(row.pk) in seen

    kept = tuple(one for one in figure.inputs if is_seen(one))
    return msgspec.structs.replace(figure, value=None, inputs=kept, steps=(), notes=(), answer="")


def can_be_ticked(figure: Figure) -> bool:
    """Whether the rows of a figure hold pounds, so that it can be worked out without some."""
    return bool(figure.inputs) and all(
        one.place is not None and one.place.table in AMOUNTS and one.place.item
        for one in figure.inputs
    )


def ticked(figure: Figure, left_out: Collection[str]) -> list[Ticked]:
    """The rows of a figure, those that are left out first."""
    found = [
        Ticked(
            key=key_of(one),
            item=one.place.item if one.place else 0,
            table=one.place.table if one.place else "",
            name=one.label,
            detail=one.detail,
            marked=one.mark == "*",
            amount=_plain(one.value),
            counted=key_of(one) not in left_out,
        )
        for one in figure.inputs
    ]
    return sorted(found, key=lambda row: row.counted)


def shown_value(figure: Figure, one: Input) -> str:
    """A value that goes into a figure, as the page shows it."""
    if one.mark and not one.detail:
        return one.mark
    if figure.unit == "GBP":
        return _plain(one.value)
    whole = one.value == one.value.to_integral_value()
    return f"{one.value:,.0f}" if whole else f"{round_half_up(one.value, FINEST).normalize():,f}"


def parts(figure: Figure) -> list[tuple[str, int, str]]:
    """The rows of a figure by area of spend: each with how many and how much, largest first."""
    sums: dict[str, list[Decimal]] = {}
    for one in figure.inputs:
        if one.detail:
            sums.setdefault(one.detail, []).append(one.value)
    if len(sums) < FEWEST_PARTS:
        return []
    ordered = sorted(sums.items(), key=lambda pair: -sum(pair[1]))
    return [(name, len(rows), _plain(sum(rows, Decimal(0)))) for name, rows in ordered]


def without_rows(
    summary: Summary, figure: Figure, left_out: Collection[str], spend: Spend | None
) -> Without | None:
    """The figure without some of its rows; ``None`` where none of its rows is left out."""
    gone = [one for one in figure.inputs if key_of(one) in left_out]
    if not gone or not can_be_ticked(figure) or figure.value is None:
        return None
    rows: dict[str, set[int]] = {}
    for one in gone:
        if one.place:
            rows.setdefault(one.place.table, set()).add(one.place.item)
    fewer = Calculations(without(summary.plan, rows), summary.working.rules)
    then = fewer.figures[figure.id]
    minimum = fewer.figures[spend.id("minimum")].value if spend else None
    is_held = spend is not None and spend.part == "planned" and minimum is not None
    room = then.value - minimum if is_held and then.value is not None and minimum else None
    return Without(
        rows=len(gone),
        heading=_heading_without(gone, then, room),
        now=_plain(figure.value),
        taken=_plain(-sum((one.value for one in gone), Decimal(0))),
        then=_plain(then.value) if then.value is not None else "not given",
        minimum=_plain(minimum) if is_held and minimum is not None else "",
        short=room is not None and room < 0,
        share=float(room / minimum) if room is not None and minimum else None,
        advice=_advice(gone, room),
    )


def _heading_without(gone: Sequence[Input], then: Figure, room: Decimal | None) -> str:
    them = "this row" if len(gone) == 1 else f"these {len(gone)} rows"
    if room is None:
        return f"Without {them}: {then.display}"
    return f"Without {them} you would be {then.answer}"


def _advice(gone: Sequence[Input], room: Decimal | None) -> str:
    """Which of the rows left out would be enough by itself."""
    if room is None or room >= 0:
        return ""
    enough = sorted(one.value for one in gone if one.value >= -room)
    if not enough:
        return "No single one of them would be enough."
    if len(enough) == len(gone):
        return f"Any one of them is enough: the smallest is {pounds(enough[0])}."
    return f"{len(enough)} of them are each enough: the smallest is {pounds(enough[0])}."


def siblings(summary: Summary, figure_id: str) -> list[Figure]:
    """The figures beside one: of the same required spend, or the same source."""
    family, _, rest = figure_id.partition(".")
    if family == "required":
        start = ".".join(figure_id.split(".")[:2]) + "."
        near = [f for key, f in summary.figures.items() if key.startswith(start)]
    else:
        names = [f"{one}.{rest}" for one in ("income", "expenditure", "balance")]
        near = [summary.figures[name] for name in names if name in summary.figures]
        near = near if family in {"income", "expenditure", "balance"} else []
    return [one for one in near if one.id != figure_id and ".area." not in one.id]


def sourced(summary: Summary, figure: Figure, spend: Spend | None) -> dict[str, Any]:
    """The document that the rule rests on, its address, and how sure the round is of it."""
    rules = summary.working.rules
    title = figure.reference.partition(" (")[0]
    found = [
        one
        for one in rules.references.values()
        if one.title and one.title in {title, figure.reference}
    ]
    sure = spend.test.rule.certainty.value if spend else ""
    return {"title": figure.reference, "url": found[0].url if found else "", "certainty": sure}


def working_rows(figure: Figure) -> list[list[str]]:
    """The working as lines of a CSV file: what each is, its row, words and value."""
    value = "" if figure.value is None else f"{figure.value}"
    found = [
        ["part", "row", "label", "detail", "rows", "value"],
        ["figure", "", figure.label, figure.id, "", value],
        ["rule", "", figure.rule, figure.reference, "", ""],
    ]
    found += [["step", "", one.label, "", str(one.rows), str(one.amount)] for one in figure.steps]
    for one in figure.inputs:
        item = str(one.place.item) if one.place and one.place.item else ""
        found.append(["input", item, one.label, one.detail or one.mark, "", str(one.value)])
    return found + [["note", "", note, "", "", ""] for note in figure.notes]
