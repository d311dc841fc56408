"""Synthetic plans, seeded, with planted faults and the truth about them."""

from bettercare.synthetic.faults import KINDS, Fault, Planted, kinds_of, plant
from bettercare.synthetic.plans import synthesise

__all__ = ["KINDS", "Fault", "Planted", "kinds_of", "plant", "synthesise"]
