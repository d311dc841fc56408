"""The shipped tables: whole, with references that exist, and read only once."""

import pytest

from bettercare.places.geography import areas, combined_areas, commissioners
from bettercare.places.loading import load_mapping
from bettercare.places.records import Area, Reference
from bettercare.places.shipped import DATA, records, references, table, title

TABLES = sorted(path.stem for path in DATA.glob("*.csv"))


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_every_column(name):
    for row in table(name):
        assert None not in row
        assert None not in row.values()


@pytest.mark.parametrize("name", [name for name in TABLES if "reference" in table(name)[0]])
def test_every_fact_rests_on_a_reference_and_says_how_sure_it_is(name):
    for row in table(name):
        assert row["reference"] in references()
        assert row["certainty"] in {"confirmed", "unconfirmed"}


def test_every_reference_is_used():
    used = {row["reference"] for name in TABLES for row in table(name) if "reference" in row}
    assert set(references()) - used == set()


def test_what_is_known_from_practice_alone_is_not_confirmed():
    for name in TABLES:
        for row in table(name):
            if row.get("reference") == "practice":
                assert row["certainty"] == "unconfirmed"


def test_each_mapping_has_its_rows_and_corrections():
    assert [name for name in TABLES if name.startswith("mapping-")] == ["mapping-2017-19"]
    assert [row["mapping"] for row in table("mappings")] == ["2017-19"]


def test_other_names_are_of_places_that_there_are():
    known = {one.codes for one in (*areas().places, *combined_areas())}
    assert {tuple(row["codes"].split()) for row in table("other_names")} <= known


def test_the_mapping_has_the_areas_and_commissioners_of_its_time():
    mapping = load_mapping("2017-19")
    there = {one.code: one.name for one in mapping.commissioners}
    start = next(row["start"] for row in table("mappings"))
    day = areas().places[0].start.fromisoformat(start)
    assert there == {one.code: one.name for one in commissioners().on(day)}
    councils = {code for area in mapping.areas for code in area.codes}
    assert councils == {one.code for one in areas().on(day)}


def test_empty_cells_are_left_to_the_record():
    assert records("areas", Area)[0].end is None
    assert records("references", Reference)[0].url == ""


def test_a_text_that_is_no_reference_is_its_own_title():
    assert title("act-2012") == "Health and Social Care Act 2012"
    assert title("A local list") == "A local list"
