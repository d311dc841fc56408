"""The figures of two plans side by side, by the codes of the later round, and what moved each.

A figure that adds up scheme rows is moved by schemes; so each movement names the schemes that made
it, and what they moved it by adds up to the whole of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from bettercare.calculations import Calculations, Figure, Input
from bettercare.comparison.records import NOUGHT, Movement, Mover, SchemeChange
from bettercare.comparison.schemes import units_of
from bettercare.labels import listed
from bettercare.rounds.crosswalk import Crosswalk

# The families of figures whose second part is a code, and the list of the crosswalk it is from.
FAMILIES: Mapping[str, str] = {
    "income": "sources",
    "expenditure": "sources",
    "balance": "sources",
    "scheme_type": "scheme_types",
    "area_of_spend": "areas_of_spend",
    "provider": "providers",
    "commissioner": "commissioners",
    "metric": "metrics",
}
BY_ROW = frozenset({"scheme_type", "area_of_spend", "provider", "commissioner"})
WHOLE = frozenset({"total", "not_placed", "minimum_la"})  # no codes of a list
LEFT_OUT = ("completeness", "words")  # they speak of the form, not of the plan

Unit = tuple[str, object]  # what moves a figure: a scheme by its position, a line by its name


class Part(NamedTuple):
    """What one scheme or line puts into a figure."""

    unit: Unit
    amount: Decimal


class Cell(NamedTuple):
    """A figure of one plan under the id it has in the comparison."""

    id: str
    figure: Figure
    value: Decimal | None
    parts: tuple[Part, ...]
    note: str = ""
    comparable: bool = True


class Figures:
    """The figures of one plan, to be set beside those of another.

    ``walk`` leads to the later round where this plan is of the earlier one. ``units`` give the
    scheme that each row belongs to, and ``partners`` the rows of the other plan in that scheme.
    """

    def __init__(
        self,
        working: Calculations,
        walk: Crosswalk | None,
        units: Mapping[int, int],
        others: "Figures | None" = None,
    ) -> None:
        self.working = working
        self.walk = walk
        self.units = units
        self.others = others

    def cells(self) -> Iterator[Cell]:
        """Every figure of the year compared, under the id and code of the later round."""
        for figure in self.working.figures.values():
            name = self._without_year(figure.id)
            if name:
                yield from self._placed(name, figure)

    def _without_year(self, figure_id: str) -> str:
        """The id without the year compared; nothing where it speaks of another year."""
        family, *rest = figure_id.split(".")
        if family in LEFT_OUT:
            return ""
        years = [part for part in rest if _is_year(part)]
        if years and years[0] != self.working.year:
            return ""
        return ".".join([family, *(part for part in rest if part not in years)])

    def _placed(self, name: str, figure: Figure) -> Iterator[Cell]:
        family, _, rest = name.partition(".")
        code, _, tail = rest.partition(".")
        parts = tuple(self._part(one) for one in figure.inputs if one.place)
        cell = Cell(name, figure, figure.value, parts)
        if self.walk is None or family not in FAMILIES or code in WHOLE:
            yield cell
            return
        kin = FAMILIES[family]
        only = self.walk.only(kin, code)
        if only:
            note = only.note if only.fit != "same" else ""
            yield cell._replace(id=_joined(family, only.code, tail), note=note)
        elif family in BY_ROW and figure.value is not None:
            yield from self._by_row(family, code, cell)
        else:
            yield self._alone(kin, code, cell)

    def _alone(self, kin: str, code: str, cell: Cell) -> Cell:
        """A figure whose code has several successors or none: it stands for itself."""
        assert self.walk is not None  # noqa: S101  (asked only where two rounds meet)
        return cell._replace(comparable=False, note=fate(self.walk, kin, code))

    def _by_row(self, family: str, code: str, cell: Cell) -> Iterator[Cell]:
        """The rows of a code with several successors, each under the one its scheme now has."""
        groups: dict[str, list[Part]] = {}
        for part in cell.parts:
            groups.setdefault(self._chosen(family, code, part), []).append(part)
        for chosen, parts in groups.items():
            value = sum((part.amount for part in parts), NOUGHT)
            found = cell._replace(value=value, parts=tuple(parts))
            if chosen:
                yield found._replace(id=f"{family}.{chosen}")
            else:
                yield self._alone(FAMILIES[family], code, found)

    def _chosen(self, family: str, code: str, part: Part) -> str:
        """The one successor that the same scheme has in the other plan; else nothing."""
        assert self.walk is not None  # noqa: S101
        successors = {one.code for one in self.walk.successors(FAMILIES[family], code)}
        there = self.others.codes_of(family, part.unit) if self.others else set()
        both = successors & there
        return both.pop() if len(both) == 1 and len(there) == 1 else ""

    def codes_of(self, family: str, unit: Unit) -> set[str]:
        """The codes of a family that the rows of one scheme have."""
        attribute = {"area_of_spend": "area"}.get(family, family)
        rows = (row for row in self.working.rows if ("scheme", self.units[row.item]) == unit)
        return {getattr(row, attribute).accepted or "" for row in rows}

    def _part(self, one: Input) -> Part:
        if one.place and one.place.table == "schemes":
            return Part(("scheme", self.units[one.place.item]), one.value)
        return Part(("line", one.label), one.value)


def fate(walk: Crosswalk, kin: str, code: str) -> str:
    """What became of a code, as a sentence under a figure."""
    found = walk.successors(kin, code)
    after = walk.after.round
    if not found:
        return f"No successor in {after}."
    names = listed((label_of(walk, kin, one.code) for one in found), "or")
    notes = " ".join(dict.fromkeys(one.note for one in found if one.note))
    how = "Became" if any(one.comparable for one in found) else "Not comparable with"
    return f"{how} {names} in {after}. {notes}".strip()


def label_of(walk: Crosswalk, kin: str, code: str) -> str:
    """What the later round calls a code."""
    from bettercare.rounds.crosswalk_files import codes  # noqa: PLC0415

    return codes(walk.after, kin).get(code, code)


def movements(
    before: Figures, after: Figures, schemes: Sequence[SchemeChange]
) -> tuple[Movement, ...]:
    """Every figure that either plan has, in the order of the later plan."""
    left, right = _gathered(before.cells()), _gathered(after.cells())
    order = [*right, *(one for one in left if one not in right)]
    return tuple(_movement(one, left.get(one, ()), right.get(one, ()), schemes) for one in order)


def _gathered(cells: Iterable[Cell]) -> dict[str, list[Cell]]:
    """The cells by id: several codes of the earlier round may have become one."""
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell.id, []).append(cell)
    return found


def _movement(
    figure_id: str,
    left: Sequence[Cell],
    right: Sequence[Cell],
    schemes: Sequence[SchemeChange],
) -> Movement:
    figure = (*right, *left)[0].figure
    label = ", ".join(part for part in figure.label.split(", ") if not _is_year(part))
    comparable = all(cell.comparable for cell in (*left, *right))
    money = figure.unit == "GBP"
    return Movement(
        id=figure_id,
        label=label,
        unit=figure.unit,
        decimals=figure.decimals,
        before=_total(left, money=money),
        after=_total(right, money=money),
        movers=tuple(_movers(left, right, schemes)) if money and comparable else (),
        comparable=comparable,
        note=" ".join(dict.fromkeys(cell.note for cell in (*left, *right) if cell.note)),
    )


def _total(cells: Sequence[Cell], *, money: bool) -> Decimal | None:
    values = [cell.value for cell in cells if cell.value is not None]
    if not values or (len(values) > 1 and not money):
        return None
    return sum(values, NOUGHT)


def _movers(
    left: Sequence[Cell], right: Sequence[Cell], schemes: Sequence[SchemeChange]
) -> Iterator[Mover]:
    """What each scheme or line moved the figure by, largest first."""
    sums: dict[Unit, list[Decimal]] = {}
    for side, cells in enumerate((left, right)):
        for part in (part for cell in cells for part in cell.parts):
            sums.setdefault(part.unit, [NOUGHT, NOUGHT])[side] += part.amount
    ordered = sorted(sums.items(), key=lambda pair: -abs(pair[1][1] - pair[1][0]))
    for (kind, key), (before, after) in ordered:
        if before != after:
            scheme = schemes[int(str(key))] if kind == "scheme" else None
            yield Mover(
                name=scheme.name if scheme else str(key),
                items_before=tuple(row.item for row in scheme.before) if scheme else (),
                items_after=tuple(row.item for row in scheme.after) if scheme else (),
                before=before,
                after=after,
            )


def _joined(family: str, code: str, tail: str) -> str:
    return f"{family}.{code}.{tail}" if tail else f"{family}.{code}"


def _is_year(text: str) -> bool:
    return len(text) == 7 and text[:4].isdigit() and text[4] == "-"  # noqa: PLR2004  ("2019-20")


__all__ = ["Figures", "fate", "label_of", "movements", "units_of"]
