"""A file becomes a plan, or changes one: chosen, shown as read, shown as changes, carried out."""

import json
import re
from pathlib import Path

import pytest
from django.urls import reverse

import bettercare
from bettercare import examples
from bettercare_web.audit.models import Event
from bettercare_web.plans.actions import Edit, Stopped, edit_plan
from bettercare_web.plans.core import plan_text, record_of, to_core
from bettercare_web.plans.models import Plan
from bettercare_web.uploads.actions import bring_changes
from bettercare_web.uploads.models import Upload


def at(plan):
    return reverse("upload", args=[plan.pk])


def edited(data, **fields):
    """Leicester's plan as JSON, with values of its ninth scheme changed."""
    plan = json.loads(data)
    plan["schemes"][8] |= fields
    return json.dumps(plan).encode()


def scheme(plan, number):
    return record_of(plan.rows.filter(table="schemes")[number - 1])


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("who", ["lead@leicester", "finance@leicester", "nhs-finance@leicester"])
def test_the_page_opens_for_those_who_may_bring_files_in(leicester, signed_in, who):
    assert signed_in(who).get(at(leicester)).status_code == 200


@pytest.mark.parametrize(
    "who",
    ["viewer@leicester", "analyst@leicester", "section151@leicester", "lead@rotherham",
     "national@england", "administrator@england"],
)  # fmt: skip
def test_it_is_not_there_for_anybody_else(leicester, send, signed_in, leicester_files, who):
    assert signed_in(who).get(at(leicester)).status_code == 404
    data = (leicester_files / "leicester.json").read_bytes()
    assert send(who, at(leicester), {"a.json": data})[1].status_code == 404
    assert not Upload.objects.exists()


def test_what_was_read_is_shown_with_its_control_totals(leicester, send, leicester_files):
    data = (leicester_files / "leicester.xlsx").read_bytes()
    browser, sent = send("lead@leicester", at(leicester), {"my plan.xlsx": data})
    assert sent.status_code == 302
    page = browser.get(sent.url)
    said = words(page)
    assert "We read 49 schemes and £43,368,727. Nothing was dropped." in said
    assert "Round recognised: 2019-20" in said and "Area recognised: Leicester" in said
    assert "my plan.xlsx" in said
    upload = Upload.objects.get()
    assert (upload.status, upload.round, upload.kind) == ("checked", "2019-20", ".xlsx")


def test_a_file_that_says_what_the_plan_says_changes_nothing(leicester, send, leicester_files):
    data = (leicester_files / "leicester.xlsx").read_bytes()
    browser, sent = send("lead@leicester", at(leicester), {"a.xlsx": data})
    page = browser.get(f"{sent.url}apply/")
    assert "The plan says already what your file says" in words(page)
    assert "Make these changes" not in words(page)


def test_a_file_changes_the_plan_as_one_change(leicester, send, leicester_files):
    data = edited(
        (leicester_files / "leicester.json").read_bytes(),
        output_estimate="1234",
        provider="The trust",
    )
    browser, sent = send("lead@leicester", at(leicester), {"a.json": data})
    address = f"{sent.url}apply/"
    assert "1 row will change" in words(browser.get(address))
    done = browser.post(address, {"revision": leicester.revision})
    assert done.status_code == 302
    after = Plan.objects.get(pk=leicester.pk)
    assert after.revision == leicester.revision + 1
    assert (scheme(after, 9).provider, str(scheme(after, 9).output_estimate)) == (
        "The trust",
        "1234",
    )
    event = Event.objects.filter(action="file-brought-in").get()
    assert Upload.objects.get().sha256 in event.body
    assert Upload.objects.get().applied_revision == after.revision


def test_it_is_carried_out_once(leicester, send, leicester_files):
    data = edited((leicester_files / "leicester.json").read_bytes(), provider="The trust")
    browser, sent = send("lead@leicester", at(leicester), {"a.json": data})
    address = f"{sent.url}apply/"
    browser.post(address, {"revision": leicester.revision})
    assert browser.post(address, {"revision": leicester.revision}).status_code == 302
    assert Event.objects.filter(action="file-brought-in").count() == 1


