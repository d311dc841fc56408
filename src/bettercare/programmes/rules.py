"""How programmes are read, worked out and checked, as data with its references."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import msgspec

from bettercare.findings import Severity
from bettercare.labels import normalise
from bettercare.rounds.lists import Certainty, CodeList, Fact, Item, Part
from bettercare.rounds.schema import Reference

HOME = Path(__file__).parent / "data"


class Marks(Fact, frozen=True, kw_only=True):
    """Contribution marks: a letter, letters that look like it, and what its number stands for."""

    letter: str
    lookalikes: Mapping[str, str]
    levels: tuple[str, ...]
    indirect: tuple[str, ...]


class Rounding(Fact, frozen=True, kw_only=True):
    """How far a total may be off for each of its parts that is shown rounded."""

    thousands: Decimal
    pounds: Decimal
    percent: Decimal


class Placeholders(Fact, frozen=True, kw_only=True):
    """What stands in place of an amount, or of words to come."""

    amounts: tuple[str, ...]
    words: tuple[str, ...]


class Units(Fact, frozen=True, kw_only=True):
    """The pound sign in headings, and what it is misread as."""

    sign: str
    misread: tuple[str, ...]


class SourceRule(Item, frozen=True, kw_only=True):
    """A source of funding; ``carried`` is money of an earlier year."""

    carried: bool = False


class UseRule(Item, frozen=True, kw_only=True):
    """A kind of use of a budget; ``once`` does not go on after its years."""

    once: bool = False


class Uses(CodeList[UseRule], frozen=True, kw_only=True):
    """Kinds of use by the words that a use begins with, and words that say it is new."""

    new: tuple[str, ...]


class Totals(Part, frozen=True, kw_only=True):
    """The labels of rows of totals; ``{n}`` is the number of a priority."""

    priority: tuple[str, ...]
    total: tuple[str, ...]
    available: tuple[str, ...]
    remaining: tuple[str, ...]


class Proposal(Part, frozen=True, kw_only=True):
    """The words that a proposal's tables and lists are known by, and parts of a whole in words."""

    budget: tuple[str, ...]
    schemes: tuple[str, ...]
    metrics: tuple[str, ...]
    mapping: tuple[str, ...]
    merged: tuple[str, ...]
    parts: Mapping[str, Decimal]


class PrintWords(Fact, frozen=True, kw_only=True):
    """The words that printed programmes use in their tables."""

    columns: Mapping[str, tuple[str, ...]]
    totals: Totals
    proposal: Proposal


class Thresholds(Fact, frozen=True, kw_only=True):
    """Numbers that checks compare with."""

    fewest_marks_alike: int
    thousand_times: Decimal
    loose_share: Decimal


class CheckRule(Part, frozen=True, kw_only=True):
    """How much a check matters, also where a link makes up for it, and where it may be rounding."""

    severity: Severity
    covered: Severity | None = None
    soft: Severity | None = None


class Rules(Part, frozen=True, kw_only=True):
    """Everything that programmes are read and checked by."""

    references: Mapping[str, Reference]
    marks: Marks
    rounding: Rounding
    placeholders: Placeholders
    units: Units
    sources: CodeList[SourceRule]
    metrics: CodeList[Item]
    uses: Uses
    print: PrintWords
    thresholds: Thresholds
    checks: Mapping[str, CheckRule]

    def cite(self, reference: str) -> str:
        """The title of a reference, for figures and findings."""
        found = self.references.get(reference)
        return found.title if found else reference

    def is_unknown(self, text: str) -> bool:
        """Whether a cell says that its amount is not known yet.

        >>> load().is_unknown(" ? "), load().is_unknown("0")
        (True, False)
        """
        return text.strip().casefold() in self._unknown

    def is_carried(self, label: str | None) -> bool:
        """Whether a source is money carried over from an earlier year, by its label.

        >>> load().is_carried("2016-17 carry over"), load().is_carried("iBCF")
        (True, False)
        """
        words = f" {normalise(label or '')} "
        return any(f" {one} " in words for one in self._carried)

    @cached_property
    def _unknown(self) -> frozenset[str]:
        return frozenset(text.casefold() for text in self.placeholders.amounts)

    @cached_property
    def _carried(self) -> tuple[str, ...]:
        carried = (one for one in self.sources.items.values() if one.carried)
        return tuple(normalise(text) for one in carried for text in (one.label, *one.aliases))


@cache
def load() -> Rules:
    """The rules that ship with bettercare.

    >>> load().marks.levels[2]
    'Medium'
    """
    import yaml  # noqa: PLC0415  (only programmes need it)

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (HOME / "rules.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.load(text, loader), Rules)  # noqa: S506  (a safe loader)


def unconfirmed(rules: Rules) -> tuple[str, ...]:
    """The parts of the rules that no published document says, by name.

    >>> unconfirmed(load())
    ('marks',)
    """
    parts = ((name, getattr(rules, name)) for name in rules.__struct_fields__)
    return tuple(
        name
        for name, part in parts
        if isinstance(part, Fact) and part.certainty is Certainty.UNCONFIRMED
    )
