"""Synthetic plans, seeded, with planted faults and the truth about them."""

from bettercare.synthetic.plans import synthesise

__all__ = ["synthesise"]
