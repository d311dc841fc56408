"""What the cover says of signing: who signed for each role, when, and when the plan was sent."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bettercare.rounds import Round
from bettercare_web.plans.models import Approval, Plan, Signature, Submission
from bettercare_web.words import day, moment

HIDDEN = "Hidden: only people with a right to see contacts see this"


class RoleSigned(NamedTuple):
    """A role that signs: how it stands (``state`` names an icon), by whom, of what, and when."""

    role: str
    state: str
    words: str
    by: str = ""
    version: str = ""
    when: str = ""


class CoverSigned(NamedTuple):
    """The roles that sign, and the submission that stands, where there is one."""

    roles: Sequence[RoleSigned]
    sent: Submission | None

    @property
    def signed(self) -> int:
        """How many of the roles have signed, or have their approval on record."""
        return sum(1 for one in self.roles if one.state == "fine")

    @property
    def begun(self) -> bool:
        """Whether anybody has signed, or the plan was sent."""
        return self.sent is not None or any(one.state != "not-started" for one in self.roles)

    @property
    def heading(self) -> str:
        """When it was sent and how many signed; nothing while it is a draft."""
        if self.sent is None:
            return ""
        return f"Submitted on {day(self.sent.at)}, signed for {self.signed} of {len(self.roles)}"


def cover_signed(plan: Plan, rules: Round, *, names: bool) -> CoverSigned:
    """Who signed a plan so far; without ``names`` no person is named.

    A signature of a role that signs again stands for those before it.
    """
    held = list(plan.signatures.select_related("version"))
    approval = plan.approvals.first()
    return CoverSigned(list(_roles(rules, held, approval, names=names)), sent_of(plan))


def sent_of(plan: Plan) -> Submission | None:
    """The submission of a plan that stands."""
    return plan.submissions.filter(withdrawn_at=None).select_related("version").first()


def _roles(
    rules: Round, held: Sequence[Signature], approval: Approval | None, *, names: bool
) -> Iterator[RoleSigned]:
    for code, role in rules.sign_off.items.items():
        mine = [one for one in held if one.role == code]
        if not mine and not (role.required and role.signs_for):
            continue
        standing = next((one for one in mine if one.voided_at is None), None)
        if standing is not None:
            yield _signed(role.label, standing, names=names)
        elif role.for_board and approval is not None:
            words, by = _approved(approval)
            by = by if names else HIDDEN if by else ""
            yield RoleSigned(role.label, "fine", words, by, when=moment(approval.at))
        elif mine:
            yield RoleSigned(role.label, "voided", "Voided by a later change: sign again")
        else:
            yield RoleSigned(role.label, "not-started", "Not signed")


def _signed(label: str, one: Signature, *, names: bool) -> RoleSigned:
    by = f"{one.name}, for {one.delegated_for}" if one.delegated_for else one.name
    by = by if names else HIDDEN
    return RoleSigned(label, "fine", "Signed", by, str(one.version.number), moment(one.at))


def _approved(one: Approval) -> tuple[str, str]:
    """How the board's approval is recorded, and the person that it names, if any."""
    said = {
        "meeting": "Approved at a meeting",
        "delegated": "Approval is delegated",
        "later": "Approved after the plan was sent",
    }[one.how]
    on = f" on {day(one.meeting)}" if one.meeting else ""
    return f"{said}{on}", one.delegate
