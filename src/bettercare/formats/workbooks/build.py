"""What every sheet of a workbook is made from: the plan, its round, its figures, pen and lists."""

from collections.abc import Mapping
from functools import cached_property

import msgspec

from bettercare.calculations import Calculations
from bettercare.formats.workbooks.lists import Lists, name_of
from bettercare.formats.workbooks.pen import Pen
from bettercare.formats.workbooks.prepared import prepared_lines
from bettercare.formats.workbooks.sheets import Tab
from bettercare.plan import Plan
from bettercare.plan.records import TABLES, Record
from bettercare.rounds import Round


class Build:
    """One workbook in the making."""

    def __init__(self, plan: Plan, rules: Round, pen: Pen, lists: Lists, tabs: list[Tab]) -> None:
        self.plan = plan
        self.rules = rules
        self.pen = pen
        self.lists = lists
        self.tabs: Mapping[str, Tab] = {tab.of: tab for tab in tabs}
        self.columns: dict[str, set[str]] = {}  # what columns each table's sheet has, by name

    @cached_property
    def prepared(self) -> Mapping[str, tuple[Record, ...]]:
        """The lines prepared for an answer, by table."""
        return {table: prepared_lines(self.plan, table, self.rules) for table in TABLES}

    @cached_property
    def whole(self) -> Calculations:
        """The plan together with its prepared lines: one record for each line of a sheet."""
        lines = {
            table: (*(getattr(self.plan, table) or ()), *prepared)
            for table, prepared in self.prepared.items()
        }
        return Calculations(msgspec.structs.replace(self.plan, **lines), self.rules)

    @cached_property
    def working(self) -> Calculations:
        """The figures of the plan itself."""
        return Calculations(self.plan, self.rules)

    def records(self, table: str) -> tuple[Record, ...]:
        """The lines of a sheet: the plan's own, then those prepared."""
        found: tuple[Record, ...] = getattr(self.whole.plan, table)
        return found

    def named(self, table: str, column: str) -> str:
        """The name of a column of a table's sheet, "" where the sheet has no such column."""
        name = name_of(table, column)
        return name if name in self.columns.get(table, ()) else ""

    def texts(self, table: str, field: str) -> list[str | None]:
        """What stands in a column of a table, line by line."""
        return [getattr(record, field) for record in self.records(table)]
