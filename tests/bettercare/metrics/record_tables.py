"""Records drawn as tables in a test, written as the files that an analyst would have."""
# mypy: disable-error-code="operator, arg-type, type-var, misc, attr-defined, index"

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq

from bettercare.metrics.records import KINDS

SPELL = {
    "spell": 1, "person": "p1", "commissioner": "03L", "council": "E08000018", "provider": "RFR",
    "admitted": "2017-04-03", "discharge_ready": "2017-04-05", "discharged": "2017-04-06",
    "method": "emergency", "specific_acute": "true", "diagnosis": "J44", "destination": "usual",
    "age": 80, "sex": "2", "ethnicity": "A", "deprivation": 1, "delayed_days": 1,
    "attributed_to": "nhs",
}  # fmt: skip
DELAY = {
    "month": "2017-04-01", "provider": "RFR", "council": "E08000018", "attributed_to": "nhs",
    "reason": "A", "delayed_days": 5,
}  # fmt: skip
BASE = {"spells": SPELL, "delays": DELAY}
TYPES = {"text": pa.string(), "integer": pa.int64(), "date": pa.date32(), "yes_no": pa.bool_()}


def drawn(table, kind="spells"):
    """Rows of a drawn table; columns that it leaves out hold a sound value, "." is a blank."""
    header, *lines = [
        [cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()
    ]
    rows = []
    for number, line in enumerate(lines, 1):
        told = {
            name: None if cell == "." else cell for name, cell in zip(header, line, strict=True)
        }
        first = next(iter(BASE[kind]))
        whole = {**BASE[kind], **({first: number} if kind == "spells" else {}), **told}
        rows.append({name: None if cell is None else str(cell) for name, cell in whole.items()})
    return rows


def csv_file(path, rows, delimiter=","):
    """A CSV file of rows."""
    lines = [delimiter.join(rows[0])]
    lines += [delimiter.join(cell or "" for cell in row.values()) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def parquet_file(path, rows, kind="spells", as_text=()):
    """A Parquet file of rows, each column of its type but for those that are to be text."""
    columns = {}
    for name in rows[0]:
        known = {column.name: column.type for column in KINDS[kind].columns}
        wanted = "text" if name in as_text else known.get(name, "text")
        cells = [None if row[name] is None else _typed(row[name], wanted) for row in rows]
        columns[name] = pa.array(cells, TYPES[wanted])
    pq.write_table(pa.table(columns), path)
    return path


def _typed(cell, wanted):
    made = {"integer": int, "date": date.fromisoformat, "yes_no": lambda text: text == "true"}
    return made[wanted](cell) if wanted in made else cell
