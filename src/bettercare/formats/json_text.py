"""JSON files as people may have written them: what is wrong with one in words, keys given twice."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bettercare.findings import Finding, Severity
from bettercare.formats.reading import noted, some
from bettercare.labels import listed

KINDS = {
    "str": "text",
    "int": "a whole number",
    "decimal": "a number",
    "float": "a number",
    "bool": "true or false",
    "object": "an object",
    "array": "a list",
    "null": "null",
}
IN_WORDS = {
    "Object missing required field": "there is no",
    "Invalid decimal string": "expected a number, got text",
}
_NAMED = re.compile(r"`([^`]+)`")


def in_words(error: str) -> str:
    """Where a file is not a plan and why, from what msgspec says.

    >>> in_words("Expected `int`, got `str` - at `$.schemes[0].row`")
    'at schemes[0].row, expected a whole number, got text'
    """
    what, _, path = error.partition(" - at ")
    for said, meant in IN_WORDS.items():
        what = what.replace(said, meant)
    words = _NAMED.sub(lambda found: _kinds(found[1]), what)
    where = path.replace("`", "").replace("$.", "").replace("$", "")
    return f"{f'at {where}, ' if where else ''}{words[:1].lower()}{words[1:]}"


def _kinds(names: str) -> str:
    kinds = names.split(" | ")
    known = all(kind in KINDS for kind in kinds)
    return listed((KINDS[kind] for kind in kinds), "or") if known else f"'{names}'"


def line_of(error: Exception) -> str:
    """The line that a file stops being JSON on, as the end of a sentence."""
    line = getattr(error, "lineno", 0)
    return f" from line {line} on" if line else ""


def tree_of(text: str) -> tuple[Any, list[str]]:
    """The file as plain objects and lists, and the keys that come twice in one object."""
    import json  # noqa: PLC0415  (loaded only when a JSON plan is read)

    twice: list[str] = []

    def take(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice.extend(key for key, times in Counter(k for k, _ in pairs).items() if times > 1)
        return found

    return json.loads(text, object_pairs_hook=take, parse_int=str, parse_float=str), twice


def keys_twice(keys: Sequence[str], name: str) -> Iterator[Finding]:
    """A note of the keys that come twice in one object of a file."""
    if keys:
        what = f"More than one {some(list(dict.fromkeys(keys)))} in one object; the last is read."
        yield noted("READ-03", Severity.WARNING, name, what, "Keep one of them.")
