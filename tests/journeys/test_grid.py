"""The grid by keyboard alone: a minimum is broken by one edit, seen, worked out and mended."""

import re

import pytest


@pytest.fixture
def plan(browser_page, sign_in):
    """The address of Leicester's plan, for its lead, who is signed in."""
    sign_in(browser_page, "Leicester lead")
    browser_page.goto("/areas/E06000016/")
    found = re.search(r"/plans/[0-9a-f-]{36}/", browser_page.content())
    return found.group(0)


def focused(page):
    """The row and the column in which the focus is, by their words."""
    return page.evaluate(
        """() => {
          const cell = document.activeElement.closest("td, th");
          const head = cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
          return [cell.parentElement.cells[0].textContent.trim(), head.textContent.trim()];
        }"""
    )


def saved(page):
    page.locator("#status.bc-status--fine").wait_for()


def heading_says(page, words):
    page.locator("#grid-heading", has_text=words).wait_for()


def tab_to_grid(page):
    """Reach the grid from the search box with Tab alone."""
    page.locator("#find").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('#grid')"):
            return
    raise AssertionError("Tab does not reach the grid")


def test_a_minimum_is_broken_seen_and_mended_by_keyboard(browser_page, plan, check_page):
    page = browser_page
    page.goto(f"{plan}schemes/")
    assert page.locator("#grid-heading").inner_text() == "Schemes: 49 rows, 1 error to mend"
    check_page(page)
    tab_to_grid(page)
    assert focused(page)[0] == "1"
    page.keyboard.press("End")
    assert focused(page) == ["1", "Planned £"]

    # £6,007,613 becomes £5,990,000, where only £15,021 could be spared: £2,592 short
    page.keyboard.press("F2")
    page.keyboard.press("Control+a")
    page.keyboard.type("5,990,000")
    page.keyboard.press("Enter")
    saved(page)
    answers = page.locator("#answers-now").inner_text()
    assert "£2,592 short" in answers and "£17,613" in answers
    assert "Adult social care £2,592 short." in page.locator("#spoken").inner_text()
    check_page(page)

    # Esc leaves the table; the findings and the working say what is wrong
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "after-grid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/findings/")
    assert "errors stop you submitting" in page.locator("h1").inner_text()
    check_page(page)
    link = page.locator("a", has_text=re.compile("See the working.*Adult social care")).first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/working/**")
    assert "£2,592 short of the minimum" in page.locator("h1").inner_text()
    check_page(page)

    # mended where it was broken
    page.goto(f"{plan}schemes/")
    tab_to_grid(page)
    page.keyboard.press("End")
    page.keyboard.type("6,007,613")
    page.keyboard.press("Enter")
    saved(page)
    assert "£15,021 above" in page.locator("#answers-now").inner_text()
    assert page.locator("#grid-heading").inner_text() == "Schemes: 49 rows, 1 error to mend"


def test_the_error_is_found_mended_undone_and_done_again(browser_page, plan):
    page = browser_page
    page.goto(f"{plan}schemes/?show=findings")
    tab_to_grid(page)
    for _ in range(30):
        page.keyboard.press("Alt+e")
        if focused(page) == ["9", "Output"]:
            break
    assert "Enter the number of placements" in page.locator(".bc-message").inner_text()
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    saved(page)
    heading_says(page, "no errors")
    page.keyboard.press("Control+z")
    heading_says(page, "1 error to mend")
    page.keyboard.press("Control+y")
    heading_says(page, "no errors")
    page.keyboard.press("Control+z")
    heading_says(page, "1 error to mend")


def test_sub_types_follow_the_type_and_a_block_is_pasted(browser_page, plan, check_page):
    page = browser_page
    page.goto(f"{plan}schemes/")
    row = page.locator("#grid tbody tr").nth(12)
    row.locator("td").nth(3).click()
    assert focused(page) == ["13", "Sub type"]
    page.get_by_role("button", name="Paste from Excel").click()
    assert "from row 13, Sub type, to the right" in page.locator("#paste label").inner_text()
    page.locator("#paste").get_by_role("button", name="Leave it").click()
    row.locator("td").nth(3).click()
    page.keyboard.press("Enter")
    options = page.get_by_role("option").all_inner_texts()
    assert options == [
        "Bed Based - Step Up/Down",
        "Rapid / Crisis Response",
        "Reablement/Rehabilitation Services",
        "Other",
    ]
    check_page(page)
    page.keyboard.press("Escape")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/plain", "Bed Based - Step Up/Down\\t5\\r\\n");
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
        }"""
    )
    notice = page.locator(".bc-notice")
    assert "Pasting makes 2 changes" in notice.inner_text()
    check_page(page)
    notice.get_by_role("button", name="Make 2 changes").click()
    saved(page)
    assert row.locator("td").nth(3).inner_text() == "Bed Based - Step Up/Down"
    page.keyboard.press("Control+z")
    row.locator("td", has_text="Rapid / Crisis Response").wait_for()


PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def test_a_block_goes_over_cells_and_past_the_end_and_is_undone_as_one(browser_page, plan):
    page = browser_page
    page.goto(f"{plan}schemes/?q=printing")
    rows = page.locator("#grid tbody tr")
    last = rows.nth(48).locator("th")
    amount = rows.nth(48).locator(".e0")
    before = last.inner_text(), amount.inner_text()
    inside = amount.evaluate("one => one.getBoundingClientRect().right <= innerWidth")
    assert inside, "Planned £ is in sight beside the first columns"

    # into a box that is being typed in, under headings of its own, from the last row on
    last.dblclick()
    page.evaluate(PASTE, "Scheme name\tPlanned £\r\nOver\t500\r\nPast the end\t7\r\n")
    notice = page.locator(".bc-notice")
    assert "2 cells change in 1 row that is there, and 1 scheme is added." in notice.inner_text()
    notice.get_by_role("button", name="Make 3 changes").click()
    saved(page)
    rows.nth(49).wait_for()
    assert (last.inner_text(), amount.inner_text()) == ("Over", "500")
    assert rows.nth(49).locator("th").inner_text().startswith("Past the end")
    page.keyboard.press("Control+z")
    rows.nth(49).wait_for(state="detached")
    saved(page)
    assert (last.inner_text(), amount.inner_text()) == before


def test_a_filter_that_hides_the_cell_in_hand_takes_the_first_row_shown(browser_page, plan):
    page = browser_page
    page.goto(f"{plan}schemes/")
    page.locator("#grid tbody tr").nth(3).locator("th").click()
    page.locator("#find").fill("printing")
    page.get_by_role("button", name="Paste from Excel").click()
    assert "from row 49, Scheme name, to the right" in page.locator("#paste label").inner_text()


def test_two_people_see_each_other_and_choose(browser_page, plan, new_page, sign_in, check_page):
    mine, theirs = browser_page, new_page()
    sign_in(theirs, "Leicester finance")
    for page in (mine, theirs):
        page.goto(f"{plan}schemes/")
        page.locator("#grid tbody tr").nth(14).locator("th").click()
    mine.locator("#others", has_text="Leicester finance is in row 15").wait_for()
    theirs.keyboard.type("Theirs")
    theirs.keyboard.press("Enter")
    saved(theirs)
    mine.keyboard.type("Mine")
    mine.keyboard.press("Enter")
    notice = mine.locator(".bc-notice")
    notice.wait_for()
    assert "Leicester finance saved row 15 while you were typing" in notice.inner_text()
    assert "Theirs: Theirs" in notice.inner_text() and "Yours: Mine" in notice.inner_text()
    check_page(mine)
    notice.get_by_label(re.compile("Yours")).check()
    notice.get_by_role("button", name="Keep the one chosen").click()
    saved(mine)
    theirs.locator("#grid tbody tr").nth(14).locator("th", has_text="Mine").wait_for()


def test_what_could_not_be_sent_is_kept_over_a_reload(browser_page, plan):
    page = browser_page
    page.goto(f"{plan}schemes/")
    page.route("**/schemes/save", lambda route: route.abort())
    page.locator("#grid tbody tr").nth(1).locator("th").click()
    page.keyboard.type("Not sent yet")
    page.keyboard.press("Enter")
    page.locator("#status", has_text="1 change kept on this computer").wait_for()
    page.unroute("**/schemes/save")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    saved(page)
    assert page.locator("#grid tbody tr").nth(1).locator("th").inner_text() == "Not sent yet"
    page.reload()
    assert page.locator("#grid tbody tr").nth(1).locator("th").inner_text() == "Not sent yet"


