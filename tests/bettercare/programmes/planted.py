"""Made-up programmes with their true totals, printed as a paper prints them, and then damaged.

Import it as ``from tests.bettercare.programmes.planted import truths, printed, damages``.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import strategies as st

YEARS = {
    "2017-18": ("BCF", "DFG", "i-BCF - for social care", "2016-17 carry over"),
    "2018-19": ("BCF", "DFG", "iBCF - for social care", "2016-17 carry over"),
    "2019-20": ("iBCF - for social care",),
}
CODES = {"BCF": "bcf", "DFG": "dfg", "i-BCF": "ibcf", "iBCF": "ibcf", "2016-17": "carry_over"}
NAMES = {"bcf": "BCF", "dfg": "DFG", "ibcf": "i-BCF", "carry_over": "Carry over"}
COLUMNS = [
    f"{CODES[label.split(' ')[0]]}.{year}" for year, labels in YEARS.items() for label in labels
]
ANNUAL = ("2017-18", "2018-19")
TEXTS = 5  # measure, item, use, lead, source
FIRST_AMOUNT = TEXTS + len(ANNUAL)
METRICS = ("Non elective admissions", "Delayed transfers of care", "Falls prevention")
HEAD = [
    ["Priorities and measures", "What is included?", "Use of budget", "Lead sponsor", "Source"]
    + ["Annual budget", ""]
    + [
        text
        for year, labels in YEARS.items()
        for text in (f"{year} (£k)", *[""] * (len(labels) - 1))
    ]
    + ["Contribution to BCF metrics", "", ""],
    [""] * TEXTS
    + [f"{year} (£k)" for year in ANNUAL]
    + [label for labels in YEARS.values() for label in labels]
    + list(METRICS),
]


@dataclass
class Line:
    """One true line: amounts by column in £k; ``None`` where nobody knows them yet."""

    source: str
    lead: str
    amounts: dict[str, int]
    marks: tuple[str, ...]
    unknown: bool = False

    def annual(self, year: str) -> int:
        return sum(amount for key, amount in self.amounts.items() if key.endswith(year))


@dataclass
class Truth:
    """A true programme: its priorities as lists of lines, and what is available of each column."""

    priorities: list[list[Line]]
    spare: dict[str, int] = field(default_factory=dict)

    def value(self, figure_id: str) -> Decimal:
        """The true value of a total, an available amount or what remains."""
        kind, _, rest = figure_id.partition(".")
        chosen = self.priorities
        if kind == "priority":
            code, _, rest = rest.partition(".")
            chosen = [self.priorities[int(code) - 1]]
        lines = [line for lines in chosen for line in lines if not line.unknown]
        taken = sum(
            amount
            for one in lines
            for key, amount in one.amounts.items()
            if rest in (key, key.rpartition(".")[2])
        )
        if kind == "remaining":
            return Decimal(self.spare[rest])
        return Decimal(taken)


@st.composite
def lines(draw):
    """A line whose money is mostly of the source that it names."""
    source = draw(st.sampled_from(sorted(NAMES)))
    amount = st.one_of(st.just(0), st.integers(1, 400))
    amounts = {}
    for column in COLUMNS:
        its = column.startswith(f"{source}.")
        other = draw(st.integers(0, 19)) == 0
        amounts[column] = draw(amount) if its or other else 0
    for year in YEARS:  # money of a year must not all be of sources that the line does not name
        in_year = [column for column in COLUMNS if column.endswith(year)]
        if any(amounts[column] for column in in_year) and not amounts.get(f"{source}.{year}"):
            for column in in_year:
                amounts[column] = 0
    marks = tuple(draw(st.sampled_from(("", "", "Y", "YY", "YYY"))) for _ in METRICS)
    lead = draw(st.sampled_from(("RCC", "ELRCCG", "Joint")))
    return Line(source, lead, amounts, marks, unknown=draw(st.integers(0, 14)) == 0)


@st.composite
def truths(draw):
    """A programme of one to three priorities."""
    groups = st.lists(lines(), min_size=1, max_size=4)
    priorities = draw(st.lists(groups, min_size=1, max_size=3))
    return Truth(priorities, {column: draw(st.integers(-50, 90)) for column in COLUMNS})


def printed(truth: Truth) -> list[list[str]]:
    """The rows of cells that a paper prints of a programme, its head on every page."""
    rows = [*map(list, HEAD)]
    for number, group in enumerate(truth.priorities, 1):
        rows.append(_padded([f"{number}. Priority of number {number}"]))
        for item, line in enumerate(group, 1):
            rows.append(_of_line(number, item, line))
        totals = [truth.value(f"priority.{number}.{column}") for column in (*ANNUAL, *COLUMNS)]
        rows.append(_padded([f"Priority {number} Totals", "", "", "", "", *map(str, totals)]))
        if number < len(truth.priorities):
            rows += [*map(list, HEAD)]
    totals = [truth.value(f"total.{column}") for column in (*ANNUAL, *COLUMNS)]
    available = [truth.value(f"total.{one}") + truth.spare[one] for one in COLUMNS]
    remaining = [truth.spare[one] for one in COLUMNS]
    rows.append(_padded(["Total above", "", "", "", "", *map(str, totals)]))
    rows.append(
        _padded(["Budget available to allocate", *[""] * (FIRST_AMOUNT - 1), *map(str, available)])
    )
    rows.append(
        _padded(["Remaining unallocated", *[""] * (FIRST_AMOUNT - 1), *map(str, remaining)])
    )
    return rows


def _of_line(number: int, item: int, line: Line) -> list[str]:
    known = [str(line.amounts[column]) for column in COLUMNS]
    annual = [str(line.annual(year)) for year in ANNUAL]
    if line.unknown:
        known = ["?" if cell != "0" else "0" for cell in known]
        annual = ["?" if cell != "0" else "0" for cell in annual]
    words = [f"{number}.{item} Measure", f"Service {item}", "Ongoing: staffing"]
    return _padded([*words, line.lead, NAMES[line.source], *annual, *known, *line.marks])


def _padded(cells: list[str]) -> list[str]:
    return [*cells, *[""] * (len(HEAD[1]) - len(cells))]


def text_of(rows: list[list[str]]) -> str:
    """Rows as the text of a paper."""
    return "\n".join("\t".join(row) for row in rows) + "\n"


def _is_head(row: list[str]) -> bool:
    return row in HEAD


@st.composite
def damages(draw, rows: list[list[str]], most: int = 2):
    """The rows after one or more slips of a print: cells and rows lost, added, swapped, merged."""
    rows = [list(row) for row in rows]
    for _ in range(draw(st.integers(1, most))):
        slip = draw(st.sampled_from(SLIPS))
        slip(draw, rows)
    return rows


def _row(draw, rows):
    chosen = [row for row in rows if not _is_head(row) and any(row[1:])]
    return draw(st.sampled_from(chosen)) if chosen else None


def lose_a_cell(draw, rows):
    row = _row(draw, rows)
    if row:
        del row[draw(st.integers(0, len(row) - 1))]
        row.append("")


def blank_a_cell(draw, rows):
    row = _row(draw, rows)
    if row:
        row[draw(st.integers(0, len(row) - 1))] = ""


def add_a_cell(draw, rows):
    row = _row(draw, rows)
    if row:
        row.insert(draw(st.integers(0, len(row) - 1)), draw(st.sampled_from(("", "0"))))
        if not row[-1]:
            row.pop()


def swap_two_cells(draw, rows):
    row = _row(draw, rows)
    if row:
        first, second = (draw(st.integers(0, len(row) - 1)) for _ in range(2))
        row[first], row[second] = row[second], row[first]


def merge_two_cells(draw, rows):
    row = _row(draw, rows)
    if row:
        at = draw(st.integers(0, len(row) - 2))
        row[at : at + 2] = [draw(st.sampled_from(("", " "))).join(row[at : at + 2]).strip(), ""]
        if draw(st.booleans()):
            row.append(row.pop(at + 1))  # the cells behind it come one to the left


def lose_a_row(draw, rows):
    row = _row(draw, rows)
    if row:
        rows.remove(row)


def double_a_row(draw, rows):
    row = _row(draw, rows)
    if row:
        rows.insert(rows.index(row), list(row))


def swap_two_rows(draw, rows):
    first, second = _row(draw, rows), _row(draw, rows)
    if first and second:
        first[:], second[:] = second[:], first[:]


def swap_two_columns(draw, rows):
    """Two columns change places on every page; only where some line then speaks against it."""
    width = len(HEAD[1])
    first, second = (draw(st.integers(TEXTS, width - 1)) for _ in range(2))
    swapped = [list(row) for row in rows]
    for row in swapped:
        if not _is_head(row) and len(row) > max(first, second):
            row[first], row[second] = row[second], row[first]
    if _any_speaks_against(swapped) and not _any_speaks_against(rows):
        rows[:] = swapped


def _any_speaks_against(rows):
    return any(_speaks_against(row) for row in rows if row[0][:1].isdigit() and row[4:5] != [""])


def _speaks_against(row):
    """Whether a line's own cells say that one is wrong: it does not add up, or lacks its source."""
    cells = row[TEXTS : FIRST_AMOUNT + len(COLUMNS)]
    if len(cells) < len(ANNUAL) + len(COLUMNS) or not all(x == "?" or x.isdigit() for x in cells):
        return True
    if "?" in cells:
        return False
    numbers = dict(zip((*ANNUAL, *COLUMNS), map(int, cells), strict=True))
    for year in YEARS:
        paid = {key: numbers[key] for key in COLUMNS if key.endswith(year) and numbers[key]}
        if year in ANNUAL and sum(paid.values()) != numbers[year]:
            return True
        named = next((code for code, name in NAMES.items() if name == row[4]), "")
        if paid and f"{named}.{year}" not in paid:
            return True
    return False


def change_a_digit(draw, rows):
    row = _row(draw, rows)
    numbers = [at for at, cell in enumerate(row or []) if cell.isdigit()]
    if row and numbers:
        at = draw(st.sampled_from(numbers))
        row[at] = row[at][:-1] + str((int(row[at][-1]) + draw(st.integers(1, 9))) % 10)


SLIPS = (
    lose_a_cell,
    blank_a_cell,
    add_a_cell,
    swap_two_cells,
    merge_two_cells,
    lose_a_row,
    double_a_row,
    swap_two_rows,
    swap_two_columns,
    change_a_digit,
)
