"""DuckDB: what it may hold, and the folder that it spills to."""

import os
import stat
import subprocess
import sys

import pytest

from bettercare.engines import duckdb


def setting(database, name):
    return database.raw_sql(f"SELECT current_setting('{name}')").fetchone()[0]


def test_memory_and_threads_are_as_asked(tmp_path):
    with duckdb.connect(memory="64MiB", threads=1, spill=tmp_path) as database:
        assert setting(database, "memory_limit") == "64.0 MiB"
        assert setting(database, "threads") == 1
        assert setting(database, "autoinstall_known_extensions") is False
        assert setting(database, "autoload_known_extensions") is False


def test_the_spill_folder_is_the_owners_and_goes_with_the_connection(tmp_path):
    with duckdb.connect(memory="40MB", threads=1, spill=tmp_path) as database:
        (folder,) = tmp_path.iterdir()
        assert setting(database, "temp_directory") == str(folder)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        database.raw_sql("CREATE TEMP TABLE t AS SELECT random() AS n FROM range(9000000)")
        assert any(folder.iterdir())  # 72 MB do not fit in 40
    assert not any(tmp_path.iterdir())


def test_the_spill_folder_goes_when_counting_fails(tmp_path):
    with pytest.raises(ZeroDivisionError), duckdb.connect(spill=tmp_path):
        raise ZeroDivisionError
    assert not any(tmp_path.iterdir())


def test_what_a_killed_run_left_is_removed_and_what_a_running_one_has_is_not(tmp_path):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = tmp_path / f"{duckdb.PREFIX}{dead.pid}-abc"
    others = [
        tmp_path / f"{duckdb.PREFIX}{os.getpid()}-abc",
        tmp_path / f"{duckdb.PREFIX}1-abc",
        tmp_path / f"{duckdb.PREFIX}notes",
        tmp_path / "other",
    ]
    for folder in (left, *others):
        folder.mkdir()
        (folder / "part").write_text("records")
    duckdb.remove_left(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(others)
