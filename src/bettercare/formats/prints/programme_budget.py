"""The draft budget of a printed proposal: priorities with totals, schemes with leads."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from bettercare.findings import Finding, Place, Severity
from bettercare.formats.prints.paper import Line
from bettercare.formats.reading import noted
from bettercare.labels import normalise
from bettercare.money import is_not_given, read_number
from bettercare.programmes.rules import Rules

HUNDRED = Decimal(100)
COLUMNS = 4  # label, per cent, amount, lead
OFTEN = 2  # times that a lead must stand alone before others are told by it

_PRIORITY = re.compile(r"(\d+)[.)]\s+(\S.*)")
_REF = re.compile(r"([A-Z]{1,6}\d+)\s*:?\s+(\S.*)")


class Budgeted(NamedTuple):
    """The budget as read: label and line of each priority, totals by code, "" for the whole."""

    lines: "tuple[BudgetLine, ...]"
    priorities: dict[str, tuple[str, int]]
    totals: "dict[str, tuple[Decimal | None, Decimal | None]]"
    parted: "tuple[tuple[BudgetLine, BudgetLine], ...]"

    def printed(self, year: str) -> Iterator[tuple[str, Decimal]]:
        """The printed totals and shares by the id of the figure that each is."""
        for code, (share, amount) in self.totals.items():
            name = f"priority.{code}" if code else "total"
            if amount is not None:
                yield f"{name}.{year}", amount
            if share is not None:
                yield f"share.{name}.{year}", share


class BudgetLine(NamedTuple):
    """One line: its scheme, and its own share, amount, lead and source."""

    line: int
    priority: str
    ref: str
    label: str
    share: Decimal | None
    amount: Decimal | None
    written: str
    lead: str
    source: str = ""


def budget_of(lines: Sequence[Line], rules: Rules) -> Budgeted:
    """Read a budget from the line of its head on, to the first line without tabs."""
    total_labels = {normalise(label) for label in rules.print.totals.total}
    priorities: dict[str, tuple[str, int]] = {}
    totals: dict[str, tuple[Decimal | None, Decimal | None]] = {}
    found: list[BudgetLine] = []
    priority, ref, label = "", "", ""
    for line in lines[1:]:
        if line.is_blank:
            continue
        if not line.has_tabs:
            break
        first, share, amount, lead = (*line.cells, *[""] * COLUMNS)[:COLUMNS]
        heading = _PRIORITY.fullmatch(first)
        if heading:
            priority, ref, label = heading[1], "", ""
            priorities[priority] = (heading[2], line.number)
            totals[priority] = (_share(share), _number(amount))
        elif normalise(first) in total_labels:
            totals[""] = (_share(share), _number(amount))
        else:
            named = _REF.fullmatch(first)
            ref, label = (named[1], named[2]) if named else (ref, _joined(label, first))
            found = _relabelled(found, ref, label)
            written = "" if is_not_given(amount) or _number(amount) is not None else amount
            found.append(
                BudgetLine(
                    line.number, priority, ref, label, _share(share), _number(amount), written, lead
                )
            )
    put_right, parted = _leads(found)
    return Budgeted(tuple(put_right), priorities, totals, tuple(parted))


def _joined(label: str, more: str) -> str:
    return f"{label} {more}".strip()


def _relabelled(found: list[BudgetLine], ref: str, label: str) -> list[BudgetLine]:
    """All lines of a scheme under its whole label, which a later line may end."""
    return [one._replace(label=label) if ref and one.ref == ref else one for one in found]


def _number(text: str) -> Decimal | None:
    return None if is_not_given(text) else read_number(text)


def _share(text: str) -> Decimal | None:
    """A percentage as a fraction, with or without its sign."""
    number = _number(text)
    return number if number is None or "%" in text else number / HUNDRED


def _leads(
    found: Sequence[BudgetLine],
) -> tuple[list[BudgetLine], list[tuple[BudgetLine, BudgetLine]]]:
    """Leads with cells put right that ran on into the next line's.

    "DFG" above "Capital RCC" is "DFG Capital" above "RCC": the second ends in a lead that stands
    alone on other lines, and the first is none. What is no lead says where the money is from.
    """
    counts = Counter(one.lead for one in found if one.lead)
    leads = {lead for lead, count in counts.items() if count >= OFTEN}
    lines, parted = list(found), []
    for at, (above, below) in enumerate(pairwise(found)):
        *rest, last = below.lead.split() or [""]
        if rest and last in leads and above.lead and above.lead not in leads:
            source = " ".join((above.lead, *rest))
            lines[at] = above._replace(lead=last, source=_sentence(source))
            lines[at + 1] = below._replace(lead=last)
            parted.append((above, below))
    return lines, parted


def _sentence(text: str) -> str:
    """Words after the first in small letters: "DFG capital"."""
    first, *rest = text.split()
    return " ".join((first, *(word.lower() for word in rest)))


def budget_findings(name: str, budget: Budgeted) -> Iterator[Finding]:
    """Cells of leads that ran on, with how they were read."""
    for above, below in budget.parted:
        lead = below.lead.split()[-1]
        source = f"{above.lead} {below.lead.removesuffix(lead).strip()}"
        yield noted(
            "READ-31",
            Severity.WARNING,
            f"Print lines {above.line} and {below.line}, lead",
            f"'{above.lead}' and '{below.lead}' are read as '{source}' and '{lead}': {lead} stands"
            f" alone on other lines. '{source}' is taken as where the money is from, and {lead} as"
            " the lead of both.",
            "Look at the paper, and name the lead of each line.",
            tuple(Place(file=name, row=one.line) for one in (above, below)),
        )
