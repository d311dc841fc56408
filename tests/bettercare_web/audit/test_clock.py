"""A clock that cannot be trusted stops what counts by the time, and nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bettercare_web.audit.clock import is_sure, skew
from bettercare_web.audit.models import Head
from bettercare_web.plans.actions import Edit, Stopped, edit_plan
from bettercare_web.versions.actions.signing import UNSURE, in_person


@pytest.fixture
def newest(db):  # noqa: ARG001
    """Puts the newest event so many seconds into the future: the clock stepped back since."""

    def put(seconds):
        head = Head.objects.exclude(at=None).first()
        head.at = timezone.now() + timedelta(seconds=seconds)
        head.save()

    return put


def test_a_clock_in_order_is_sure(newest):
    newest(-3600)
    assert skew() == timedelta()
    assert is_sure()


@pytest.mark.parametrize(("seconds", "sure"), [(59, True), (62, False), (90, False)])
def test_nobody_signs_or_submits_while_the_clock_is_in_doubt(newest, actor, seconds, sure):
    newest(seconds)
    by = actor("section151@leicester")
    if sure:
        assert in_person(by).email == "section151@leicester.example"
    else:
        with pytest.raises(Stopped) as caught:
            in_person(by)
        assert str(caught.value) == UNSURE


def test_drafts_go_on_while_the_clock_is_in_doubt(newest, leicester, actor):
    newest(3600)
    row = leicester.rows.filter(table="schemes")[8]
    edit = Edit(row_id=str(row.pk), version=1, fields={"output_estimate": "1,234"})
    plan, _ = edit_plan(leicester, [edit], by=actor("lead@leicester"))
    assert plan.revision == 2
