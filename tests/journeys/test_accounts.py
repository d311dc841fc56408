"""Accounts in a browser: every page held against WCAG 2.2 AA, passkeys, and time that runs out."""

import pytest

OUTSIDE = ["login/", "password/reset/", "password/reset/done/", "inactive/", "demo/"]
INSIDE = [
    "",
    "logout/",
    "reauthenticate/?next=/account/",
    "password/change/",
    "factors/",
    "factors/app/",
    "factors/passkeys/add/",
    "sessions/",
    "tokens/new/",
]
LEICESTER = "/areas/E06000016/people/"


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_of_signing_in_and_of_an_account(new_page, sign_in, check_page, width):
    page = new_page(width=width)
    for path in OUTSIDE:
        page.goto(f"/account/{path}")
        check_page(page)
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.title().startswith("Error: Sign in")
    check_page(page)
    sign_in(page, "Leicester lead")
    for path in INSIDE:
        page.goto(f"/account/{path}")
        check_page(page)
    page.get_by_label("What the token is for").fill("Nightly copy")
    page.get_by_label("Read plans, findings and figures").check()
    page.get_by_role("button", name="Make the token").click()
    check_page(page)
    page.goto("/account/tokens/")
    check_page(page)
    page.goto("/account/calendar/")
    check_page(page)
    page.get_by_role("button", name="Make an address").click()
    assert page.locator("h1").inner_text() == "Copy your calendar’s address now"
    check_page(page)
    page.get_by_role("button", name="End the address").click()
    assert page.locator("h1").inner_text() == "No calendar reads your dates"


@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, True), (1280, False)])
def test_the_pages_of_people(new_page, sign_in, check_page, width, script):
    page = sign_in(new_page(width=width, script=script), "Leicester lead")
    page.goto(f"{LEICESTER}invite/")
    assert page.get_by_text("1 Existing ASC Transfer").is_visible() is not script
    page.get_by_label("Their work email address").fill(f"new{width}{script}@leicester.example")
    page.get_by_label("Scheme lead").check()
    page.get_by_label("Where they work").select_option(label="Leicester City Council")
    page.get_by_label("1 Existing ASC Transfer").check()
    check_page(page)
    page.get_by_role("button", name="Send the invitation").click()
    assert page.get_by_text("A letter is on its way").is_visible()
    check_page(page)
    page.get_by_role("link", name="Take away Viewer").click()
    check_page(page)


@pytest.mark.parametrize("width", [1280, 320])
def test_the_administrators_pages(new_page, sign_in, check_page, width):
    page = sign_in(new_page(width=width), "Administrator")
    page.get_by_role("link", name="People").click()
    check_page(page)
    page.get_by_role("link", name="Leicester analyst").click()
    check_page(page)
    page.goto("/administration/people/give/")
    page.get_by_role("button", name="Give the role").click()
    check_page(page)


def test_a_passkey_is_added_and_signs_in_alone_and_after_a_password(new_page, service, check_page):
    page = new_page()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    here = service.replace("127.0.0.1", "localhost")  # a passkey belongs to a name
    page.goto(f"{here}/account/demo/")
    page.get_by_role("button", name="Sign in as Rotherham lead", exact=True).click()
    page.goto(f"{here}/account/factors/passkeys/add/")
    page.get_by_label("What to call this passkey").fill("Work laptop")
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_text("You have 1 passkey").wait_for()
    for path in ("", "passkeys/", "recovery-codes/"):
        page.goto(f"{here}/account/factors/{path}")
        check_page(page)
    for words in ("", "a demonstration, not a secret"):
        page.goto(f"{here}/account/logout/")
        page.get_by_role("button", name="Sign out").click()
        page.goto(f"{here}/account/login/")
        if words:
            page.get_by_label("Your email address").fill("lead@rotherham.example")
            page.get_by_label("Your password", exact=True).fill(words)
            page.get_by_role("button", name="Sign in", exact=True).click()
            check_page(page)
            page.get_by_role("button", name="Use your passkey").click()
        else:
            page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url("**/areas/E08000018/")


def test_time_runs_out_with_a_warning_and_what_was_typed_comes_back(new_page, sign_in, check_page):
    page = new_page()
    page.clock.install()
    sign_in(page, "Leicester finance")
    page.goto("/account/tokens/new/")
    page.get_by_label("What the token is for").fill("Nightly copy")
    page.clock.fast_forward("55:01")
    page.get_by_text("You are signed out in 5 minutes").wait_for()
    check_page(page)
    page.get_by_role("button", name="Stay signed in").click()
    page.get_by_text("You are signed out in 5 minutes").wait_for(state="hidden")
    page.clock.fast_forward("59:59")
    page.get_by_text("What you typed comes back").wait_for()
    page.context.clear_cookies()
    page.get_by_role("link", name="Sign in again").click()
    page.get_by_label("Your email address").fill("finance@leicester.example")
    page.get_by_label("Your password", exact=True).fill("a demonstration, not a secret")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("What you typed is back").wait_for()
    assert page.get_by_label("What the token is for").input_value() == "Nightly copy"
