"""The measures of a plan: from its section to a chart, its numbers, other areas, its meaning."""

import pytest


def heading(page):
    return page.locator("h1").inner_text()


@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, False)])
def test_an_analyst_follows_a_measure(new_page, sign_in, check_page, width, script):
    page = sign_in(new_page(width=width, script=script), "Leicester analyst")
    page.goto(page.locator("nav.bc-navigation a", has_text="Plan").first.get_attribute("href"))
    page.goto(page.url + "metrics/")
    page.get_by_role("link", name="Delayed transfers of care", exact=True).click()
    assert heading(page).startswith("Delayed transfers of care shows improvement")
    assert "Chance that" in page.locator("main").inner_text()
    assert page.get_by_role("img", name="Delayed transfers of care").count() == 2
    check_page(page)

    page.locator("summary", has_text="The numbers of this chart").first.click()
    assert page.get_by_role("rowheader", name="2019-08").first.is_visible()
    check_page(page)

    page.get_by_role("link", name="Compare with other areas").click()
    page.get_by_label("Region").select_option(label="Midlands")
    page.get_by_role("button", name="Show").click()
    assert "region=Y60" in page.url
    check_page(page)

    page.get_by_role("link", name="Back to the measure").click()
    page.get_by_role("link", name="What this measure means").click()
    check_page(page)
    page.get_by_role("link", name="All measures").click()
    assert "measures, and what each means" in heading(page)
    check_page(page)