def test_two_at_once_carry_it_out_once(leicester, send, actor, leicester_files):
    """Both requests saw a file that was not carried out yet; the second is stopped at the lock."""
    data = edited((leicester_files / "leicester.json").read_bytes(), provider="The trust")
    send("lead@leicester", at(leicester), {"a.json": data})
    row = leicester.rows.filter(table="schemes")[8]
    change = Edit(row_id=str(row.pk), version=1, fields={"provider": "The trust"})
    first, second = (Upload.objects.select_related("plan__area", "area").get() for _ in range(2))
    bring_changes(first, [change], by=actor("lead@leicester"))
    with pytest.raises(Stopped, match="brought in before"):
        bring_changes(second, [change], by=actor("lead@leicester"))
    assert Event.objects.filter(action="file-brought-in").count() == 1


def test_rows_added_and_taken_away_come_through(leicester, send, leicester_files):
    plan = json.loads((leicester_files / "leicester.json").read_bytes())
    del plan["schemes"][48]
    new = [{"scheme_name": name, "amounts": {"2019-20": "5"}} for name in ("One", "Two")]
    plan["schemes"][3:3] = new
    browser, sent = send("lead@leicester", at(leicester), {"a.json": json.dumps(plan).encode()})
    browser.post(f"{sent.url}apply/", {"revision": leicester.revision})
    after = Plan.objects.get(pk=leicester.pk)
    names = [one.scheme_name for one in to_core("2019-20", after.rows.all()).schemes or ()]
    wanted = [row.get("scheme_name") for row in plan["schemes"]]
    assert names == wanted


def test_what_the_plan_changed_since_the_workbook_stays(leicester, send, actor, leicester_files):
    """The workbook knows which plan it was made of: another's edit is no difference."""
    row = leicester.rows.filter(table="schemes")[0]
    edit = Edit(row_id=str(row.pk), version=1, fields={"provider": "Somebody new"})
    edit_plan(leicester, [edit], by=actor("lead@leicester"))
    data = (leicester_files / "leicester.xlsx").read_bytes()
    browser, sent = send("lead@leicester", at(leicester), {"a.xlsx": data})
    assert "The plan says already" in words(browser.get(f"{sent.url}apply/"))


def both_changed(leicester, actor, folder, tmp_path):
    """The ninth scheme's provider, changed in the plan and otherwise in its workbook."""
    from openpyxl import load_workbook

    row = leicester.rows.filter(table="schemes")[8]
    edit = Edit(row_id=str(row.pk), version=1, fields={"provider": "In the plan"})
    plan, _ = edit_plan(leicester, [edit], by=actor("lead@leicester"))
    book = load_workbook(folder / "leicester.xlsx")
    sheet = book["6. Expenditure"]
    [cell] = [
        one
        for line in sheet.iter_rows()
        for one in line
        if one.column_letter == "R" and sheet[f"C{one.row}"].value == "MH Discharge Team"
    ]
    cell.value = "In the file"
    book.save(tmp_path / "changed.xlsx")
    return plan, (tmp_path / "changed.xlsx").read_bytes()


def test_a_conflict_waits_for_a_decision(leicester, send, actor, leicester_files, tmp_path):
    plan, data = both_changed(leicester, actor, leicester_files, tmp_path)
    browser, sent = send("lead@leicester", at(plan), {"a.xlsx": data})
    address = f"{sent.url}apply/"
    page = browser.get(address)
    assert "1 difference needs your decision" in words(page)
    assert "In the plan" in words(page) and "In the file" in words(page)
    refused = browser.post(address, {"revision": plan.revision})
    assert refused.status_code == 422
    assert "<title>Error: " in re.sub(r"\s+", " ", refused.content.decode()).replace(
        "<title> ", "<title>"
    )
    browser.post(address, {"revision": plan.revision, "choice-1": "file"})
    assert scheme(Plan.objects.get(pk=plan.pk), 9).provider == "In the file"


