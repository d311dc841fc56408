"""Words on what may be chosen: the nearest value of a list, or all of them."""

from collections.abc import Mapping

from bettercare.labels import listed
from bettercare.rounds import CodeList, Item

LONGEST_LIST = 12
CHOOSE_FIX = "Choose one of: {choices}."
SUGGEST_FIX = "Did you mean '{suggestion}'? If so, write that."


def choice_fix(facts: Mapping[str, object]) -> str:
    """The fix for a value outside a list: a suggestion where one is near, else the choices."""
    return SUGGEST_FIX if facts["suggestion"] else CHOOSE_FIX


def choices_of(known: CodeList[Item]) -> str:
    """The labels of a list in a sentence; a long list is cut and counted."""
    labels = known.labels[:LONGEST_LIST]
    more = len(known.labels) - len(labels)
    return listed(labels, "or") + (f" ({more} more)" if more else "")
