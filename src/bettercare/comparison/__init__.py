"""Plans side by side, merged, carried forward, and as they might be."""

from bettercare.comparison.comparing import compare, side_by_side
from bettercare.comparison.merge_records import Merged
from bettercare.comparison.merging import merge
from bettercare.comparison.printed import PrintedComparison, compare_printed
from bettercare.comparison.records import Comparison, Movement, SchemeChange
from bettercare.comparison.roll_forward import RolledForward, roll_forward
from bettercare.comparison.what_if import WhatIf, what_if

__all__ = [
    "Comparison",
    "Merged",
    "Movement",
    "PrintedComparison",
    "RolledForward",
    "SchemeChange",
    "WhatIf",
    "compare",
    "compare_printed",
    "merge",
    "roll_forward",
    "side_by_side",
    "what_if",
]
