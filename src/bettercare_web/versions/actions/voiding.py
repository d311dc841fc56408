"""After a change to a plan: the signatures whose part has changed no longer hold."""

from collections.abc import Sequence

from django.utils import timezone

from bettercare.calculations import Calculations
from bettercare.labels import listed
from bettercare.rounds import Round
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.record import Changed, Thing, record
from bettercare_web.plans.core import WHOLE
from bettercare_web.plans.models import Plan, Signature
from bettercare_web.plans.notes_on_lines import label_of
from bettercare_web.plans.rows import Applied
from bettercare_web.versions.actions.letters import tell
from bettercare_web.versions.covers import core_of, cover_hash, working_of
from bettercare_web.versions.signatories import leads
from bettercare_web.versions.titles import Titles

LONGEST_WHY = 300
FEW = 3  # rows, and fields of each, that are named


def void_touched(plan: Plan, done: Sequence[Applied], by: Actor) -> None:
    """Void exactly the signatures whose covered part is another one now; they stay on view.

    It is called inside the transaction of the change. The signer and the leads get a letter.
    """
    standing = list(plan.signatures.filter(voided_at=None).select_related("by", "version"))
    if not standing:
        return
    working = working_of(core_of(plan))
    touched = [one for one in standing if cover_hash(working, one.role) != one.covered]
    why, told = _what(plan, done, working.rules), leads(plan) if touched else []
    for one in touched:
        _void(plan, one, why, by)
        label = working.rules.sign_off.items[one.role].label
        tell(
            [one.by, *told],
            plan,
            "A signature no longer holds",
            f"The {label} signed version {one.version.number} of the plan of {plan.area} for "
            f"{plan.round}. Something that the signature covers has changed since, so it no longer "
            "holds. The plan needs a new signature before it can be submitted.",
        )


def _what(plan: Plan, done: Sequence[Applied], rules: Round) -> str:
    """The rows and fields of a change in words, the first few of them."""
    titles = Titles(plan, rules)
    seen = [one for one in done if one.table != WHOLE]
    said = [f"{titles.of_row(one.table, one.row_id)} ({_fields(one, rules)})" for one in seen[:FEW]]
    more = len(seen) - FEW
    return listed([*said, f"{more} more" if more > 1 else "1 more"] if more > 0 else said, "and")


def _fields(one: Applied, rules: Round) -> str:
    labels = dict.fromkeys(label_of(rules, one.table, field) for field in one.fields)
    return listed([*labels][:FEW], "and") if one.kind == "edited" else one.kind


def _void(plan: Plan, one: Signature, why: str, by: Actor) -> None:
    one.voided_at, one.voided_why = timezone.now(), why[:LONGEST_WHY]
    one.save(update_fields=["voided_at", "voided_why"])
    record(
        stream=plan.area.code,
        by=by,
        action="signature-voided",
        about=Thing("plan", str(plan.pk), plan.revision, plan.revision),
        area=plan.area.code,
        changes=[
            Changed(field="signature", old=one.role),
            Changed(field="version", old=str(one.version.number)),
        ],
        reason=why,
    )


def still_holds(working: Calculations, one: Signature) -> bool:
    """Whether a signature stands for a plan as it is worked out now."""
    return one.voided_at is None and cover_hash(working, one.role) == one.covered
