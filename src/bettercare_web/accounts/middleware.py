"""What is asked of every request of somebody signed in, and the answer to trying too often."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from bettercare_web.accounts import sessions
from bettercare_web.accounts.factors import has_factor
from bettercare_web.accounts.limits import TooMany

Handler = Callable[[HttpRequest], HttpResponse]

# What opens to somebody without a second factor: setting one up, and leaving.
BEFORE_FACTOR = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "account_logout",
        "livez",
        "readyz",
        "csp-report",
    }
)


def living_sessions(handler: Handler) -> Handler:
    """Sign out whose time is over, or whose sign-in was ended from elsewhere."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            now = timezone.now()
            sign_in = sessions.living(request.session, request.user, now)
            if sign_in is None:
                logout(request)
            else:
                sessions.note_seen(sign_in, now)
                request.time_left = sessions.time_left(sign_in, request.user, now)  # type: ignore[attr-defined]
        return handler(request)

    return answer


def second_factor(handler: Handler) -> Handler:
    """Open nothing but setting up a second factor to somebody who has none."""

    def answer(request: HttpRequest) -> HttpResponse:
        user = request.user
        if settings.DEMO or not user.is_authenticated or _name(request) in BEFORE_FACTOR:
            return handler(request)
        if request.path.startswith(settings.STATIC_URL) or has_factor(user):
            return handler(request)
        return HttpResponseRedirect(reverse("mfa_index"))

    return answer


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""


class Limits:
    """Answer what was tried too often with 429, and how long to wait."""

    def __init__(self, handler: Handler) -> None:
        """Take what answers otherwise."""
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.handler(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> Any:
        """The page, where the exception is ours."""
        if not isinstance(exception, TooMany):
            return None
        minutes = -(-exception.wait // 60)
        page = render(request, "too_many.jinja", {"minutes": minutes}, status=429)
        page.headers["Retry-After"] = str(exception.wait)
        return page
