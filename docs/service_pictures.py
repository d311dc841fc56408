"""Make the pictures of the web service that the documentation shows: every page, as people see it.

    python docs/service_pictures.py

Needs Chromium (Debian: chromium, fonts-liberation). It serves the demonstration on this machine,
signs people in, takes the plan of Leicester through to its receipt, and photographs each page.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

import bettercare
from bettercare import examples

FOLDER = Path(__file__).parent / "images" / "service"
COMMAND = Path(sys.executable).with_name("bettercare-web")
LEAD = "Leicester lead"
TALLEST = 2400  # pixels: of a longer page the rest says no more
SIGNATORIES = (
    "Leicester director",
    "Leicester chief executive",
    "Leicester NHS signatory",
    "Leicester section 151 officer",
    "Leicester chair",
)
PUBLIC = {"sign-in": "/account/login/", "demonstration": "/account/demo/", "help": "/help/",
          "accessibility": "/accessibility/", "privacy": "/privacy/", "rules": "/rules/2019-20/",
          "not-found": "/nothing/"}  # fmt: skip
PLAN = {"plan": "", "cover": "cover/", "narrative": "narrative/", "requirements": "requirements/",
        "income": "income/", "schemes": "schemes/", "add-a-scheme": "schemes/add/",
        "answers": "answers/", "hicm": "hicm/", "measures": "metrics/", "minimums": "figures/",
        "findings": "findings/", "summary": "summary/",
        "working": "working/required.nhs_out_of_hospital.planned/",
        "working-without": "working/required.nhs_out_of_hospital.planned/"
        "?without=schemes-10,schemes-11,schemes-14", "renumber": "schemes/renumber/",
        "notes": "notes/", "bring-a-file": "upload/", "what-ifs": "what-ifs/",
        "sign-off": "sign-off/", "submit-not-yet": "submit/", "history": "history/",
        "measure": "measures/dtoc/", "measure-compare": "measures/dtoc/compare/",
        "downloads": "downloads/"}  # fmt: skip
ACCOUNT = {"account": "/account/", "sessions": "/account/sessions/", "tokens": "/account/tokens/",
           "second-factors": "/account/factors/", "calendar": "/account/calendar/"}  # fmt: skip
LIBRARY = {"measures": "/measures/", "measure-definition": "/measures/dtoc/"}
AREA = {"start": "start/", "people": "people/", "invite": "people/invite/"}


def main() -> None:
    """Write the pictures afresh."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with served() as address, browser() as one:
        Camera(one, address).take_all()


