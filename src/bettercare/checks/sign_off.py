"""Family H, second part: the cover, the approval of the board and the signatures."""

import re
from collections.abc import Iterator

from bettercare.calculations import Calculations
from bettercare.checks.keyed import lines_of, repeated, unplaced
from bettercare.checks.registry import Slip, check, softness
from bettercare.labels import shortened
from bettercare.plan import SignOff
from bettercare.plan.keyed import Keyed

_V = re.compile(r"^v(?:er(?:sion)?)?\.?\s*(?=\d)")
APPROVAL_FACTS = ("hwb_approval_date", "hwb_delegated_to")


def _signature(found: Keyed, code: str) -> tuple[int, SignOff]:
    """The line of a role that counts, number 0 where there is none."""
    item, line = found.first(code, SignOff())
    return item, line if isinstance(line, SignOff) else SignOff()


NO_NAME = "The signature of the {role} has a date and no name."


@check(
    "CHK-127",
    name="signatory-missing",
    message="Nobody is named as {role}.",
    fix="Add the name, and the date of the signature.",
    cites="sign_off",
    needs=("sign_off",),
)
def signatory_missing(working: Calculations) -> Iterator[Slip]:
    """A plan that one of its signatories has not seen is not agreed.

    A date alone does not say who signed.
    """
    roles, found = working.rules.sign_off, lines_of(working, "sign_off")
    yield from repeated(working, "sign_off", softness(roles))
    yield from unplaced(working, "sign_off", softness(roles))
    for code, role in roles.items.items():
        item, line = _signature(found, code)
        if role.required and not line.name and code not in found.meant:
            yield Slip(
                role.name,
                (working.place("sign_off", item, "name"),),
                {"role": role.label},
                softness(roles, code),
                NO_NAME if line.date else "",
                "Add the name of who signed." if line.date else "",
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
    roles, found = working.rules.sign_off, lines_of(working, "sign_off")
    chairs = [code for code, role in roles.items.items() if role.for_board]
    signed = [_signature(found, code) for code in chairs]
    approved = any(line.date or line.delegated_to for _, line in signed)
    said = any(working.plan.facts.get(name) for name in APPROVAL_FACTS)
    if not chairs or approved or said or found.meant & {*chairs}:
        return
    yield Slip(
        "Approval",
        tuple(working.place("sign_off", item, "date") for item, _ in signed),
        {"board": working.rules.terms.get("board_long", "board")},
        softness(roles),
        problem=f"sign_off.{chairs[0]}",
    )


@check(
    "CHK-130",
    name="signature-not-in-person",
    message="The {role} must sign in person; the signature is delegated to {delegate}.",
    fix="Have the {role} sign.",
    cites="sign_off",
    needs=("sign_off",),
)
def signature_not_in_person(working: Calculations) -> Iterator[Slip]:
    """Some signatures cannot be delegated, so that the person answerable has seen the plan.

    A signature that is not there at all is found by CHK-127.
    """
    roles, found = working.rules.sign_off, lines_of(working, "sign_off")
    for code, role in roles.items.items():
        item, line = _signature(found, code)
        if role.in_person and line.delegated_to:
            places = (working.place("sign_off", item, "delegated_to"),)
            facts = {"role": role.label, "delegate": shortened(line.delegated_to, 60)}
            yield Slip(role.name, places, facts, softness(roles, code))


def _version(text: str | None) -> str:
    """A version without what does not change it: "12" of "v12" and "Version 12"."""
    return _V.sub("", (text or "").strip().casefold())


def _lacks_versions(working: Calculations) -> str:
    if not _version(working.plan.facts.get("version")):
        return "the plan's version"
    signed = any(_version(line.version) for line in working.plan.sign_off or ())
    return "" if signed else "the versions that were signed"


@check(
    "CHK-129",
    name="signature-of-another-version",
    message="The {role} signed version {signed}; the plan is now {version}.",
    fix="Ask them to sign again.",
    cites="sign_off",
    needs=("sign_off",),
    lacks=_lacks_versions,
)
def signature_of_another_version(working: Calculations) -> Iterator[Slip]:
    """A signature stands for the plan that was signed; a later change is not covered by it."""
    version = working.plan.facts.get("version", "").strip()
    roles = working.rules.sign_off
    for item, line in enumerate(working.plan.sign_off or (), 1):
        signed = (line.version or "").strip()
        if not version or not signed or _version(signed) == _version(version):
            continue
        code = roles.match(line.role).accepted
        role = roles.label(code) if code else shortened(line.role or "signatory", 60)
        yield Slip(
            f"{role}, version",
            (working.place("sign_off", item, "version"),),
            {"role": role, "signed": shortened(signed, 20), "version": shortened(version, 20)},
            softness(roles),
        )
