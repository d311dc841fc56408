"""A picture of an audit: for each service its users' interval and that of the people."""

from collections.abc import Iterator
from html import escape

from bettercare.equity.auditing import Audit
from bettercare.equity.comparing import Compared
from bettercare.equity.shares import Share
from bettercare.equity.words import headline, percent, verdict_words
from bettercare.labels import shortened

LEFT, RIGHT, ROW, TOP = 230, 470, 30, 30
WIDTH = LEFT + RIGHT + 90
USERS, PEOPLE = "#005eb8", "#4c6272"
STEPS = (0.05, 0.1, 0.2)  # of the axis, the first that needs at most 6


def picture(audit: Audit) -> str:
    """An SVG drawing, "" where nothing is shown; the table beside it says the same in numbers."""
    shown = [
        (one.service.label, one.compared)
        for one in audit.compared
        if one.compared and one.compared.users
    ]
    if not shown:
        return ""
    most = max(max(part.upper for part in (f.people, f.users) if part) for _, f in shown)
    step = next((s for s in STEPS if most / s <= 6), STEPS[-1])  # noqa: PLR2004
    end = step * -(-most // step)
    height = TOP + ROW * len(shown) + 40
    return "\n".join(
        (
            f'<svg role="img" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
            'font-family="Arial, sans-serif" font-size="14">',
            f"<title>{escape(headline(audit))}</title>",
            f"<desc>{escape(_told(shown))}</desc>",
            *_axis(end, step, height - 40),
            *(part for n, row in enumerate(shown) for part in _row(TOP + ROW * n + 15, *row, end)),
            f'<text x="{LEFT}" y="{height - 4}" fill="{USERS}">Users: dot and line</text>',
            f'<text x="{LEFT + 160}" y="{height - 4}" fill="{PEOPLE}">People: bar</text>',
            "</svg>",
        )
    )


def _told(shown: list[tuple[str, Compared]]) -> str:
    return " ".join(
        f"{name}: users {percent(found.users)}, people {percent(found.people)}, "
        f"{verdict_words(found)}."
        for name, found in shown
    )


def _at(value: float, end: float) -> float:
    return round(LEFT + RIGHT * value / end, 1)


def _axis(end: float, step: float, bottom: int) -> Iterator[str]:
    for n in range(round(end / step) + 1):
        x = _at(n * step, end)
        yield f'<line x1="{x}" y1="{TOP - 8}" x2="{x}" y2="{bottom}" stroke="#d8dde0"/>'
        yield f'<text x="{x}" y="{TOP - 14}" text-anchor="middle">{n * step:.0%}</text>'


def _row(y: int, name: str, found: Compared, end: float) -> Iterator[str]:
    yield f'<text x="0" y="{y + 5}">{escape(shortened(name, 30))}</text>'
    people: Share = found.people
    low, high = _at(people.lower, end), _at(people.upper, end)
    yield (
        f'<rect x="{low}" y="{y - 10}" width="{max(2.0, round(high - low, 1))}" height="20" '
        f'fill="{PEOPLE}"/>'
    )
    if found.users:
        low, middle, high = (
            _at(v, end) for v in (found.users.lower, found.users[2], found.users.upper)
        )
        yield f'<line x1="{low}" y1="{y}" x2="{high}" y2="{y}" stroke="{USERS}" stroke-width="3"/>'
        yield f'<circle cx="{middle}" cy="{y}" r="5" fill="{USERS}"/>'
    yield f'<text x="{LEFT + RIGHT + 12}" y="{y + 5}">{escape(verdict_words(found))}</text>'
