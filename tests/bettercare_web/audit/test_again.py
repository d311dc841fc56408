"""A write that had to give way to another one is carried out again; nothing else is."""

import time
from typing import Any

import pytest
from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable, SerializationFailure

from bettercare_web.audit.again import WAITS, again


@pytest.fixture(autouse=True)
def slept(monkeypatch):
    """How long it waited, without waiting."""
    found = []
    monkeypatch.setattr(time, "sleep", found.append)
    return found


def writer(times, cause) -> Any:
    """A write that fails some times, and counts how often it was tried."""

    def attempt():
        write.tried += 1
        if write.tried <= times:
            raise OperationalError("gave way") from cause
        return "held"

    write: Any = again(attempt)
    write.tried = 0
    return write


@pytest.mark.parametrize("cause", [SerializationFailure(), DeadlockDetected()])
def test_what_gave_way_is_tried_again(cause, slept):
    write = writer(2, cause)
    assert write() == "held"
    assert write.tried == 3
    assert len(slept) == 2 and all(
        0 <= one <= most for one, most in zip(slept, WAITS, strict=False)
    )


def test_it_ends_after_five_tries():
    write = writer(9, SerializationFailure())
    with pytest.raises(OperationalError):
        write()
    assert write.tried == 5


@pytest.mark.parametrize("cause", [LockNotAvailable(), None])
def test_another_fault_is_told_at_once(cause):
    write = writer(1, cause)
    with pytest.raises(OperationalError):
        write()
    assert write.tried == 1


@pytest.mark.django_db
def test_inside_a_transaction_it_is_the_outermost_that_begins_again():
    write = writer(1, SerializationFailure())
    with pytest.raises(OperationalError), transaction.atomic():
        write()
    assert write.tried == 1
