"""The command places: areas, commissioners, shares, slips and corrections."""

import csv
import json
import subprocess
import sys
from io import StringIO

import pytest

from bettercare.cli import run


@pytest.fixture
def told(capsys):
    """Run the command: its exit code, output and errors."""

    def call(*words):
        code = run(["places", *words])
        return code, *capsys.readouterr()

    return call


def test_an_area_with_both_shares(told):
    code, out, _ = told("rotherham mbc")
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "Rotherham (E08000018): 5 NHS commissioners in the mapping 2017-19"
    assert [line.split()[-3:] for line in lines[4:9]] == [
        ["02P", "3.4%", "3.2%"],
        ["02Q", "1.0%", "0.4%"],
        ["02X", "1.1%", "1.3%"],
        ["03L", "97.9%", "93.5%"],
        ["03N", "0.8%", "1.6%"],
    ]
    assert lines[9].split() == ["Total", "100.0%"]
    assert "CHK-112" not in out


def test_a_commissioner_with_its_areas_and_what_became_of_it(told):
    code, out, _ = told("03L")
    assert code == 0
    assert out.startswith("NHS Rotherham CCG (03L): 4 areas in the mapping 2017-19")
    assert "Integrated Care Board took over from NHS Rotherham CCG" in " ".join(out.split())


def test_corrections_are_shown_with_evidence(told):
    words = " ".join(told("Birmingham")[1].split())
    assert "Corrected from the print (1); without: --as-printed" in words
    assert "pct_ccg_in_hwb, row 38: 3.2% is read as 0.2%. The other five rows" in words
    assert words.count("Not confirmed.") == 1


@pytest.mark.parametrize("place", ["Birmingham", "Dudley", "05C"])
def test_as_printed_the_slip_is_a_finding_wherever_it_matters(told, place):
    code, out, _ = told(place, "--as-printed")
    assert code == 0
    assert "CHK-112  NHS Dudley CCG (05C): Its shares in areas add to 103.0%." in out
    assert "Check row 38, Birmingham: 3.2%, but 0.0% the other way round." in out
    assert "Corrected" not in out


def test_the_slip_of_another_area_is_not_shown(told):
    assert "CHK-112" not in told("Rotherham", "--as-printed")[1]
    assert "MAP-01" in told("Dorset", "--as-printed")[1]


def test_all_areas(told):
    code, out, _ = told()
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "Mapping 2017-19: 150 areas, 207 NHS commissioners, 889 shares"
    assert lines[3].split() == ["Barking", "and", "Dagenham", "E09000002", "5"]
    assert "Corrected from the print (17)" in out
    assert lines[-1] == 'See one: bettercare places "Barking and Dagenham"'


@pytest.mark.parametrize("words", [[], ["Cornwall & Scilly"], ["Dorset"], ["05C"], ["01H"]])
def test_text_fits_in_80_columns_without_spaces_at_the_end(told, words):
    lines = told(*words)[1].splitlines()
    assert max(len(line) for line in lines) <= 80
    assert [line for line in lines if line != line.rstrip()] == []


def test_csv_holds_the_rows(told):
    rows = list(csv.DictReader(StringIO(told("Rutland", "--format", "csv")[1])))
    assert len(rows) == 5
    assert rows[2] == {
        "area_code": "E06000017",
        "area": "Rutland",
        "commissioner_code": "03W",
        "commissioner": "NHS East Leicestershire and Rutland CCG",
        "share_of_commissioner": "0.098",
        "share_of_area": "0.857",
        "row": "613",
    }
    assert len(told("--format", "csv")[1].splitlines()) == 890


def test_json_holds_rows_findings_and_corrections(told):
    found = json.loads(told("05C", "--format", "json", "--as-printed")[1])
    assert (found["format"], found["mapping"]) == ("bettercare-places-1", "2017-19")
    assert (found["of"], found["name"]) == ("commissioner", "NHS Dudley CCG")
    assert [row["area"] for row in found["shares"]][:2] == ["Birmingham", "Dudley"]
    assert [one["code"] for one in found["findings"]] == ["CHK-112"]
    assert found["corrections"] == []
    everything = json.loads(told("--format", "json")[1])
    assert (everything["of"], everything["name"]) == ("all", None)
    assert [len(everything[key]) for key in ("shares", "findings", "corrections")] == [889, 0, 17]
    assert json.loads(told("Leeds", "--format", "json")[1])["of"] == "area"


PLANS = """CCG Code,CCG Name,Q1 2017-18,Q2 2017-18,Q3 2017-18,Q4 2017-18
02P,NHS Barnsley CCG,7000,7000,7000,7000
02Q,NHS Bassetlaw CCG,2900,2900,2900,2900
02X,NHS Doncaster CCG,9800,9800,9800,{doncaster}
03L,NHS Rotherham CCG,7000,7000,7000,7000
03N,NHS Sheffield CCG,14000,14000,14000,14000
"""


@pytest.fixture
def plans(tmp_path):
    """A file of plans; Doncaster's last quarter is as given."""

    def call(doncaster="9800"):
        path = tmp_path / "plans.csv"
        path.write_text(PLANS.format(doncaster=doncaster), encoding="utf-8")
        return str(path)

    return call


