"""Records of any kind as a test draws them, in a Parquet file; what is not drawn is sound."""
# mypy: disable-error-code="operator, arg-type, type-var, misc, attr-defined, index"

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq

from bettercare.metrics.records import KINDS

SOUND = {
    "commissioner": "03L", "council": "E08000018", "provider": "RFR", "sex": "2",
    "ethnicity": "A", "deprivation": "1", "person": "p1", "attributed_to": "nhs",
}  # fmt: skip
TYPES = {"text": pa.string(), "integer": pa.int64(), "date": pa.date32(), "yes_no": pa.bool_()}
READ = {"text": str, "integer": int, "date": date.fromisoformat, "yes_no": "yes".__eq__}


def parquet_of(folder, kind, rows):
    """A file of one kind of record; "." is a blank, as is a column that is not drawn."""
    columns = {
        column.name: pa.array(
            [_value(row.get(column.name, SOUND.get(column.name, ".")), column) for row in rows],
            TYPES[column.type],
        )
        for column in KINDS[kind].columns
    }
    path = folder / f"{kind}.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def _value(cell, column):
    return None if cell == "." else READ[column.type](cell)
