"""A real service and a real browser: each file of journeys has a service of its own.

``service`` is its address; ``browser_page`` a page of a fresh browser; ``new_page`` makes further
ones (narrow, without script); ``sign_in`` signs somebody of the demonstration in; ``check_page``
holds a page against WCAG 2.2 AA with axe and looks for sideways scrolling.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request  # noqa: TID251  (the tests ask a service on this machine)
from functools import cache
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COMMAND = Path(sys.executable).with_name("bettercare-web")


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory):
    """The data of a demonstration, made once."""
    data = tmp_path_factory.mktemp("prepared") / "data"
    run(data, "demo", "--prepare")
    return data


def run(data, *words, **more):
    """Run a command of the service on a folder of data."""
    return subprocess.run([COMMAND, *words], env=surroundings(data), check=True, **more)


def surroundings(data):
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("BETTERCARE_", "DJANGO_"))}
    return {**plain, "BETTERCARE_PROFILE": "demo", "BETTERCARE_DATA": str(data)}


@pytest.fixture(scope="module")
def service(_prepared, tmp_path_factory):
    """The address of a service that runs with the data of the demonstration."""
    data = tmp_path_factory.mktemp("service") / "data"
    shutil.copytree(_prepared, data)
    port = free_port()
    with (data / "service.log").open("wb") as log:
        process = subprocess.Popen(
            [COMMAND, "demo", "--port", str(port)], env=surroundings(data), stdout=log, stderr=log
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/livez", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(address, process, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310, TID251
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


@pytest.fixture(scope="session")
def _browser():
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def new_page(_browser, service):
    """Make a page of a fresh browser: ``new_page(width=320, script=False)``.

    What the page's own scripts complain of fails the test in the end.
    """
    contexts, complaints = [], []

    def make(width=1280, height=900, script=True):
        context = _browser.new_context(
            base_url=service,
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and _note(said, complaints))
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def _note(said, complaints):
    """Keep what went wrong in a script; answers such as 404 and 409 are part of a journey."""
    if "Failed to load resource" not in said.text:
        complaints.append(said.text)


@pytest.fixture
def browser_page(new_page):
    """A page at 1,280 pixels, with script."""
    return new_page()


@pytest.fixture(scope="session")
def sign_in():
    """Sign somebody in by the demonstration's own page: ``sign_in(page, "Leicester lead")``."""

    def enter(page, name):
        page.goto("/account/demo/")
        page.get_by_role("button", name=f"Sign in as {name}", exact=True).click()
        page.wait_for_url(lambda url: "/account/" not in url)
        return page

    return enter


@pytest.fixture(scope="session")
def check_page(_browser):
    """Hold a page against WCAG 2.2 AA, and see that nothing but tables scrolls sideways."""

    def check(page):
        width = page.viewport_size["width"]
        if "js-enabled" in (page.locator("body").get_attribute("class") or ""):
            look_at(page, width)
            return
        # Scripts are off, and axe is one: the same page is looked at as a still picture.
        still = _browser.new_page(viewport=page.viewport_size)
        html = re.sub(r"<script.*?</script>", "", page.content(), flags=re.DOTALL)
        still.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html"))
        still.goto(page.url)
        look_at(still, width)
        still.close()

    return check


def look_at(page, width):
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, f"{page.url} is {wide} pixels wide and scrolls sideways"
    found = violations(page)
    assert found == [], f"{page.url}: {found}"


def violations(page):
    """What axe finds on a page; its script is run by the browser itself, past the page's rules."""
    session = page.context.new_cdp_session(page)
    answer = session.send(
        "Runtime.evaluate",
        {"expression": _axe(), "awaitPromise": True, "returnByValue": True},
    )
    found = json.loads(answer["result"]["value"])
    return [
        (one["id"], [node["target"] for node in one["nodes"]][:5]) for one in found["violations"]
    ]


@cache
def _axe():
    from axe_playwright_python.base import AXE_FILE_PATH

    source = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
    options = f"{{runOnly: {{type: 'tag', values: {RULES}}}}}"
    return f"{source}; axe.run(document, {options}).then(found => JSON.stringify(found))"
