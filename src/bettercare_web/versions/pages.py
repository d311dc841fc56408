"""What the page of versions and sign-off says: sentences, roles, versions, changes."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import msgspec

from bettercare_web import words
from bettercare_web.areas.models import Person
from bettercare_web.areas.roles import Action
from bettercare_web.plans.core import plan_hash
from bettercare_web.plans.doors import PlanRequest, may
from bettercare_web.plans.models import Plan, Signature, Submission, Version
from bettercare_web.versions.actions.signing import stopped_by_rule
from bettercare_web.versions.covers import core_of, errors_in
from bettercare_web.versions.difference import Difference, difference, names_of
from bettercare_web.versions.signatories import capacities
from bettercare_web.versions.standing import Signed, Standing, standing_of
from bettercare_web.versions.timeline import changes_in, people_in, since_last

NOW = "now"


class Kept(NamedTuple):
    """A line of the list of versions; the draft as it is now has no number of its own yet."""

    version: Version | None
    number: int
    at: datetime
    by: str
    changes: int
    errors: int
    note: str


class RoleLine(msgspec.Struct, frozen=True, kw_only=True):
    """A role as the table shows it: its icon and words, and what this person can do about it."""

    signed: Signed
    icon: str
    words: str
    act: str = ""  # sign, ask, mend, record or ""
    quiet: str = ""


def only_submitted(request: PlanRequest) -> bool:
    """Whether the person of a request sees submitted versions and no draft."""
    return all(one.submitted_only for one in request.rights)


def rows_seen(request: PlanRequest) -> frozenset[str] | None:
    """The rows that a person may see, where they may not see all."""
    if any(one.rows.every for one in request.rights):
        return None
    return frozenset(row for one in request.rights for row in one.rows.ids)


def short_hash(text: str) -> str:
    """The first part of a hash, in groups that can be read aloud.

    >>> short_hash("c41e09b75d2a" + "0" * 52)
    'c41e 09b7 5d2a'
    """
    return " ".join(text[at : at + 4] for at in (0, 4, 8))


def number_now(plan: Plan) -> int:
    """The number under which the draft would be kept, or is kept already."""
    last = plan.versions.first()
    if last is None:
        return 1
    return last.number if last.revision == plan.revision else last.number + 1


def sent(plan: Plan) -> Submission | None:
    """The submission of a plan that stands, where there is one."""
    found = plan.submissions.filter(withdrawn_at=None).select_related("version", "by")
    return found.first()


def headline(standing: Standing, submission: Submission | None, moved: Decimal) -> str:
    """What the page is about, as a sentence with its number."""
    if submission is not None:
        return f"Version {submission.version.number} is submitted. Receipt {submission.receipt}"
    count, of = standing.signed, len(standing.roles)
    if standing.is_ready:
        return f"All {of} signatures stand. The plan is ready to submit."
    said = f"{count} of {of} signatures {'stands' if count == 1 else 'stand'}."
    void = sum(1 for one in standing.roles if one.state == "voided")
    if not void:
        return said
    by = f"by a {words.pounds(moved)} change" if moved else "by a later change"
    return f"{said} {'One was' if void == 1 else f'{void} were'} voided {by}."


def role_lines(request: PlanRequest, plan: Plan, standing: Standing) -> list[RoleLine]:
    """Every role with its state in words, and what this person can do about it."""
    mine = {one.role for one in capacities(request.user, plan)} if plan.state == "draft" else set()
    stopped = stopped_by_rule(plan, request.user, plan_hash(core_of(plan))) if mine else ""
    return [_role_line(request, one, one.code in mine, stopped) for one in standing.roles]


def _role_line(request: PlanRequest, one: Signed, mine: bool, stopped: str) -> RoleLine:
    icon, said, quiet = _state_words(one)
    if one.stands or request.plan.state != Plan.State.DRAFT:
        return RoleLine(signed=one, icon=icon, words=said, quiet=quiet)
    if one.errors:
        return RoleLine(signed=one, icon=icon, words=said, quiet=quiet, act="mend")
    if mine and stopped:
        return RoleLine(signed=one, icon="cannot", words="You cannot sign", quiet=stopped)
    if mine:
        return RoleLine(signed=one, icon=icon, words=said, quiet=quiet, act="sign")
    if one.for_board and may(request, Action.RECORD_APPROVAL):
        return RoleLine(signed=one, icon=icon, words=said, quiet=quiet, act="record")
    asks = "ask" if may(request, Action.SUBMIT) else ""
    return RoleLine(signed=one, icon=icon, words=said, quiet=quiet, act=asks)


def _state_words(one: Signed) -> tuple[str, str, str]:
    """The icon of a role's state, its words, and what stands beneath them."""
    if one.state == "valid" and one.signature is not None:
        under = _delegated(one.signature)
        return "fine", "Valid, by delegation" if under else "Valid", under
    if one.state == "approved" and one.approval is not None:
        how = {"delegated": "Approval delegated", "later": "Approved later"}
        when = words.day(one.approval.meeting) if one.approval.meeting else ""
        return "fine", how.get(one.approval.how, "Approved"), f"{when}, {one.approval.minute}"
    if one.state == "voided" and one.signature is not None and one.signature.voided_at:
        return "voided", "Voided", words.moment(one.signature.voided_at)
    if one.errors:
        first = one.errors[0]
        return "not-started", f"Needs {first.subject[0].lower()}{first.subject[1:]}", ""
    return "not-started", "Not signed", ""


