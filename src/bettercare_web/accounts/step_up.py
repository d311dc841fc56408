"""Step-up: what matters most asks for a factor that was used in the last five minutes.

Signing, submitting, granting, changing a factor and making a token ask for it. Signing in with a
second factor counts. In the demonstration nobody has one, so there the password counts instead,
and so does the button that signs in as one of its people.
"""

import time
from collections.abc import Callable, MutableMapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from bettercare_web.areas.models import Person

P = ParamSpec("P")

LASTS = 5 * 60  # seconds
FACTOR = "mfa"
PASSWORD = "password"  # noqa: S105  (the name of a way to sign in)
SHOWN = "shown"  # where a session keeps who showed what, and when


def note_shown(session: MutableMapping[str, Any], person: Person, method: str, at: float) -> None:
    """Write into a session that its person has shown a password or a factor, at a moment."""
    kept = session.get(SHOWN, {})
    if kept.get("person") != str(person.pk):
        kept = {"person": str(person.pk)}
    session[SHOWN] = {**kept, method: at}


def stepped_up(request: HttpRequest) -> bool:
    """Whether the person of a request used a factor in the last five minutes."""
    kept = request.session.get(SHOWN, {})
    if not request.user.is_authenticated or kept.get("person") != str(request.user.pk):
        return False
    counts = (FACTOR, PASSWORD) if settings.DEMO else (FACTOR,)
    now = time.time()
    return any(0 <= now - kept[method] < LASTS for method in counts if method in kept)


def to_step_up(request: HttpRequest) -> HttpResponseRedirect:
    """Go and show a factor, then come back.

    Only the address comes back: a form that was posted is shown again, to be sent once more.
    """
    name = "account_reauthenticate" if settings.DEMO else "mfa_reauthenticate"
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': _back(request)})}")


def _back(request: HttpRequest) -> str:
    """The page itself; after a form was posted, the page that the form stood on."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return urlsplit(came_from).path if ours else request.path


def require_step_up(
    view: Callable[Concatenate[Any, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """A view that opens only to somebody who stepped up; others do that first and come back."""

    @wraps(view)
    def answer(request: Any, *args: Any, **named: Any) -> HttpResponseBase:
        if not stepped_up(request):
            return to_step_up(request)
        return view(request, *args, **named)

    return login_required(answer)
