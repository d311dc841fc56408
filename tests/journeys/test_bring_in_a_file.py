"""A lead looks at the home of an area, brings a workbook in, decides, and finds it changed."""

import pytest
from openpyxl import load_workbook

from bettercare import examples
from bettercare.formats import read, write


@pytest.fixture
def workbook(tmp_path):
    """Leicester's plan as a workbook in which the missing number of placements stands."""
    write(read(examples.path("leicester")).plan, tmp_path / "leicester.xlsx")
    book = load_workbook(tmp_path / "leicester.xlsx")
    sheet = book["6. Expenditure"]
    row = next(cell.row for cell in sheet["C"] if cell.value == "MH Discharge Team")
    sheet[f"H{row}"].value = 240
    book.save(tmp_path / "leicester.xlsx")
    return tmp_path / "leicester.xlsx"


@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, False)])
def test_from_home_to_a_changed_plan(new_page, sign_in, check_page, workbook, width, script):
    page = sign_in(new_page(width=width, script=script), "Leicester lead")
    home = page.url
    check_page(page)
    page.get_by_role("link", name="Bring a file in").click()
    page.get_by_role("button", name="Read the file").click()
    assert page.title().startswith("Error: ")
    check_page(page)
    page.set_input_files("#file", workbook)
    page.get_by_role("button", name="Read the file").click()
    check_page(page)
    assert "We read 49 schemes and £43,368,727." in page.locator("h1").inner_text()
    page.get_by_text("See what will change").click()
    check_page(page)
    if page.locator("h1").inner_text() == "1 row will change":  # the first of the two brings it in
        page.get_by_role("button", name="Make these changes").click()
        assert "1 row changed, as in your file." in page.inner_text("body")
    page.goto(home)
    assert "signatures stand between you and submitting." in page.locator("h1").inner_text()
    assert "error" not in page.locator("h1").inner_text()


def test_a_question_is_asked_answered_and_settled(new_page, sign_in, check_page):
    page = sign_in(new_page(width=320, script=False), "Rotherham lead")
    page.get_by_role("link", name="Notes and queries").first.click()
    check_page(page)
    page.get_by_label("Note or question").fill("Is this right, @Rotherham analyst?")
    page.get_by_label("Who should answer").last.select_option(label="Rotherham finance")
    page.get_by_role("button", name="Send the note").click()
    check_page(page)
    assert "1 note or query is open" in page.locator("h1").inner_text()
    other = sign_in(new_page(), "Rotherham finance")
    other.get_by_role("link", name="Answer Rotherham lead").click()
    check_page(other)
    other.get_by_text("Answer, or ask somebody else").click()
    other.get_by_label("Your answer").fill("It is.")
    other.get_by_role("button", name="Send your answer").click()
    other.get_by_role("button", name="Settle this").click()
    assert "No note or query is open" in other.locator("h1").inner_text()
