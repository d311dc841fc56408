"""A query is made once for tables of the same columns, and sees only the tables it is given."""

import ibis
import pyarrow as pa
import pytest

from bettercare.engines import answers, duckdb


@pytest.fixture
def database():
    with duckdb.connect(memory="200MB", threads=1) as connection:
        yield connection


def total(tables, name):
    return tables["rows"].aggregate(total=tables["rows"][name].sum())


def of(*days, type=None):
    return pa.table({"days": pa.array(days, type)})


def asked(database, given, name="days"):
    return answers.answer(database, total, {"rows": given}, name).to_pylist()


def test_tables_of_the_same_columns_share_a_query_and_not_an_answer(database):
    made = answers._query.cache_info().misses
    assert asked(database, of(1, 2)) == [{"total": 3}]
    assert asked(database, of(10, 20)) == [{"total": 30}]
    assert answers._query.cache_info().misses <= made + 1


def test_columns_of_another_type_have_a_query_of_their_own(database):
    assert asked(database, of(1, 2)) == [{"total": 3}]
    assert asked(database, of(0.5, 2.0)) == [{"total": 2.5}]


def test_what_is_asked_about_is_part_of_the_query(database):
    both = pa.table({"days": [1, 2], "beds": [5, 6]})
    assert asked(database, both, "days") == [{"total": 3}]
    assert asked(database, both, "beds") == [{"total": 11}]


@pytest.mark.parametrize("kind", ["of the database", "an expression", "in memory"])
def test_a_table_is_given_as_it_is(database, kind):
    database.raw_sql("CREATE TABLE days AS SELECT unnest([1, 2, 4]) AS days")
    held = database.table("days")
    given = {"of the database": held, "an expression": held.filter(held["days"] > 1)}
    found = asked(database, given.get(kind, ibis.memtable(of(7))))
    assert found == [{"total": {"of the database": 7, "an expression": 6}.get(kind, 7)}]


def test_an_answer_has_the_columns_that_were_promised(database):
    """A sum comes out of DuckDB wider than 64 bits."""
    found = answers.answer(database, total, {"rows": of(1, type=pa.int32())}, "days")
    assert found.schema == pa.schema({"total": pa.int64()})


def seen(database):
    return database.raw_sql("FROM duckdb_views() WHERE view_name LIKE 'bettercare_%'").fetchall()


def test_no_table_is_seen_when_it_is_answered_or_fails(database):
    asked(database, of(1))
    assert seen(database) == []
    with pytest.raises(pa.ArrowInvalid, match="out of bounds"):
        asked(database, of(2**63 - 1, 2**63 - 1))
    assert seen(database) == []
