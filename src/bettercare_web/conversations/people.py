"""The people of an area: who can be asked, named and written to."""

import re
from collections.abc import Sequence

from django.db.models import Q

from bettercare_web.areas.models import Area, Grant, Partnership, Person
from bettercare_web.areas.roles import CELLS, Action, Role, ScopeKind
from bettercare_web.plans.models import Plan

SPEAKING = [role.value for role in Role if CELLS[Action.COMMENT, role]]
_LOCAL = {"O", "P", "s"}


def people_of(area: Area, round_id: str = "") -> list[Person]:
    """Those with a live role in an area who may ask and answer there, by name."""
    partners = Partnership.objects.filter(area=area, round__in={"", round_id})
    bodies = [str(one) for one in partners.values_list("body_id", flat=True)]
    here = (
        Q(scope_kind=ScopeKind.AREA.value, scope_id=str(area.pk))
        | Q(scope_kind=ScopeKind.BODY.value, scope_id__in=bodies)
        | Q(scope_kind=ScopeKind.SCHEME.value, area=area)
    )
    local = [role for role in SPEAKING if set(CELLS[Action.COMMENT, Role(role)]) & _LOCAL]
    held = Grant.objects.live().filter(here, role__in=local).values("person_id")
    return list(Person.objects.filter(pk__in=held, is_active=True).order_by("name"))


def person_of(plan: Plan, person_id: str) -> Person | None:
    """Somebody of the plan's area by id; ``None`` where they are not one of its people."""
    return next((one for one in people_of(plan.area, plan.round) if str(one.pk) == person_id), None)


def named_in(text: str, people: Sequence[Person]) -> list[Person]:
    """Those whose name stands behind an @ in a text, each once; the longest name counts.

    >>> ann, anna = Person(name="Ann"), Person(name="Ann Shah")
    >>> [one.name for one in named_in("Is it so, @ann shah?", [ann, anna])]
    ['Ann Shah']
    """
    by_name = {one.name.casefold(): one for one in people if one.name}
    longest = sorted(by_name, key=len, reverse=True)
    if not longest:
        return []
    pattern = re.compile(rf"@({'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)
    found = (by_name[one.casefold()] for one in pattern.findall(text))
    return list({one.pk: one for one in found}.values())
