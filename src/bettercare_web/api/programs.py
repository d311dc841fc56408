"""Every request of a program: by its token alone, as often as it may, errors as problem details."""

from collections.abc import Callable
from http import HTTPStatus

import msgspec
from django.http import HttpRequest, HttpResponse

from bettercare_web.accounts.limits import API, TooMany, take
from bettercare_web.accounts.tokens import Scope, person_of
from bettercare_web.api.problems import TYPE, Problem, answer_of
from bettercare_web.areas.models import Person

Handler = Callable[[HttpRequest], HttpResponse]

PREFIX = "/api/"
OPEN = frozenset({"/api/v1/openapi.json"})  # opens to anybody
SHORT = slice(len("Bearer bct_"), len("Bearer bct_") + 8)  # the part of a token that is no secret
KEPT = ("Retry-After", "Allow")  # headers that an error keeps when its words are replaced


class Program(msgspec.Struct, frozen=True):
    """Whom a token speaks for, and within which scopes."""

    person: Person
    scopes: frozenset[Scope]


def programs(handler: Handler) -> Handler:
    """Let programs in by their token; cookies are dropped before anything reads them."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return handler(request)
        request.META.pop("HTTP_COOKIE", None)
        try:
            _identify(request)
        except Problem as problem:
            return answer_of(problem)
        except TooMany as many:
            return too_many(many)
        return _in_our_words(handler(request))

    return answer


def _identify(request: HttpRequest) -> None:
    """Find whom the token speaks for. Raises ``Problem`` for none, and ``TooMany``."""
    if request.path_info in OPEN:
        return
    header = request.headers.get("Authorization", "")
    found = person_of(header)
    if found is None:
        raise Problem(HTTPStatus.UNAUTHORIZED)
    take(API, header[SHORT])
    request.program = Program(*found)  # type: ignore[attr-defined]


def too_many(many: TooMany) -> HttpResponse:
    """The answer to what was tried too often, with how long to wait."""
    response = answer_of(Problem(HTTPStatus.TOO_MANY_REQUESTS))
    response.headers["Retry-After"] = str(many.wait)
    return response


def _in_our_words(response: HttpResponse) -> HttpResponse:
    """An error as problem details, whoever made it: Django, or a layer that answers with a page."""
    if response.status_code < HTTPStatus.BAD_REQUEST or response["Content-Type"] == TYPE:
        return response
    made = answer_of(Problem(response.status_code))
    for name in KEPT:
        if name in response.headers:
            made.headers[name] = response.headers[name]
    return made
