"""The log: one line of JSON for each request and each fault, in UTC, with nothing about a person.

A line says which person by an opaque id, which page by the name of its route, never by its
address, and where a fault is, never what values it met. Messages of other people's code are
written only as the pattern that they were made from.
"""

import json
import logging
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

OURS = "bettercare"
PLACES = 4  # how many places of a fault are written, the innermost last
log = logging.getLogger("bettercare.requests")


class Lines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. Of foreign loggers it holds no text but the pattern of their message."""
        line: dict[str, Any] = {
            "at": _stamp(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.partition(".")[0] == OURS:
            line |= {"event": record.msg, **getattr(record, "facts", {})}
        else:
            line |= {"pattern": record.msg if record.args else "", "line": _where(record)}
            line |= _of_request(getattr(record, "request", None))
        if record.exc_info and record.exc_info[0]:
            line |= _fault(record.exc_info[0], record.exc_info[2])
        return json.dumps(line, ensure_ascii=True, default=str)


def _stamp(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _where(record: logging.LogRecord) -> str:
    return f"{record.module}:{record.lineno}"


def _fault(kind: type[BaseException], trace: TracebackType | None) -> dict[str, Any]:
    """The type of a fault and the places it came through; no values, and not its words."""
    places = [
        f"{Path(one.filename).parent.name}/{Path(one.filename).name}:{one.lineno} {one.name}"
        for one in traceback.extract_tb(trace)
    ]
    return {"fault": f"{kind.__module__}.{kind.__qualname__}", "places": places[-PLACES:]}


def _of_request(request: Any) -> dict[str, Any]:
    if not isinstance(request, HttpRequest):
        return {}
    match = request.resolver_match
    return {
        "request": getattr(request, "request_id", ""),
        "person": getattr(getattr(request, "actor", None), "person_id", ""),
        "route": match.view_name if match else "",
        "method": request.method if request.method in METHODS else "other",
    }


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def requests(handler: Handler) -> Handler:
    """Write one line for each request: which, by whom, how it ended, how long it took."""

    def answer(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = handler(request)
        status = response.status_code
        facts = _of_request(request) | {
            "status": status,
            "ms": round((time.perf_counter() - began) * 1000, 1),
        }
        level = logging.ERROR if status >= HTTPStatus.INTERNAL_SERVER_ERROR else logging.INFO
        log.log(level, "request", extra={"facts": facts})
        return response

    return answer


CONFIGURATION: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "bettercare_web.running.logs.Lines"}},
    "handlers": {
        "out": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr",
            "formatter": "lines",
        },
    },
    "root": {"handlers": ["out"], "level": "WARNING"},
    "loggers": {
        OURS: {"level": "INFO"},
        "django": {"level": "WARNING", "handlers": [], "propagate": True},
    },
}
