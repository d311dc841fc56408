"""The checks on programmes: one family a module, all registered here."""

from bettercare.programmes.checks import (  # noqa: F401  (loading a family registers its checks)
    carrying,
    headings,
    mappings,
    marks,
    money,
    printed,
    structure,
)
from bettercare.programmes.checks.registry import CHECKS, Check, Checked, Slip, run

__all__ = ["CHECKS", "Check", "Checked", "Slip", "run"]
