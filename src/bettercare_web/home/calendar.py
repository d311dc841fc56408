"""The dates of an area's rounds as a calendar that other programs read (RFC 5545)."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from bettercare.errors import BetterCareError
from bettercare.rounds import Certainty, Round, load
from bettercare_web.areas.models import Area
from bettercare_web.plans.deadlines import Due, due_of
from bettercare_web.plans.models import Plan
from bettercare_web.words import moment

LONGEST = 75  # octets of a line
EVERY = "PT12H"  # how often other programs are asked to look again
Dues = Callable[[Plan], Due | None]


class Entry(NamedTuple):
    """A day of the calendar; ``key`` stays the same when the day is moved."""

    key: str
    day: date
    title: str
    words: str = ""


def calendar(area: Area, plans: Iterable[Plan], now: datetime) -> str:
    """The calendar of an area: the timetable of each round that it has a plan for.

    It holds no name of a person, and nothing of what stands in a plan.
    """
    entries = [(area.code, entry) for plan in plans for entry in _entries(plan)]
    return _calendar(f"Better Care, {area.name}", entries, now)


def calendar_of_plans(plans: Sequence[Plan], dues: Dues, now: datetime) -> str:
    """The calendar of the plans of several areas: when each is due, and each timetable once.

    ``dues`` are the deadlines by the round and area of a plan. It names areas, and no person.
    """
    entries = [
        (plan.area.code, _due(plan, due)) for plan in plans if (due := dues(plan)) is not None
    ]
    for round_id in sorted({plan.round for plan in plans}):
        rules = _rules(round_id)
        entries += [("", entry) for entry in (_timetable(rules) if rules else ())]
    return _calendar("Better Care dates", entries, now)


def _calendar(name: str, entries: Iterable[tuple[str, Entry]], now: datetime) -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Better Care planning//Dates of a round//EN",
        f"NAME:{_escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{EVERY}",
        f"X-PUBLISHED-TTL:{EVERY}",
        *(line for code, entry in entries for line in _event(code, entry, now)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _entries(plan: Plan) -> Iterator[Entry]:
    rules = _rules(plan.round)
    if rules is None:
        return
    due = due_of(plan)
    if due is not None:
        yield _due(plan, due)
    yield from _timetable(rules)


def _rules(round_id: str) -> Round | None:
    try:
        return load(round_id)
    except BetterCareError:
        return None


def _due(plan: Plan, due: Due) -> Entry:
    title = f"Better Care plan {plan.round} is due, {plan.area.name}"
    return Entry(f"{plan.round}-due", due.day, title, f"Until {moment(due.moment)}.")


def _timetable(rules: Round) -> Iterator[Entry]:
    for one in rules.timetable:
        if not one.plans_due:
            sure = "" if one.certainty is Certainty.CONFIRMED else "Not confirmed."
            key = re.sub(r"[^a-z0-9]+", "-", one.label.casefold()).strip("-")
            yield Entry(f"{rules.round}-{key}", one.day, f"{one.label}, {rules.round}", sure)


def _event(code: str, entry: Entry, now: datetime) -> Iterator[str]:
    """An event; without the code of an area it is of no area."""
    of = f"-{re.sub(r'[^A-Za-z0-9]+', '-', code)}" if code else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.key}{of}@better-care-planning"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(entry.title)}"
    if entry.words:
        yield f"DESCRIPTION:{_escaped(entry.words)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    r"""A text as a value.

    >>> _escaped("Bournemouth, Christchurch; Poole\n")
    'Bournemouth\\, Christchurch\\; Poole\\n'
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line cut after 75 octets, never within a letter; each further one begins with a space."""
    parts, size = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += octets
    return "\r\n".join(parts)
