"""Faults planted in a plan: so many of them, or just the kinds that are asked for."""

from collections.abc import Sequence
from typing import NamedTuple

from bettercare.errors import BadRequest
from bettercare.labels import nearest
from bettercare.plan import Plan
from bettercare.rounds import Round
from bettercare.synthetic.draws import Draw
from bettercare.synthetic.faults import (
    grants,
    labels,
    metrics,
    money,
    replies,
    rows,
    shares,
    texts,
)
from bettercare.synthetic.faults.kinds import KINDS, Fault, Kind
from bettercare.synthetic.faults.site import Site

MODULES = (labels, rows, money, shares, grants, replies, metrics, texts)  # each registers its own


class Planted(NamedTuple):
    """A plan with faults, and the truth about each of them."""

    plan: Plan
    truth: tuple[Fault, ...]


def kinds_of(rules: Round) -> tuple[Kind, ...]:
    """The kinds of fault that a check of the round finds."""
    return tuple(one for one in KINDS.values() if one.applies(rules))


def plant(plan: Plan, rules: Round, seed: int, faults: int | Sequence[str] = 10) -> Planted:
    """A plan with faults planted in it, and the truth about them.

    ``faults``: how many, of kinds that are drawn, or the names of kinds (see ``KINDS``). Faults
    are kept apart, so that each is found as if it stood alone; fewer are planted where the plan
    has no room. Raises ``BadRequest`` for a kind that is not known.

    >>> from bettercare.rounds import load
    >>> from bettercare.synthetic import synthesise
    >>> rules = load("2019-20")
    >>> planted = plant(synthesise(rules, "Leicester", 1), rules, 1, ["name-blank"])
    >>> [(fault.code, fault.table, fault.field) for fault in planted.truth]
    [('CHK-026', 'schemes', 'scheme_name')]
    """
    draw = Draw(seed, plan.round, plan.area, "faults")
    site = Site(plan, rules, draw)
    wanted = list(_asked(faults, rules, draw))
    most = faults if isinstance(faults, int) else len(wanted)
    truth: list[Fault] = []
    for one in wanted:
        fault = one.planted(site) if len(truth) < most else None
        if fault:
            truth.append(fault)
    return Planted(site.plan, tuple(truth))


def _asked(faults: int | Sequence[str], rules: Round, draw: Draw) -> list[Kind]:
    """The kinds to try, in order: those that need much room first where they are drawn."""
    if isinstance(faults, int):
        if faults < 0:
            raise BadRequest(f"Cannot plant {faults} faults. Ask for 0 or more.")
        kinds = kinds_of(rules)
        times = faults // len(kinds) + 2  # not every kind has room in every plan
        return [one for _ in range(times) for one in draw.shuffled(kinds)]
    return [one for name in faults if (one := _named(name)).applies(rules)]


def _named(name: str) -> Kind:
    if name in KINDS:
        return KINDS[name]
    near = nearest(name, tuple(KINDS))
    hint = f" Did you mean {near}?" if near else ""
    raise BadRequest(f"There is no kind of fault '{name}'.{hint}")
