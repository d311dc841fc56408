"""Small plans for several rounds, and what stands on the sheets of their workbooks."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from bettercare import rounds
from bettercare.formats.workbooks.writer import write
from bettercare.plan import IncomeLine, Plan, SchemeRow

Values = Mapping[str, Any]


def line(source: str, **amounts: str) -> IncomeLine:
    """An income line; amounts by year, as ``y2019_20="100"``."""
    return IncomeLine(source_of_funding=source, amounts=_by_year(amounts))


def row(source: str, commissioner: str, area: str, **more: Any) -> SchemeRow:
    """A row of expenditure; amounts by year as in ``line``, and any other field."""
    amounts = {name: more.pop(name) for name in list(more) if name.startswith("y20")}
    return SchemeRow(
        source_of_funding=source,
        commissioner=commissioner,
        area_of_spend=area,
        amounts=_by_year(amounts),
        **more,
    )


def _by_year(amounts: Mapping[str, str]) -> dict[str, Decimal]:
    return {name[1:].replace("_", "-"): Decimal(text) for name, text in amounts.items()}


def written(plan: Plan, path: Path) -> Path:
    """The workbook of a plan."""
    write(plan, path, rounds.load(plan.round))
    return path


def opened(path: Path, values: bool = False) -> Any:
    """A workbook as another library opens it; ``values`` for those of formulas."""
    return openpyxl.load_workbook(path, data_only=values)


def on_summary(book: Any) -> Values:
    """What stands on the summary, by the id of the figure that it is."""
    sheet = next(book[name] for name in book.sheetnames if name.endswith("Summary"))
    heads = next(n for n, cell in enumerate(sheet[1]) if cell.value)  # ids stand before the labels
    return {
        cells[n].value: cells[heads + 1 + n].value
        for cells in sheet.iter_rows()
        for n in range(heads)
        if cells[n].value
    }


def on_cover(book: Any) -> Mapping[str, tuple[int, int]]:
    """Questions answered and asked by the id of the figure of completeness."""
    rows = book["2. Cover"].iter_rows(values_only=True)
    return {
        cells[0]: (cells[2], cells[3])
        for cells in rows
        if str(cells[0] or "").startswith("completeness.")
    }


def table_on(sheet: Any) -> tuple[int, list[str]]:
    """The row of the headings of a table, from 1, and its headings."""
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        if cells[0] == "Row id":
            return number, [str(cell) for cell in cells]
    raise AssertionError(f"{sheet.title} has no table")


def column(sheet: Any, head: str) -> int:
    """The number of a column, from 1, by its heading."""
    return table_on(sheet)[1].index(head) + 1
