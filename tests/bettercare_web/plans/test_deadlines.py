"""When plans are due: the day of the round, and where the national team moved it."""

from datetime import UTC, date, datetime

import pytest

from bettercare_web.areas.models import Grant
from bettercare_web.areas.roles import Role, ScopeKind
from bettercare_web.audit.models import Event
from bettercare_web.plans.actions import Refused, Stopped
from bettercare_web.plans.deadline_actions import confirm_deadline, set_deadline
from bettercare_web.plans.deadlines import Deadlines, due, in_utc, is_closed
from bettercare_web.plans.models import Deadline
from bettercare_web.running.demo import give
from bettercare_web.versions.actions.submitting import prepare

NOON = datetime(2026, 12, 3, 12, 0)
pytestmark = pytest.mark.django_db


@pytest.fixture
def second(person, actor):
    """A second person of the national team."""
    give(person("viewer@rotherham"), Role.NATIONAL, ScopeKind.NATION, "")
    return actor("viewer@rotherham")


def test_the_day_of_the_round_until_its_end_in_london(area_of):
    found = due("2019-20", area_of("Leicester"))
    assert found.day == date(2019, 9, 27)
    assert found.moment == datetime(2019, 9, 27, 22, 59, 59, tzinfo=UTC)  # summer time
    assert (found.moved, found.reason) == (False, "")
    assert due("2020-21", area_of("Leicester")) is None
    assert due("no-such-round", area_of("Leicester")) is None


@pytest.mark.parametrize(
    ("wall", "utc"),
    [
        (datetime(2026, 10, 25, 0, 59, 59), datetime(2026, 10, 24, 23, 59, 59, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 30), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),  # the second
        (datetime(2026, 10, 25, 2, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        (datetime(2026, 3, 29, 1, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # no such time
    ],
)
def test_nights_on_which_the_clocks_change(wall, utc):
    assert in_utc(wall) == utc


def test_moved_for_all_by_one_person(actor, area_of):
    set_deadline("2019-20", NOON, by=actor("national@england"), reason="A storm.")
    for name in ("Leicester", "Rotherham"):
        assert due("2019-20", area_of(name)) == (
            date(2026, 12, 3),
            datetime(2026, 12, 3, 12, 0, tzinfo=UTC),
            True,
            "A storm.",
        )
    event = Event.objects.get(action="deadline-set")
    assert event.stream == "nation" and '"A storm."' in event.body


def test_moved_for_one_area_by_two_people(actor, area_of, second):
    area = area_of("Leicester")
    asked = set_deadline(
        "2019-20", NOON, by=actor("national@england"), reason="A flood.", area=area
    )
    assert due("2019-20", area).day == date(2019, 9, 27)
    with pytest.raises(Stopped, match="somebody else"):
        confirm_deadline(asked, by=actor("national@england"))
    confirm_deadline(asked, by=second)
    assert due("2019-20", area).reason == "A flood."
    assert due("2019-20", area_of("Rotherham")).day == date(2019, 9, 27)
    with pytest.raises(Stopped, match="already"):
        confirm_deadline(asked, by=second)
    set_deadline("2019-20", datetime(2026, 12, 9), by=second, reason="For all.")
    assert due("2019-20", area).reason == "A flood."  # its own day stays
    assert Event.objects.filter(stream=area.code, action="deadline-confirmed").count() == 1


@pytest.mark.parametrize("who", ["lead@leicester", "assurer@midlands", "administrator@england"])
def test_nobody_else_sets_one(actor, who):
    with pytest.raises(Refused):
        set_deadline("2019-20", NOON, by=actor(who), reason="Because.")
    assert not Deadline.objects.exists()


def test_a_role_that_is_over_sets_none(actor, person):
    Grant.objects.filter(person=person("national@england")).update(
        ends=datetime(2020, 1, 1, tzinfo=UTC)
    )
    with pytest.raises(Refused):
        set_deadline("2019-20", NOON, by=actor("national@england"), reason="Because.")


def test_a_reason_and_a_round_are_needed(actor):
    with pytest.raises(Stopped, match="Say why"):
        set_deadline("2019-20", NOON, by=actor("national@england"), reason=" ")
    with pytest.raises(Stopped, match="round"):
        set_deadline("2031-32", NOON, by=actor("national@england"), reason="Because.")


def test_a_hard_deadline_closes_a_second_later(leicester, actor):
    assert not is_closed(leicester, datetime(2099, 1, 1, tzinfo=UTC))
    by = actor("national@england")
    set_deadline("2019-20", NOON, by=by, reason="The round ends.", kind=Deadline.Kind.HARD)
    assert not is_closed(leicester, datetime(2026, 12, 3, 12, 0, 0, tzinfo=UTC))
    assert is_closed(leicester, datetime(2026, 12, 3, 12, 0, 1, tzinfo=UTC))
    assert due("2019-20", leicester.area).day == date(2019, 9, 27)  # what is asked for is the same


def test_one_query_for_all_areas(django_assert_num_queries, area_of):
    ids = [area_of(name).pk for name in ("Leicester", "Rotherham")]
    with django_assert_num_queries(1):
        known = Deadlines.of("2019-20")
        assert {known.due(one).day for one in ids} == {date(2019, 9, 27)}


def test_a_plan_is_not_taken_after_the_hard_deadline(leicester, actor):
    by = actor("national@england")
    wall = datetime(2020, 1, 1, 12, 0)
    set_deadline("2019-20", wall, by=by, reason="The round ends.", kind=Deadline.Kind.HARD)
    with pytest.raises(Stopped, match="last day for plans"):
        prepare(leicester)
