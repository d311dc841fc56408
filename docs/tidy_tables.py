"""The page of the tidy tables that a collation writes: the data dictionary."""

from bettercare.national.tables import TABLES, Table

HEAD = """# Tidy tables

Generated from the program: what `bettercare collate` writes, table by table. The table
`dictionary` of every output says the same.
[Collate the plans of many areas](../how-to/collate-plans.md) says how they come about.

A number is a `DECIMAL(38, 20)` in a database and in Parquet, so that every amount a plan can hold
is there exactly. A blank cell is a value that is not given or not known; it is never 0. Texts are
cut to 32,767 characters, which is what a cell of a spreadsheet holds.
"""


def page() -> str:
    """The page, as Markdown."""
    return "\n".join([HEAD, *(_section(table) for table in TABLES.values())])


def _section(table: Table) -> str:
    rows = [
        f"| `{one.name}` | {one.kind} | {one.unit} | {one.meaning} | {one.source} |"
        for one in table.columns
    ]
    head = ["| column | type | unit | meaning | source |", "|---|---|---|---|---|"]
    return "\n".join([f"## {table.name}", "", f"{table.meaning}.", "", *head, *rows, ""])
