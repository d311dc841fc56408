"""Two plans side by side, a plan carried forward, and a plan as it might be."""

from bettercare.comparison.comparing import compare, side_by_side
from bettercare.comparison.printed import PrintedComparison, compare_printed
from bettercare.comparison.records import Comparison, Movement, SchemeChange
from bettercare.comparison.roll_forward import RolledForward, roll_forward
from bettercare.comparison.what_if import WhatIf, what_if

__all__ = [
    "Comparison",
    "Movement",
    "PrintedComparison",
    "RolledForward",
    "SchemeChange",
    "WhatIf",
    "compare",
    "compare_printed",
    "roll_forward",
    "side_by_side",
    "what_if",
]
