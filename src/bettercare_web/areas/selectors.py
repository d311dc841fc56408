"""Reading who holds which role, over what and until when."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from bettercare.rounds import load
from bettercare_web.areas.models import Area, Body, Grant, Partnership, Person, Region
from bettercare_web.areas.permissions import grants_of
from bettercare_web.areas.roles import ROLES, Role, ScopeKind


class Held(NamedTuple):
    """A role that somebody holds: its name, over what, and until when."""

    role: str
    over: str
    ends: datetime


def roles_held(person: Person) -> list[Held]:
    """What somebody holds now, in the order of the table of roles."""
    order = list(Role)
    grants = sorted(grants_of(person), key=lambda one: order.index(Role(one.role)))
    names = names_of_scopes(grants)
    labels = capacity_labels() if any(one.capacity for one in grants) else {}
    return [
        Held(
            labels.get(one.capacity, ROLES[Role(one.role)].label),
            names[one.scope_kind, one.scope_id],
            one.ends,
        )
        for one in grants
    ]


def capacity_labels() -> dict[str, str]:
    """Who signs as what, by the code of the round's sign-off role; those of the newest plans."""
    plans = Area.objects.filter(plans__kind="plan").order_by()
    found: dict[str, str] = {}
    for round_id in sorted(plans.values_list("plans__round", flat=True).distinct()):
        roles = load(round_id).sign_off.items
        found |= {code: role.label for code, role in roles.items() if role.signs_for}
    return found


def holders(area: Area, round_id: str, role: Role) -> list[Person]:
    """Who holds a role over an area or over a body that is a partner in it, by name.

    What they may do there is for ``permissions.rights`` to say.
    """
    partners = Partnership.objects.filter(area=area, round__in={"", round_id})
    bodies = [str(one) for one in partners.values_list("body_id", flat=True)]
    here = Q(scope_kind=ScopeKind.AREA.value, scope_id=str(area.pk)) | Q(
        scope_kind=ScopeKind.BODY.value, scope_id__in=bodies
    )
    held = Grant.objects.live().filter(here, role=role.value).values("person_id")
    return list(Person.objects.filter(pk__in=held, is_active=True).order_by("name"))


def names_of_scopes(grants: Iterable[Grant]) -> dict[tuple[str, str], str]:
    """What each grant is over, in words, by the kind and id of its scope."""
    grants = list(grants)
    kinds = {(ScopeKind(one.scope_kind), one.scope_id) for one in grants}
    areas = dict(Area.objects.filter(pk__in=_ids(kinds, ScopeKind.AREA)).values_list("pk", "name"))
    bodies = dict(Body.objects.filter(pk__in=_ids(kinds, ScopeKind.BODY)).values_list("pk", "name"))
    regions = dict(Region.objects.values_list("pk", "name"))
    of_schemes = {one.scope_id: f"a scheme of {one.area}" for one in grants if one.area_id}
    known = {
        **{(ScopeKind.AREA.value, str(pk)): name for pk, name in areas.items()},
        **{(ScopeKind.BODY.value, str(pk)): name for pk, name in bodies.items()},
        **{(ScopeKind.REGION.value, pk): f"{name} region" for pk, name in regions.items()},
        **{(ScopeKind.SCHEME.value, pk): words for pk, words in of_schemes.items()},
        (ScopeKind.NATION.value, ""): "England",
        (ScopeKind.SYSTEM.value, ""): "this service",
    }
    return {
        (kind.value, scope): known.get((kind.value, scope), "something that is gone")
        for kind, scope in kinds
    }


def _ids(kinds: Iterable[tuple[ScopeKind, str]], wanted: ScopeKind) -> list[str]:
    return [scope for kind, scope in kinds if kind is wanted]
