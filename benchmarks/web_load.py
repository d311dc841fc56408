"""People at work, as processes of threads that ask over HTTP: what each does next is drawn by lot.

Run by benchmarks/web.py with a file of who they are; prints what was measured as JSON.
"""

import json
import random
import sys
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException  # noqa: TID251  (to our own server)
from pathlib import Path
from typing import Any

# What somebody does next, and how often of 1,000 times.
MIX = {
    "empty page": 60,
    "task list": 120,
    "grid page": 90,
    "findings": 90,
    "hear of others": 270,
    "save cells": 360,
    "bring in a file": 10,
}
TRIES = 20


class Worker(threading.Thread):
    """One lead at work on the plan of their area, from a moment to another."""

    def __init__(self, who: dict[str, Any], port: int, think: float, until: float) -> None:
        super().__init__(daemon=True)
        self.who, self.port, self.think, self.until = who, port, think, until
        self.draw = random.Random(who["plan"])  # noqa: S311  (no secret)
        self.measured: list[tuple[str, float, int]] = []
        self.acknowledged: list[str] = []
        self.silent: list[str] = []  # what was no answer at all
        self.connection: HTTPConnection | None = None
        self.revision = who["revision"]
        self.number = 0
        self.workbook = b""

    def run(self) -> None:
        """Think, do something, and so on."""
        time.sleep(self.draw.uniform(0, self.think or 0.1))
        doing: dict[str, Callable[[], tuple[str, str, bytes | None, str]]] = {
            "empty page": lambda: ("GET", "/livez", None, ""),
            "task list": lambda: ("GET", self._plan(""), None, ""),
            "grid page": lambda: ("GET", self._plan("schemes/"), None, ""),
            "findings": lambda: ("GET", self._plan("findings/"), None, ""),
            "hear of others": self._hear,
            "bring in a file": self._upload,
        }
        while time.monotonic() < self.until:
            [what] = self.draw.choices(list(MIX), list(MIX.values()))
            if what == "save cells":
                self._save()
            else:
                self._timed(what, *doing[what]())
            if self.think:
                time.sleep(self.draw.expovariate(1 / self.think))

    def _plan(self, page: str) -> str:
        return f"/plans/{self.who['plan']}/{page}"

    def _hear(self) -> tuple[str, str, bytes | None, str]:
        return "POST", self._plan(f"since/{self.revision}"), b"{}", "application/json"

    def _upload(self) -> tuple[str, str, bytes | None, str]:
        head = (
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="plan.xlsx"\r\n'
            b"Content-Type: application/octet-stream\r\n\r\n"
        )
        body = head + self.workbook + b"\r\n--b--\r\n"
        return "POST", self._plan("upload/"), body, "multipart/form-data; boundary=b"

    def _save(self) -> None:
        """Save the cells of one row until it is acknowledged, with the same key each time."""
        row = self.draw.choice(self.who["schemes"])
        self.number += 1
        words = f"{self.who['plan'][:8]} {self.who['run']} {self.number}"
        change = {
            "row": row,
            "version": self.who["versions"][row],
            "fields": {"scheme_name": words},
        }
        body = json.dumps({"key": words, "revision": self.revision, "changes": [change]}).encode()
        for _ in range(TRIES):
            status, text = self._timed(
                "save cells", "POST", self._plan("schemes/save"), body, "application/json"
            )
            if status == 200:
                self.revision = json.loads(text)["revision"]
                self.who["versions"][row] += 1
                self.acknowledged.append(words)
                return

    def _timed(
        self, what: str, method: str, path: str, body: bytes | None, kind: str
    ) -> tuple[int, bytes]:
        """Ask, and note how long it took; 0 is no answer at all."""
        began = time.perf_counter()
        try:
            status, text = self._again(method, path, body, kind)
        except (OSError, HTTPException) as error:
            status, text = 0, b""
            self.silent.append(type(error).__name__)
            self.connection = None
        self.measured.append((what, (time.perf_counter() - began) * 1000, status))
        return status, text

    def _again(self, method: str, path: str, body: bytes | None, kind: str) -> tuple[int, bytes]:
        """Ask, and once more on a new connection where the server had closed the one that was kept.

        Servers close connections on which nothing was asked for a while; browsers do the same.
        """
        kept = self.connection is not None
        try:
            return self._ask(method, path, body, kind)
        except (ConnectionError, HTTPException):
            if not kept:
                raise
            self.connection = None
            return self._ask(method, path, body, kind)

    def _ask(self, method: str, path: str, body: bytes | None, kind: str) -> tuple[int, bytes]:
        if self.connection is None:
            self.connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.who["cookie"], "X-CSRFToken": self.who["token"]}
        self.connection.request(
            method, path, body, headers | ({"Content-Type": kind} if kind else {})
        )
        got = self.connection.getresponse()
        return got.status, got.read()


def main(place: str, port: int, think: float, seconds: float) -> dict[str, Any]:
    """Let everybody in a file work for some seconds."""
    folder = Path(place).parent
    people = json.loads(Path(place).read_text())
    until = time.monotonic() + seconds
    workers = [Worker(who, port, think, until) for who in people]
    for worker in workers:
        worker.workbook = (folder / "upload.xlsx").read_bytes()
        worker.start()
    for worker in workers:
        worker.join(timeout=seconds + 120)
    return {
        "measured": [one for worker in workers for one in worker.measured],
        "acknowledged": [one for worker in workers for one in worker.acknowledged],
        "silent": [one for worker in workers for one in worker.silent],
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), *map(float, sys.argv[3:5]))))
