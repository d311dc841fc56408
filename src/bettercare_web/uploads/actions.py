"""Everything that changes about uploads, and what they change: each with its event."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bettercare.formats.reading import Reading
from bettercare.plan import Plan as CorePlan
from bettercare.plan.records import TABLES
from bettercare_web.areas.doors import text_sent
from bettercare_web.areas.models import Area, Person
from bettercare_web.areas.permissions import rights
from bettercare_web.areas.roles import Action
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.record import Thing, record
from bettercare_web.plans.actions import Stopped, edit_plan, start_plan, the_right
from bettercare_web.plans.answers import keep_standing, summary_of
from bettercare_web.plans.edits import Change
from bettercare_web.plans.models import Plan
from bettercare_web.plans.rows import action_for
from bettercare_web.uploads import limits, quarantine
from bettercare_web.uploads.answers import Answer, Read, Refused
from bettercare_web.uploads.models import Upload
from bettercare_web.uploads.naming import shown
from bettercare_web.uploads.reading import read_file

REFUSED_KEPT = timedelta(days=30)
CUT_OFF = timedelta(hours=1)  # a reading that has no end by then never will


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """A file on its way in: its bytes in pieces, its kind, and what somebody calls it."""

    name: str
    kind: str
    size: int
    pieces: Iterable[bytes]


def bring_in(
    file: Incoming, area: Area, plan: Plan | None, round_id: str = "", *, by: Actor
) -> Upload:
    """Keep a file, read it apart, and store what was found; the plan stays as it is.

    ``round_id`` is the round to take where the file says none. Raises ``Refused`` of plans where
    the person may not, ``TooMany`` and ``TooMuch`` where limits are passed. A file that cannot be
    read gives an upload that is refused, with the reason.
    """
    upload = _receive(file, area, plan, by)
    answer = read_file(quarantine.path_of(upload.sha256), upload.kind, upload.name, round_id)
    return _store(upload, answer, by)


def _receive(file: Incoming, area: Area, plan: Plan | None, by: Actor) -> Upload:
    right = the_right(by, Action.UPLOAD, area, plan.round if plan else "")
    person = Person.objects.get(pk=by.person_id)
    limits.check(person, area, file.size)
    sha256, size = quarantine.keep(file.pieces)
    with transaction.atomic():
        upload = Upload.objects.create(
            sha256=sha256,
            size=size,
            kind=file.kind,
            name=shown(file.name),
            person=person,
            area=area,
            plan=plan,
        )
        received = f"{size} bytes"  # its hash is told once it is known to hold no patients
        _tell(upload, "file-received", by.under(right.role.value, right.grant_id), received)
    return upload


def _store(upload: Upload, answer: Answer, by: Actor) -> Upload:
    """Keep what came of reading; what seems to hold data about patients is deleted at once."""
    if isinstance(answer, Refused) and answer.patients:
        return _forget_patients(upload, answer, by)
    with transaction.atomic():
        upload.read_at = timezone.now()
        if isinstance(answer, Read):
            _fill(upload, answer.reading)
            quarantine.keep_reading(upload.pk, msgspec.json.encode(answer.reading))
        else:
            upload.status = Upload.Status.REFUSED
            upload.why = answer.why if isinstance(answer, Refused) else ""
        upload.save()
        done = "file-read" if upload.status == Upload.Status.CHECKED else "file-refused"
        _tell(upload, done, by)
    return upload


def _fill(upload: Upload, reading: Reading) -> None:
    upload.status = Upload.Status.CHECKED
    upload.round = text_sent(reading.plan.round)[:32]
    upload.area_said = text_sent(reading.plan.area or "")[:150]
    upload.findings = _kept(reading.findings)
    upload.controls = _kept(reading.controls)


def _kept(values: object) -> Any:
    """Plain values of which every database keeps each character: a NUL is shown as a space."""
    return msgspec.json.decode(msgspec.json.encode(values).replace(rb"\u0000", b" "))


def _forget_patients(upload: Upload, answer: Refused, by: Actor) -> Upload:
    """Delete the bytes and the name; the event holds a count and nothing of the file."""
    quarantine.drop(upload.sha256)
    with transaction.atomic():
        upload.status = Upload.Status.REFUSED
        upload.why = answer.why.replace(upload.name, "the file")
        upload.name = upload.sha256 = ""
        upload.read_at = timezone.now()
        upload.save()
        columns = f"{answer.patients} {'column' if answer.patients == 1 else 'columns'}"
        _tell(upload, "patient-data-refused", by, f"{columns} of data about patients; deleted")
    return upload


def _tell(upload: Upload, action: str, by: Actor, reason: str = "") -> None:
    record(
        stream=upload.area.code,
        by=by,
        action=action,
        about=Thing("upload", str(upload.pk)),
        area=upload.area.code,
        reason=reason or f"SHA-256 {upload.sha256}, {upload.size} bytes",
    )


def begin_plan(upload: Upload, reading: Reading, *, by: Actor) -> tuple[Plan, list[str]]:
    """Start the area's plan with what a file holds; gives it, and the tables left out.

    Tables that the person may not edit are left out. Raises ``Refused`` of plans where they may not
    start one, and ``Stopped`` where there is one already.
    """
    content, left = what_may_come(reading.plan, upload.area, by)
    if content.area is None:
        content = msgspec.structs.replace(content, area=upload.area.name)
    with transaction.atomic():
        locked = _locked(upload)
        reason = f"From a file with SHA-256 {upload.sha256}"
        plan = start_plan(upload.area, reading.plan.round, content, by=by, reason=reason)
        _mark(locked, plan, by)
    keep_standing(plan, summary_of(plan))
    return plan, left


def what_may_come(content: CorePlan, area: Area, by: Actor) -> tuple[CorePlan, list[str]]:
    """A plan without the tables that somebody may not edit, and the names of those."""
    person = Person.objects.get(pk=by.person_id)
    left = [
        table
        for table in TABLES
        if getattr(content, table)
        and not any(one.rows.every for one in rights(person, action_for(table), area))
    ]
    return msgspec.structs.replace(content, **dict.fromkeys(left)), left


def bring_changes(upload: Upload, changes: Sequence[Change], *, by: Actor) -> Plan:
    """Carry out what a file changes in its plan, as one change.

    Raises what ``edit_plan`` raises, and ``Stopped`` when it was done before.
    """
    if upload.plan is None:
        raise Stopped("This file is not of a plan that is there.")
    with transaction.atomic():
        locked = _locked(upload)
        plan, _ = edit_plan(
            upload.plan,
            changes,
            by=by,
            reason=f"From a file with SHA-256 {upload.sha256}",
            action="file-brought-in",
        )
        _mark(locked, plan, by)
    keep_standing(plan, summary_of(plan))
    return plan


def _locked(upload: Upload) -> Upload:
    """The upload, locked; raises ``Stopped`` when what it holds was carried out before."""
    locked = Upload.objects.select_for_update().get(pk=upload.pk)
    if locked.applied_at is not None:
        raise Stopped("What this file holds was brought in before.")
    return locked


def _mark(upload: Upload, plan: Plan, by: Actor) -> None:
    upload.plan = plan
    upload.applied_at = timezone.now()
    upload.applied_revision = plan.revision
    upload.save(update_fields=["plan", "applied_at", "applied_revision"])
    _tell(upload, "file-applied", by, f"Revision {plan.revision}")


def drop_refused(now: datetime) -> int:
    """Delete the bytes of files refused more than 30 days ago, and of readings that were cut off.

    Bytes that another upload still needs stay. The daily job of retention calls this; it gives how
    many files went.
    """
    cut_off = Q(status=Upload.Status.RECEIVED, at__lt=now - CUT_OFF)
    refused = Q(status=Upload.Status.REFUSED, at__lt=now - REFUSED_KEPT)
    old = Upload.objects.filter(cut_off | refused)
    needed = set(Upload.objects.exclude(cut_off | refused).values_list("sha256", flat=True))
    hashes = set(old.exclude(sha256="").values_list("sha256", flat=True)) - needed
    dropped = [one for one in hashes if quarantine.path_of(one).exists()]
    for sha256 in dropped:
        quarantine.drop(sha256)
    return len(dropped)