class Camera:
    """Somebody's page for each person, and the pictures taken so far."""

    def __init__(self, of: Browser, address: str) -> None:
        self.browser = of
        self.address = address
        self.pages: dict[tuple[str, int], Page] = {}

    def page(self, name: str = "", width: int = 1280) -> Page:
        """The page of somebody of the demonstration, signed in; nobody's without a name."""
        key = name, width
        if key not in self.pages:
            context = self.browser.new_context(
                base_url=self.address, viewport={"width": width, "height": 900}
            )
            page = self.pages[key] = context.new_page()
            if name:
                page.goto("/account/demo/")
                page.get_by_role("button", name=f"Sign in as {name}", exact=True).click()
                page.wait_for_url(lambda url: "/account/" not in url)
        return self.pages[key]

    def take(self, picture: str, who: str, path: str, width: int = 1280) -> Page:
        """Photograph a page."""
        page = self.page(who, width)
        page.goto(path)
        self.keep(picture, page)
        return page

    @staticmethod
    def keep(picture: str, page: Page) -> None:
        """Keep what a page shows now."""
        page.wait_for_timeout(300)
        shot = Image.open(BytesIO(page.screenshot(full_page=True)))
        cut = shot.crop((0, 0, shot.width, min(shot.height, TALLEST))).convert("RGB")
        cut.quantize(200, dither=Image.Dither.NONE).save(FOLDER / f"{picture}.png", optimize=True)

    def take_all(self) -> None:
        """Every page, in the order of a plan's life."""
        for picture, path in PUBLIC.items():
            self.take(picture, "", path)
        home = self.take("area-home", LEAD, "/")
        area = home.url.removeprefix(self.address)
        plan = home.locator("nav.bc-navigation a", has_text="Plan").first.get_attribute("href")
        for picture, path in AREA.items():
            self.take(picture, LEAD, area + path)
        for picture, path in PLAN.items():
            self.take(picture, LEAD, f"{plan}{path}")
        for picture, path in LIBRARY.items():
            self.take(picture, LEAD, path)
        self.take_narrow(area, f"{plan}")
        self.take_wide(f"{plan}")
        self.bring_a_file(f"{plan}")
        self.sign_and_submit(f"{plan}")
        self.take_others(area)

    def take_narrow(self, area: str, plan: str) -> None:
        """A few pages on a telephone."""
        pages = {"area-home": area, "plan": plan, "schemes": f"{plan}schemes/",
                 "findings": f"{plan}findings/", "sign-off": f"{plan}sign-off/"}  # fmt: skip
        for picture, path in pages.items():
            self.take(f"{picture}-320", LEAD, path, 320)

    def take_wide(self, plan: str) -> None:
        """The grid on a large screen, with the error's message at its cell; and one scheme."""
        page = self.take("schemes-wide", LEAD, f"{plan}schemes/", 2000)
        page.keyboard.press("Alt+E")
        self.keep("schemes-wide", page)
        lead = self.page(LEAD)
        lead.goto(f"{plan}schemes/")
        form = lead.locator("a", has_text="MH Discharge Team").first.get_attribute("href")
        self.take("scheme", LEAD, form or "")

    def bring_a_file(self, plan: str) -> None:
        """A workbook in which one amount was changed, read and held against the plan."""
        page = self.page(LEAD)
        page.goto(f"{plan}upload/")
        with tempfile.TemporaryDirectory() as made:
            path = Path(made) / "leicester.xlsx"
            bettercare.write(bettercare.read(examples.path("leicester")).plan, path)
            page.locator('input[type="file"]').first.set_input_files(path)
            page.get_by_role("button", name="Read").first.click()
            page.wait_for_url("**/uploads/**")
        self.keep("file-read", page)

    def sign_and_submit(self, plan: str) -> None:
        """Mend, sign, void by a change, sign again, submit."""
        self.fill(LEAD, plan, "MH Discharge Team", "12")
        self.write_narrative(plan)
        self.page("Leicester director").goto(f"{plan}sign-off/")
        self.take("sign", "Leicester section 151 officer", f"{plan}sign/")
        self.take("approval", "Leicester chair", f"{plan}sign-off/approval/")
        self.take("delegate", "Leicester section 151 officer", f"{plan}sign/delegate/")
        for name in SIGNATORIES:
            self.sign(name, plan)
        self.fill("Leicester NHS finance", plan, "Home Visiting Service", "300")
        self.take("sign-off-voided", LEAD, f"{plan}sign-off/")
        self.take("area-home-voided", LEAD, "/")
        for name in SIGNATORIES[2:]:
            self.sign(name, plan)
        page = self.take("submit", LEAD, f"{plan}submit/")
        page.get_by_label("I submit this plan for my area").check()
        page.get_by_role("button", name="Submit the plan").click()
        page.wait_for_url("**/receipt/")
        self.keep("receipt", page)
        self.take("area-home-submitted", LEAD, "/")
        self.take("cover-submitted", LEAD, f"{plan}cover/")
        self.take("version", LEAD, f"{plan}versions/1/")
        self.take("withdraw", LEAD, f"{plan}withdraw/")
        self.take("history-later", LEAD, f"{plan}history/")

    def write_narrative(self, plan: str) -> None:
        """Write each section of the narrative, which Leicester's paper does not print."""
        page = self.take("submit-not-started", LEAD, f"{plan}submit/")
        page.goto(f"{plan}narrative/")
        for box in page.locator("textarea").all():
            box.fill("Care closer to home.")
        with page.expect_navigation():
            page.get_by_role("button", name="Save", exact=True).click()

    def fill(self, who: str, plan: str, scheme: str, output: str) -> None:
        """Give a scheme its planned output."""
        page = self.page(who)
        page.goto(f"{plan}schemes/")
        link = page.locator("a", has_text=scheme).first
        page.goto(link.get_attribute("href") or "")
        page.get_by_label("Planned Output Estimate").fill(output)
        with page.expect_navigation():
            page.get_by_role("button", name="Save", exact=True).click()

    def sign(self, who: str, plan: str) -> None:
        """Read and sign."""
        page = self.page(who)
        page.goto(f"{plan}sign/")
        page.get_by_label("I have read what my signature covers").check()
        page.get_by_role("button", name="Sign version").click()
        page.wait_for_url("**/sign-off/")

    def take_others(self, area: str) -> None:
        """The pages of England, of a region, of administrators and of one's own account."""
        national = "National team"
        for picture, path in (
            ("england", "/england/"),
            ("england-areas", "/england/areas/"),
            ("deadlines", "/england/deadlines/"),
            ("message", f"{area}message/"),
        ):
            self.take(picture, national, path)
        self.take("region", "Midlands manager", "/regions/Y60/")
        self.take("area-home-region", "Midlands manager", area)
        self.take("england-320", national, "/england/", 320)
        self.take("administration", "Administrator", "/administration/people/")
        self.take("administration-give", "Administrator", "/administration/people/give/")
        for picture, path in ACCOUNT.items():
            self.take(picture, LEAD, path)


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser of this machine."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        sys.exit("Chromium is needed: its command chromium is not on the path.")
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield one
        one.close()


@contextmanager
def served() -> Iterator[str]:
    """The address of a demonstration of all England, while it is served."""
    with tempfile.TemporaryDirectory() as data, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        around = {**os.environ, "BETTERCARE_PROFILE": "demo", "BETTERCARE_DATA": data}
        words = [COMMAND, "demo", "--england", "--port", str(port)]
        with subprocess.Popen(words, env=around, stderr=subprocess.DEVNULL) as process:  # noqa: S603
            try:
                wait_for(port)
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()


def wait_for(port: int) -> None:
    """Wait until something answers at a port."""
    for _ in range(600):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("The service did not start.")


if __name__ == "__main__":
    main()
