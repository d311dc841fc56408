"""Records to counts, against the same counts worked out row by row, and against published ones."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import ibis
import msgspec
import pyarrow as pa
import pytest

from bettercare.engines import duckdb
from bettercare.errors import BadRequest
from bettercare.metrics.counting import count_records
from bettercare.metrics.counting_plan import Band
from bettercare.metrics.definition import Condition, Counting
from bettercare.metrics.record_checks import check_records
from bettercare.metrics.records import SPELLS
from bettercare.places import load_mapping
from tests.bettercare.metrics.counted_by_hand import (
    DEFINITIONS,
    EMERGENCY,
    as_table,
    by_hand,
    definition,
    spells,
)
from tests.bettercare.metrics.record_tables import drawn, parquet_file

ONE = definition("nea", Counting(EMERGENCY), periods=("quarter",), breakdowns=())


@pytest.fixture(scope="module")
def database():
    with duckdb.connect(memory="200MB", threads=2) as connection:
        yield connection


def counted(database, rows, definitions=(ONE,), **options):
    return count_records(
        database, {"spells": ibis.memtable(as_table(rows))}, definitions, **options
    )


def told(found, **cell):
    """The one numerator of a cell."""
    wanted = {"breakdown": "", "group": "", **cell}
    (one,) = [c for c in found.counts if all(getattr(c, k) == v for k, v in wanted.items())]
    return one.numerator


@pytest.mark.parametrize("shares", [None, load_mapping()], ids=["as they are", "apportioned"])
def test_every_measure_period_and_breakdown_is_as_counted_row_by_row(database, shares):
    rows = spells(3000)
    found = counted(database, rows, DEFINITIONS, shares=shares)
    assert found.counts == by_hand(rows, shares=shares)
    assert found.holds


def test_the_published_example_of_apportionment(database):
    """Rotherham in one quarter: 7,339.8 of five commissioners' admissions, by the real shares."""
    plans = {"02P": 7000, "02Q": 2900, "02X": 9800, "03L": 7000, "03N": 14000}
    rows = [
        {"commissioner": code, "discharged": date(2017, 5, 1), "method": "emergency",
         "specific_acute": True}
        for code, number in plans.items() for _ in range(number)
    ]  # fmt: skip
    asked = msgspec.structs.replace(ONE, area="commissioner")
    found = counted(database, rows, (asked,), shares=load_mapping())
    assert told(found, area="E08000018", period="2017-18 Q1") == Decimal("7339.8")
    (control,) = found.controls
    assert control.counted == 40_700
    assert dict(control.sums[0].placed)["quarter"] == control.sums[0].expected


def test_a_commissioner_that_the_mapping_lacks_is_counted_whole_as_unknown(database):
    rows = [{**row, "commissioner": "99Z", "method": "emergency", "specific_acute": True}
            for row in spells(40)]  # fmt: skip
    asked = msgspec.structs.replace(ONE, area="commissioner")
    found = counted(database, rows, (asked,), shares=load_mapping())
    dated = sum(row["discharged"] is not None for row in rows)
    assert {one.area for one in found.counts} == {"unknown"}
    assert sum(one.numerator for one in found.counts) == dated
    assert found.controls[0].sums[0].unknown == dated
    assert found.holds


def test_undated_rows_are_excluded_by_rule_and_told(database):
    rows = [{**row, "method": "emergency", "specific_acute": True} for row in spells(50)]
    for row in rows[:7]:
        row["discharged"] = None
    for row in rows[7:]:
        row["discharged"] = date(2018, 3, 31)
    for row in rows[10:14]:
        row["method"] = "elective"
    (control,) = counted(database, rows).controls
    assert (control.read.rows, control.read.given) == (50, 50)
    assert (control.counted, control.undated, control.not_asked) == (39, 7, 4)
    assert (control.months, control.part) == (("2018-03",), ("2017-18 Q4",))
    assert control.holds


