"""How every area's plan for one round stands, from what is stored, in a few queries.

Of a draft nothing but counts is read: see ``scope``.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Literal, NamedTuple

import msgspec
from django.db import DatabaseError
from django.db.models import F, Q

from bettercare.errors import BetterCareError
from bettercare.rounds import Round, load
from bettercare_web.areas.models import Area, Grant
from bettercare_web.areas.roles import ROLES, Role, ScopeKind
from bettercare_web.plans.answers import keep_standing, summary_of
from bettercare_web.plans.deadlines import Deadlines, Due
from bettercare_web.plans.models import Approval, Plan, Signature, Standing, Submission
from bettercare_web.versions.signatories import signing_roles

AT_ONCE = 5  # standings worked out again in one request; the worker does the others

State = Literal["compliant", "in", "late", "due"]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One area: its plan, how far it is, what is missing. ``standing`` may be of an older plan."""

    area: Area
    plan: Plan | None = None
    standing: Standing | None = None
    sent: Submission | None = None
    signed: int = 0
    to_sign: int = 0
    due: Due | None = None
    now: datetime
    worked_by: str = ""

    @property
    def is_stale(self) -> bool:
        """Whether the figures are of the plan as it was before the last change."""
        if self.plan is None:
            return False
        return self.standing is None or self.standing.revision < self.plan.revision

    @property
    def complete(self) -> bool:
        """Whether every required field is filled."""
        one = self.standing
        return one is not None and one.asked > 0 and one.answered >= one.asked

    @property
    def in_order(self) -> bool:
        """Whether there is no error, every source is at £0 and every required spend is met."""
        one = self.standing
        return one is not None and not one.errors and one.balanced and one.met

    @property
    def late(self) -> bool:
        """Whether it is due and not submitted."""
        return self.sent is None and self.due is not None and self.now > self.due.moment

    @property
    def state(self) -> State:
        """How it stands, in one word."""
        if self.sent is not None:
            return "compliant" if self.in_order else "in"
        return "late" if self.late else "due"

    @property
    def filled(self) -> int | None:
        """How much of what is asked is filled in, in whole per cent, rounded down."""
        one = self.standing
        return one.answered * 100 // one.asked if one and one.asked else None

    @property
    def only_signatures(self) -> bool:
        """Whether it waits for nothing but signatures."""
        return self.sent is None and self.in_order and self.complete and self.signed < self.to_sign


class Collected(NamedTuple):
    """The plans of a round, area by area; ``stale`` of them are being worked out again."""

    rules: Round | None
    lines: Sequence[Line]
    due: Due | None
    stale: int


def collect(round_id: str, areas: Q, now: datetime) -> Collected:
    """How each area of a condition stands in a round, by name."""
    found = list(Area.objects.filter(areas).select_related("region").order_by("name"))
    plans = _plans(round_id, areas)
    refresh(plans.values(), AT_ONCE)
    rules = _rules(round_id)
    dates = Deadlines.of(round_id)
    sent = _sent(round_id)
    signed = _signed(round_id, rules)
    editors = _editors(plans.values())
    lines = [
        _line(area, plans.get(area.pk), sent, signed, dates, now, editors, rules) for area in found
    ]
    return Collected(rules, lines, dates.due(), sum(1 for one in lines if one.is_stale))


def _line(  # noqa: PLR0913, PLR0917  (one for each thing that was read)
    area: Area,
    plan: Plan | None,
    sent: Mapping[object, Submission],
    signed: Mapping[object, int],
    dates: Deadlines,
    now: datetime,
    editors: Mapping[object, str],
    rules: Round | None,
) -> Line:
    return Line(
        area=area,
        plan=plan,
        standing=standing_of(plan),
        sent=sent.get(plan.pk) if plan else None,
        signed=signed.get(plan.pk, 0) if plan else 0,
        to_sign=len(signing_roles(rules)) if rules else 0,
        due=dates.due(area.pk),
        now=now,
        worked_by=editors.get(plan.pk, "") if plan else "",
    )


def _plans(round_id: str, areas: Q) -> dict[object, Plan]:
    mine = Plan.objects.filter(
        kind=Plan.Kind.PLAN, round=round_id, area__in=Area.objects.filter(areas)
    )
    return {one.area_id: one for one in mine.select_related("standing", "area")}


def standing_of(plan: Plan | None) -> Standing | None:
    """What is stored of a plan, be it old."""
    found: Standing | None = getattr(plan, "standing", None) if plan else None
    return found


def refresh(plans: Iterable[Plan], most: int) -> int:
    """Work out again what is stored of plans that were changed since, of some at most. How many.

    A page opens with what there was where nothing can be stored.
    """
    old = [one for one in plans if _is_old(one)][:most]
    for plan in old:
        with suppress(DatabaseError, BetterCareError):
            keep_standing(plan, summary_of(plan))
            plan.standing = Standing.objects.get(plan=plan)
    return len(old)


def _is_old(plan: Plan) -> bool:
    held = standing_of(plan)
    return held is None or held.revision < plan.revision


def refresh_stale(most: int = 50) -> int:
    """Work out again what is stored of plans that were changed since; for the worker."""
    stale = Q(standing=None) | Q(standing__revision__lt=F("revision"))
    plans = Plan.objects.filter(stale, kind=Plan.Kind.PLAN).select_related("standing")
    return refresh(plans.order_by("edited")[:most], most)


def _rules(round_id: str) -> Round | None:
    with suppress(BetterCareError):
        return load(round_id)
    return None


def _sent(round_id: str) -> dict[object, Submission]:
    standing = Submission.objects.filter(withdrawn_at=None, plan__round=round_id)
    return {one.plan_id: one for one in standing.only("plan_id", "at", "receipt")}


def _signed(round_id: str, rules: Round | None) -> Mapping[object, int]:
    """How many of the round's roles have signed each plan, the board's approval among them."""
    asked = signing_roles(rules) if rules else {}
    boards = {code for code, role in asked.items() if role.for_board}
    standing = Signature.objects.filter(voided_at=None, plan__round=round_id, role__in=asked)
    pairs = set(standing.values_list("plan_id", "role"))
    same = Q(how="delegated") | Q(version__revision=F("plan__revision"))
    approved = Approval.objects.filter(same, plan__round=round_id).values_list("plan_id", flat=True)
    pairs |= {(plan, board) for plan in approved for board in boards}
    return Counter(plan for plan, _ in pairs)


def _editors(plans: Iterable[Plan]) -> Mapping[object, str]:
    """The role of who changed each plan last, as it is held in that area."""
    plans = [one for one in plans if one.edited_by_id]
    held: dict[object, list[Grant]] = defaultdict(list)
    for grant in Grant.objects.filter(person__in={one.edited_by_id for one in plans}):
        held[grant.person_id].append(grant)
    return {one.pk: _role_in(one, held[one.edited_by_id]) for one in plans}


def _role_in(plan: Plan, grants: Sequence[Grant]) -> str:
    order = list(Role)
    own = [one for one in grants if str(plan.area_id) in {one.scope_id, str(one.area_id)}]
    wider = [one for one in grants if one.scope_kind == ScopeKind.BODY.value]
    roles = sorted((Role(one.role) for one in own or wider), key=order.index)
    return ROLES[roles[0]].label if roles else ""
