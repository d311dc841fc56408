"""Twenty editors of one plan at once, over HTTP, on SQLite and on PostgreSQL.

    python benchmarks/web_editors.py [--editors 20] [--seconds 60] [--store sqlite ...]

Half of them edit the same three schemes, half each their own. Who is told that somebody else was
first takes the version that is there now and tries again, as the page does. Then every edit that
was acknowledged is looked for in the audit trail, whose hashes are worked out anew; no version of a
row may have been edited by two (written over in silence), and no answer may be a server error.
"""
# ruff: noqa: PLC0415  (models can be imported once Django is set up)

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException  # noqa: TID251  (to our own server)
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.bettercare_web.running import postgresql
from tests.bettercare_web.running.service import Service

PROGRAMS = Path(__file__).resolve().parent.parent / "tests/bettercare_web/running/programs"
STORES = ("sqlite", "postgresql")
SHARED = 3  # schemes that half of the editors edit
OWN = 2  # schemes of each other editor
PAUSE = 0.4  # seconds at most between two edits; more than 300 a minute are refused


class Editor(threading.Thread):
    """A lead of the area who changes names of some schemes, from a moment to another."""

    def __init__(self, name: str, who: dict[str, Any], rows: list[str], more: Any) -> None:
        super().__init__(daemon=True)
        self.name, self.who, self.rows = name, who, rows
        self.port, self.until = more
        self.draw = random.Random(name)  # noqa: S311  (no secret)
        self.versions = dict.fromkeys(rows, 1)
        self.revision = who["revision"]
        self.statuses: Counter[int] = Counter()
        self.held: list[tuple[str, str, int]] = []  # the words, the row and the version edited

    def run(self) -> None:
        """Edit, and so on."""
        number = 0
        while time.monotonic() < self.until:
            self._edit(self.draw.choice(self.rows), f"{self.name} {number}")
            number += 1
            time.sleep(self.draw.uniform(0, PAUSE))

    def _edit(self, row: str, words: str) -> None:
        while time.monotonic() < self.until + 30:
            version = self.versions[row]
            change = {"row": row, "version": version, "fields": {"scheme_name": words}}
            key = f"{words}.{version}".replace(" ", "-")
            status, text = self._ask({"key": key, "revision": self.revision, "changes": [change]})
            self.statuses[status] += 1
            if status == 200:
                self.held.append((words, row, version))
                self.versions[row] = version + 1
                self.revision = json.loads(text)["revision"]
                return
            if status == 409:
                self.versions[row] = json.loads(text)["clashes"][0]["version"]

    def _ask(self, body: dict[str, Any]) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        path = f"/plans/{self.who['plan']}/schemes/save"
        headers = {"Cookie": self.who["cookie"], "X-CSRFToken": self.who["token"]}
        try:
            connection.request(
                "POST", path, json.dumps(body), headers | {"Content-Type": "application/json"}
            )
            got = connection.getresponse()
            return got.status, got.read()
        except (OSError, HTTPException):
            return 0, b""
        finally:
            connection.close()


def leads(count: int) -> list[dict[str, Any]]:
    """More leads of Leicester, each signed in; run with the service's own code."""
    import django

    django.setup()
    from bettercare_web.areas.models import Area, Person
    from bettercare_web.areas.roles import Role, ScopeKind
    from bettercare_web.running.demo import give

    sys.path.insert(0, str(PROGRAMS))
    from sign_in import sign_in  # type: ignore[import-not-found]

    area = Area.objects.get(name="Leicester")
    found = []
    for number in range(count):
        made = Person.objects.create_user(f"editor{number}@leicester.example", name=f"E {number}")
        give(made, Role.LEAD, ScopeKind.AREA, str(area.pk))
        found.append(sign_in(made.email))
    return found


def wrong(service: Service, editors: list[Editor]) -> dict[str, list[Any]]:
    """What was lost, written over in silence, broken, or answered as no answer may be."""
    held = [one for editor in editors for one in editor.held]
    found = service.program("chain")
    told = Counter(found["new"])
    edited = Counter((row, version) for _, row, version in held)
    statuses = sum((editor.statuses for editor in editors), Counter())
    return {
        "lost": [words for words, _, _ in held if told[words] != 1],
        "written over": [one for one, times in edited.items() if times > 1],
        "broken": found["broken"],
        "server errors": [
            (status, n) for status, n in statuses.items() if status not in (200, 409)
        ],
    }


def measure(service: Service, count: int, seconds: float) -> bool:
    """One run on one store; whether nothing was wrong."""
    service.command("demo", "--prepare")
    command = [sys.executable, __file__, "--leads", str(count)]
    done = subprocess.run(
        command, env=service.environment, capture_output=True, text=True, check=True
    )
    people = json.loads(done.stdout)
    schemes = people[0]["schemes"]
    service.start()
    more = (service.port, time.monotonic() + seconds)
    editors = []
    for number, who in enumerate(people):
        at = SHARED + OWN * (number // 2)
        rows = schemes[:SHARED] if number % 2 else schemes[at : at + OWN]
        editors.append(Editor(f"editor {number}", who, rows, more))
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join(timeout=seconds + 120)
    service.stop()
    statuses = dict(sum((editor.statuses for editor in editors), Counter()))
    print(f"  {sum(len(one.held) for one in editors)} acknowledged edits; answers {statuses}")
    found = wrong(service, editors)
    print("  " + ", ".join(f"{len(many)} {what} {many[:3] or ''}" for what, many in found.items()))
    return not any(found.values())


def main() -> None:
    """Run what is asked for; exit 1 where anything was wrong."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--editors", type=int, default=20)
    ask.add_argument("--seconds", type=float, default=60)
    ask.add_argument("--store", action="append", choices=STORES, help="may be given again")
    ask.add_argument("--leads", type=int, help=argparse.SUPPRESS)
    asked = ask.parse_args()
    if asked.leads:
        print(json.dumps(leads(asked.leads)))
        return
    fine = True
    for name in asked.store or STORES:
        server = postgresql.Server().start() if name == "postgresql" else None
        print(f"{name}, {asked.editors} editors, {asked.seconds:g} s")
        with tempfile.TemporaryDirectory(prefix="bettercare-editors-") as place:
            service = Service(Path(place), server.database("editors") if server else "")
            try:
                fine = measure(service, asked.editors, asked.seconds) and fine
            finally:
                service.stop()
                if server:
                    server.stop()
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
