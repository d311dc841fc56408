"""Ways in beside the password: the organisation's sign-in, and the people of the demonstration."""

import time
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from bettercare_web.accounts import oidc
from bettercare_web.accounts.demo_people import demo_groups
from bettercare_web.accounts.identities import AddressTaken, link, person_of_claims
from bettercare_web.accounts.step_up import PASSWORD, note_shown, require_step_up
from bettercare_web.areas.models import Person

STARTED = "sso"  # where a session keeps what was started
LINKING = "sso_link"  # and who it is that links their account by it, having stepped up


@require_POST
def to_provider(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Go to an organisation's sign-in."""
    request.session.pop(LINKING, None)
    return _to_provider(request, slug)


@require_step_up
@require_POST
def link_provider(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Go to an organisation's sign-in, to use it from now on."""
    request.session[LINKING] = str(request.user.pk)
    return _to_provider(request, slug)


def _to_provider(request: HttpRequest, slug: str) -> HttpResponseBase:
    to = oidc.provider(slug)
    if to is None:
        raise Http404
    try:
        address, started = oidc.start(to, _callback(request, slug), _next(request))
    except oidc.SignInRefused:
        return _refused(request, to)
    request.session[STARTED] = started._asdict()
    return redirect(address)


@require_GET
def from_provider(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Come back from an organisation's sign-in; what was started works once.

    An account is linked only where that was asked for, which needs a step-up.
    """
    to, kept = oidc.provider(slug), request.session.pop(STARTED, None)
    linking = request.session.pop(LINKING, None)
    if to is None:
        raise Http404
    if kept is None:
        return _refused(request, to)
    started = oidc.Started(**kept)
    try:
        claims = oidc.finish(to, started, request.GET.dict(), _callback(request, slug))
        if linking and linking == str(request.user.pk):
            return _linked(request, to, claims)
        if request.user.is_authenticated:
            messages.error(request, f"You are signed in already. {to.name} was not linked.")
            return redirect("account")
        person = person_of_claims(claims)
    except oidc.SignInRefused:
        return _refused(request, to)
    except AddressTaken:
        return _refused(request, to, taken=True)
    return perform_login(request, Login(user=person, redirect_url=started.next))  # type: ignore[no-any-return]


def _linked(request: Any, to: oidc.Provider, claims: oidc.Claims) -> HttpResponse:
    if not link(request.user, claims, by=request.actor):
        return _refused(request, to)
    messages.success(request, f"You can sign in with {to.name} from now on.")
    return redirect("account")


def _refused(request: HttpRequest, to: oidc.Provider, *, taken: bool = False) -> HttpResponse:
    context = {"provider": to, "taken": taken}
    return render(request, "accounts/provider_refused.jinja", context, status=403)


def _callback(request: HttpRequest, slug: str) -> str:
    return request.build_absolute_uri(reverse("account_sso_callback", args=[slug]))


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if asked and ours else reverse(settings.LOGIN_REDIRECT_URL)


@require_GET
def demo_people(request: HttpRequest) -> HttpResponse:
    """The people of the demonstration; nothing is here where it is not one."""
    if not settings.DEMO:
        raise Http404
    return render(request, "accounts/demo.jinja", {"groups": demo_groups()})


@require_POST
def sign_in_as(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Sign in as one of them."""
    if not settings.DEMO:
        raise Http404
    person = get_object_or_404(Person, pk=person_id, is_active=True)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    note_shown(request.session, person, PASSWORD, time.time())
    return redirect(settings.LOGIN_REDIRECT_URL)
