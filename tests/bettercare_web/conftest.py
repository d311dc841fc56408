"""The demonstration's areas, people and plans, there at the start of every test that asks."""

import time

import pytest
from django.core.management import call_command
from django.test import Client

from bettercare_web.accounts.step_up import PASSWORD, note_shown
from bettercare_web.areas.models import Area, Person
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.models import Head
from bettercare_web.audit.verify import Whole, verify
from bettercare_web.plans.answers import forget
from bettercare_web.plans.models import Plan
from bettercare_web.plans.replay import replay, wrong_versions
from bettercare_web.running.demo import build_demo


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):  # noqa: ARG001
    """Every test finds the demonstration; what it changes is taken back after it."""
    with django_db_blocker.unblock():
        call_command("createcachetable", verbosity=0)
        build_demo()


@pytest.fixture(autouse=True)
def _nothing_kept_in_memory():
    forget()


CHANGING = {"api", "conversations", "exports", "home", "people", "plans", "uploads", "versions"}


@pytest.fixture(autouse=True)
def _trail(request):
    """In every test of a part that changes plans, but for those that harm the trail on purpose."""
    harms = request.node.get_closest_marker("harms_the_trail")
    if request.path.parent.name in CHANGING and "db" in request.fixturenames and not harms:
        request.getfixturevalue("_trail_holds")


@pytest.fixture
def _trail_holds(db):  # noqa: ARG001
    """Whatever a test did through the service, the trail is whole and rebuilds every plan of it."""
    before = dict(Head.objects.values_list("stream", "seq"))
    yield
    for stream, seq in Head.objects.values_list("stream", "seq"):
        if before.get(stream) != seq:
            found = verify(stream)
            assert isinstance(found, Whole), found
            for plan in Plan.objects.filter(area__code=stream):
                assert replay(plan) is None, plan
                assert list(wrong_versions(plan)) == []


@pytest.fixture
def leicester(db):  # noqa: ARG001
    """Leicester's plan of 2019-20: 49 schemes, one error."""
    return Plan.objects.select_related("area").get(area__name="Leicester", kind="plan")


@pytest.fixture
def rotherham(db):  # noqa: ARG001
    """Rotherham's plan of 2019-20."""
    return Plan.objects.select_related("area").get(area__name="Rotherham", kind="plan")


@pytest.fixture
def person(db):  # noqa: ARG001
    """Somebody of the demonstration, by the start of their address: "lead@leicester"."""
    return lambda address: Person.objects.get(email=f"{address}.example")


@pytest.fixture
def actor(person):
    """Somebody of the demonstration as the one who acts."""
    return lambda address: Actor(person_id=str(person(address).pk))


@pytest.fixture
def signed_in(person):
    """A browser of somebody of the demonstration, who has just signed in (or some time ago)."""

    def client(address, *, just_now=True):
        made = Client()
        made.force_login(person(address))
        session = made.session
        note_shown(session, person(address), PASSWORD, time.time() - (0 if just_now else 600))
        session.save()
        return made

    return client


@pytest.fixture
def area_of(db):  # noqa: ARG001
    """An area of the demonstration by its name."""
    return lambda name: Area.objects.get(name=name)
