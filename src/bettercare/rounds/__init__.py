"""Planning rounds as dated, referenced data."""

from bettercare.rounds.lists import Certainty, CodeList, Fact, Item, Match
from bettercare.rounds.loader import available, load
from bettercare.rounds.schema import Round

__all__ = ["Certainty", "CodeList", "Fact", "Item", "Match", "Round", "available", "load"]
