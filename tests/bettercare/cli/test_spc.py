"""The command spc: what a series does, in 80 columns, as data, and as a picture."""

import json

import pytest

from bettercare.cli import run

VALUES = [20, 21, 19, 20, 22, 21, 19, 20, 20, 21, 19, 20, 22, 20, 19, 31]
MONTHS = [f"{2017 + (3 + n) // 12}-{(3 + n) % 12 + 1:02}" for n in range(16)]


@pytest.fixture
def told(capsys):
    def call(*words):
        code = run(["spc", *map(str, words)])
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def series(tmp_path):
    def write(rows=None, head="period,value"):
        path = tmp_path / "delays.csv"
        given = [f"{m},{v}" for m, v in zip(MONTHS, VALUES, strict=True)] if rows is None else rows
        path.write_text("\n".join([head, *given]) + "\n", encoding="utf-8")
        return path

    return write


def test_the_finding_comes_first_and_nothing_is_wider_than_80_columns(told, series):
    code, out, _ = told(series(), "--name", "Delays", "--target", "18")
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "Delays gives cause for concern: the last point is outside the limits"
    assert max(map(len, lines)) <= 80
    assert "Read 16 rows, 16 periods." in out
    assert "concern: outside the limits" in " ".join(out.split())


def test_as_data(told, series):
    found = json.loads(told(series(), "--format", "json")[1])
    assert found["points"][0]["value"] == 20
    assert len(found["points"]) == 16
    assert told(series(), "-f", "csv")[1].splitlines()[0].startswith("Period,Value,Mean")


def test_a_picture(told, series, tmp_path):
    assert told(series(), "-o", tmp_path / "out.svg")[0] == 0
    assert (tmp_path / "out.svg").read_text(encoding="utf-8").startswith("<svg")


def test_limits_begin_again(told, series):
    out = told(
        series([f"{n},{v}" for n, v in enumerate([*range(12), *range(50, 62)])]), "--rebase", "12"
    )[1]
    assert "Mean and limits begin again in 12." in out


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["2017-04,abc"], "SPC-3  Row 2. 'abc' is not a number; the period is a gap."),
        (
            ["2017-04,1", "2017-04,2"],
            "SPC-2  Row 3. '2017-04' is given again; the first row stands.",
        ),
        ([",5", "2017-04,1"], "SPC-1  Row 2. This row has no period."),
        (["2017-04,1e400"], "SPC-3  Row 2."),
        (["2017-04,1,234"], "SPC-4  Row 2. This row has more cells than the header"),
    ],
)
def test_a_row_that_cannot_be_used_is_said_and_the_rest_is_kept(told, series, rows, said):
    code, out, _ = told(series(rows))
    assert code == 1
    assert said in out
    assert f"Read {len(rows)} rows, 1 periods." in out


def test_a_blank_value_is_a_gap_and_no_error(told, series):
    code, out, _ = told(series(["2017-04,", "2017-05,12.5%"]))
    assert code == 0
    assert "2017-04 not given" in " ".join(out.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--better", "up"], "Write lower, higher or neither."),
        (["--rebase", "2030-01"], "There is no period '2030-01'. The first is '2017-04'."),
        (["-o", "out.png"], "should end in .svg"),
    ],
)
def test_what_cannot_be_asked(told, series, words, said):
    code, _, err = told(series(), *words)
    assert code == 2
    assert said in " ".join(err.split())


@pytest.mark.parametrize(
    ("head", "rows", "said"),
    [
        ("month,value", None, "there is no column 'period'"),
        ("period,value", [], "there is no period under the header"),
    ],
)
def test_a_file_that_cannot_be_read_at_all(told, series, head, rows, said):
    code, _, err = told(series(rows, head))
    assert code == 2
    assert said in " ".join(err.split())


def test_no_file_and_a_folder(told, tmp_path):
    assert told(tmp_path / "none.csv")[0] == 2
    assert told(tmp_path)[0] == 2
