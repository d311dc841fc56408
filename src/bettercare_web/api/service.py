"""The API as one: its operations, its description, and what each exception is told as."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError

import bettercare
from bettercare_web.accounts.limits import TooMany
from bettercare_web.api import areas, content, files, judged, notes, results, rows, versions
from bettercare_web.api.answers import errors_of
from bettercare_web.api.openapi import DescribedAPI
from bettercare_web.api.operations import router
from bettercare_web.api.problems import Problem, answer_of
from bettercare_web.api.programs import too_many
from bettercare_web.plans.edits import Refused, Stale, Stopped, Unreadable
from bettercare_web.uploads import limits as uploads

ABOUT = """The plans of this service for programs, by the rights and rules of its pages.

Send a token of your account (`Authorization: Bearer bct_...`). What you may not see is answered
like what is not there. A change names the version that it was made on (`If-Match`), and what makes
something names itself (`Idempotency-Key`), so that a retry does nothing twice. Tokens never sign,
submit, score, grant or release.
"""

api = DescribedAPI(
    title="Better Care planning",
    version=bettercare.__version__,
    description=ABOUT,
    urls_namespace="api",
    docs_url=None,
)
SUBJECTS = (
    areas,
    rows,
    judged,
    notes,
    versions,
    content,
    files,
    results,
)  # each adds its operations when loaded
api.add_router("", router)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, error: Problem) -> HttpResponse:
    return answer_of(error)


@api.exception_handler(Http404)
@api.exception_handler(Refused)
def _nothing(request: HttpRequest, error: Exception) -> HttpResponse:
    return answer_of(Problem(HTTPStatus.NOT_FOUND))


@api.exception_handler(Stopped)
def _stopped(request: HttpRequest, error: Stopped) -> HttpResponse:
    return answer_of(Problem(HTTPStatus.CONFLICT, str(error)))


@api.exception_handler(Stale)
def _stale(request: HttpRequest, error: Stale) -> HttpResponse:
    return answer_of(Problem(HTTPStatus.PRECONDITION_FAILED, clashes=error.clashes))


@api.exception_handler(Unreadable)
def _unreadable(request: HttpRequest, error: Unreadable) -> HttpResponse:
    found = errors_of(error.problems)
    return answer_of(Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), errors=found))


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    found = [
        {"field": ".".join(map(str, one["loc"])), "message": one["msg"]} for one in error.errors
    ]
    return answer_of(Problem(HTTPStatus.UNPROCESSABLE_ENTITY, errors=found))


@api.exception_handler(TooMany)
def _too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    return too_many(error)


@api.exception_handler(uploads.TooMany)
def _too_many_files(request: HttpRequest, error: uploads.TooMany) -> HttpResponse:
    response = answer_of(Problem(HTTPStatus.TOO_MANY_REQUESTS, str(error)))
    response.headers["Retry-After"] = str(error.seconds)
    return response


@api.exception_handler(uploads.TooMuch)
def _too_much(request: HttpRequest, error: uploads.TooMuch) -> HttpResponse:
    return answer_of(Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)))


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    return answer_of(Problem(error.status_code, error.message))