def _delegated(one: Signature) -> str:
    return f"{one.name} for {one.delegated_for}, under {one.document}" if one.delegated_for else ""


def versions_of(plan: Plan, *, submitted: bool) -> list[Kept]:
    """The versions of a plan, newest first, with the draft as it is now before them."""
    found = plan.versions.select_related("by")
    if submitted:
        sent_ids = plan.submissions.filter(withdrawn_at=None).values("version")
        return [_kept(one) for one in found.filter(pk__in=sent_ids)]
    lines = [_kept(one) for one in found]
    if not lines or lines[0].version is None or lines[0].version.revision != plan.revision:
        lines.insert(0, _now(plan))
    return lines


def _kept(one: Version) -> Kept:
    note = one.name or ("Kept for a signature" if one.signatures.exists() else "")
    sent_as = one.submissions.first()
    if sent_as is not None:
        state = "Taken back" if sent_as.withdrawn_at else "Submitted"
        note = f"{note}. {state}" if note else state
    by = str(one.by) if one.by else "The service"
    return Kept(one, one.number, one.at, by, one.changes, one.errors, note)


def _now(plan: Plan) -> Kept:
    span = since_last(plan)
    people = people_in(plan, span)
    by = f"{len(people)} people" if len(people) > 1 else ""
    if len(people) == 1:
        by = names_of([people[0][0]])(*people[0])
    changes = len(changes_in(plan, span))
    return Kept(None, number_now(plan), plan.edited, by, changes, len(errors_in(core_of(plan))), "")


def compared(request: PlanRequest, plan: Plan) -> Difference | None:
    """The two versions that were chosen side by side; else the last one signed, and now."""
    found = {str(one.number): one for one in plan.versions.all()}
    if only_submitted(request) or not found:
        return None
    if len(found) == 1 and plan.versions.filter(revision=plan.revision).exists():
        return None
    default = _first_to_compare(plan, list(found.values()))
    first = found.get(request.GET.get("from", ""), default)
    second = found.get(request.GET.get("to", NOW))
    if second is not None and second.number < first.number:
        first, second = second, first
    contacts = may(request, Action.SEE_CONTACTS)
    return difference(plan, first, second, rows_seen(request), contacts=contacts)


def _first_to_compare(plan: Plan, found: Sequence[Version]) -> Version:
    """The version of the newest voided signature, else the newest but the one of now."""
    voided = plan.signatures.exclude(voided_at=None).order_by("-voided_at").first()
    if voided is not None:
        return next(one for one in found if one.pk == voided.version_id)
    older = [one for one in found if one.revision != plan.revision]
    return (older or found)[0]


def standing_for(request: PlanRequest, plan: Plan) -> Standing | None:
    """How the signatures stand; nothing for who sees submitted versions or some rows alone.

    What stands in the way of a signature, or voided one, tells of every row.
    """
    if only_submitted(request) or rows_seen(request) is not None:
        return None
    return standing_of(plan)


def moved_since_voided(plan: Plan, standing: Standing) -> Decimal:
    """Pounds moved between schemes since the version of the newest signature that was voided."""
    void = [one.signature for one in standing.roles if one.state == "voided" and one.signature]
    if not void:
        return Decimal(0)
    return difference(plan, max(void, key=lambda one: one.at).version, None).moved


def prepared_it(request: PlanRequest, plan: Plan) -> bool:
    """Whether the person of a request changed money in what would be signed now."""
    person: Person = request.user
    return bool(stopped_by_rule(plan, person, plan_hash(core_of(plan))))