def test_the_rows_left_out_of_a_figure_are_kept_as_a_what_if(browser_page, plan, check_page):
    page = browser_page
    page.goto(f"{plan}working/required.nhs_out_of_hospital.planned/")
    page.get_by_label("Count row 19, Reablement - LPT").uncheck()
    page.get_by_role("button", name="Keep as a what-if").click()
    page.wait_for_url("**/what-if/")
    assert "£776,643 short" in page.locator("h1").inner_text()
    assert "without row 19" in page.locator("main").inner_text()
    check_page(page)
    page.get_by_role("button", name="Throw this what-if away").click()


def test_warnings_of_one_kind_are_dismissed_together_and_brought_back(
    browser_page, plan, check_page
):
    page = browser_page
    page.goto(f"{plan}findings/")
    page.locator("summary", has_text="Dismiss all 4").click()
    page.get_by_label("Why all 4 can stay").fill("The ids of last year stay")
    check_page(page)
    page.get_by_role("button", name="Dismiss all 4 with this reason").click()
    assert "4 warnings are set aside" in page.locator("body").inner_text()
    check_page(page)
    for _ in range(4):
        page.get_by_role("button", name=re.compile("Bring back")).first.click()
    assert "12 warnings need" in page.locator("h1").inner_text()


def test_a_what_if_is_framed_and_compared(browser_page, plan, check_page):
    page = browser_page
    page.goto(f"{plan}schemes/")
    page.get_by_role("button", name="Start a what-if").click()
    page.wait_for_url(lambda url: plan not in url)
    assert "What-if: not your plan." in page.locator("main").inner_text()
    check_page(page)
    page.locator("#grid tbody tr").nth(18).locator("th").click()
    page.keyboard.press("End")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    saved(page)
    page.get_by_role("link", name=re.compile("Compare with the plan")).click()
    assert "£440,117" in page.locator("main").inner_text()
    check_page(page)
    page.get_by_role("button", name="Throw this what-if away").click()
    page.wait_for_url(f"**{plan}schemes/")


@pytest.mark.parametrize("width", [320, 1280, 2000])
@pytest.mark.parametrize("script", [True, False])
def test_every_page_at_every_width(new_page, sign_in, check_page, width, script):
    page = new_page(width=width, script=script)
    sign_in(page, "Leicester finance")
    page.goto("/areas/E06000016/")
    plan = re.search(r"/plans/[0-9a-f-]{36}/", page.content()).group(0)
    for path in (
        "schemes/",
        "schemes/renumber/",
        "findings/",
        "findings/?show=not-run",
        "what-ifs/",
        "working/required.nhs_out_of_hospital.planned/?without=schemes-10,schemes-11",
        "working/balance.total/",
        "working/metric.res.change/",
    ):
        page.goto(f"{plan}{path}")
        check_page(page)
