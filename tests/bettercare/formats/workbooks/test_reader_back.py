"""Our own workbooks come back: real edits do, and all else is as it was to the last decimal."""

import shutil
import tempfile
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bettercare import examples, formats, rounds
from bettercare.findings import Severity
from bettercare.plan import Plan, SchemeRow, without_places
from tests.bettercare.formats.test_round_trip import TRAPPED
from tests.bettercare.formats.workbooks.books import edited, rows_replaced, sheet_of, told, written
from tests.bettercare.formats.workbooks.libreoffice import convert, needs_libreoffice
from tests.bettercare.strategies import plans

D = Decimal
YEAR = "2019-20"
NAME, POUNDS = "Scheme Name", "Expenditure (£)"
PRECISE = D("1234.56789012345678")
SCHEMES = (
    SchemeRow(
        scheme_id="1",
        scheme_name=" Falls  service ",
        amounts={YEAR: PRECISE},
        extra={"Lead": "Jo"},
        written={"odd": "kept", "la_share": "half"},
    ),
    SchemeRow(scheme_id="2", scheme_name="Handyman", amounts={YEAR: D(300)}),
    SchemeRow(scheme_id="3", scheme_name="Total", amounts={YEAR: D(0)}),
    SchemeRow(),
)
PLAN = Plan(
    round=YEAR,
    area="Exampleton ",
    schemes=SCHEMES,
    given={"income.x": D("0.1")},
    printed={"income.total": D(5)},
    facts={"version": "3"},
)


def came_back(reading):
    """What is said of edits."""
    return told(reading, "READ-79")


def cell(book, heading, row):
    """The cell of a record of the plan in a table of an openpyxl workbook."""
    sheet, head, columns = sheet_of(book, heading)
    return sheet.cell(head + row, columns[heading])


def of_records(reading):
    return rows_replaced(reading.plan.schemes)


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    return written(PLAN, tmp_path_factory.mktemp("once"))


@pytest.fixture
def path(once, tmp_path):
    """A copy of the plan's workbook, for one test to edit."""
    return Path(shutil.copy(once, tmp_path))


def test_a_workbook_that_nobody_touched_gives_the_plan_back(path):
    reading = formats.read(path)
    assert without_places(reading.plan) == PLAN
    assert reading.exported == PLAN
    assert reading.lineage == {"schemes": (1, 2, 3, 4)}
    assert came_back(reading) == [
        "plan.xlsx: 0 cells changed, 0 rows added, 0 removed since the workbook was written."
    ]
    assert all(control.agrees for control in reading.controls)
    place = reading.plan.place("schemes", 2, f"amounts.{YEAR}")
    found = openpyxl.load_workbook(path)[place.sheet][place.cell]
    assert found.value == 300


def test_saving_with_another_library_changes_nothing(path):
    reading = edited(path, list)  # a look at its sheets, and no edit
    assert without_places(reading.plan) == PLAN


def test_only_what_was_edited_is_new(path):
    def edit(book):
        cell(book, POUNDS, 2).value = 350.5
        cell(book, "Lead", 1).value = "Sam"

    reading = edited(path, edit)
    first, second, *rest = of_records(reading)
    assert first == msgspec.structs.replace(SCHEMES[0], extra={"Lead": "Sam"})
    assert second == msgspec.structs.replace(SCHEMES[1], amounts={YEAR: D("350.5")})
    assert tuple(rest) == SCHEMES[2:]
    assert reading.lineage["schemes"] == (1, 2, 3, 4)
    [said] = came_back(reading)
    assert said.startswith("plan.xlsx: 2 cells changed, 0 rows added, 0 removed since")
    assert all(control.agrees for control in reading.controls)
    [finding] = [one for one in reading.findings if one.code == "READ-79"]
    where = {(at.table, at.item, at.column) for at in finding.places}
    assert where == {("schemes", 1, "Lead"), ("schemes", 2, f"amounts.{YEAR}")}


def test_a_number_typed_over_a_text_takes_the_text_away(path):
    def edit(book):
        cell(book, "% LA (if Joint Commissioner)", 1).value = 0.4

    first = of_records(edited(path, edit))[0]
    assert (first.la_share, first.written) == (D("0.4"), {"odd": "kept"})
    assert first.amounts == {YEAR: PRECISE}


def test_a_per_cent_typed_is_read_as_such_and_said(path):
    def edit(book):
        cell(book, "% LA (if Joint Commissioner)", 2).value = "40%"

    reading = edited(path, edit)
    assert of_records(reading)[1].la_share == D("0.4")
    assert told(reading, "READ-10") == ["Row 2, LA share: '40%' is read as per cent, so as 0.40."]


