"""Lists of a round: facts, items, and what a written label stands for."""

from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from typing import Generic, Literal, TypeVar

import msgspec

from bettercare.labels import nearest, normalise


class Certainty(Enum):
    """How sure a fact is: ``unconfirmed`` facts can be edited and never make an error."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """A part of a round: frozen, and closed to keys that the schema does not name."""


class Fact(Part, frozen=True, kw_only=True):
    """Something the round says, with the reference it rests on and how sure it is."""

    reference: str
    certainty: Certainty


class Item(Part, frozen=True, kw_only=True):
    """One value of a list.

    ``aliases`` are read as this value (and the reading is reported); ``old_names`` belong to other
    rounds: they are named in the fix but never accepted.
    """

    label: str
    short: str = ""
    aliases: tuple[str, ...] = ()
    old_names: tuple[str, ...] = ()
    reference: str = ""
    certainty: Certainty | None = None

    @property
    def name(self) -> str:
        """The short name where there is one, else the label."""
        return self.short or self.label


class Match(msgspec.Struct, frozen=True, dict=True):
    """What a written label stands for, and how it was recognised.

    ``how``: ``exact`` as the round prints it; ``alias`` by the alias table or folding of case,
    spaces, dashes and numbering; ``old`` a name of another round, not accepted (``code`` is its
    successor); ``unknown``; ``blank``.
    """

    code: str | None
    how: Literal["exact", "alias", "old", "unknown", "blank"]

    @cached_property
    def accepted(self) -> str | None:
        """The code, unless the label is only an old name or unknown."""
        return self.code if self.how in {"exact", "alias"} else None


BLANK = Match(None, "blank")
UNKNOWN = Match(None, "unknown")

I_co = TypeVar("I_co", bound=Item, covariant=True)


class CodeList(Fact, Generic[I_co], frozen=True, kw_only=True):
    """A drop-down list: codes with their labels, in the order of the template.

    ``open`` says that the round's own print of the list is known to be incomplete, so a value
    outside it is noted, never refused.
    """

    items: dict[str, I_co]
    open: bool = False

    def __getitem__(self, code: str) -> I_co:
        return self.items[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self.items)

    def __contains__(self, code: object) -> bool:
        return code in self.items

    def label(self, code: str | None) -> str:
        """The label of a code as the round prints it; an unknown code is shown as it is."""
        item = self.items.get(code or "")
        return item.label if item else (code or "not given")

    def name(self, code: str | None) -> str:
        """The short name of a code, for tables and sentences."""
        item = self.items.get(code or "")
        return item.name if item else (code or "not given")

    @property
    def firm(self) -> bool:
        """Whether a value outside the list may be called an error."""
        return not self.open and self.certainty is Certainty.CONFIRMED

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """All labels, in order."""
        return tuple(item.label for item in self.items.values())

    @cached_property
    def _exact(self) -> dict[str, Match]:
        return {item.label: Match(code, "exact") for code, item in self.items.items()}

    @cached_property
    def _folded(self) -> dict[str, Match]:
        found: dict[str, Match] = {}
        for code, item in self.items.items():
            for text in (*item.old_names,):
                found.setdefault(normalise(text), Match(code, "old"))
        for code, item in self.items.items():
            for text in (item.label, item.short, *item.aliases):
                if text:
                    found[normalise(text)] = Match(code, "alias")
        return found

    def match(self, text: str | None) -> Match:
        """Say what a written label stands for; nothing is accepted by likeness.

        >>> areas = CodeList(reference="t", certainty=Certainty.CONFIRMED,
        ...                  items={"social_care": Item(label="Social Care", aliases=("ASC",))})
        >>> areas.match("Social Care").how, areas.match("social  care").how, areas.match("asc").code
        ('exact', 'alias', 'social_care')
        >>> areas.match("Sociel Care")
        Match(code=None, how='unknown')
        """
        if not text:
            return BLANK
        return self._exact.get(text) or self._folded.get(normalise(text), UNKNOWN)

    def suggestion(self, text: str) -> str | None:
        """The label to suggest for a text that is not in the list, or ``None``."""
        match = self.match(text)
        return self.label(match.code) if match.code else nearest(text, self.labels)
