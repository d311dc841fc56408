"""Files of records as analysts have them: CSV in its variants, Parquet from other programs."""

from datetime import UTC, date, datetime

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ibis.backends.duckdb import Backend as DuckDB

from bettercare.engines import duckdb
from bettercare.errors import UnreadableFile
from bettercare.metrics.record_checks import check_records
from bettercare.metrics.record_checks_rules import record_rules
from bettercare.metrics.records import DELAYS, SPELLS
from tests.bettercare.metrics.record_tables import csv_file, drawn, parquet_file


@pytest.fixture(scope="module")
def connection():
    return ibis.duckdb.connect()


@pytest.fixture
def check(connection, tmp_path):
    def checked(*files, kind=DELAYS, on=connection):
        return check_records(on, files, kind, tmp_path)

    return checked


def rows_of(found, *columns):
    table = found.table.select(*columns)
    return [tuple(row.values()) for row in table.to_pyarrow().to_pylist()]


def faults_of(found):
    return {(one.code, one.column): one.count for one in found.report.faults}


HEAD = "month,provider,council,attributed_to,reason,delayed_days"


def test_values_are_read_as_people_and_programs_write_them(check, tmp_path):
    """Each reading is stated in the how-to; days of other forms are not guessed."""
    file = tmp_path / "spells.csv"
    csv_file(
        file,
        drawn(
            """
            admitted            | discharge_ready | discharged       | specific_acute | age
            2017-04-03          | .               | 06/04/2017       | true           | 80
            03/04/2017 10:15    | .               | 2017-04-06T09:00 | Yes            | 80.0
            20170403            | .               | 2017-04-06       | n              | 80.5
            4/13/2017           | .               | 2017-04-06       | maybe          | +80
            """
        ),
    )
    found = check(file, kind=SPELLS)
    assert faults_of(found) == {
        ("REC-010", "age"): 1,
        ("REC-010", "admitted"): 1,
        ("REC-010", "specific_acute"): 1,
    }
    day = date(2017, 4, 3)
    assert rows_of(found, "admitted", "specific_acute", "age") == [
        (day, True, 80),
        (day, True, 80),
        (day, False, None),
        (None, None, 80),
    ]
    assert {row[0] for row in rows_of(found, "discharged")} == {date(2017, 4, 6)}


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff{HEAD}\r\n2017-04-01,SYN001,E08000018,nhs,A,5\r\n",
        f'{HEAD}\n2017-04-01,"SYN001",E08000018,nhs,A,5',
        f"{HEAD}\n2017-04-01,SYN001,E08000018,nhs,A,5\n".replace(",", ";"),
        f"{HEAD}\n2017-04-01,SYN001,E08000018,nhs,A,5\n".replace(",", "\t"),
        "Month,PROVIDER,Council,Attributed to,reason,Delayed-Days\n"
        "2017-04-01,SYN001,E08000018,nhs,A,5\n",
    ],
)
def test_csv_in_its_variants(check, tmp_path, text):
    file = tmp_path / "delays.csv"
    file.write_bytes(text.encode())
    found = check(file)
    assert faults_of(found) == {}
    assert rows_of(found, "month", "provider", "delayed_days") == [(date(2017, 4, 1), "SYN001", 5)]


def test_rows_that_cannot_be_read_are_counted_and_move_no_line(check, tmp_path):
    file = tmp_path / "delays.csv"
    lines = [
        "2017-04-01,SYN001,E08000018,nhs,A,5",
        "2017-04-01,SYN001,E08000018,nhs",
        "2017-04-01,SYN001,E08000018,nhs,B,5,6",
        "2017-04-01,SYN001,E08000018,nhs,C,-5",
        "2017-04-01,SYN\xe9,E08000018,nhs,D,5",
    ]
    file.write_bytes("\n".join([HEAD, *lines]).encode("latin-1"))
    found = check(file)
    assert found.report.count("REC-005") == 3
    assert (found.report.rows, found.report.kept, found.report.holds) == (5, 2, True)
    [negative] = [one for one in found.report.faults if one.code == "REC-014"]
    assert [(one.item, one.row) for one in negative.examples] == [(2, 5)]
    said = {one.message for one in found.report.findings(record_rules()) if one.code == "REC-005"}
    assert "1 row: row 2 of delays.csv. Too few cells are in it. The row is not counted." in said
    assert "SYN" not in repr(found.report)


def test_spaces_are_taken_away_and_said(check, tmp_path):
    file = tmp_path / "delays.csv"
    file.write_text(f"{HEAD}\n2017-04-01, SYN001,E08000018 ,nhs, ,5\n", encoding="utf-8")
    found = check(file)
    assert faults_of(found) == {
        ("REC-009", "provider"): 1,
        ("REC-009", "council"): 1,
        ("REC-009", "reason"): 1,
        ("REC-011", "reason"): 1,
    }
    assert rows_of(found, "provider", "council", "reason") == [("SYN001", "E08000018", None)]