def test_a_cell_that_is_cleared_is_blank(path):
    def edit(book):
        cell(book, POUNDS, 1).value = None
        cell(book, NAME, 2).value = " "

    first, second = of_records(edited(path, edit))[:2]
    assert (first.amounts, second.scheme_name) == ({}, None)


def test_rows_that_are_added_and_removed(path):
    def edit(book):
        sheet, head, columns = sheet_of(book, NAME)
        sheet.delete_rows(head + 2)
        below = head + 4
        for column in range(1, sheet.max_column + 1):
            sheet.cell(below, column).value = None
        sheet.cell(below, columns[NAME]).value = "New"
        sheet.cell(below, columns[POUNDS]).value = 7

    reading = edited(path, edit)
    assert reading.lineage["schemes"] == (1, 3, 4, 0)
    assert of_records(reading)[3] == SchemeRow(scheme_name="New", amounts={YEAR: D(7)})
    assert came_back(reading)[0].startswith("plan.xlsx: 0 cells changed, 1 row added, 1 removed")


def test_rows_that_are_sorted_with_their_ids(path):
    def edit(book):
        sheet, head, _ = sheet_of(book, NAME)
        for column in range(1, sheet.max_column + 1):
            one, other = sheet.cell(head + 1, column), sheet.cell(head + 2, column)
            one.value, other.value = other.value, one.value

    reading = edited(path, edit)
    assert reading.lineage["schemes"] == (2, 1, 3, 4)
    assert of_records(reading) == (SCHEMES[1], SCHEMES[0], *SCHEMES[2:])
    assert len(came_back(reading)) == 1


def test_rows_sorted_apart_from_their_ids_are_known_by_content(path):
    def edit(book):
        sheet, head, columns = sheet_of(book, NAME)
        for column in range(2, sheet.max_column + 1):
            one, other = sheet.cell(head + 1, column), sheet.cell(head + 2, column)
            one.value, other.value = other.value, one.value
        sheet.cell(head + 1, columns[POUNDS]).value = 301

    reading = edited(path, edit)
    assert reading.lineage["schemes"] == (2, 1, 3, 4)
    assert of_records(reading)[0] == msgspec.structs.replace(SCHEMES[1], amounts={YEAR: D(301)})
    assert came_back(reading)[1].endswith(
        "The hidden ids do not stand beside their rows; 2 of 4 rows were known by their content "
        "instead."
    )


def test_rows_sorted_apart_from_their_ids_and_edited_as_well_are_not_mixed_up(tmp_path):
    """Leicester's schemes by name, without the hidden ids, and every amount 2% up."""
    plan = formats.read(examples.path("leicester")).plan
    schemes = plan.schemes or ()

    def edit(book):
        sheet, head, columns = sheet_of(book, NAME)
        cells = [range(head + 1, head + 1 + len(schemes)), range(2, max(columns.values()) + 1)]
        rows = [[sheet.cell(row, at).value for at in cells[1]] for row in cells[0]]
        rows.sort(key=lambda row: str(row[columns[NAME] - 2]))
        for at, row in zip(cells[0], rows, strict=True):
            row[columns[POUNDS] - 2] *= 1.02
            for column, value in zip(cells[1], row, strict=True):
                sheet.cell(at, column).value = value

    reading = edited(written(plan, tmp_path), edit)
    was = [schemes[n - 1].scheme_name for n in reading.lineage["schemes"]]
    assert [row.scheme_name for row in reading.plan.schemes] == was
    assert any("do not stand beside their rows" in text for text in came_back(reading))


def test_a_row_copied_with_its_id_is_a_new_one(path):
    def edit(book):
        sheet, head, columns = sheet_of(book, NAME)
        for column in range(1, sheet.max_column + 1):
            sheet.cell(head + 5, column).value = sheet.cell(head + 2, column).value
        sheet.cell(head + 5, columns[POUNDS]).value = 9

    reading = edited(path, edit)
    assert reading.lineage["schemes"] == (1, 2, 3, 4, 0)
    assert of_records(reading)[4].scheme_name == "Handyman"
    assert "1 row with the id of another row; read as added." in came_back(reading)[1]


def test_the_column_of_ids_deleted(path):
    def edit(book):
        sheet, _, _ = sheet_of(book, NAME)
        sheet.delete_cols(1)

    reading = edited(path, edit)
    assert reading.lineage["schemes"] == (1, 2, 3)  # a row without a value or an id is no row
    assert of_records(reading) == SCHEMES[:3]


def test_a_column_that_is_deleted_takes_no_values_away_and_is_said(path):
    def edit(book):
        sheet, _, columns = sheet_of(book, NAME)
        sheet.delete_cols(columns[POUNDS])

    reading = edited(path, edit)
    assert of_records(reading) == SCHEMES
    assert came_back(reading)[1].endswith(
        f"There is no column for '{POUNDS}' any more; its values are those of when "
        "the workbook was written."
    )


