"""Month by month: what is counted again, what is not, and that the figures are the same."""

import os
import stat

import msgspec
import pyarrow.parquet as pq
import pytest

from bettercare.engines import duckdb
from bettercare.errors import BadRequest, UnreadableFile
from bettercare.metrics.counting import count_records
from bettercare.metrics.definition import Counting
from bettercare.metrics.months import count_kept, keep_months, parquet
from bettercare.metrics.record_checks import check_records
from bettercare.metrics.records import SPELLS
from bettercare.places import load_mapping
from tests.bettercare.metrics.counted_by_hand import (
    EMERGENCY,
    as_table,
    definition,
    spells,
)
from tests.bettercare.metrics.record_tables import drawn, parquet_file

ASKED = (
    definition("nea", Counting(EMERGENCY), area="commissioner", breakdowns=("sex",)),
    definition("all", Counting(), breakdowns=("age",)),
)
ONE = ASKED[1:]


@pytest.fixture(scope="module")
def database():
    with duckdb.connect(memory="200MB", threads=2) as connection:
        yield connection


@pytest.fixture
def files(tmp_path):
    """A file for each of three months, as records of their discharges came in."""
    found = {}
    for month in ("2017-04", "2017-05", "2017-06"):
        rows = [r for r in spells(900) if r["discharged"] and f"{r['discharged']:%Y-%m}" == month]
        found[month] = [written(tmp_path / f"{month}.parquet", rows)]
    return found


def written(path, rows):
    pq.write_table(as_table(rows), path)
    return path


def changes(kept):
    return {month: change for month, change in kept.changes if change}


def test_months_kept_give_the_counts_of_all_their_records(database, files, tmp_path):
    kept = keep_months(database, files, ASKED, tmp_path / "kept")
    assert changes(kept) == dict.fromkeys(files, "new")
    ours = count_kept(database, kept, shares=load_mapping())
    every = parquet(database, [file for some in files.values() for file in some])
    whole = count_records(database, {"spells": every}, ASKED, shares=load_mapping())
    assert ours.counts == whole.counts
    assert ours.controls == whole.controls
    assert ours.holds


def test_only_a_new_month_is_counted(database, files, tmp_path):
    first = {month: files[month] for month in ("2017-04", "2017-05")}
    opened = []

    def noting(connection, paths):
        opened.extend(path.stem for path in paths)
        return parquet(connection, paths)

    keep_months(database, first, ONE, tmp_path / "kept", opened=noting)
    again = keep_months(database, files, ONE, tmp_path / "kept", opened=noting)
    assert opened == ["2017-04", "2017-05", "2017-06"]
    assert changes(again) == {"2017-06": "new"}
    assert changes(keep_months(database, files, ONE, tmp_path / "kept", opened=noting)) == {}
    assert len(opened) == 3


def test_a_month_that_is_submitted_again_replaces_itself(database, files, tmp_path):
    keep_months(database, files, ONE, tmp_path / "kept")
    path = files["2017-05"][0]
    rows = pq.read_table(path)
    pq.write_table(rows.slice(0, 5), path)
    kept = keep_months(database, files, ONE, tmp_path / "kept")
    assert changes(kept) == {"2017-05": "resubmitted"}
    found = [c for c in count_kept(database, kept).counts if c.period == "2017-05"]
    assert sum(one.numerator for one in found if not one.breakdown) == 5


def test_a_file_of_the_same_size_and_time_is_still_noticed(database, files, tmp_path):
    keep_months(database, files, ONE, tmp_path / "kept")
    path = files["2017-04"][0]
    looks, held = path.stat(), bytearray(path.read_bytes())
    held[-40] ^= 1
    path.write_bytes(held)
    os.utime(path, ns=(looks.st_atime_ns, looks.st_mtime_ns))
    with pytest.raises(UnreadableFile, match=r"Opened 2017-04\.parquet"):
        keep_months(database, files, ONE, tmp_path / "kept", opened=refusing)


def refusing(_, paths):
    raise UnreadableFile(f"Opened {paths[0].name}.")


def test_a_file_that_was_only_touched_is_not_counted_again(database, files, tmp_path):
    keep_months(database, files, ONE, tmp_path / "kept")
    files["2017-04"][0].touch()
    assert changes(keep_months(database, files, ONE, tmp_path / "kept", opened=refusing)) == {}
    read = keep_months(database, files, ONE, tmp_path / "kept", opened=refusing, thorough=True)
    assert changes(read) == {}


