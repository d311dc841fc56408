"""What every page knows: the service's name, whose page it is, where one can go."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from bettercare.rounds import available, load
from bettercare_web.accounts.oidc import providers
from bettercare_web.areas.models import Area, Person, Region
from bettercare_web.areas.permissions import has_role, rights
from bettercare_web.areas.roles import ROLES, Action, Role
from bettercare_web.areas.selectors import capacity_labels
from bettercare_web.national.rules_page import years_in_words
from bettercare_web.national.scope import national_grant, regional_grants
from bettercare_web.plans.addresses import address as address_of
from bettercare_web.plans.findings_places import seen_rows
from bettercare_web.plans.models import Plan
from bettercare_web.plans.section_urls import PAGES as SECTIONS
from bettercare_web.plans.selectors import rights_in
from bettercare_web.running.demo import PASSWORD

SERVICE = "Better Care planning"


class Link(NamedTuple):
    """One link of the navigation; ``errors`` is shown beside it.

    ``within``: the page is not the link's own, but one that is reached from it.
    """

    text: str
    href: str
    here: bool
    errors: int = 0
    within: bool = False


# The pages of a plan: the words, the name of the address, and what a person must be allowed to do.
PLAN_PAGES = (
    ("Plan", "plan", Action.SEE_DRAFT),
    ("Schemes", "schemes", Action.SEE_DRAFT),
    ("Findings", "findings", Action.SEE_DRAFT),
    ("Measures", "metrics", Action.SEE_DRAFT),
    ("Versions and sign-off", "sign-off", Action.SEE_SUBMITTED),
    ("Downloads", "downloads", Action.EXPORT_DRAFT),
)

# The pages that are reached from one of those, by the name of its address.
WITHIN: Mapping[str, frozenset[str]] = {
    "plan": frozenset({*SECTIONS, "summary"}) - {"metrics"},
    "schemes": frozenset({"scheme", "scheme-add", "scheme-remove", "renumber"}),
    "metrics": frozenset({"plan-measure", "plan-measure-compare"}),
    "sign-off": frozenset(
        {"approval", "sign", "delegate", "submit", "withdraw", "receipt", "version", "history"}
    ),
}
WHOLE = "metrics"  # not a page for those who see some rows alone


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of every page."""
    plan: Plan | None = getattr(request, "plan", None)
    area = getattr(request, "area", None)
    return {
        "service": SERVICE,
        "demo": settings.DEMO,
        "area": area,
        "plan": plan,
        "person": request.user if request.user.is_authenticated else None,
        "role": _role(request),
        "navigation": _navigation(request),
        "rules_link": _rules(plan.round if plan else getattr(request, "round_id", "")),
        "providers": providers(),
        "demo_password": PASSWORD if settings.DEMO else "",
        "time_left": _time_left(request),
        "cspNonce": str(getattr(request, "csp_nonce", "")),
    }


def _time_left(request: HttpRequest) -> int:
    """In how many seconds somebody is signed out if they do nothing; 0 for strangers."""
    left = getattr(request, "time_left", None)
    return int(left.total_seconds()) if left else 0


def _role(request: HttpRequest) -> str:
    """The role in which somebody looks at this page, in words."""
    wide = getattr(request, "looks_after", None)
    if wide is not None:
        return str(wide.role)
    held = getattr(request, "rights", None)
    if not held:
        return ""
    first, usual = held[0], ROLES[held[0].role].label
    if not first.capacity:
        return usual
    plan: Plan | None = getattr(request, "plan", None)
    if plan is None:
        return capacity_labels().get(first.capacity, usual)
    signs_as = load(plan.round).sign_off.items.get(first.capacity)
    return signs_as.label if signs_as else usual


def _navigation(request: HttpRequest) -> list[Link]:
    area = getattr(request, "area", None)
    if not request.user.is_authenticated:
        return []
    name = (request.resolver_match.url_name if request.resolver_match else "") or ""
    if area is None:
        return [*_wide(request, name), *_administration(request, name)]
    home = Link("Home", reverse("area", args=[area.code]), name == "area")
    plan: Plan | None = getattr(request, "plan", None)
    if plan is None:
        return [home, *_people(request, area, name)]
    errors = getattr(getattr(plan, "standing", None), "errors", 0)
    some_rows = seen_rows(rights_in(request.user, Action.SEE_DRAFT, plan)) is not None
    if some_rows:
        errors = 0  # of the whole plan, which this person does not see
    return [
        home,
        *(
            Link(
                words,
                address_of(address, plan.pk),
                name == address,
                errors if address == "findings" else 0,
                within=name in WITHIN.get(address, ()),
            )
            for words, address, action in PLAN_PAGES
            if address_of(address, plan.pk)
            and rights_in(request.user, action, plan)
            and not (some_rows and address == WHOLE)
        ),
        *_people(request, area, name),
    ]


def _wide(request: HttpRequest, name: str) -> list[Link]:
    """The pages of England or of regions, for those who look after them."""
    person: Person = request.user  # type: ignore[assignment]
    if national_grant(person):
        return [
            Link("England", reverse("national"), name == "national"),
            Link("All areas", reverse("national-areas"), name == "national-areas"),
            Link("Deadlines", reverse("national-deadlines"), name == "national-deadlines"),
        ]
    codes = regional_grants(person)
    here = (request.resolver_match.kwargs if request.resolver_match else {}).get("region")
    names = dict(Region.objects.filter(pk__in=codes).values_list("pk", "name")) if codes else {}
    return [
        Link(words, reverse("region", args=[code]), name == "region" and code == here)
        for code, words in names.items()
    ]


def _rules(round_id: str) -> Link:
    """Where the rules of the round of a page are, or those of the newest round."""
    round_id = round_id or max(available())
    words = f"What the rules say, {years_in_words(round_id)}"
    return Link(words, reverse("rules", args=[round_id]), here=False)


def _people(request: HttpRequest, area: Area, name: str) -> list[Link]:
    """The page of an area's people, for those who may see it."""
    see = (Action.INVITE, Action.READ_TRAIL)
    person: Person = request.user  # type: ignore[assignment]
    if not any(rights(person, action, area) for action in see):
        return []
    return [Link("People", reverse("people", args=[area.code]), name.startswith("people"))]


def _administration(request: HttpRequest, name: str) -> list[Link]:
    """The administrators' page of people, for them."""
    person: Person = request.user  # type: ignore[assignment]
    if not has_role(person, Role.ADMINISTRATOR):
        return []
    here = name.startswith("administration")
    return [Link("People", reverse("administration-people"), here)]
