"""Family I: what other papers say of the plan: the section 75 schedule, pools, narrative, board."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from bettercare.calculations import Calculations, Figure
from bettercare.checks.registry import Slip, check
from bettercare.dates import year_meant
from bettercare.labels import nearest, normalise, shortened
from bettercare.money import pounds
from bettercare.plan.records import DocumentFigure

NOUGHT, HALF = Decimal(0), Decimal("0.5")
ALLOCATION = "allocation."  # figures that papers print and a plan does not hold
POUNDS = Decimal(1)
UNITS: Mapping[str, Decimal] = {
    **dict.fromkeys(("", "£", "gbp", "rate", "count"), POUNDS),
    **dict.fromkeys(("£k", "k", "£000", "£000s", "£'000"), Decimal(1000)),
    **dict.fromkeys(("£m", "m", "£ million"), Decimal(1_000_000)),
    "£bn": Decimal(1_000_000_000),
    "%": Decimal("0.01"),
}
KINDS: Mapping[str, frozenset[str]] = {
    "section_75": frozenset({"section 75", "section 75 schedule", "section 75 agreement", "s75"}),
    "pools": frozenset({"pools", "pool"}),
    "narrative": frozenset({"narrative", "narrative plan"}),
}
OTHERS = "board_paper"


class Said(NamedTuple):
    """A figure that a paper prints: its number in the table, and its value in the plan's unit."""

    item: int
    line: DocumentFigure
    scale: Decimal

    @property
    def figure(self) -> str:
        """The id of the figure that it speaks of."""
        return (self.line.figure or "").strip()

    @property
    def value(self) -> Decimal:
        """What it comes to, in pounds, as a fraction or as it stands."""
        return (self.line.value or NOUGHT) * self.scale

    @property
    def slack(self) -> Decimal:
        """Half of the last digit that is printed: what rounding alone may change."""
        exponent = (self.line.value or NOUGHT).as_tuple().exponent
        decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        return HALF.scaleb(-decimals) * self.scale

    @property
    def printed(self) -> str:
        """The value as the paper prints it."""
        unit, value = (self.line.unit or "").strip(), f"{self.line.value or NOUGHT:,f}"
        if unit.startswith("£"):
            return f"£{value}{unit.removeprefix('£').lstrip()}"
        return f"{value}%" if unit == "%" else value

    @property
    def paper(self) -> str:
        """Which paper says so, and where in it."""
        title = self.line.title or (self.line.document or "another paper").replace("_", " ")
        where = f" ({self.line.place})" if self.line.place else ""
        return f"{shortened(title, 60)}{where}"


def kind_of(line: DocumentFigure) -> str:
    """Which kind of paper a figure is from; any that is not known counts as a paper of the board.

    >>> kind_of(DocumentFigure(document="S75")), kind_of(DocumentFigure(document="minutes"))
    ('section_75', 'board_paper')
    """
    name = normalise(line.document or "")
    return next((kind for kind, names in KINDS.items() if name in names), OTHERS)


def figures_in(working: Calculations, kind: str) -> Sequence[Said]:
    """The figures that papers of one kind print; those with a value and a unit that is known."""
    return [
        Said(item, line, UNITS[_unit(line)])
        for item, line in enumerate(working.plan.documents or (), 1)
        if kind_of(line) == kind and line.value is not None and _unit(line) in UNITS
    ]


def _unit(line: DocumentFigure) -> str:
    return (line.unit or "").strip().casefold()


def _lacks(kind: str, words: str) -> Callable[[Calculations], str]:
    def lacks(working: Calculations) -> str:
        given = any(kind_of(line) == kind for line in working.plan.documents or ())
        return "" if given else f"{words} (in documents.csv)"

    return lacks


def _differing(working: Calculations, kind: str) -> Iterator[Slip]:
    """One slip for each printed figure that the plan does not agree with, but for rounding."""
    yield from _other_units(working, kind)
    for said in figures_in(working, kind):
        figure = working.figures.get(said.figure)
        if figure is None and not _is_elsewhere(working, said.figure):
            yield _no_such_figure(working, said)
        elif figure and figure.value is not None and not _agrees(said, figure, figure.value):
            yield _slip(working, said, figure)


def _is_elsewhere(working: Calculations, figure: str) -> bool:
    """Whether a plan does not hold a figure: an allocation, or one of a year that it is not for."""
    base, _, year = figure.rpartition(".")
    if figure.startswith(ALLOCATION):
        return True
    known = any(f"{base}.{own}" in working.figures for own in working.rules.years)
    return year_meant(year) is not None and year not in working.rules.years and known


def _agrees(said: Said, figure: Figure, value: Decimal) -> bool:
    return abs(said.value - value) <= max(said.slack, figure.tolerance)


def _slip(working: Calculations, said: Said, figure: Figure) -> Slip:
    facts = {
        "paper": said.paper,
        "what": figure.label,
        "printed": said.printed,
        "plan": figure.display,
    }
    behind = tuple(one.place for one in figure.inputs if one.place)
    places = (working.place("documents", said.item, "value"), *behind)
    return Slip(shortened(figure.label, 60), places, facts)


