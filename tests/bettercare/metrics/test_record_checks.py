"""Records are checked before they are counted: every fault is counted, and no row is lost."""

from datetime import date

import ibis
import pytest

from bettercare.metrics.record_checks import check_records
from bettercare.metrics.record_checks_report import Excluded
from bettercare.metrics.records import KINDS, SPELLS
from tests.bettercare.metrics.record_tables import csv_file, drawn, parquet_file


@pytest.fixture(scope="module")
def connection():
    return ibis.duckdb.connect()


@pytest.fixture
def checked(connection, tmp_path):
    """Check a drawn table as a file of one form."""

    def check(table, form="csv", kind="spells", **more):
        rows = drawn(table, kind) if isinstance(table, str) else table
        path = tmp_path / f"records.{form}"
        made = csv_file(path, rows) if form == "csv" else parquet_file(path, rows, kind)
        return check_records(connection, [made], KINDS[kind], tmp_path, **more)

    return check


def rows_of(found, *columns):
    table = found.table.select(*columns).order_by(columns[0])
    return [tuple(row.values()) for row in table.to_pyarrow().to_pylist()]


def faults_of(found):
    return {(one.code, one.column): one.count for one in found.report.faults}


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_sound_records_are_kept_as_they_are(checked, form):
    found = checked("age\n80\n70", form)
    assert faults_of(found) == {}
    assert (found.report.rows, found.report.kept, found.report.excluded) == (2, 2, ())
    assert found.unchanged == (form == "parquet")
    assert rows_of(found, "spell", "age", "discharged", "specific_acute") == [
        (1, 80, date(2017, 4, 6), True),
        (2, 70, date(2017, 4, 6), True),
    ]
    assert tuple(found.table.columns) == tuple(column.name for column in SPELLS.columns)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_every_fault_is_counted_and_dealt_with_by_its_rule(checked, form):
    found = checked(
        """
        admitted   | discharge_ready | discharged | age | sex | commissioner | delayed_days
        2017-04-03 | 2017-04-05      | 2017-04-06 | 130 | 2   | 03L          | 1
        2017-04-03 | 2017-04-05      | 2017-04-06 | .   | X   | 03L          | -1
        2017-04-03 | 2017-04-05      | 2017-04-06 | 80  | 2   | 99Z          | 1
        2017-04-09 | 2017-04-08      | 2017-04-07 | 80  | 2   | 03L          | 1
        2017-04-03 | 2017-04-07      | 2017-04-06 | 80  | 2   | 03L          | 1
        2017-04-03 | 2017-04-05      | 9999-12-31 | 80  | 2   | 03L          | 1
        2017-04-03 | .               | .          | 80  | 2   | .            | 1
        """,
        form,
    )
    assert faults_of(found) == {
        ("REC-014", "age"): 1,
        ("REC-011", "age"): 1,
        ("REC-012", "sex"): 1,
        ("REC-014", "delayed_days"): 1,
        ("REC-013", "commissioner"): 1,
        ("REC-016", "discharged"): 1,
        ("REC-016", "discharge_ready"): 1,
        ("REC-015", "discharged"): 1,
        ("REC-023", "discharged"): 1,
        ("REC-011", "commissioner"): 1,
    }
    assert set(found.report.excluded) == {
        Excluded("REC-016", "discharged", 1),
        Excluded("REC-015", "discharged", 1),
        Excluded("REC-023", "discharged", 1),
    }
    assert (found.report.rows, found.report.kept) == (7, 4)
    assert found.report.holds
    columns = ("spell", "age", "sex", "commissioner", "delayed_days", "discharge_ready")
    assert rows_of(found, *columns) == [
        (1, None, "2", "03L", 1, date(2017, 4, 5)),
        (2, None, None, "03L", None, date(2017, 4, 5)),
        (3, 80, "2", "unknown", 1, date(2017, 4, 5)),
        (5, 80, "2", "03L", 1, None),
    ]
