"""Leicester has no plan yet: its workbook is uploaded, and is the plan to the pound."""

import shutil

import pytest

from bettercare import examples
from bettercare.formats import read, write
from tests.journeys.conftest import run

WITHOUT = (
    "from bettercare_web.plans.models import Plan; "
    "Plan.objects.filter(area__name='Leicester').delete()"
)


@pytest.fixture(scope="session")
def _prepared(_prepared, tmp_path_factory):
    """The demonstration as it was before Leicester's plan was started."""
    data = tmp_path_factory.mktemp("without") / "data"
    shutil.copytree(_prepared, data)
    run(data, "shell", "-c", WITHOUT, capture_output=True)
    return data


def test_a_workbook_becomes_the_plan_to_the_pound(new_page, sign_in, check_page, tmp_path):
    write(read(examples.path("leicester")).plan, tmp_path / "leicester.xlsx")
    page = sign_in(new_page(), "Leicester lead")
    assert "no plan" in page.locator("main").inner_text().lower()
    check_page(page)
    page.get_by_text("Start a plan").first.click()
    check_page(page)
    page.get_by_role("link", name="start with a workbook you have already").click()
    page.set_input_files("#file", tmp_path / "leicester.xlsx")
    page.get_by_role("button", name="Read the file").click()
    assert "We read 49 schemes and £43,368,727." in page.locator("h1").inner_text()
    check_page(page)
    page.get_by_text("See the plan it makes").click()
    check_page(page)
    page.get_by_role("button", name="Start the plan").click()
    page.get_by_role("link", name="Findings").first.click()
    assert page.locator("h1").inner_text().splitlines() == [
        "1 error stops you submitting.",
        "12 warnings need a change or a reason.",
    ]
    page.get_by_role("link", name="Plan", exact=True).first.click()
    band = page.locator("body").inner_text()
    for figure in ("£440,117 above", "£15,021 above", "£43,368,727"):
        assert figure in band
