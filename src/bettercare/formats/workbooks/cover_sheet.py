"""The cover: whose plan it is, how far it is filled in, and who signed it."""

from decimal import Decimal

from bettercare.formats.workbooks.build import Build
from bettercare.formats.workbooks.checklist import ANSWERED, SECTION, Section
from bettercare.formats.workbooks.fields_sheet import AREA, VERSION, name_of_field
from bettercare.formats.workbooks.marks import mark_words
from bettercare.formats.workbooks.page import link_to, section_title
from bettercare.formats.workbooks.pen import Look, Sheet
from bettercare.formats.workbooks.sheets import COVER, ON_COVER
from bettercare.formats.workbooks.styles import (
    BOLD,
    BOXED,
    HEAD,
    HEAD_RIGHT,
    SHARE,
    WHOLE,
    WORDS,
    WORKED,
)

LABEL = 1  # the first column that people see
TOP = 3
HEADS = ("Part of the plan", "Answered", "Out of", "Done", "In words")
COUNT: Look = WORKED | {"num_format": WHOLE}
DONE: Look = WORKED | {"num_format": SHARE}
NOT_GIVEN = "Not given yet"


def signatures_row(sections: int) -> int:
    """The row over the headings of the table of signatures, under so many sections."""
    return TOP + 4 + (sections + 5 if sections else 0) + 1


def write_cover(build: Build, sheet: Sheet, sections: list[Section]) -> None:
    """Write facts and checklist over the table of signatures, which others write."""
    _write_facts(build, sheet)
    if sections:
        _write_checklist(build, sheet, sections, TOP + 4)
    if ON_COVER in build.columns:
        pen, row = build.pen, signatures_row(len(sections)) - 1
        section_title(pen, sheet, (row, LABEL), "Sign-off")
    else:
        sheet.set_column(0, 0, 8, None, {"hidden": True})
        sheet.set_column(LABEL, LABEL + 4, 24)


def _write_facts(build: Build, sheet: Sheet) -> None:
    """Round, area and version; the last two come from the sheet of plan fields."""
    pen, plan = build.pen, build.plan
    pen.text(sheet, (TOP, LABEL), "Planning round", BOLD)
    pen.text(sheet, (TOP, LABEL + 1), build.rules.round, WORDS)
    now = {AREA: plan.area, VERSION: plan.facts.get(VERSION)}
    labels = ((AREA, "Area"), (VERSION, "Version of the plan"))
    for row, (field, label) in enumerate(labels, TOP + 1):
        name = name_of_field(field)
        pen.text(sheet, (row, LABEL), label, BOLD)
        formula = f'=IF(LEN({name})=0,"{NOT_GIVEN}",{name})'
        pen.formula(sheet, (row, LABEL + 1), formula, WORDS, now[field] or NOT_GIVEN)


def _write_checklist(build: Build, sheet: Sheet, sections: list[Section], row: int) -> None:
    pen = build.pen
    section_title(pen, sheet, (row, LABEL), "Checklist: questions answered")
    for at, head in enumerate(HEADS, LABEL):
        pen.text(sheet, (row + 1, at), head, HEAD_RIGHT if 0 < at - LABEL < 4 else HEAD)  # noqa: PLR2004
    first = row + 2
    for at, one in enumerate(sections, first):
        _write_section(build, sheet, one, at)
    last = first + len(sections) - 1
    _write_all(build, sheet, sections, (first, last))
    span = (first, LABEL + 4, last + 1, LABEL + 4)
    mark_words(pen, sheet, span, f"$F{first + 1}")


def _write_section(build: Build, sheet: Sheet, one: Section, row: int) -> None:
    pen, tab = build.pen, build.tabs.get(one.table) or build.tabs[COVER]
    pen.text(sheet, (row, 0), f"completeness.{one.name}", BOXED)
    link_to(sheet, (row, LABEL), tab.name, "Sign-off" if tab.of == COVER else tab.title, pen)
    answered = f"=SUMIFS({ANSWERED},{SECTION},{one.number})"
    pen.formula(sheet, (row, LABEL + 1), answered, COUNT, one.answered)
    total = f"=COUNTIFS({SECTION},{one.number})"
    pen.formula(sheet, (row, LABEL + 2), total, COUNT, one.questions)
    _write_done(build, sheet, row, (one.answered, one.questions))


def _write_all(build: Build, sheet: Sheet, sections: list[Section], rows: tuple[int, int]) -> None:
    row = rows[1] + 1
    build.pen.text(sheet, (row, LABEL), "All of the plan", BOLD)
    counts = (sum(one.answered for one in sections), sum(one.questions for one in sections))
    for at, (letter, count) in enumerate(zip("CD", counts, strict=True), LABEL + 1):
        formula = f"=SUM({letter}{rows[0] + 1}:{letter}{rows[1] + 1})"
        build.pen.formula(sheet, (row, at), formula, COUNT, count)
    _write_done(build, sheet, row, counts)


def _write_done(build: Build, sheet: Sheet, row: int, counts: tuple[int, int]) -> None:
    """The share that is done, and the same in words; nothing to answer counts as done."""
    answered, of = counts
    done, total = f"C{row + 1}", f"D{row + 1}"
    share = Decimal(answered) / of if of else Decimal(1)
    pen = build.pen
    pen.formula(sheet, (row, LABEL + 3), f"=IF({total}=0,1,{done}/{total})", DONE, share)
    words = f'=IF({done}={total},"Complete",({total}-{done})&" to answer")'
    now = "Complete" if answered == of else f"{of - answered} to answer"
    pen.formula(sheet, (row, LABEL + 4), words, WORDS, now)
