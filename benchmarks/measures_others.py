"""Others' ways to the same figures: a scan, SQL by hand, and pandas."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from bettercare.metrics.apportion import parts
from bettercare.places import load_mapping

ONE = ("commissioner", "discharged", "method", "specific_acute")
ALL = (
    *ONE,
    *("council", "age", "sex", "deprivation", "delayed_days", "attributed_to"),
)
NUMBERS = {"age", "deprivation", "delayed_days"}
MEASURES = ("nea", "nhs", "social_care", "joint")
AGE = """CASE WHEN age <= 17 THEN 0 WHEN age <= 64 THEN 1 WHEN age <= 74 THEN 2
              WHEN age <= 84 THEN 3 ELSE 4 END"""
NEA = "method = 'emergency' AND specific_acute"
MONTH = "year(discharged) * 12 + month(discharged) - 1"

ONE_BY_HAND = f"""
WITH first AS (
  SELECT commissioner, {MONTH} AS month, count(*) AS n FROM {{source}}
  WHERE {NEA} AND discharged IS NOT NULL GROUP BY ALL
)
SELECT (month - 3) // 3 AS quarter, area, sum(n * share)::BIGINT AS n
FROM first JOIN shares USING (commissioner) GROUP BY ALL
"""  # noqa: S608  (our own names)

BY_HAND = f"""
WITH admissions AS MATERIALIZED (
  SELECT commissioner, {MONTH} AS month, {AGE} AS age, sex, deprivation, count(*) AS n
  FROM {{source}} WHERE {NEA} AND discharged IS NOT NULL GROUP BY ALL
), delays AS MATERIALIZED (
  SELECT council, {MONTH} AS month, {AGE} AS age, sex, deprivation, attributed_to,
         sum(delayed_days)::BIGINT AS n
  FROM {{source}} WHERE delayed_days > 0 AND attributed_to IS NOT NULL
  AND discharged IS NOT NULL GROUP BY ALL
), quarters AS (
  SELECT (month - 3) // 3 AS period, commissioner, '' AS breakdown, '' AS "group", sum(n) AS n
  FROM admissions GROUP BY ALL
  UNION ALL SELECT (month - 3) // 3, commissioner, 'age', age::VARCHAR, sum(n)
  FROM admissions GROUP BY ALL
  UNION ALL SELECT (month - 3) // 3, commissioner, 'sex', sex, sum(n)
  FROM admissions GROUP BY ALL
  UNION ALL SELECT (month - 3) // 3, commissioner, 'deprivation', deprivation::VARCHAR, sum(n)
  FROM admissions GROUP BY ALL
)
SELECT 'nea' AS measure, period, area, breakdown, "group", sum(n * share)::BIGINT AS n
FROM quarters JOIN shares USING (commissioner) GROUP BY ALL
UNION ALL SELECT attributed_to, month, council, '', '', sum(n)::BIGINT FROM delays GROUP BY ALL
UNION ALL SELECT attributed_to, month, council, 'age', age::VARCHAR, sum(n)::BIGINT
FROM delays GROUP BY ALL
UNION ALL SELECT attributed_to, month, council, 'sex', sex, sum(n)::BIGINT
FROM delays GROUP BY ALL
UNION ALL SELECT attributed_to, month, council, 'deprivation', deprivation::VARCHAR, sum(n)::BIGINT
FROM delays GROUP BY ALL
"""  # noqa: S608  (our own names)


def source(files: Sequence[Path]) -> str:
    named = ", ".join(f"'{file}'" for file in files)
    return f"read_parquet([{named}])"


def scan(columns: Sequence[str], source: str, *, look: bool = True) -> str:
    """A query that reads columns: the greatest or the sum of each; without ``look`` it only counts.

    To count text is to read where it is blank, not what it says.
    """
    parts = ", ".join(["count(*)", *(_read(one, look=look) for one in columns)])
    return f"SELECT {parts} FROM {source}"  # noqa: S608  (our own names)


def _read(column: str, *, look: bool) -> str:
    if not look:
        return f"count({column})"
    if column == "specific_acute":
        return "count(*) FILTER (specific_acute)"
    return f"sum({column})" if column in NUMBERS else f"max({column})"


def with_shares(database: duckdb.DuckDBPyConnection) -> None:
    """A table of shares, in thousandths."""
    database.execute("CREATE TEMP TABLE shares (commissioner TEXT, area TEXT, share BIGINT)")
    rows = [(*key, share) for key, share in parts(load_mapping("2017-19")).items()]
    database.executemany("INSERT INTO shares VALUES (?, ?, ?)", rows)


def load_pandas() -> None:
    """Load pandas, which the first to ask for it waits for."""
    import pandas as pd  # noqa: PLC0415

    assert pd


def by_pandas(files: Sequence[Path], *, every: bool) -> Any:
    """The figures as most people would work them out: read the columns, group, merge."""
    import pandas as pd  # noqa: PLC0415

    frame = pd.concat(
        [pd.read_parquet(file, columns=list(ALL if every else ONE)) for file in files]
    )
    frame = frame[frame["discharged"].notna()]
    days = pd.to_datetime(frame["discharged"])
    frame["month"] = days.dt.year * 12 + days.dt.month - 1
    shares = pd.DataFrame(
        [(*key, share) for key, share in parts(load_mapping("2017-19")).items()],
        columns=["commissioner", "area", "share"],
    )
    admissions = frame[(frame["method"] == "emergency") & frame["specific_acute"]]
    admissions = admissions.assign(period=(admissions["month"] - 3) // 3)
    delays = frame[frame["delayed_days"] > 0] if every else frame[:0]
    found = []
    for breakdown in ("", "age", "sex", "deprivation") if every else ("",):
        found.append(_apportioned(admissions, shares, _keys(pd, admissions, breakdown)))
        if every:
            keys = ["attributed_to", "month", "council", *_keys(pd, delays, breakdown)]
            found.append(delays.groupby(keys, dropna=False)["delayed_days"].sum())
    return found


def _keys(pd: Any, frame: Any, breakdown: str) -> list[Any]:
    if breakdown != "age":
        return [breakdown] if breakdown else []
    return [pd.cut(frame["age"], [-1, 17, 64, 74, 84, 200], labels=False).rename("band")]


def _apportioned(admissions: Any, shares: Any, keys: list[Any]) -> Any:
    counted = admissions.groupby(["period", "commissioner", *keys], dropna=False).size()
    joined = counted.rename("n").reset_index().merge(shares, on="commissioner")
    joined["part"] = joined["n"] * joined["share"]
    names = [key if isinstance(key, str) else key.name for key in keys]
    return joined.groupby(["period", "area", *names], dropna=False)["part"].sum()
