"""What the prose of a proposal says in lists and numbers: metrics, priorities, shares in words."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from bettercare.formats.prints.paper import Line, Paper
from bettercare.formats.prints.programme_budget import Budgeted
from bettercare.labels import normalise
from bettercare.money import read_number
from bettercare.programmes.records import Stated
from bettercare.programmes.rules import Rules

_ITEM = re.compile(r"-?\s*(\d+)[.)]\s+(\S.*)")
_NEAR = r"(?:(?:around|about|some|roughly|nearly|over)\s+)?"
WORDS = 2  # words of a label that tell which priority a share is of


class Listed(NamedTuple):
    """A numbered list: its items by number, and the line of its first."""

    line: int
    items: dict[str, str]


def numbered_lists(lines: Sequence[Line]) -> list[Listed]:
    """The numbered lists of a text, each from number 1 on."""
    found: list[Listed] = []
    for line in lines:
        item = _ITEM.fullmatch(line.cells[0]) if not line.has_tabs else None
        if item is None:
            continue
        number = int(item[1])
        if number == 1:
            found.append(Listed(line.number, {}))
        if found and number == len(found[-1].items) + 1:
            found[-1].items[item[1]] = item[2]
    return found


def metric_names(paper: Paper, rules: Rules) -> list[str]:
    """The metrics in full: the numbered list under the heading that the rules name."""
    wanted = {normalise(label) for label in rules.print.proposal.metrics}
    for line in paper.lines:
        if not line.has_tabs and normalise(line.cells[0]) in wanted:
            below = [one for one in numbered_lists(paper.lines) if one.line > line.number]
            return list(below[0].items.values()) if below else []
    return []


def stated_shares(
    lines: Sequence[Line], budget: Budgeted, year: str, rules: Rules
) -> Iterator[Stated]:
    """The share of each priority that the text before a budget gives in words.

    Each amount ("around 20%", "a third") goes with the words behind it, up to the next amount.
    """
    amounts = _amounts(rules)
    for line in lines:
        found = list(amounts.finditer(line.text)) if "budget" in line.text.casefold() else []
        ends = [*(one.start() for one in found), len(line.text)][1:]
        for one, end in zip(found, ends, strict=True):
            code = _priority_in(line.text[one.end() : end], budget)
            value = _value(one[1], rules)
            if code and value is not None:
                figure = f"share.priority.{code}.{year}"
                yield Stated(figure=figure, text=one[0].strip(), value=value, row=line.number)


def _amounts(rules: Rules) -> re.Pattern[str]:
    parts = "|".join(re.escape(words) for words in rules.print.proposal.parts)
    return re.compile(rf"\b{_NEAR}(\d+(?:\.\d+)?%|(?:{parts})\b)", re.IGNORECASE)


def _value(text: str, rules: Rules) -> Decimal | None:
    return rules.print.proposal.parts.get(text.casefold()) or read_number(text)


def _priority_in(text: str, budget: Budgeted) -> str | None:
    """The priority that a text names first, by the first words of its label."""
    words = f" {normalise(text)} "
    starts = {
        code: words.find(f" {' '.join(normalise(label).split()[:WORDS])} ")
        for code, (label, _) in budget.priorities.items()
    }
    named = {code: at for code, at in starts.items() if at >= 0}
    return min(named, key=lambda code: named[code]) if named else None
