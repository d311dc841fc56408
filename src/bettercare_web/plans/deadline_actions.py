"""Setting deadlines: by the national team, and for one area by two of them."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from bettercare.rounds import available
from bettercare_web.areas.models import Area, Person
from bettercare_web.areas.permissions import grants_of
from bettercare_web.areas.roles import CELLS, Action, Role, ScopeKind
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.record import NATION, Changed, Thing, record
from bettercare_web.plans.actions import Refused, Stopped
from bettercare_web.plans.deadlines import ZONE, in_utc
from bettercare_web.plans.models import Deadline


def set_deadline(
    round_id: str,
    wall: datetime,
    *,
    by: Actor,
    reason: str,
    kind: str = Deadline.Kind.SOFT,
    area: Area | None = None,
) -> Deadline:
    """Say until when plans are asked for; ``wall`` is the time on the clocks of London.

    One for a single area waits until a second person confirms it. Raises ``Refused`` where this
    person may not, and ``Stopped`` without a reason or a round.
    """
    by = _national(by)
    if not reason.strip():
        raise Stopped("Say why the deadline is moved.")
    if round_id not in available():
        raise Stopped("Choose a round.")
    with transaction.atomic():
        made = Deadline.objects.create(
            round=round_id,
            area=area,
            kind=kind,
            wall=wall.replace(tzinfo=None, microsecond=0).isoformat(),
            zone=ZONE,
            moment=in_utc(wall),
            reason=reason.strip()[:500],
            set_by_id=by.person_id,
        )
        _tell(made, "deadline-asked-for" if area else "deadline-set", by)
    return made


def confirm_deadline(deadline: Deadline, *, by: Actor) -> Deadline:
    """Confirm the deadline of one area, which counts from now.

    Raises ``Refused`` where this person may not, and ``Stopped`` for who asked for it, or when it
    is confirmed already.
    """
    by = _national(by)
    with transaction.atomic():
        held = Deadline.objects.select_for_update(of=("self",)).select_related("area")
        waiting = held.get(pk=deadline.pk)
        if waiting.area is None or waiting.confirmed_at is not None:
            raise Stopped("This deadline counts already.")
        if str(waiting.set_by_id) == by.person_id:
            raise Stopped("You asked for this deadline, so somebody else must confirm it.")
        waiting.confirmed_by_id, waiting.confirmed_at = by.person_id, timezone.now()
        waiting.save(update_fields=["confirmed_by", "confirmed_at"])
        _tell(waiting, "deadline-confirmed", by)
    return waiting


def _national(by: Actor) -> Actor:
    """Who acts, with the right that is used: a person who decides for England."""
    person = Person.objects.filter(pk=by.person_id, is_active=True).first()
    for grant in grants_of(person) if person and by.kind == "person" else ():
        is_nation = grant.scope_kind == ScopeKind.NATION.value
        if is_nation and "N" in CELLS[Action.DECIDE, Role(grant.role)]:
            return by.under(grant.role, str(grant.pk))
    raise Refused


def _tell(deadline: Deadline, action: str, by: Actor) -> None:
    code = deadline.area.code if deadline.area else ""
    record(
        stream=code or NATION,
        by=by,
        action=action,
        about=Thing("deadline", str(deadline.pk)),
        area=code,
        changes=[
            Changed(field="round", new=deadline.round),
            Changed(field=deadline.kind, new=f"{deadline.wall} {deadline.zone}"),
        ],
        reason=deadline.reason,
    )
