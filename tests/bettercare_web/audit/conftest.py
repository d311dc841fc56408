"""A stream of a thousand events, and a hand that reaches past the service into the database."""

import pytest
from django.db import connection, transaction

from bettercare_web.audit.actors import SYSTEM
from bettercare_web.audit.models import Event, Head
from bettercare_web.audit.record import Changed, Thing, record
from bettercare_web.audit.triggers import drop


@pytest.fixture(scope="session")
def _kept():
    """The thousand events, once they were made."""
    return {}


@pytest.fixture
def thousand(db, _kept):  # noqa: ARG001
    """A thousand events after the one that opens the stream: made once, stored for each test."""
    if not _kept:
        with transaction.atomic():
            for number in range(1, 1001):
                change = Changed(field="amount", old=str(number - 1), new=str(number))
                about = Thing("n", "1")
                record(stream="TEST", by=SYSTEM, action="counted", about=about, changes=[change])
        _kept["events"] = list(Event.objects.filter(stream="TEST"))
        _kept["head"] = Head.objects.get(pk="TEST")
    else:
        Event.objects.bulk_create(_kept["events"])
        Head.objects.bulk_create([_kept["head"]])
    return "TEST"


@pytest.fixture
def tamper(db):  # noqa: ARG001
    """Run a statement on the events with the triggers out of the way."""
    with connection.cursor() as cursor:
        for statement in drop(connection.vendor):
            cursor.execute(statement)

    def run(statement, *values):
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return run


@pytest.fixture
def event():
    return lambda stream, seq: Event.objects.get(stream=stream, seq=seq)
