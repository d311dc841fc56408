"""The commands about workbooks: what they write and print, and what they refuse."""

from pathlib import Path

import pytest

from bettercare.cli import run
from tests.bettercare.formats.workbooks.drawn import opened


@pytest.fixture
def told(capsys):
    """Run one command in this process: its exit code, output and errors."""

    def call(*words: str | Path) -> tuple[int, str, str]:
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return call


class TestTemplate:
    def test_an_empty_workbook(self, told, tmp_path):
        path = tmp_path / "plan.xlsx"
        code, out, err = told("template", "2025-26", "-o", path, "--area", "Leicester")
        assert (code, err) == (0, "")
        assert out == (
            f"Wrote {path}, an empty workbook for Better Care Fund plan 2025-26.\n"
            f"When it is filled in: bettercare check {path}\n"
        )
        assert opened(path)["2. Cover"]["C5"].value.startswith("=IF(LEN(field_area)=0")
        assert opened(path, values=True)["2. Cover"]["C5"].value == "Leicester"

    def test_an_empty_workbook_is_told_what_it_lacks(self, told, tmp_path):
        path = tmp_path / "plan.xlsx"
        told("template", "2019-20", "-o", path)
        code, out, _ = told("check", path)
        assert code == 1
        for check in ("CHK-065", "CHK-115", "CHK-120"):  # requirements, changes, narrative
            assert check in out

    def test_without_an_area(self, told, tmp_path):
        path = tmp_path / "plan.xlsx"
        assert told("template", "2019-20", "-o", path)[0] == 0
        assert opened(path, values=True)["2. Cover"]["C5"].value == "Not given yet"

    def test_what_is_there_stays_unless_forced(self, told, tmp_path):
        path = tmp_path / "plan.xlsx"
        path.write_text("mine")
        code, out, err = told("template", "2019-20", "-o", path)
        assert (code, out) == (2, "")
        assert err == f"Cannot write {path}: it is there already. Add --force.\n"
        assert path.read_text() == "mine"
        assert told("template", "2019-20", "-o", path, "--force")[0] == 0

    def test_another_ending(self, told, tmp_path):
        code, _, err = told("template", "2019-20", "-o", tmp_path / "plan.json")
        assert code == 2
        assert err.endswith("plan.json: give a name that ends in .xlsx.\n")

    def test_a_round_that_is_not_known(self, told, tmp_path):
        code, _, err = told("template", "1066-67", "-o", tmp_path / "plan.xlsx")
        assert code == 2
        assert "1066-67" in err

    def test_a_folder_that_is_not_there(self, told, tmp_path):
        code, _, err = told("template", "2019-20", "-o", tmp_path / "none" / "plan.xlsx")
        assert code == 2
        assert err.startswith("Cannot write ")
