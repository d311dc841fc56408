"""Intervals for proportions and rates: numbers in, numbers out."""

from bettercare.statistics.intervals import Interval, byar, wilson

__all__ = ["Interval", "byar", "wilson"]