def _no_such_figure(working: Calculations, said: Said) -> Slip:
    near = nearest(said.figure, tuple(working.figures))
    facts = {"figure": shortened(said.figure, 60), "nearest": near or ""}
    place = (working.place("documents", said.item, "figure"),)
    return Slip(
        f"Figure {said.item} of other papers",
        place,
        facts,
        message="'{figure}' is not a figure of this plan."
        if said.figure
        else "It names no figure.",
        fix="Did you mean '{nearest}'?"
        if near
        else "See them all: bettercare summary --format csv",
    )


def _other_units(working: Calculations, kind: str) -> Iterator[Slip]:
    for item, line in enumerate(working.plan.documents or (), 1):
        if kind_of(line) == kind and line.value is not None and _unit(line) not in UNITS:
            yield Slip(
                f"Figure {item} of other papers",
                (working.place("documents", item, "unit"),),
                {"unit": shortened(line.unit or "", 20)},
                message="'{unit}' is not a unit that is known.",
                fix="Write £, £k, £m or %.",
            )


@check(
    "CHK-135",
    name="section-75-differs",
    message="{paper} gives {printed} for {what}, the plan {plan}.",
    fix="Bring the two into line before either is signed.",
    cites="documents",
    needs=(),
    lacks=_lacks("section_75", "the section 75 schedule"),
)
def section_75_differs(working: Calculations) -> Iterator[Slip]:
    """The section 75 agreement is the contract for the pool; the plan must say the same."""
    yield from _differing(working, "section_75")


@check(
    "CHK-136",
    name="pools-do-not-add-up",
    message="The pools come to {pools} for {what}, the plan to {plan}.",
    fix="Find what is in no pool or in two, and correct the pool or the plan.",
    cites="documents",
    needs=(),
    lacks=_lacks("pools", "the pools by host"),
)
def pools_do_not_add_up(working: Calculations) -> Iterator[Slip]:
    """Where the council hosts one pool and the NHS another, each pound must be in exactly one.

    The pools are given as figures of papers of the kind "pools", each for expenditure.total, say;
    those for one figure are added.
    """
    yield from _other_units(working, "pools")
    pools = sorted(figures_in(working, "pools"), key=lambda said: said.figure)
    for name, group in groupby(pools, key=lambda said: said.figure):
        parts, figure = list(group), working.figures.get(name)
        if figure is None:
            yield _no_such_figure(working, parts[0])
        elif figure.value is not None:
            total = sum((one.value for one in parts), NOUGHT)
            slack = sum((one.slack for one in parts if one.scale > POUNDS), figure.tolerance)
            if abs(total - figure.value) > slack:
                places = tuple(working.place("documents", one.item, "value") for one in parts)
                facts = {"pools": pounds(total), "plan": figure.display, "what": figure.label}
                yield Slip(f"Pools, {figure.label}", places, facts)


@check(
    "CHK-137",
    name="narrative-table-differs",
    message="{paper} gives {printed} for {what}, the plan {plan}.",
    fix="Copy the plan's figure to the narrative.",
    cites="documents",
    needs=(),
    lacks=_lacks("narrative", "the narrative's financial table"),
)
def narrative_table_differs(working: Calculations) -> Iterator[Slip]:
    """Two figures for one thing in one submission make every other figure doubtful.

    A table in thousands may differ by its rounding.
    """
    yield from _differing(working, "narrative")


@check(
    "CHK-138",
    name="board-paper-differs",
    message="{paper} gives {printed} for {what}, the plan {plan}.",
    fix="Correct the one that is wrong, and tell the board.",
    cites="documents",
    needs=(),
    lacks=_lacks(OTHERS, "the board paper"),
)
def board_paper_differs(working: Calculations) -> Iterator[Slip]:
    """The board must have approved the figures that are submitted.

    Every other paper is looked at too. What papers say of an allocation or of another year, which
    a plan does not hold, is held against each other.
    """
    yield from _differing(working, OTHERS)
    everywhere = [said for kind in (*KINDS, OTHERS) for said in figures_in(working, kind)]
    elsewhere = sorted(
        (said for said in everywhere if _is_elsewhere(working, said.figure)),
        key=lambda said: said.figure,
    )
    for _, group in groupby(elsewhere, key=lambda said: said.figure):
        yield from _at_odds(working, list(group))


def _at_odds(working: Calculations, said: Sequence[Said]) -> Iterator[Slip]:
    """Papers that give one figure in different amounts: each that is unlike the first."""
    first, *others = sorted(said, key=lambda one: (one.slack, one.item))
    for one in others:
        if abs(one.value - first.value) > first.slack + one.slack:
            facts = {
                "what": _in_words(working, one.figure),
                "paper": one.paper,
                "printed": one.printed,
                "first": first.paper,
                "plan": first.printed,
            }
            yield Slip(
                shortened(facts["what"], 60),
                tuple(working.place("documents", each.item, "value") for each in (first, one)),
                facts,
                message="{paper} gives {printed} for {what}, and {first} {plan}.",
            )


def _in_words(working: Calculations, figure: str) -> str:
    """A figure that the plan does not hold: "the allocation of iBCF, 2017-18"."""
    base, _, year = figure.rpartition(".")
    for own in working.rules.years:
        if not figure.startswith(ALLOCATION) and (known := working.figures.get(f"{base}.{own}")):
            return known.label.replace(own, year)
    code, *rest = figure.removeprefix(ALLOCATION).split(".")
    years = [meant for part in rest if (meant := year_meant(part))]
    return ", ".join([f"the allocation of {working.rules.sources.name(code)}", *years])
