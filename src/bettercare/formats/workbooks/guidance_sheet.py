"""The first sheet: what the workbook is, how to fill it in, what its colours mean, its sheets."""

from collections.abc import Iterator

from bettercare.formats.workbooks.build import Build
from bettercare.formats.workbooks.heights import height_of
from bettercare.formats.workbooks.page import link_to, section_title
from bettercare.formats.workbooks.pen import Look, Sheet
from bettercare.formats.workbooks.sheets import COVER, FIELDS, GUIDANCE, SUMMARY
from bettercare.formats.workbooks.styles import (
    BOLD,
    BOXED,
    INDENTED,
    INPUT,
    PREFILLED,
    WORKED,
    WRAPPED,
)
from bettercare.rounds import Certainty, Round

TOP, WIDTH = 3, 100
KEY: tuple[tuple[str, Look, str], ...] = (
    ("Yellow: yours to fill in", INPUT, "Type here, or choose from the list of the cell."),
    (
        "Blue: filled in already",
        PREFILLED,
        "What the line is about. Change it only if it is wrong.",
    ),
    (
        "Grey: worked out",
        WORKED,
        "Formulas, and words of the round. They are locked, and follow what you type. The headings "
        "of such columns end in (worked out).",
    ),
)
HOW = (
    ("Fill in", "Fill in the yellow cells, sheet by sheet. Cover shows what is left to answer."),
    (
        "Rows",
        "Each table has blank rows under its last one. Use one row for each scheme and source. "
        "To take a row out, clear its yellow cells.",
    ),
    (
        "Lists",
        "Where a cell has a list, choose from it. Sub types follow the scheme type of the row.",
    ),
    ("Paste", "Paste as values (text only), so that lists and colours stay as they are."),
    (
        "Not known",
        "Leave a cell blank where you do not know the answer. A blank is not counted as £0.",
    ),
    (
        "Locked cells",
        "There is no password. Review, Unprotect Sheet, takes the protection off.",
    ),
    (
        "Hidden sheets",
        "Lists and ids are hidden. Leave them as they are: with them your changes are found again "
        "when the workbook is read.",
    ),
    ("Colour", "Red, amber and green only repeat what the words in the same cell say."),
)
WHAT = {
    COVER: "Whose plan it is, what is left to answer, and who signed.",
    SUMMARY: "Balances, required minimum spends and spending, worked out from the other sheets.",
    FIELDS: "Area, version, and figures that are published for your area.",
    "narrative": "The plan in words, with the words left under each limit.",
    "income": "Who pays what into the pool.",
    "schemes": "What the money pays for: one row for each scheme and source of funding.",
    "hicm": "How mature each change is now, and is planned to be.",
    "metrics": "What the plan sets out to reach, in numbers and in words.",
    "requirements": "Whether each planning requirement is met, and what is done where it is not.",
    "conditions": "Whether each national condition is met.",
    "answers": "Questions about certain grants and duties.",
    "capacity": "Demand for services and capacity to meet it, month by month.",
    "progress": "What was spent and delivered in the year so far.",
    "documents": "Figures of this plan as other papers print them.",
}
UNCONFIRMED = (
    "Some facts of this round are not confirmed: lists marked so warn about other values and let "
    "you keep them. "
)


def write_guidance(build: Build, sheet: Sheet) -> None:
    """Write the sheet; column A holds names and column B says what they mean."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, WIDTH)
    row = _section(build, sheet, TOP, "How to fill it in", HOW)
    row = _write_key(build, sheet, row)
    row = _write_sheets(build, sheet, row)
    _section(build, sheet, row, "Where the rules are from", tuple(_sources(build.rules)))


def _section(
    build: Build, sheet: Sheet, row: int, title: str, lines: tuple[tuple[str, str], ...]
) -> int:
    section_title(build.pen, sheet, (row, 0), title)
    for at, (name, words) in enumerate(lines, row + 1):
        build.pen.text(sheet, (at, 0), name, BOLD)
        build.pen.text(sheet, (at, 1), words, WRAPPED)
        sheet.set_row(at, height_of([(words, WIDTH)]))
    return row + len(lines) + 2


def _write_key(build: Build, sheet: Sheet, row: int) -> int:
    section_title(build.pen, sheet, (row, 0), "What the colours mean")
    for at, (name, look, words) in enumerate(KEY, row + 1):
        build.pen.text(sheet, (at, 0), name, look | INDENTED | {"locked": True})
        build.pen.text(sheet, (at, 1), words, BOXED)
        sheet.set_row(at, height_of([(words, WIDTH)]))
    return row + len(KEY) + 2


def _write_sheets(build: Build, sheet: Sheet, row: int) -> int:
    section_title(build.pen, sheet, (row, 0), "The sheets")
    tabs = [tab for tab in build.tabs.values() if tab.of != GUIDANCE]
    for at, tab in enumerate(tabs, row + 1):
        link_to(sheet, (at, 0), tab.name, tab.name, build.pen)
        build.pen.text(sheet, (at, 1), WHAT[tab.of], WRAPPED)
    return row + len(tabs) + 2


def _sources(rules: Round) -> Iterator[tuple[str, str]]:
    for number, one in enumerate(rules.references.values()):
        day = f", {one.published.day} {one.published:%B %Y}" if one.published else ""
        yield "" if number else "Documents", f"{one.title}{day}"
    if rules.sources.certainty is Certainty.UNCONFIRMED or rules.certainty_note:
        yield "Certainty", f"{UNCONFIRMED}{rules.certainty_note}".strip()
