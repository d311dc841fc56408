"""What every request and every answer has: who acts, and the headers that browsers obey."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from bettercare_web.audit.actors import Actor

Handler = Callable[[HttpRequest], HttpResponse]

HEADERS = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def headers(handler: Handler) -> Handler:
    """Add the headers that Django does not, and keep pages of people signed in out of caches."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = handler(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/assets/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def actor(handler: Handler) -> Handler:
    """Say who acts in a request, for the audit trail; of strangers there is no actor."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.request_id = secrets.token_hex(8)  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            request.actor = Actor(  # type: ignore[attr-defined]
                person_id=str(request.user.pk),
                channel="web",
                request_id=request.request_id,  # type: ignore[attr-defined]
            )
        return handler(request)

    return answer
