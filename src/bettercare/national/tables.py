"""The tidy tables of a collation: their columns, what each means, and so the data dictionary.

This is the allow-list of what leaves a plan: what is not a column here is in no output. Names of
people, contacts, comments, descriptions and narrative texts have no column.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

Cell = str | int | bool | None  # a number that may have decimals is its text, and so exact
Row = Sequence[Cell]
Kind = Literal["text", "whole number", "number", "date", "yes or no"]

POUNDS = "pounds"


class Column(NamedTuple):
    """A column: what it holds, in which unit, and where that comes from."""

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    source: str = "worked out"


class Table(NamedTuple):
    """A tidy table; ``counted`` says that its rows stand for records of a plan's own table."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    counted: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def at(self, name: str) -> int:
        """Where a column stands, from 0."""
        return self.names.index(name)


def _text(name: str, meaning: str, source: str = "worked out") -> Column:
    return Column(name, "text", meaning, source=source)


def _count(name: str, meaning: str) -> Column:
    return Column(name, "whole number", meaning, "count")


def _pounds(name: str, meaning: str, source: str = "worked out") -> Column:
    return Column(name, "number", meaning, POUNDS, source)


def _plan(name: str, meaning: str) -> Column:
    return _text(name, meaning, "as written in the plan")


def _code(name: str, meaning: str) -> Column:
    return _text(name, f"{meaning}; blank where it is not in the round's list", "the round's list")


def _number(name: str, meaning: str, unit: str) -> Column:
    return Column(name, "number", meaning, unit, "as written in the plan")


def _yes(name: str, meaning: str) -> Column:
    return Column(name, "yes or no", meaning)


def _day(name: str, meaning: str, source: str = "worked out") -> Column:
    return Column(name, "date", meaning, source=source)


# Where a row comes from: in every table that is made of plans.
KEY = (
    _text("round", "Planning round of the plan"),
    _text("area_code", "Code of the area's council, or both where two share a board"),
    _text("area", "Name of the area; as written where it is not known"),
    _text("file", "Path of the file in the folder that was collated", "the file system"),
)

