"""The account of somebody who comes from their organisation's sign-in."""

from django.db import transaction

from bettercare_web.accounts.models import Identity
from bettercare_web.accounts.oidc import Claims
from bettercare_web.areas.models import Person
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.record import SYSTEM, Thing, record


class AddressTaken(Exception):
    """Somebody has an account with this address: they must link it themselves, signed in."""


def person_of_claims(claims: Claims) -> Person:
    """The account that issuer and subject belong to; a new one, without any grant, if none.

    An account with the same address is never taken over: raises ``AddressTaken``.
    """
    known = Identity.objects.filter(issuer=claims.issuer, subject=claims.subject)
    found = known.select_related("person").first()
    if found is not None:
        return found.person
    with transaction.atomic():
        if not claims.email or Person.objects.filter(email=claims.email).exists():
            raise AddressTaken
        person = Person.objects.create_user(claims.email, name=claims.name[:150] or claims.email)
        _link(person, claims, Actor(person_id=str(person.pk)), "account-opened")
    return person


def link(person: Person, claims: Claims, *, by: Actor) -> bool:
    """Let somebody signed in use their organisation's sign-in from now on.

    ``False`` where that identity belongs to somebody else.
    """
    with transaction.atomic():
        known = Identity.objects.filter(issuer=claims.issuer, subject=claims.subject).first()
        if known is not None:
            return known.person_id == person.pk
        _link(person, claims, by, "identity-linked")
    return True


def _link(person: Person, claims: Claims, by: Actor, action: str) -> None:
    Identity.objects.create(issuer=claims.issuer, subject=claims.subject, person=person)
    record(stream=SYSTEM, by=by, action=action, about=Thing("person", str(person.pk)))
