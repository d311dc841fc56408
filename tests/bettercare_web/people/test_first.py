"""The first two administrators, from the command line."""

import io

import pytest
from django.core.management import CommandError, call_command

from bettercare_web.areas.models import Grant, Person
from bettercare_web.audit.models import Event


def add(email="first@england.example"):
    said = io.StringIO()
    call_command("add_administrator", email, name="First", stdout=said)
    return said.getvalue().split("127.0.0.1")[1].strip()


def test_one_more_is_made_and_sets_a_password(client, db):  # noqa: ARG001
    where = client.get(add(), follow=True).request["PATH_INFO"]
    words = "otters wander quietly home"
    client.post(where, {"password1": words, "password2": words})
    form = {"login": "first@england.example", "password": words}
    assert client.post("/account/login/", form).status_code == 302
    assert client.get("/administration/people/").status_code == 200
    event = Event.objects.get(action="role-given")
    assert '"kind":"system"' in event.body


def test_a_third_is_refused_and_the_second_may_get_a_new_link(db):  # noqa: ARG001
    assert add().startswith("/account/password/reset/key/")
    assert add().startswith("/account/password/reset/key/")
    assert Grant.objects.filter(person__email="first@england.example").count() == 1
    with pytest.raises(CommandError, match="two administrators"):
        add("third@england.example")
    assert not Person.objects.filter(email="third@england.example").exists()


def test_nobody_with_another_role_becomes_one(db):  # noqa: ARG001
    with pytest.raises(CommandError, match="no other role"):
        add("lead@leicester.example")
