"""Files that people take away: what is in them, for whom, and that they are always the same."""

import csv
import hashlib
import io
import json
import re
import time
from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import openpyxl
import pypdfium2
import pytest

from bettercare.plan import Plan as CorePlan
from bettercare_web.accounts.limits import EXPORTS, take
from bettercare_web.exports.making import KINDS, files_of_submission
from bettercare_web.exports.summary_pdf import summary_pdf
from bettercare_web.plans.core import plan_text, to_core
from bettercare_web.plans.files import Sealed
from bettercare_web.versions.actions.submitting import prepare, submit
from bettercare_web.versions.covers import core_of

TRIGGERS = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\uff1d1+1", '=HYPERLINK("http://x")', "'=1")


def address(plan, which, kind):
    return f"/plans/{plan.pk}/downloads/{which}/{kind}/"


def sealed(core, **more):
    found = {
        "plan": core,
        "area": "Leicester",
        "area_code": "E06000016",
        "version": "1",
        "hash": "0" * 64,
        "at": datetime(2019, 9, 24, tzinfo=UTC),
        **more,
    }
    return Sealed(**found)


def pdf_text(data):
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_draft_says_so_and_is_no_page_of_ours(leicester, signed_in, kind):
    answer = signed_in("lead@leicester").get(address(leicester, "draft", kind))
    assert answer.status_code == 200
    name = f"bcf-2019-20-E06000016-version-1-draft{KINDS[kind].suffix}"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Content-Security-Policy"] == "sandbox"
    assert answer["Cache-Control"] == "no-store"


def test_the_mark_of_a_draft_names_area_version_and_time(leicester, signed_in):
    lead = signed_in("lead@leicester")
    book = openpyxl.load_workbook(
        io.BytesIO(lead.get(address(leicester, "draft", "workbook")).content)
    )
    seen = " ".join(str(cell.value) for cell in book.worksheets[0][2])
    assert re.search(r"DRAFT: Leicester, version 1, \d+ \w+ \d{4}, \d+:\d\d[ap]m", seen)
    found = json.loads(lead.get(address(leicester, "draft", "json")).content)
    assert found["facts"]["marking"].startswith("DRAFT: Leicester, version 1")
    text = pdf_text(lead.get(address(leicester, "draft", "summary")).content)
    assert "DRAFT: Leicester, version 1" in text


def test_json_holds_the_whole_plan(leicester, signed_in):
    content = signed_in("lead@leicester").get(address(leicester, "draft", "json")).content
    found = msgspec.json.decode(content, type=CorePlan)
    facts = {key: text for key, text in found.facts.items() if key != "marking"}
    stored = to_core("2019-20", leicester.rows.all())
    assert plan_text(msgspec.structs.replace(found, facts=facts)) == plan_text(stored)


def test_csv_has_a_line_a_scheme(leicester, signed_in):
    content = signed_in("lead@leicester").get(address(leicester, "draft", "schemes")).content
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(lines) == 49
    assert lines[8]["scheme_name"] == "MH Discharge Team"


class TestSubmitted:
    """What was sent is the same file for ever."""

    @pytest.mark.parametrize("kind", list(KINDS))
    def test_its_hash_is_the_one_of_the_receipt(self, sent, signed_in, kind):
        answer = signed_in("lead@leicester").get(address(sent, "submitted", kind))
        name = f"bcf-2019-20-E06000016-version-1{KINDS[kind].suffix}"
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        kept = sent.submissions.get().exports
        assert hashlib.sha256(answer.content).hexdigest() == kept[name]

    def test_each_kind_is_on_the_receipt(self, sent):
        assert len(sent.submissions.get().exports) == len(KINDS)

    def test_those_who_see_no_contacts_get_no_names(self, sent, signed_in):
        for kind in KINDS:
            content = signed_in("viewer@leicester").get(address(sent, "submitted", kind)).content
            text = pdf_text(content) if kind == "summary" else content.decode("latin-1")
            if kind == "workbook":
                book = openpyxl.load_workbook(io.BytesIO(content))
                text = " ".join(str(c.value) for s in book for row in s for c in row if c.value)
            assert "Leicester section 151 officer" not in text, kind

    def test_the_region_and_the_nation_may_take_it_away(self, sent, signed_in):
        for who in ("assurer@midlands", "national@england"):
            answer = signed_in(who).get(address(sent, "submitted", "json"))
            assert answer.status_code == 200
            assert "Leicester section 151 officer" in answer.content.decode()

    def test_there_is_no_draft_of_it(self, sent, signed_in):
        assert signed_in("lead@leicester").get(address(sent, "draft", "json")).status_code == 409

    def test_strangers_of_another_region_find_nothing(self, sent, signed_in):
        answer = signed_in("assurer@north-east-and-yorkshire").get(
            address(sent, "submitted", "json")
        )
        assert answer.status_code == 404


def test_before_it_is_submitted_there_is_no_such_file(leicester, signed_in):
    assert (
        signed_in("lead@leicester").get(address(leicester, "submitted", "json")).status_code == 409
    )
    assert (
        signed_in("national@england").get(address(leicester, "submitted", "json")).status_code
        == 404
    )


