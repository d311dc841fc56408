"""Files about places that hold anything at all: read as far as they can be, or refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.errors import UnreadableFile
from bettercare.formats.admissions_file import read_admissions
from bettercare.formats.mapping_file import read_mapping
from bettercare.places import apportion, mapping_findings

CELLS = st.one_of(
    st.sampled_from(
        ["E08000018", "03L", "97.9%", "0.5", "7000", "-1", "", "Apr-17", "Q1 2017-18", "&", "n/a"]
    ),
    st.text(max_size=8),
)
ROWS = st.lists(st.lists(CELLS, max_size=7).map(",".join), max_size=6)
HEADS = {
    "mapping": "HWB Code,LA Name,CCG Code,CCG Name,% CCG in HWB,% HWB in CCG",
    "plans": "CCG Code,Apr-17,May-17,Jun-17,Q1 2017-18,Q2 2017-18",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("places")


def written(folder, name, rows):
    path = folder / f"{name}.csv"
    path.write_text("\n".join(rows), encoding="utf-8", errors="replace", newline="")
    return path


@given(ROWS, st.booleans())
def test_a_mapping_of_any_text(folder, rows, with_head):
    rows = [HEADS["mapping"], *rows] if with_head else rows
    try:
        found = read_mapping(written(folder, "mapping", rows))
    except UnreadableFile:
        return
    mapping_findings(found.mapping)
    for area in found.mapping.areas:
        assert found.mapping.shares_of_area(area)
        apportion({}, found.mapping, area)
    for share in found.mapping.shares:
        assert 0 <= share.of_commissioner <= 1
        assert 0 <= share.of_area <= 1


@given(ROWS, st.booleans())
def test_plans_of_any_text(folder, rows, with_head):
    rows = [HEADS["plans"], *rows] if with_head else rows
    try:
        found = read_admissions(written(folder, "plans", rows))
    except UnreadableFile:
        return
    assert all(number >= 0 for plan in found.plans.values() for number in plan.values())
