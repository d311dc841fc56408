"""The dates of a round as a line of days, and what is left until plans are due."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from bettercare.rounds import Certainty, Round
from bettercare.rounds.schema import DatedEvent
from bettercare.working_days import working_days
from bettercare_web.plans.deadlines import Due

LONG_PAST = 60  # working days after which nobody counts them any more


class Stop(NamedTuple):
    """One day of the line: ``state`` is past, today, due or to-come."""

    day: date
    labels: list[str]
    state: str
    sure: bool = True


def stops_of(rules: Round, today: date, due: Due | None) -> list[Stop]:
    """The days of a round's timetable in order, with today and a deadline that was moved."""
    days = sorted(rules.timetable, key=lambda one: one.day)
    found = [
        _stop(day, list(events), today, due) for day, events in groupby(days, lambda one: one.day)
    ]
    if due and due.moved and not any(one.day == due.day for one in found):
        labels = ["Plans are due", *(["Today"] if due.day == today else [])]
        found.append(Stop(due.day, labels, "due" if due.day >= today else "past"))
    if not any(one.day == today for one in found):
        found.append(Stop(today, ["Today"], "today"))
    return sorted(found, key=lambda one: one.day)


def _stop(day: date, events: list[DatedEvent], today: date, due: Due | None) -> Stop:
    labels = [one.label for one in events]
    is_due = due is not None and day == due.day and day >= today
    if due and due.moved and day != due.day and any(one.plans_due for one in events):
        labels.append(f"Moved to {_day(due.day)}")
    if day == today:
        labels.append("Today")
    state = "due" if is_due else "today" if day == today else "past" if day < today else "to-come"
    sure = all(one.certainty is not Certainty.UNCONFIRMED for one in events)
    return Stop(day, labels, state, sure)


def left_words(due: Due | None, today: date) -> str:
    """How long there is until plans are due, as the start of a heading; blank where no day is set.

    >>> from datetime import UTC, datetime
    >>> due = Due(date(2019, 9, 27), datetime(2019, 9, 27, 22, 59, 59, tzinfo=UTC))
    >>> left_words(due, date(2019, 9, 24)), left_words(due, date(2019, 9, 30))
    ('3 working days left', '1 working day late')
    """
    if due is None:
        return ""
    if due.day == today:
        return "The plan is due today"
    left = working_days(today, due.day)
    if left == 0:  # only a weekend lies between
        return "The plan is due before the next working day" if due.day > today else "Late"
    days = f"{abs(left):,} working {'day' if abs(left) == 1 else 'days'}"
    if left > 0:
        return f"{days} left"
    return f"{days} late" if -left <= LONG_PAST else f"Due {_day(due.day)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def labels_of(stops: list[Stop]) -> Iterator[str]:
    """The line in words, for those who do not see it."""
    for one in stops:
        yield f"{_day(one.day)}: {', '.join(one.labels)}"
