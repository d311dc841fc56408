"""Read the audit trail from its tables and hash it anew; say what is broken and what it tells.

Nothing of the service works here but its connection: hashes come from the text that is stored,
and the rows of plans must be what the events say of them.
"""

import hashlib
import json
from collections import Counter
from typing import Any

import django


def read() -> dict[str, Any]:
    """What the trail, its heads, the schemes and the plans hold."""
    from django.db import connection

    queries = {
        "events": "SELECT stream, seq, hash, body FROM audit_event ORDER BY stream, seq",
        "heads": "SELECT stream, seq, hash FROM audit_head",
        "rows": "SELECT id, content, version FROM plans_row WHERE \"table\" = 'schemes'",
        "plans": "SELECT revision FROM plans_plan ORDER BY revision",
    }
    found = {}
    with connection.cursor() as cursor:
        for name, query in queries.items():
            cursor.execute(query)
            found[name] = cursor.fetchall()
    return found


def links(events: list[tuple[str, int, str, str]], heads: list[tuple[str, int, str]]) -> list[str]:
    """Where the chain does not hold."""
    broken, last = [], {}
    for stream, seq, stored, text in events:
        body = json.loads(text)
        before, hashed = last.get(stream, (0, "0" * 64))
        if hashlib.sha256(text.encode()).hexdigest() != stored:
            broken.append(f"{stream} {seq}: hash")
        if body["prev"] != hashed:
            broken.append(f"{stream} {seq}: prev")
        if (seq, body["seq"]) != (before + 1, before + 1):
            broken.append(f"{stream} {seq}: seq")
        last[stream] = (seq, stored)
    if {stream: (seq, stored) for stream, seq, stored in heads} != last:
        broken.append("the heads are not the last events")
    return broken


def rows(found: dict[str, Any], changes: list[dict[str, Any]]) -> list[str]:
    """Which schemes are not what their events say: the last name, one version for each edit."""
    named = [one for one in changes if one["field"] == "schemes.scheme_name"]
    names = {plain(one["thing"]): one["new"] for one in named}
    edits = Counter(plain(one["thing"]) for one in named if one["action"] != "plan-started")
    broken = []
    for key, content, version in found["rows"]:
        row = plain(key)
        if json.loads(content).get("scheme_name") != names.get(row):
            broken.append(f"{row}: name")
        if version != edits[row] + 1:
            broken.append(f"{row}: version {version} after {edits[row]} edits")
    return broken


def plain(key: object) -> str:
    """An id as both databases give it."""
    return str(key).replace("-", "")


def check() -> dict[str, Any]:
    """What is broken, the new names in the order of their edits, the revisions of the plans."""
    found = read()
    changes = [
        one | {"action": body["action"]}
        for body in (json.loads(event[3]) for event in found["events"])
        for one in body.get("changes", [])
    ]
    edited = [one for one in changes if one["action"] != "plan-started"]
    return {
        "broken": links(found["events"], found["heads"]) + rows(found, changes),
        "new": [one["new"] for one in edited if one["field"] == "schemes.scheme_name"],
        "revisions": [revision for (revision,) in found["plans"]],
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(check()))  # noqa: T201
