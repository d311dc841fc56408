"""What a program is told when something cannot be done: problem details (RFC 9457).

What is not there and what the person of a token may not see are one answer, to the letter.
"""

from typing import Any

import msgspec
from django.http import HttpResponse

TYPE = "application/problem+json"

# The title and the usual words of each status.
WORDS: dict[int, tuple[str, str]] = {
    400: ("Not understood", "The request could not be read."),
    401: ("No token", "Send a living token: Authorization: Bearer bct_..."),
    403: ("Not for this token", "This token was not made for this."),
    404: ("Not found", "There is nothing here, or nothing for you."),
    405: ("Method not allowed", "This address does not answer that method."),
    409: ("Stopped", "The state of the plan does not allow this."),
    412: ("Changed meanwhile", "It was changed after the version that If-Match names."),
    413: ("Too large", "The body of the request is too large."),
    415: ("Not JSON", "Send the body as application/json."),
    422: ("Cannot be carried out", "Some values cannot be taken."),
    428: ("Say which version", "Send If-Match with the ETag of what you change."),
    429: ("Too many requests", "Wait as long as Retry-After says, in seconds."),
    500: ("Something went wrong", "Something went wrong in the service. Nothing was saved."),
    503: ("Not now", "The service does not do this now. Nothing was saved. Try again later."),
}


class Problem(Exception):
    """A request that is not carried out; ``more`` are further members of the answer."""

    def __init__(self, status: int, detail: str = "", **more: Any) -> None:
        super().__init__(status, detail)
        self.status, self.detail, self.more = status, detail, more


class ProblemShape(msgspec.Struct, frozen=True, kw_only=True):
    """An error. Some have more members: ``errors``, ``current`` or ``clashes``."""

    title: str
    status: int
    detail: str
    type: str = "about:blank"


def answer_of(problem: Problem) -> HttpResponse:
    """The answer that tells a problem."""
    title, usual = WORDS.get(problem.status, ("Not done", "This was not done."))
    known = ProblemShape(title=title, status=problem.status, detail=problem.detail or usual)
    body = {**msgspec.to_builtins(known), **msgspec.to_builtins(problem.more)}
    response = HttpResponse(msgspec.json.encode(body), status=problem.status, content_type=TYPE)
    if problem.status == 401:  # noqa: PLR2004
        response.headers["WWW-Authenticate"] = 'Bearer realm="bettercare"'
    return response
