"""Programs of people of the demonstration: their tokens, and a client that sends them."""

import json

import pytest
from django.test import Client

from bettercare_web.accounts.tokens import Scope, make_token
from bettercare_web.audit.actors import Actor

ALL = frozenset(Scope)


class Program:
    """A client that sends a token, JSON, and a new key with each POST unless one is given."""

    def __init__(self, token, **settings):
        self.client, self.token, self.count = Client(**settings), token, 0

    def __call__(self, method, path, body=None, **headers):
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if method == "POST" and "key" not in headers:
            self.count += 1
            sent["Idempotency-Key"] = f"{self.token[:16]}-{self.count}"
        names = {"key": "Idempotency-Key", "match": "If-Match", "seen": "If-None-Match"}
        sent |= {names.get(name, name): value for name, value in headers.items() if value}
        data = (
            body if isinstance(body, (bytes, str)) else json.dumps(body) if body is not None else ""
        )
        return self.client.generic(
            method, f"/api/v1{path}", data, content_type="application/json", headers=sent
        )

    def get(self, path, **headers):
        answer = self("GET", path, **headers)
        assert answer.status_code == 200, answer.content
        return answer.json()


@pytest.fixture
def program(person):
    """A program with a token of somebody, for all scopes or some."""

    def made(address, *scopes, **settings):
        one = person(address)
        by = Actor(person_id=str(one.pk))
        token = make_token(one, "Ledger", frozenset(scopes) or ALL, by=by)
        return Program(token, **settings)

    return made
