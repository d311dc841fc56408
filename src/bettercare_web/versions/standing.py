"""How the signatures of a plan stand: role by role, and whether the plan can be submitted."""

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

import bettercare
from bettercare.calculations import Calculations
from bettercare.calculations.covered import cover_words, in_the_way
from bettercare.findings import Finding, Severity
from bettercare.plan import Plan as CorePlan
from bettercare.plan import SignOff
from bettercare.rounds import Round
from bettercare_web.plans.models import Approval, Plan, Signature
from bettercare_web.plans.sections import Unstarted, unstarted
from bettercare_web.versions.covers import content_of, core_of, cover_hash, working_of
from bettercare_web.versions.signatories import signing_roles

State = Literal["valid", "voided", "needs", "unsigned", "approved"]


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """A role of the round, what its signature covers, and how it stands now.

    ``state``: ``valid``; ``voided`` by a later change; ``needs`` something mended before it can be
    signed; ``unsigned``; or ``approved``, for the board without its chair's signature.
    """

    code: str
    label: str
    covers: str
    state: State
    for_board: bool
    in_person: bool
    signature: Signature | None = None
    approval: Approval | None = None
    errors: Sequence[Finding] = ()

    @property
    def stands(self) -> bool:
        """Whether the plan can be submitted, as far as this role is concerned."""
        return self.state in {"valid", "approved"}


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """All roles of a plan, and what stops it from being submitted: errors, and empty sections."""

    roles: Sequence[Signed]
    errors: Sequence[Finding]
    not_started: Sequence[Unstarted] = ()

    @property
    def signed(self) -> int:
        """How many roles stand."""
        return sum(1 for one in self.roles if one.stands)

    @property
    def missing(self) -> list[Signed]:
        """The roles that do not stand."""
        return [one for one in self.roles if not one.stands]

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands between the plan and its submission."""
        return not self.errors and not self.not_started and not self.missing


def standing_of(plan: Plan, working: Calculations | None = None) -> Standing:
    """How the signatures of a plan stand now; ``working`` is the plan as worked out, if at hand."""
    working = working or working_of(core_of(plan))
    held = list(plan.signatures.select_related("version", "by"))
    complete = with_signatures(
        working.plan, [one for one in held if one.voided_at is None], working.rules
    )
    errors = bettercare.check(complete).of(Severity.ERROR)
    approval = approval_that_counts(plan, working)
    roles = [
        _signed(working, code, [one for one in held if one.role == code], errors, approval)
        for code in signing_roles(working.rules)
    ]
    return Standing(roles=roles, errors=errors, not_started=unstarted(working))


def _signed(
    working: Calculations,
    code: str,
    held: Sequence[Signature],
    errors: Iterable[Finding],
    approval: Approval | None,
) -> Signed:
    role = working.rules.sign_off.items[code]
    standing = next((one for one in held if one.voided_at is None), None)
    in_way = in_the_way(working, code, errors)
    counts = approval if role.for_board else None
    return Signed(
        code=code,
        label=role.label,
        covers=cover_words(working, code),
        state=_state(standing, counts, held, in_way),
        for_board=role.for_board,
        in_person=role.in_person,
        signature=standing or next(iter(reversed(held)), None),
        approval=counts,
        errors=in_way,
    )


def _state(
    standing: Signature | None,
    approval: Approval | None,
    held: Sequence[Signature],
    errors: Sequence[Finding],
) -> State:
    if standing is not None:
        return "valid"
    if approval is not None:
        return "approved"
    if held:
        return "voided"
    return "needs" if errors else "unsigned"


def approval_that_counts(plan: Plan, working: Calculations) -> Approval | None:
    """The board's approval of the plan as it is now: one that is delegated, or of the same plan.

    An approval stands for the whole plan, so it is of the same plan while nothing in it changed.
    """
    boards = [code for code, role in working.rules.sign_off.items.items() if role.for_board]
    if not boards:
        return None
    now = cover_hash(working, boards[0])
    for one in plan.approvals.select_related("version"):
        if one.how == "delegated" or _was(one, boards[0]) == now:
            return one
    return None


def _was(one: Approval, role: str) -> str:
    return cover_hash(working_of(content_of(one.version)), role) if one.version else ""


def with_signatures(core: CorePlan, held: Iterable[Signature], rules: Round) -> CorePlan:
    """A plan with the signatures given here written into its own table of them."""
    given = {one.role: _line(one, rules) for one in held}
    if not given:
        return core
    lines = [
        given.pop(rules.sign_off.match(line.role).accepted or "", line)
        for line in core.sign_off or ()
    ]
    return msgspec.structs.replace(core, sign_off=(*lines, *given.values()))


def _line(one: Signature, rules: Round) -> SignOff:
    return SignOff(
        role=rules.sign_off.items[one.role].label,
        name=one.delegated_for or one.name,
        date=one.at.date().isoformat(),
        version=str(one.version.number),
        delegated_to=f"{one.name}, {one.document}" if one.delegated_for else None,
    )
