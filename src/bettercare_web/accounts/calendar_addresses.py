"""The secret address at which calendars read somebody's dates: made, ended, and whose it is."""

import hashlib
import secrets

from django.db import transaction

from bettercare_web.accounts.models import CalendarAddress
from bettercare_web.areas.models import Person
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.record import SYSTEM, Thing, record


def make_address(*, by: Actor) -> str:
    """Make an address for oneself, in place of one that was, and give its secret this once."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        CalendarAddress.objects.filter(person_id=by.person_id).delete()
        made = CalendarAddress.objects.create(person_id=by.person_id, secret_hash=_hash(secret))
        record(
            stream=SYSTEM,
            by=by,
            action="calendar-address-made",
            about=Thing("calendar-address", str(made.pk)),
        )
    return secret


def end_address(*, by: Actor) -> bool:
    """End one's own address at once; whether there was one."""
    with transaction.atomic():
        held = CalendarAddress.objects.select_for_update().filter(person_id=by.person_id).first()
        if held is None:
            return False
        about = Thing("calendar-address", str(held.pk))
        held.delete()
        record(stream=SYSTEM, by=by, action="calendar-address-ended", about=about)
    return True


def person_at(secret: str) -> Person | None:
    """Whose address a secret is; ``None`` for one that is nobody's or of a closed account."""
    found = CalendarAddress.objects.filter(secret_hash=_hash(secret), person__is_active=True)
    held = found.select_related("person").first()
    return held.person if held else None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
