"""Who signs as what: the grants that say in which capacity somebody signs for an area."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bettercare.rounds import Round, load
from bettercare.rounds.schema import SignOffRole
from bettercare_web.areas.models import Area, Grant, Person
from bettercare_web.areas.permissions import rights
from bettercare_web.areas.roles import Action, Role
from bettercare_web.areas.selectors import holders
from bettercare_web.plans.models import Delegation, Plan

# On whose behalf each role of the service signs, as the rounds say it of their sign-off roles.
SIGNS_FOR: Mapping[Role, str] = {
    Role.SECTION_151: "council",
    Role.NHS_SIGNATORY: "nhs",
    Role.CHAIR: "board",
}


class Capacity(NamedTuple):
    """That somebody signs as a role of the round, by which grant, and for whom if by delegation."""

    role: str
    grant: Grant
    delegation: Delegation | None


def signing_roles(rules: Round) -> dict[str, SignOffRole]:
    """The roles of a round that must sign: of a part of the plan, of all, then the board."""
    found = {code: role for code, role in rules.sign_off.items.items() if role.signs_for}
    needed = {code: role for code, role in found.items() if role.required}
    order = sorted(needed, key=lambda code: (needed[code].for_board, not needed[code].covers))
    return {code: needed[code] for code in order}


def capacities(person: Person, plan: Plan) -> list[Capacity]:
    """The roles of the round in which a person may sign a plan, most narrow first.

    A delegation counts for its own plan, and while who gave it still signs as that role.
    """
    order = list(load(plan.round).sign_off.items)
    mine = [one for one in _held(person, plan) if _counts(one, plan)]
    return sorted(mine, key=lambda one: (one.delegation is not None, order.index(one.role)))


def _counts(one: Capacity, plan: Plan) -> bool:
    if one.delegation is None:
        return True
    if one.delegation.plan_id != plan.pk:
        return False
    giver = one.delegation.by
    return giver.is_active and any(
        own.role == one.role and own.delegation is None for own in _held(giver, plan)
    )


def _held(person: Person, plan: Plan) -> list[Capacity]:
    """What the grants of a person let them sign as, whatever became of a delegation."""
    held = rights(person, Action.SIGN, plan.area, plan.round)
    ids = [one.grant_id for one in held]
    grants = {str(one.pk): one for one in Grant.objects.filter(pk__in=ids)}
    live = Delegation.objects.filter(grant__in=grants.values(), revoked_at=None)
    delegations = {str(one.grant_id): one for one in live.select_related("by")}
    rules = load(plan.round)
    return [
        Capacity(role, grants[one], delegations.get(one))
        for one in ids
        for role in _roles_of(grants[one], rules)
    ]


def _roles_of(grant: Grant, rules: Round) -> Iterator[str]:
    """The round's roles of a grant; a chair's that names none is for the board."""
    side = SIGNS_FOR.get(Role(grant.role), "")
    for code, role in rules.sign_off.items.items():
        named = grant.capacity == code or (not grant.capacity and role.for_board)
        if side and role.signs_for == side and named:
            yield code


def signatories(plan: Plan, role: str) -> list[Person]:
    """Those who may sign a plan as a role now, and are not delegates."""
    sides = {SIGNS_FOR[one]: one for one in SIGNS_FOR}
    wanted = sides.get(load(plan.round).sign_off.items[role].signs_for)
    return [
        person
        for person in (holders(plan.area, plan.round, wanted) if wanted else ())
        if any(one.role == role and not one.delegation for one in capacities(person, plan))
    ]


def leads(plan: Plan) -> list[Person]:
    """The leads of the area of a plan."""
    return leads_of(plan.area, plan.round)


def leads_of(area: Area, round_id: str) -> list[Person]:
    """The leads of an area by name, whether or not it has a plan."""
    return [
        person
        for person in holders(area, round_id, Role.LEAD)
        if any(one.role is Role.LEAD for one in rights(person, Action.SUBMIT, area, round_id))
    ]