def test_the_plan_can_be_right_too(leicester, send, actor, leicester_files, tmp_path):
    plan, data = both_changed(leicester, actor, leicester_files, tmp_path)
    browser, sent = send("lead@leicester", at(plan), {"a.xlsx": data})
    browser.post(f"{sent.url}apply/", {"revision": plan.revision, "choice-1": "plan"})
    assert scheme(Plan.objects.get(pk=plan.pk), 9).provider == "In the plan"


def test_a_plan_that_changed_meanwhile_is_shown_again(leicester, send, actor, leicester_files):
    data = edited((leicester_files / "leicester.json").read_bytes(), provider="The trust")
    browser, sent = send("lead@leicester", at(leicester), {"a.json": data})
    row = leicester.rows.filter(table="schemes")[0]
    edit = Edit(row_id=str(row.pk), version=1, fields={"provider": "Somebody new"})
    edit_plan(leicester, [edit], by=actor("finance@leicester"))
    stale = browser.post(f"{sent.url}apply/", {"revision": leicester.revision})
    assert stale.status_code == 409
    assert "Somebody changed the plan while you were looking" in words(stale)
    assert scheme(Plan.objects.get(pk=leicester.pk), 1).provider == "Somebody new"


def test_the_file_of_another_round_is_refused(leicester, send, leicester_files):
    data = (
        (leicester_files / "leicester.json")
        .read_bytes()
        .replace(b'"round": "2019-20"', b'"round": "2020-21"')
    )
    _, sent = send("lead@leicester", at(leicester), {"a.json": data})
    assert sent.status_code == 422
    assert "This file is a plan for 2020-21. This page brings in files for 2019-20." in words(sent)


def test_the_file_of_another_area_must_be_confirmed(leicester, send, tmp_path):
    from bettercare.formats import write

    write(bettercare.read(examples.path("rotherham")).plan, tmp_path / "r.json")
    browser, sent = send(
        "lead@leicester", at(leicester), {"r.json": (tmp_path / "r.json").read_bytes()}
    )
    assert "The file says ‘Rotherham’, and this is Leicester." in words(browser.get(sent.url))
    address = f"{sent.url}apply/"
    assert browser.post(address, {"revision": leicester.revision}).status_code == 422
    assert Plan.objects.get(pk=leicester.pk).revision == leicester.revision
    answers = {"revision": leicester.revision, "right-file": "yes"}
    assert browser.post(address, answers).status_code == 302


def test_rows_of_another_partner_are_left_out_and_said(leicester, send, leicester_files):
    """NHS finance may change row 13, which the CCG commissions, and not the council's row 41."""
    plan = json.loads((leicester_files / "leicester.json").read_bytes())
    plan["schemes"][12]["provider"] = "The trust"
    plan["schemes"][40]["provider"] = "The trust"
    browser, sent = send(
        "nhs-finance@leicester", at(leicester), {"a.json": json.dumps(plan).encode()}
    )
    address = f"{sent.url}apply/"
    said = words(browser.get(address))
    assert "1 row will change" in said
    assert "Your role does not change these rows." in said
    before = scheme(leicester, 41).provider
    browser.post(address, {"revision": leicester.revision})
    after = Plan.objects.get(pk=leicester.pk)
    assert scheme(after, 13).provider == "The trust"
    assert scheme(after, 41).provider == before


def test_one_csv_file_changes_its_table_and_no_other(leicester, send, leicester_files):
    data = (leicester_files / "leicester-2019-20" / "schemes.csv").read_bytes()
    data = data.replace(b"MH Discharge Team", b"The discharge team", 1)
    browser, sent = send("lead@leicester", at(leicester), {"schemes.csv": data})
    said = words(browser.get(f"{sent.url}apply/"))
    assert "1 row will change" in said
    browser.post(f"{sent.url}apply/", {"revision": leicester.revision})
    after = Plan.objects.get(pk=leicester.pk)
    assert scheme(after, 9).scheme_name == "The discharge team"
    assert after.rows.filter(table="metrics").count() == 6


