"""A request that comes twice is carried out once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bettercare_web.audit.idempotency import OtherRequest, Outcome, forget_outcomes, hash_of, once
from bettercare_web.audit.models import Answered

pytestmark = pytest.mark.django_db


def test_the_same_request_is_done_once_and_answered_twice():
    done = []

    def do():
        done.append(1)
        return Outcome(status=200, answer="saved")

    first = once("p", "k", "h", do)
    assert once("p", "k", "h", do) == first == Outcome(status=200, answer="saved")
    assert done == [1]


def test_the_key_of_another_request_is_refused():
    once("p", "k", "h", lambda: Outcome(status=200))
    with pytest.raises(OtherRequest):
        once("p", "k", "other", lambda: Outcome(status=200))


def test_keys_are_of_one_person():
    once("p", "k", "h", lambda: Outcome(status=200, answer="mine"))
    other = once("q", "k", "other", lambda: Outcome(status=200, answer="theirs"))
    assert other.answer == "theirs"


def test_what_fails_leaves_the_key_free():
    def fail():
        raise ValueError

    with pytest.raises(ValueError):
        once("p", "k", "h", fail)
    assert once("p", "k", "h", lambda: Outcome(status=201)).status == 201


def test_outcomes_are_forgotten_but_for_those_kept_for_ever():
    once("p", "k", "h", lambda: Outcome(status=200))
    once("p", "signed", "h", lambda: Outcome(status=200), kept=True)
    assert forget_outcomes(timezone.now() + timedelta(seconds=1)) == 1
    assert [one.key for one in Answered.objects.all()] == ["signed"]


def test_the_hash_tells_address_and_body_apart():
    assert hash_of("POST", "/a", b"b") != hash_of("POST", "/a", b"c")
    assert hash_of("POST", "/a", b"b") != hash_of("PUT", "/a", b"b")
