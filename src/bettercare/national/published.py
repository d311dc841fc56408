"""What a finding may say in a national table: nothing that a person wrote in free text.

A finding may quote what it is about. It keeps its own words where it is about columns that are in
the tidy tables anyway; else it says what its check says in general, with … for what is quoted. As a
second guard nothing is kept in which a text of the plan that is in no table comes again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from bettercare.checks import CHECKS
from bettercare.findings import Finding
from bettercare.plan import Plan
from bettercare.plan.records import TABLES, Record
from bettercare.rounds import load

# The fields whose texts are in the tidy tables.
PUBLIC: Mapping[str, frozenset[str]] = {
    "income": frozenset({"source_of_funding", "contributor", "amounts"}),
    "schemes": frozenset(
        {
            *("scheme_id", "scheme_name", "scheme_type", "sub_type", "area_of_spend", "provider"),
            *("commissioner", "nhs_share", "la_share", "source_of_funding", "amounts", "outputs"),
            *("new_or_existing", "output_unit", "output_estimate"),
        }
    ),
    "metrics": frozenset(
        {
            *("metric", "year", "period", "kind", "part", "unit"),
            *("numerator", "denominator", "value_printed"),
        }
    ),
}
# Facts of a plan that are in the tidy tables.
PUBLIC_FACTS = frozenset({"version", "submitted", "synthetic", "region"})
LEAST = 4  # letters of a text that would be known again
HEAD = 12  # letters of a longer one, which findings cut short
LEFT_OUT = "…"
_SLOT = re.compile(r"\{[^}]*\}")
_WORD = re.compile(r"[^\W\d_]")


class Words(NamedTuple):
    """The words of a finding that may be published."""

    subject: str
    message: str
    fix: str


class Vocabulary(NamedTuple):
    """What a round itself says: columns that a finding may be about, and how its words begin."""

    columns: frozenset[tuple[str, str]]
    heads: frozenset[str]


class Publisher:
    """Says what may be published of the findings on one plan; ``known`` is of its round."""

    def __init__(self, plan: Plan, known: Vocabulary) -> None:
        self._known = known
        heads = {_head(text) for text in set(_texts(plan, public=False))} - known.heads
        shown = _openings({*_texts(plan, public=True), plan.area or ""})
        self._private: dict[str, list[str]] = {}  # by their first letters
        for head in heads - shown:
            if len(head) >= LEAST and _WORD.search(head):
                self._private.setdefault(head[:LEAST], []).append(head)

    def words(self, found: Finding) -> Words:
        """The words of a finding, in general where it may quote free text."""
        said = "\n".join((found.subject, found.message, found.fix))
        quoted = self._quotes(said)
        if not quoted and all(self._is_open(one.table, one.column) for one in found.places):
            return Words(found.subject, found.message, found.fix)
        return Words(_where(found) if quoted else found.subject, *_in_general(found))

    def _quotes(self, said: str) -> bool:
        """Whether a text of the plan that is in no table comes again, however many it has."""
        return any(
            said.startswith(head, at)
            for at in range(len(said))
            for head in self._private.get(said[at : at + LEAST], ())
        )

    def _is_open(self, table: str, column: str) -> bool:
        return not table or (table, column) in self._known.columns


def _in_general(found: Finding) -> tuple[str, str]:
    """What the check of a finding says of any plan, and how to mend it."""
    one = CHECKS.get(found.code)
    if one is None:
        return found.name.replace("-", " ").capitalize() + ".", ""
    return _SLOT.sub(LEFT_OUT, one.message), _SLOT.sub(LEFT_OUT, one.fix)


def _where(found: Finding) -> str:
    place = next(iter(found.places), None)
    return f"{place.table}, row {place.item}" if place and place.table else "The plan"


def _head(text: str) -> str:
    return text.strip()[:HEAD].rstrip()


def _openings(texts: Iterable[str]) -> set[str]:
    """How some texts begin, and each of their words: none of it is a secret any more."""
    found: set[str] = set()
    for text in texts:
        found.add(_head(text))
        found.update(map(_head, text.split()))
    return found


@lru_cache(maxsize=64)
def vocabulary(round_id: str, folders: tuple[Path, ...] = ()) -> Vocabulary:
    """The vocabulary of a round, made once.

    >>> ("schemes", "Brief Description of Scheme") in vocabulary("2019-20").columns
    False
    """
    rules = load(round_id, folders)
    found = {(table, "") for table in PUBLIC}  # a whole row
    for table, fields in PUBLIC.items():
        found |= {(table, field) for field in fields}
        for one in rules.tables[table].columns if table in rules.tables else ():
            if one.field in fields:
                named = f"{one.field}.{one.key}"
                found |= {(table, name) for name in (one.label, one.header, named)}
    heads = frozenset(_head(text) for text in _strings(msgspec.to_builtins(rules)))
    return Vocabulary(frozenset(found), heads)


def _texts(plan: Plan, *, public: bool) -> Iterator[str]:
    """The texts of a plan that are in the tidy tables, or those that are not."""
    for table, kind in TABLES.items():
        shown = PUBLIC.get(table, frozenset())
        wanted = [
            field
            for field in kind.__struct_fields__
            if (field in shown) is public and field not in {"row", "amounts", "outputs"}
        ]
        for record in getattr(plan, table) or ():
            yield from _in_record(record, wanted)
    yield from (text for name, text in plan.facts.items() if (name in PUBLIC_FACTS) is public)


def _in_record(record: Record, fields: Iterable[str]) -> Iterator[str]:
    for field in fields:
        value = getattr(record, field)
        if type(value) is str:
            yield value
        elif value and type(value) is not Decimal and isinstance(value, Mapping):
            yield from value.values()
            yield from value.keys() if field == "extra" else ()


def _strings(tree: object) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        for value in tree.values():
            yield from _strings(value)
    elif isinstance(tree, list | tuple):
        for value in tree:
            yield from _strings(value)
