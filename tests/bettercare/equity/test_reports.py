"""The report as text, HTML, Markdown, CSV and JSON."""

import csv
import json
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest

from bettercare.equity import (
    audit_csv,
    audit_folder,
    audit_html,
    audit_json,
    audit_markdown,
    audit_text,
    report_text,
    write_report,
)
from bettercare.errors import UnreadableFile
from tests.bettercare.equity.made_up import audited, users

DATA = Path(__file__).parents[2] / "data"
SERVICES = "code | basis | ages | service | in_areas | users\nA | b | 18+ | {} | 50 | 200"


@pytest.fixture(scope="module")
def published():
    return audit_folder(DATA / "equity-2016")


@pytest.fixture(scope="module")
def exampleton():
    return audit_folder(DATA / "equity-exampleton")


class Tags(HTMLParser):
    """Which tags a page opens and leaves open, and its attributes."""

    EMPTY = frozenset({"meta"})

    def __init__(self, page):
        super().__init__()
        self.open, self.seen, self.attributes = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes += attrs
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("which", ["published", "exampleton"])
def test_text_fits_80_columns_and_the_answer_comes_first(which, request):
    lines = audit_text(request.getfixturevalue(which)).splitlines()
    assert max(map(len, lines)) <= 80
    assert " of 10 services beside" in lines[0] or "3 services beside" in lines[0]


def test_a_page_is_whole_and_fetches_and_runs_nothing(published):
    page = audit_html(published)
    tags = Tags(page)
    assert tags.open == []
    assert {"h1", "h2", "table", "svg", "title"} <= set(tags.seen)
    assert not {"script", "link", "img", "iframe"} & set(tags.seen)
    assert not [name for name, _ in tags.attributes if name in {"src", "href"} or name[:2] == "on"]
    assert "http" not in page


def test_the_picture_has_a_title_and_says_its_numbers(published):
    page = audit_html(published)
    assert '<svg role="img"' in page
    assert "Active for Health: users 5.2 (3.6-7.5), people 8.4 (8.3-8.5), Unequal." in page
    assert page.count("<circle") == 11  # twelve comparisons, one of them hidden


@pytest.mark.parametrize("write", [audit_html, audit_markdown])
def test_names_from_files_are_words_and_never_code(tmp_path, write):
    name = "<script>alert(1)</script> [x](y) *b*"
    page = write(audited(tmp_path, services=SERVICES.format(name)))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    if write is audit_markdown:
        assert r"\[x\](y) \*b\*" in page


def test_markdown_tables_have_rows_of_one_width(exampleton):
    parts = audit_markdown(exampleton).split("\n\n")
    tables = [part.splitlines() for part in parts if part.startswith("|")]
    assert len(tables) > 5
    assert all(len({row.replace(r"\|", "").count("|") for row in table}) == 1 for table in tables)


def test_csv_has_a_row_for_each_comparison_with_its_basis(published):
    rows = list(csv.DictReader(StringIO(audit_csv(published))))
    assert len(rows) == 12
    row = next(row for row in rows if row["service"] == "PFPA")
    shown = {name: row[name] for name in ("basis", "ages", "people_ages", "users", "verdict")}
    assert shown == {
        "basis": "2011 Census postcodes",
        "ages": "16+",
        "people_ages": "all ages",
        "users": "385",
        "verdict": "Equal",
    }
    assert (row["level"], row["further"], row["improves"], row["method"]) == (
        *("391", "11", "no", "wilson"),
    )


def test_csv_is_safe_in_a_spreadsheet(tmp_path):
    text = audit_csv(audited(tmp_path, services=SERVICES.format("=cmd()")))
    assert ",'=cmd()," in text


def test_json_holds_the_same(published):
    found = json.loads(audit_json(published))
    assert found["disclosure"] == "applied"
    assert found["participation"] == {
        "asked": 22,
        "answered": 13,
        "used": 10,
        "reasons": found["participation"]["reasons"],
    }
    assert [one["users"] for one in found["comparisons"] if one["service"] == "LIFE"] == [34]
    slips = {one["code"]: one["slip"]["should_be"] for one in found["printed"] if one["slip"]}
    assert slips == {"EHC": "50.9", "KTS": "7.0"}


def test_slopes_are_in_the_json(exampleton):
    found = json.loads(audit_json(exampleton))
    assert [one["service"] for one in found["slopes"]] == ["STOP", "WALK", "CARE"]


def test_too_few_users_for_the_level_are_said(tmp_path):
    populations = "basis | ages | by | group | people\nb|18+|all||100\nb|18+|area|North|90"
    services = "code | basis | ages | in_areas | users\nA | b | 18+ | 0 | 5"
    found = audited(tmp_path, services=services, populations=populations)
    assert "too few" in audit_text(found)
    assert "out of reach: too few users" in audit_markdown(found)


def test_forms_by_name(published):
    assert report_text(published) == audit_text(published)
    assert json.loads(report_text(published, "json"))["title"] == "equity-2016"
    assert report_text(published, "csv") == audit_csv(published).rstrip()


@pytest.mark.parametrize("ending", [".html", ".md", ".csv", ".json"])
def test_a_report_is_written_once(published, tmp_path, ending):
    path = tmp_path / f"report{ending}"
    write_report(published, path)
    assert "Active for Health" in path.read_text(encoding="utf-8")
    with pytest.raises(UnreadableFile, match="there already"):
        write_report(published, path)
    write_report(published, path, force=True)


@pytest.mark.parametrize("name", ["report.docx", "no-such-folder/report.md"])
def test_a_report_that_cannot_be_written(published, tmp_path, name):
    with pytest.raises(UnreadableFile, match="Cannot write"):
        write_report(published, tmp_path / name)


def test_nobody_to_show_makes_no_picture(tmp_path):
    services = "code | basis | ages | in_areas | users\nA | c | 18+ | 0 | 5"
    assert "<svg" not in audit_html(audited(tmp_path, services=services))


def test_users_of_nobody_listed(tmp_path):
    found = audited(tmp_path, users=users())
    assert [one.code for one in found.findings] == ["EQU-34"]
