"""Reading for the pages about people."""

from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from bettercare.plan import SchemeRow
from bettercare_web.areas.models import (
    Area,
    Body,
    FactorReset,
    Grant,
    GrantRequest,
    Invitation,
    Person,
)
from bettercare_web.areas.roles import ScopeKind
from bettercare_web.plans.core import record_of
from bettercare_web.plans.models import Delegation, Row


class Scheme(NamedTuple):
    """A scheme row to choose, with what it is called."""

    id: str
    name: str


def schemes_of(area: Area) -> list[Scheme]:
    """The schemes of an area's newest plan, in its order, by number and name."""
    plan = area.plans.filter(kind="plan").order_by("-round").first()
    return [] if plan is None else [_scheme(row) for row in plan.rows.filter(table="schemes")]


def _scheme(row: Row) -> Scheme:
    record = record_of(row)
    if not isinstance(record, SchemeRow):
        return Scheme(str(row.pk), "A scheme")
    parts = (record.scheme_id, record.scheme_name or "no name yet")
    return Scheme(str(row.pk), " ".join(str(one) for one in parts if one))


def names_of_schemes(grants: list[Grant]) -> dict[str, str]:
    """What the scheme of each grant is called, by the id of its row."""
    ids = [one.scope_id for one in grants if one.scope_kind == ScopeKind.SCHEME.value]
    return {str(row.pk): _scheme(row).name for row in Row.objects.filter(pk__in=ids)}


def delegated(grants: list[Grant]) -> dict[str, Delegation]:
    """Which of some grants were delegated, by the id of the grant."""
    found = Delegation.objects.filter(grant__in=grants).select_related("by")
    return {str(one.grant_id): one for one in found}


def bodies_to_choose(area: Area) -> QuerySet[Body]:
    """Where somebody invited in an area may work: its partners, or a provider."""
    return Body.objects.filter(Q(partnerships__area=area) | Q(kind=Body.Kind.PROVIDER)).distinct()


def waiting_invitations(area: Area | None) -> QuerySet[Invitation]:
    """Invitations that can still be taken up: of an area, or those of administrators."""
    now = timezone.now()
    found = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, ends__gt=now)
    return found.filter(area=area) if area else found


def people_found(words: str) -> QuerySet[Person]:
    """People by a part of their name, address or body, those with open accounts first."""
    found = Person.objects.select_related("body").order_by("-is_active", "name")
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word) | Q(email__icontains=word) | Q(body__name__icontains=word)
        )
    return found


def waiting_requests() -> QuerySet[GrantRequest]:
    """Roles that wait for a second administrator."""
    return GrantRequest.objects.filter(decided_at=None).select_related("person", "asked_by")


def waiting_resets() -> QuerySet[FactorReset]:
    """Resets of a second factor whose day of waiting is not over."""
    found = FactorReset.objects.filter(done_at=None, stopped_at=None)
    return found.select_related("person", "asked_by")
