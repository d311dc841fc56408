"""Giving roles, renewing them and taking them away: each in one transaction, with its event."""

from django.db import transaction
from django.utils import timezone

from bettercare_web.areas.models import Area, Grant, GrantRequest, Person
from bettercare_web.areas.roles import ROLES, Role, ScopeKind
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.record import SYSTEM, Changed, Thing, record
from bettercare_web.mail.actions import write_letter
from bettercare_web.people.rules import (
    BY_ADMINISTRATOR,
    BY_LEAD,
    BY_TWO,
    Offer,
    administrator,
    check_offer,
    grants_in,
    is_only_administrator,
    lead_of,
    longest,
)
from bettercare_web.plans.edits import Refused, Stopped
from bettercare_web.plans.models import Delegation

SHORTEST_REASON = 10


def give_in_area(area: Area, person: Person, offers: list[Offer], *, by: Actor) -> list[Grant]:
    """Give somebody a role in an area, by its lead.

    Raises ``Refused`` to anybody else and for roles that a lead does not give, ``Stopped`` with
    words where a rule stands in the way.
    """
    right = lead_of(area, by)
    if any(one.role not in BY_LEAD for one in offers):
        raise Refused
    acting = by.under(right.role.value, right.grant_id)
    with transaction.atomic():
        for offer in offers:
            check_offer(person, offer, by)
        return [store(person, offer, by=acting) for offer in offers]


def give_as_administrator(person: Person, offer: Offer, *, by: Actor) -> Grant:
    """Give a role that an administrator gives alone."""
    administrator(by)
    if offer.role not in BY_ADMINISTRATOR:
        raise Refused
    _check_reason(offer.reason)
    with transaction.atomic():
        check_offer(person, offer, by)
        return store(person, offer, by=by)


def ask_for_role(person: Person, offer: Offer, *, by: Actor) -> GrantRequest:
    """Ask for a role that a second administrator must approve."""
    asked_by = administrator(by)
    if offer.role not in BY_TWO:
        raise Refused
    _check_reason(offer.reason)
    with transaction.atomic():
        check_offer(person, offer, by)
        asked = GrantRequest.objects.create(
            person=person,
            role=offer.role.value,
            scope_kind=offer.scope_kind.value,
            scope_id=offer.scope_id,
            ends=offer.ends,
            reason=offer.reason,
            asked_by=asked_by,
        )
        record(
            stream=SYSTEM,
            by=by,
            action="role-asked-for",
            about=Thing("request", str(asked.pk)),
            changes=_changes(offer, person),
            reason=offer.reason,
        )
    return asked


def decide_request(asked: GrantRequest, *, approve: bool, by: Actor) -> Grant | None:
    """Approve or refuse what another administrator asked for.

    Raises ``Stopped`` for one's own request, for a role for oneself, and once it is decided.
    """
    decided_by = administrator(by)
    with transaction.atomic():
        asked = GrantRequest.objects.select_for_update().get(pk=asked.pk)
        if asked.decided_at is not None:
            raise Stopped("This request was decided already.")
        if approve and decided_by.pk == asked.asked_by_id:
            raise Stopped("A second administrator must approve what you asked for.")
        asked.decided_by, asked.decided_at = decided_by, timezone.now()
        asked.approved = approve
        asked.save(update_fields=["decided_by", "decided_at", "approved"])
        if approve:
            offer = _offer_of(asked)
            check_offer(asked.person, offer, by)
            return store(asked.person, offer, by=by)
        record(
            stream=SYSTEM,
            by=by,
            action="role-not-approved",
            about=Thing("request", str(asked.pk)),
        )
    return None


def _offer_of(asked: GrantRequest) -> Offer:
    role = Role(asked.role)
    return Offer(
        role=role,
        scope_kind=ScopeKind(asked.scope_kind),
        scope_id=asked.scope_id,
        ends=min(asked.ends or longest(role), longest(role)),
        reason=asked.reason,
    )


def take_away(grant: Grant, *, by: Actor, area: Area | None = None, reason: str = "") -> None:
    """Take a role away at once.

    In an area its lead takes away what leads give; without one, an administrator. The role of the
    only administrator stays: that raises ``Stopped``.
    """
    acting = _who_may_change(grant, by, area)
    with transaction.atomic():
        held = Grant.objects.select_for_update().filter(pk=grant.pk, revoked_at=None).first()
        if held is None:
            raise Stopped("This role was taken away already.")
        if held.role == Role.ADMINISTRATOR.value and is_only_administrator(held.person):
            raise Stopped("The only administrator cannot be taken away. Give the role first.")
        end_grant(held, by=acting, reason=reason)
        _tell(held.person, held.role, "was taken away")


