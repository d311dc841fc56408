"""The working of a plan: its rows with their codes, and the sums that everything else uses."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Self

from bettercare.calculations.coded import ONE, CodedLine, CodedMetric, CodedRow
from bettercare.calculations.figure import Input
from bettercare.calculations.one_scheme import by_scheme
from bettercare.findings import Place
from bettercare.labels import listed
from bettercare.money import is_not_given
from bettercare.plan import IncomeLine, Plan, SchemeRow
from bettercare.plan.keyed import Keyed, keyed, section_texts
from bettercare.rounds import Match, Round
from bettercare.rounds.lists import BLANK, UNKNOWN
from bettercare.rounds.schema import SchemeType, Table

NOUGHT = Decimal(0)
Labels = tuple[str | None, ...]
Codes = tuple[Match, Match, Match, Match, Match, SchemeType | None, Match]
_labels: Callable[[SchemeRow], Labels] = attrgetter(
    "source_of_funding", "scheme_type", "area_of_spend", "commissioner", "provider", "sub_type"
)


def table_words(table: Table) -> str:
    """A table of the template as a sentence names it: its title without the tab's number."""
    return f"the {table.label.lstrip('0123456789. ')} tab"


def _sub_type(kind: SchemeType | None, text: str | None) -> Match:
    """What a sub type stands for under a scheme type."""
    if kind is None or kind.sub_types is None:
        return UNKNOWN if text else BLANK
    return kind.sub_types.match(text)


