"""The figures of one plan as another can be set beside them: in the codes of the later round."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from bettercare.calculations import Calculations, Figure, Input
from bettercare.comparison.records import NOUGHT
from bettercare.labels import listed
from bettercare.rounds.crosswalk import Crosswalk
from bettercare.rounds.crosswalk_files import codes

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
    "from_minimum": "areas_of_spend",
}
INNER: Mapping[str, str] = {"area": "areas_of_spend"}  # a code further on, after this word
BY_SOURCE = frozenset({"income", "expenditure", "balance"})
BY_ROW = frozenset({"scheme_type", "area_of_spend", "provider", "commissioner"})
WHOLE_OF_PARTS = ".whole"  # ends the id of a figure that became several, one perhaps of its own id
LEFT_OUT = ("completeness", "words")  # they speak of the form, not of the plan

Unit = tuple[str, object]  # what moves a figure: a scheme by its position, a line by its name


class Part(NamedTuple):
    """What one scheme or line puts into a figure."""

    unit: Unit
    amount: Decimal


class Cell(NamedTuple):
    """A figure of one plan under the id it has in the comparison.

    ``into`` are the figures of the later plan that together hold what this one held.
    """

    id: str
    figure: Figure
    value: Decimal | None
    parts: tuple[Part, ...]
    note: str = ""
    comparable: bool = True
    into: tuple[str, ...] = ()


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

    @property
    def parts(self) -> Mapping[str, str]:
        """The figures of income in parts of a source, each with that of the whole source."""
        return {
            f"income.{part}": f"income.{code}"
            for code, source in self.working.rules.sources.items.items()
            for part in source.income_parts
        }

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
        years = [part for part in rest if is_year(part)]
        if years and years[0] != self.working.year:
            return ""
        return ".".join([family, *(part for part in rest if part not in years)])

    def _placed(self, name: str, figure: Figure) -> Iterator[Cell]:
        start, kin, code, tail = coded(name)
        parts = tuple(self._part(one) for one in figure.inputs if one.place)
        cell = Cell(name, figure, figure.value, parts)
        # a part of a source with income of its own has a code that is none of the list
        if self.walk is None or not kin or code not in codes(self.working.rules, kin):
            yield cell
            return
        only, family = self.walk.only(kin, code), start.rstrip(".")
        if only:
            note = only.note if only.fit != "same" else ""
            yield cell._replace(id=f"{start}{only.code}{tail}", note=note)
        elif family in BY_ROW and figure.value is not None:
            yield from self._by_row(self.walk, family, code, cell)
        else:
            into = _into(self.walk, kin, code) if family in BY_SOURCE else ()
            names = tuple(f"{start}{one}{tail}" for one in into)
            own = f"{name}{WHOLE_OF_PARTS}" if into else name
            yield _alone(self.walk, kin, code, cell)._replace(id=own, into=names)

    def _by_row(self, walk: Crosswalk, family: str, code: str, cell: Cell) -> Iterator[Cell]:
        """The rows of a code with several successors, each under the one its scheme now has."""
        kin = FAMILIES[family]
        successors = {one.code for one in walk.successors(kin, code)}
        groups: dict[str, list[Part]] = {}
        for part in cell.parts:
            groups.setdefault(self._chosen(family, successors, part), []).append(part)
        for chosen, parts in groups.items():
            value = sum((part.amount for part in parts), NOUGHT)
            found = cell._replace(value=value, parts=tuple(parts))
            if chosen:
                yield found._replace(id=f"{family}.{chosen}")
            else:
                yield _alone(walk, kin, code, found)

    def _chosen(self, family: str, successors: set[str], part: Part) -> str:
        """The one successor that the same scheme has in the other plan; else nothing."""
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


def _alone(walk: Crosswalk, kin: str, code: str, cell: Cell) -> Cell:
    """A figure whose code has several successors or none: it stands for itself."""
    return cell._replace(comparable=False, note=fate(walk, kin, code))


def _into(walk: Crosswalk, kin: str, code: str) -> tuple[str, ...]:
    """The successors of a code, where they hold what it held and nothing else."""
    successors = walk.successors(kin, code)
    back = walk.reversed()
    own = all(
        one.comparable and [was.code for was in back.successors(kin, one.code)] == [code]
        for one in successors
    )
    return tuple(one.code for one in successors) if own else ()


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
    return codes(walk.after, kin).get(code, code)


def coded(name: str) -> tuple[str, str, str, str]:
    """The code in the id of a figure: what stands before it, its list, the code, and what follows.

    >>> coded("income.ibcf"), coded("metric.dtoc.days")
    (('income.', 'sources', 'ibcf', ''), ('metric.', 'metrics', 'dtoc', '.days'))
    >>> coded("required.adult_social_care.area.acute")[1:3], coded("payment.total")
    (('areas_of_spend', 'acute'), ('payment.total', '', '', ''))
    """
    parts = name.split(".")
    at = 1 if parts[0] in FAMILIES else 0
    kin = FAMILIES.get(parts[0], "")
    for place, part in enumerate(parts[:-1]):
        if part in INNER:
            at, kin = place + 1, INNER[part]
    if not at or at >= len(parts):
        return name, "", "", ""
    tail = "".join(f".{part}" for part in parts[at + 1 :])
    return "".join(f"{part}." for part in parts[:at]), kin, parts[at], tail


def is_year(text: str) -> bool:
    """Whether a text is a financial year as ids write it.

    >>> is_year("2019-20"), is_year("total")
    (True, False)
    """
    return len(text) == 7 and text[:4].isdigit() and text[4] == "-"  # noqa: PLR2004  ("2019-20")