def renew(grant: Grant, *, by: Actor, area: Area | None = None) -> Grant:
    """Give a role again for its full time: a new grant, in the place of the old one."""
    acting = _who_may_change(grant, by, area)
    role = Role(grant.role)
    if role in BY_TWO:
        raise Stopped("Two administrators give this role: ask for it again.")
    if Delegation.objects.filter(grant=grant).exists():
        raise Stopped("This is a delegation, which its giver alone can make again.")
    offer = Offer(
        role=role,
        scope_kind=ScopeKind(grant.scope_kind),
        scope_id=grant.scope_id,
        ends=longest(role),
        area=grant.area,
        capacity=grant.capacity,
        reason="Renewed",
    )
    with transaction.atomic():
        held = Grant.objects.select_for_update().filter(pk=grant.pk, revoked_at=None).first()
        if held is None:
            raise Stopped("This role was taken away already.")
        end_grant(held, by=acting, reason="Renewed")
        check_offer(held.person, offer, by)
        return store(held.person, offer, by=acting)


def _who_may_change(grant: Grant, by: Actor, area: Area | None) -> Actor:
    """The actor with the right to change a grant. Raises ``Refused`` without one."""
    if area is None:
        administrator(by)
        return by
    right = lead_of(area, by)
    if Role(grant.role) not in BY_LEAD or grant not in grants_in(area):
        raise Refused
    return by.under(right.role.value, right.grant_id)


def share_with_region(area: Area, *, share: bool, by: Actor) -> None:
    """Let the Better Care Manager of the region see an area's drafts, or no more."""
    right = lead_of(area, by)
    with transaction.atomic():
        held = Area.objects.select_for_update().get(pk=area.pk)
        if held.shared_with_region == share:
            return
        held.shared_with_region = share
        held.save(update_fields=["shared_with_region"])
        record(
            stream=area.code,
            by=by.under(right.role.value, right.grant_id),
            action="drafts-shared" if share else "drafts-not-shared",
            about=Thing("area", str(area.pk)),
            area=area.code,
        )


def store(person: Person, offer: Offer, *, by: Actor) -> Grant:
    """Store a grant with its event and letter, inside the caller's transaction and checks."""
    grant = Grant.objects.create(
        person=person,
        role=offer.role.value,
        scope_kind=offer.scope_kind.value,
        scope_id=offer.scope_id,
        area=offer.area if offer.scope_kind is ScopeKind.SCHEME else None,
        capacity=offer.capacity,
        ends=offer.ends,
        granted_by_id=by.person_id or None,
        reason=offer.reason,
    )
    _tell(person, offer.role.value, "is yours")
    record(
        stream=SYSTEM,
        by=by,
        action="role-given",
        about=Thing("grant", str(grant.pk)),
        area=offer.area.code if offer.area else "",
        changes=_changes(offer, person),
        reason=offer.reason,
    )
    return grant


def end_grant(grant: Grant, *, by: Actor, reason: str = "") -> None:
    """End a grant with its event, inside the caller's transaction and checks."""
    grant.revoked_at, grant.revoked_by_id = timezone.now(), by.person_id or None
    grant.save(update_fields=["revoked_at", "revoked_by"])
    record(
        stream=SYSTEM,
        by=by,
        action="role-taken-away",
        about=Thing("grant", str(grant.pk)),
        area=grant.area.code if grant.area else "",
        changes=[Changed(field="role", old=grant.role), Changed(field="person", old=_id(grant))],
        reason=reason,
    )


def _id(grant: Grant) -> str:
    return str(grant.person_id)


def _changes(offer: Offer, person: Person) -> list[Changed]:
    return [
        Changed(field="person", new=str(person.pk)),
        Changed(field="role", new=offer.role.value),
        Changed(field="scope", new=f"{offer.scope_kind.value} {offer.scope_id}".strip()),
        Changed(field="until", new=offer.ends.date().isoformat()),
        *([Changed(field="capacity", new=offer.capacity)] if offer.capacity else []),
    ]


def _tell(person: Person, role: str, what: str) -> None:
    label = ROLES[Role(role)].label
    write_letter(
        person.email,
        "Your roles in Better Care planning changed",
        f"The role {label} {what}. 'Your account' shows what you hold, and until when.",
    )


def _check_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise Stopped(f"Say why in at least {SHORTEST_REASON} characters.")
