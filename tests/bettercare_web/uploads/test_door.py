"""Files that harm, are too large or hold patients are refused; and what is kept of them."""

import io
import re
import stat
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from bettercare_web.audit.models import Event
from bettercare_web.uploads import quarantine
from bettercare_web.uploads.actions import drop_refused
from bettercare_web.uploads.models import Upload
from bettercare_web.uploads.naming import shown

NUMBERS = ["9434765919", "9434765870", "4505577104", "9876543210", "4010232137"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def bring(leicester, send):
    """Bring some files into Leicester's plan as its lead; gives the answer and its words."""

    def post(files, who="lead@leicester"):
        browser, sent = send(who, reverse("upload", args=[leicester.pk]), files)
        return browser, sent, sent.content.decode()

    return post


def zipped(*entries):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return made.getvalue()


def workbook(rows):
    book, made = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(made)
    return made.getvalue()


def with_part(data, name, content):
    """A workbook with one part more."""
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


HARMFUL = {
    "a bomb": (
        lambda data: with_part(data, "xl/more.xml", b"<a>" + b" " * 60_000_000 + b"</a>"),
        "compressed far",
    ),
    "cut short": (lambda data: data[: len(data) // 2], "Cannot read"),
    "a part outside": (lambda data: with_part(data, "../out.xml", b"x"), "named outside the file"),
    "a part twice": (lambda data: with_part(data, "XL/WORKBOOK.XML", b"x"), "twice"),
    "no workbook": (lambda _: b"MZ" + b"\x90" * 500, "not a workbook"),
    "empty": (lambda _: b"\x00" * 10, "it is empty"),
    "another kind": (lambda _: b"%PDF-1.7 ...", "it is a PDF"),
}


@pytest.mark.parametrize("which", HARMFUL)
def test_a_harmful_workbook_is_refused_in_plain_words(bring, leicester_files, which):
    change, words = HARMFUL[which]
    data = change((leicester_files / "leicester.xlsx").read_bytes())
    _, sent, page = bring({"plan.xlsx": data})
    assert sent.status_code == 422
    assert words in page and "Cannot read plan.xlsx" in page
    assert "Traceback" not in page and "upload.xlsx" not in page
    assert Upload.objects.get().status == "refused"


def test_entities_are_refused(bring, leicester_files):
    source = zipfile.ZipFile(leicester_files / "leicester.xlsx")
    attack = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'
    parts = [
        (one, attack if one == "xl/workbook.xml" else source.read(one)) for one in source.namelist()
    ]
    _, sent, page = bring({"plan.xlsx": zipped(*parts)})
    assert sent.status_code == 422 and "Cannot read plan.xlsx" in page


def test_macros_are_said_and_not_run(bring, leicester_files):
    source = zipfile.ZipFile(leicester_files / "leicester.xlsx")
    parts = [(one, source.read(one)) for one in source.namelist()]
    parts = [
        (name, data.replace(b"spreadsheetml.sheet.main+xml", b"excel.sheet.macroEnabled.main+xml")
         .replace(b"openxmlformats-officedocument.excel", b"ms-excel")
         .replace(b"</Types>", b'<Default Extension="bin" ContentType='
                  b'"application/vnd.ms-office.vbaProject"/></Types>'))
        if name == "[Content_Types].xml" else (name, data)
        for name, data in parts
    ]  # fmt: skip
    browser, sent, _ = bring({"plan.xlsm": zipped(*parts, ("xl/vbaProject.bin", OLE))})
    assert sent.status_code == 302
    page = browser.get(sent.url).content.decode()
    assert "macro" in page.casefold()


def test_a_password_is_named(bring, leicester_files, monkeypatch):
    del leicester_files, monkeypatch
    data = zipped(("schemes.csv", b"a,b\n"))
    at = data.index(b"PK\x03\x04") + 6
    central = data.index(b"PK\x01\x02") + 8
    locked = bytearray(data)
    locked[at] |= 1
    locked[central] |= 1
    _, sent, page = bring({"plan.zip": bytes(locked)})
    assert sent.status_code == 422 and "it is protected by a password" in page


def test_a_file_larger_than_the_limit_is_refused_and_not_kept(bring, quarantine_folder):
    _, sent, page = bring({"plan.json": b"x" * 20_000_001})
    assert sent.status_code == 413
    assert "This is larger than 20 MB" in page
    assert not Upload.objects.exists() and not quarantine_folder.exists()


def test_it_is_told_so_in_a_form_that_is_signed_too(leicester, person):
    """The token of the form comes before the file, and is read although the file is not."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person("lead@leicester"))
    address = reverse("upload", args=[leicester.pk])
    page = browser.get(address).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
    file = SimpleUploadedFile("plan.json", b"x" * 20_000_001)
    sent = browser.post(address, {"csrfmiddlewaretoken": token, "file": file})
    assert sent.status_code == 413
    assert browser.post(address, {"file": file}).status_code in {403, 404}


def test_a_file_of_just_the_limit_is_read(bring):
    _, sent, page = bring({"plan.json": b"[" + b" " * 19_999_999})
    assert sent.status_code == 422 and "it is not JSON" in page


@pytest.mark.parametrize(
    "files",
    [{"plan.docx": b"x"}, {"a.xlsx": b"x", "b.xlsx": b"y"}, {"a.csv": b"x", "b.xlsx": b"y"}],
)
def test_other_kinds_are_refused_with_what_to_choose(bring, files):
    _, sent, page = bring(files)
    assert sent.status_code == 422 and "Choose one workbook" in page
    assert not Upload.objects.exists()


def test_no_file_is_refused(leicester, signed_in):
    sent = signed_in("lead@leicester").post(reverse("upload", args=[leicester.pk]))
    assert sent.status_code == 422 and "Choose a file." in sent.content.decode()


def test_csv_files_that_are_no_part_of_a_plan_are_named(bring, leicester_files):
    data = (leicester_files / "leicester-2019-20" / "schemes.csv").read_bytes()
    browser, sent, _ = bring({"schemes.csv": data, "notes.csv": b"a,b\n1,2\n"})
    assert "not read: &#39;notes.csv&#39;" in browser.get(sent.url).content.decode()


# T31
PATIENTS = {
    "list.xlsx": workbook([["Name", "NHS number"], ["A", NUMBERS[0]]]),
    "numbers.xlsx": workbook([["Reference"], *([int(one)] for one in NUMBERS)]),
    "schemes.csv": "\n".join(["scheme,reference", *(f"A,{one}" for one in NUMBERS)]).encode(),
    "plan.json": b'{"format": "bettercare-plan-1", "schemes": [{"date_of_birth": "1941-02-03"}]}',
    "plan.zip": zipped(("schemes.csv", "\n".join(["ref", *NUMBERS]))),
}


@pytest.mark.parametrize("name", PATIENTS)
def test_data_about_patients_is_refused_and_nothing_is_kept(bring, quarantine_folder, name):
    _, sent, page = bring({name: PATIENTS[name]})
    assert sent.status_code == 422
    assert "hold patients" in page and "Nothing of it was kept" in page
    assert list(quarantine_folder.iterdir()) == []
    upload = Upload.objects.get()
    assert (upload.status, upload.name, upload.sha256) == ("refused", "", "")
    events = "".join(Event.objects.filter(object_type="upload").values_list("body", flat=True))
    assert "1 column of data about patients; deleted" in events
    for secret in (*NUMBERS, name, "1941-02-03"):
        assert secret not in events and secret not in page.replace("accept", "")


def test_amounts_of_ten_digits_are_no_patients(bring):
    rows = "\n".join(f"A,{10**9 + n * 7}" for n in range(30))
    _, sent, _ = bring({"schemes.csv": f"scheme name,expenditure 2019-20\n{rows}\n".encode()})
    assert sent.status_code == 302


# T19
@pytest.mark.parametrize(
    ("name", "as_shown"),
    [
        ("../../etc/passwd.json", "passwd.json"),
        ("C:\\plans\\a.json", "a.json"),
        ("a\r\nSet-Cookie: x.json", "aSet-Cookie: x.json"),
        ("\u202egnp.json", "gnp.json"),
        ("nul\x00.json", "nul.json"),
        ("x" * 300 + ".json", "x" * 150),
        ("", "a file without a name"),
    ],
)
def test_a_name_is_shown_without_what_could_harm(name, as_shown):
    assert shown(name) == as_shown


def test_bytes_are_kept_by_their_hash_for_the_service_alone(
    bring, leicester_files, quarantine_folder
):
    data = (leicester_files / "leicester.json").read_bytes()
    browser, sent, _ = bring({"<b>..%2F$(x).json": data})
    upload = Upload.objects.get()
    kept = {one.name: stat.S_IMODE(one.stat().st_mode) for one in quarantine_folder.iterdir()}
    assert kept == {upload.sha256: 0o600, f"{upload.pk}.reading.json": 0o600}
    assert stat.S_IMODE(quarantine_folder.stat().st_mode) == 0o700
    page = browser.get(sent.url).content.decode()
    assert "<b>" not in page and "&lt;b&gt;" in page


def test_an_upload_is_found_by_those_of_its_area_alone(bring, leicester_files, signed_in):
    data = (leicester_files / "leicester.json").read_bytes()
    _, sent, _ = bring({"a.json": data})
    for address in (sent.url, f"{sent.url}apply/"):
        assert signed_in("lead@rotherham").get(address).status_code == 404
        assert signed_in("viewer@leicester").get(address).status_code == 404
        assert signed_in("finance@leicester").get(address).status_code == 200


# Limits
def upload_by(person, plan, **more):
    given = {"size": 1, "status": "refused", "kind": ".json", "sha256": "a" * 64, **more}
    return Upload.objects.create(person=person, area=plan.area, plan=plan, **given)


def test_more_than_twenty_files_an_hour_are_too_many(bring, leicester, person):
    for _ in range(20):
        upload_by(person("lead@leicester"), leicester)
    _, sent, page = bring({"a.json": b"{}"})
    assert (sent.status_code, sent.headers["Retry-After"]) == (429, "3600")
    assert "20 files within an hour" in page
    assert bring({"a.json": b"{}"}, who="finance@leicester")[1].status_code == 422


def test_two_files_are_read_at_a_time(bring, leicester, person):
    for _ in range(2):
        upload_by(person("lead@leicester"), leicester, status="received")
    assert bring({"a.json": b"{}"})[1].status_code == 429


def test_two_hundred_megabytes_a_day_are_the_most(bring, leicester, person):
    earlier = timezone.now() - timedelta(hours=3)
    upload_by(person("lead@leicester"), leicester, size=199_999_999, at=earlier)
    _, sent, page = bring({"a.json": b"{}"})
    assert sent.status_code == 422 and "200 MB within a day" in page


def test_two_gigabytes_are_the_most_that_an_area_keeps(bring, leicester, person):
    earlier = timezone.now() - timedelta(days=3)
    upload_by(person("finance@leicester"), leicester, size=1_999_999_999, at=earlier)
    _, sent, page = bring({"a.json": b"{}"})
    assert sent.status_code == 422 and "2 GB of files are kept for Leicester" in page


def test_bytes_of_a_reading_that_was_cut_off_go_too(leicester, person, quarantine_folder):
    sha256, size = quarantine.keep([b"x"])
    upload = upload_by(person("lead@leicester"), leicester, sha256=sha256, size=size)
    Upload.objects.filter(pk=upload.pk).update(status="received")
    assert drop_refused(timezone.now() + timedelta(minutes=59)) == 0
    assert drop_refused(timezone.now() + timedelta(minutes=61)) == 1
    assert list(quarantine_folder.iterdir()) == []


def test_refused_files_go_after_thirty_days(bring, quarantine_folder):
    bring({"a.json": b"{"})
    kept = Upload.objects.get().sha256
    assert drop_refused(timezone.now() + timedelta(days=29)) == 0
    assert drop_refused(timezone.now() + timedelta(days=31)) == 1
    assert not (quarantine_folder / kept).exists()


def test_findings_stay_on_the_page_of_a_file(bring, leicester_files):
    book = load_workbook(leicester_files / "leicester.xlsx")
    sheet = book["6. Expenditure"]
    row = next(one.row for one in sheet["C"] if one.value == "MH Discharge Team")
    sheet[f"T{row}"].value = "about ten"
    made = io.BytesIO()
    book.save(made)
    browser, sent, _ = bring({"a.xlsx": made.getvalue()})
    page = browser.get(sent.url).content.decode()
    assert "about ten" in page and f"6. Expenditure!T{row}" in page
    assert Upload.objects.get().findings
