"""The administrators' pages: roles that leads do not give, accounts that end, lost factors."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bettercare_web.accounts import sessions
from bettercare_web.accounts.limits import INVITATIONS, take
from bettercare_web.accounts.step_up import require_step_up
from bettercare_web.areas.doors import Request, refused, text_sent
from bettercare_web.areas.models import Body, FactorReset, Grant, GrantRequest, Person
from bettercare_web.areas.roles import ROLES
from bettercare_web.people import leaving
from bettercare_web.people.doors import administrator_page, carried_out
from bettercare_web.people.forms import GiveAsAdministrator, Reason
from bettercare_web.people.giving import (
    ask_for_role,
    decide_request,
    give_as_administrator,
    renew,
    take_away,
)
from bettercare_web.people.inviting import invite
from bettercare_web.people.presenters import cards_of, grant_lines, role_of
from bettercare_web.people.rules import BY_TWO, Offer
from bettercare_web.people.selectors import people_found, waiting_requests, waiting_resets

SHOWN = 50


@administrator_page
@require_GET
def everybody(request: Request) -> HttpResponse:
    """What waits for a second administrator, and people by a part of their name or address."""
    words = text_sent(request.GET.get("q", ""))
    found = list(people_found(words)[: SHOWN + 1])
    context = {
        "words": words,
        "cards": cards_of(found[:SHOWN]),
        "more": len(found) > SHOWN,
        "requests": [(one, role_of(one)) for one in waiting_requests()],
        "resets": list(waiting_resets()),
    }
    return render(request, "people/everybody.jinja", context)


@administrator_page
@require_step_up
@require_http_methods(["GET", "POST"])
@carried_out
def give(request: Request) -> HttpResponseBase:
    """Give a role, ask for one that two must give, or invite somebody new to one."""
    form = GiveAsAdministrator(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        offer = form.offer()
        if offer is not None and (said := _given(request, form, offer)):
            messages.success(request, said)
            return redirect("administration-people")
    page = render(request, "people/give.jinja", {"form": form, "refused": form.is_bound})
    return refused(page) if form.is_bound else page


def _given(request: Request, form: GiveAsAdministrator, offer: Offer) -> str:
    """Do it, and say what was done; nothing is said where something is missing in the form."""
    email = form.cleaned_data["email"].casefold()
    person = Person.objects.filter(email=email).first()
    label = ROLES[offer.role].label
    if person is not None and offer.role in BY_TWO:
        ask_for_role(person, offer, by=request.actor)
        return f"A second administrator must approve {person.name} as {label}."
    if person is not None:
        give_as_administrator(person, offer, by=request.actor)
        return f"{person.name} is {label} now."
    chosen = form.cleaned_data["body"]
    body = Body.objects.filter(pk=chosen).first() if chosen else None
    if body is None:
        form.add_error("body", "Select where they work: there is no account with this address.")
        return ""
    take(INVITATIONS, str(request.user.pk))
    address = request.build_absolute_uri(reverse("invitation", args=["TOKEN"]))
    offers = [] if offer.role in BY_TWO else [offer]
    invite(email, body, offers, by=request.actor, address=address)
    if not offers:
        return f"A letter is on its way to {email}. Give the role once they have an account."
    return f"A letter is on its way to {email}."


@administrator_page
@require_GET
def one_person(request: Request, person_id: UUID) -> HttpResponse:
    """Somebody's roles and account, and what can be done about them."""
    person = get_object_or_404(Person.objects.select_related("body"), pk=person_id)
    return _person_page(request, person, Reason())


def _person_page(request: Request, person: Person, form: Reason) -> HttpResponse:
    context = {
        "subject": person,
        "lines": grant_lines(person),
        "sign_ins": person.sign_ins.count(),
        "oneself": person.pk == request.user.pk,
        "form": form,
        "refused": form.is_bound,
    }
    return render(request, "people/person.jinja", context)


@administrator_page
@require_step_up
@require_POST
@carried_out
def decide(request: Request, request_id: UUID) -> HttpResponseBase:
    """Approve or refuse what another administrator asked for."""
    asked = get_object_or_404(GrantRequest, pk=request_id)
    approve = request.POST.get("approve") == "yes"
    decide_request(asked, approve=approve, by=request.actor)
    said = "is given" if approve else "is not given"
    messages.success(request, f"The role of {asked.person.name} {said}.")
    return redirect("administration-people")


@administrator_page
@require_step_up
@require_POST
@carried_out
def change_grant(request: Request, grant_id: UUID, what: str) -> HttpResponseBase:
    """Renew a role, or take it away."""
    grant = get_object_or_404(Grant.objects.live().select_related("person"), pk=grant_id)
    if what == "renew":
        renew(grant, by=request.actor)
    else:
        take_away(grant, by=request.actor)
    said = "renewed" if what == "renew" else "taken away"
    messages.success(request, f"The role is {said}.")
    return redirect("administration-person", person_id=grant.person_id)


@administrator_page
@require_step_up
@require_POST
@carried_out
def change_account(request: Request, person_id: UUID, what: str) -> HttpResponseBase:
    """Close an account, open it again, end its sign-ins, or reset its second factor."""
    person = get_object_or_404(Person, pk=person_id)
    if what == "reset":
        form = Reason(request.POST)
        if not form.is_valid():
            return refused(_person_page(request, person, form))
        leaving.ask_for_reset(person, form.cleaned_data["reason"], by=request.actor)
    elif what in CHANGES:
        CHANGES[what](person, request)
    else:
        raise Http404
    messages.success(request, SAID[what].format(person.name))
    return redirect("administration-person", person_id=person.pk)


CHANGES: dict[str, Any] = {
    "close": lambda person, request: leaving.left_organisation(person, by=request.actor),
    "open": lambda person, request: leaving.reopen(person, by=request.actor),
    "sign-out": lambda person, request: sessions.end_others(person, None, by=request.actor),
}
SAID = {
    "close": "The account of {} is closed.",
    "open": "The account of {} is open.",
    "sign-out": "{} is signed out everywhere.",
    "reset": "{} is told, and the second factor is reset.",
}


@administrator_page
@require_POST
@carried_out
def stop_reset(request: Request, reset_id: UUID) -> HttpResponseBase:
    """Stop a reset that waits."""
    asked = get_object_or_404(FactorReset, pk=reset_id)
    leaving.stop_reset(asked, by=request.actor)
    messages.success(request, "The second factor stays.")
    return redirect("administration-people")
