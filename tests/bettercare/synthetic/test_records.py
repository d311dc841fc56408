"""Records of people who do not exist: the same from the same seed, of every kind, with faults."""

import csv
from datetime import date

import pyarrow.parquet as pq
import pytest

from bettercare.errors import BadRequest
from bettercare.metrics.records import KINDS
from bettercare.synthetic.records import RecordWish, write_records


def made(tmp_path, **wish):
    given = {"kind": "spells", "rows": 2_000, "months": 3, **wish}
    truth = write_records(RecordWish(**given), tmp_path)
    files = sorted(tmp_path.glob("*.parquet"))
    return truth, files


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_has_its_columns_and_all_its_rows(tmp_path, kind):
    _, files = made(tmp_path, kind=kind)
    assert len(files) == 3
    tables = [pq.read_table(file) for file in files]
    assert sum(table.num_rows for table in tables) == 2_000
    assert set(tables[0].column_names) == {column.name for column in KINDS[kind].columns}


def test_the_same_seed_makes_the_same_records_and_another_does_not(tmp_path):
    once, again, other = (tmp_path / name for name in ("a", "b", "c"))
    for folder, seed in ((once, 1), (again, 1), (other, 2)):
        write_records(RecordWish(kind="spells", rows=600, months=3, seed=seed), folder)
    name = "spells-2017-04.parquet"
    first, second, third = (pq.read_table(folder / name) for folder in (once, again, other))
    assert first.equals(second)
    assert not first.equals(third)


def test_more_rows_of_a_month_do_not_change_what_people_are_like(tmp_path):
    _, [file, *_] = made(tmp_path, rows=30_000)
    spells = pq.read_table(file).to_pydict()
    old = [
        days for days, age in zip(spells["delayed_days"], spells["age"], strict=True) if age > 74
    ]
    young = [
        days for days, age in zip(spells["delayed_days"], spells["age"], strict=True) if age < 65
    ]
    assert sum(old) / len(old) > sum(young) / len(young)
    assert all(one < two for one, two in zip(spells["admitted"], spells["discharged"], strict=True)
               if two is not None and one != two)  # fmt: skip


def test_faults_are_planted_and_named(tmp_path):
    truth, files = made(tmp_path, faults=40, start=date(2018, 1, 1))
    with (tmp_path / "truth.csv").open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    assert len(told) == len(truth) == 40
    assert files[0].name.startswith("spells-2018-01")


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"kind": "visits"}, "is no kind of record"),
        ({"months": 0}, "Cannot make 0 months"),
        ({"rows": 2}, "Ask for more"),
        ({"faults": 1_500}, "Cannot plant 1,500 faults"),
    ],
)
def test_what_cannot_be_made(tmp_path, wish, why):
    with pytest.raises(BadRequest, match=why):
        made(tmp_path, **wish)
