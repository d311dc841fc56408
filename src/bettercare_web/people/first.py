"""The first two administrators, made from the command line while there is nobody to give roles."""

from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from bettercare_web.accounts.passwords import ResetTokens
from bettercare_web.areas.models import Grant, Person
from bettercare_web.areas.roles import Role, ScopeKind
from bettercare_web.audit.actors import SYSTEM as THE_SYSTEM
from bettercare_web.audit.record import SYSTEM, Thing, record
from bettercare_web.people.giving import store
from bettercare_web.people.rules import Offer, check_offer, longest
from bettercare_web.plans.edits import Stopped

ENOUGH = 2  # administrators, who then give every other role between them


def add_administrator(email: str, name: str) -> str:
    """Make one of the first two administrators; gives the path at which they set a password.

    The path works for 30 minutes, once. Raises ``Stopped`` when there are two already, and for
    somebody who holds another role.
    """
    living = Grant.objects.live().filter(role=Role.ADMINISTRATOR.value, person__is_active=True)
    with transaction.atomic():
        if living.exclude(person__email=email.casefold()).count() >= ENOUGH:
            raise Stopped(
                "There are two administrators. They give this role, one asks, one approves."
            )
        person = Person.objects.filter(email=email.casefold()).first() or _open(email, name)
        if not living.filter(person=person).exists():
            offer = Offer(
                role=Role.ADMINISTRATOR,
                scope_kind=ScopeKind.SYSTEM,
                scope_id="",
                ends=longest(Role.ADMINISTRATOR),
                reason="One of the first two administrators, from the command line",
            )
            check_offer(person, offer, THE_SYSTEM)
            store(person, offer, by=THE_SYSTEM)
    key = {"uidb36": user_pk_to_url_str(person), "key": ResetTokens().make_token(person)}
    return reverse("account_reset_password_from_key", kwargs=key)


def _open(email: str, name: str) -> Person:
    person = Person.objects.create_user(email, name=name)
    about = Thing("person", str(person.pk))
    record(stream=SYSTEM, by=THE_SYSTEM, action="account-opened", about=about)
    return person
