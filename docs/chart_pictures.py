"""Draw the charts of docs/reference/charts.md: python docs/chart_pictures.py.

The series are made up from a seed, but for the two areas' admissions to care homes, which are those
of their plans with Byar's limits.
"""

import random
from pathlib import Path

from bettercare.charts import (
    Ahead,
    Bar,
    Chart,
    Dot,
    Limit,
    Measure,
    caterpillar,
    control_chart,
    funnel,
    trajectory,
)
from bettercare.statistics import poisson_rate, xmr

FOLDER = Path(__file__).parent / "images" / "charts"
ADMISSIONS = Measure("Care home admissions", "per 100,000 aged 65 and over", 0)


def charts() -> dict[str, Chart]:
    """One chart of each kind."""
    return {
        "control": _control(),
        "trajectory": _trajectory(),
        "caterpillar": _caterpillar(),
        "funnel": _funnel(),
    }


def _control() -> Chart:
    draw = random.Random(2)  # noqa: S311  (a made-up series)
    before = [draw.gauss(20, 2) for _ in range(12)]
    after = [draw.gauss(16, 1.5) for _ in range(10)]
    months = [f"{2017 + (3 + n) // 12}-{(3 + n) % 12 + 1:02}" for n in range(24)]
    chart = xmr([*before, *after, None, 9.0], rebase=(12,), target=18.0)
    return control_chart(chart, months, Measure("Delays", "people a day"), hidden=[22])


def _trajectory() -> Chart:
    plan = dict.fromkeys(("2017-18 Q2", "2017-18 Q3", "2017-18 Q4"), 15.52)
    ahead = [Ahead("2017-18 Q3", 18.2, 14.0, 23.0), Ahead("2017-18 Q4", 17.5, 12.0, 24.0)]
    measured = {"2017-18 Q1": 26.4, "2017-18 Q2": 20.1}
    return trajectory(measured, plan, Measure("Delays", "people a day"), ahead=ahead)


def _rate(events: int, people: int) -> tuple[float, float, float]:
    found = poisson_rate(events, people)
    return float(found.value), float(found.lower), float(found.upper)


def _caterpillar() -> Chart:
    draw = random.Random(4)  # noqa: S311  (a made-up series)
    made_up = [
        (f"Area {n}", draw.randrange(150, 420), draw.randrange(30_000, 60_000)) for n in range(12)
    ]
    real = [("Leicester", 254, 43_358), ("Rotherham", 297, 51_186)]
    bars = [Bar(name, *_rate(events, people)) for name, events, people in (*made_up, *real)]
    bars.append(Bar("Area 12", None, None, None))
    return caterpillar(bars, ADMISSIONS, own="Leicester", average=585.0)


def _funnel() -> Chart:
    draw = random.Random(6)  # noqa: S311  (a made-up series)
    average = 585 / 100_000
    dots, limits = [], []
    for number in range(40):
        people = draw.randrange(20, 130) * 1_000
        events = max(0, round(draw.gauss(average * people, (average * people) ** 0.5 * 1.5)))
        dots.append(Dot(f"Area {number}", people, events / people * 100_000))
        inner, outer = (_about(average * people, people, level) for level in (0.95, 0.998))
        limits.append(Limit(people, *inner, *outer))
    return funnel(dots, limits, 585, ADMISSIONS, size_of="People aged 65 and over", own="Area 7")


def _about(expected: float, people: int, level: float) -> tuple[float, float]:
    found = poisson_rate(expected, people, level=level)
    return float(found.lower), float(found.upper)


def main() -> None:
    """Write the pictures afresh."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, chart in charts().items():
        (FOLDER / f"{name}.svg").write_text(chart.svg(), encoding="utf-8")


if __name__ == "__main__":
    main()
