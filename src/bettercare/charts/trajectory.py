"""A measure against its plan, with what is likely to come and how sure that is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import altair as alt

from bettercare.charts.chart import (
    ACTUAL,
    AHEAD,
    PLAN,
    Chart,
    Column,
    Measure,
    Record,
    data,
    in_order,
    specification,
)


class Ahead(NamedTuple):
    """A period to come: the value that is forecast, and its limits."""

    period: str
    value: float
    lower: float
    upper: float


def trajectory(
    actual: Mapping[str, float | None],
    plan: Mapping[str, float],
    measure: Measure,
    *,
    ahead: Sequence[Ahead] = (),
    finding: str = "",
    hidden: Sequence[str] = (),
) -> Chart:
    """Draw a measure by period beside its plan, and the forecast with its limits.

    ``actual`` and ``plan`` are by period, in order. ``finding`` is the title; without one it says
    how far the last period is from its plan. Periods in ``hidden`` are withheld: a gap, never 0.

    >>> trajectory({"Q1": 26.4}, {"Q1": 15.52}, Measure("Delays", "a day")).title
    'Delays: 26.4 a day in Q1, 10.9 above the plan of 15.5'
    """
    periods = list(dict.fromkeys([*actual, *plan, *(one.period for one in ahead)]))
    band = {one.period: one for one in ahead}
    rows: tuple[Record, ...] = tuple(
        {
            "period": period,
            "actual": actual.get(period),
            "plan": plan.get(period),
            "forecast": band[period].value if period in band else None,
            "lower": band[period].lower if period in band else None,
            "upper": band[period].upper if period in band else None,
        }
        for period in periods
    )
    title = finding or _finding(actual, plan, measure)
    decimals = measure.decimals
    columns = [Column("period", "Period")]
    columns.append(Column("actual", f"Measured, {measure.unit}", decimals))
    if plan:
        columns.append(Column("plan", "Plan", decimals))
    if ahead:
        columns += [Column("forecast", "Forecast", decimals), Column("lower", "Lower", decimals)]
        columns.append(Column("upper", "Upper", decimals))
    return Chart(
        title=title,
        alt=_alt(measure.name, actual, plan, ahead),
        columns=tuple(columns),
        rows=rows,
        draw=lambda: specification(*_layers(rows, measure.unit)),
        hidden=frozenset(n for n, period in enumerate(periods) if period in set(hidden)),
    )


def _finding(
    actual: Mapping[str, float | None], plan: Mapping[str, float], measure: Measure
) -> str:
    known = [(period, value) for period, value in actual.items() if value is not None]
    if not known:
        return f"{measure.name}: nothing is measured yet"
    period, value = known[-1]
    said = f"{measure.name}: {measure.shown(value)} {measure.unit} in {period}"
    if period not in plan:
        return said
    gap = value - plan[period]
    where = "above" if gap > 0 else "below"
    if not gap:
        return f"{said}, as planned"
    return f"{said}, {measure.shown(abs(gap))} {where} the plan of {measure.shown(plan[period])}"


def _alt(
    measure: str,
    actual: Mapping[str, float | None],
    plan: Mapping[str, float],
    ahead: Sequence[Ahead],
) -> str:
    known = sum(1 for value in actual.values() if value is not None)
    parts = [f"{known} measured", f"{len(plan)} planned", f"{len(ahead)} forecast with limits"]
    kept = [part for part, there in zip(parts, (known, plan, ahead), strict=True) if there]
    return f"Line chart of {measure} by period: {', '.join(kept) or 'nothing yet'}."


def _layers(rows: Sequence[Record], unit: str) -> Iterator[Any]:
    across = alt.X(
        "period:O", sort=in_order(rows, "period"), title=None, axis=alt.Axis(labelAngle=-45)
    )
    base = alt.Chart(data(rows)).encode(x=across)
    if any(row["upper"] is not None for row in rows):
        yield (
            base.transform_filter("datum.upper !== null")
            .mark_area(color=AHEAD, opacity=0.25)
            .encode(y=alt.Y("lower:Q", title=unit, scale=alt.Scale(zero=False)), y2="upper:Q")
        )
    for field, colour, dash, name in (
        ("forecast", AHEAD, [2, 3], "forecast"),
        ("plan", PLAN, [8, 3], "plan"),
        ("actual", ACTUAL, [1, 0], "measured"),
    ):
        known = [row for row in rows if row[field] is not None]
        if not known:
            continue
        up = alt.Y(f"{field}:Q", title=unit, scale=alt.Scale(zero=False))
        lines = base.mark_line(color=colour, strokeDash=dash, point=False)
        yield lines.encode(y=up)
        shape = "circle" if field == "actual" else "square"
        yield (
            base.transform_filter(f"datum.{field} !== null")
            .mark_point(color=colour, filled=field == "actual", size=60, shape=shape, opacity=1)
            .encode(y=up)
        )
        last = {"period": known[-1]["period"], "at": known[-1][field], "name": name}
        ends = name == "measured" and any(row["forecast"] is not None for row in rows)
        place: dict[str, Any] = (
            {"align": "right", "dx": 4, "dy": -14} if ends else {"align": "left", "dx": 8}
        )
        yield (
            alt.Chart(data([last]))
            .mark_text(**place, color=colour)
            .encode(x=across, y="at:Q", text="name:N")
        )
