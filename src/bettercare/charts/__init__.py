"""Charts of measures: a picture made without a browser, its table, and its finding in words."""

from bettercare.charts.caterpillar import Bar, caterpillar
from bettercare.charts.chart import Chart, Column, Measure
from bettercare.charts.control import control_chart
from bettercare.charts.funnel import Dot, Limit, funnel
from bettercare.charts.trajectory import Ahead, trajectory

__all__ = [
    "Ahead",
    "Bar",
    "Chart",
    "Column",
    "Dot",
    "Limit",
    "Measure",
    "caterpillar",
    "control_chart",
    "funnel",
    "trajectory",
]
