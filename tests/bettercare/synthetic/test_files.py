"""Synthetic plans as files, and the truth about each beside them."""

import csv
import json

import pytest

from bettercare.errors import UnreadableFile
from bettercare.formats import read
from bettercare.report import summarise
from bettercare.rounds import load
from bettercare.synthetic.files import write_nation
from bettercare.synthetic.nation import Made, Wish, nation

FIELDS = "file,area,round,what,kind,code,table,item,field,was,now,words,subject"


def written(folder, ending="json", told=None, **wish):
    plans = nation([load("2019-20")], Wish(**{"areas": 12, "schemes": 25, **wish}))
    return write_nation(plans, folder, ending, told)


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_every_file_that_is_not_broken_is_read_and_says_that_it_is_synthetic(tmp_path, ending):
    truth = written(tmp_path, ending)
    broken = {one.file for one in truth if one.what == "broken"}
    missing = {one.file for one in truth if one.what == "missing"}
    files = {path.name for path in tmp_path.iterdir()} - {"truth.csv", "truth.json"}
    assert files == {one.file for one in truth} - missing
    assert len(broken) == 1
    for name in files - broken:
        assert read(tmp_path / name).plan.facts["synthetic"] == "yes, seed 1"
    for name in broken:
        with pytest.raises(UnreadableFile):
            read(tmp_path / name)


def test_every_fault_of_the_truth_is_found_in_its_file(tmp_path):
    truth = [one for one in written(tmp_path, faults=5) if one.what == "fault"]
    assert len(truth) > 40
    for one in truth:
        found = summarise(read(tmp_path / one.file)).report.findings
        own = [finding for finding in found if finding.code == one.code]
        placed = any(
            (place.table, place.item) == (one.table, one.item)
            for finding in own
            for place in finding.places
        )
        assert placed or any(one.subject and one.subject in finding.subject for finding in own)


def test_the_truth_is_written_as_a_table_and_as_data(tmp_path):
    truth = written(tmp_path)
    lines = (tmp_path / "truth.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == FIELDS
    rows = list(csv.DictReader(lines))
    assert [row["file"] for row in rows] == [one.file for one in truth]
    assert [one["what"] for one in json.loads((tmp_path / "truth.json").read_text())] == [
        one.what for one in truth
    ]


def test_each_file_has_at_least_one_line_of_truth(tmp_path):
    truth = written(tmp_path)
    told = {one.file for one in truth}
    assert told >= {path.name for path in tmp_path.iterdir()} - {"truth.csv", "truth.json"}
    assert {one.what for one in truth} >= {"clean", "fault", "missing", "broken", "another round"}


def test_text_in_the_table_is_no_formula(tmp_path):
    write_nation([Made("x-2019-20", "=1+1", "2019-20", "missing")], tmp_path, "json")
    (row,) = csv.DictReader((tmp_path / "truth.csv").read_text(encoding="utf-8").splitlines())
    assert row["area"] == "'=1+1"


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    written(tmp_path / "a")
    written(tmp_path / "b")
    first = {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()}
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "b").iterdir()}


def test_each_file_is_told_before_it_is_written(tmp_path):
    names = []
    truth = written(tmp_path, told=names.append)
    assert list(dict.fromkeys(names)) == list(dict.fromkeys(one.file for one in truth))


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UnreadableFile, match="Cannot write"):
        written(tmp_path / "file")
