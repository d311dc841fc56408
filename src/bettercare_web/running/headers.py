"""The headers of every answer, which browsers obey: of pages, errors and static files alike."""

import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS = "max-age=31536000; includeSubDomains"
FORGET = '"cache", "storage"'  # what a browser forgets when somebody signs out


def headers(handler: Handler) -> Handler:
    """Give every answer the headers, and keep pages out of caches unless they say otherwise.

    It is the outermost layer but the log, so that no answer goes past it. The content policy is
    set by the layer next below, since it names the nonce of the page.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        request.request_id = secrets.token_hex(8)  # type: ignore[attr-defined]
        response = handler(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not settings.DEMO:
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        if response.status_code != HTTPStatus.OK or not _is_static(request):
            response.headers.setdefault("Cache-Control", "no-store")
        if getattr(request, "signed_out", False):
            response.headers["Clear-Site-Data"] = FORGET
        return response

    return answer


def _is_static(request: HttpRequest) -> bool:
    return request.path.startswith(settings.STATIC_URL)


@receiver(user_logged_out)
def _signed_out(request: Any = None, **_: Any) -> None:
    if request is not None:
        request.signed_out = True
