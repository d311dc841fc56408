"""Every fact of a round in one list: where it stands, what it rests on, how sure it is."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from bettercare.rounds.lists import Certainty, Fact, Item
from bettercare.rounds.schema import Round


class Stated(NamedTuple):
    """A fact or a value of a list: ``path`` is its keys joined by dots."""

    path: str
    label: str
    reference: str
    certainty: Certainty


def facts(rules: Round) -> Iterator[Stated]:
    """Every fact and list value, each with the reference and certainty that hold for it.

    A value of a list rests on what its list rests on, unless it says otherwise itself.

    >>> from bettercare.rounds import load
    >>> next(one for one in facts(load("2019-20")) if one.path == "sources.dfg").label
    'DFG'
    """
    return _below(rules, rules, (), ("", Certainty.CONFIRMED))


def _below(
    rules: Round, part: object, path: tuple[str, ...], held: tuple[str, Certainty]
) -> Iterator[Stated]:
    if isinstance(part, Fact | Item):
        held = (part.reference or held[0], part.certainty or held[1])
        label = getattr(part, "label", None)
        shown = label if isinstance(label, str) else path[-1].replace("_", " ")
        yield Stated(".".join(path), shown, rules.cite(held[0]), held[1])
    for key, inner in _inside(part):
        # "items" is how a list is written, not a name of anything
        yield from _below(rules, inner, path if key == "items" else (*path, key), held)


def _inside(part: object) -> Iterator[tuple[str, object]]:
    if isinstance(part, msgspec.Struct):
        yield from ((field, getattr(part, field)) for field in part.__struct_fields__)
    elif isinstance(part, dict):
        yield from ((str(key), value) for key, value in part.items())
    elif isinstance(part, tuple):
        yield from ((str(number), value) for number, value in enumerate(part, 1))
