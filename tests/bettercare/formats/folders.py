"""Folders of CSV files for tests, written in a line or two.

Import it as ``from tests.bettercare.formats.folders import folder_of``.
"""

from bettercare import formats
from bettercare.findings import Severity
from bettercare.plan import Plan

PLAN = "field,value\nround,2019-20\narea,Exampleton\n"
HEADERS = (
    "scheme_id,scheme_name,scheme_type,nea,dtoc,res,rea,area_of_spend,commissioner,provider,"
    "source_of_funding,expenditure,new_or_existing"
)
ROW = (
    "{n},Scheme {n},Community Based Schemes,Low,Low,Low,Low,Community Health,CCG,"
    "NHS Community Provider,Minimum CCG Contribution,{amount},Existing"
)
INFORMATION, WARNING, ERROR = Severity.INFORMATION, Severity.WARNING, Severity.ERROR


def folder_of(home, files, plan=PLAN):
    """A folder with these files, given as text, as bytes, or as None for a folder of that name."""
    home.mkdir(exist_ok=True)
    for name, held in ({"plan.csv": plan} | files if plan is not None else files).items():
        if held is None:
            (home / name).mkdir()
        else:
            (home / name).write_bytes(held if isinstance(held, bytes) else held.encode())
    return home


def schemes_of(*amounts):
    """The text of a schemes.csv with one row for each amount."""
    rows = [ROW.format(n=n, amount=amount) for n, amount in enumerate(amounts, 1)]
    return "\n".join([HEADERS, *rows, ""])


def read_schemes(home, *amounts):
    """The reading of a folder whose schemes have these amounts, as typed."""
    return formats.read(folder_of(home, {"schemes.csv": schemes_of(*amounts)}))


def records(reading, table="schemes"):
    """The records of a table that is there."""
    found = getattr(reading.plan, table)
    assert found is not None
    return found


def plan_of(**parts):
    """A plan for 2019-20 with these tables and facts."""
    return Plan(round="2019-20", **parts)


def amounts_in(reading):
    """The planned pounds of each scheme row, as text; None where there are none."""
    found = [row.amounts.get("2019-20") for row in records(reading)]
    return [None if amount is None else f"{amount:f}" for amount in found]


def codes(reading):
    """The codes of a reading's findings, in order."""
    return [one.code for one in reading.findings]


def found(reading, code):
    """The findings of one code as (severity, subject, message, fix)."""
    return [
        (one.severity, one.subject, one.message, one.fix)
        for one in reading.findings
        if one.code == code
    ]


def control(reading, table="schemes"):
    """The control totals of a table: its rows (read, kept, blank, of totals) and its pounds."""
    one = next(one for one in reading.controls if one.table == table)
    assert one.agrees
    return (
        (one.rows_read, one.rows_kept, one.blank_rows, one.total_rows),
        (one.sum_read, one.sum_kept, one.sum_of_total_rows),
    )