def test_a_column_twice_and_one_without_a_name(check, tmp_path):
    file = tmp_path / "delays.csv"
    file.write_text(f"{HEAD},reason,\n2017-04-01,SYN001,E08000018,nhs,A,5,B,x\n", encoding="utf-8")
    found = check(file)
    assert faults_of(found) == {("REC-002", "column 8"): 1, ("REC-004", "reason"): 1}
    assert rows_of(found, "reason") == [("A",)]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.csv", b"", "its first row is empty"),
        ("a.csv", "month,reason\n".encode("utf-16"), "it is UTF-16. Save it as CSV UTF-8"),
        ("a.csv", b"PK\x03\x04", "it is a workbook or zipped file"),
        ("a.csv", b"a\x00b\n", "it is not text"),
        ("a.csv", b"943 476 5919,12/03/1940\n", "none of its columns is one of monthly return"),
        ("a.parquet", b"PAR1", "it is damaged, or not Parquet"),
        ("a.xlsx", b"PK", "records come as Parquet or CSV"),
    ],
)
def test_files_that_cannot_be_read_are_refused_without_their_values(
    check, tmp_path, name, data, why
):
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(UnreadableFile, match=why) as refused:
        check(file)
    assert "1940" not in str(refused.value)


def test_a_folder_stands_for_its_files(check, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    with pytest.raises(UnreadableFile, match="no Parquet file is in it"):
        check(folder)
    csv_file(folder / "delays-1.csv", drawn("reason\nA", "delays"))
    (folder / "truth.csv").write_text("file,item\n", encoding="utf-8")
    assert check(folder).report.files == ("delays-1.csv",)
    parquet_file(folder / "b.parquet", drawn("reason\nA", "delays"), "delays")
    parquet_file(folder / "a.parquet", drawn("reason\nB", "delays"), "delays")
    assert check(folder).report.files == ("a.parquet", "b.parquet")
    with pytest.raises(UnreadableFile, match="no such file"):
        check(folder / "c.parquet")
    with pytest.raises(UnreadableFile, match="There is no file of records"):
        check()


def test_parquet_of_other_types(check, tmp_path):
    """Numbers with a point, days with a time, codes as numbers, and text in one file alone."""
    rows = drawn("age\n80\n70")
    parquet_file(tmp_path / "a.parquet", rows)
    table = pq.read_table(tmp_path / "a.parquet")
    number = float("nan")
    other = {
        "age": pa.array([80.0, number]),
        "deprivation": pa.array([1.5, 2.0]),
        "sex": pa.array([1, 2]),
        "discharged": pa.array([datetime(2017, 4, 6, 9, 30)] * 2),
        "admitted": pa.array([datetime(2017, 4, 3, tzinfo=UTC)] * 2),
        "discharge_ready": pa.array(["2017-04-05", "soon"]),
        "spell": pa.array([3, 4], pa.int16()),
    }
    for name, column in other.items():
        table = table.set_column(table.column_names.index(name), name, column)
    pq.write_table(table, tmp_path / "b.parquet")
    found = check(tmp_path / "a.parquet", tmp_path / "b.parquet", kind=SPELLS)
    assert faults_of(found) == {
        ("REC-006", "discharge_ready"): 2,
        ("REC-006", "sex"): 2,
        ("REC-010", "admitted"): 2,
        ("REC-010", "discharge_ready"): 1,
        ("REC-010", "deprivation"): 1,
        ("REC-011", "age"): 1,
    }
    assert not found.unchanged
    assert sorted(rows_of(found, "spell", "age", "deprivation", "sex"))[2:] == [
        (3, 80, None, "1"),
        (4, None, 2, "2"),
    ]
    [soon] = [o for f in found.report.faults if f.column == "discharge_ready" for o in f.examples]
    assert (soon.file, soon.item, soon.shape) == ("b.parquet", 2, "aaaa")


def test_codes_stored_as_numbers_are_not_what_another_engine_would_read(check, tmp_path):
    parquet_file(tmp_path / "a.parquet", drawn("age\n80"))
    table = pq.read_table(tmp_path / "a.parquet")
    table = table.set_column(table.column_names.index("sex"), "sex", pa.array([2]))
    pq.write_table(table, tmp_path / "a.parquet")
    found = check(tmp_path / "a.parquet", kind=SPELLS)
    assert faults_of(found) == {}
    assert not found.unchanged


def test_rows_are_copied_in_order_where_the_engine_keeps_none(check, tmp_path, monkeypatch):
    """The engine that counts asks for no order, which would number rows of a copy at random."""
    orders = []
    asked = "SELECT current_setting('preserve_insertion_order')"
    copy = DuckDB.to_parquet

    def noted(self, *given, **told):
        orders.extend(self.raw_sql(asked).fetchall())
        return copy(self, *given, **told)

    monkeypatch.setattr(DuckDB, "to_parquet", noted)
    with duckdb.connect(threads=2) as database:
        check(csv_file(tmp_path / "a.csv", drawn("reason\nA", "delays")), on=database)
        assert orders == [(True,)]
        assert database.raw_sql(asked).fetchall() == [(False,)]
