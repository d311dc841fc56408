"""Two people edit the workbook they were sent, each in their own Excel; the edits come together."""

from decimal import Decimal

import openpyxl
import pytest

import bettercare as bc
from bettercare import examples
from bettercare.plan import without_places


@pytest.fixture
def sent(tmp_path):
    """Leicester's plan as a workbook."""
    plan = bc.read(examples.path("leicester")).plan
    bc.write(plan, tmp_path / "sent.xlsx")
    return tmp_path / "sent.xlsx"


def edited(sent, name, *, cells=(), without=()):
    """A copy of a workbook saved by another program, with some cells changed and rows deleted."""
    book = openpyxl.load_workbook(sent)
    for old, new in cells:
        found = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value == old]
        [cell] = [c for c in found if not c.parent.title.startswith("_")]
        cell.value = new
    for text in without:
        [cell] = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value == text]
        cell.parent.delete_rows(cell.row)
    book.save(sent.parent / name)
    return bc.read(sent.parent / name)


def test_edits_of_two_workbooks_come_together_and_nothing_else(sent):
    mine = edited(
        sent,
        "mine.xlsx",
        cells=[("Reablement - LPT", "Quite another name"), (1255073, 1255000)],
        without=["H&SC Protocols - training"],
    )
    theirs = edited(sent, "theirs.xlsx", cells=[(1216760, 1216770), (1255073, 1256000)])
    found = bc.merge(bc.read(sent), mine, theirs)

    assert [(one.kind, one.by, one.field) for one in found.changes] == [
        ("value", "mine", "scheme_name"),
        ("value", "theirs", "amounts.2019-20"),
        ("row removed", "mine", ""),
    ]
    [conflict] = found.conflicts
    assert (conflict.base, conflict.mine, conflict.theirs) == (1255073, 1255000, 1256000)
    places = (conflict.places.base, conflict.places.mine, conflict.places.theirs)
    cells = [(one.file, one.sheet != "", one.cell[0]) for one in places if one]
    assert cells == [(f"{name}.xlsx", True, "T") for name in ("sent", "mine", "theirs")]
    assert found.doubts == ()

    base = without_places(bc.read(examples.path("leicester")).plan).schemes or ()
    merged = without_places(found.plan).schemes or ()
    assert len(merged) == 48
    row = next(one for one in merged if one.scheme_name == "Quite another name")
    assert row.amounts == {"2019-20": Decimal(1216770)}
    untouched = {13, 19, 25}
    assert [one for item, one in enumerate(base, 1) if item not in untouched] == [
        one for one in merged if one.scheme_id not in {"13", "19"}
    ]
