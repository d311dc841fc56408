"""Prints without columns, made for tests as a program makes them that takes the text out of a page.

Cells are wrapped to the width of their columns, as measured in the type itself. A cell of one line
goes on in the line of the cell before it; behind a cell of several lines comes a blank line.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from fpdf import FPDF

from bettercare.calculations import Calculations
from bettercare.money import pounds
from bettercare.plan import Plan
from bettercare.plan.records import SchemeRow
from bettercare.rounds import Round
from bettercare.rounds.schema import Column
from tests.bettercare.formats.prints.pdf_prints import ORDER, TITLE

# The widths of the columns, each as that of a text that just fits.
WIDEST = {
    "scheme_id": "Scheme",
    "scheme_name": "LPT - Unscheduled a",
    "description": "British sign lamnguage and",
    "scheme_type": "Managing Transfers",
    "sub_type": "bilitation Services",
    "scheme_type_other": "residents at risks",
    "output_unit": "Placements",
    "output_estimate": "1,074.00",
    "area_of_spend": "Community",
    "area_of_spend_other": "rapid responses",
    "commissioner": "Commission",
    "nhs_share": "Commission",
    "la_share": "Commission",
    "provider": "Community",
    "source_of_funding": "Minimum CCG",
    "expenditure": "£99,999,999",
    "new_or_existing": "Existing",
}
IMPACT = "applicable"
PADDING = 1.01


@cache
def _type() -> FPDF:
    made = FPDF()
    made.set_font("Helvetica", size=8)
    return made


def wide(text: str) -> float:
    """The width of a text in millimetres."""
    return _type().get_string_width(text)


def wrapped_cell(text: str, room: float) -> list[str]:
    """The lines of a cell; a word that is wider than its column is cut where it must be."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if wide(longer) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while wide(line) > room:
            fits = max(n for n in range(1, len(line)) if wide(line[:n]) <= room)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line] if line else lines


def wrapped_row(cells: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a row of cells, each given as its lines."""
    line: list[str] = []
    for cell in cells:
        if len(cell) == 1:
            line.append(cell[0])
        elif cell:
            yield " ".join([*line, cell[0]])
            yield from cell[1:]
            yield ""
            line = []
    if line:
        yield " ".join(line)
        yield ""


def schemes_of(rows: Sequence[SchemeRow], rules: Round) -> Iterator[str]:
    """The head of the expenditure and its rows."""
    columns = {column.header: column for column in rules.tables["schemes"].columns}
    ordered = [columns[header] for header in ORDER]
    rooms = [wide(WIDEST.get(header, IMPACT)) * PADDING for header in ORDER]
    yield from wrapped_row(
        [wrapped_cell(column.label, room) for column, room in zip(ordered, rooms, strict=True)]
    )
    for row in rows:
        texts = [cell_text(row, column) for column in ordered]
        yield from wrapped_row(
            [wrapped_cell(text, room) for text, room in zip(texts, rooms, strict=True)]
        )


def cell_text(row: SchemeRow, column: Column) -> str:
    """What a row has in a column, as printed."""
    value = getattr(row, column.field)
    if column.key:
        value = value.get(column.key)
    if value is None:
        return ""
    if column.kind == "money":
        return pounds(value)
    return f"{value:,.1f}" if isinstance(value, Decimal) else str(value)


def print_of(plan: Plan, rules: Round) -> str:
    """The text of a plan's print: its summary and its expenditure."""
    figures = Calculations(plan, rules).figures

    def amount(name: str) -> str:
        return pounds(figures[name].value or Decimal(0))

    area = f"Selected Health and Wellbeing Board: {plan.area}"
    lines = [TITLE, "3. Summary", "", area, "", "Funding Sources Income Expenditure Difference"]
    for code in (*rules.sources, "total"):
        label = "Total" if code == "total" else rules.sources.label(code)
        kinds = ("income", "expenditure", "balance")
        lines.append(" ".join([label, *(amount(f"{kind}.{code}") for kind in kinds)]))
    for code, spend in rules.required_spends.items():
        lines += ["", spend.official]
        for label, key in (("Minimum required spend", "minimum"), ("Planned spend", "planned")):
            lines.append(f"{label} {amount(f'required.{code}.{key}')}")
    lines += ["", "Scheme Types"]
    lines += [
        f"{rules.scheme_types.label(code)} {amount(f'scheme_type.{code}')}"
        for code in rules.scheme_types
    ]
    lines += ["", TITLE, "6. Expenditure", "", area, ""]
    return "\n".join([*lines, *schemes_of(plan.schemes or (), rules)])
