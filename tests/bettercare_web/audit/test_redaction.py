"""A private value is taken away, and the chain stays whole."""

import pytest
from django.core import serializers
from django.db import transaction

from bettercare_web.audit.actors import SYSTEM
from bettercare_web.audit.models import Event, LongText, Sealed
from bettercare_web.audit.record import Changed, Thing, record
from bettercare_web.audit.redaction import NothingToRedact, redact, redact_again, redacted_on
from bettercare_web.audit.verify import Whole, verify


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def signed(db):  # noqa: ARG001
    """An event with two private values."""
    with transaction.atomic():
        return record(
            stream="TEST",
            by=SYSTEM,
            action="named",
            about=Thing("plan", "1"),
            changes=[
                Changed(field="sign_off.name", new="Canary Person", private=True),
                Changed(field="sign_off.mail", new="canary@example.org", private=True),
            ],
        )


def everything():
    kept = [*Event.objects.all(), *Sealed.objects.all(), *LongText.objects.all()]
    return serializers.serialize("json", kept)


def test_the_value_is_nowhere_and_the_chain_is_whole(signed):
    assert "Canary Person" in everything()
    event = redact(signed, by=SYSTEM, reason="Asked by the person", fields=["sign_off.name"])
    assert "Canary Person" not in everything()
    assert "canary@example.org" in everything()
    assert (event.action, event.stream) == ("redacted", "TEST")
    assert isinstance(verify("TEST"), Whole)
    assert list(redacted_on("TEST").values()) == [event.at]


def test_after_an_older_backup_it_is_taken_away_again(signed):
    backup = serializers.serialize("json", Sealed.objects.all())
    redact(signed, by=SYSTEM, reason="Asked by the person")
    for one in serializers.deserialize("json", backup):
        one.save()
    assert "Canary Person" in everything()
    assert redact_again() == 2
    assert "anary" not in everything()
    assert redact_again() == 0


def test_without_a_reason_or_a_value_nothing_is_done(signed):
    with pytest.raises(ValueError, match="Say why"):
        redact(signed, by=SYSTEM, reason=" ")
    redact(signed, by=SYSTEM, reason="Asked")
    with pytest.raises(NothingToRedact):
        redact(signed, by=SYSTEM, reason="Asked again")


def test_a_private_value_that_was_exchanged_is_found(signed):
    Sealed.objects.filter(event=signed, value="Canary Person").update(value="Somebody")
    found = verify("TEST")
    assert (found.seq, found.field) == (2, "sealed")
