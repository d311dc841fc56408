"""The pages that everybody meets first."""

import pytest


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("script", [True, False])
def test_the_page_for_what_is_not_there(new_page, check_page, width, script):
    page = new_page(width=width, script=script)
    assert page.goto("/nothing/here/").status == 404
    assert page.locator("h1").inner_text() == "Page not found"
    check_page(page)
