"""The summary of a plan on two sheets for a board: figures, questions, and what is asked of it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from bettercare.calculations import Calculations, Figure
from bettercare.calculations.summaries import shares
from bettercare.findings import Severity
from bettercare.labels import listed
from bettercare.money import percent, plain_pounds
from bettercare.report import Summary
from bettercare.report.board_questions import board_questions
from bettercare.report.layout import overlap_line
from bettercare.rounds import Round
from bettercare_web.plans.addresses import address
from bettercare_web.plans.band import BandYear, band_of
from bettercare_web.plans.core import plan_hash
from bettercare_web.plans.deadlines import due_of
from bettercare_web.plans.models import Plan
from bettercare_web.words import MINUS, day

LARGEST = 12  # schemes on the second sheet
MILLION = Decimal(1_000_000)
WIDEST = 200  # of a bar


class Cell(NamedTuple):
    """A figure in a table, with the address of its working."""

    text: str
    href: str = ""


class SummaryRow(NamedTuple):
    """A row of a table: what it is, its figures, and the length of its bar, if any."""

    name: str
    cells: Sequence[Cell]
    bar: int = 0
    inner: bool = False


class Table(NamedTuple):
    """A table of figures; the first head is that of the names, ``total`` its last row."""

    title: str
    heads: Sequence[str]
    rows: Sequence[SummaryRow]
    total: SummaryRow | None = None
    bars: bool = False
    note: str = ""
    texts: int = 0  # how many columns after the first hold words


class SummaryPage(NamedTuple):
    """The two sheets."""

    heading: str
    state: str
    reference: str
    rows: int
    money: Sequence[Table]
    buys: Sequence[Table]
    metrics: Table | None
    payment: Table | None
    questions: Sequence[str]
    partners: Sequence[Table]
    largest: Table
    decisions: Sequence[str]


def summary_page(plan: Plan, summary: Summary, version: int) -> SummaryPage:
    """The summary of a plan as it is; ``version`` is the last that was named, 0 for none."""
    sheet = Sheet(plan, summary)
    years = summary.working.by_year
    found = plan_hash(summary.plan)[:12]
    return SummaryPage(
        heading=heading(plan, summary),
        state=_state(summary, plan, version),
        reference=" ".join(found[at : at + 4] for at in (0, 4, 8)),
        rows=len(summary.working.rows),
        money=[table for one in years for table in (sheet.sources(one), *sheet.spends(one))],
        buys=[sheet.family(one, "scheme_type", "Type of scheme") for one in years],
        metrics=sheet.metrics(),
        payment=sheet.payment(),
        questions=board_questions(summary),
        partners=[sheet.family(one, family, head) for one in years for family, head in PARTNERS],
        largest=sheet.largest(),
        decisions=list(_decisions(plan, summary)),
    )


PARTNERS = (
    ("area_of_spend", "Area of spend"),
    ("commissioner", "Who commissions"),
    ("provider", "Who provides"),
)


def heading(plan: Plan, summary: Summary) -> str:
    """The plan in one or two sentences: how much, whether all is allocated, which minimums hold."""
    years = band_of(plan, summary).years
    if summary.plan.schemes is None and not summary.plan.income:
        return "Nothing is planned yet"
    return " ".join(_verdict(one) for one in years)


def _verdict(year: BandYear) -> str:
    pool = f"£{(year.pool or 0) / MILLION:,.1f} million"
    allocated = "every pound allocated" if year.balanced else "not all in balance"
    start = f"{year.year}: " if year.year else ""
    return " ".join(filter(None, (f"{start}{pool}, {allocated}.", _minimums(year))))


def _minimums(year: BandYear) -> str:
    short = [f"{one.label} is {one.words}" for one in year.spends if one.state == "error"]
    unknown = [one.label for one in year.spends if one.state == "cannot"]
    if short:
        return f"{listed(short)}."
    if unknown:
        return f"It is not known yet whether the minimum is met for {listed(unknown)}."
    if not year.spends:
        return ""
    thin = [
        f"{one.label} by {one.words.split()[0]}" for one in year.spends if one.state == "warning"
    ]
    both = "Both required spends are met" if len(year.spends) > 1 else "The required spend is met"
    return ", ".join([both, *thin]) + "."


def _state(summary: Summary, plan: Plan, version: int) -> str:
    """What the sheets are a print of."""
    named = f"Version {version}, " if version else ""
    when = f"{named}{day(plan.edited)}"
    if plan.state == Plan.State.SUBMITTED:
        return f"Submitted. {when}"
    errors = summary.counts[Severity.ERROR]
    noun = "error" if errors == 1 else "errors"
    return f"Draft: {errors} {noun} open. {when}" if errors else f"Draft. {when}"


def _decisions(plan: Plan, summary: Summary) -> Iterator[str]:
    rules = summary.working.rules
    board = [role.label for role in rules.sign_off.items.values() if role.for_board]
    yield f"Approve this plan for {rules.round}" + (f", signed by the {board[0]}" if board else "")
    errors = summary.counts[Severity.ERROR]
    if errors:
        due = due_of(plan)
        before = f" before {day(due.day)}" if due else ""
        noun = "error is" if errors == 1 else "errors are"
        yield f"Agree that {errors} {noun} mended{before}"
    thin = summary.counts[Severity.WARNING]
    if thin:
        noun = "warning" if thin == 1 else "warnings"
        yield f"Note {thin} {noun}, and the reasons given for them"


class Sheet:
    """The tables of one plan's summary, each figure with a link to its working."""

    def __init__(self, plan: Plan, summary: Summary) -> None:
        self.plan = plan
        self.summary = summary
        self.rules: Round = summary.working.rules

    def cell(self, figure_id: str) -> Cell:
        """A figure as a table shows it: pounds without their sign, which stands in the head."""
        figure = self.summary.figures.get(figure_id)
        if figure is None:
            return Cell("")
        text = plain(figure.value) if figure.unit == "GBP" else figure.display
        return Cell(text, address("working", self.plan.pk, figure_id))

    def titled(self, working: Calculations, title: str) -> str:
        """A title that names the year where the round has several."""
        return f"{title}, {working.year}" if self.rules.several_years else title

    def sources(self, working: Calculations) -> Table:
        """Income, planned expenditure and what is left, by source."""
        codes = sorted(self.rules.sources, key=lambda code: -working.income[code])
        rows = []
        for code in codes:
            rows.append(self._money(self.rules.sources.label(code), working.id(code)))
            for key, part in self.rules.sources[code].income_parts.items():
                cell = self.cell(working.id(f"income.{key}"))
                name = f"of which {part.name}"
                rows.append(SummaryRow(name, (cell, Cell(""), Cell("")), inner=True))
        if working.income[None] or working.expenditure[None]:
            rows.append(self._money("No known source", working.id("not_placed")))
        return Table(
            self.titled(working, "Where the money comes from"),
            ("Source", "Income £", "Planned £", "Left £"),
            rows,
            self._money("Pool", working.id("total")),
        )

    def _money(self, name: str, key: str) -> SummaryRow:
        families = ("income", "expenditure", "balance")
        return SummaryRow(name, [self.cell(f"{family}.{key}") for family in families])

    def spends(self, working: Calculations) -> Iterator[Table]:
        """The required spends side by side."""
        tests = working.required
        if not tests:
            return
        heads = ["£", *(test.rule.label for test in tests.values())]
        rows = [
            SummaryRow(title, [self.cell(working.id(f"required.{code}.{part}")) for code in tests])
            for title, part in (("Planned", "planned"), ("Minimum", "minimum"))
        ]
        last = [self.cell(working.id(f"required.{code}.headroom")) for code in tests]
        met = "Above" if all((test.headroom or 0) >= 0 for test in tests.values()) else "Difference"
        yield Table(
            self.titled(working, "Must it meet a minimum? Yes"),
            heads,
            rows,
            SummaryRow(met, last),
            note=overlap_line(working),
        )

    def family(self, working: Calculations, family: str, head: str) -> Table:
        """Planned expenditure by the codes of a list, largest first."""
        pool = working.total_expenditure
        found = shares(self.summary.figures, family, pool, working.id(""))
        used = [(figure, share) for figure, share in found if figure.inputs or figure.value]
        largest = max((share for _, share in used), default=Decimal(0)) or Decimal(1)
        rows = [
            SummaryRow(
                self._name(figure, working),
                (Cell(f"{len(figure.inputs):,}"), self.cell(figure.id), Cell(_part(share))),
                bar=max(1, int(share / largest * WIDEST)) if share > 0 else 0,
            )
            for figure, share in used
        ]
        total = SummaryRow(
            "All rows",
            (
                Cell(f"{len(working.rows):,}"),
                self.cell(working.id("expenditure.total")),
                Cell("100.0"),
            ),
        )
        title = "What it buys" if family == "scheme_type" else head
        heads = (head, "Rows", "£", "% of pool")
        bars = family == "scheme_type"
        return Table(self.titled(working, title), heads, rows, total if rows else None, bars=bars)

    def _name(self, figure: Figure, working: Calculations) -> str:
        return figure.label.removeprefix("Planned expenditure, ").removesuffix(f", {working.year}")

    def metrics(self) -> Table | None:
        """Each measure by year, and by the periods that it is planned by."""
        metrics = self.rules.metrics
        years = sorted({year for one in metrics.values() for year in one.years})[-4:]
        years = years or [self.rules.year]
        rows = []
        for code, metric in metrics.items():
            for period in ("", *metric.periods):
                cells = [self._metric(code, year, period) for year in years]
                if any(cell.text for cell in cells) or not period:
                    name = f"{metric.short}, {period}" if period else metric.short
                    rows.append(SummaryRow(name, cells, inner=bool(period)))
        if not rows:
            return None
        return Table("What should change for people", ("Measure", *years), rows)

    def _metric(self, code: str, year: str, period: str) -> Cell:
        cell = self.cell(f"metric.{code}.{year}" + (f".{period}" if period else ""))
        return cell if cell.text else Cell("" if period else "not given")

    def payment(self) -> Table | None:
        """What fewer admissions are paid, where the round pays for them."""
        rows = [
            SummaryRow(figure.label, (self.cell(key),))
            for key, figure in self.summary.figures.items()
            if key.startswith("payment.")
        ]
        return Table("Pay for performance", ("Figure", ""), rows) if rows else None

    def largest(self) -> Table:
        """The schemes with most money, over all years of the round."""
        sums: list[tuple[str, str, list[Decimal]]] = []
        for rows in self.summary.working.schemes:
            items = [row.item for row in rows]
            years = [self._of_year(items, year) for year in self.rules.years]
            sums.append((rows[0].name, rows[0].row.source_of_funding or "", years))
        sums.sort(key=lambda one: -sum(one[2]))
        shown = [
            SummaryRow(name, [Cell(source), *(Cell(plain(amount)) for amount in years)])
            for name, source, years in sums[:LARGEST]
        ]
        several = self.rules.several_years
        heads = [f"{year} £" if several else "£" for year in self.rules.years]
        return Table(
            f"The {len(shown)} largest schemes", ("Scheme", "Source", *heads), shown, texts=1
        )

    def _of_year(self, items: Sequence[int], year: str) -> Decimal:
        rows = self.summary.working.in_year(year).rows
        return sum((rows[item - 1].amount for item in items), Decimal(0))


def plain(value: Decimal | None) -> str:
    """Pounds without the sign, with a true minus.

    >>> plain(Decimal("-1008")), plain(None)
    ('−1,008', 'not given')
    """
    return "not given" if value is None else plain_pounds(value).replace("-", MINUS)


def _part(share: Decimal) -> str:
    return percent(share).rstrip("%")
