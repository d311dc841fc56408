"""DuckDB and Spark give the same whole numbers of the same files."""

import warnings
from datetime import date
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest

from bettercare.engines import duckdb, spark
from bettercare.metrics.counting import count_records
from bettercare.metrics.months import count_kept, keep_months
from bettercare.places import load_mapping
from tests.bettercare.metrics.counted_by_hand import DEFINITIONS, as_table, by_hand, spells

pytestmark = [
    pytest.mark.skipif(bool(spark.lacking()), reason=spark.lacking() or "Spark is here"),
    pytest.mark.filterwarnings("ignore"),  # Spark's own, of its Python and of its ports
]
SETTINGS = {  # for few rows: to make ready what is fast with many takes longer than the work
    "spark.driver.memory": "1g",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "2",
}
ASKED = tuple(msgspec.structs.replace(one, breakdowns=one.breakdowns[:2]) for one in DEFINITIONS)


@pytest.fixture(scope="module")
def rows():
    """Rows, one with more days than a fraction of 64 bits can hold to the day."""
    found = spells(2000, seed=2)
    long = {"discharged": date(2017, 5, 1), "delayed_days": 2**53 + 1, "attributed_to": "nhs"}
    return [*found, {**found[0], **long}]


@pytest.fixture(scope="module")
def file(rows, tmp_path_factory):
    path = tmp_path_factory.mktemp("records") / "2017-04.parquet"
    pq.write_table(as_table(rows), path)
    return path


@pytest.fixture(scope="module")
def on_spark(tmp_path_factory):
    settings = {**SETTINGS, "spark.local.dir": str(tmp_path_factory.mktemp("spark"))}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with spark.connect("local[2]", settings=settings) as connection:
            yield connection


def counts(connection, file: Path):
    records = connection.read_parquet(str(file))
    return count_records(connection, {"spells": records}, ASKED, shares=load_mapping())


def test_both_engines_give_what_is_counted_row_by_row(on_spark, file, rows):
    theirs = counts(on_spark, file)
    with duckdb.connect(memory="200MB", threads=2) as database:
        ours = counts(database, file)
    assert theirs.counts == ours.counts == by_hand(rows, ASKED, load_mapping())
    assert theirs.controls == ours.controls
    assert theirs.holds


def test_months_are_kept_on_spark_as_well(on_spark, file, tmp_path):
    asked = [msgspec.structs.replace(ASKED[1], breakdowns=(), periods=("year",))]
    kept = keep_months(on_spark, {"2017-04": [file]}, asked, tmp_path)
    theirs = count_kept(on_spark, kept)
    with duckdb.connect(memory="200MB", threads=2) as database:
        assert theirs.counts == count_kept(database, kept).counts
    assert theirs.holds
