"""A control chart as a picture: the points, the mean and limits of each segment, and the target."""

from collections.abc import Iterator, Sequence
from typing import Any

import altair as alt

from bettercare.charts.chart import (
    ACTUAL,
    INK,
    LIMIT,
    PLAN,
    Chart,
    Column,
    Measure,
    Record,
    data,
    in_order,
    specification,
)
from bettercare.statistics.xmr_chart import ControlChart, Segment
from bettercare.statistics.xmr_words import RULE, VERDICT, chart_in_words

SHAPES = {
    "common_cause": "circle",
    "improvement": "triangle-up",
    "concern": "square",
    "special_high": "diamond",
    "special_low": "diamond",
    "too_few": "circle",
}


def control_chart(
    chart: ControlChart,
    periods: Sequence[str],
    measure: Measure,
    hidden: Sequence[int] = (),
) -> Chart:
    """Draw an XmR chart, made by ``bettercare.statistics.xmr``.

    ``periods`` names each point, in order. ``hidden`` are the positions, from 0, of points that are
    withheld: they are gaps, never 0. Raises ``ValueError`` where there is not one name a point.

    >>> from bettercare.statistics import xmr
    >>> values = [3, 5, 4, 4, 3, 5, 4, 4, 3, 5, 4, 9]
    >>> drawn = control_chart(xmr(values), [f"2019-{n:02}" for n in range(1, 13)],
    ...                       Measure("DTOC", "%"))
    >>> drawn.title
    'DTOC gives cause for concern: the last point is outside the limits'
    """
    if len(periods) != len(chart.points):
        raise ValueError(f"{len(chart.points)} points need as many periods, not {len(periods)}")
    said = chart_in_words(chart, measure.name)
    title = said.split(". ")[0].rstrip(".")
    rows, decimals = tuple(_rows(chart, periods)), measure.decimals
    return Chart(
        title=title,
        alt=f"Control chart of {len(rows)} points. {said}",
        columns=(
            Column("period", "Period"),
            Column("value", measure.unit, decimals),
            Column("mean", "Mean", decimals),
            Column("lower", "Lower limit", decimals),
            Column("upper", "Upper limit", decimals),
            *((Column("target", "Target", decimals),) if _has_target(chart) else ()),
            Column("said", "What it is"),
        ),
        rows=rows,
        draw=lambda: specification(*_layers(rows, measure.unit)),
        note=_rebased(chart, periods),
        hidden=frozenset(hidden),
    )


def _has_target(chart: ControlChart) -> bool:
    return any(point.target is not None for point in chart.points)


def _rows(chart: ControlChart, periods: Sequence[str]) -> Iterator[Record]:
    for point, period in zip(chart.points, periods, strict=True):
        segment: Segment = chart.segments[point.segment]
        rules = ", ".join(RULE[rule] for rule in point.rules)
        verdict = VERDICT[point.verdict]
        judged = segment.strength in {"provisional", "firm"}  # else a run chart, without limits
        yield {
            "period": period,
            "value": point.value,
            "mean": segment.mean,
            "lower": segment.lower if judged else None,
            "upper": segment.upper if judged else None,
            "target": point.target,
            "segment": point.segment,
            "verdict": point.verdict,
            "said": f"{verdict}: {rules}" if rules else verdict,
        }


def _rebased(chart: ControlChart, periods: Sequence[str]) -> str:
    later = [periods[segment.start] for segment in chart.segments[1:]]
    return f"Mean and limits begin again in {' and in '.join(later)}." if later else ""


def _layers(rows: Sequence[Record], unit: str) -> Iterator[Any]:
    across = alt.X(
        "period:O", sort=in_order(rows, "period"), title=None, axis=alt.Axis(labelAngle=-45)
    )
    base = alt.Chart(data(rows)).encode(x=across)
    up = alt.Y("value:Q", title=unit, scale=alt.Scale(zero=False))
    for field, dash, colour in (
        ("mean", [1, 0], LIMIT), ("lower", [4, 4], LIMIT), ("upper", [4, 4], LIMIT),
        ("target", [8, 3], PLAN),
    ):  # fmt: skip
        if any(row[field] is not None for row in rows):
            yield base.mark_line(color=colour, strokeDash=dash).encode(
                y=alt.Y(f"{field}:Q", title=unit), detail="segment:N"
            )
            yield _name(rows, field, across, colour)
    yield base.mark_line(color=ACTUAL).encode(y=up)
    shapes = [key for key in SHAPES if any(row["verdict"] == key for row in rows)]
    yield (
        base.transform_filter("datum.value !== null")
        .mark_point(filled=True, size=70, color=ACTUAL, opacity=1)
        .encode(
            y=up,
            shape=alt.Shape(
                "verdict:N",
                scale=alt.Scale(domain=shapes, range=[SHAPES[key] for key in shapes]),
                legend=None,
            ),
        )
    )


def _name(rows: Sequence[Record], field: str, across: Any, colour: str) -> Any:
    """The name of a line at its last point."""
    words = {"mean": "mean", "lower": "lower limit", "upper": "upper limit", "target": "target"}
    last = next(row for row in reversed(rows) if row[field] is not None)
    return (
        alt.Chart(data([{"period": last["period"], "at": last[field], "name": words[field]}]))
        .mark_text(align="left", dx=8, color=colour if field == "target" else INK)
        .encode(x=across, y="at:Q", text="name:N")
    )