LEAGUE = Table(
    "league",
    "One row an area and round, and one a file that could not be read; worst first",
    (
        _text("round", "Planning round"),
        Column("place", "whole number", "Place in the league of its round, 1 is worst"),
        _text("standing", "missing, not read, our fault, failing, late or clean"),
        _text("area_code", "Code of the area's council"),
        _text("area", "Name of the area"),
        _count("errors", "Errors found in the plan"),
        _count("warnings", "Warnings found in the plan"),
        _yes("late", "Whether it was submitted after the day that the round sets; blank: unknown"),
        _day("submitted", "Day of submission", "the plan's field submitted"),
        _day("due", "Day on which plans of the round were due", "the round's timetable"),
        Column("days_late", "whole number", "Days between the two where it came late", "days"),
        _text("file", "Path of the file", "the file system"),
        _text("what", "What to do about it, in words"),
    ),
)
FILES = Table(
    "files",
    "One row a file that was found, read or not, chosen or not",
    (
        KEY[3],
        _text("sha256", "SHA-256 of its bytes; of a folder, of its files in order", "the file"),
        Column("size", "whole number", "Its size", "bytes", "the file system"),
        _text("status", "read, not read, or our fault"),
        _text("reason", "Why it was not read"),
        *KEY[:3],
        _plan("version", "Version of the plan"),
        _day("submitted", "Day of submission", "the plan's field submitted"),
        _count("errors", "Errors found in the plan"),
        _count("warnings", "Warnings found in the plan"),
        _yes("chosen", "Whether the other tables hold this plan"),
        _text("why", "Why it was chosen or not"),
    ),
)
PLANS = Table(
    "plans",
    "One row a chosen plan",
    (
        *KEY,
        _plan("area_written", "Name of the area as the plan has it"),
        _plan("region", "Region, where the plan says it"),
        _plan("version", "Version of the plan"),
        _day("submitted", "Day of submission", "the plan's field submitted"),
        _yes("synthetic", "Whether the plan says that it is made up"),
        _count("income_lines", "Lines of income"),
        _count("scheme_rows", "Rows of expenditure"),
        _pounds("income_total", "Income of the round's years, figure income.total"),
        _pounds("expenditure_total", "Planned expenditure of them, figure expenditure.total"),
        _pounds("balance_total", "Income less planned expenditure"),
        _yes("balances_ok", "Whether every source is spent to the penny in every year"),
        _count("required_spends", "Required spends, one a year"),
        _count("required_met", "Those that are met"),
        _count("required_short", "Those that are short"),
        _count("errors", "Errors found"),
        _count("warnings", "Warnings found"),
        _count("information", "Notes found"),
        _count("checks_not_run", "Checks that the plan gives too little for"),
    ),
)
REQUIRED = Table(
    "required_spends",
    "One row a required spend and year of a chosen plan",
    (
        *KEY,
        _text("code", "Code of the required spend", "the round"),
        _text("label", "Its name", "the round"),
        _text("year", "Financial year"),
        _pounds("minimum", "What must be spent at least; blank where it is not known"),
        _text("standing", "given with the plan, or derived by the round's formula"),
        _pounds("planned", "What is planned that counts"),
        _pounds("headroom", "Planned less minimum; below 0 is short"),
        _yes("met", "Whether planned is at least the minimum"),
    ),
)
INCOME = Table(
    "income",
    "One row a line of income and year; a line without an amount has one row",
    (
        *KEY,
        Column("item", "whole number", "Line of the table, from 1"),
        _code("source_code", "Source of funding"),
        _text("part_code", "Part of the source that the line is of", "the round's list"),
        _plan("source_of_funding", "Source of funding"),
        _plan("contributor", "Organisation that puts the money in"),
        _text("year", "Financial year"),
        _pounds("amount", "Money put in", "as written in the plan"),
    ),
    counted=True,
)
SCHEMES = Table(
    "schemes",
    "One row a row of expenditure and year; one without an amount has one row",
    (
        *KEY,
        Column("item", "whole number", "Row of the table, from 1"),
        _plan("scheme_id", "Id of the scheme"),
        _plan("scheme_name", "Name of the scheme"),
        _code("scheme_type_code", "Scheme type"),
        _plan("scheme_type", "Scheme type"),
        _code("sub_type_code", "Sub type"),
        _plan("sub_type", "Sub type"),
        _code("area_of_spend_code", "Area of spend"),
        _plan("area_of_spend", "Area of spend"),
        _code("commissioner_code", "Commissioner"),
        _plan("commissioner", "Commissioner"),
        _number("nhs_share", "Part that the NHS commissions, as stated", "fraction of 1"),
        _number("la_share", "Part that the council commissions, as stated", "fraction of 1"),
        _code("provider_code", "Provider"),
        _plan("provider", "Provider"),
        _code("source_code", "Source of funding"),
        _plan("source_of_funding", "Source of funding"),
        _code("new_or_existing_code", "Whether the scheme is new"),
        _plan("new_or_existing", "Whether the scheme is new"),
        _plan("output_unit", "Unit of the outputs"),
        _number("output", "Outputs planned, in that unit", "output_unit"),
        _text("year", "Financial year"),
        _pounds("amount", "Planned expenditure", "as written in the plan"),
    ),
    counted=True,
)
METRICS = Table(
    "metrics",
    "One row a line of the metrics",
    (
        *KEY,
        Column("item", "whole number", "Line of the table, from 1"),
        _code("metric_code", "Metric"),
        _plan("metric", "Metric"),
        _plan("year", "Financial year"),
        _plan("period", "Quarter or month; blank for the year"),
        _plan("kind", "plan or actual"),
        _plan("part", "Part of the metric"),
        _plan("unit", "Unit of the value"),
        _number("numerator", "What is counted", "count"),
        _number("denominator", "Of how many", "count"),
        _number("value_printed", "Value as the plan prints it", "unit"),
    ),
    counted=True,
)
FIGURES = Table(
    "figures",
    "One row a figure that bettercare works out of a chosen plan",
    (
        *KEY,
        _text("figure", "Id of the figure"),
        _text("label", "Its name"),
        Column("value", "number", "Its value, unrounded to 20 decimals", "unit"),
        _text("unit", "GBP, GBP thousand, fraction, rate (per 100,000), count, words or a noun"),
        _text("exact", "The value in full, where value cannot hold it"),
        _text("standing", "computed, given, derived or unconfirmed"),
    ),
)
FINDINGS = Table(
    "findings",
    "One row a finding on a chosen plan, worst first",
    (
        *KEY,
        Column("number", "whole number", "Number of the finding in its plan, from 1"),
        _text("code", "Code of the check, or READ- for reading"),
        _text("name", "Name of the check"),
        _text("severity", "error, warning or information"),
        _text("subject", "Where, in words"),
        _text("message", "What is wrong; … stands for what the plan says in free text"),
        _text("fix", "How to mend it"),
        _text("problem", "Findings of a plan with the same problem are one slip"),
        _text("plan_table", "Table of the plan that its first place is in"),
        Column("item", "whole number", "Record of that table, from 1"),
        _text("sheet", "Sheet or file of its first place"),
        _text("cell", "Cell of its first place"),
        _count("places", "Places in all"),
        _text("reference", "Document that it rests on", "the round"),
    ),
)
CONTROLS = Table(
    "controls",
    "One row a table of a chosen plan: proof that no row was lost",
    (
        *KEY,
        _text("plan_table", "Table of the plan"),
        _count("rows_read", "Rows read"),
        _count("rows_kept", "Rows kept"),
        _count("blank_rows", "Blank rows set aside"),
        _count("total_rows", "Rows of totals set aside"),
        _pounds("sum_read", "Sum of every amount that was read"),
        _pounds("sum_kept", "Sum of the amounts kept"),
        _pounds("sum_of_total_rows", "Sum of the rows of totals"),
        _yes("agrees", "Whether kept and set aside come to what was read"),
    ),
)
DICTIONARY = Table(
    "dictionary",
    "One row a column of these tables",
    (
        _text("table_name", "Table", "bettercare"),
        _text("column_name", "Column", "bettercare"),
        _text("type", "text, whole number, number, date, or yes or no", "bettercare"),
        _text("unit", "Unit of a number", "bettercare"),
        _text("meaning", "What it holds", "bettercare"),
        _text("source", "Where it comes from", "bettercare"),
    ),
)

TABLES: Mapping[str, Table] = {
    one.name: one
    for one in (
        LEAGUE,
        FILES,
        PLANS,
        REQUIRED,
        INCOME,
        SCHEMES,
        METRICS,
        FIGURES,
        FINDINGS,
        CONTROLS,
        DICTIONARY,
    )
}
OF_PLANS = tuple(one.name for one in TABLES.values() if one.columns[: len(KEY)] == KEY)
COUNTED = tuple(one.name for one in TABLES.values() if one.counted)


def dictionary_rows() -> list[Row]:
    """The data dictionary: one row a column of every table.

    >>> dictionary_rows()[0]
    ('league', 'round', 'text', '', 'Planning round', 'worked out')
    """
    return [
        (table.name, one.name, one.kind, one.unit, one.meaning, one.source)
        for table in TABLES.values()
        for one in table.columns
    ]
