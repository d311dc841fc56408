"""A whole synthetic plan for any round, from the round's data and a seed."""

from decimal import Decimal

import msgspec

from bettercare.errors import BadRequest, UnknownPlace
from bettercare.places import find_area
from bettercare.plan import Plan
from bettercare.plan.records import TABLES
from bettercare.rounds import Round
from bettercare.synthetic import statements
from bettercare.synthetic.amounts import income_lines, incomes, pool_size
from bettercare.synthetic.draws import Draw
from bettercare.synthetic.groups import groups
from bettercare.synthetic.metrics import metric_lines
from bettercare.synthetic.minimums import given_minimums, social_care_parts
from bettercare.synthetic.schemes import scheme_rows

FEWEST_SCHEMES = 25
MOST_SCHEMES = 100_000
SUBMITTED = "submitted"  # the fact that holds the day a plan was sent, as 2019-09-27
COUNTY = "E10"  # how the codes of county councils begin


def synthesise(rules: Round, area: str, seed: int, schemes: int = 100) -> Plan:
    """A made-up plan of an area for a round, without faults, that says that it is made up.

    One seed gives one plan, on every machine. ``schemes``: how many rows of expenditure; beyond a
    few thousand their amounts grow so small that checks of outputs find some odd. Raises
    ``BadRequest`` for fewer than 25 rows, which no clean plan has, or more than 100,000.

    >>> from bettercare.rounds import load
    >>> plan = synthesise(load("2019-20"), "Leicester", seed=1)
    >>> len(plan.schemes), plan.facts["synthetic"]
    (100, 'yes, seed 1')
    """
    if not FEWEST_SCHEMES <= schemes <= MOST_SCHEMES:
        raise BadRequest(
            f"Cannot make a plan of {schemes:,} schemes. "
            f"Ask for {FEWEST_SCHEMES} to {MOST_SCHEMES:,}."
        )
    tier = two_tier(area)
    draw = Draw(seed, rules.round, area)
    size = pool_size(draw)
    found = incomes(rules, size, draw)
    income = income_lines(rules, area, found, two_tier=tier)
    given = given_minimums(rules, income, draw)
    parts = groups(rules, found, social_care_parts(rules, income, given), draw)
    plan = Plan(
        round=rules.round,
        area=area,
        income=income,
        schemes=scheme_rows(rules, parts, schemes, draw),
        given=given,
        facts=_facts(rules, seed, tier),
    )
    return _only_of_round(rules, _with_statements(rules, plan, size, draw))


def two_tier(area: str) -> bool:
    """Whether an area has district councils; an area that is not known has none."""
    try:
        return find_area(area).code.startswith(COUNTY)
    except UnknownPlace:
        return False


def _facts(rules: Round, seed: int, tier: bool) -> dict[str, str]:
    facts = {
        "synthetic": f"yes, seed {seed}",
        "two_tier": rules.yes_or_no.label("yes" if tier else "no"),
        "version": "1.0",
    }
    due = rules.plans_due
    return facts | ({SUBMITTED: due.day.isoformat()} if due else {})


def _with_statements(rules: Round, plan: Plan, size: Decimal, draw: Draw) -> Plan:
    area = plan.area or ""
    tier = rules.yes_or_no.match(plan.facts["two_tier"]).code == "yes"
    due = rules.plans_due
    signed = statements.signed_on(due.day if due else rules.in_force.start)
    return msgspec.structs.replace(
        plan,
        metrics=metric_lines(rules, area, size, draw),
        hicm=statements.hicm_lines(rules, draw),
        requirements=statements.requirement_lines(rules),
        conditions=statements.condition_lines(rules),
        answers=statements.answer_lines(rules, two_tier=tier),
        narrative=statements.narrative_lines(rules, area, draw),
        sign_off=statements.sign_off_lines(rules, area, signed),
        capacity=statements.capacity_lines(rules, draw),
    )


def _only_of_round(rules: Round, plan: Plan) -> Plan:
    """The plan without the tables that the round does not have, or asks nothing in."""
    none = {name: None for name in TABLES if name not in rules.tables or not getattr(plan, name)}
    return msgspec.structs.replace(plan, **none)
