"""The national team looks at England, and anybody at the pages that are open to all."""

import pytest


@pytest.mark.parametrize("width", [1280, 320])
def test_the_national_team(new_page, sign_in, check_page, width):
    page = sign_in(new_page(width=width), "National team")
    page.goto("/england/")
    assert page.locator("h1").inner_text() == "0 of 2 plans are in. 2 are due in 3 working days."
    check_page(page)
    page.get_by_role("link", name="Message Leicester").click()
    page.get_by_label("Your message").fill("Can we help?")
    check_page(page)
    page.get_by_role("button", name="Send the message").click()
    assert "on its way to 1 lead of Leicester" in page.get_by_role("status").inner_text()
    for path in ("/england/areas/", "/regions/Y60/", "/england/deadlines/"):
        page.goto(path)
        check_page(page)


@pytest.mark.parametrize("path", ["/help/", "/accessibility/", "/privacy/", "/rules/2019-20/"])
def test_pages_for_all(new_page, check_page, path):
    page = new_page(width=320, script=False)
    assert page.goto(path).status == 200
    check_page(page)
