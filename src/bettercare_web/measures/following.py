"""One measure of an area beside its plan: what happened, and what will probably happen."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from bettercare.metrics.definition import Definition
from bettercare.metrics.period_months import months_in
from bettercare.report import Summary
from bettercare_web.measures.drawing import Drawn, drawn
from bettercare_web.measures.models import Measured
from bettercare_web.measures.planned import SchemeMeant, next_period, plan_of, schemes_for

if TYPE_CHECKING:
    from bettercare.charts import Measure
    from bettercare.trajectories.forecasts import Forecast

AHEAD, MONTHS = 6, 12
UNITS: Mapping[str, str] = {
    "count": "people",
    "days": "days",
    "per_day": "people on an average day",
    "percent": "%",
    "mean_days": "days",
}


class Following(NamedTuple):
    """The page of one measure of a plan."""

    definition: Definition
    heading: str
    control: Drawn | None
    trajectory: Drawn | None
    chance: str
    schemes: Sequence[SchemeMeant]
    made_up: bool
    withheld: int


class Series(NamedTuple):
    """Figures by period, with every period from the first to the last, and those to come."""

    periods: Sequence[str]
    figures: Mapping[str, Measured]
    later: Sequence[str]

    @property
    def values(self) -> list[float | None]:
        """Their values; ``None`` where one is withheld or not there."""
        return [
            self.figures[period].value if period in self.figures else None
            for period in self.periods
        ]

    @property
    def hidden(self) -> list[int]:
        """The positions of those that are withheld."""
        return [
            number
            for number, period in enumerate(self.periods)
            if period in self.figures and self.figures[period].hidden
        ]


def series_of_one_kind(figures: Sequence[Measured]) -> Series:
    """The months, quarters or years of some figures, whichever are most; a gap where one lacks.

    A quarter among months would be taken for a month, and a month that is left out for none.
    """
    kinds: dict[int, dict[str, Measured]] = {}
    for one in figures:
        kinds.setdefault(len(months_in(one.period)), {})[one.period] = one
    if not kinds:
        return Series((), {}, ())
    found = max(kinds.items(), key=lambda kind: (len(kind[1]), -kind[0]))[1]
    first, last = (one(found, key=months_in) for one in (min, max))
    length = (months_in(last)[0] - months_in(first)[0]) // len(months_in(first))
    periods = [next_period(first, step) for step in range(length + 1)]
    return Series(periods, found, [next_period(last, step) for step in range(1, AHEAD + 1)])


def following(
    summary: Summary, code: str, definition: Definition, figures: Sequence[Measured]
) -> Following:
    """What happened, what will probably happen, and which schemes are meant to move it."""
    metric = summary.working.rules.metrics[code]
    series = series_of_one_kind(figures)
    plan = plan_of(summary, code, definition, [*series.periods, *series.later])
    control = _control(series, plan, definition, metric.short) if figures else None
    trend, chance = _ahead(series, plan, definition, metric.short) if figures else (None, "")
    return Following(
        definition=definition,
        heading=control.title if control else f"{metric.short}: nothing is measured yet",
        control=control,
        trajectory=trend,
        chance=chance,
        schemes=schemes_for(summary.working, code, metric),
        made_up=any(one.made_up for one in series.figures.values()),
        withheld=len(series.hidden),
    )


def measure_of(definition: Definition, name: str) -> "Measure":
    """What a chart of a metric is called, and its unit."""
    from bettercare.charts import Measure  # noqa: PLC0415  (loads what draws)

    people = f" {definition.population.label}" if definition.population else ""
    unit = UNITS.get(definition.unit, f"per {definition.per:,}{people}")
    return Measure(name, unit, 1)


def better_of(definition: Definition) -> Literal["lower", "higher", "neither"]:
    """Which way is better, as charts ask for it."""
    return definition.better if definition.better in {"lower", "higher"} else "neither"


def _control(series: Series, plan: Mapping[str, float], definition: Definition, name: str) -> Drawn:
    from bettercare.charts import control_chart  # noqa: PLC0415
    from bettercare.statistics import xmr  # noqa: PLC0415

    targets = [plan.get(period) for period in series.periods]
    target = targets if any(one is not None for one in targets) else None
    chart = xmr(series.values, target=target, better=better_of(definition))
    measure = measure_of(definition, name)
    return drawn(control_chart(chart, series.periods, measure, hidden=series.hidden))


def _ahead(
    series: Series, plan: Mapping[str, float], definition: Definition, name: str
) -> tuple[Drawn, str]:
    from bettercare.charts import Ahead, trajectory  # noqa: PLC0415
    from bettercare.trajectories.forecasts import forecast  # noqa: PLC0415

    season = MONTHS if len(months_in(series.periods[0])) == 1 else 1
    found = forecast(series.values, AHEAD, season=season)
    ahead = [
        Ahead(series.later[step.ahead - 1], step.value, step.lower, step.upper)
        for step in found.steps
    ]
    recent = dict(list(zip(series.periods, series.values, strict=True))[-MONTHS:])
    shown = {period: plan[period] for period in (*recent, *series.later) if period in plan}
    hidden = [series.periods[number] for number in series.hidden]
    measure = measure_of(definition, name)
    chart = trajectory(recent, shown, measure, ahead=ahead, hidden=hidden)
    return drawn(chart), _chance(found, shown, series.later, definition)


def _chance(
    found: "Forecast", plan: Mapping[str, float], later: Sequence[str], definition: Definition
) -> str:
    """How likely the plan of the last period to come that has one is met."""
    from bettercare.trajectories.forecasts import chance_of  # noqa: PLC0415

    planned = [(number, period) for number, period in enumerate(later, 1) if period in plan]
    if found.why_not:
        return found.why_not
    if not planned or better_of(definition) == "neither":
        return "No plan is set for the months to come, so there is nothing to meet."
    number, period = planned[-1]
    chance = chance_of(found.over(number, number, "mean"), plan[period], better_of(definition))
    return f"Chance that {period} meets its plan of {plan[period]:,.1f}: {chance.words}."
