"""Second factors: one-time codes that work once, and spare codes for when a phone is lost."""

import base64
import hashlib
import secrets

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from bettercare_web.accounts.models import RecoveryCode
from bettercare_web.areas.models import Person
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.record import SYSTEM, Thing, record

CODES = 10
CODE_BYTES = 10  # 80 bits


def has_factor(person: Person) -> bool:
    """Whether somebody has set up a second factor."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=person, type__in=kinds).exists())


def code_step(secret: str, code: str, after: int = 0) -> int | None:
    """The time step of 30 seconds that a one-time code is of: this one, or one either side.

    ``after``: the step of the last code that was used; codes of that step and before are refused.
    """
    typed = code.replace(" ", "")
    return next(
        (
            step
            for step in yield_hotp_counters_from_time()
            if step > after
            and constant_time_compare(format_hotp_value(hotp_value(secret, step)), typed)
        ),
        None,
    )


def use_code(person: Person, code: str) -> Authenticator | None:
    """Use a one-time code; the same code, or one before it, works no second time."""
    with transaction.atomic():
        held = (
            Authenticator.objects.select_for_update()
            .filter(user=person, type=Authenticator.Type.TOTP)
            .first()
        )
        if held is None:
            return None
        step = code_step(decrypt(held.data["secret"]), code, held.data.get("step", 0))
        if step is None:
            return None
        held.data["step"] = step
        held.save(update_fields=["data"])
    return held


def make_codes(person: Person, *, by: Actor) -> list[str]:
    """Ten new spare codes of 80 bits, shown once; those from before work no more."""
    codes = [_readable(secrets.token_bytes(CODE_BYTES)) for _ in range(CODES)]
    with transaction.atomic():
        RecoveryCode.objects.filter(person=person).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(person=person, code_hash=_hash(code)) for code in codes
        )
        record(
            stream=SYSTEM,
            by=by,
            action="recovery-codes-made",
            about=Thing("person", str(person.pk)),
        )
    return codes


def use_spare_code(person: Person, code: str) -> bool:
    """Use a spare code; it works once."""
    used = RecoveryCode.objects.filter(person=person, code_hash=_hash(code), used_at=None)
    return used.update(used_at=timezone.now()) == 1


def spare_codes_left(person: Person) -> int:
    """How many spare codes somebody has not used."""
    return RecoveryCode.objects.filter(person=person, used_at=None).count()


def _readable(bits: bytes) -> str:
    text = base64.b32encode(bits).decode().lower()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _hash(code: str) -> str:
    kept = "".join(one for one in code.casefold() if one.isalnum())
    return hashlib.sha256(kept.encode()).hexdigest()