class TestPlans:
    def test_admissions_with_their_working(self, told, plans):
        code, out, _ = told("Rotherham", "--plans", plans())
        lines = [line.split() for line in out.splitlines()]
        assert code == 0
        assert ["2017-18", "Q4", "7,340", "7,339.8", "20"] in lines
        assert ["2017-18", "29,359", "29,359.2"] in lines
        assert ["03L", "NHS", "Rotherham", "CCG", "7,000", "×", "97.9%", "=", "6,853"] in lines
        assert max(map(len, out.splitlines())) <= 80

    def test_a_missing_plan_is_an_error_and_leaves_a_gap(self, told, plans):
        code, out, _ = told("Rotherham", "--plans", plans(doncaster=""))
        lines = [line.split() for line in out.splitlines()]
        assert code == 1
        assert ["2017-18", "Q4", "not", "known", "15"] in lines
        assert ["2017-18", "not", "known"] in lines
        assert ["02X", "NHS", "Doncaster", "CCG", "no", "plan", "×", "1.1%"] in lines
        assert "MAP-10   NHS Doncaster CCG (02X): There is no plan for 2017-18 Q4" in out

    def test_as_data(self, told, plans):
        rows = list(
            csv.DictReader(StringIO(told("Rotherham", "--plans", plans(""), "-f", "csv")[1]))
        )
        assert len(rows) == 20
        assert rows[3] == {
            "area_code": "E08000018",
            "area": "Rotherham",
            "quarter": "2017-18 Q1",
            "commissioner_code": "03L",
            "commissioner": "NHS Rotherham CCG",
            "plan": "7000",
            "share_of_commissioner": "0.979",
            "admissions": "6853.000",
        }
        found = json.loads(told("Rotherham", "--plans", plans(""), "-f", "json")[1])
        assert [(one["quarter"], one["admissions"]) for one in found["admissions"]] == [
            ("2017-18 Q1", "7339.800"),
            ("2017-18 Q2", "7339.800"),
            ("2017-18 Q3", "7339.800"),
            ("2017-18 Q4", None),
        ]
        assert found["admissions"][0]["margin"] == "20.3500"
        assert [one["code"] for one in found["findings"]] == ["MAP-10"]

    def test_every_area(self, told, plans):
        code, out, _ = told("--plans", plans())
        lines = [line.split() for line in out.splitlines()]
        assert code == 1
        assert ["Rotherham", "29,359"] in lines
        assert ["Leeds", "not", "known"] in lines
        assert " more findings; see all: --format json" in out

    def test_plans_of_a_commissioner(self, told, plans):
        code, _, err = told("03L", "--plans", plans())
        assert code == 2
        assert err.startswith("Plans are apportioned to areas, and NHS Rotherham CCG is none.")

    def test_a_file_with_nothing_to_use(self, told, tmp_path):
        (tmp_path / "plans.csv").write_text("a,b\n1,2\n", encoding="utf-8")
        code, out, _ = told("Rotherham", "--plans", str(tmp_path / "plans.csv"))
        assert code == 1
        assert "MAP-20   plans.csv: There is no column for commissioner, period" in out


def test_a_mapping_of_the_users(told, tmp_path):
    path = tmp_path / "ours.csv"
    head = "HWB Code,LA Name,CCG Code,CCG Name,% CCG in HWB,% HWB in CCG\n"
    path.write_text(head + "E08000018,Rotherham,03L,NHS Rotherham CCG,97.91%,x\n" * 2)
    code, out, _ = told("--mapping", str(path))
    assert code == 1
    assert "MAP-21" in out
    path.write_text(head + "E08000018,Rotherham,03L,NHS Rotherham CCG,97.91%,100%\n")
    code, out, err = told("Rotherham", "--mapping", str(path))
    assert (code, err) == (0, "")
    assert out.startswith("Rotherham (E08000018): 1 NHS commissioner in the mapping ours")
    assert "97.91%" in out
    assert "CHK-112  NHS Rotherham CCG (03L): Its shares in areas add to 97.9%." in out
    code, _, err = told("--mapping", str(tmp_path / "none.csv"))
    assert (code, err.strip()) == (2, "Cannot read none.csv: no such file or directory.")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["Rothreham"], "There is no area 'Rothreham' in the mapping 2017-19. Did you mean"),
        (["BCP"], "There are no rows for Bournemouth, Christchurch and Poole"),
        (["--mapping", "2031-32"], "There is no mapping '2031-32'. At hand: 2017-19."),
    ],
)
def test_what_is_not_known_is_told(told, words, error):
    code, out, err = told(*words)
    assert (code, out) == (2, "")
    assert err.startswith(error)


@pytest.mark.parametrize(
    ("command", "module"),
    [("rounds", "bettercare.places"), ("places", "bettercare.formats"), ("places", "rapidfuzz")],
)
def test_nothing_is_loaded_that_a_command_does_not_need(command, module):
    program = (
        "import sys; from bettercare.cli import run; "
        f"code = run(['{command}']); sys.exit(code or '{module}' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0
