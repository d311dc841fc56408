"""Files to bring in, and a quarantine that is empty at the start of every test."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bettercare import examples
from bettercare.formats import read, write


@pytest.fixture(autouse=True)
def quarantine_folder(settings, tmp_path):
    """Where bytes are kept: a folder of this test's own."""
    settings.DATA = tmp_path / "data"
    return settings.DATA / "quarantine"


@pytest.fixture(scope="session")
def leicester_files(tmp_path_factory):
    """Leicester's plan as a workbook, as JSON and as a folder."""
    folder = tmp_path_factory.mktemp("files")
    plan = read(examples.path("leicester")).plan
    for name in ("leicester.xlsx", "leicester.json", "leicester-2019-20"):
        write(plan, folder / name)
    return folder


@pytest.fixture
def send(signed_in):
    """Post some files to an address as somebody: names to bytes."""

    def post(who, address, files, **more):
        browser = signed_in(who)
        made = [SimpleUploadedFile(name, data) for name, data in files.items()]
        return browser, browser.post(address, {"file": made, **more})

    return post


@pytest.fixture
def noon():
    """A moment."""
    return datetime(2019, 9, 24, 12, 0, tzinfo=UTC)
