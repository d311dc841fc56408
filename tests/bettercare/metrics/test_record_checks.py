"""Records are checked before they are counted: every fault is counted, and no row is lost."""

from datetime import date

import ibis
import msgspec
import pytest

from bettercare.errors import BadRequest
from bettercare.metrics import record_checks_counts, record_checks_keys
from bettercare.metrics.counting import count_records
from bettercare.metrics.library import definition
from bettercare.metrics.record_checks import check_records
from bettercare.metrics.record_checks_report import Excluded
from bettercare.metrics.record_checks_rules import SHIPPED, record_rules
from bettercare.metrics.records import KINDS, SPELLS
from tests.bettercare.metrics.record_tables import csv_file, drawn, parquet_file

BIRTHDAY = "1952-12-31"


@pytest.fixture(scope="module")
def connection():
    return ibis.duckdb.connect()


@pytest.fixture
def checked(connection, tmp_path):
    """Check a drawn table as a file of one form."""

    def check(table, form="parquet", kind="spells", **more):
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


def messages_of(found):
    return {one.code: one.message for one in found.report.findings(record_rules())}


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_sound_records_are_kept_as_they_are(checked, form):
    found = checked("age\n80\n70", form)
    assert faults_of(found) == {}
    assert (found.report.rows, found.report.kept, found.report.excluded) == (2, 2, ())
    assert (found.report.first, found.report.last) == ("2017-04", "2017-04")
    assert found.unchanged == (form == "parquet")
    assert rows_of(found, "spell", "age", "discharged", "specific_acute") == [
        (1, 80, date(2017, 4, 6), True),
        (2, 70, date(2017, 4, 6), True),
    ]
    assert tuple(found.table.columns) == tuple(column.name for column in SPELLS.columns)


FAULTY = """
    admitted   | discharge_ready | discharged | age | sex | commissioner | delayed_days
    2017-04-03 | 2017-04-05      | 2017-04-06 | 130 | 2   | 03L          | 1
    2017-04-03 | 2017-04-05      | 2017-04-06 | .   | X   | 03L          | -1
    2017-04-03 | 2017-04-05      | 2017-04-06 | 80  | 2   | 99Z          | 1
    2017-04-09 | 2017-04-08      | 2017-04-07 | 80  | 2   | 03L          | 1
    2017-04-03 | 2017-04-07      | 2017-04-06 | 80  | 2   | 03L          | 1
    2017-04-03 | 2017-04-05      | 9999-12-31 | 80  | 2   | 03L          | 1
    2017-04-03 | .               | .          | 80  | 2   | .            | 1
"""


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_every_fault_is_counted_and_dealt_with_by_its_rule(checked, form):
    found = checked(FAULTY, form)
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
    assert not found.unchanged
    columns = ("spell", "age", "sex", "commissioner", "delayed_days", "discharge_ready")
    assert rows_of(found, *columns) == [
        (1, None, "2", "03L", 1, date(2017, 4, 5)),
        (2, None, None, "03L", None, date(2017, 4, 5)),
        (3, 80, "2", "unknown", 1, date(2017, 4, 5)),
        (5, 80, "2", "03L", 1, None),
    ]


def test_a_row_without_an_area_counts_under_unknown(checked):
    found = checked("commissioner | council\n. | .\n03L | E08009999")
    assert rows_of(found, "spell", "commissioner", "council") == [
        (1, "unknown", "unknown"),
        (2, "03L", "unknown"),
    ]


def test_a_finding_names_rows_and_shapes_and_never_a_value(checked):
    rows = drawn("age\n80\n80\n80", "spells")
    rows[1]["age"], rows[2]["age"] = BIRTHDAY, "Eighty1"
    found = checked(rows, "csv")
    [fault] = found.report.faults
    assert [(one.item, one.row, one.shape) for one in fault.examples] == [
        (2, 3, "9999-99-99"),
        (3, 4, "Aaaaaa9"),
    ]
    [finding] = found.report.findings(record_rules())
    assert finding.message == (
        "2 rows: row 2 (9999-99-99) and 3 (Aaaaaa9) of records.csv. This is not a whole number. "
        "These values are not used; the rows are counted."
    )
    assert (finding.code, finding.subject, finding.severity.value) == (
        "REC-010",
        "Column age",
        "error",
    )
    assert [place.row for place in finding.places] == [3, 4]
    assert BIRTHDAY not in repr(found.report)
    told = checked(rows, "csv", values=True).report
    assert [one.value for one in told.faults[0].examples] == [BIRTHDAY, "Eighty1"]


def test_of_many_rows_the_first_five_are_named(checked):
    found = checked("age\n" + "130\n" * 7)
    [fault] = found.report.faults
    assert fault.count == 7
    assert [one.item for one in fault.examples] == [1, 2, 3, 4, 5]
    assert "7 rows: first row 1 (999), 2 (999)" in messages_of(found)["REC-014"]


TWICE = """
    spell | age
    1     | 80
    2     | 70
    1     | 80
    1     | 81
    3     | 60
"""


