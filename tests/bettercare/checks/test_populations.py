"""Populations: as published, and stepping to the next calendar year in January."""

import pytest

from tests.bettercare.checks.of_2017_19 import needs, told

RES = "metric | year | numerator | denominator\nRES | 2017-18 | 297 | {people}"


@pytest.mark.parametrize(
    ("people", "count"), [("51186", 0), ("51441", 0), ("51442", 1), ("50424", 1), ("", 0)]
)
def test_a_population_is_within_half_a_per_cent_of_the_published(people, count):
    given = {"published.population.res.2017-18": "51186"}
    assert len(told("CHK-093", given=given, metrics=RES.format(people=people))) == count


def test_without_published_populations_it_says_so():
    assert needs("CHK-093", metrics=RES.format(people="51186")) == ["the published populations"]


QUARTERS = """
    metric | year    | period | numerator | denominator
    DTOC   | 2017-18 | Q1     | 2400      | 205748
    DTOC   | 2017-18 | Q2     | 1428      | 205748
    DTOC   | 2017-18 | Q3     | 1428      | {third}
    DTOC   | 2017-18 | Q4     | 1397      | {last}
"""


@pytest.mark.parametrize(
    ("third", "last", "found"),
    [
        ("205748", "206394", []),  # Rotherham, as printed
        (
            "205748",
            "205748",
            ["Delayed transfers of care. 2017-18 Q4 has the population of the quarters before "
             "it, 205,748."],
        ),
        ("", "205748", []),
    ],
)  # fmt: skip
def test_january_to_march_has_the_population_of_its_calendar_year(third, last, found):
    assert told("CHK-094", metrics=QUARTERS.format(third=third, last=last)) == found
