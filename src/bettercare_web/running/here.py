"""The demonstration answers this machine alone: its people have a password that everybody knows."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from bettercare_web.running.checks import is_loopback

Handler = Callable[[HttpRequest], HttpResponse]


def this_machine_only(handler: Handler) -> Handler:
    """In the demonstration, refuse whoever asks from another machine."""

    def answer(request: HttpRequest) -> HttpResponse:
        asker = request.META.get("REMOTE_ADDR", "")
        if settings.DEMO and asker and not is_loopback(asker):
            return HttpResponse("The demonstration answers this machine alone.", status=403)
        return handler(request)

    return answer
