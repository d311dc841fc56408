"""Answers while the service does less: what was typed is handed back, and nothing is half done."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from bettercare_web.running import ladder
from bettercare_web.running.ladder import Now, Step

Handler = Callable[[HttpRequest], HttpResponse]

READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# Who reads must still be able to sign in and out.
SIGNING_IN = frozenset(
    {"account_login", "account_logout", "account_reauthenticate", "mfa_authenticate", "csp-report"}
)
# Where files come in and go out.
FILES = ("bettercare_web.uploads.", "bettercare_web.exports.")
HIDDEN = ("csrf", "password", "secret", "code", "token", "key")
LONGEST = 100_000  # characters of a value that are handed back
SOON = 60  # seconds after which it is worth trying again
FULL = ("53100", "disk is full")  # of PostgreSQL, of SQLite


class Degraded:
    """Refuse what the service does not do now, and answer when the database cannot be reached."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        return self.handler(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_: Any
    ) -> HttpResponse | None:
        """Refuse a page that is not to be had now."""
        name = request.resolver_match.url_name if request.resolver_match else ""
        if request.method in READING and not _is_of_files(view):
            return None
        now = ladder.now()
        if now.step >= Step.READ_ONLY and request.method not in READING and name not in SIGNING_IN:
            return unavailable(request, "read_only.jinja", now)
        if now.step >= Step.NO_FILES and _is_of_files(view):
            return unavailable(request, "no_files.jinja", now)
        return None


def _is_of_files(view: Callable[..., Any]) -> bool:
    return view.__module__.startswith(FILES)


def not_saved(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that the database is full, busy or away; whatever was begun in it is taken back."""
    full = any(word in f"{error} {getattr(error.__cause__, 'sqlstate', '')}" for word in FULL)
    reason = "The disk of the service is full." if full else ""
    return unavailable(request, "not_saved.jinja", Now(Step.ALL, reason))


def unavailable(request: HttpRequest, template: str, now: Now) -> HttpResponse:
    """The answer 503 with when to try again: a page, or JSON to who sent JSON."""
    wait = max(SOON, int(now.until.timestamp() - time.time())) if now.until else SOON
    if request.content_type == "application/json":
        problem = {
            "title": "Not saved",
            "status": 503,
            "detail": f"{now.reason} Nothing was saved. Keep what you typed and try again.".strip(),
        }
        response: HttpResponse = JsonResponse(
            problem, status=503, content_type="application/problem+json"
        )
    else:
        response = apart(request, template, 503, {"now": now, **handed_back(request)})
    response.headers["Retry-After"] = str(wait)
    return response


def apart(
    request: HttpRequest, template: str, status: int, context: dict[str, Any]
) -> HttpResponse:
    """A page that asks no database, so that it can always be made."""
    nonce = str(getattr(request, "csp_nonce", ""))
    known = {"service": "Better Care planning", "cspNonce": nonce, **context}
    return HttpResponse(render_to_string(template, known), status=status)


def handed_back(request: HttpRequest) -> dict[str, Any]:
    """What somebody typed in a form, to be shown and copied; no passwords and no codes."""
    if request.method != "POST":
        return {"typed": []}
    try:
        sent = list(request.POST.lists())
        files = [one.name for _, many in request.FILES.lists() for one in many]
    except (OSError, ValueError):  # the form itself cannot be read
        return {"typed": []}
    typed = [
        (name, value[:LONGEST])
        for name, values in sent
        for value in values
        if value and not any(word in name.casefold() for word in HIDDEN)
    ]
    made = datetime.now(UTC).strftime("Not saved, %Y-%m-%d %H:%M UTC")
    text = quote("\n".join([made, *(f"{name}: {value}" for name, value in typed)]))
    return {
        "typed": typed,
        "files": files,
        "as_text": f"data:text/plain;charset=utf-8,{text}",
    }
