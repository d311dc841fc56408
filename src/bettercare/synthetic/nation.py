"""The plans of a whole country, as they would come in: some missing, late, twice or at fault."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Literal, NamedTuple

import msgspec

from bettercare.errors import BadRequest
from bettercare.labels import normalise
from bettercare.places import areas_on
from bettercare.plan import Plan
from bettercare.rounds import Round, available, load
from bettercare.synthetic.draws import Draw
from bettercare.synthetic.faults import Fault, plant
from bettercare.synthetic.plans import SUBMITTED, synthesise

State = Literal["plan", "missing", "another version", "another round", "broken"]
ENOUGH = 10  # areas, for some of them to go astray
MISSING, LATE = 0.04, 0.08  # parts of the areas
MOST_LATE, MOST_EARLY = 21, 10  # days
FEWEST_FAULTS, MOST_FAULTS = 1, 6  # of a plan that is drawn to have some


class Wish(NamedTuple):
    """What a country is to be like.

    ``areas``: how many of the boards of the round; ``schemes``: rows a plan; ``faults``: how many
    in each plan; where that is not said, a few in a ``share`` (a fraction of 1) of the plans.
    """

    areas: int = 150
    seed: int = 1
    schemes: int = 100
    faults: int | None = None
    share: float = 0.4


class Made(NamedTuple):
    """What came of one area, or did not: ``plan`` is ``None`` where it is missing.

    ``name`` is that of its file without an ending. ``broken``: the file is to be cut short.
    """

    name: str
    area: str
    round: str
    state: State
    plan: Plan | None = None
    late_days: int = 0
    truth: tuple[Fault, ...] = ()


def nation(rounds: Sequence[Round], wish: Wish | None = None) -> Iterator[Made]:
    """The plans of every area that is wished for, round by round, one at a time.

    Of 10 areas or more some are missing or late, one comes in two versions, one plan is of another
    round and one file is to be broken. Raises ``BadRequest`` where the wish cannot be met.

    >>> from bettercare.rounds import load
    >>> made = list(nation([load("2019-20")], Wish(areas=3, faults=0)))
    >>> [(one.name, one.state) for one in made][1:]
    [('wirral-2019-20', 'plan'), ('doncaster-2019-20', 'plan')]
    """
    asked = _sensible(wish or Wish())
    return (made for rules in rounds for made in _of_round(rules, asked))


def _sensible(wish: Wish) -> Wish:
    if wish.areas < 1:
        raise BadRequest(f"Cannot make plans of {wish.areas} areas. Ask for 1 or more.")
    if (wish.faults or 0) < 0:
        raise BadRequest(f"Cannot plant {wish.faults} faults. Ask for 0 or more.")
    if not 0 <= wish.share <= 1:
        raise BadRequest(
            f"Cannot plant faults in {wish.share:.0%} of the plans. Ask for 0% to 100%."
        )
    return wish


def area_names(rules: Round, areas: int, seed: int) -> list[str]:
    """So many of the areas that had a board on the round's first day; all where there are fewer."""
    names = [one.name for one in areas_on(rules.in_force.start, combined=True)]
    return Draw(seed, rules.round, "areas").some(names, areas)


def _of_round(rules: Round, wish: Wish) -> Iterator[Made]:
    names = area_names(rules, wish.areas, wish.seed)
    draw = Draw(wish.seed, rules.round, "nation")
    states = _states(draw, len(names))
    late = {at for at in range(len(names)) if draw.chance(LATE)} if len(names) >= ENOUGH else set()
    for at, area in enumerate(names):
        own = Draw(wish.seed, rules.round, area, "nation")
        yield from _of_area(rules, area, wish, own, (states.get(at, "plan"), at in late))


def _states(draw: Draw, areas: int) -> dict[int, State]:
    """The areas with which something is amiss, by their turn."""
    if areas < ENOUGH:
        return {}
    missing = max(1, int(areas * MISSING))
    lost: list[State] = ["missing"] * missing
    amiss: list[State] = ["another version", "another round", "broken", *lost]
    return dict(zip(draw.shuffled(range(areas)), amiss, strict=False))


def _of_area(
    rules: Round, area: str, wish: Wish, draw: Draw, stands: tuple[State, bool]
) -> Iterator[Made]:
    state, is_late = stands
    name = file_name(area, rules.round)
    if state == "missing":
        yield Made(name, area, rules.round, state)
        return
    own = _another(rules) if state == "another round" else rules
    clean = synthesise(own, area, wish.seed, wish.schemes)
    planted = plant(clean, own, wish.seed, _faults(wish, draw))
    plan, days = _sent(planted.plan, own, draw, late=is_late)
    first: State = "plan" if state == "another version" else state
    yield Made(name, area, own.round, first, plan, days, planted.truth)
    if state == "another version":
        again, days = _sent(_version(clean, "2.0"), own, draw, late=is_late)
        yield Made(f"{name}-version-2", area, own.round, state, again, days)


def _another(rules: Round) -> Round:
    """The round before, or the one after the first, which a plan is of by mistake."""
    names = list(available())
    at = names.index(rules.round) if rules.round in names else 0
    return load(names[at - 1] if at else names[1])


def _faults(wish: Wish, draw: Draw) -> int:
    if wish.faults is not None:
        return wish.faults
    return draw.whole(FEWEST_FAULTS, MOST_FAULTS) if draw.chance(wish.share) else 0


def _version(plan: Plan, version: str) -> Plan:
    signed = tuple(msgspec.structs.replace(one, version=version) for one in plan.sign_off or ())
    facts = {**plan.facts, "version": version}
    return msgspec.structs.replace(plan, facts=facts, sign_off=signed)


def _sent(plan: Plan, rules: Round, draw: Draw, *, late: bool) -> tuple[Plan, int]:
    """A plan with the day it was sent, and how many days that was late."""
    due = rules.plans_due
    if due is None:
        return plan, 0
    days = draw.whole(1, MOST_LATE) if late else -draw.whole(0, MOST_EARLY)
    facts = {**plan.facts, SUBMITTED: (due.day + timedelta(days=days)).isoformat()}
    return msgspec.structs.replace(plan, facts=facts), max(0, days)


def file_name(area: str, round_id: str) -> str:
    """The name of an area's file in a round, in letters that every system takes.

    >>> file_name("Bristol, City of", "2019-20")
    'bristol-city-of-2019-20'
    """
    letters = "".join(one if one.isalnum() else " " for one in normalise(area))
    return "-".join([*letters.split(), round_id])
