"""Leicester's social care minimum is broken by one edit: it is seen, explained and mended.

All of it with plain forms: with and without script, at 1,280 and 320 pixels.
"""

import pytest

PAGES = ("", "schemes/", "findings/", "summary/", "income/", "metrics/", "hicm/", "narrative/",
         "requirements/", "cover/", "answers/", "notes/", "sign-off/", "history/", "downloads/",
         "upload/", "working/required.adult_social_care.planned/")  # fmt: skip


@pytest.mark.parametrize(("width", "script"), [(1280, False), (320, False), (320, True)])
def test_broken_seen_explained_mended(new_page, sign_in, check_page, width, script):
    page = sign_in(new_page(width=width, script=script), "Leicester lead")
    plan = plan_of(page)

    set_area_of_spend(page, plan, "Primary Care")
    page.goto(plan)
    assert "£634,979 short" in page.locator("body").inner_text()
    check_page(page)

    page.goto(f"{plan}findings/")
    assert page.locator("h1").inner_text().startswith("2 errors stop you submitting")
    assert "£634,979" in page.locator("table").first.inner_text()
    check_page(page)

    page.goto(f"{plan}working/required.adult_social_care.planned/")
    assert page.locator("h1").inner_text() == (
        "Adult social care spend is £14,776,324: £634,979 short of the minimum"
    )
    check_page(page)

    set_area_of_spend(page, plan, "Social Care")
    page.goto(f"{plan}findings/")
    assert page.locator("h1").inner_text().startswith("1 error stops you submitting")


def plan_of(page):
    """The address of the plan of the area whose home is open."""
    return page.locator("nav.bc-navigation a", has_text="Plan").first.get_attribute("href")


def set_area_of_spend(page, plan, area):
    """Change where Leicester's second scheme, £650,000 for carers, is spent."""
    page.goto(f"{plan}schemes/")
    form = page.locator('a:has-text("Carers Funding")').first.get_attribute("href")
    page.goto(form)
    page.get_by_label("Area of Spend", exact=True).select_option(area)
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    assert "Error" not in page.title()


@pytest.mark.parametrize(("width", "script"), [(1280, True), (1280, False), (320, True)])
def test_every_page_of_a_plan_is_accessible(new_page, sign_in, check_page, width, script):
    page = sign_in(new_page(width=width, script=script), "Leicester lead")
    plan = plan_of(page)
    check_page(page)
    for address in PAGES:
        assert page.goto(plan + address).status == 200, address
        check_page(page)
