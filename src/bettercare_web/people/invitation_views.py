"""The page behind the link of an invitation."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bettercare_web.accounts.step_up import PASSWORD, note_shown
from bettercare_web.areas.doors import refused
from bettercare_web.areas.models import Invitation, Person
from bettercare_web.audit.actors import Actor
from bettercare_web.people.doors import carried_out
from bettercare_web.people.forms import OpenAccount
from bettercare_web.people.inviting import accept, open_account, open_invitation
from bettercare_web.people.presenters import role_of


@require_http_methods(["GET", "POST"])
@carried_out
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Take up an invitation: with the account that one has, or by opening one."""
    made = open_invitation(token)
    if made is None:
        return render(request, "people/invitation_gone.jinja", status=404)
    if request.user.is_authenticated:
        return _signed_in(request, made, token)
    if Person.objects.filter(email=made.email).exists():
        return _page(request, made, known=True)
    return _new(request, made, token)


def _signed_in(request: HttpRequest, made: Invitation, token: str) -> HttpResponseBase:
    """Take it up with the account that is signed in, if it is the one invited."""
    person: Person = request.user  # type: ignore[assignment]
    theirs = person.email == made.email
    if request.method == "POST":
        if not theirs:
            raise Http404
        actor: Actor = request.actor  # type: ignore[attr-defined]
        accept(token, by=actor)
        messages.success(request, f"You hold the role now: {role_of(made)}.")
        return redirect("home")
    return _page(request, made, theirs=theirs)


def _new(request: HttpRequest, made: Invitation, token: str) -> HttpResponseBase:
    """Open an account, and sign in with it."""
    form = OpenAccount(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            person = open_account(token, asked["name"], asked["password"])
        except ValidationError as wrong:
            form.add_error("password", wrong)
        else:
            login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
            note_shown(request.session, person, PASSWORD, time.time())
            return redirect("home" if settings.DEMO else "mfa_index")
    page = _page(request, made, form=form, refused=form.is_bound)
    return refused(page) if form.is_bound else page


def _page(request: HttpRequest, made: Invitation, **more: object) -> HttpResponse:
    context = {"invitation": made, "offered": role_of(made), **more}
    return render(request, "people/invitation.jinja", context)
