"""The description of the API as OpenAPI: ninja knows the addresses, msgspec what is in them."""

from typing import Any, NamedTuple, cast

import msgspec
from ninja import NinjaAPI

from bettercare_web.api.problems import TYPE, WORDS, ProblemShape
from bettercare_web.exports.making import KINDS

REF = "#/components/schemas/{name}"
ALWAYS = (400, 401, 403, 404, 405, 409, 422, 429, 500, 503)
ON_CHANGE = (413, 415)
FILE = "a file"  # the answer of an operation that gives one of several kinds of file
JSON = "application/json"
PREFIX = "/api/v1/"

_shapes: list[Any] = [ProblemShape]


class DescribedAPI(NinjaAPI):
    """An API whose answers and bodies are described by the records that they are made of."""

    @property
    def urls(self) -> tuple[list[Any], str, str]:
        """The addresses, without one for the root, where there is nothing."""
        found, app, space = super().urls
        return [one for one in found if getattr(one, "name", "") != "api-root"], app, space

    def get_openapi_schema(self, **_: Any) -> Any:
        """The description, with the schemas of every record that an operation names."""
        found = super().get_openapi_schema(path_prefix=PREFIX)
        schemas: tuple[Any, dict[str, Any]] = msgspec.json.schema_components(
            _shapes, ref_template=REF
        )
        found["components"]["schemas"].update(schemas[1])
        return found


class Header(NamedTuple):
    """A header that an operation takes."""

    name: str
    words: str
    needed: bool


MATCH = Header("If-Match", "The ETag of what is changed.", needed=True)
KEY = Header("Idempotency-Key", "New for each request, the same for a retry.", needed=True)
MAY_KEY = KEY._replace(needed=False)


def describe(
    answer: Any = None,
    *,
    status: int = 200,
    body: Any = None,
    many: bool = False,
    sends: tuple[Header, ...] = (),
) -> dict[str, Any]:
    """What an operation answers and takes; ``many``: a part of a list of such."""
    statuses = [*ALWAYS, *(ON_CHANGE if sends else ()), *((412, 428) if MATCH in sends else ())]
    responses = {one: _problem(one) for one in statuses}
    said: dict[str, Any] = {
        "responses": {status: _good(answer, many=many), **dict(sorted(responses.items()))},
        "parameters": [_header(one) for one in sends],
    }
    if body is not None:
        said["requestBody"] = {"required": True, "content": {JSON: {"schema": _schema(body)}}}
    return said


def _good(answer: Any, *, many: bool) -> dict[str, Any]:
    if answer is None:
        return {"description": "Done"}
    if answer is FILE:
        return {
            "description": "A file",
            "content": {one.mime: {"schema": {}} for one in KINDS.values()},
        }
    schema = _schema(answer)
    return {
        "description": "Done",
        "content": {JSON: {"schema": _page(schema) if many else schema}},
    }


def _schema(kind: Any) -> dict[str, Any]:
    if isinstance(kind, dict):
        return cast("dict[str, Any]", kind)
    if kind not in _shapes:
        _shapes.append(kind)
    (schema,), _ = msgspec.json.schema_components([kind], ref_template=REF)
    return schema


def _page(schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["count", "items"],
        "properties": {
            "count": {"type": "integer", "minimum": 0},
            "items": {"type": "array", "items": schema},
        },
    }


def _problem(status: int) -> dict[str, Any]:
    title, detail = WORDS[status]
    return {
        "description": f"{title}. {detail}",
        "content": {TYPE: {"schema": {"$ref": REF.format(name="ProblemShape")}}},
    }


def _header(header: Header) -> dict[str, Any]:
    return {
        "in": "header",
        "name": header.name,
        "required": header.needed,
        "description": header.words,
        "schema": {"type": "string", "minLength": 1},
    }
