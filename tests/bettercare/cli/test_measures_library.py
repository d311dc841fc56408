"""The command measures: the library as a list, and one metric with its versions."""

import csv
import json
from io import StringIO

import pytest

from bettercare.cli import run


@pytest.fixture
def measures(capsys):
    """Run the command and give its exit code and what it printed, and complained of."""

    def ran(*words):
        code = run(["measures", *words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return ran


def test_the_list(measures):
    code, out, err = measures()
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "National"
    assert "  dtoc     lower    Delayed transfers of care" in lines
    assert "  pse      neither  Patient experience" in lines
    assert "Local" in lines
    assert lines[-1] == "See what one means: bettercare measures show dtoc"


def test_the_list_of_a_round(measures):
    _, out, _ = measures("--round", "2025-26")
    assert [line.split()[0] for line in out.splitlines()[1:4]] == ["ddelay", "emadm65", "res"]
    assert "Local" not in out


def test_a_round_without_metrics(measures):
    assert measures("--round", "2020-21") == (0, "Round 2020-21 asks for no metrics.\n", "")


def test_one_metric(measures):
    code, out, _ = measures("show", "dtoc")
    assert code == 0
    assert out.startswith(
        "Delayed transfers of care from hospital per day, aged 18 and over (dtoc)"
    )
    assert "Count          the sum of delayed_days" in out
    assert "dtoc@2015-16 and dtoc@2018-19: can be converted" in out
    assert "dtoc@2018-19 and ddelay@2025-26: cannot be compared" in out
    assert "  Numerator    days of delay of adults in [-a quarter-] {+the period+}" in out


def test_the_definition_of_a_round(measures):
    _, out, _ = measures("show", "nea", "--round", "2017-19")
    assert "Version        2016-17, from 2016-04-01 to 2019-03-31; rounds 2016-17, 2017-19" in out


def test_no_line_is_longer_than_a_terminal(measures):
    shown = [measures()[1]]
    shown += [measures("show", m)[1] for m in ("nea", "avoid", "ddelay", "rotherham_surveys")]
    assert max(len(line) for text in shown for line in text.splitlines()) <= 80


def test_as_data(measures):
    found = json.loads(measures("--format", "json")[1])
    assert {"metric", "version", "numerator", "unit"} <= found[0].keys()
    rows = list(csv.DictReader(StringIO(measures("--format", "csv")[1])))
    assert {row["version"] for row in rows if row["metric"] == "dtoc"} == {"2015-16", "2018-19"}
    one = json.loads(measures("show", "dtoc", "--format", "json")[1])
    assert [change["verdict"] for change in one["changes"]] == ["convertible", "not_comparable"]
    assert one["definition"]["unit"] == "per_day"
    rows = list(csv.DictReader(StringIO(measures("show", "nea", "--format", "csv")[1])))
    assert [row["version"] for row in rows] == ["2015-16", "2016-17", "2019-20"]


@pytest.mark.parametrize(("words", "said"), [
    (["show", "dtok"], "Do you mean 'dtoc'?"),
    (["show", "rea", "--round", "2025-26"], "'rea' has no definition for 2025-26"),
    (["--round", "2031-32"], "There is no round '2031-32'"),
])  # fmt: skip
def test_what_is_not_there(measures, words, said):
    code, out, err = measures(*words)
    assert (code, out) == (2, "")
    assert said in err
