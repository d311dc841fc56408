"""What every request of somebody signed in has: who acts."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from bettercare_web.audit.actors import Actor

Handler = Callable[[HttpRequest], HttpResponse]


def actor(handler: Handler) -> Handler:
    """Say who acts in a request, for the audit trail; of strangers there is no actor."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.actor = Actor(  # type: ignore[attr-defined]
                person_id=str(request.user.pk),
                channel="web",
                request_id=request.request_id,  # type: ignore[attr-defined]
            )
        return handler(request)

    return answer
