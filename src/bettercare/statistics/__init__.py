"""Intervals for proportions and rates: numbers in, numbers out."""

from bettercare.statistics.intervals import Interval, byar, wilson
from bettercare.statistics.xmr import xmr
from bettercare.statistics.xmr_chart import ControlChart
from bettercare.statistics.xmr_words import chart_in_words

__all__ = ["ControlChart", "Interval", "byar", "chart_in_words", "wilson", "xmr"]
