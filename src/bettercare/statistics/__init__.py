"""Intervals, standardised rates, funnels, inequality, life expectancy and control charts.

Numbers in, numbers out.
"""

from typing import TYPE_CHECKING, Any

from bettercare.statistics.intervals import Interval, byar, poisson_rate, wilson

if TYPE_CHECKING:
    from bettercare.statistics.funnels import (
        OverDispersion,
        funnel_limits,
        funnel_significance,
        over_dispersion,
    )
    from bettercare.statistics.inequality import (
        SlopeIndex,
        errors_from_limits,
        quantiles,
        slope_index,
    )
    from bettercare.statistics.life_tables import AGES, life_expectancy
    from bettercare.statistics.means import mean_interval
    from bettercare.statistics.standardised import (
        EUROPEAN_2013,
        Indirect,
        dsr,
        expected_events,
        isr,
    )
    from bettercare.statistics.xmr_chart import ControlChart
    from bettercare.statistics.xmr_limits import xmr
    from bettercare.statistics.xmr_words import chart_in_words

__all__ = [
    "AGES",
    "EUROPEAN_2013",
    "ControlChart",
    "Indirect",
    "Interval",
    "OverDispersion",
    "SlopeIndex",
    "byar",
    "chart_in_words",
    "dsr",
    "errors_from_limits",
    "expected_events",
    "funnel_limits",
    "funnel_significance",
    "isr",
    "life_expectancy",
    "mean_interval",
    "over_dispersion",
    "poisson_rate",
    "quantiles",
    "slope_index",
    "wilson",
    "xmr",
]

# What checks of a plan do not need is loaded when it is asked for.
_LATER = {
    **dict.fromkeys(("AGES", "life_expectancy"), "life_tables"),
    **dict.fromkeys(("EUROPEAN_2013", "Indirect", "dsr", "expected_events", "isr"), "standardised"),
    **dict.fromkeys(
        ("OverDispersion", "funnel_limits", "funnel_significance", "over_dispersion"), "funnels"
    ),
    **dict.fromkeys(("SlopeIndex", "errors_from_limits", "quantiles", "slope_index"), "inequality"),
    "mean_interval": "means",
    "ControlChart": "xmr_chart",
    "xmr": "xmr_limits",
    "chart_in_words": "xmr_words",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module  # noqa: PLC0415

    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
