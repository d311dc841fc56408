"""A plan filled in without script: the tasks, a section, a scheme with a slip, the summary."""

import pytest

WIDE, NARROW = 1280, 320


@pytest.fixture
def lead(new_page, sign_in):
    """A page of Leicester's lead, without script, at the tasks of the plan."""

    def open_at(width):
        page = sign_in(new_page(width=width, script=False), "Leicester lead")
        page.get_by_role("navigation", name="This area").get_by_role("link", name="Home").click()
        page.locator("a[href^='/plans/']").first.click()
        page.goto("/".join(page.url.split("/")[:5]) + "/")
        return page

    return open_at


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_an_error_is_mended_from_the_list_of_tasks(lead, check_page, width):
    page = lead(width)
    check_page(page)
    page.get_by_role("link", name="Enter the number of placements").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Change ‘MH Discharge Team’"
    check_page(page)
    page.get_by_label("Planned Output Estimate").fill("about ten")
    page.get_by_role("button", name="Save and show next error").click()
    assert page.title().startswith("Error: ")
    check_page(page)
    page.get_by_role("link", name="is not a number").click()
    page.get_by_label("Planned Output Estimate").fill("")
    page.get_by_role("link", name="Cancel").click()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_sections_and_the_summary_are_for_everybody(lead, check_page, width):
    page = lead(width)
    root = page.url
    for name in ("cover", "narrative", "requirements", "income", "figures", "hicm", "metrics"):
        page.goto(f"{root}{name}/")
        check_page(page)
    page.goto(f"{root}summary/")
    check_page(page)
    assert page.get_by_role("heading", level=1).inner_text().startswith("£43.4 million")


def test_the_summary_prints_on_two_sheets(lead):
    import pypdfium2

    page = lead(WIDE)
    page.goto(f"{page.url}summary/")
    assert len(pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))) == 2


def test_the_second_of_two_people_chooses_for_the_field_that_both_changed(
    lead, new_page, sign_in, check_page
):
    page = lead(WIDE)
    page.goto(f"{page.url}requirements/")
    page.locator("[name='PR1-timeframe']").fill("June")
    again = sign_in(new_page(script=False), "Leicester lead")
    again.goto(page.url)
    again.locator("[name='PR1-timeframe']").fill("May")
    again.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Somebody else changed")
    check_page(page)
    page.get_by_label("Yours: June").check()
    page.get_by_role("button", name="Keep what is chosen").click()
    page.goto(again.url.rstrip("/") + "/requirements/")
    assert page.locator("[name='PR1-timeframe']").input_value() == "June"
