"""Many plans in words: the heading, four questions, who has what, the list to call."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from bettercare.working_days import working_days
from bettercare_web.national.collecting import Collected, Line, State
from bettercare_web.words import day

STATES: dict[State, str] = {
    "compliant": "in and compliant",
    "in": "in, not compliant",
    "late": "late",
    "due": "not in yet",
}
CALLED = 10  # areas of the list on the first page


class Question(NamedTuple):
    """One of the four questions, its answer, and what it means."""

    name: str
    answer: str
    words: str


class Call(NamedTuple):
    """An area to call: how much is filled in, what is missing, who worked on it last."""

    line: Line
    filled: str
    missing: str
    worked: str
    due: str


def heading(found: Collected) -> str:
    """How many plans are in, how many are not, and what those wait for."""
    lines = found.lines
    if not lines:
        return "There are no areas here yet"
    sent = [one for one in lines if one.sent]
    out = [one for one in lines if not one.sent]
    start = (
        f"{len(sent)} of {_plans(len(lines))} {'is' if 1 in {len(sent), len(lines)} else 'are'} in."
    )
    if not out:
        return f"{start} None is missing."
    late = [one for one in out if one.late]
    return f"{start} {_late(late) if late else _left(found, out)}"


def _plans(count: int) -> str:
    return f"{count} {'plan' if count == 1 else 'plans'}"


def _late(late: Sequence[Line]) -> str:
    waiting = sum(1 for one in late if one.only_signatures)
    said = f"{len(late)} {'is' if len(late) == 1 else 'are'} late"
    if not waiting:
        return f"{said}."
    verb = "waits" if waiting == 1 else "wait"
    return f"{said}; {waiting} of those {verb} only for signatures."


def _left(found: Collected, out: Sequence[Line]) -> str:
    due = found.due
    verb = "is" if len(out) == 1 else "are"
    if due is None:
        return f"{len(out)} {verb} not. No day is set."
    today = timezone.localdate(out[0].now)
    if due.day == today:
        return f"{len(out)} {verb} due today."
    left = working_days(today, due.day)
    return f"{len(out)} {verb} due in {left} working {'day' if left == 1 else 'days'}."


def questions(found: Collected) -> list[Question]:
    """Submitted, complete, compliant and late: four questions, each with what it asks."""
    lines = found.lines
    sent = [one for one in lines if one.sent]
    complete = sum(1 for one in lines if one.complete)
    compliant = sum(1 for one in sent if one.in_order)
    of_sent = f"{compliant} of {len(sent)}" if sent else "None yet"
    return [
        Question("Submitted", f"{len(sent)} of {len(lines)}", "Sent and frozen, with a receipt"),
        Question("Complete", f"{complete} of {len(lines)}", "Every required field is filled"),
        Question(
            "Compliant", of_sent, "Submitted, balances £0, every required spend met, no error"
        ),
        _lateness(found),
    ]


def _lateness(found: Collected) -> Question:
    out = [one for one in found.lines if not one.sent]
    late = [one for one in out if one.late]
    if found.due is None:
        return Question("Late", "No day set", "The round has no day for plans")
    when = day(found.due.day)
    moved = sum(1 for one in found.lines if one.due and one.due.moment != found.due.moment)
    other = f"; {moved} with a day of their own" if moved else ""
    if late or (found.lines and found.lines[0].now > found.due.moment):
        return Question("Late", str(len(late)), f"Due {when}, not submitted{other}")
    return Question("Due", str(len(out)), f"Due {when}, not submitted yet{other}")


def missing(line: Line) -> str:
    """What an area lacks, in general words: a draft's content is its own."""
    return ". ".join(_lacks(line)) or "Nothing: ready to submit"


def _lacks(line: Line) -> Iterator[str]:
    held = line.standing
    if line.plan is None:
        yield "No plan is started"
        return
    if held is None:
        yield "Being worked out"
        return
    if held.errors:
        yield f"{held.errors} {'error' if held.errors == 1 else 'errors'} to mend"
    if held.answered < held.asked:
        left = held.asked - held.answered
        yield f"{left} required {'field' if left == 1 else 'fields'} to fill in"
    if not held.balanced:
        yield "Money to balance"
    if not held.met:
        yield "A required spend short"
    if line.signed < line.to_sign:
        yield f"Signatures: {line.signed} of {line.to_sign}"


def to_call(lines: Sequence[Line]) -> list[Call]:
    """Those that are not in: the late first, then those with most to do, then by name."""
    out = [one for one in lines if not one.sent]
    return [_call(one) for one in sorted(out, key=_urgency)]


def _urgency(line: Line) -> tuple[bool, bool, int, str]:
    filled = line.filled
    return (not line.late, line.plan is not None, -1 if filled is None else filled, line.area.name)


def _call(line: Line) -> Call:
    return Call(
        line,
        "" if line.filled is None else f"{line.filled}%",
        missing(line),
        _worked(line),
        day(line.due.day) if line.due else "",
    )


def _worked(line: Line) -> str:
    if line.plan is None:
        return "Nobody yet"
    when = _when(line.plan.edited, line.now)
    return f"{line.worked_by}, {when}" if line.worked_by else f"Nobody since {when}"


def _when(at: datetime, now: datetime) -> str:
    local, today = timezone.localtime(at), timezone.localdate(now)
    if local.date() == today:
        hour = local.hour % 12 or 12
        return f"{hour}:{local:%M}{'am' if local.hour < 12 else 'pm'} today"  # noqa: PLR2004
    return day(local.date())
