"""Made-up records to results on the command line: faults said, rows accounted for, small hidden."""

import csv
import dataclasses
import json
from io import StringIO

import pytest

from bettercare.cli import measuring_texts, run
from bettercare.findings import Finding, Severity
from bettercare.metrics.disclosure_rules import SHIPPED
from bettercare.metrics.suppression import protect


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("records") / "spells"
    words = ["-o", str(place), "--rows", "20000", "--months", "4", "--faults", "12"]
    assert run(["synthesise-records", *words]) == 0
    return place


@pytest.fixture
def told(capsys):
    def call(*words):
        code = run([str(word) for word in words])
        return code, *capsys.readouterr()

    return call


def test_the_answer_comes_first_then_where_every_row_went(told, folder):
    code, out, _ = told("measure", folder, "--metric", "nea", "--by", "age", "--period", "year")
    lines = out.splitlines()
    assert code == 1  # the planted faults
    assert " results, " in lines[0]
    assert "Disclosure control: applied." in out
    assert lines[1].startswith("Read 20,0")
    assert max(map(len, lines)) <= 80
    assert "Fix:" in out


def test_hidden_is_empty_and_never_nought_in_every_form(told, folder):
    _, out, _ = told(
        "measure", folder, "--metric", "nea", "--by", "age", "--period", "year", "-f", "csv"
    )
    rows = list(csv.DictReader(StringIO(out)))
    hidden = [row for row in rows if row["hidden"]]
    assert hidden
    assert {row["numerator"] for row in hidden} == {""}
    assert {row["disclosure"] for row in rows} == {"applied"}
    shown = {int(row["numerator"]) for row in rows if not row["hidden"]}
    assert all(number % 5 == 0 for number in shown)
    found = json.loads(
        told("measure", folder, "--metric", "nea", "--period", "year", "-f", "json")[1]
    )
    assert found["disclosure"] == "applied"
    assert all(one["numerator"] is None for one in found["results"] if one["hidden"])


def test_a_period_that_lacks_a_month_is_said_to_be_a_part(told, folder):
    said = "Counts of 2017-18 and 2017-18 Q2 are of a part: not every month has records"
    words = ("measure", folder, "--metric", "nea")
    assert f"{said}." in " ".join(told(*words)[1].split())
    assert said in json.loads(told(*words, "-f", "json")[1])["control"]
    assert "are of a part" not in told(*words, "--period", "month")[1]


def test_numbers_that_are_given_away_are_not_for_release(told, folder, monkeypatch):
    def two_exposed(table):
        return dataclasses.replace(protect(table), exposed=((0, 0, 0, 0), (1, 0, 0, 0)))

    monkeypatch.setattr("bettercare.metrics.disclosure.protect", two_exposed)
    words = ("measure", folder, "--metric", "nea", "--period", "year")
    said = "NOT FOR RELEASE: 2 hidden numbers can be worked out"
    code, out, _ = told(*words)
    assert code == 1
    assert f"Disclosure control: {said}" in " ".join(out.split())
    rows = list(csv.DictReader(StringIO(told(*words, "-f", "csv")[1])))
    assert rows and all(row["disclosure"].startswith(said) for row in rows)


def test_without_disclosure_control_everything_says_so(told, folder, tmp_path):
    words = ("measure", folder, "--metric", "nea", "--no-disclosure-control", "A check of ours")
    _, out, _ = told(*words, "-o", tmp_path / "out.csv")
    assert "Disclosure control: NOT FOR RELEASE: A check of ours." in out
    rows = list(csv.DictReader(StringIO((tmp_path / "out.csv").read_text(encoding="utf-8"))))
    assert {row["disclosure"] for row in rows} == {"NOT FOR RELEASE: A check of ours"}
    assert not any(row["hidden"] for row in rows)


def test_a_folder_is_found_from_where_one_stands(told, folder, monkeypatch):
    monkeypatch.chdir(folder.parent)
    relative = told("measure", "spells", "--metric", "nea")[1]
    around = f"../{folder.parent.name}/spells"
    assert relative == told("measure", around, "--metric", "nea")[1]
    assert "Read 20,0" in relative


