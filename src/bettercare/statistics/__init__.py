"""Intervals for proportions and rates, and control charts: numbers in, numbers out."""

from typing import TYPE_CHECKING, Any

from bettercare.statistics.intervals import Interval, byar, poisson_rate, wilson

if TYPE_CHECKING:
    from bettercare.statistics.xmr_chart import ControlChart
    from bettercare.statistics.xmr_limits import xmr
    from bettercare.statistics.xmr_words import chart_in_words

__all__ = [
    "ControlChart",
    "Interval",
    "byar",
    "chart_in_words",
    "poisson_rate",
    "wilson",
    "xmr",
]

# What checks of a plan do not need is loaded when it is asked for.
_LATER = {"ControlChart": "xmr_chart", "xmr": "xmr_limits", "chart_in_words": "xmr_words"}


def __getattr__(name: str) -> Any:
    from importlib import import_module  # noqa: PLC0415

    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
