"""A connection: to one host, tried again when it breaks, never further than it should."""

import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from bettercare_client.connection import Service
from bettercare_client.errors import NotDone, NoToken, NotReached
from bettercare_client.tokens import token_of

TOKEN = "bct_00000000_" + "a" * 43


class Stub:
    """A server that answers what it is told, one after the other, and keeps what it was asked."""

    def __init__(self):
        self.answers, self.asked = [], []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                stub.asked.append((self.command, self.path, dict(self.headers), body))
                status, heads, answer = stub.answers.pop(0)
                if status == 0:
                    self.connection.close()
                    return
                self.send_response(status)
                for name, value in {"Content-Length": str(len(answer)), **heads}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer)

            do_POST = do_GET  # noqa: N815  (the name that the standard library asks for)

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        self.server.serve_forever(poll_interval=0.02)

    def will(self, status, body=b"{}", **heads):
        self.answers.append((status, {k.replace("_", "-"): v for k, v in heads.items()}, body))


@pytest.fixture
def stub():
    made = Stub()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def waits():
    return []


@pytest.fixture
def service(stub, waits):
    return Service(stub.address, TOKEN, waits.append)


def test_it_asks_with_its_token_and_reads_json(service, stub):
    stub.will(200, b'{"a": 1}', ETag='"x.1"')
    answer = service.ask("GET", "/plans")
    assert answer.data == {"a": 1}
    assert answer.headers["etag"] == '"x.1"'
    [(method, path, heads, _)] = stub.asked
    assert (method, path) == ("GET", "/api/v1/plans")
    assert heads["Authorization"] == f"Bearer {TOKEN}"


def test_what_breaks_is_tried_again_with_the_same_key(service, stub, waits):
    stub.will(0)
    stub.will(503, Retry_After="7")
    stub.will(201, b'{"done": true}')
    assert service.ask("POST", "/x", b"{}", Idempotency_Key="k").data == {"done": True}
    assert waits == [1, 7]
    assert [heads["Idempotency-Key"] for _, _, heads, _ in stub.asked] == ["k", "k", "k"]


def test_after_three_tries_it_says_so(service, stub):
    for _ in range(3):
        stub.will(0)
    with pytest.raises(NotReached, match="Check the address and your network"):
        service.ask("GET", "/x")
    assert len(stub.asked) == 3


def test_a_long_wait_is_cut_short(service, stub, waits):
    stub.will(429, Retry_After="100000")
    stub.will(200)
    service.ask("GET", "/x")
    assert waits == [60]


def test_it_is_never_sent_elsewhere(service, stub):
    stub.will(302, Location="http://127.0.0.1:9/")
    with pytest.raises(NotDone, match="we do not follow"):
        service.ask("GET", "/x")
    assert len(stub.asked) == 1


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (401, {}, "Make a new one"),
        (404, {}, "Check the code or address"),
        (412, {}, "Pull it again"),
        (409, {"detail": "This plan is submitted."}, "This plan is submitted."),
        (409, {"detail": "No.", "errors": [{"row": "Row 2, Falls"}]}, "Row 2, Falls"),
        (500, {}, "The service answered 500"),
    ],
)
def test_errors_are_told_in_words(service, stub, status, body, said):
    stub.will(status, json.dumps(body).encode())
    with pytest.raises(NotDone, match=said):
        service.ask("GET", "/x")


def test_a_page_is_no_answer(service, stub):
    stub.will(200, b"<html>")
    with pytest.raises(NotDone, match="does not answer as the service does"):
        service.ask("GET", "/x")


@pytest.mark.parametrize(
    "address",
    ["http://bcf.example.org", "ftp://x", "bcf.example.org", "https://", "https://me:pw@host"],
)
def test_addresses_that_are_not_safe_are_refused(address):
    with pytest.raises(NotReached):
        Service(address, TOKEN)


def test_a_token_comes_from_a_file_that_others_cannot_read(tmp_path):
    place = tmp_path / "token"
    place.write_text(f"{TOKEN}\n", encoding="ascii")
    place.chmod(0o640)
    named = {"BETTERCARE_TOKEN_FILE": str(place)}
    with pytest.raises(NoToken, match="chmod 600"):
        token_of(named)
    place.chmod(0o600)
    assert token_of(named) == TOKEN


@pytest.mark.parametrize(
    "environment",
    [{}, {"BETTERCARE_TOKEN": "secret"}, {"BETTERCARE_TOKEN_FILE": "nowhere"}],
)
def test_without_a_token_it_says_what_to_do(environment):
    with pytest.raises(NoToken) as refused:
        token_of(environment)
    assert "secret" not in str(refused.value)


def test_the_help_loads_nothing_that_opens_connections():
    code = (
        "import sys; from bettercare.cli import run; run(['--help']); "
        "print([m for m in ('http.client', 'ssl', 'socket', 'bettercare_client.connection') "
        "if m in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert ran.stdout.splitlines()[-1] == "[]"
