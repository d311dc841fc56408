"""Answers to programs, and what they must say before something changes.

A change names the version that it was made on (``If-Match``), and each request that makes something
names itself (``Idempotency-Key``), so that sending it again does nothing twice.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlencode

import msgspec
from django.http import HttpResponse

from bettercare_web.api.doors import KEY, Call
from bettercare_web.api.problems import Problem
from bettercare_web.audit.again import again
from bettercare_web.audit.idempotency import OtherRequest, Outcome, hash_of, once
from bettercare_web.audit.models import Answered

T = TypeVar("T")

_KEY = re.compile(r"[!-~]{1,64}")
NO_KEY = "Send Idempotency-Key: 1 to 64 letters, new for each request and the same for a retry."
OTHER = "This Idempotency-Key came with another request before. Use a new one."


class Page(msgspec.Struct, frozen=True):
    """Part of a list: ``count`` of all there is. The Link header leads to the next part."""

    count: int
    items: tuple[Any, ...]


class _Tagged(msgspec.Struct):
    etag: str = ""


def etag_of(thing: object, version: int) -> str:
    """The ETag of a thing at a version.

    >>> etag_of("7c", 3)
    '"7c.3"'
    """
    return f'"{thing}.{version}"'


def said(request: Call, shown: Any, etag: str = "") -> HttpResponse:
    """Something as JSON; 304 where the program has it already."""
    seen = {one.strip() for one in request.headers.get("If-None-Match", "").split(",")}
    if etag and etag in seen:
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    else:
        response = _json(msgspec.json.encode(shown))
    if etag:
        response.headers["ETag"] = etag
    return response


def listed(
    request: Call, found: Sequence[Any] | Any, show: Callable[[Any], Any], at: tuple[int, int]
) -> HttpResponse:
    """A part of a list or query; ``at`` is the limit and the offset that were asked for."""
    limit, offset = at
    count = len(found) if isinstance(found, Sequence) else found.count()
    items = tuple(show(one) for one in found[offset : offset + limit])
    response = _json(msgspec.json.encode(Page(count, items)))
    links = _links(request, limit, offset, count)
    if links:
        response.headers["Link"] = ", ".join(links)
    return response


def _links(request: Call, limit: int, offset: int, count: int) -> list[str]:
    found = []
    if offset + limit < count:
        found.append(("next", offset + limit))
    if offset:
        found.append(("prev", max(0, offset - limit)))
    return [
        f'<{request.path}?{urlencode({"limit": limit, "offset": where})}>; rel="{rel}"'
        for rel, where in found
    ]


def body_of(request: Call, kind: type[T]) -> T:
    """The body of a request. Raises ``Problem`` where it is not of its kind, saying where."""
    try:
        if b"\\u0000" in request.body:
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "A text may not hold the letter NUL.")
        return msgspec.json.decode(request.body, type=kind)
    except msgspec.ValidationError as error:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{error}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Problem(HTTPStatus.BAD_REQUEST, "The body is not JSON.") from None


def need_match(request: Call, etag: str, current: Any) -> None:
    """Raise ``Problem`` unless the request names the version that is there now."""
    given = request.headers.get("If-Match", "").strip()
    if not given or given == "*":
        raise Problem(HTTPStatus.PRECONDITION_REQUIRED)
    if etag not in {one.strip() for one in given.split(",")}:
        raise Problem(HTTPStatus.PRECONDITION_FAILED, current=current, etag=etag)


def made(shown: Any, location: str = "") -> Outcome:
    """What came of a request that made something."""
    return Outcome(
        status=HTTPStatus.CREATED, answer=msgspec.json.encode(shown).decode(), location=location
    )


def changed(shown: Any) -> Outcome:
    """What came of a request that changed something."""
    return Outcome(status=HTTPStatus.OK, answer=msgspec.json.encode(shown).decode())


GONE = Outcome(status=HTTPStatus.NO_CONTENT)


def carried_out(
    request: Call, do: Callable[[], Outcome], *, needs_key: bool = False
) -> HttpResponse:
    """Do something once for each key, and answer alike each time it is sent.

    ``needs_key``: a request without a key is refused. Raises ``Problem`` where the key came with
    another request.
    """
    key = key_of(request, needs_key=needs_key)
    if not key:
        return _told(again(do)())
    try:
        return _told(once(str(request.user.pk), key, _hash(request), do))
    except OtherRequest:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, OTHER) from None


def key_of(request: Call, *, needs_key: bool = False) -> str:
    """The key of a request. Raises ``Problem`` for one that cannot be a key, or none at all."""
    key = request.headers.get(KEY, "")
    if (key or needs_key) and not _KEY.fullmatch(key):
        raise Problem(HTTPStatus.BAD_REQUEST, NO_KEY)
    return key


def is_repeat(request: Call) -> bool:
    """Whether a request was carried out before, so that it needs no preparing."""
    known = Answered.objects.filter(person_id=str(request.user.pk), key=key_of(request) or None)
    return known.exists()


def _hash(request: Call) -> str:
    return hash_of(request.method or "", request.path, request.body)


def _told(outcome: Outcome) -> HttpResponse:
    if outcome.status == HTTPStatus.NO_CONTENT:
        return HttpResponse(status=outcome.status)
    response = _json(outcome.answer.encode(), outcome.status)
    etag = msgspec.json.decode(outcome.answer, type=_Tagged).etag
    for name, value in (("ETag", etag), ("Location", outcome.location)):
        if value:
            response.headers[name] = value
    return response


def _json(body: bytes, status: int = HTTPStatus.OK) -> HttpResponse:
    return HttpResponse(body, status=status, content_type="application/json")


def errors_of(problems: Mapping[tuple[str, str], str]) -> Iterable[dict[str, str]]:
    """Values that their fields cannot hold, as members of an answer."""
    return [
        {"row": row, "field": field, "message": text} for (row, field), text in problems.items()
    ]