def test_rows_that_a_check_excludes_are_in_the_control_totals(database, tmp_path):
    table = """
    age | discharged
    80  | 2017-04-06
    999 | 2017-04-06
    81  | 2017-04-02
    82  | .
    """
    path = parquet_file(tmp_path / "s.parquet", drawn(table))
    checked = check_records(database, [path], SPELLS, tmp_path)
    found = count_records(database, {"spells": checked}, (ONE,))
    (control,) = found.controls
    excluded = sum(one.rows for one in control.read.excluded)
    assert control.read.rows == 4
    assert control.read.rows == excluded + control.read.given
    assert control.read.given == control.counted + control.not_asked + control.undated
    assert excluded
    assert control.holds
    lost = replace(control, read=replace(control.read, given=control.read.given - 1))
    assert not lost.holds


def test_bands_are_those_of_the_call(database):
    rows = spells(500)
    bands = {"age": (Band("18-19", 18, 19), Band("65 and over", 65))}
    asked = msgspec.structs.replace(ONE, breakdowns=("age",), periods=("year",))
    found = counted(database, rows, (asked,), bands=bands)
    ages = [row["age"] for row in rows if row["discharged"] and row["method"] == "emergency"
            and row["specific_acute"]]  # fmt: skip
    sums = {}
    for one in found.counts:
        sums[one.group] = sums.get(one.group, 0) + one.numerator
    assert sums == {
        "": len(ages),
        "unknown": ages.count(None),
        "18-19": ages.count(18),
        "65 and over": sum(age is not None and age >= 65 for age in ages),
        "other": sum(age in (0, 17, 64) for age in ages),
    }


def test_days_between_dates_can_be_a_condition(database):
    long = Counting((Condition("discharged", days_since="admitted", at_least=21),))
    asked = definition("los21", long, Counting(), periods=("year",), breakdowns=())
    rows = spells(300)
    found = counted(database, rows, (asked,))
    days = [(r["discharged"] - r["admitted"]).days for r in rows if r["discharged"]]
    assert sum(one.numerator for one in found.counts) == sum(n >= 21 for n in days)
    assert sum(one.denominator for one in found.counts) == len(days)


def test_more_conditions_than_one_number_has_bits(database):
    """Forty measures, each of people of at least so many years, and one of everybody."""
    asked = [
        definition(
            f"m{n}",
            Counting((Condition("age", at_least=n),)),
            breakdowns=("sex",),
            periods=("year",),
        )
        for n in range(40, 80)
    ]
    asked.insert(30, definition("m0", Counting(), breakdowns=(), periods=("year",)))
    rows = spells(400)
    found = counted(database, rows, asked)
    ages = [r["age"] or 0 for r in rows if r["discharged"]]
    for n in (0, 40, 69, 70, 79):
        everybody = [c for c in found.counts if c.metric == f"m{n}" and not c.breakdown]
        assert sum(one.numerator for one in everybody) == sum(age >= n for age in ages)


def test_thirty_conditions_and_one_that_all_rows_meet(database):
    """The conditions that all rows meet need no bit, though they come first in a number of bits."""
    women = Condition("sex", equal="2")
    asked = [
        definition(
            f"m{n}",
            Counting((women, Condition("age", at_least=n))),
            breakdowns=(),
            periods=("year",),
        )
        for n in range(30)
    ]
    asked.append(definition("all", Counting((women,)), breakdowns=(), periods=("year",)))
    rows = spells(200)
    found = counted(database, rows, asked)
    total = sum(one.numerator for one in found.counts if one.metric == "all")
    assert total == sum(r["sex"] == "2" and r["discharged"] is not None for r in rows)
    assert [one.counted for one in found.controls] == [total]


def test_no_rows_give_no_counts(database):
    found = counted(database, [{**spells(1)[0], "discharged": None}], DEFINITIONS)
    assert found.counts == ()
    assert found.holds
    assert [one.undated for one in found.controls] == [0, 1]


def test_columns_that_are_missing_or_of_another_type_are_named(database):
    table = pa.table({"council": ["E08000018"], "discharged": ["2017-04-01"], "method": ["other"]})
    with pytest.raises(BadRequest) as raised:
        count_records(database, {"spells": ibis.memtable(table)}, (ONE,))
    assert str(raised.value) == (
        "Cannot count these spells. Missing: specific_acute. Of another type: discharged."
    )


def test_records_that_are_not_given_are_named(database):
    with pytest.raises(BadRequest, match="There are no records of spells"):
        count_records(database, {}, (ONE,))
