"""What became of every scheme row: the same, changed, new, stopped, or not settled."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from bettercare.calculations import Calculations, CodedRow
from bettercare.comparison.likeness import ROUNDS, VERSIONS, reasons, shares
from bettercare.comparison.matching import Group, Matching, Pair, match
from bettercare.comparison.records import FieldChange, Kind, RowOf, SchemeChange
from bettercare.comparison.traits import SUB_TYPE, Traits, traits_of
from bettercare.labels import normalise
from bettercare.plan import SchemeRow
from bettercare.rounds.crosswalk import Crosswalk

LABELLED: Mapping[str, Kind] = {
    "commissioner": "moved",
    "provider": "moved",
    "source_of_funding": "moved",
    "scheme_type": "retyped",
    SUB_TYPE: "retyped",
    "area_of_spend": "retyped",
}
# What a row says besides its name, labels and pounds; what people type into a round's own words.
EDITED = (
    "scheme_id", "scheme_type_other", "area_of_spend_other", "nhs_share", "la_share",
    "output_unit", "output_estimate", "new_or_existing", "description",
)  # fmt: skip
TIE = "Several rows have the same claim; which became which is not decided."
PERHAPS = "They may be the same scheme; too little says so to be sure."


class Rows:
    """The rows of two plans, matched; ``walks`` lead from each plan to the later round."""

    def __init__(
        self,
        before: Calculations,
        after: Calculations,
        walks: tuple[Crosswalk | None, Crosswalk | None],
    ) -> None:
        self.before = before
        self.after = after
        self.traits = traits_of(before, walks[0]), traits_of(after, walks[1])
        self.same_round = before.rules.round == after.rules.round
        self.weights = VERSIONS if self.same_round else ROUNDS

    def compared(self) -> tuple[SchemeChange, ...]:
        """Every row of both plans once, in the order of the later plan, then what stopped."""
        return tuple(self._compared(match(*self.traits, self.weights)))

    def compared_in_place(self) -> tuple[SchemeChange, ...]:
        """The rows of one plan and of a changed copy of it, each with itself."""
        return tuple(self._pair(Pair(row.item, row.item, 100.0)) for row in self.traits[0])

    def _compared(self, found: Matching) -> Iterator[SchemeChange]:
        units: list[tuple[tuple[int, int], SchemeChange]] = []
        units += [((pair.after, 0), self._pair(pair)) for pair in found.pairs]
        units += [((group.after[0], 1), self._group(group)) for group in found.groups]
        units += [((item, 2), self._new(item)) for item in found.new]
        units.sort(key=lambda unit: unit[0])
        yield from (unit for _, unit in units)
        yield from (self._stopped(item) for item in found.stopped)

    def _pair(self, pair: Pair) -> SchemeChange:
        one, other = self.before.rows[pair.before - 1], self.after.rows[pair.after - 1]
        traits = self.traits[0][pair.before - 1], self.traits[1][pair.after - 1]
        fields = tuple(self._fields(one, other, traits))
        return SchemeChange(
            status="unchanged" if one.amount == other.amount and not fields else "changed",
            before=(row_of(self.before, one),),
            after=(row_of(self.after, other),),
            fields=fields,
            score=pair.score,
            reasons=reasons(*traits, self.weights),
        )

    def _group(self, group: Group) -> SchemeChange:
        return SchemeChange(
            status="unsettled",
            before=tuple(row_of(self.before, self.before.rows[item - 1]) for item in group.before),
            after=tuple(row_of(self.after, self.after.rows[item - 1]) for item in group.after),
            score=group.score,
            why=TIE if group.why == "tie" else PERHAPS,
        )

    def _new(self, item: int) -> SchemeChange:
        row = row_of(self.after, self.after.rows[item - 1])
        return SchemeChange(status="new", after=(row,))

    def _stopped(self, item: int) -> SchemeChange:
        row = row_of(self.before, self.before.rows[item - 1])
        return SchemeChange(status="stopped", before=(row,))

    def _fields(
        self, one: CodedRow, other: CodedRow, traits: tuple[Traits, Traits]
    ) -> Iterator[FieldChange]:
        """The fields in which two rows of one scheme differ."""
        if traits[0].name != traits[1].name:
            yield self._change("renamed", "scheme_name", one, other)
        for field, kind in LABELLED.items():
            if not shares(*traits, field):
                yield self._change(kind, field, one, other)
        # Between two rounds these are typed anew, so that a difference says little.
        for field in EDITED if self.same_round else ():
            if _differ(getattr(one.row, field), getattr(other.row, field)):
                yield self._change("edited", field, one, other)
        if self.same_round:
            yield from self._impacts(one, other)

    def _impacts(self, one: CodedRow, other: CodedRow) -> Iterator[FieldChange]:
        for key in dict.fromkeys((*one.row.impacts, *other.row.impacts)):
            left, right = one.row.impacts.get(key), other.row.impacts.get(key)
            if _differ(left, right):
                noun = self._noun("impacts", key)
                yield FieldChange(
                    kind="edited", field=f"impacts.{key}", noun=noun, before=left or "",
                    after=right or "",
                )  # fmt: skip

    def _change(self, kind: Kind, field: str, one: CodedRow, other: CodedRow) -> FieldChange:
        return FieldChange(
            kind=kind,
            field=field,
            noun=self._noun(field),
            before=_text(one.row, field),
            after=_text(other.row, field),
        )

    def _noun(self, field: str, key: str = "") -> str:
        column = self.after.rules.column("schemes", field, key)
        return column.noun if column else field.replace("_", " ")


def row_of(working: Calculations, row: CodedRow) -> RowOf:
    """A row as a comparison names it."""
    sources = working.rules.sources
    source = row.source.accepted
    return RowOf(
        item=row.item,
        place=working.place("schemes", row.item, "amounts", working.year),
        scheme_id=row.row.scheme_id,
        name=row.name,
        source=sources.name(source) if source else (row.row.source_of_funding or ""),
        amount=row.amount,
        kind=", ".join(filter(None, (row.row.scheme_type, row.row.sub_type))),
        other_years={
            year: amount
            for year, amount in row.row.amounts.items()
            if amount and year != working.year and year in working.rules.years
        },
    )


def units_of(schemes: Sequence[SchemeChange]) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """The position of the scheme that each row before, and each row after, belongs to."""
    sides: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for position, one in enumerate(schemes):
        for side, rows in zip(sides, (one.before, one.after), strict=True):
            side.update((row.item, position) for row in rows)
    return sides


def _differ(one: object, other: object) -> bool:
    """Whether two values differ; a text does not by its case or signs, and blank is not 0."""
    if isinstance(one, str) and isinstance(other, str):
        return normalise(one) != normalise(other)
    return one != other


def _text(row: SchemeRow, field: str) -> str:
    value = getattr(row, field)
    return f"{value:f}" if isinstance(value, Decimal) else (value or "")
