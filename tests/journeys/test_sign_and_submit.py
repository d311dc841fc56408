"""Leicester's plan is signed by five people, a change voids what it touches, and it is submitted.

With script and without, at 1,280 and 320 pixels; every page on the way is held against axe.
"""

import pytest

SIGNATORIES = (
    "Leicester director",
    "Leicester chief executive",
    "Leicester NHS signatory",
    "Leicester section 151 officer",
    "Leicester chair",
)


@pytest.fixture
def as_somebody(new_page, sign_in):
    """The page of somebody at Leicester's plan: ``as_somebody("Leicester lead", "sign-off/")``."""
    pages, plan = {}, []

    def go(name, address, width=1280, script=True):
        if name not in pages:
            pages[name] = sign_in(new_page(width=width, script=script), name)
            link = pages[name].locator("nav.bc-navigation a", has_text="Plan").first
            plan[:] = plan or [link.get_attribute("href")]
        pages[name].goto(plan[0] + address)
        return pages[name]

    return go


def heading(page):
    return page.locator("h1").inner_text()


def put_number(page, label, number):
    page.get_by_label(label).fill(number)
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    assert "Error" not in page.title()


def open_scheme(page, name):
    page.goto(page.locator(f'a:has-text("{name}")').first.get_attribute("href"))


def write_all(page):
    """Write something in every text of a section."""
    for box in page.locator("textarea").all():
        box.fill("Care closer to home.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    assert "Error" not in page.title()


def proof(page):
    """The receipt's number and every hash on its page."""
    return heading(page), page.locator("main code").all_inner_texts()


def signs(page, check_page):
    page.get_by_role("button", name="Read and sign version").first.click()
    assert heading(page).startswith("Sign version")
    check_page(page)
    page.get_by_label("I have read what my signature covers, and I sign it").check()
    page.get_by_role("button", name="Sign version").click()
    page.wait_for_url("**/sign-off/")
    assert "You signed version" in page.locator(".bc-said").inner_text()


@pytest.mark.parametrize(("width", "script"), [(320, False)])
def test_signed_voided_by_a_change_signed_again_submitted(as_somebody, check_page, width, script):
    # The lead mends the one error, and writes the narrative, which the plan does not hold yet.
    lead = as_somebody("Leicester lead", "schemes/", width, script)
    open_scheme(lead, "MH Discharge Team")
    put_number(lead, "Planned Output Estimate", "12")
    lead = as_somebody("Leicester lead", "submit/", width, script)
    assert heading(lead) == "1 section is not started"
    check_page(lead)
    lead.get_by_role("link", name="Start it").click()
    write_all(lead)

    for name in SIGNATORIES:
        signs(as_somebody(name, "sign-off/", width, script), check_page)
    lead = as_somebody("Leicester lead", "sign-off/")
    assert heading(lead) == "All 5 signatures stand. The plan is ready to submit."
    check_page(lead)

    # A scheme that the NHS commissions changes: the director's and the chief executive's
    # signatures do not cover it, the other three do.
    finance = as_somebody("Leicester NHS finance", "schemes/", width, script)
    open_scheme(finance, "Home Visiting Service")
    put_number(finance, "Planned Output Estimate", "300")
    lead = as_somebody("Leicester lead", "sign-off/")
    assert heading(lead).startswith("2 of 5 signatures stand")
    body = lead.locator("main").inner_text()
    for role in ("CCG accountable officer", "section 151 officer", "Health and Wellbeing Board"):
        assert f"{role}" in body
    assert body.count("no longer holds") == 3
    check_page(lead)

    for name in SIGNATORIES[2:]:
        signs(as_somebody(name, "sign-off/"), check_page)

    lead = as_somebody("Leicester lead", "submit/")
    assert heading(lead).startswith("Submit version")
    check_page(lead)
    lead.get_by_label("I submit this plan for my area").check()
    lead.get_by_role("button", name="Submit the plan").click()
    lead.wait_for_url("**/receipt/")
    receipt = proof(lead)
    check_page(lead)

    # Frozen: nobody changes it, and everybody may check the receipt.
    lead = as_somebody("Leicester lead", "schemes/")
    assert "Add a scheme" not in lead.locator("main").inner_text()
    check_page(lead)
    lead = as_somebody("Leicester lead", "cover/")
    assert heading(lead).startswith("Submitted on ")
    check_page(lead)
    chair = as_somebody("Leicester chair", "receipt/")
    assert proof(chair) == receipt
    national = as_somebody("National team", "receipt/")
    assert proof(national) == receipt


def test_no_way_in_for_another_area(as_somebody, sign_in, new_page, check_page):
    lead = as_somebody("Leicester lead", "")
    plan = lead.url
    other = sign_in(new_page(), "Rotherham lead")
    for address in ("", "schemes/", "findings/", "sign-off/", "receipt/", "history/", "downloads/"):
        assert other.goto(plan + address).status == 404, address
        assert heading(other) == "Page not found"
    check_page(other)
    assert other.goto("/areas/E06000016/").status == 404
