"""Every address of the service x every role x every relation to the area, and strangers.

``routes.txt`` is the table: the name of the route, its methods, and who it opens to: rows of the
table of roles, ``signed in``, ``anybody``, or ``mine`` for a thing of one's own, which is not found
by anyone else (the walk asks for one that is nobody's). A route that is not in it fails the first
test.
"""

import hashlib
import re
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpResponseNotFound
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone

from bettercare_web.accounts.models import AccessToken
from bettercare_web.accounts.tokens import Scope
from bettercare_web.areas.models import (
    Body,
    FactorReset,
    Grant,
    GrantRequest,
    Invitation,
    Person,
)
from bettercare_web.areas.roles import CELLS, Action, Role
from bettercare_web.config import urls
from bettercare_web.plans.core import plan_hash, plan_text, to_core
from bettercare_web.plans.models import Deadline, Dismissal, Note, Plan, Submission, Version
from bettercare_web.uploads.models import Upload

TABLE = Path(__file__).with_name("routes.txt")
OPEN = {"anybody", "signed"}  # the first word
PROGRAMS = "api:"


class Route(NamedTuple):
    """A route by one method. ``opens`` are numbers of actions, or begin with a word of OPEN."""

    name: str
    method: str
    opens: tuple[str, ...]

    def __str__(self):
        return f"{self.method} {self.name}"


def table():
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text:
            name, methods, opens = (part.strip() for part in text.split("|"))
            for method in methods.split():
                yield Route(name, method, tuple(opens.split()))


def patterns(resolver=None, space=""):
    """Every pattern that answers, with its whole name."""
    resolver = resolver or get_resolver()
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield f"{space}{one.name}", one
        else:
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from patterns(one, inner)


def test_every_route_is_in_the_table_and_nothing_else():
    named = {name for name, _ in patterns()}
    assert "None" not in named
    assert named == {route.name for route in table()}


class Somebody(NamedTuple):
    role: Role
    relation: str
    cookie: str
    token: str


RELATIONS = ("own", "partner", "other", "region", "nation")
PUBLIC_REGION = "Y60"
PASSWORD = make_password("a password, and known to nobody")
NOBODYS = "00000000-0000-0000-0000-000000000000"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):  # noqa: ARG001
    """Everybody of each kind, and what addresses name: made once, as each makes many requests."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield people_of_all_kinds(), things_that_addresses_name()
        transaction.set_rollback(True)


@pytest.fixture
def everybody(world):
    """Somebody of each role in each relation to Leicester's plan, with a session."""
    return world[0]


@pytest.fixture(autouse=True)
def _no_page_of_what_is_not_found(monkeypatch):
    """Most answers say that there is nothing here; the page that says it has tests of its own."""
    monkeypatch.setattr(urls, "handler404", lambda *_, **__: HttpResponseNotFound())


def people_of_all_kinds():
    leicester, rotherham = (
        Plan.objects.get(area__name=name, kind="plan") for name in ("Leicester", "Rotherham")
    )
    row = leicester.rows.filter(table="schemes")[12]
    scopes = {
        "own": ("area", str(leicester.area_id)),
        "partner": ("body", str(Body.objects.get(code="E06000016-N").pk)),
        "other": ("area", str(rotherham.area_id)),
        "region": ("region", PUBLIC_REGION),
        "nation": ("nation", ""),
    }
    people, grants, made = [], [], []
    for role in Role:
        for relation in RELATIONS:
            kind, scope = scopes[relation]
            if relation == "own" and role in {Role.SCHEME_LEAD, Role.PROVIDER}:
                kind, scope = "scheme", str(row.pk)
            one = Person(email=f"{role.value}@{relation}.example", name=f"{role.value} {relation}")
            one.password = PASSWORD
            people.append(one)
            grants.append(
                Grant(
                    person=one,
                    role=role.value,
                    scope_kind=kind,
                    scope_id=scope,
                    area=leicester.area if kind == "scheme" else None,
                    ends=timezone.now() + timedelta(days=1),
                )
            )
            made.append((role, relation, one))
    Person.objects.bulk_create(people)
    Grant.objects.bulk_create(grants)
    tokens = tokens_of(people)
    return [
        Somebody(role, relation, session_of(one), tokens[one.pk]) for role, relation, one in made
    ]


def tokens_of(people):
    """A token with every scope for each of some people, by their ids."""
    made, rows = {}, []
    for number, one in enumerate(people):
        short, secret = f"{number:08x}", "s" * 43
        made[one.pk] = f"bct_{short}_{secret}"
        secret_hash = hashlib.sha256(secret.encode()).hexdigest()
        scopes = " ".join(scope.value for scope in Scope)
        ends = timezone.now() + timedelta(days=1)
        rows.append(
            AccessToken(person=one, short=short, secret_hash=secret_hash, scopes=scopes, ends=ends)
        )
    AccessToken.objects.bulk_create(rows)
    return made


def session_of(person):
    """The key of a session in which a person is signed in."""
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


def expected(route, somebody, *, submitted):
    """Whether the table opens a route to somebody."""
    if route.opens[0].partition("-")[0] in OPEN:
        return True
    if route.opens[0] == "mine":
        return False
    reaching = {"own": "O", "partner": "Pp", "region": "", "nation": "", "other": ""}
    letters = {*reaching[somebody.relation], "Y"}  # Y is of the service, whatever the area
    if somebody.relation == "own" and somebody.role in {Role.SCHEME_LEAD, Role.PROVIDER}:
        letters.add("s")
    if submitted:
        letters |= {"region": {"R", "r"}, "nation": {"N"}}.get(somebody.relation, set())
    early = letters | {"region": {"R"}, "nation": {"N"}}.get(somebody.relation, set())
    return any(
        (early if opens.endswith("+") else letters) & set(cell(opens, somebody.role))
        for opens in route.opens
    )