def test_a_rate_needs_people_of_just_these_ages(told, tmp_path):
    place, people = tmp_path / "homes", tmp_path / "people.csv"
    words = ("-o", place, "--kind", "care_homes", "--rows", "3000", "--months", "12")
    assert told("synthesise-records", *words)[0] == 0
    people.write_text(
        "area,year,age_from,age_to,people\nE08000018,2017,0,64,200000\nE08000018,2017,65,,51186\n"
        "E08000018,2017,80,90,1\nE08000018,x,0,,1\n",
        encoding="utf-8",
    )
    asked = ("measure", place, "--kind", "care_homes", "--metric", "res", "--period", "year")
    code, out, _ = told(*asked, "--populations", people, "-f", "json")
    found = json.loads(out)
    [ours] = [one for one in found["results"] if one["area"] == "E08000018"]
    assert ours["denominator"] == "51186"
    assert ours["value"] == pytest.approx(float(ours["numerator"]) / 51186 * 100_000)
    assert ours["lower"] < ours["value"] < ours["upper"]
    assert code == 1
    assert [one.split()[0] for one in found["findings"]][-2:] == ["POP-3", "POP-1"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--metric", "nonsense"], "There is no metric 'nonsense'"),
        (["--metric", "res"], "'res' cannot be counted from spells"),
        (["--metric", "nea", "--by", "shoe"], "has no breakdown 'shoe'"),
        (["--metric", "nea", "--period", "week"], "'week' is no kind of period"),
        (["--metric", "nea", "--kind", "visits"], "'visits' is no kind of record"),
        (["--metric", "nea", "-o", "out.xls"], "should end in .csv or .json"),
        (["--metric", "nea", "--engine", "abacus"], "'abacus' is no engine"),
        (["--metric", "nea", "--cluster", "yarn"], "add --engine spark"),
        (["--metric", "nea", "--rules", "none.yaml"], "Cannot read none.yaml"),
    ],
)
def test_what_cannot_be_asked(told, folder, words, said):
    code, _, err = told("measure", folder, *words)
    assert code == 2
    assert said in " ".join(err.split())


def test_months_that_are_kept_are_not_read_again(told, folder, tmp_path):
    place, store = tmp_path / "spells", tmp_path / "kept"
    place.mkdir()
    files = sorted(folder.glob("*.parquet"))
    for file in files[:2]:
        (place / file.name).write_bytes(file.read_bytes())
    words = ("measure", place, "--metric", "nea", "--by", "sex", "-f", "json")
    first = json.loads(told(*words, "--keep", store)[1])
    assert first["control"][0] == "Months: 2 new"
    assert first["results"] == json.loads(told(*words)[1])["results"]
    (place / files[2].name).write_bytes(files[2].read_bytes())
    then = json.loads(told(*words, "--keep", store)[1])
    assert then["control"][:2] == [
        "Months: 1 new and 2 as kept",
        "What was found in the records of months as kept was said when they were counted",
    ]
    whole = json.loads(told(*words)[1])
    assert then["results"] == whole["results"]
    assert then["rows"]["read"] == whole["rows"]["read"]
    (place / files[0].name).rename(place / "spells.parquet")
    assert "Cannot tell the month of spells.parquet" in told(*words, "--keep", store)[2]


def test_rules_of_disclosure_control_come_from_a_file(told, folder, tmp_path):
    shipped = SHIPPED.read_text(encoding="utf-8")
    rules = tmp_path / "ours.yaml"
    rules.write_text(shipped.replace("round_to: 5", "round_to: 10"), encoding="utf-8")
    words = ("measure", folder, "--metric", "nea", "--period", "year", "-f", "json")
    found = json.loads(told(*words, "--rules", rules)[1])
    assert found["control"][0] == "Rules of disclosure control: ours.yaml"
    shown = {int(one["numerator"]) for one in found["results"] if not one["hidden"]}
    assert shown
    assert all(number % 10 == 0 for number in shown)


def test_no_finding_ends_in_an_empty_fix():
    one = Finding(code="X", name="x", severity=Severity.INFORMATION, subject="S", message="M.",
                  fix="")  # fmt: skip
    assert measuring_texts._finding(one) == ["X  S. M."]


def test_nothing_to_read(told, tmp_path):
    assert told("measure", tmp_path / "none", "--metric", "nea")[0] == 2
    assert told("measure", tmp_path, "--metric", "nea")[0] == 2


def test_records_are_not_written_over(told, folder):
    code, _, err = told("synthesise-records", "-o", folder)
    assert code == 2
    assert "Add --force" in err
    assert told("synthesise-records", "-o", folder.parent / "x", "--start", "May")[0] == 2
