"""A plan that faults are planted in, one after another, so that none spoils another."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import msgspec

from bettercare.plan import Plan, SchemeRow
from bettercare.plan.records import TABLES, IncomeLine, Record
from bettercare.rounds import Round
from bettercare.rounds.schema import SchemeType, Source
from bettercare.synthetic.draws import Draw


class Site:
    """The plan as it stands, what may still be touched, and the draws.

    ``taken`` holds what belongs to a fault: a record as its table and number, a source whose
    balance is off, anything else by name.
    """

    def __init__(self, plan: Plan, rules: Round, draw: Draw) -> None:
        self.rules = rules
        self.draw = draw
        self.given = dict(plan.given)
        self.facts = dict(plan.facts)
        self.taken: set[Hashable] = set()
        self._plan = plan
        self._tables: dict[str, list[Any]] = {
            name: list(records) for name in TABLES if (records := getattr(plan, name)) is not None
        }

    @property
    def plan(self) -> Plan:
        """The plan with all faults so far."""
        tables = {name: tuple(records) for name, records in self._tables.items()}
        return msgspec.structs.replace(self._plan, given=self.given, facts=self.facts, **tables)

    @property
    def year(self) -> str:
        """The first year of the round, in which faults of amounts are planted."""
        return self.rules.years[0]

    def id(self, name: str) -> str:
        """A figure's id in the first year."""
        return f"{name}.{self.year}" if self.rules.several_years else name

    def has(self, table: str, field: str, key: str = "") -> bool:
        """Whether the round's table has a column for a field."""
        return self.rules.column(table, field, key) is not None

    def records(self, table: str) -> list[Any]:
        """The records of a table as they stand."""
        return self._tables.get(table, [])

    def get(self, table: str, item: int) -> Any:
        """A record by its number, from 1."""
        return self._tables[table][item - 1]

    def set(self, table: str, item: int, **fields: object) -> None:
        """Write other values into a record, which is then taken."""
        self.taken.add((table, item))
        self._tables[table][item - 1] = msgspec.structs.replace(self.get(table, item), **fields)

    def add(self, table: str, record: Record) -> int:
        """Put a record at the end of a table; gives its number."""
        self._tables[table].append(record)
        self.taken.add((table, len(self._tables[table])))
        return len(self._tables[table])

    def free(self, table: str, fits: Callable[[Any], bool] = bool) -> list[int]:
        """The numbers of records that no fault has and that fit."""
        return [
            item
            for item, record in enumerate(self.records(table), 1)
            if (table, item) not in self.taken and fits(record)
        ]

    def pick(self, table: str, fits: Callable[[Any], bool] = bool) -> int:
        """One record that no fault has and that fits; 0 where there is none."""
        found = self.free(table, fits)
        return self.draw.one(found) if found else 0

    def row(self, fits: Callable[[SchemeRow], bool] = bool) -> int:
        """One scheme row that no fault has and that fits; 0 where there is none."""
        return self.pick("schemes", fits)

    def payer_row(self, fits: Callable[[SchemeRow], bool] = bool) -> int:
        """A scheme row whose source is still in balance, which it then is not; 0 if none."""
        item = self.row(
            lambda row: ("balance", self.source_of(row)) not in self.taken and fits(row)
        )
        if item:
            self.taken.add(("balance", self.source_of(self.get("schemes", item))))
        return item

    def source_of(self, row: SchemeRow) -> str:
        """The code of the source of a row, "" where it is not known."""
        return self.rules.sources.match(row.source_of_funding).code or ""

    def rule_of(self, row: SchemeRow) -> Source | None:
        """The source of a row as the round has it."""
        code = self.source_of(row)
        return self.rules.sources[code] if code else None

    def type_of(self, row: SchemeRow) -> SchemeType | None:
        """The scheme type of a row as the round has it."""
        code = self.rules.scheme_types.match(row.scheme_type).accepted
        return self.rules.scheme_types[code] if code else None

    def income_of(self, code: str) -> list[int]:
        """The income lines of a source that have money in the first year."""
        return self.free(
            "income",
            lambda line: self._source_of_line(line) == code and bool(line.amounts.get(self.year)),
        )

    def _source_of_line(self, line: IncomeLine) -> str | None:
        return self.rules.source_of_income(line.source_of_funding)[0].code


def written(value: object) -> str:
    """A value as the truth about a fault shows it."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {written(one)}" for key, one in value.items())
    return "" if value is None else str(value)
