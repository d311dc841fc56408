"""Areas in order of their value, each with its interval, and one of them picked out."""

from collections.abc import Iterator, Sequence
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

ROW = 18


class Bar(NamedTuple):
    """An area, its value and the limits of its interval; ``None`` where they are withheld."""

    name: str
    value: float | None
    lower: float | None
    upper: float | None


def caterpillar(
    bars: Sequence[Bar],
    measure: Measure,
    *,
    own: str,
    average: float | None = None,
    average_of: str = "England",
) -> Chart:
    """Draw areas beside one another, lowest first; those withheld stand last, without a mark.

    The finding says where ``own`` stands, and whether its interval leaves the average out: an order
    alone says little, since neighbours in it often differ by chance.

    >>> bars = [Bar("Leicester", 585.8, 516.0, 662.5), Bar("Rotherham", 580.2, 516.1, 650.1)]
    >>> caterpillar(bars, Measure("Care home admissions", "per 100,000"), own="Leicester",
    ...             average=585.6).title
    'Care home admissions: Leicester cannot be told from England (585.8 and 585.6 per 100,000)'
    """
    decimals = measure.decimals
    ordered = sorted(bars, key=lambda one: (one.value is None, one.value or 0.0, one.name))
    rows = tuple(_row(one, own, average) for one in ordered)
    return Chart(
        title=_finding(ordered, own, (average, average_of), measure),
        alt=f"{len(rows)} areas in order of their value, each with its 95% interval.",
        columns=(
            Column("name", "Area"),
            Column("value", measure.unit, decimals),
            Column("lower", "From", decimals),
            Column("upper", "To", decimals),
            *((Column("said", f"Against {average_of}"),) if average is not None else ()),
        ),
        rows=rows,
        draw=lambda: specification(*_layers(rows, average, measure.unit), height=ROW * len(rows)),
        hidden=frozenset(n for n, one in enumerate(ordered) if one.value is None),
    )


def _row(one: Bar, own: str, average: float | None) -> Record:
    return {
        "name": one.name,
        "value": one.value,
        "lower": one.lower,
        "upper": one.upper,
        "own": "yes" if one.name == own else "no",
        "said": _against(one, average),
    }


def _against(one: Bar, average: float | None) -> str:
    if average is None or one.value is None or one.lower is None or one.upper is None:
        return "not judged"
    if one.lower > average:
        return "higher"
    return "lower" if one.upper < average else "cannot be told apart"


def _finding(
    bars: Sequence[Bar], own: str, beside: tuple[float | None, str], measure: Measure
) -> str:
    average, average_of = beside
    mine = next((one for one in bars if one.name == own), None)
    if mine is None or mine.value is None:
        return f"{measure.name}: {own or 'the area'} has no figure that can be shown"
    value = measure.shown(mine.value)
    if average is None:
        return f"{measure.name}: {own} has {value} {measure.unit}, among {len(bars)} areas"
    said = _against(mine, average)
    both = f"({value} and {measure.shown(average)} {measure.unit})"
    if said in {"higher", "lower"}:
        return f"{measure.name}: {own} is {said} than {average_of} {both}"
    return f"{measure.name}: {own} cannot be told from {average_of} {both}"


def _layers(rows: Sequence[Record], average: float | None, unit: str) -> Iterator[Any]:
    down = alt.Y("name:N", sort=in_order(rows, "name"), title=None)
    base = alt.Chart(data(rows)).encode(y=down)
    colour = alt.Color(
        "own:N", scale=alt.Scale(domain=["no", "yes"], range=[AHEAD, ACTUAL]), legend=None
    )
    across = alt.X("value:Q", title=unit, scale=alt.Scale(zero=False))
    known = base.transform_filter("datum.value !== null")
    yield known.mark_rule(strokeWidth=3).encode(
        x=alt.X("lower:Q", title=unit), x2="upper:Q", color=colour
    )
    yield known.mark_point(filled=True, size=70, opacity=1).encode(
        x=across,
        color=colour,
        shape=alt.Shape(
            "own:N", scale=alt.Scale(domain=["no", "yes"], range=["circle", "diamond"]), legend=None
        ),
    )
    yield (
        base.transform_filter("datum.value === null")
        .mark_text(align="left", x=4)
        .encode(text=alt.value("hidden, small number"))
    )
    if average is not None:
        rule = alt.Chart(data([{"at": average}]))
        yield rule.mark_rule(color=PLAN, strokeDash=[8, 3]).encode(x="at:Q")
