"""Faults planted in plans on purpose, each with the truth about it."""

from bettercare.synthetic.faults.kinds import KINDS, Fault, Kind
from bettercare.synthetic.faults.planting import Planted, kinds_of, plant

__all__ = ["KINDS", "Fault", "Kind", "Planted", "kinds_of", "plant"]
