"""Plans to workbooks and back: both plans of 2019-20, and ten that are made up for ten rounds.

LibreOffice works every workbook out again from its formulas alone; another library edits them.
"""

from decimal import Decimal

import msgspec
import pytest
from openpyxl import load_workbook

import bettercare as bc
from bettercare import examples, rounds
from bettercare.calculations import Calculations
from bettercare.plan.records import without_places
from bettercare.synthetic import plant, synthesise
from tests.bettercare.formats.workbooks.drawn import column, on_summary, opened, table_on
from tests.bettercare.formats.workbooks.libreoffice import needs_libreoffice, recalculated_all

pytestmark = pytest.mark.unmeasured
PENNY = Decimal("0.01")
AREAS = ["Camden", "Kent", "Cumbria", "Rutland", "Leeds", "Devon", "Luton", "Salford", "Essex"]
ROUNDS = sorted(rounds.available())[1:10]


def made_up(round_id, area, seed):
    """A synthetic plan with a few faults in it, since real plans have some."""
    rules = rounds.load(round_id)
    return plant(synthesise(rules, area, seed, 40), rules, seed, 3).plan


@pytest.fixture(scope="module")
def plans():
    found = {name: bc.read(examples.path(name)).plan for name in ("leicester", "rotherham")}
    found["York-2019-20"] = made_up("2019-20", "York", 10)
    for seed, (round_id, area) in enumerate(zip(ROUNDS, AREAS, strict=True), 1):
        found[f"{area}-{round_id}"] = made_up(round_id, area, seed)
    return found


@pytest.fixture(scope="module")
def workbooks(plans, tmp_path_factory):
    folder = tmp_path_factory.mktemp("plans")
    for name, plan in plans.items():
        bc.write(plan, folder / f"{name}.xlsx")
    return {name: folder / f"{name}.xlsx" for name in plans}


def test_there_are_twelve(plans):
    assert len(plans) == 12
    assert sum(plan.round == "2019-20" for plan in plans.values()) >= 3


def test_a_plan_comes_back_identical(plans, workbooks):
    back = {name: bc.read(path).plan for name, path in workbooks.items()}
    differ = [n for n, p in plans.items() if without_places(back[n]) != without_places(p)]
    assert differ == []


@needs_libreoffice
def test_every_cell_of_the_summary_is_our_figure_to_the_penny(plans, workbooks, tmp_path):
    made = recalculated_all(list(workbooks.values()), tmp_path)
    compared = 0
    for (name, plan), path in zip(plans.items(), made, strict=True):
        figures = Calculations(plan, rounds.load(plan.round)).figures
        shown = on_summary(opened(path, values=True))
        for figure, cell in shown.items():
            if figure not in figures:  # nothing without a known source, or a section not written
                assert figure.startswith("words.") or (".not_placed" in figure and cell == 0)
                continue
            value = figures[figure].value
            if value is None:
                continue
            assert isinstance(cell, int | float), (name, figure, cell)
            assert abs(Decimal(repr(cell)) - value) < PENNY / 2, (name, figure, cell, value)
            compared += 1
    assert compared > 600


def edited(path, target, *changes):
    """A copy in which openpyxl has changed cells of the expenditure: (record, heading, value)."""
    book = load_workbook(path)
    sheet = next(book[name] for name in book.sheetnames if name.endswith("Expenditure"))
    first = table_on(sheet)[0]
    for record, heading, value in changes:
        sheet.cell(first + record, column(sheet, heading)).value = value
    book.save(target)
    return target


EDITS = ((3, "Scheme Name", "Falls, renamed"), (5, "Expenditure (£)", 123456.78))


@pytest.mark.parametrize("name", ["leicester", "rotherham", "York-2019-20"])
def test_only_the_edits_come_back(plans, workbooks, tmp_path, name):
    reading = bc.read(edited(workbooks[name], tmp_path / "edited.xlsx", *EDITS))
    rows = list(plans[name].schemes)
    rows[2] = msgspec.structs.replace(rows[2], scheme_name="Falls, renamed")
    rows[4] = msgspec.structs.replace(rows[4], amounts={"2019-20": Decimal("123456.78")})
    wanted = msgspec.structs.replace(plans[name], schemes=tuple(rows))
    assert without_places(reading.plan) == without_places(wanted)
    [note] = [f.message for f in reading.findings if f.code == "READ-79"]
    assert note.startswith("2 cells changed")


@pytest.mark.parametrize("name", ["leicester", "rotherham", "York-2019-20"])
def test_two_edited_copies_merge_and_their_conflict_is_listed(workbooks, tmp_path, name):
    """Mine and theirs both change the pounds of row 5; each changes a name of its own."""
    mine = edited(workbooks[name], tmp_path / "mine.xlsx", *EDITS)
    theirs = edited(
        workbooks[name],
        tmp_path / "theirs.xlsx",
        (5, "Expenditure (£)", 999),
        (7, "Scheme Name", "Theirs"),
    )
    merged = bc.merge(bc.read(workbooks[name]), bc.read(mine), bc.read(theirs))
    rows = merged.plan.schemes or ()
    assert (rows[2].scheme_name, rows[6].scheme_name) == ("Falls, renamed", "Theirs")
    assert rows[4].amounts["2019-20"] == Decimal("123456.78")
    assert len(merged.conflicts) == 1
    told = repr(merged.conflicts[0])
    assert "123456.78" in told
    assert "999" in told