def test_a_heading_written_in_another_way_is_still_its_column(path):
    def edit(book):
        cell(book, POUNDS, 1).value = 7
        cell(book, POUNDS, 0).value = "Expenditure £"

    reading = edited(path, edit)
    assert of_records(reading)[0].amounts == {"2019-20": 7}
    assert len(came_back(reading)) == 1  # one cell changed, and nothing about the column


def test_a_heading_that_is_no_longer_known_is_an_error_that_says_whose_figures_stand(path):
    def edit(book):
        cell(book, POUNDS, 1).value = 7
        cell(book, POUNDS, 0).value = "Spend this year"

    reading = edited(path, edit)
    first = reading.plan.schemes[0]
    assert first.amounts == SCHEMES[0].amounts
    assert first.extra == {"Lead": "Jo", "Spend this year": "7"}
    errors = [f for f in reading.findings if f.severity is Severity.ERROR]
    assert [f.code for f in errors if f.code != "READ-01"] == ["READ-79"]


def test_a_number_alone_in_a_blank_row_of_the_table_is_a_row(path):
    def edit(book):
        sheet, head, columns = sheet_of(book, NAME)
        sheet.cell(head + len(SCHEMES) + 9, columns[POUNDS]).value = 777

    rows = edited(path, edit).plan.schemes
    assert [row.amounts for row in rows[len(SCHEMES) :]] == [{"2019-20": 777}]


def test_a_new_column_is_kept_and_said(path):
    def edit(book):
        sheet, head, columns = sheet_of(book, NAME)
        last = max(columns.values()) + 1
        sheet.cell(head, last).value = "Mood"
        sheet.cell(head + 2, last).value = "good"

    reading = edited(path, edit)
    assert of_records(reading)[1].extra == {"Mood": "good"}
    assert "The round has no column for 'Mood'; kept, and not used." in told(reading, "READ-04")[0]


def test_columns_that_were_moved_are_found_again(path):
    def edit(book):
        sheet, head, columns = sheet_of(book, NAME)
        one, other = columns[NAME], columns[POUNDS]
        for row in range(head, head + 5):
            a, b = sheet.cell(row, one), sheet.cell(row, other)
            a.value, b.value = b.value, a.value

    reading = edited(path, edit)
    assert of_records(reading) == SCHEMES
    assert came_back(reading)[0].startswith("plan.xlsx: 0 cells changed")


def test_a_sheet_that_is_gone_takes_its_table_away_and_is_said(path):
    def edit(book):
        sheet, _, _ = sheet_of(book, NAME)
        del book[sheet.title]

    reading = edited(path, edit)
    assert reading.plan.schemes is None
    assert came_back(reading)[1] == (
        "plan.xlsx: There is no table '6. Expenditure' any more; it held 4 rows when the workbook "
        "was written."
    )


def test_sheets_renamed_and_reordered_change_nothing(path):
    def edit(book):
        for number, sheet in enumerate(list(book)):
            if sheet.title != "_bettercare":
                sheet.title = f"x{number}"
                book.move_sheet(sheet, -number)

    assert without_places(edited(path, edit).plan) == PLAN


def test_plan_fields_that_are_edited(path):
    def edit(book):
        for sheet in book:
            for row in sheet.iter_rows(max_col=3):
                values = {"area": "Elsewhere", "version": None, "given.income.x": "lots"}
                if row[0].value in values:
                    row[2].value = values[row[0].value]

    reading = edited(path, edit)
    plan = reading.plan
    assert (plan.area, plan.given, plan.printed) == ("Elsewhere", {}, PLAN.printed)
    assert plan.facts == {"given.income.x": "lots"}
    assert came_back(reading)[0].startswith("plan.xlsx: 3 cells changed")


def test_without_its_plan_fields_the_facts_stay(path):
    def edit(book):
        del book[next(one.title for one in book if "fields" in one.title)]

    reading = edited(path, edit)
    assert without_places(reading.plan) == PLAN
    assert (
        "There is no sheet of plan fields any more; they are as they were" in came_back(reading)[1]
    )


def test_a_prepared_line_that_is_filled_in_is_a_record(path):
    def edit(book):
        cell(book, "Response", 2).value = "Yes"

    reading = edited(path, edit)
    [answer] = rows_replaced(reading.plan.requirements)
    assert (answer.code, answer.response) == ("PR2", "Yes")
    assert reading.lineage["requirements"] == (0,)
    control = next(one for one in reading.controls if one.table == "requirements")
    assert (control.rows_kept, control.blank_rows) == (1, 8)


