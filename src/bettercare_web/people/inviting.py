"""Inviting people by a letter with a link, which is known here by its hash and works once."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from bettercare_web.areas.models import Area, Body, Grant, Invitation, Person
from bettercare_web.areas.roles import ROLES, Role, ScopeKind
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.record import SYSTEM, Changed, Thing, record
from bettercare_web.mail.actions import write_letter
from bettercare_web.people.giving import store
from bettercare_web.people.rules import (
    BY_ADMINISTRATOR,
    BY_LEAD,
    Offer,
    administrator,
    check_offer,
    lead_of,
    longest,
    person_acting,
)
from bettercare_web.plans.edits import Refused, Stopped

LASTS = timedelta(days=7)


def invite(
    email: str,
    body: Body,
    offers: Sequence[Offer],
    *,
    by: Actor,
    address: str,
    area: Area | None = None,
) -> Invitation:
    """Send somebody a letter with a link by which they take up a role.

    Who has no account opens one with it. ``address`` is the link with ``TOKEN`` where the secret
    goes. In an area its lead may invite; without one, an administrator. Raises ``Refused`` to
    others, ``Stopped`` in words.
    """
    acting = _inviting(offers, by, area)
    known = Person.objects.filter(email=email.casefold()).first()
    for offer in offers:
        check_offer(known, offer, by)
    token = secrets.token_urlsafe(32)
    first = offers[0] if offers else None
    with transaction.atomic():
        made = Invitation.objects.create(
            email=email.casefold(),
            token_hash=_hash(token),
            role=first.role.value if first else "",
            scope_kind=first.scope_kind.value if first else "",
            scope_ids=" ".join(one.scope_id for one in offers),
            area=area or (first.area if first else None),
            body=body,
            capacity=first.capacity if first else "",
            reason=first.reason if first else "",
            invited_by_id=by.person_id,
            ends=timezone.now() + LASTS,
        )
        write_letter(made.email, "You are invited", _words(made, address.replace("TOKEN", token)))
        record(
            stream=SYSTEM,
            by=acting,
            action="invited",
            about=Thing("invitation", str(made.pk)),
            area=area.code if area else "",
            changes=[
                Changed(field="email", new=made.email, private=True),
                Changed(field="role", new=made.role),
            ],
        )
    return made


def _inviting(offers: Sequence[Offer], by: Actor, area: Area | None) -> Actor:
    if area is None:
        administrator(by)
        if any(one.role not in BY_ADMINISTRATOR for one in offers):
            raise Refused
        return by
    right = lead_of(area, by)
    if not offers or any(one.role not in BY_LEAD for one in offers):
        raise Refused
    return by.under(right.role.value, right.grant_id)


def _words(made: Invitation, link: str) -> str:
    what = f"as {ROLES[Role(made.role)].label}" if made.role else "to open an account"
    where = f" for {made.area}" if made.area else ""
    return (
        f"You are invited to Better Care planning {what}{where}.\n\n"
        f"Open this link within 7 days. It works once:\n{link}\n\n"
        "If you expected no invitation, you need do nothing."
    )


def open_invitation(token: str) -> Invitation | None:
    """The invitation that a link belongs to, while it can be taken up."""
    return (
        Invitation.objects.filter(
            token_hash=_hash(token),
            accepted_at=None,
            withdrawn_at=None,
            ends__gt=timezone.now(),
        )
        .select_related("area", "body", "invited_by")
        .first()
    )


def open_account(token: str, name: str, password: str) -> Person:
    """Open the account of somebody invited, and give them their role.

    Raises ``Refused`` where the link works no more or the address has an account, and Django's
    ``ValidationError`` for a password that may not be.
    """
    with transaction.atomic():
        made = _locked(token)
        if Person.objects.filter(email=made.email).exists():
            raise Refused
        validate_password(password, Person(email=made.email, name=name, body=made.body))
        person = Person.objects.create_user(made.email, password, name=name[:150], body=made.body)
        record(
            stream=SYSTEM,
            by=Actor(person_id=str(person.pk)),
            action="account-opened",
            about=Thing("person", str(person.pk)),
        )
        _take_up(made, person)
    return person


def accept(token: str, *, by: Actor) -> list[Grant]:
    """Take up a role, signed in with the address that was invited."""
    with transaction.atomic():
        made = _locked(token)
        person = person_acting(by)
        if person.email != made.email:
            raise Refused
        return _take_up(made, person)


def withdraw(made: Invitation, *, by: Actor, area: Area | None) -> None:
    """Make an invitation that was not taken up work no more."""
    acting = by
    if area is None:
        administrator(by)
    else:
        right = lead_of(area, by)
        acting = by.under(right.role.value, right.grant_id)
        if made.area_id != area.pk or (made.role and Role(made.role) not in BY_LEAD):
            raise Refused
    with transaction.atomic():
        waiting = Invitation.objects.filter(pk=made.pk, accepted_at=None, withdrawn_at=None)
        if not waiting.update(withdrawn_at=timezone.now()):
            raise Stopped("This invitation was taken up or withdrawn already.")
        record(
            stream=SYSTEM,
            by=acting,
            action="invitation-withdrawn",
            about=Thing("invitation", str(made.pk)),
            area=area.code if area else "",
        )


def _locked(token: str) -> Invitation:
    found = open_invitation(token)
    held = Invitation.objects.select_for_update().filter(accepted_at=None, withdrawn_at=None)
    locked = held.filter(pk=found.pk).first() if found else None
    if locked is None:
        raise Refused
    return locked


def _take_up(made: Invitation, person: Person) -> list[Grant]:
    """Give what was offered, by whoever offered it, if they still may."""
    made.accepted_at, made.accepted_by = timezone.now(), person
    made.save(update_fields=["accepted_at", "accepted_by"])
    if person.body_id is None:
        person.body = made.body
        person.save(update_fields=["body"])
    offers = offers_of(made)
    giver = Actor(person_id=str(made.invited_by_id))
    _inviting(offers, giver, made.area if made.role in {one.value for one in BY_LEAD} else None)
    for offer in offers:
        check_offer(person, offer, giver)
    return [store(person, offer, by=giver) for offer in offers]


def offers_of(made: Invitation) -> list[Offer]:
    """What an invitation offers, from the day that it is taken up."""
    if not made.role:
        return []
    role = Role(made.role)
    return [
        Offer(
            role=role,
            scope_kind=ScopeKind(made.scope_kind),
            scope_id=one,
            ends=longest(role),
            area=made.area,
            capacity=made.capacity,
            reason=made.reason,
        )
        for one in made.scope_ids.split(" ")
    ]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
