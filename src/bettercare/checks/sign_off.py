"""Family H, second part: the cover, the approval of the board and the signatures."""

from collections.abc import Iterator

from bettercare.calculations import Calculations
from bettercare.checks.registry import Slip, check, softness
from bettercare.labels import shortened
from bettercare.plan import SignOff

CHAIR = "hwb_chair"
APPROVAL_FACTS = ("hwb_approval_date", "hwb_delegated_to")


def _signatures(working: Calculations) -> dict[str | None, tuple[int, SignOff]]:
    """The line of each role; under ``None`` one whose role is not known."""
    roles = working.rules.sign_off
    return {
        roles.match(line.role).accepted: (item, line)
        for item, line in enumerate(working.plan.sign_off or (), 1)
    }


@check(
    "CHK-127",
    name="signatory-missing",
    message="Nobody is named as {role}.",
    fix="Add the name, and the date of the signature.",
    cites="sign_off",
    needs=("sign_off",),
)
def signatory_missing(working: Calculations) -> Iterator[Slip]:
    """A plan that one of its signatories has not seen is not agreed."""
    roles = working.rules.sign_off
    lines = _signatures(working)
    for code, role in roles.items.items():
        item, line = lines.get(code, (0, SignOff()))
        if role.required and not (line.name or line.date):
            yield Slip(
                role.name,
                (working.place("sign_off", item, "name"),),
                {"role": role.label},
                softness(roles),
                problem=f"sign_off.{code}",
            )


@check(
    "CHK-128",
    name="board-approval-missing",
    message="No approval by the {board} is on record.",
    fix="Give the date it approved the plan, or to whom it delegated the approval.",
    cites="sign_off",
    needs=("sign_off",),
)
def board_approval_missing(working: Calculations) -> Iterator[Slip]:
    """The board of the area owns the plan: it approves it, or says who may approve for it."""
    item, chair = _signatures(working).get(CHAIR, (0, SignOff()))
    facts = working.plan.facts
    if chair.date or chair.delegated_to or any(facts.get(name) for name in APPROVAL_FACTS):
        return
    yield Slip(
        "Approval",
        (working.place("sign_off", item, "date"),),
        {"board": working.rules.terms.get("board_long", "board")},
        problem=f"sign_off.{CHAIR}",
    )


@check(
    "CHK-129",
    name="signature-of-another-version",
    message="The {role} signed version {signed}; the plan is now {version}.",
    fix="Ask them to sign again.",
    cites="sign_off",
    needs=("sign_off",),
)
def signature_of_another_version(working: Calculations) -> Iterator[Slip]:
    """A signature stands for the plan that was signed; a later change is not covered by it."""
    version = working.plan.facts.get("version", "").strip()
    roles = working.rules.sign_off
    for item, line in enumerate(working.plan.sign_off or (), 1):
        signed = (line.version or "").strip()
        if not version or not signed or signed == version:
            continue
        code = roles.match(line.role).accepted
        role = roles.label(code) if code else shortened(line.role or "signatory", 60)
        yield Slip(
            f"{role}, version",
            (working.place("sign_off", item, "version"),),
            {"role": role, "signed": shortened(signed, 20), "version": shortened(version, 20)},
        )
