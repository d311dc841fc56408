"""A plan worked out with last year's plan beside it, for the checks that compare the two."""

from collections.abc import Sequence
from pathlib import Path

from bettercare.calculations import Calculations
from bettercare.calculations.beside import Beside
from bettercare.errors import BadRequest
from bettercare.plan import Plan
from bettercare.rounds import Round


def with_last_year(
    plan: Plan, rules: Round, previous: Calculations, folders: Sequence[Path] = ()
) -> Calculations:
    """Work out a plan with last year's, ``previous``, beside it.

    Its rows are matched with those of last year, through the crosswalk where the rounds differ.
    ``folders`` hold further rounds and crosswalks. A plan of the same round is an earlier version,
    or the return before. Raises ``BadRequest`` where ``previous`` is of a later round.
    """
    from bettercare.comparison.comparing import years_of  # noqa: PLC0415  (only when asked for)
    from bettercare.comparison.likeness import ROUNDS, VERSIONS  # noqa: PLC0415
    from bettercare.comparison.matching import match  # noqa: PLC0415
    from bettercare.comparison.traits import traits_of  # noqa: PLC0415
    from bettercare.rounds import crosswalk  # noqa: PLC0415

    if previous.rules.in_force.start > rules.in_force.start:
        raise BadRequest(
            f"The plan to compare with is for {previous.rules.round}, after {rules.round}. "
            "Swap the two, or give last year's plan."
        )
    same = previous.rules.round == rules.round
    walk = None if same else crosswalk.load(previous.rules.round, rules.round, tuple(folders))
    before, year = years_of(previous.rules, rules)
    earlier, now = previous.in_year(before), Calculations(plan, rules, year)
    weights = VERSIONS if same else ROUNDS
    found = match(traits_of(earlier, walk), traits_of(now, None), weights)
    beside = Beside(
        previous=earlier,
        year=year,
        pairs=tuple((pair.before, pair.after) for pair in found.pairs),
        stopped=found.stopped,
        new=found.new,
        walk=walk,
    )
    return Calculations(plan, rules, beside=beside)
