"""Letters before a role ends: 30 days and 7 days before, one each."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from bettercare_web.areas.models import Grant
from bettercare_web.areas.roles import ROLES, Role
from bettercare_web.areas.selectors import names_of_scopes
from bettercare_web.mail.actions import write_letter
from bettercare_web.words import day

BEFORE = (7, 30)  # days; the nearest that applies is the one that is written


def remind_of_endings() -> int:
    """Write to everybody whose role ends soon, once for each distance; for the worker. How many."""
    now = timezone.now()
    ending = Grant.objects.live().filter(ends__lte=now + timedelta(days=max(BEFORE)))
    grants = list(ending.filter(person__is_active=True).select_related("person", "area"))
    names = names_of_scopes(grants)
    return sum(_remind(one, names[one.scope_kind, one.scope_id]) for one in grants)


def _remind(grant: Grant, over: str) -> bool:
    left = grant.ends - timezone.now()
    days = next(one for one in BEFORE if left <= timedelta(days=one))
    if grant.reminded and grant.reminded <= days:
        return False
    label = ROLES[Role(grant.role)].label
    with transaction.atomic():
        waiting = Grant.objects.select_for_update().get(pk=grant.pk)
        if waiting.reminded and waiting.reminded <= days:
            return False
        waiting.reminded = days
        waiting.save(update_fields=["reminded"])
        write_letter(
            grant.person.email,
            "A role of yours ends soon",
            f"You are {label} for {over} until {day(grant.ends)}. To keep the role, ask whoever "
            "gave it to you to renew it: the Better Care Fund lead of your area, or an "
            "administrator.",
        )
    return True