def test_a_memory_that_was_changed_is_said_and_not_used(path):
    def edit(book):
        memory = book["_bettercare"]
        for row in memory.iter_rows():
            if row[0].value == "plan":
                row[1].value = row[1].value.replace("Handyman", "Handywoman")

    reading = edited(path, edit)
    assert (reading.exported, reading.lineage) == (None, {})
    assert told(reading, "READ-73") == [
        "plan.xlsx: What the workbook remembers of the plan was changed; read as any other "
        "workbook."
    ]
    names = [row.scheme_name for row in reading.plan.schemes]
    assert names == ["Falls  service", "Handyman", "Total"]  # a blank row is none
    assert all(control.agrees for control in reading.controls)
    assert (reading.plan.requirements, reading.plan.area) == ((), "Exampleton")


def test_a_workbook_of_ours_read_for_another_round_is_said(path):
    reading = formats.read(path, "2017-19")
    assert reading.plan.round == "2017-19"
    assert told(reading, "READ-15")[0].endswith("The plan says 2019-20; read as 2017-19, as asked.")
    assert of_records(reading) == SCHEMES


@pytest.mark.parametrize("plan", TRAPPED, ids=["texts", "names", "taken"])
def test_a_plan_of_traps_comes_back_whole(tmp_path, plan):
    assert without_places(formats.read(written(plan, tmp_path)).plan) == plan


@pytest.mark.parametrize("name", ["\x08", " ", "\x01x", "x\r\ny"])
def test_a_fact_whose_name_no_cell_can_hold_comes_back(tmp_path, name):
    plan = Plan(round=YEAR, facts={name: " "}, given={name: D(5)})
    assert without_places(formats.read(written(plan, tmp_path)).plan) == plan


def back(plan):
    """A plan written as a workbook and read again."""
    with tempfile.TemporaryDirectory() as home:
        return formats.read(written(plan, Path(home)))


@given(plan=plans)
@settings(max_examples=25, deadline=None)
def test_any_plan_comes_back_whole(plan):
    reading = back(plan)
    assert without_places(reading.plan) == without_places(plan)
    assert reading.exported == plan
    assert all(control.agrees for control in reading.controls)
    for table, items in reading.lineage.items():
        assert items == tuple(range(1, len(getattr(plan, table)) + 1))


@pytest.mark.parametrize("name", ["leicester", "rotherham", "rotherham-2017-19"])
def test_a_shipped_plan_comes_back_whole(tmp_path, name):
    plan = formats.read(examples.path(name)).plan
    assert without_places(formats.read(written(plan, tmp_path)).plan) == without_places(plan)


EDITS = st.lists(
    st.tuples(st.integers(1, 49), st.sampled_from([NAME, POUNDS, "Provider", "NEA"])),
    unique=True,
    min_size=1,
    max_size=6,
)
FIELDS = {NAME: "scheme_name", "Provider": "provider", "NEA": "impacts", POUNDS: "amounts"}


@given(edits=EDITS, number=st.integers(1, 10**9))
@settings(max_examples=15, deadline=None)
def test_exactly_the_cells_that_were_edited_come_back(edits, number):
    plan = without_places(formats.read(examples.path("leicester")).plan)

    def edit(book):
        for row, heading in edits:
            value = number / 100 if heading == POUNDS else f"new {number}"
            cell(book, heading, row).value = value

    with tempfile.TemporaryDirectory() as home:
        reading = edited(written(plan, Path(home)), edit)
    wanted = list(plan.schemes or ())
    for row, heading in edits:
        field = FIELDS[heading]
        old = getattr(wanted[row - 1], field)
        new = {
            NAME: f"new {number}",
            "Provider": f"new {number}",
            "NEA": {**old, "nea": f"new {number}"} if heading == "NEA" else old,
            POUNDS: {YEAR: D(number) / 100},
        }[heading]
        wanted[row - 1] = msgspec.structs.replace(wanted[row - 1], **{field: new})
    assert of_records(reading) == tuple(wanted)
    assert came_back(reading)[0].startswith(f"plan.xlsx: {len(edits)} cell")


@needs_libreoffice
@pytest.mark.parametrize("form", ["xlsx", "ods", "xls"])
def test_what_libreoffice_saves_again_comes_back_whole(tmp_path, form):
    plan = without_places(formats.read(examples.path("leicester")).plan)
    made = tmp_path / "made"
    convert([written(plan, tmp_path)], made, form, tmp_path)
    reading = formats.read(made / f"plan.{form}")
    assert without_places(reading.plan) == plan
    assert came_back(reading) == [
        f"plan.{form}: 0 cells changed, 0 rows added, 0 removed since the workbook was written."
    ]


def test_every_round_comes_back_from_its_template(tmp_path):
    for year in rounds.available():
        plan = Plan(round=year)
        reading = formats.read(written(plan, tmp_path, f"{year}.xlsx"))
        assert without_places(reading.plan) == plan
        assert [one.code for one in reading.findings] == ["READ-79"]
