"""PDF prints of plans, made for tests: tabs of the template, with or without ruled lines."""

from collections.abc import Sequence
from decimal import Decimal

from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

from bettercare.calculations import Calculations
from bettercare.money import pounds
from bettercare.plan import Plan
from bettercare.plan.records import SchemeRow
from bettercare.rounds import Round
from bettercare.rounds.schema import Column

TITLE = "Better Care Fund 2019/20 Template"
A2 = (420, 594)  # mm; the tab has 21 columns
# The order in which the template prints the columns of the expenditure.
ORDER = (
    *("scheme_id", "scheme_name", "description", "scheme_type", "sub_type", "scheme_type_other"),
    *("output_unit", "output_estimate", "nea", "dtoc", "res", "rea", "area_of_spend"),
    *("area_of_spend_other", "commissioner", "nhs_share", "la_share", "provider"),
    *("source_of_funding", "expenditure", "new_or_existing"),
)
WIDTHS = (10, 36, 44, 36, 36, 30, 20, 18, 17, 17, 17, 17, 24, 28, 24, 20, 20, 26, 28, 24, 18)

Rows = Sequence[Sequence[str]]


class PdfPrint:
    """A PDF that grows by tabs and tables."""

    def __init__(self, area: str, *, ruled: bool) -> None:
        self.area, self.ruled = area, ruled
        self.pdf = FPDF(orientation="L", format=A2)
        self.pdf.set_font("Helvetica", size=8)
        self.pdf.set_auto_page_break(auto=True, margin=15)

    def tab(self, title: str) -> None:
        """A page that begins a tab."""
        self.pdf.add_page()
        for line in (TITLE, title, f"Selected Health and Wellbeing Board: {self.area}"):
            self.line(line)

    def line(self, text: str) -> None:
        """A line of text, with some room below."""
        self.pdf.cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")
        self.pdf.ln(3)

    def table(self, head: Sequence[str], rows: Rows, widths: Sequence[int]) -> None:
        """A table with its head, which is printed again on each page."""
        layout = TableBordersLayout.ALL if self.ruled else TableBordersLayout.NONE
        with self.pdf.table(
            borders_layout=layout,
            col_widths=tuple(widths),
            line_height=4,
            padding=1.5,
            text_align="LEFT",
            width=sum(widths),
            align="LEFT",
            headings_style=FontFace(emphasis="BOLD"),
        ) as table:
            for cells in (head, *rows):
                row = table.row()
                for cell in cells:
                    row.cell(cell)
        self.pdf.ln(4)

    def data(self) -> bytes:
        """The file."""
        return bytes(self.pdf.output())


def pdf_of(plan: Plan, rules: Round, *, ruled: bool) -> bytes:
    """The print of a plan: its balances, required spends, sums by type and its expenditure."""
    made = PdfPrint(plan.area or "", ruled=ruled)
    figures = Calculations(plan, rules).figures

    def amount(name: str) -> str:
        return pounds(figures[name].value or Decimal(0))

    made.tab("3. Summary")
    rows = [
        [label, *(amount(f"{kind}.{code}") for kind in ("income", "expenditure", "balance"))]
        for code, label in (
            *((c, rules.sources.label(c)) for c in rules.sources),
            ("total", "Total"),
        )
    ]
    made.table(["Funding Sources", "Income", "Expenditure", "Difference"], rows, (70, 35, 35, 35))
    rows = [
        [
            spend.official,
            *(amount(f"required.{code}.{key}") for key in ("minimum", "planned", "under_spend")),
        ]
        for code, spend in rules.required_spends.items()
    ]
    head = ["Required Spend", "Minimum Required Spend", "Planned Spend", "Under Spend"]
    made.table(head, rows, (110, 45, 45, 45))
    rows = [[rules.scheme_types.label(c), amount(f"scheme_type.{c}")] for c in rules.scheme_types]
    made.table(["Scheme Types", "Expenditure"], rows, (90, 40))
    made.tab("6. Expenditure")
    columns = {column.header: column for column in rules.tables["schemes"].columns}
    ordered = [columns[header] for header in ORDER]
    rows = [[_text(row, column) for column in ordered] for row in plan.schemes or ()]
    made.table([column.label for column in ordered], rows, WIDTHS)
    return made.data()


def _text(row: SchemeRow, column: Column) -> str:
    value = getattr(row, column.field)
    if column.key:
        value = value.get(column.key)
    if value is None:
        return ""
    if column.kind == "money":
        return pounds(value)
    return f"{value:,}" if isinstance(value, Decimal) else str(value)
