"""What became of last year's priorities and schemes, as a printed proposal tells it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bettercare.dates import year_meant
from bettercare.findings import Finding, Place, Severity
from bettercare.formats.prints.paper import Line, Paper
from bettercare.formats.prints.programme_budget import Budgeted
from bettercare.formats.prints.programme_prose import Listed, numbered_lists
from bettercare.formats.reading import noted, some
from bettercare.labels import normalise, similarity
from bettercare.programmes.records import Mapped
from bettercare.programmes.rules import Rules

_SCHEME = re.compile(r"([A-Z]{1,6}\d+)\s+(\S.*)")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
ALIKE = 75.0  # likeness of two labels of one priority
FEWEST = 2  # entries of a list that must be priorities before it is this year's
ENDING = 2  # last words of a label that name it in a sentence
BESIDE = "Printed side by side; the arrows are not in the text"
BY_NAME = "In both lists of priorities"
MERGED = "The text: made one priority with others"


class MappingsRead(NamedTuple):
    """The mappings, the lines of tables with arrows, headings without a table, and what is open."""

    mappings: tuple[Mapped, ...]
    tables: tuple[int, ...] = ()
    pictures: tuple[int, ...] = ()
    unmatched: tuple[str, ...] = ()


def mappings_of(paper: Paper, budget: Budgeted, rules: Rules) -> MappingsRead:
    """The mappings of priorities by their lists, and of schemes by the tables side by side."""
    priorities, unmatched = _priorities(paper, budget, rules)
    tables = [at for at, line in enumerate(paper.lines) if _is_head(line)]
    schemes = [one for at in tables for one in _rows(paper.lines[at + 1 :])]
    pictures = [
        line.number
        for at, line in enumerate(paper.lines)
        if _is_title(line, rules) and not _has_table(paper.lines[at + 1 :])
    ]
    return MappingsRead(
        (*priorities, *schemes),
        tuple(paper.lines[at].number for at in tables),
        tuple(pictures),
        tuple(unmatched),
    )


def _is_title(line: Line, rules: Rules) -> bool:
    """Whether a line is the heading of a mapping, and not its entry in the contents."""
    words = tuple(normalise(word) for word in rules.print.proposal.mapping)
    return not line.has_tabs and normalise(line.cells[0]).startswith(words)


def _has_table(lines: Sequence[Line]) -> bool:
    following = next((line for line in lines if not line.is_blank), None)
    return following is not None and _is_head(following)


def _is_head(line: Line) -> bool:
    """Whether a line heads two columns with two years."""
    filled = [cell for cell in line.cells if cell]
    return line.has_tabs and len(filled) == 2 and all(map(year_meant, filled))  # noqa: PLR2004


def _rows(lines: Sequence[Line]) -> Iterator[Mapped]:
    """The rows of a mapping: what stands left beside what stands right."""
    for line in lines:
        if not line.has_tabs:
            return
        old, new = _SCHEME.fullmatch(line.cells[0]), _SCHEME.fullmatch(line.cells[-1])
        if old or new:
            yield Mapped(
                row=line.number,
                level="scheme",
                old_code=old[1] if old else None,
                old=old[2] if old else None,
                new_code=new[1] if new else None,
                new=new[2] if new else None,
                basis=BESIDE,
            )


def _priorities(paper: Paper, budget: Budgeted, rules: Rules) -> tuple[list[Mapped], list[str]]:
    """Last year's priorities beside this year's: by name, and by the sentence that merges some."""
    lists = _lists_of_priorities(paper, budget)
    if lists is None:
        return [], []
    old, new = lists
    found: dict[str, tuple[str, str]] = {}
    for code, label in old.items.items():
        like = max(new.items, key=lambda one: _likeness(label, new.items[one]))
        if _likeness(label, new.items[like]) >= ALIKE:
            found[code] = (like, BY_NAME)
    found |= _merged(paper, old, new, found, rules)
    mappings = [
        Mapped(
            row=old.line + int(code) - 1,
            level="priority",
            old_code=code,
            old=_bare(label),
            new_code=found[code][0],
            new=_bare(new.items[found[code][0]]),
            basis=found[code][1],
        )
        for code, label in old.items.items()
        if code in found
    ]
    return mappings, [_bare(label) for code, label in old.items.items() if code not in found]


def _bare(label: str) -> str:
    """A label without what it explains in brackets."""
    return _BRACKETS.sub("", label).strip()


def _likeness(left: str, right: str) -> float:
    return similarity(_bare(left), _bare(right))


def _lists_of_priorities(paper: Paper, budget: Budgeted) -> tuple[Listed, Listed] | None:
    """Last year's list of priorities and this year's.

    This year's is the list most like the budget, last year's the one before it that shares any.
    """
    counted = [(one, _alike(one, budget)) for one in numbered_lists(paper.lines)]
    new, most = max(counted, key=lambda pair: pair[1], default=(None, 0))
    before = [one for one, alike in counted if new and alike and one.line < new.line]
    return (before[-1], new) if new and before and most >= FEWEST else None


def _alike(one: Listed, budget: Budgeted) -> int:
    """How many entries of a list are priorities of the budget."""
    labels = [label for label, _ in budget.priorities.values()]
    return sum(any(_likeness(text, x) >= ALIKE for x in labels) for text in one.items.values())


def _merged(
    paper: Paper,
    old: Listed,
    new: Listed,
    found: Mapping[str, tuple[str, str]],
    rules: Rules,
) -> dict[str, tuple[str, str]]:
    """The priorities that one sentence makes one: the only new one that has no predecessor."""
    left = [code for code in new.items if code not in {to for to, _ in found.values()}]
    sentences = [
        f" {normalise(sentence)} "
        for line in paper.lines
        for sentence in line.text.split(". ")
        if any(phrase in normalise(sentence) for phrase in rules.print.proposal.merged)
    ]
    if len(left) != 1 or len(sentences) != 1:
        return {}
    return {
        code: (left[0], MERGED)
        for code, label in old.items.items()
        if code not in found and f" {_ending(label)} " in sentences[0]
    }


def _ending(label: str) -> str:
    return " ".join(normalise(_bare(label)).split()[-ENDING:])


def mapping_findings(name: str, found: MappingsRead) -> Iterator[Finding]:
    """Arrows and pictures that the text does not have, and priorities nobody says more of."""
    if found.tables:
        yield noted(
            "READ-44",
            Severity.WARNING,
            "Mapping of schemes",
            "The arrows from old to new schemes are not in the text; what stands side by side is"
            " taken to belong together.",
            "Look at the arrows in the paper.",
            tuple(Place(file=name, row=line) for line in found.tables),
        )
    if found.pictures:
        count = len(found.pictures)
        yield noted(
            "READ-44",
            Severity.WARNING,
            "Mapping of schemes",
            f"{count} mapping{'s are pictures' if count > 1 else ' is a picture'} that the text"
            " does not have; not read.",
            "Type them from the paper, in mappings.csv.",
            tuple(Place(file=name, row=line) for line in found.pictures),
        )
    if found.unmatched:
        yield noted(
            "READ-44",
            Severity.WARNING,
            "Mapping of priorities",
            f"Nothing says what became of {some(found.unmatched)}.",
            "Say it in mappings.csv.",
        )
