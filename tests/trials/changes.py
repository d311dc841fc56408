"""Changes that people make to a workbook and that change nothing of the plan in it."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

from tests.trials.book import Book, Cell, Tab

NAMES = ("Sheet1", "Spend plan", "Copy of tab", "FINAL v3", "Money", "Tab (2)", "for sign off")
NOTES = ("Finance reference", "Checked by", "RAG", "Cost centre", "Our notes")


def renamed_tabs(book: Book, draw: Random) -> None:
    for number, tab in enumerate(book.tabs):
        tab.name = f"{draw.choice(NAMES)} {number}"


def reordered_tabs(book: Book, draw: Random) -> None:
    draw.shuffle(book.tabs)


def moved_table(book: Book, draw: Random) -> None:
    """A table further down and to the right, under a title."""
    tab = _some(book, draw)
    right, down = draw.randint(0, 4), draw.randint(1, 9)
    tab.rows = [[*(Cell() for _ in range(right)), *row] for row in tab.rows]
    above = [[] for _ in range(down)]
    above[0] = [Cell("Better Care Fund, local copy")]
    tab.rows = above + tab.rows
    tab.merged = [(a + down, b + right, c + down, d + right) for a, b, c, d in tab.merged]
    tab.hidden_rows = [n + down for n in tab.hidden_rows]


def swapped_columns(book: Book, draw: Random) -> None:
    tab = _some(book, draw)
    width = max(map(len, tab.rows))
    order = list(range(width))
    first = min(m for m, cell in enumerate(tab.rows[tab.head()]) if cell.is_head)
    part = order[first:]
    draw.shuffle(part)
    order[first:] = part
    tab.rows = [_filled(row, width) for row in tab.rows]
    tab.rows = [[row[m] for m in order] for row in tab.rows]


def blank_rows(book: Book, draw: Random) -> None:
    """Empty rows among the records."""
    tab = _some(book, draw)
    for _ in range(draw.randint(1, 3)):
        tab.rows.insert(draw.choice(tab.body()), [])
    tab.hidden_rows = []


def extra_columns(book: Book, draw: Random) -> None:
    """A column of the area's own; its cells go with the rows."""
    tab = _some(book, draw)
    width = max(map(len, tab.rows))
    head = tab.head()
    tab.rows = [_filled(row, width) for row in tab.rows]
    tab.rows[head].append(Cell(draw.choice(NOTES), is_head=True))


def numbers_as_text(book: Book, draw: Random) -> None:
    """Amounts as people type them into cells that hold text."""
    for cell in _amounts(book, draw):
        if isinstance(cell.value, Decimal) and cell.value == round(cell.value, 2):
            cell.value = draw.choice(("£{:,.2f}", "{:,.2f}", " {:.2f} ")).format(cell.value)


def untidy_headings(book: Book, draw: Random) -> None:
    """Headings in capitals, with spaces or line ends."""
    tab = _some(book, draw)
    for cell in tab.rows[tab.head()]:
        if cell.is_head and isinstance(cell.value, str) and "." not in cell.value:
            cell.value = draw.choice((str.upper, lambda t: f" {t} ", _broken))(cell.value)


def total_row(book: Book, draw: Random) -> None:
    """A row of totals under the schemes."""
    del draw
    tab = book.tab("schemes")
    cells = [tab.rows[n] for n in tab.body()]
    at = [m for m, cell in enumerate(cells[0]) if cell.tag and cell.tag.field.startswith("amounts")]
    first = min(m for m, cell in enumerate(cells[0]) if cell.tag)
    total = [Cell() for _ in range(max(map(len, cells)))]
    total[first] = Cell("Total")
    for m in at:
        values = [row[m].value for row in cells]
        if m != first and all(isinstance(value, Decimal) or value is None for value in values):
            total[m] = Cell(sum((v for v in values if v is not None), Decimal(0)))
    tab.rows.insert(tab.body()[-1] + 1, total)


def hidden_rows(book: Book, draw: Random) -> None:
    tab = _some(book, draw)
    tab.hidden_rows = draw.sample(tab.body(), min(2, len(tab.body())))


def hidden_tab(book: Book, draw: Random) -> None:
    _some(book, draw).hidden = True


def merged_title(book: Book, draw: Random) -> None:
    """A title over the table in merged cells."""
    tab = _some(book, draw)
    width = max(map(len, tab.rows))
    if width > 1 and not tab.merged:
        tab.rows.insert(0, [Cell("Please fill in every column")])
        tab.rows.insert(1, [])
        tab.merged = [(0, 0, 0, width - 1)]
        tab.hidden_rows = [n + 2 for n in tab.hidden_rows]


CHANGES: tuple[Callable[[Book, Random], None], ...] = (
    renamed_tabs,
    reordered_tabs,
    moved_table,
    swapped_columns,
    blank_rows,
    extra_columns,
    numbers_as_text,
    untidy_headings,
    total_row,
    hidden_rows,
    hidden_tab,
    merged_title,
)


def _some(book: Book, draw: Random) -> Tab:
    return draw.choice([tab for tab in book.tabs if tab.table])


def _amounts(book: Book, draw: Random) -> list[Cell]:
    tab = book.tab("schemes")
    cells = [
        cell
        for row in tab.rows
        for cell in row
        if cell.tag
        and cell.tag.field.startswith("amounts")
        and isinstance(cell.value, Decimal)
        and not cell.how
    ]
    return draw.sample(cells, min(5, len(cells)))


def _filled(row: list[Cell], width: int) -> list[Cell]:
    return [*row, *(Cell() for _ in range(width - len(row)))]


def _broken(text: str) -> str:
    """A heading of several words over two lines."""
    return text.replace(" ", "\n", 1)
