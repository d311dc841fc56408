"""T22: models are written in modules of actions alone, so that no change misses its event.

A module is one of actions when that is its name, or that of its folder, or when it writes events
itself; the others that write are listed here, each with why it may.
"""

import ast
from pathlib import Path

WEB = Path(__file__).parents[2] / "src" / "bettercare_web"
WRITES = {
    "create",
    "bulk_create",
    "get_or_create",
    "update_or_create",
    "bulk_update",
    "save",
    "update",
    "delete",
}
RECORDS = "from bettercare_web.audit.record import"
# What is written here tells of no change to a plan, a right or an account, or is told elsewhere.
MAY = {
    "audit/record.py": "the events themselves",
    "audit/idempotency.py": "the answers to requests that came",
    "plans/rows.py": "called by plans/actions.py, inside its transaction",
    "plans/answers.py": "what a plan came to, worked out again from its rows",
    "plans/presence.py": "where somebody was seen last",
    "conversations/here.py": "where somebody was seen last",
    "accounts/limits.py": "how often something was tried",
    "home/reminders.py": "which letters went out already",
    "people/reminders.py": "which letters went out already",
    "people/views.py": "the name of a new provider, which the invitation then tells of",
    "running/health.py": "signs of life",
    "running/work.py": "signs of life",
    "running/worker.py": "jobs that come round by the clock",
    "running/demo_england.py": "the demonstration",
    "areas/models.py": "makes people, called by actions",
    "running/demo.py": "the demonstration",
}


def writes_of(path):
    """The calls of a module that write: of a query set, a manager or a row."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        source = ast.unparse(node.func.value)
        on_rows = ".objects" in source or ".filter(" in source or ".all()" in source
        told = {word.arg for word in node.keywords}
        if node.func.attr in WRITES and (on_rows or told & {"update_fields", "force_insert"}):
            found.append(f"{node.lineno}: {source}.{node.func.attr}")
    return found


def modules():
    for path in sorted(WEB.rglob("*.py")):
        parts = path.relative_to(WEB).with_suffix("").parts
        of_actions = "actions" in parts or RECORDS in path.read_text(encoding="utf-8")
        if "migrations" not in parts and not of_actions:
            yield path


def test_the_search_finds_a_write():
    assert writes_of(WEB / "plans" / "actions.py")


def unexplained():
    return {
        path.relative_to(WEB).as_posix(): found
        for path in modules()
        if (found := writes_of(path)) and path.relative_to(WEB).as_posix() not in MAY
    }


def test_models_are_written_by_actions_alone():
    assert unexplained() == {}
