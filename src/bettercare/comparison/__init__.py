"""Two plans side by side, a plan carried forward, and a plan as it might be."""

from bettercare.comparison.comparing import compare, side_by_side
from bettercare.comparison.printed import PrintedComparison, compare_printed
from bettercare.comparison.records import Comparison, Movement, SchemeChange

__all__ = [
    "Comparison",
    "Movement",
    "PrintedComparison",
    "SchemeChange",
    "compare",
    "compare_printed",
    "side_by_side",
]
