"""The narrative tab where columns are lost: each section behind the words that are left for it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bettercare.formats.prints.paper import Line
from bettercare.formats.prints.sections import Row, Section
from bettercare.rounds import Round

TABLE = "narrative"
LOOK_BACK = 20  # lines before the words left, where the code of their section stands

_PARTS = re.compile(r"[A-Za-z]+|\d+")
_SPACES = re.compile(r"[\t\u00a0\u2002\u2003\u2009]")


class Narrative(NamedTuple):
    """The sections of a narrative, and by section how many words the print says are left."""

    section: Section | None
    words_left: Mapping[str, str]


class _Mark(NamedTuple):
    """The line that says how many words are left, and where the head of its section begins."""

    code: str
    at: int
    head: int
    left: str


def narrative_in(lines: Sequence[Line], rules: Round) -> Narrative:
    """The narrative among the lines of its tab.

    A section is known by its code in the lines before the words left; its text begins behind them
    and ends where the head of the next section begins.
    """
    marks = list(_marks(lines, rules))
    ends = [*(mark.head for mark in marks[1:]), len(lines)]
    rows = []
    for mark, end in zip(marks, ends, strict=False):
        text = _text(lines[mark.at + 1 : end])
        if text:
            first = next(line for line in lines[mark.at + 1 : end] if not line.is_blank)
            rows.append(Row(first.number, first.page, (mark.code, text)))
    fields = ("section", "text")
    section = (
        Section(TABLE, rows[0].line, rows[0].page, fields, fields, tuple(rows)) if rows else None
    )
    return Narrative(section, {mark.code: mark.left for mark in marks if mark.left})


def _marks(lines: Sequence[Line], rules: Round) -> Iterator[_Mark]:
    labels = rules.prints.words_left if rules.prints else ()
    begins = re.compile(rf"(?:{'|'.join(map(re.escape, labels))})\W*([\d,]*)", re.IGNORECASE)
    codes = list(rules.narrative)
    before = -1
    for at, line in enumerate(lines if labels else ()):
        found = begins.match(line.words)
        if found:
            head = _head(lines, max(before + 1, at - LOOK_BACK), at, codes)
            if head:
                code, start = head
                codes = codes[codes.index(code) + 1 :]
                yield _Mark(code, at, start, found[1])
                before = at


def _head(
    lines: Sequence[Line], start: int, end: int, codes: Sequence[str]
) -> tuple[str, int] | None:
    """The section whose code stands last before some words left, and the line it begins on.

    A code of parts, such as B(i), may be printed in two lines, "B)" and "(i)".
    """
    best: tuple[int, int, str] | None = None
    for code in codes:
        parts = _PARTS.findall(code)
        places = [_place_of(lines, start, end, part) for part in parts]
        last = places[-1]
        whole = _place_of(lines, start, end, code)
        if whole is not None:
            last = whole
        if last is not None and (best is None or last > best[0]):
            first = min(place for place in (*places, last) if place is not None)
            best = last, first, code
    return (best[2], best[1]) if best else None


def _place_of(lines: Sequence[Line], start: int, end: int, part: str) -> int | None:
    """The last line that begins with a part of a code and a bracket."""
    like = re.compile(rf"\(?{''.join(f'{re.escape(one)}[().]*' for one in _PARTS.findall(part))}\)")
    found = [at for at in range(start, end) if like.match(lines[at].words)]
    return found[-1] if found else None


def _text(lines: Sequence[Line]) -> str:
    """The lines as one text, spaces as printed; blank lines part paragraphs."""
    text = "\n".join(_SPACES.sub(" ", line.text).rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
