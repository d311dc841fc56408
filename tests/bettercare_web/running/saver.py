"""Somebody who saves the cells of a grid over HTTP, and goes on after the server was killed."""

import json
import random
import threading
import time
from http.client import HTTPException  # noqa: TID251  (of our own server)
from typing import Any

from tests.bettercare_web.running.service import Service


class Saver(threading.Thread):
    """Saves new names of schemes, one after another, each until it is acknowledged.

    What was sent and not answered is sent again with the same key, as the page does.
    """

    def __init__(self, service: Service, signed_in: dict[str, Any], count: int) -> None:
        super().__init__(daemon=True)
        self.service, self.signed_in, self.count = service, signed_in, count
        self.versions = dict.fromkeys(signed_in["schemes"], 1)
        self.revision = signed_in["revision"]
        self.acknowledged: list[str] = []
        self.unanswered = 0
        self.fault: str | None = None

    def run(self) -> None:
        """Save until everything is acknowledged, or something is answered that must not be."""
        for number in range(self.count):
            row = self.signed_in["schemes"][number % len(self.versions)]
            words = f"save {number}"
            while not self._save(row, words, f"key-{number:06}"):
                if self.fault:
                    return
            self.versions[row] += 1
            self.acknowledged.append(words)

    def _save(self, row: str, words: str, key: str) -> bool:
        change = {"row": row, "version": self.versions[row], "fields": {"scheme_name": words}}
        body = json.dumps({"key": key, "revision": self.revision, "changes": [change]})
        path = f"/plans/{self.signed_in['plan']}/schemes/save"
        named = {"Cookie": self.signed_in["cookie"], "X_CSRFToken": self.signed_in["token"]}
        try:
            status, _, text = self.service.ask(
                "POST", path, body, Content_Type="application/json", **named
            )
        except (OSError, HTTPException):  # killed in the middle, or not there yet
            self.unanswered += 1
            time.sleep(0.02)
            return False
        if status != 200:
            self.fault = f"{status} {text[:500]}"
            return False
        self.revision = json.loads(text)["revision"]
        return True

    def wait_for(self, acknowledged: int) -> None:
        """Wait until so many saves are acknowledged."""
        until = time.monotonic() + 60
        while len(self.acknowledged) < acknowledged and self.is_alive():
            assert time.monotonic() < until, f"{len(self.acknowledged)} saves, then none"
            time.sleep(0.001)
        assert self.fault is None, self.fault


def moments(count: int, kills: int) -> list[tuple[int, float]]:
    """When to kill: after how many saves, and how long after that, within the time of a save."""
    after = sorted(random.sample(range(1, count), kills))
    return [(one, random.uniform(0, 0.05)) for one in after]  # noqa: S311  (no secret)
