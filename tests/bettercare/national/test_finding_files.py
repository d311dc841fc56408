"""Which files of a folder are plans."""

import pytest

from bettercare.errors import UnreadableFile
from bettercare.national.finding_files import plans_in


@pytest.fixture
def there(tmp_path):
    """Make empty files, and say what is found of them: plans, and others by ending."""

    def call(*names, but=()):
        for name in names:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).touch()
        found = plans_in(tmp_path, but=[tmp_path / one for one in but])
        return [one.relative_to(tmp_path).as_posix() for one in found.plans], dict(found.others)

    return call


def test_workbooks_json_and_folders_at_any_depth_in_order(there):
    assert there(
        "north/b.xlsx", "a.XLSM", "north/a.ods", "c.json", "d.xls", "e.xlsb", "south/leeds/plan.csv"
    ) == (
        ["a.XLSM", "c.json", "d.xls", "e.xlsb", "north/a.ods", "north/b.xlsx", "south/leeds"],
        {},
    )


def test_a_folder_with_one_table_of_a_plan_is_a_plan(there):
    assert there("leeds/Schemes.CSV", "leeds/readme.txt") == (["leeds"], {})


def test_what_is_no_plan_is_counted(there):
    assert there("a.pdf", "b.PDF", "c.txt", "lone.csv", "LICENSE") == (
        [],
        {".csv": 1, ".pdf": 2, ".txt": 1, "without an ending": 1},
    )


def test_locks_hidden_files_and_truth_are_skipped_in_silence(there):
    assert there("~$a.xlsx", ".a.xlsx", ".git/b.json", "truth.json", "truth.csv") == ([], {})


def test_our_own_outputs_are_no_plans(there):
    assert there(
        "england.csv/dictionary.csv",
        "england.csv/schemes.csv",
        "e.parquet/dictionary.parquet",
        "e.parquet/schemes.parquet",
        "england.xlsx.parts/a.json",
        "england.xlsx",
        "a.json",
        but=["england.xlsx"],
    ) == (["a.json"], {})


def test_the_folder_itself_is_never_one_plan(there):
    assert there("plan.csv", "a.json") == (["a.json"], {".csv": 1})


def test_no_folder(tmp_path):
    with pytest.raises(UnreadableFile, match="give a folder that holds the plans"):
        plans_in(tmp_path / "nowhere")
