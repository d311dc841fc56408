"""T22: a change and its event are there together, or neither: every statement fails in turn."""

from datetime import date, timedelta

import pytest
from django.core import serializers
from django.db import connection, transaction
from django.utils import timezone

from bettercare_web.areas.models import Grant, Person
from bettercare_web.audit.models import Event, Head, Sealed
from bettercare_web.mail.models import Letter
from bettercare_web.plans.core import plan_hash
from bettercare_web.plans.models import (
    Approval,
    Delegation,
    Plan,
    Row,
    Signature,
    Standing,
    Submission,
    Version,
)
from bettercare_web.versions.actions.approving import Approved, record_approval
from bettercare_web.versions.actions.delegating import delegate
from bettercare_web.versions.actions.naming import name_version
from bettercare_web.versions.actions.signing import ask_to_sign, sign
from bettercare_web.versions.actions.submitting import prepare, submit, withdraw
from bettercare_web.versions.covers import core_of

KEPT = (Approval, Delegation, Event, Grant, Head, Letter, Plan, Row, Sealed, Signature, Standing)
WRITES = ("INSERT", "UPDATE", "DELETE")


class Crash(Exception):
    """The database went away."""


def everything():
    models = (*KEPT, Submission, Version)
    return serializers.serialize("json", [one for m in models for one in m.objects.order_by("pk")])


def failing_at(number):
    """A wrapper of the connection that fails at a write, counted from 1."""
    count = 0

    def run(execute, sql, params, many, context):
        nonlocal count
        if sql.startswith(WRITES):
            count += 1
            if count == number:
                raise Crash
        return execute(sql, params, many, context)

    return run


def actions(plan, actor):
    lead = actor("lead@leicester")
    return {
        "name": lambda: name_version(plan, "One", by=lead),
        "ask": lambda: ask_to_sign(plan, "dass", by=lead),
        "sign": lambda: sign(
            plan, "dass", plan_hash(core_of(plan)), by=actor("director@leicester")
        ),
        "delegate": lambda: delegate(
            plan,
            "dass",
            Person.objects.get(email="viewer@leicester.example"),
            until=timezone.now() + timedelta(days=3),
            document="Scheme of delegation 4.2",
            by=actor("director@leicester"),
        ),
        "approve": lambda: record_approval(
            plan, Approved(how="meeting", meeting=date(2019, 9, 26), minute="7"), by=lead
        ),
    }


def fails_at_every_statement(do):
    before, number = everything(), 0
    while True:
        number += 1
        try:
            with transaction.atomic():
                with connection.execute_wrapper(failing_at(number)):
                    do()
                transaction.set_rollback(True)
        except Crash:
            assert everything() == before, f"write {number}"
        else:
            return number - 1


@pytest.mark.parametrize("name", ["name", "ask", "sign", "delegate", "approve"])
def test_an_action_is_done_whole_or_not_at_all(mended, actor, name):
    assert fails_at_every_statement(actions(mended, actor)[name]) >= 2


def test_an_edit_that_voids_signatures(signed, edited):
    assert fails_at_every_statement(lambda: edited(signed, "hicm", 1, "reason", "New")) >= 12


def test_submitting(signed, actor):
    ready = prepare(signed)
    assert fails_at_every_statement(lambda: submit(signed, ready, by=actor("lead@leicester"))) >= 9


def test_taking_back(sent, actor):
    assert (
        fails_at_every_statement(lambda: withdraw(sent, "Wrong", by=actor("lead@leicester"))) >= 9
    )