def test_a_changed_definition_is_counted_again_and_a_changed_title_is_not(
    database, files, tmp_path
):
    keep_months(database, files, ONE, tmp_path / "kept")
    titled = [msgspec.structs.replace(ONE[0], title="Another", owner="Others")]
    assert changes(keep_months(database, files, titled, tmp_path / "kept", opened=refusing)) == {}
    changed = [msgspec.structs.replace(ONE[0], count=Counting(EMERGENCY))]
    kept = keep_months(database, files, changed, tmp_path / "kept")
    assert changes(kept) == dict.fromkeys(files, "definition")
    (control,) = count_kept(database, kept).controls
    assert control.counted < control.read.given


@pytest.mark.parametrize("harm", ["removed", "changed"])
def test_cells_that_are_lost_or_altered_are_counted_again(database, files, tmp_path, harm):
    kept = keep_months(database, files, ONE, tmp_path / "kept")
    cells = tmp_path / "kept" / kept.manifest.months["2017-05"].cubes["council"].file
    if harm == "removed":
        cells.unlink()
    else:
        cells.write_bytes(cells.read_bytes()[:-1] + b"?")
    again = keep_months(database, files, ONE, tmp_path / "kept")
    assert changes(again) == {"2017-05": "lost"}
    assert count_kept(database, again).counts == count_kept(database, again).counts


def test_a_month_that_is_withdrawn_is_counted_no_more(database, files, tmp_path):
    keep_months(database, files, ONE, tmp_path / "kept")
    del files["2017-06"]
    kept = keep_months(database, files, ONE, tmp_path / "kept")
    assert changes(kept) == {"2017-06": "withdrawn"}
    assert {c.period for c in count_kept(database, kept).counts if len(c.period) == 7} >= {
        "2017-04"
    }
    assert not list((tmp_path / "kept").glob("2017-06*"))


def test_a_manifest_that_cannot_be_read_is_made_again(database, files, tmp_path):
    keep_months(database, files, ONE, tmp_path / "kept")
    (tmp_path / "kept" / "manifest.json").write_text("{")
    assert changes(keep_months(database, files, ONE, tmp_path / "kept")) == dict.fromkeys(
        files, "new"
    )


def test_cells_can_be_read_by_their_owner_alone(database, files, tmp_path):
    keep_months(database, files, ONE, tmp_path / "kept")
    folder = tmp_path / "kept"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o600}


def test_rows_of_another_month_count_in_theirs_and_are_told(database, files, tmp_path):
    moved = {"2017-04": files["2017-05"]}
    kept = keep_months(database, moved, ONE, tmp_path / "kept")
    counts = count_kept(database, kept).counts
    rows = sum(one.numerator for one in counts if one.period == "2017-05" and not one.breakdown)
    assert kept.elsewhere == rows > 0


def test_a_month_may_be_checked_as_it_is_opened(database, tmp_path):
    table = """
    age | discharged
    80  | 2017-04-06
    999 | 2017-04-06
    81  | 2017-04-02
    82  | .
    """
    path = parquet_file(tmp_path / "s.parquet", drawn(table))

    def checked(connection, paths):
        return check_records(connection, paths, SPELLS, tmp_path)

    kept = keep_months(database, {"2017-04": [path]}, ONE, tmp_path / "kept", opened=checked)
    (control,) = count_kept(database, kept).controls
    assert control.read.rows == 4
    assert control.read.excluded
    assert control.holds


@pytest.mark.parametrize(
    ("months", "told"),
    [
        ({}, "There is no month"),
        ({"April": ["a"]}, "'April' is no month"),
        ({"2017-13": ["a"]}, "'2017-13' is no month"),
        ({"2017-04": []}, "Month 2017-04 has no file"),
        ({"2017-04": ["a"], "2017-05": ["a"]}, "Two files have the same name"),
    ],
)
def test_months_that_are_none_are_refused(tmp_path, months, told):
    paths = {month: [tmp_path / one for one in some] for month, some in months.items()}
    with pytest.raises(BadRequest, match=told):
        keep_months(None, paths, ONE, tmp_path / "kept")


def test_two_kinds_of_record_are_not_kept_in_one_folder(database, files, tmp_path):
    other = definition("rea", Counting(), records="reablement", breakdowns=())
    with pytest.raises(BadRequest, match="ask for one kind at a time"):
        keep_months(database, files, [*ONE, other], tmp_path / "kept")
    keep_months(database, files, ONE, tmp_path / "kept")
    with pytest.raises(UnreadableFile, match="holds counts of spells, not of reablement"):
        keep_months(database, files, [other], tmp_path / "kept")


def test_a_file_that_is_not_there_is_named(database, tmp_path):
    with pytest.raises(UnreadableFile, match=r"Cannot read a\.parquet"):
        keep_months(database, {"2017-04": [tmp_path / "a.parquet"]}, ONE, tmp_path / "kept")
