"""From made-up records with planted faults to counts: every fault found, every row accounted for.

The figures are counted again row by row in plain Python, from the files and the truth about them.
"""

from collections import Counter
from datetime import date

import ibis
import msgspec
import pyarrow.parquet as pq
import pytest

from bettercare.metrics.counting import count_records
from bettercare.metrics.library import definition
from bettercare.metrics.record_checks import check_records
from bettercare.metrics.records import KINDS
from bettercare.places import load_mapping
from bettercare.synthetic.records import RecordWish, write_records

EXCLUDED = {"day-unreadable", "day-never", "discharge-before-admission", "row-twice", "row-differs"}
BLANK = {"method-unknown", "method-blank"}
ROWS, FAULTS = 4_000, 60


@pytest.fixture(scope="module")
def connection():
    return ibis.duckdb.connect()


def made(folder, kind, form):
    wish = RecordWish(kind=kind, rows=ROWS, months=5, faults=FAULTS, form=form, seed=3)
    return write_records(wish, folder), sorted(folder.glob(f"{kind}-*"))


@pytest.mark.parametrize(
    ("kind", "form"),
    [(kind, "parquet") for kind in KINDS] + [("spells", "csv"), ("reablement", "csv")],
)
def test_every_planted_fault_is_found_where_it_is_and_no_other(connection, tmp_path, kind, form):
    truth, files = made(tmp_path, kind, form)
    report = check_records(connection, files, KINDS[kind], tmp_path).report
    found = Counter()
    for fault in report.faults:
        if fault.code != "REC-006":  # a column that is text in the files where some is planted
            found[fault.code, fault.column] += fault.count
    assert found == Counter((one.code, one.column) for one in truth)
    assert sum(found.values()) == FAULTS
    named = {(one.file, one.item) for one in truth}
    assert {(row.file, row.item) for fault in report.faults for row in fault.examples} <= named
    added = sum(one.kind in ("row-twice", "row-differs") for one in truth)
    out = Counter(one.code for one in truth if one.kind in EXCLUDED)
    assert report.rows == ROWS + added
    assert {one.code for one in report.excluded} == set(out)
    assert report.kept == ROWS + added - sum(out.values())
    assert report.holds


def rows_by_hand(files, truth):
    """The rows that count, one by one, without any engine, each with what was planted in it."""
    at_fault = {(one.file, one.item): one.kind for one in truth}
    for file in files:
        for item, row in enumerate(pq.read_table(file).to_pylist(), 1):
            kind = at_fault.get((file.name, item), "")
            if kind not in EXCLUDED:
                yield kind, row


def day(value):
    return value if isinstance(value, date) else date.fromisoformat(value)


def test_counts_of_commissioners_are_those_of_rows_counted_one_by_one(connection, tmp_path):
    truth, files = made(tmp_path, "spells", "parquet")
    wanted = Counter()
    for kind, row in rows_by_hand(files, truth):
        if kind not in BLANK and row["method"] == "emergency" and row["specific_acute"]:
            area = "unknown" if kind == "commissioner-unknown" else row["commissioner"]
            wanted[f"{day(row['discharged']):%Y-%m}", area] += 1
    nea = definition("nea", round_id="2019-20")
    nea = msgspec.structs.replace(nea, periods=("month",), breakdowns=())
    checked = check_records(connection, files, KINDS["spells"], tmp_path)
    counted = count_records(connection, {"spells": checked}, [nea])
    assert counted.holds
    assert {(one.period, one.area): int(one.numerator) for one in counted.counts} == wanted
    assert count_records(connection, {"spells": checked}, [nea], shares=load_mapping()).holds
