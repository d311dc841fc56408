"""What a query answers with, asked of whichever engine is connected.

To make a query out of an expression can take Ibis longer than it takes DuckDB to answer it of a
million rows. So on DuckDB a query is made once for all tables of the same columns, and kept.
"""

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import ibis
import pyarrow as pa
from ibis.expr import operations as ops
from ibis.expr import types as ir

QUERIES = 256  # that are kept, the latest asked for
PREFIX = "bettercare_"

Tables: TypeAlias = Mapping[str, ir.Table]
Make: TypeAlias = Callable[..., ir.Table]
Given: TypeAlias = ir.Table | pa.Table


class Query(NamedTuple):
    """A query as text, and the columns of its answer."""

    text: str
    columns: pa.Schema


def answer(connection: Any, make: Make, given: Mapping[str, Given], *about: Hashable) -> pa.Table:
    """What ``make(tables, *about)`` comes to on the engine of ``connection``.

    ``make`` is given the tables by name, whether the engine holds them or they come from here. It
    must depend on nothing but their columns and what it is asked ``about``.

    >>> from bettercare.engines import duckdb
    >>> def total(tables, name):
    ...     return tables["rows"].aggregate(total=tables["rows"][name].sum())
    >>> with duckdb.connect(memory="200MB", threads=1) as database:
    ...     answer(database, total, {"rows": pa.table({"days": [3, 4]})}, "days").to_pylist()
    [{'total': 7}]
    """
    if connection.name != "duckdb":
        tables = {name: _table(one) for name, one in given.items()}
        found: pa.Table = connection.to_pyarrow(make(tables, *about))
        return found
    query = _query(make, tuple((name, _columns(one)) for name, one in given.items()), about)
    try:
        for name, one in given.items():
            _see(connection, PREFIX + name, one)
        return connection.con.sql(query.text).to_arrow_table().cast(query.columns)
    finally:
        for name in given:
            connection.raw_sql(f"DROP VIEW IF EXISTS {PREFIX}{name}")


def _table(given: Given) -> ir.Table:
    return ibis.memtable(given) if isinstance(given, pa.Table) else given


def _columns(given: Given) -> ibis.Schema:
    if isinstance(given, pa.Table):
        return ibis.Schema.from_pyarrow(given.schema)
    return given.schema()


def _see(connection: Any, name: str, given: Given) -> None:
    """See a table under a name, with no more of Ibis than it takes: the rest is slow to load."""
    if isinstance(given, pa.Table):
        connection.con.register(name, given)
    elif isinstance(known := given.op(), ops.DatabaseTable):
        text = f'CREATE OR REPLACE VIEW {name} AS FROM "{known.name}"'
        connection.raw_sql(text)
    else:
        connection.create_view(name, given, overwrite=True)


@lru_cache(QUERIES)
def _query(
    make: Make, columns: tuple[tuple[str, ibis.Schema], ...], about: tuple[Hashable, ...]
) -> Query:
    tables = {name: ibis.table(schema, name=PREFIX + name) for name, schema in columns}
    asked = make(tables, *about)
    text = str(ibis.to_sql(asked, dialect="duckdb", pretty=False))
    return Query(text, asked.schema().to_pyarrow())
