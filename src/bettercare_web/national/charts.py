"""Small charts, one a region, that share their axes: the share of plans that are in, day by day."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.utils import timezone

from bettercare_web.areas.models import Region
from bettercare_web.national.collecting import Collected, Line, State
from bettercare_web.national.presenters import STATES

BEFORE, AFTER = 28, 28  # days drawn before plans are due, and after at most
LEAST_AFTER = 4
LEFT, WIDTH, TOP, HEIGHT = 0, 212, 4, 62  # of the plot, in the units of the picture
ORDER: tuple[State, ...] = ("compliant", "in", "late", "due")


class Frame(NamedTuple):
    """The days that every chart shows, and where among them plans are due."""

    first: date
    last: date
    due: date | None
    today: date

    def x(self, day: date) -> float:
        """Where a day begins."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(LEFT + WIDTH * min(1.0, max(0.0, share)), 1)


class Panel(NamedTuple):
    """One region: its areas, counts in words, the two lines of its chart, and a text of it."""

    region: Region
    lines: Sequence[Line]
    counts: Counter[State]
    words: str
    share: int
    path: str
    england: str
    end: float
    text: str

    def squares(self) -> list[tuple[State, str]]:
        """A square for each area, those that are in first, with what it says."""
        ordered = sorted(self.lines, key=lambda one: ORDER.index(one.state))
        return [(one.state, f"{one.area.name}: {STATES[one.state]}") for one in ordered]


def frame_of(found: Collected, today: date) -> Frame:
    """Four weeks before plans are due, and as long after as has passed, four weeks at most."""
    due = found.due.day if found.due else None
    middle = due or today
    last = min(max(middle + timedelta(days=LEAST_AFTER), today), middle + timedelta(days=AFTER))
    return Frame(middle - timedelta(days=BEFORE), last, due, today)


def panels(found: Collected, frame: Frame) -> list[Panel]:
    """A panel for each region, the largest first."""
    by_region: dict[str, list[Line]] = {}
    for line in found.lines:
        by_region.setdefault(line.area.region_id, []).append(line)
    england, _ = steps(found.lines, frame)
    ordered = sorted(by_region.values(), key=lambda ones: (-len(ones), ones[0].area.region.name))
    return [_panel(lines, england, frame) for lines in ordered]


def _panel(lines: Sequence[Line], england: str, frame: Frame) -> Panel:
    counts: Counter[State] = Counter(one.state for one in lines)
    path, end = steps(lines, frame)
    sent = counts["compliant"] + counts["in"]
    share = sent * 100 // len(lines)
    name = lines[0].area.region.name
    text = f"{name}: {sent} of {len(lines)} plans are in, {share}%."
    return Panel(
        lines[0].area.region, lines, counts, _words(counts), share, path, england, end, text
    )


def _words(counts: Counter[State]) -> str:
    sent = counts["compliant"] + counts["in"]
    if sent == counts.total() == counts["compliant"]:
        return "All in, all compliant"
    parts = [f"{sent} in"]
    parts += [f"{counts['late']} late"] if counts["late"] else []
    parts += [f"{counts['due']} not in yet"] if counts["due"] else []
    parts += [f"{counts['in']} not compliant"] if counts["in"] else []
    return ", ".join(parts)


def steps(lines: Sequence[Line], frame: Frame) -> tuple[str, float]:
    """The share of areas whose plan is in, as a line of steps up to today, and where it ends.

    Plans that came before the first day are in from its beginning.
    """
    days = sorted(timezone.localtime(one.sent.at).date() for one in lines if one.sent)
    came = Counter(max(frame.first, min(day, frame.last)) for day in days)
    count = came.pop(frame.first, 0)
    path = f"M{LEFT} {_y(count, len(lines))}"
    for day in sorted(came):
        count += came[day]
        path += f"H{frame.x(day)}V{_y(count, len(lines))}"
    end = frame.x(max(frame.first, min(frame.today, frame.last)))
    return f"{path}H{end}", _y(count, len(lines))


def _y(count: int, of: int) -> float:
    return round(TOP + HEIGHT * (1 - count / max(1, of)), 1)