def cell(opens, role):
    """The letters by which an action opens a route to a role.

    "1-s" is action 1 without ``s``; "14+" opens before anything is submitted.
    """
    number, _, without = opens.rstrip("+").partition("-")
    return set(CELLS[Action(int(number)), role]) - set(without)


def somebody():
    """Who wrote or brought in the things that addresses name."""
    return Person.objects.get(email="lead@leicester.example")


def things_of_people(area):
    """A grant, an invitation, a request and a reset, which addresses name."""
    later = timezone.now() + timedelta(days=1)
    viewer = Person.objects.get(email="viewer@leicester.example")
    invited = Invitation.objects.create(
        email="new@leicester.example",
        token_hash="0" * 64,
        area=area,
        body=somebody().body,
        invited_by=somebody(),
        ends=later,
    )
    asked = GrantRequest.objects.create(
        person=viewer, role="RA", scope_kind="region", scope_id="Y60", asked_by=somebody()
    )
    reset = FactorReset.objects.create(
        person=viewer, asked_by=somebody(), reason="Lost telephone", due=later
    )
    return {
        "person_id": viewer.pk,
        "grant_id": viewer.grants.get().pk,
        "invitation_id": invited.pk,
        "request_id": asked.pk,
        "reset_id": reset.pk,
    }


WHAT = {"administration-account": "open", "administration-grant": "renew"}


def things_that_addresses_name():
    """What the parts of addresses stand for, by their names."""
    leicester = Plan.objects.get(area__name="Leicester", kind="plan")
    core = to_core(leicester.round, leicester.rows.all())
    version = Version.objects.create(
        plan=leicester, number=1, revision=1, content=plan_text(core), hash=plan_hash(core)
    )
    rows = leicester.rows.filter(table="schemes")
    return {
        "plan_id": leicester.pk,
        "code": leicester.area.code,
        "row_id": rows[12].pk,
        "figure": "required.adult_social_care.planned",
        "figure_id": "required.adult_social_care.planned",
        "table": "schemes",
        "dismissal_id": Dismissal.objects.create(
            plan=leicester, code="CHK-001", problem="x", by=somebody()
        ).pk,
        "number": version.number,
        "revision": leicester.revision,
        "first": version.number,
        "second": version.number,
        "region": PUBLIC_REGION,
        "round_id": "2019-20",
        "kind": "json",
        "metric": "dtoc",
        "uidb36": "1",
        "key": "1-1",
        "pk": 1,
        "slug": "council",
        "token": "0" * 43,
        "sign_in_id": NOBODYS,
        "token_id": NOBODYS,
        **things_of_people(leicester.area),
        "deadline_id": Deadline.objects.create(
            round="2019-20",
            area=leicester.area,
            wall="2019-10-04T12:00:00",
            moment=timezone.now(),
            set_by=somebody(),
        ).pk,
        "note_id": Note.objects.create(
            plan=leicester, table="schemes", row=rows[12].pk, text="?", by=somebody()
        ).pk,
        "upload_id": Upload.objects.create(
            sha256="0" * 64, size=1, person=somebody(), area=leicester.area
        ).pk,
    }


@pytest.fixture
def address(world):
    """The address of a route, its parts filled with things of Leicester."""
    parts = world[1]

    def fill(name):
        [pattern] = [one for whole, one in patterns() if whole == name]
        wanted = re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern))
        known = {**parts, "what": WHAT.get(name, "")}
        return reverse(name, kwargs={part: known[part] for part in wanted})

    return fill


def is_submitted(plan):
    version = plan.versions.get(number=1)
    Submission.objects.create(
        plan=plan, version=version, receipt="BCF-1", head="0" * 64, by=somebody()
    )
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.SUBMITTED)
    plan.area.shared_with_region = True
    plan.area.save()


def status(route, path, somebody=None):
    """The answer to one request, whose effect is taken back; programs send their token."""
    client, headers = Client(raise_request_exception=False), {}
    if somebody and route.name.startswith(PROGRAMS):
        headers["Authorization"] = f"Bearer {somebody.token}"
    elif somebody:
        client.cookies["sessionid"] = somebody.cookie
    with transaction.atomic():
        answer = client.generic(route.method, path, headers=headers)
        transaction.set_rollback(True)
    sent_away = answer.status_code == 302 and "/account/login/?next=" in answer["Location"]
    return "sign in" if sent_away else answer.status_code


@pytest.mark.django_db
@pytest.mark.parametrize("submitted", [False, True], ids=["draft", "submitted"])
@pytest.mark.parametrize("route", list(table()), ids=str)
def test_who_may_open_a_route(route, submitted, everybody, address, leicester):
    if submitted:
        is_submitted(leicester)
    path = address(route.name)
    wrong = []
    for one in everybody:
        answer = status(route, path, one)
        opened = answer not in {404, "sign in"} and answer < 500
        if opened != expected(route, one, submitted=submitted):
            wrong.append((one.role.value, one.relation, answer))
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("route", list(table()), ids=str)
def test_strangers_are_sent_to_sign_in(route, address):
    answer = status(route, address(route.name))
    if route.opens[0] == "anybody":
        assert answer != "sign in"
    elif route.opens[0] == "mine":
        assert answer in {"sign in", 404}
    elif route.name.startswith(PROGRAMS):
        assert answer == 401
    else:
        assert answer == "sign in"
