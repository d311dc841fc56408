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
    assert " ".join(lines[:2]) == (
        "Delays gives cause for concern: the last point is outside the limits. "
        "The target will be met or missed by chance."
    )
    assert lines[3:7] == [
        "2017-04 to 2018-07: 16 points. Firm: mean 20.9, limits 17.3 to 24.5. 1 of its",
        "moving ranges left out as outliers.",
        "Variation: special cause, concerning: higher values.",
        "Assurance: the target will be met or missed by chance.",
    ]
    assert max(map(len, lines)) <= 80
    assert "Read 16 rows, 16 periods." in out
    assert "concern: outside the limits" in " ".join(out.split())


@pytest.mark.parametrize("asked", [["--format", "json"], ["--json"]])
def test_as_data(told, series, asked):
    found = json.loads(told(series(), *asked, "--target", "18", "--rebase", "2018-02")[1])
    assert [(one["from"], one["until"]) for one in found["segments"]] == [
        ("2017-04", "2018-01"),
        ("2018-02", "2018-07"),
    ]
    assert [one["assurance"] for one in found["segments"]] == ["hit_or_miss", "too_few"]
    assert found["segments"][0]["variation_in_words"].startswith("common cause")
    assert found["points"][0] == {
        "period": "2017-04", "position": 0, "value": 20.0, "segment": 0, "moving_range": None,
        "rules": [], "verdict": "common_cause", "target": 18.0, "meets": False,
    }  # fmt: skip
    assert (len(found["points"]), found["rows"], found["findings"]) == (16, 16, [])


def test_as_a_table_of_cells(told, series):
    assert told(series(), "-f", "csv")[1].splitlines()[0].startswith("Period,Value,Mean")


def test_outliers_among_moving_ranges_may_be_kept(told, series):
    assert "left out as outliers" in " ".join(told(series())[1].split())
    assert "left out as outliers" not in " ".join(told(series(), "--no-screen")[1].split())


def test_with_too_few_points_no_limits_are_shown(told, series):
    """Rotherham NHS Foundation Trust, delayed transfers as % of beds, January to June 2017."""
    values = (4.1, 4.2, 6.0, 5.1, 5.9, 5.4)
    rows = [f"2017-{n:02},{value}" for n, value in enumerate(values, 1)]
    code, out, _ = told(series(rows), "--target", "3.5", "--name", "DTOC, %")
    said = " ".join(out.split())
    assert code == 0
    assert said.startswith("DTOC, %: 6 points are too few to judge; 10 are needed for limits")
    assert "2017-01 to 2017-06: 6 points. A run chart, without limits." in said
    assert said.count("not judged: too few points.") == 2
    assert "2.9" not in said
    assert "7.3" not in said


def test_a_month_without_a_row_is_a_gap_and_months_are_put_in_order(told, series):
    rows = ["2017-06,3", "2017-04,1", "2017-09,4"]
    code, out, _ = told(series(rows))
    said = " ".join(out.split())
    assert code == 0
    assert [line[:7] for line in out.splitlines() if line.startswith("2017-0")][1:] == [
        f"2017-0{n}" for n in (4, 5, 6, 7, 8, 9)
    ]
    assert "SPC-5 Periods. The periods are not in order of time." in said
    assert "SPC-6 Periods. No row is about 2017-05, 2017-07 and 2017-08; each is a gap." in said
    assert "Read 3 rows, 6 periods, 3 of them without a row." in said


def test_a_picture(told, series, tmp_path):
    assert told(series(), "-o", tmp_path / "out.svg")[0] == 0
    assert (tmp_path / "out.svg").read_text(encoding="utf-8").startswith("<svg")


def test_limits_begin_again(told, series):
    out = told(
        series([f"{n},{v}" for n, v in enumerate([*range(12), *range(50, 62)])]), "--rebase", "12"
    )[1]
    assert "0 to 11: 12 points. Provisional: mean 5.5, limits 2.8 to 8.2." in out
    assert "12 to 23: 12 points. Provisional: mean 55.5, limits 52.8 to 58.2." in out


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["2017-04,abc"], "SPC-3 Row 2, value. The value, of the form aaa, is no number: a gap."),
        (
            ["2017-04,1", "2017-04,2"],
            "SPC-2 Row 3, period. Its period is given again; the first row stands.",
        ),
        ([",5", "2017-04,1"], "SPC-1 Row 2, period. This row has no period."),
        (["2017-04,1e400"], "SPC-3 Row 2, value."),
        (["2017-04,1,234"], "SPC-4 Row 2, value. This row has more cells than the header"),
    ],
)
def test_a_row_that_cannot_be_used_is_said_and_the_rest_is_kept(told, series, rows, said):
    code, out, _ = told(series(rows))
    assert code == 1
    assert said in " ".join(out.split())
    assert "abc" not in out
    assert said[:5] == "SPC-2" or json.loads(told(series(rows), "--json")[1])["points"][-1][
        "value"
    ] == (1.0 if said[:5] == "SPC-1" else None)
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
        (["--rebase", "2017-04"], "'2017-04' is the first period"),
        (["--target", "nan"], "A target is a number"),
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
