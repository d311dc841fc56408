"""Hospital spells made up by DuckDB, one Parquet file for each of 24 months.

People are spread over commissioners and areas as the published mapping has them. Nothing is drawn
at random: every number comes from the row's own number, so a run can be had again.
"""

from pathlib import Path

import duckdb
import pyarrow as pa

from bettercare.places import Share, load_mapping

FIRST = 2017 * 12 + 3  # April 2017, months since the year 0
MONTHS = 24
SLOTS = 1 << 16  # parts of the country's people, each of one commissioner and one area

ROWS = """
COPY (
  WITH draws AS (
    SELECT i + {start} AS spell, hash(i * 2 + {start}::UBIGINT * 1000003) AS a,
           hash(i * 3 + {start}::UBIGINT + 7) AS b
    FROM range({rows}) t(i)
  ), drawn AS (
    SELECT *, (a % {slots})::BIGINT AS slot, a // {slots} AS c, b // 4096 AS d,
           (d // 2800) % 100 < 7 AS delayed, date '{first}' + (d % 28)::INTEGER AS day
    FROM draws
  )
  SELECT
    spell, 'P' || c % 9999991 AS person, commissioner, council, 'R' || b % 140 AS provider,
    day - least((c // 7) % 97, (c // 11) % 31)::INTEGER - 20 AS admitted,
    CASE WHEN (d // 28) % 100 < 95
         THEN day - CASE WHEN delayed THEN (d // 11) % 20 ELSE 0 END::INTEGER
    END AS discharge_ready,
    CASE WHEN (d // 77) % 1000 > 0 THEN day END AS discharged,
    CASE WHEN c % 100 < 52 THEN 'elective' WHEN c % 100 < 90 THEN 'emergency'
         WHEN c % 100 < 96 THEN 'maternity' ELSE 'other' END AS "method",
    (c // 100) % 100 < 92 AS specific_acute,
    'A' || (c // 10000) % 900 AS diagnosis,
    CASE WHEN (c // 9) % 100 < 93 THEN 'usual' WHEN (c // 9) % 100 < 96 THEN 'care_home'
         ELSE 'other' END AS destination,
    least(100, 18 + (c // 1000) % 60 + (b // 1000) % 25)::INTEGER AS age,
    CASE WHEN b % 1000 < 488 THEN '1' WHEN b % 1000 < 996 THEN '2' ELSE '9' END AS sex,
    CASE WHEN (b // 33) % 10 < 8 THEN 'A' ELSE 'C' END AS ethnicity,
    CASE WHEN (b // 77) % 100 < 97 THEN (1 + (b // 7777) % 5)::INTEGER END AS deprivation,
    CASE WHEN delayed THEN (d // 11) % 20 ELSE 0 END::INTEGER AS delayed_days,
    CASE WHEN delayed THEN CASE WHEN (b // 99) % 100 < 55 THEN 'nhs'
                                WHEN (b // 99) % 100 < 90 THEN 'social_care' ELSE 'joint' END
    END AS attributed_to
  FROM drawn JOIN places USING (slot)
) TO '{file}' (FORMAT parquet, COMPRESSION zstd)
"""


def places() -> pa.Table:
    """Each slot's commissioner and area, as many slots as the mapping gives them people."""
    shares = [one for one in load_mapping("2017-19").shares if one.of_commissioner]
    total, reached = sum(one.of_commissioner for one in shares), 0.0
    slots: list[Share] = []
    for one in shares:
        reached += float(one.of_commissioner / total)
        slots += [one] * (round(reached * SLOTS) - len(slots))
    return pa.table(
        {
            "slot": range(len(slots)),
            "commissioner": [one.commissioner.code for one in slots],
            "council": [one.area.code for one in slots],
        }
    )


def files(folder: Path, rows: int) -> list[Path]:
    """The files of so many rows in a folder, made where they are not there."""
    folder.mkdir(parents=True, exist_ok=True)
    each = rows // MONTHS
    with duckdb.connect() as database:
        database.register("given", places())
        database.execute("SET threads = 2; CREATE TABLE places AS SELECT * FROM given")
        return [_file(database, folder, each, n) for n in range(MONTHS)]


def _file(database: duckdb.DuckDBPyConnection, folder: Path, rows: int, number: int) -> Path:
    month = f"{(FIRST + number) // 12}-{(FIRST + number) % 12 + 1:02}"
    path = folder / f"{month}.parquet"
    if not path.exists():
        making = path.with_suffix(".making")
        asked = ROWS.format(
            start=number * rows, rows=rows, slots=SLOTS, first=f"{month}-01", file=making
        )
        database.execute(asked)
        making.replace(path)
    return path
