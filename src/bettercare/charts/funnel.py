"""A funnel: places by their size, and how far from the average chance alone would put them."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import altair as alt

from bettercare.charts.chart import (
    ACTUAL,
    LIMIT,
    PLAN,
    Chart,
    Column,
    Measure,
    Record,
    data,
    specification,
)
from bettercare.labels import listed


class Dot(NamedTuple):
    """A place: how many people or events stand behind it, and its value; ``None`` is withheld."""

    name: str
    size: float
    value: float | None


class Limit(NamedTuple):
    """Limits at one size: the inner (95%) and the outer (99.8%) ones."""

    size: float
    lower: float
    upper: float
    outer_lower: float
    outer_upper: float


def funnel(
    dots: Sequence[Dot],
    limits: Sequence[Limit],
    average: float,
    measure: Measure,
    *,
    size_of: str,
    own: str = "",
) -> Chart:
    """Draw places in a funnel; ``limits`` hold one line for each place, by its size, and may more.

    ``own`` is the place that is named. The finding counts those outside the outer limits.

    >>> limits = [Limit(n, 5, 15, 2, 18) for n in (100, 400)]
    >>> funnel([Dot("A", 100, 9.0), Dot("B", 400, 21.0)], limits, 10.0,
    ...        Measure("Delays", "per 100,000"), size_of="People").title
    'Delays: 1 of 2 areas lies further from the average than chance explains: B'
    """
    by_size = {one.size: one for one in limits}
    rows = tuple(_row(dot, by_size.get(dot.size), own) for dot in dots)
    outside = [str(row["name"]) for row in rows if str(row["said"]).startswith("far")]
    known = sum(1 for dot in dots if dot.value is not None)
    decimals = measure.decimals
    verb = "lies" if len(outside) == 1 else "lie"
    named = f": {listed(outside)}" if 0 < len(outside) <= 3 else ""  # noqa: PLR2004
    title = (
        f"{measure.name}: {len(outside)} of {known} areas {verb} further from the average than "
        f"chance explains{named}"
    )
    return Chart(
        title=title,
        alt=f"Funnel of {known} areas around the average, {measure.shown(average)} {measure.unit}.",
        columns=(
            Column("name", "Area"),
            Column("size", size_of, 0),
            Column("value", measure.unit, decimals),
            Column("lower", "95% from", decimals),
            Column("upper", "95% to", decimals),
            Column("said", "Against the average"),
        ),
        rows=rows,
        draw=lambda: specification(*_layers(rows, sorted(limits), average, measure.unit, size_of)),
        hidden=frozenset(n for n, dot in enumerate(dots) if dot.value is None),
    )


def _row(dot: Dot, limit: Limit | None, own: str) -> Record:
    return {
        "name": dot.name,
        "size": dot.size,
        "value": dot.value,
        "lower": limit.lower if limit else None,
        "upper": limit.upper if limit else None,
        "said": _said(dot.value, limit),
        "own": "yes" if dot.name == own else "no",
    }


def _said(value: float | None, limit: Limit | None) -> str:
    if value is None or limit is None:
        return "not judged"
    if value > limit.outer_upper:
        return "far above, beyond 99.8%"
    if value < limit.outer_lower:
        return "far below, beyond 99.8%"
    if value > limit.upper:
        return "above, beyond 95%"
    return "below, beyond 95%" if value < limit.lower else "within chance"


def _layers(
    rows: Sequence[Record], limits: Sequence[Limit], average: float, unit: str, size_of: str
) -> Iterator[Any]:
    across = alt.X("size:Q", title=size_of)
    lines = alt.Chart(data([one._asdict() for one in limits])).encode(x=across)
    for field, dash in (
        ("lower", [4, 4]), ("upper", [4, 4]), ("outer_lower", [1, 0]), ("outer_upper", [1, 0]),
    ):  # fmt: skip
        yield lines.mark_line(color=LIMIT, strokeDash=dash).encode(
            y=alt.Y(f"{field}:Q", title=unit)
        )
    yield alt.Chart(data([{"at": average}])).mark_rule(color=PLAN).encode(y="at:Q")
    dots = alt.Chart(data([row for row in rows if row["value"] is not None]))
    yield dots.mark_point(filled=True, opacity=0.9, color=ACTUAL).encode(
        x=across,
        y=alt.Y("value:Q", title=unit),
        shape=alt.Shape(
            "own:N", scale=alt.Scale(domain=["no", "yes"], range=["circle", "diamond"]), legend=None
        ),
        size=alt.Size("own:N", scale=alt.Scale(domain=["no", "yes"], range=[50, 220]), legend=None),
    )
    yield (
        dots.transform_filter("datum.own == 'yes'")
        .mark_text(align="left", dx=10, fontWeight="bold")
        .encode(x=across, y="value:Q", text="name:N")
    )
