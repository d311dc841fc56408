"""Input that no form of ours sends: characters that no database keeps, and far too many saves."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from bettercare_web.accounts.limits import SAVES
from bettercare_web.accounts.models import Tally
from bettercare_web.plans.models import Dismissal


def test_a_name_loses_the_character_that_no_database_keeps(leicester, signed_in):
    client = signed_in("lead@leicester")
    client.post(reverse("name-version", args=[leicester.pk]), {"name": "After\0 the workshop"})
    assert leicester.versions.get().name == "After the workshop"


def test_nor_does_a_reason_or_a_search_keep_it(leicester, signed_in):
    client = signed_in("lead@leicester")
    asked = {"code": "CHK-025", "problem": "", "reason": "Numbers are\0 kept free"}
    client.post(reverse("dismiss", args=[leicester.pk]), asked)
    assert "\0" not in "".join(Dismissal.objects.values_list("reason", flat=True))
    assert client.get(reverse("history", args=[leicester.pk]), {"text": "\0"}).status_code == 200


@pytest.mark.parametrize("route", ["schemes-save", "income"])
def test_saves_without_end_are_told_to_wait(leicester, signed_in, monkeypatch, route):
    monkeypatch.setattr("bettercare_web.plans.grid_views.SAVES", SAVES._replace(times=0))
    monkeypatch.setattr("bettercare_web.plans.saving.SAVES", SAVES._replace(times=0))
    client, address = signed_in("lead@leicester"), reverse(route, args=[leicester.pk])
    row = leicester.rows.filter(table="schemes")[0]
    change = {"row": str(row.pk), "version": 1, "fields": {"provider": "A"}}
    body = json.dumps({"key": str(uuid4()), "revision": 1, "changes": [change]})
    if route == "income":
        page = client.get(address)
        fields = {"form_key": "k" * 32}
        answer = client.post(address, fields)
        assert page.status_code == 200
    else:
        answer = client.post(address, body, content_type="application/json")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1
    assert not Tally.objects.filter(count__gt=1).exists()