def test_a_provider_takes_their_schemes_away_and_nothing_else(leicester, signed_in):
    provider = signed_in("provider@leicester")
    found = msgspec.json.decode(
        provider.get(address(leicester, "draft", "json")).content, type=CorePlan
    )
    assert [one.scheme_name for one in found.schemes or ()] == [
        (core_of(leicester).schemes or ())[2].scheme_name
    ]
    assert (found.income, found.metrics, found.given) == (None, None, {})
    assert provider.get(address(leicester, "draft", "summary")).status_code == 404
    assert provider.get(address(leicester, "draft", "workbook")).status_code == 200


@pytest.mark.parametrize("kind", ["nothing", "..%2f..%2fetc%2fpasswd", "json%0d%0aX-Other:%201"])
def test_only_our_kinds_and_names(leicester, signed_in, kind):
    """T19."""
    answer = signed_in("lead@leicester").get(address(leicester, "draft", kind))
    assert answer.status_code == 404
    assert "X-Other" not in answer


def test_files_are_the_same_bytes_a_second_later(leicester, monkeypatch):
    core = core_of(leicester)
    first = files_of_submission(sealed(core))
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    time.sleep(2.1)  # longer than the smallest step of a date inside a zip
    try:
        assert files_of_submission(sealed(core)) == first
    finally:
        monkeypatch.undo()
        time.tzset()


def dressed(core, text):
    """A plan in which one text stands in every field of text of a scheme."""
    fields = ("scheme_id", "scheme_name", "description", "scheme_type_other", "provider")
    row = msgspec.structs.replace(core.schemes[0], **dict.fromkeys(fields, text))
    return msgspec.structs.replace(core, schemes=(row, *core.schemes[1:]))


@pytest.mark.parametrize("text", TRIGGERS)
def test_no_text_becomes_a_formula(leicester, text):
    """T17."""
    core = dressed(core_of(leicester), text)
    made = files_of_submission(sealed(core, area=text))
    [table] = [data.decode("utf-8-sig") for name, data in made.items() if name.endswith("csv")]
    [workbook] = [data for name, data in made.items() if name.endswith("xlsx")]
    lines = csv.reader(io.StringIO(table))
    risky = ("=", "+", "@", "\t", "\uff1d")
    assert not any(cell.startswith(risky) for line in lines for cell in line)
    cells = (c for sheet in openpyxl.load_workbook(io.BytesIO(workbook)) for r in sheet for c in r)
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert formulas
    assert not [one for one in formulas if one.removeprefix("=") == text.strip("\t'=\uff1d")]


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        '#import "@preview/cetz:0.2.0"',
        "#sys.inputs",
        '$ x $ #set page(width: 1pt) = Heading *bold* `code` \\ "quoted"',
        '"}); #panic("x")',
        "</w:t><script>alert(1)</script>",
        "a\u202eb",
    ],
)
def test_text_is_shown_as_typed_in_the_summary(leicester, text):
    """T18: what somebody typed is never a program."""
    core = dressed(core_of(leicester), text)
    row = msgspec.structs.replace(core.schemes[0], amounts={"2019-20": Decimal(9_000_000)})
    core = msgspec.structs.replace(core, schemes=(row, *core.schemes[1:]))
    shown = re.sub(r"\s+", "", pdf_text(summary_pdf(sealed(core, area=text, mark=text))))
    assert re.sub(r"\s+", "", text)[:20] in shown
    assert "root:" not in shown


@pytest.mark.parametrize(
    "text", ["\U0001f600", "\u4e2d\u6587", "\x07", "\u0627\u0644", "\ufffd\uffff", "e\u0301"]
)
def test_a_character_without_a_shape_does_not_stop_the_summary(leicester, text):
    core = dressed(core_of(leicester), f"Falls {text} team")
    row = msgspec.structs.replace(core.schemes[0], amounts={"2019-20": Decimal(9_000_000)})
    core = msgspec.structs.replace(core, schemes=(row, *core.schemes[1:]))
    assert "Falls" in pdf_text(summary_pdf(sealed(core, area=text)))


def test_the_summary_has_two_pages_and_a_title(leicester):
    with pypdfium2.PdfDocument(summary_pdf(sealed(core_of(leicester)))) as document:
        assert len(document) == 2
        assert document.get_metadata_value("Title") == "Better Care Fund plan 2019-20: Leicester"
        assert document.get_metadata_value("Author") == ""


def test_sixty_files_an_hour(leicester, signed_in):
    lead = signed_in("lead@leicester")
    person = str(leicester.started_by_id)
    for _ in range(60):
        take(EXPORTS, person)
    answer = lead.get(address(leicester, "draft", "json"))
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_what_is_prepared_is_what_is_sent(signed, actor):
    ready = prepare(signed)
    made = submit(signed, ready, by=actor("lead@leicester"))
    assert made.exports == dict(ready.files)
