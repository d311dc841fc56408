"""The service as a program of its own: its commands, its web server, and how it is killed."""

import json
import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection  # noqa: TID251  (to our own server)
from pathlib import Path
from typing import Any

from tests.bettercare_web.running.postgresql import free_port

BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parents[3]
PROGRAMS = Path(__file__).resolve().parent / "programs"


class Service:
    """The service with a folder for its data, and a database where it is no file in there."""

    def __init__(self, data: Path, database: str = "", **variables: str) -> None:
        self.data = data
        self.port = free_port()
        self.running: list[subprocess.Popen[bytes]] = []
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.environment = {
            **kept,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
            "BETTERCARE_PROFILE": "demo",
            "BETTERCARE_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "bettercare_web.config.settings",
            **variables,
        }
        if database:
            self.environment["BETTERCARE_DATABASE"] = database

    def command(self, *words: str, ok: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run a command of the service to its end; it must succeed unless ``ok`` is off."""
        done = subprocess.run(
            [BIN / "bettercare-web", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.data.parent,
        )
        assert not ok or done.returncode == 0, done.stdout + done.stderr
        return done

    def program(self, name: str, *words: str) -> Any:
        """Run one of our programs with the service's own code; gives the JSON that it prints."""
        return self.result(self.begin(name, *words))

    def begin(self, name: str, *words: str) -> "subprocess.Popen[str]":
        """Begin one of our programs."""
        return subprocess.Popen(
            [sys.executable, PROGRAMS / f"{name}.py", *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def result(self, begun: "subprocess.Popen[str]") -> Any:
        """Wait for a program; gives the JSON that it printed."""
        said, wrong = begun.communicate(timeout=120)
        assert begun.returncode == 0, said + wrong
        return json.loads(said)

    def start(self, workers: int = 2) -> "Service":
        """Serve, and wait until it answers."""
        server = self._spawn("serve", "--port", str(self.port), "--workers", str(workers))
        deadline = time.monotonic() + 60
        while not self._answers():
            said = (self.data / "log").read_text(errors="replace")
            assert server.poll() is None, said
            assert time.monotonic() < deadline, said
            time.sleep(0.05)
        return self

    def start_worker(self) -> None:
        """Start the loop that does the jobs."""
        self._spawn("worker")

    def _spawn(self, *words: str) -> "subprocess.Popen[bytes]":
        """Start a command in a process group of its own, and leave it running."""
        with (self.data / "log").open("ab") as log:
            made = subprocess.Popen(
                [BIN / "bettercare-web", *words],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=self.data.parent,
            )
        self.running.append(made)
        return made

    def _answers(self) -> bool:
        try:
            return self.ask("GET", "/livez")[0] == 200
        except OSError:
            return False

    def kill(self) -> None:
        """Kill -9: the server, its workers and the jobs, all at once and with no warning."""
        for one in self.running:
            os.killpg(one.pid, signal.SIGKILL)
        for one in self.running:
            one.wait()
        self.running = []

    def stop(self) -> None:
        """Stop what runs, as a host does: it is asked to end, and killed if it does not."""
        for one in self.running:
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGTERM)
        try:
            for one in self.running:
                one.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()
        self.running = []

    def ask(
        self, method: str, path: str, body: str | None = None, **headers: str
    ) -> tuple[int, dict[str, str], str]:
        """One request on a connection of its own: status, headers by small letters, text."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            got = connection.getresponse()
            text = got.read().decode()
            return got.status, {k.casefold(): v for k, v in got.getheaders()}, text
        finally:
            connection.close()
