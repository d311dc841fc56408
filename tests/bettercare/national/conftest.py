"""Folders of small plans to collate, and what is in an output."""

import csv

import duckdb
import msgspec
import pytest

from bettercare import examples, formats
from bettercare.national import collate, running
from bettercare.national.collation import Settings
from tests.bettercare.national.here import Here

DUE = "2019-09-27"  # plans of 2019-20 were due then


@pytest.fixture(scope="session")
def leicester():
    """The shipped plan of Leicester."""
    return formats.read(examples.path("leicester")).plan


@pytest.fixture
def put(tmp_path, leicester):
    """Write Leicester's plan into the folder of plans as a file, changed as is said."""
    (tmp_path / "plans").mkdir()

    def write(name, **changes):
        path = tmp_path / "plans" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        formats.write(msgspec.structs.replace(leicester, **changes), path)
        return path

    return write


@pytest.fixture
def collated(tmp_path, monkeypatch):
    """Collate the folder of plans; two areas are expected, and no process begun, unless said."""

    def call(name="england.parquet", progress=None, jobs=None, **settings):
        if jobs is None:
            monkeypatch.setattr(running, "_pool", Here)
        asked = Settings(areas=("Leicester", "Leeds"), jobs=jobs)
        asked = msgspec.structs.replace(asked, **settings)
        return collate(tmp_path / "plans", tmp_path / name, asked, progress)

    return call


@pytest.fixture
def rows(tmp_path):
    """The rows of a table of an output that was written, as dictionaries."""

    def read(table, name="england.parquet", columns="*"):
        with duckdb.connect() as database:
            if name.endswith(".duckdb"):
                database.execute(f"ATTACH '{tmp_path / name}' AS made (READ_ONLY); USE made")
                found = database.execute(f"SELECT {columns} FROM {table}")  # noqa: S608
            elif name.endswith(".csv"):
                with (tmp_path / name / f"{table}.csv").open(encoding="utf-8-sig") as file:
                    return list(csv.DictReader(file))
            else:
                place = tmp_path / name / f"{table}.parquet"
                source = f"read_parquet('{place}')"
                found = database.execute(f"SELECT {columns} FROM {source}")  # noqa: S608
            names = [one[0] for one in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    return read
