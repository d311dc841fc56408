"""People beside counts: everybody's, those of an age, and those of a group that is named."""

from decimal import Decimal

import pytest

from bettercare.metrics.library import definition
from bettercare.metrics.populations import read_people
from bettercare.metrics.results import Count

ROWS = """area,year,age_from,age_to,people,breakdown,group
E08000018,2017,0,64,200000,,
E08000018,2017,65,74,30000,,
E08000018,2017,75,84,15000,,
E08000018,2017,85,,6186,,
E08000018,2017,65,,28000,sex,2
E08000018,2017,60,,9000,deprivation,1
E08000018,2017,65,,100,sex,
"""


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(ROWS, encoding="utf-8")
    return read_people(path)


@pytest.mark.parametrize(
    ("breakdown", "group", "wanted"),
    [
        ("", "", 51186),
        ("age", "75-84", 15000),
        ("age", "85+", 6186),
        ("age", "18-64", None),  # none of them is 65 or over
        ("age", "unknown", None),
        ("sex", "2", 28000),
        ("sex", "1", None),
        ("deprivation", "1", None),  # of other ages than the rate is of
    ],
)
def test_a_group_has_its_own_people_or_no_rate(people, breakdown, group, wanted):
    count = Count("res", "2017-18", "E08000018", Decimal(9), None, breakdown, group)
    found = people.beside(count, definition("res", round_id="2019-20")).denominator
    assert found == (None if wanted is None else Decimal(wanted))


def test_a_breakdown_without_a_group_is_said(people):
    assert [(one.code, one.subject) for one in people.findings] == [("POP-4", "Populations, row 8")]