def test_a_row_given_twice_counts_once_and_of_a_key_the_first(checked, monkeypatch):
    found = checked(TWICE)
    assert faults_of(found) == {("REC-020", "spell"): 1, ("REC-021", "spell"): 1}
    items = {one.code: [row.item for row in one.examples] for one in found.report.faults}
    assert items == {"REC-020": [3], "REC-021": [4]}
    assert set(found.report.excluded) == {
        Excluded("REC-020", "spell", 1),
        Excluded("REC-021", "spell", 1),
    }
    assert found.report.holds
    assert rows_of(found, "spell", "age") == [(1, 80), (2, 70), (3, 60)]
    monkeypatch.setattr(record_checks_keys, "AT_ONCE", 1)  # as many parts as numbers
    assert faults_of(checked(TWICE)) == faults_of(found)


@pytest.mark.parametrize(
    ("whole", "differs", "kept"),
    [("keep", "keep", 5), ("first", "exclude", 2), ("keep", "first", 4), ("first", "keep", 4)],
)
def test_what_happens_to_repeats_is_a_rule(checked, tmp_path, whole, differs, kept):
    path = tmp_path / "rules.yaml"
    head, twice, rest = SHIPPED.read_text(encoding="utf-8").partition("  REC-020:")
    one, other, end = rest.partition("  REC-021:")
    one, other = one.replace("then: first", f"then: {whole}"), other + end
    other = other.replace("then: first", f"then: {differs}")
    path.write_text(head + twice + one + other, encoding="utf-8")
    found = checked(TWICE, rules=record_rules(path))
    assert found.report.kept == kept == len(rows_of(found, "spell"))
    assert found.report.holds


def test_a_row_that_two_rules_leave_out_is_left_out_once(checked, tmp_path):
    path = tmp_path / "rules.yaml"
    text = SHIPPED.read_text(encoding="utf-8")
    path.write_text(text.replace("then: blank", "then: exclude"), encoding="utf-8")
    found = checked("age | sex\n130 | X\n130 | 2\n80 | 2", rules=record_rules(path))
    assert set(found.report.excluded) == {Excluded("REC-014", "age", 2)}
    assert (found.report.rows, found.report.kept, found.report.holds) == (3, 1, True)
    assert faults_of(found) == {("REC-014", "age"): 2, ("REC-012", "sex"): 1}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("  REC-022:", "  REC-099:"), "REC-022 is missing or not known"),
        (("then: first", "then: blank"), "REC-020 cannot blank"),
        (("then: keep", "then: drop"), "Cannot use the rules in rules.yaml"),
    ],
)
def test_rules_that_cannot_be_are_refused(tmp_path, change, why):
    path = tmp_path / "rules.yaml"
    path.write_text(SHIPPED.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(BadRequest, match=why):
        record_rules(path)


def test_a_key_of_several_columns(checked):
    found = checked(
        """
        month      | reason | delayed_days
        2017-04-01 | A      | 5
        2017-04-01 | A      | 5
        2017-04-01 | B      | 5
        2017-04-01 | B      | 6
        2017-07-01 | A      | 5
        """,
        kind="delays",
    )
    key = "month, provider, council, attributed_to, reason"
    assert faults_of(found) == {
        ("REC-020", key): 1,
        ("REC-021", key): 1,
        ("REC-022", "month"): 2,
    }
    assert messages_of(found)["REC-022"] == "No row is of 2017-05 and 2017-06."
    assert (found.report.kept, found.report.holds) == (3, True)


def test_a_measure_is_not_counted_by_a_column_that_is_missing(checked, connection):
    rows = drawn("age | deprivation\n80 | 1")
    for row in rows:
        row["methods"] = row.pop("method")
        del row["deprivation"]
    found = checked(rows)
    assert faults_of(found) == {
        ("REC-001", "method"): 1,
        ("REC-002", "methods"): 1,
        ("REC-007", "deprivation"): 1,
    }
    assert "Is it the column 'methods'?" in messages_of(found)["REC-001"]
    assert found.report.missing == ("method", "deprivation")
    assert found.report.kept == 1
    nea = msgspec.structs.replace(definition("nea", round_id="2019-20"), breakdowns=())
    with pytest.raises(BadRequest, match="Missing: method"):
        count_records(connection, {"spells": found}, [nea])


def test_without_the_date_that_counts_no_period_has_a_row(checked):
    rows = drawn("age\n80")
    del rows[0]["discharged"]
    found = checked(rows)
    assert found.report.missing == ("discharged",)
    assert (found.report.kept, found.report.first, found.report.holds) == (1, "", True)


def test_columns_that_identify_people_are_said_and_not_read(checked):
    rows = [{**row, "NHS Number": "9434765919", "note": "x"} for row in drawn("age\n80")]
    found = checked(rows)
    assert faults_of(found) == {("REC-002", "note"): 1, ("REC-003", "NHS Number"): 1}
    assert "9434765919" not in repr(found.report)
    assert "NHS Number" not in found.table.columns


def test_no_rows(checked):
    found = checked(drawn("discharged\n.")[:1])
    assert faults_of(found)["REC-008", ""] == 1
    assert found.report.findings(record_rules()).has_errors


def test_many_codes_that_are_none(checked, monkeypatch):
    """A column of something else: more wrong codes than are looked for, or looked at."""
    monkeypatch.setattr(record_checks_counts, "MOST_CODES", 600)
    rows = "\n".join(f"X{number}" for number in range(700))
    found = checked(f"commissioner\n03L\n{rows}")
    assert found.report.count("REC-013") == 700
    assert found.report.kept == 701
