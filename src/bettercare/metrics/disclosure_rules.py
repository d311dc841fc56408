"""The rules of disclosure control, as data: what is hidden, what is rounded, for which records."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from bettercare.errors import BadRequest, UnreadableFile

SHIPPED = Path(__file__).parent / "data" / "disclosure.yaml"
HALF = Decimal("0.5")


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a rule comes from."""

    title: str
    published: str
    url: str


class Hide(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"least": "from"}):
    """The counts that are hidden, both ends included."""

    least: int
    to: int


class SourceRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is done with the counts of one kind of record."""

    control: Literal["counts", "none"]
    hide: Hide
    round_to: int
    national: Literal["shown", "rounded"]
    possible: int
    certainty: Literal["confirmed", "derived", "unconfirmed"]
    reference: str
    note: str = ""

    def is_small(self, count: Decimal) -> bool:
        """Whether a count is hidden; a part of a person counts as one.

        >>> rule = disclosure_rules().default
        >>> [rule.is_small(Decimal(n)) for n in ("0", "0.2", "1", "7", "7.4", "7.5", "8")]
        [False, True, True, True, True, False, False]
        """
        return 0 < count < self.hide.to + HALF

    def rounded(self, count: Decimal) -> Decimal:
        """A count as it is published, to the nearest multiple; half goes up.

        >>> rule = disclosure_rules().default
        >>> [str(rule.rounded(Decimal(n))) for n in ("0", "8", "12", "12.5", "13", "7339.8")]
        ['0', '10', '10', '15', '15', '7340']
        """
        return (count / self.round_to).quantize(Decimal(1), ROUND_HALF_UP) * self.round_to


class DisclosureRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of every kind of record, and which areas are the whole nation."""

    references: Mapping[str, Source]
    national_areas: tuple[str, ...]
    default: SourceRule
    sources: Mapping[str, SourceRule] = {}

    def of(self, records: str) -> SourceRule:
        """The rule of a kind of record; "" and one that is not named have the default."""
        return self.sources.get(records, self.default)


@cache
def disclosure_rules(path: Path = SHIPPED) -> DisclosureRules:
    """The rules of a file, else those that ship with bettercare.

    Raises ``UnreadableFile`` where the file cannot be read, and ``BadRequest`` where it asks for
    what cannot be done.

    >>> disclosure_rules().of("spells").hide.to
    7
    """
    try:
        found = msgspec.yaml.decode(path.read_bytes(), type=DisclosureRules)
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path.name}: no such file, or not allowed.") from error
    except msgspec.DecodeError as error:
        raise BadRequest(f"Cannot use the rules in {path.name}: {error}.") from error
    for name, rule in (("default", found.default), *found.sources.items()):
        if fault := _misfit(rule, found):
            raise BadRequest(f"Cannot use the rules in {path.name}: {name} {fault}.")
    return found


def _misfit(rule: SourceRule, rules: DisclosureRules) -> str:
    """What is wrong with a rule, "" where nothing is."""
    if rule.reference not in rules.references:
        return "has a reference that is not in the list"
    if rule.control == "none":
        return "is not controlled and needs a reference" if rule.reference == "own" else ""
    if rule.hide.least != 1:
        return "must hide counts from 1"
    if rule.round_to < 1 or rule.possible < 2:  # noqa: PLR2004 - one value would be the count
        return "must round to 1 or more, and leave 2 values or more"
    if rule.hide.to < rule.possible:
        return "cannot leave more values than it hides"
    return ""
