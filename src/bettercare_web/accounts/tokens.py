"""Access tokens: what a program shows so as to act for a person, and no further than they may."""

import hashlib
import re
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta
from enum import Enum
from hmac import compare_digest

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bettercare_web.accounts.models import AccessToken
from bettercare_web.areas.models import Person
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.record import SYSTEM, Changed, Thing, record

USUAL_DAYS = 90
MOST_DAYS = 365
UNUSED = timedelta(days=60)
SEEN_EVERY = timedelta(minutes=1)  # its last use is written no more often
_SHAPE = re.compile(r"Bearer bct_([0-9a-f]{8})_([A-Za-z0-9_-]{43})")


class Scope(Enum):
    """What a token may be used for, within the rights that its person has at that moment."""

    PLAN_READ = "plan:read"
    PLAN_WRITE = "plan:write"
    EXPORT_READ = "export:read"
    RESULTS_PUSH = "results:push"


class TokenRefused(ValueError):
    """A token cannot be made so; the words say what to change."""


def make_token(
    person: Person,
    name: str,
    scopes: frozenset[Scope],
    days: int = USUAL_DAYS,
    *,
    by: Actor,
    form_key: str = "",
) -> str:
    """Make a token for oneself, and give its only readable copy.

    The same form sent again, known by its ``form_key``, makes no second token and gives the same
    copy: it is worked out from the form under the service's secret, and still kept nowhere.
    Raises ``TokenRefused`` without a scope, and for more than 365 days or less than one.
    """
    if by.person_id != str(person.pk) or by.kind != "person":
        raise TokenRefused("You can make tokens for yourself alone, signed in to these pages.")
    if not scopes:
        raise TokenRefused("Select what the token may be used for.")
    if not 1 <= days <= MOST_DAYS:
        raise TokenRefused(f"Enter a number of days from 1 to {MOST_DAYS}.")
    words = " ".join(sorted(one.value for one in scopes))
    short, secret = _secret(str(person.pk), form_key, name, words, str(days))
    now = timezone.now()
    with transaction.atomic():
        token, is_new = AccessToken.objects.get_or_create(
            person=person,
            short=short,
            secret_hash=_hash(secret),
            defaults={
                "name": name[:100],
                "scopes": words,
                "made": now,
                "ends": now + timedelta(days=days),
            },
        )
        if is_new:
            record(
                stream=SYSTEM,
                by=by,
                action="token-made",
                about=Thing("token", str(token.pk)),
                changes=[Changed(field="scopes", new=words), Changed(field="days", new=str(days))],
            )
    return f"bct_{short}_{secret}"


def _secret(person_id: str, form_key: str, *answers: str) -> tuple[str, str]:
    """The open and the secret part of a token: by chance, or always the same for one form."""
    if not form_key:
        return secrets.token_hex(4), secrets.token_urlsafe(32)
    form = "\n".join((person_id, form_key, *answers))
    secret = salted_hmac("bettercare.access-token", form, algorithm="sha256").digest()
    return _hash(form)[:8], urlsafe_b64encode(secret).rstrip(b"=").decode()


def revoke_token(token: AccessToken, *, by: Actor) -> None:
    """End a token of one's own at once."""
    if by.person_id != str(token.person_id):
        raise TokenRefused("You can end your own tokens alone.")
    with transaction.atomic():
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record(stream=SYSTEM, by=by, action="token-ended", about=Thing("token", str(token.pk)))


def person_of(authorization: str) -> tuple[Person, frozenset[Scope]] | None:
    """Whom the ``Authorization`` header of a request speaks for, and within which scopes.

    ``None`` for anything but a token that lives: right, not ended, used in the last 60 days, of a
    person whose account is open. All of these are answered alike.
    """
    found = _SHAPE.fullmatch(authorization)
    if found is None:
        return None
    short, secret = found.groups()
    token = living_tokens().filter(short=short).select_related("person").first()
    known = token.secret_hash if token else _hash("")
    if not compare_digest(known, _hash(secret)) or token is None:
        return None
    _note_use(token)
    return token.person, frozenset(Scope(word) for word in token.scopes.split())


def living_tokens() -> QuerySet[AccessToken]:
    """The tokens that would be accepted now."""
    now = timezone.now()
    return AccessToken.objects.annotate(touched=Coalesce(F("used"), F("made"))).filter(
        revoked_at=None, ends__gt=now, touched__gt=now - UNUSED, person__is_active=True
    )


def _note_use(token: AccessToken) -> None:
    now = timezone.now()
    stale = Q(used=None) | Q(used__lt=now - SEEN_EVERY)
    AccessToken.objects.filter(stale, pk=token.pk).update(used=now)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
