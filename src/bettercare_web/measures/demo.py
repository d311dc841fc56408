"""Monthly figures of the demonstration: made up, and said to be so wherever they are shown."""

from collections.abc import Mapping, Sequence

from bettercare.metrics.results import Result
from bettercare_web.areas.models import Area
from bettercare_web.audit.actors import Actor
from bettercare_web.measures.actions import APPLIED, take_in

METRIC = "dtoc"
FIRST = (2017, 9)
DAILY: Mapping[str, Sequence[float | None]] = {
    "E06000016": (34.1, 36.0, 33.2, 35.8, 37.4, 34.9, 33.0, 31.8, 30.9, 32.2, 29.7, 28.8,
                  27.9, 28.6, 26.4, 27.7, 28.9, 25.8, 24.6, 23.9, 24.8, 23.2, 22.6, 23.5),
    "E08000018": (27.0, 24.3, 22.8, 23.9, 21.2, 19.8, 18.4, 17.9, 16.2, 17.4, 15.9, 15.1,
                  16.8, 14.9, 15.7, None, 16.3, 15.2, 14.4, 15.8, 14.7, 15.3, 16.1, 14.8),
}  # fmt: skip


def made_up_figures(area: Area, *, by: Actor) -> None:
    """Store two years of made-up delays of an area of the demonstration."""
    series = DAILY.get(area.code, ())
    if series:
        results = [_result(area.code, number, value) for number, value in enumerate(series)]
        take_in(area, results, APPLIED, by=by, made_up=True)


def _result(area: str, number: int, value: float | None) -> Result:
    month = FIRST[1] - 1 + number
    spread = None if value is None else 1.96 * (value / 30) ** 0.5
    return Result(
        metric=METRIC,
        period=f"{FIRST[0] + month // 12}-{month % 12 + 1:02}",
        area=area,
        breakdown="",
        group="",
        numerator=None,
        denominator=None,
        value=value,
        lower=None if value is None or spread is None else round(value - spread, 2),
        upper=None if value is None or spread is None else round(value + spread, 2),
        method="made up",
        reference="Made up for the demonstration",
        hidden="small" if value is None else "",
    )
