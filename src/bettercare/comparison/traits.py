"""What is compared of a scheme row: its name, id and amount, and its labels as codes.

A label of the earlier plan stands for whatever the crosswalk says it may have become, so that rows
of two rounds are compared in the codes of the later one. A label that its own round does not know
stands for itself.
"""

from collections.abc import Mapping
from typing import NamedTuple

from bettercare.calculations import Calculations, CodedRow
from bettercare.labels import normalise, squeezed
from bettercare.plan import SchemeRow
from bettercare.rounds import Match
from bettercare.rounds.crosswalk import Crosswalk

# Field of a row: the list of the crosswalk that its codes belong to, and the row's coded attribute.
LISTS: Mapping[str, tuple[str, str]] = {
    "source_of_funding": ("sources", "source"),
    "scheme_type": ("scheme_types", "scheme_type"),
    "area_of_spend": ("areas_of_spend", "area"),
    "commissioner": ("commissioners", "commissioner"),
    "provider": ("providers", "provider"),
}
SUB_TYPE = "sub_type"
Codes = frozenset[str]


class Traits(NamedTuple):
    """One row as it is compared; ``codes`` by field, blank labels left out.

    ``amount`` is pounds in the year compared or, where the row has none, in the last year that has.
    """

    item: int
    name: str
    scheme_id: str
    codes: Mapping[str, Codes]
    amount: float

    @property
    def words(self) -> frozenset[str]:
        """The words of the name."""
        return frozenset(self.name.split())


def traits_of(working: Calculations, walk: Crosswalk | None) -> tuple[Traits, ...]:
    """The rows of a plan as they are compared.

    ``walk`` leads to the later round; without one the codes are taken as they are.
    """
    return tuple(
        Traits(
            item=row.item,
            name=normalise(row.row.scheme_name or ""),
            scheme_id=squeezed(row.row.scheme_id or ""),
            codes=codes_of(row, walk),
            amount=float(row.amount) or _last(row.row),
        )
        for row in working.rows
    )


def codes_of(row: CodedRow, walk: Crosswalk | None) -> Mapping[str, Codes]:
    """What each label of a row may be in the later round; a blank label is left out."""
    found = {}
    for field, (name, attribute) in LISTS.items():
        label = getattr(row.row, field)
        if label:
            found[field] = _meant(getattr(row, attribute), label, name, walk)
    if row.row.sub_type:
        found[SUB_TYPE] = _sub_type(row, walk)
    return found


def _meant(match: Match, label: str, name: str, walk: Crosswalk | None) -> Codes:
    """The codes a label may stand for; an old name stands for what took its place."""
    if match.code is None:
        return frozenset([f"?{normalise(label)}"])
    if walk is None:
        return frozenset([match.code])
    return frozenset(one.code for one in walk.successors(name, match.code) if one.comparable)


def _sub_type(row: CodedRow, walk: Crosswalk | None) -> Codes:
    kind, match = row.scheme_type.code, row.sub_type
    if kind is None or match.code is None:
        return frozenset([f"?{normalise(row.row.sub_type or '')}"])
    code = f"{kind}/{match.code}"
    if walk is None:
        return frozenset([code])
    return frozenset(one.code for one in walk.successors("sub_types", code) if one.comparable)


def _last(row: SchemeRow) -> float:
    years = [year for year, amount in row.amounts.items() if amount]
    return float(row.amounts[max(years)]) if years else 0.0
