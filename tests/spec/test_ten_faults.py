"""Ten faults of ten kinds, planted in a plan without any, and what one run says of them."""

import csv
import shutil
from pathlib import Path

import pytest

import bettercare as bc

HOME = Path(__file__).parents[1] / "data" / "exampleton-2019-20"

# file, row of the file (headers are row 1), column, what is typed there
PLANTED = """
file             | row | column           | typed                  | found
schemes.csv      | 2   | sub_type         | Telecare               | CHK-002
schemes.csv      | 3   | scheme_type      | Carer Service          | CHK-001
schemes.csv      | 4   | output_estimate  | -                      | CHK-085
schemes.csv      | 5   | provider         |                        | CHK-011
schemes.csv      | 6   | dtoc             | Hihg                   | CHK-018
schemes.csv      | 7   | scheme_name      |                        | CHK-026
schemes.csv      | 11  | expenditure      | 388000                 | CHK-032
metrics.csv      | 4   | value_printed    | 600.0                  | CHK-091
hicm.csv         | 2   | planned_maturity_2019_20 | Plans in place | CHK-118
requirements.csv | 10  | response         |                        | CHK-065
"""


def rows_of(table):
    head, *body = [
        [cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()
    ]
    return [dict(zip(head, cells, strict=True)) for cells in body]


def plant(folder, faults):
    for fault in faults:
        path = folder / fault["file"]
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        rows[int(fault["row"]) - 1][rows[0].index(fault["column"])] = fault["typed"]
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(HOME, tmp_path / "exampleton-2019-20"))


def problems(folder):
    found = bc.summarise(bc.read(folder)).report.problems
    return [group for group in found if group[0].severity is not bc.Severity.INFORMATION]


def test_the_plan_has_nothing_wrong_before(folder):
    assert bc.summarise(bc.read(folder)).report.findings == ()


def test_exactly_the_ten_are_found_in_one_run(folder):
    plant(folder, rows_of(PLANTED))
    found = sorted(group[0].code for group in problems(folder))
    assert found == sorted(fault["found"] for fault in rows_of(PLANTED))


@pytest.mark.parametrize("fault", rows_of(PLANTED), ids=lambda fault: fault["found"])
def test_each_is_found_alone_at_its_own_cell(folder, fault):
    plant(folder, [fault])
    [problem] = problems(folder)
    lead = problem[0]
    assert lead.code == fault["found"]
    assert lead.fix
    if fault["found"] != "CHK-032":  # an imbalance stands at the income, not at one row
        rows = {place.row for place in lead.places}
        assert rows <= {int(fault["row"]), 0}