def test_a_number_that_cannot_be_read_keeps_the_plans(leicester, send, leicester_files):
    data = (leicester_files / "leicester-2019-20" / "schemes.csv").read_bytes()
    amount = str(scheme(leicester, 9).amounts["2019-20"]).encode()
    data = data.replace(b'"' + amount + b'"', b'"about ten"', 1).replace(
        b"," + amount + b",", b",about ten,", 1
    )
    browser, sent = send("lead@leicester", at(leicester), {"schemes.csv": data})
    assert "'about ten' is not a number" in words(browser.get(f"{sent.url}apply/")).replace(
        "&#39;", "'"
    )
    assert "Not understood" in words(browser.get(sent.url))


def test_the_folder_as_a_zip_or_as_files_reads_the_same(leicester, send, leicester_files):
    import shutil

    folder = leicester_files / "leicester-2019-20"
    zipped = shutil.make_archive(str(leicester_files / "z"), "zip", leicester_files, folder.name)
    several = {one.name: one.read_bytes() for one in folder.glob("*.csv")}
    one = {"plan.zip": Path(zipped).read_bytes()}
    for files in (one, several):
        browser, sent = send("lead@leicester", at(leicester), files)
        assert "We read 49 schemes and £43,368,727." in words(browser.get(sent.url))
        assert "The plan says already" in words(browser.get(f"{sent.url}apply/"))


def test_a_file_starts_the_plan_of_an_area(leicester, send, leicester_files):
    area = leicester.area
    leicester.delete()
    data = (leicester_files / "leicester.xlsx").read_bytes()
    browser, sent = send(
        "lead@leicester", reverse("upload-new", args=[area.code]), {"leicester.xlsx": data}
    )
    address = f"{sent.url}apply/"
    assert "Start the plan for 2019-20 with this file" in words(browser.get(address))
    assert browser.post(address).status_code == 302
    made = Plan.objects.get(area=area)
    read = bettercare.read(leicester_files / "leicester.xlsx").plan
    assert plan_text(to_core("2019-20", made.rows.all())) == plan_text(read)


def test_a_finance_officer_starts_it_with_the_money_alone(leicester, send, leicester_files):
    area = leicester.area
    leicester.delete()
    data = (leicester_files / "leicester.json").read_bytes()
    browser, sent = send(
        "finance@leicester", reverse("upload-new", args=[area.code]), {"a.json": data}
    )
    said = words(browser.get(f"{sent.url}apply/"))
    assert "Your role does not change these." in said
    browser.post(f"{sent.url}apply/")
    tables = set(Plan.objects.get(area=area).rows.values_list("table", flat=True))
    assert tables == {"plan", "income", "schemes"}


def test_nhs_finance_cannot_start_a_plan(leicester, send, leicester_files):
    area = leicester.area
    leicester.delete()
    data = (leicester_files / "leicester.json").read_bytes()
    browser, sent = send(
        "nhs-finance@leicester", reverse("upload-new", args=[area.code]), {"a.json": data}
    )
    stopped = browser.post(f"{sent.url}apply/")
    assert stopped.status_code == 409
    assert not Plan.objects.filter(area=area).exists()


def test_the_pages_ask_the_database_little(
    leicester, send, leicester_files, django_assert_max_num_queries
):
    plan = json.loads((leicester_files / "leicester.json").read_bytes())
    for row in plan["schemes"]:
        row["provider"] = "The trust"
    browser, sent = send("lead@leicester", at(leicester), {"a.json": json.dumps(plan).encode()})
    for address in (at(leicester), sent.url, f"{sent.url}apply/"):
        with django_assert_max_num_queries(20):
            assert browser.get(address).status_code == 200