class Working:
    """A plan read by one round's rules, for one financial year (the round's last by default).

    Everything here is worked out once, when first asked for.
    """

    def __init__(self, plan: Plan, rules: Round, year: str | None = None) -> None:
        self.plan = plan
        self.rules = rules
        self.year = year or rules.year
        self._places: dict[tuple[str, int, str, str], Place] = {}
        self._keyed: dict[str, Keyed] = {}
        self._years: dict[str, Self] = {}

    def in_year(self, year: str) -> Self:
        """The same plan worked out for another year of the round; made once a year."""
        self._years.setdefault(self.year, self)
        if year not in self._years:
            other = self._for_year(year)
            other._years = self._years
            self._years[year] = other
        return self._years[year]

    def _for_year(self, year: str) -> Self:
        return type(self)(self.plan, self.rules, year)

    @property
    def by_year(self) -> tuple[Self, ...]:
        """The plan worked out for each year of the round, in order."""
        return tuple(self.in_year(year) for year in self.rules.years)

    @property
    def year_before(self) -> Self | None:
        """The plan in the year before, where the round plans for that too."""
        at = self.rules.years.index(self.year) if self.year in self.rules.years else 0
        return self.in_year(self.rules.years[at - 1]) if at else None

    @property
    def earlier(self) -> "Working | None":
        """The plan in the year before, where it can be told."""
        return self.year_before

    def id(self, name: str) -> str:
        """The id of a figure for this year: it ends in the year where the round has several."""
        return f"{name}.{self.year}" if self.rules.several_years else name

    @cached_property
    def rows(self) -> tuple[CodedRow, ...]:
        """The scheme rows, coded."""
        known: dict[Labels, Codes] = {}  # rows have few combinations of labels
        found = []
        for item, row in enumerate(self.plan.schemes or (), 1):
            labels = _labels(row)
            if (codes := known.get(labels)) is None:
                codes = known[labels] = self._codes(row)
            found.append(CodedRow(item, row, row.amounts.get(self.year, NOUGHT), *codes))
        return tuple(found)

    def _codes(self, row: SchemeRow) -> Codes:
        """What the labels of a row stand for, in the order of a coded row."""
        rules = self.rules
        scheme_type = rules.scheme_types.match(row.scheme_type)
        kind = rules.scheme_types[scheme_type.accepted] if scheme_type.accepted else None
        return (
            rules.sources.match(row.source_of_funding),
            scheme_type,
            rules.areas_of_spend.match(row.area_of_spend),
            rules.commissioners.match(row.commissioner),
            rules.providers.match(row.provider),
            kind,
            _sub_type(kind, row.sub_type),
        )

    @cached_property
    def schemes(self) -> tuple[list[CodedRow], ...]:
        """The rows of each scheme, in the order of their first rows; nameless rows are in none."""
        return tuple(by_scheme(self.rows).values())

    @cached_property
    def lines(self) -> tuple[CodedLine, ...]:
        """The income lines, coded."""
        return tuple(
            CodedLine(
                item,
                line,
                line.amounts.get(self.year, NOUGHT),
                *self.rules.source_of_income(line.source_of_funding),
            )
            for item, line in enumerate(self.plan.income or (), 1)
        )

    @cached_property
    def metric_lines(self) -> tuple[CodedMetric, ...]:
        """The metric lines, coded."""
        names = self.rules.metric_names
        return tuple(
            CodedMetric(item, line, names.match(line.metric))
            for item, line in enumerate(self.plan.metrics or (), 1)
        )

    @cached_property
    def income(self) -> Mapping[str | None, Decimal]:
        """Income by source code, 0 for a source without lines; ``None`` holds the rest."""
        sums = self._by_source()
        for line in self.lines:
            sums[line.source.accepted] += line.amount
        return sums

    @cached_property
    def expenditure(self) -> Mapping[str | None, Decimal]:
        """Planned expenditure by source code; under ``None`` rows whose source is not known."""
        sums = self._by_source()
        for row in self.rows:
            sums[row.source.accepted] += row.amount
        return sums

    @cached_property
    def balance(self) -> Mapping[str | None, Decimal]:
        """Income less planned expenditure by source code."""
        return {code: self.income[code] - self.expenditure[code] for code in self.income}

    @cached_property
    def unread_income(self) -> frozenset[str | None]:
        """The sources with an income line whose amount is written and could not be read."""
        return frozenset(one.source.accepted for one in self.lines if self._unread(one.line))

    @cached_property
    def unread_expenditure(self) -> frozenset[str | None]:
        """The sources with a row whose amount is written and could not be read."""
        return frozenset(one.source.accepted for one in self.rows if self._unread(one.row))

    @cached_property
    def total_income(self) -> Decimal:
        """All income, whatever its source."""
        return sum(self.income.values(), NOUGHT)

    @cached_property
    def total_expenditure(self) -> Decimal:
        """All planned expenditure, whatever its source."""
        return sum(self.expenditure.values(), NOUGHT)

    def lost_tables(self, *names: str) -> list[str]:
        """Those of some tables that the plan does not give, as a sentence names them."""
        tables = self.rules.tables
        return [table_words(tables[name]) for name in names if getattr(self.plan, name) is None]

    def lacking(self, *names: str) -> tuple[str, ...]:
        """A note that names the tables that were not given, of those that a figure needs."""
        lost = self.lost_tables(*names)
        return (f"Cannot be worked out: it needs {listed(lost)}.",) if lost else ()

    def by_share(self, row: CodedRow) -> bool:
        """Whether the row's commissioner, such as Joint, counts by the share that is stated."""
        code = row.commissioner.accepted
        return code is not None and self.rules.commissioners[code].nhs_counts == "share"

    def runs_in(self, row: CodedRow, year: str) -> bool:
        """Whether a row may have money in a year; one without a known duration may in each."""
        durations = self.rules.durations
        code = durations.match(row.row.duration).accepted if durations else None
        return durations is None or code is None or year in durations[code].years

    def nhs_share(self, row: CodedRow) -> Decimal:
        """The share of a row that the NHS commissions: all, none, or what is stated for it."""
        code = row.commissioner.accepted
        counts = self.rules.commissioners[code].nhs_counts if code else "none"
        if counts == "share":
            return row.stated_share or NOUGHT
        return ONE if counts == "whole" else NOUGHT

    def outside(self, record: SchemeRow | IncomeLine) -> list[str]:
        """The years that a row or line has money in and that the round does not plan for."""
        years = self.rules.years
        return [year for year, amount in record.amounts.items() if amount and year not in years]

    def keyed(self, table: str) -> Keyed:
        """The lines of a small table for the year by what they are about; worked out once."""
        if table not in self._keyed:
            self._keyed[table] = keyed(self.plan, self.rules, table, self.year)
        return self._keyed[table]

    @cached_property
    def section_texts(self) -> Mapping[str, str]:
        """What the plan writes in each section of the narrative."""
        return section_texts(self.keyed("narrative"))

    def place(self, table: str, item: int, field: str = "", key: str = "") -> Place:
        """The place of a value, named as the round names its column; made once, used often."""
        at = (table, item, field, key)
        found = self._places.get(at)
        if found is None:
            column = self.rules.column(table, field, key)
            named = f"{field}.{key}" if key else field
            found = self.plan.place(table, item, named, column.label if column else "")
            self._places[at] = found
        return found

    def row_inputs(
        self, rows: Iterable[tuple[CodedRow, Decimal]], marked: frozenset[int] = frozenset()
    ) -> tuple[Input, ...]:
        """Scheme rows as inputs of a figure, each with the pounds it puts in."""
        return tuple(
            Input(
                row.name,
                amount,
                self.place("schemes", row.item, "amounts", self.year),
                self.rules.areas_of_spend.label(row.area.accepted or row.row.area_of_spend),
                "*" if row.item in marked else "",
            )
            for row, amount in rows
        )

    def _unread(self, record: SchemeRow | IncomeLine) -> bool:
        return not is_not_given(record.written.get(f"amounts.{self.year}", ""))

    def _by_source(self) -> dict[str | None, Decimal]:
        sums: dict[str | None, Decimal] = dict.fromkeys(self.rules.sources, NOUGHT)
        sums[None] = NOUGHT
        return sums
