"""The attack on everything that is published: whoever holds all tables, and can do sums.

Integer programming looks for the least and the most that each hidden number can be, given all that
is shown: rounded numbers, noughts, which numbers are said to be small, and every sum of the tables
(groups to everybody, months to quarter and year, areas to region). It knows nothing of how numbers
were chosen to be hidden. None may be fixed, and each keeps 5 possible values.
"""

import random
from decimal import Decimal
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from bettercare.metrics.disclosure import publish
from bettercare.metrics.library import definition
from bettercare.metrics.results import Count

NEA = definition("nea", round_id="2019-20")
AGES = ("0-17", "18-64", "65-74", "75+")
SEXES = ("female", "male")
MONTHS = tuple(f"2019-{month:02}" for month in range(4, 7))
QUARTER = "2019-20 Q1"
POSSIBLE = 5


def tables(joint):
    """Every number that is published, from counts by area, month, age and sex."""
    found = {}
    for (area, month, age, sex), count in joint.items():
        for period, breakdown, group in product(
            (month, QUARTER), ("", "age", "sex"), ((age, sex),)
        ):
            name = {"": "", "age": group[0], "sex": group[1]}[breakdown]
            key = (area, period, breakdown, name)
            found[key] = found.get(key, 0) + count
    return found


def counts_of(numbers):
    return [
        Count("nea", period, area, Decimal(number), None, breakdown, group)
        for (area, period, breakdown, group), number in numbers.items()
    ]


def sums(keys):
    """Each sum as its whole and its parts."""
    for area, period in sorted({key[:2] for key in keys}):
        for breakdown, groups in (("age", AGES), ("sex", SEXES)):
            yield (area, period, "", ""), [(area, period, breakdown, one) for one in groups]
    for area, _, breakdown, group in sorted({(k[0], "", *k[2:]) for k in keys}):
        yield (
            (area, QUARTER, breakdown, group),
            [(area, month, breakdown, group) for month in MONTHS],
        )


def bounds(result):
    """What a reader knows of one number by itself."""
    if result.hidden == "small":
        return 1, 7
    if result.hidden:
        return 1, 10_000
    shown = int(result.numerator)
    return (0, 0) if shown == 0 else (max(8, shown - 2), shown + 2)


def attack(shown, relations, exact=()):
    """Hidden numbers with fewer than 5 possible values, by the least and most each can be.

    ``exact`` are numbers that the reader holds to the person, by key.
    """
    keys = sorted(shown)
    at = {key: number for number, key in enumerate(keys)}
    rows = []
    for whole, parts in relations:
        row = np.zeros(len(keys))
        row[at[whole]] = -1
        for part in parts:
            row[at[part]] = 1
        rows.append(row)
    known = {key: (number, number) for key, number in dict(exact).items()}
    limits = np.array([known.get(key) or bounds(shown[key]) for key in keys], dtype=float)
    broken = []
    for key in (one for one in keys if shown[one].hidden):
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(keys))
            aim[at[key]] = sign
            found = milp(
                aim,
                constraints=LinearConstraint(np.array(rows), 0, 0),
                bounds=Bounds(limits[:, 0], limits[:, 1]),
                integrality=np.ones(len(keys)),
            )
            assert found.success, "the true numbers are a solution"
            ends.append(round(found.x[at[key]]))
        if ends[1] - ends[0] + 1 < POSSIBLE:
            broken.append((key, *ends))
    return broken


def published(numbers):
    found = publish(counts_of(numbers), {"nea": NEA})
    return {(one.area, one.period, one.breakdown, one.group): one for one in found.results}


def made_up(seed):
    draw = random.Random(seed)  # noqa: S311
    cells = {}
    for area in ("E06000016",):
        size = draw.choice((0.3, 1.0, 3.0, 8.0))
        for month, age, sex in product(MONTHS, AGES, SEXES):
            cells[area, month, age, sex] = int(draw.expovariate(1 / size))
    return tables(cells)


@pytest.mark.parametrize("seed", range(12))
def test_no_hidden_number_can_be_told(seed):
    numbers = made_up(seed)
    shown = published(numbers)
    assert attack(shown, list(sums(numbers))) == []


TWELVE = {
    **{("E06000016", f"{2019 + (n > 8)}-{(n + 3) % 12 + 1:02}", "", ""): 1 for n in range(12)},
    ("E06000016", "2019-20", "", ""): 12,
}


def year_sums(numbers):
    months = [key for key in numbers if len(key[1]) == len("2019-04") and key[1] != "2019-20"]
    return [(("E06000016", "2019-20", "", ""), months)]


def test_the_attack_finds_what_hiding_small_numbers_alone_gives_away():
    """Twelve months of 1 to 7 that make 8 to 12 are each 1: 12 of at least 1 are 12 at least."""

    class Shown:
        def __init__(self, number):
            self.hidden = "small" if 0 < number < 8 else ""
            self.numerator = Decimal(5 * int(number / 5 + 0.5))

    naive = {key: Shown(number) for key, number in TWELVE.items()}
    assert len(attack(naive, year_sums(TWELVE))) == 12
    assert attack(published(TWELVE), year_sums(TWELVE)) == []


def test_hidden_is_none_with_a_reason_and_never_nought():
    for seed in range(12):
        for key, one in published(made_up(seed)).items():
            if one.hidden:
                assert (one.numerator, one.value, one.lower, one.upper) == (None,) * 4
            else:
                assert int(one.numerator) % 5 == 0, key


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=8, max_size=8))
def test_small_tables_of_any_numbers(cells):
    numbers = tables(
        {
            ("E06000016", "2019-04", age, sex): count
            for (age, sex), count in zip(product(AGES, SEXES), cells, strict=True)
        }
    )
    april = {key: count for key, count in numbers.items() if key[1] == "2019-04"}
    relations = [one for one in sums(april) if one[0][1] == "2019-04"]
    shown = published(april)
    assert attack(shown, relations) == []
    for key, count in april.items():
        assert (shown[key].numerator == 0) == (count == 0)


REGION = "E12000003"
ENGLAND = "E92000001"
WITHIN = ("E06000010", "E08000016", "E08000018")


@pytest.mark.parametrize("seed", range(4))
def test_a_regional_and_a_national_total_beside_areas_give_no_number_away(seed):
    draw = random.Random(seed)  # noqa: S311
    numbers = {}
    for area, age in product(WITHIN, AGES):
        count = int(draw.expovariate(1 / 6))
        for place, breakdown, group in product((area, REGION, ENGLAND), ("", "age"), (age,)):
            key = (place, "2019-04", breakdown, group if breakdown else "")
            numbers[key] = numbers.get(key, 0) + count
    nested = {**dict.fromkeys(WITHIN, REGION), REGION: ENGLAND}
    found = publish(counts_of(numbers), {"nea": NEA}, nested=nested).results
    shown = {(one.area, one.period, one.breakdown, one.group): one for one in found}
    groups = (("", ""), *(("age", age) for age in AGES))
    relations = [
        ((whole, "2019-04", *group), [(part, "2019-04", *group) for part in parts])
        for group in groups
        for whole, parts in ((REGION, WITHIN), (ENGLAND, (REGION,)))
    ]
    relations += [
        ((place, "2019-04", "", ""), [(place, "2019-04", "age", age) for age in AGES])
        for place in (*WITHIN, REGION, ENGLAND)
    ]
    national = [key for key, one in shown.items() if key[0] == ENGLAND and not one.hidden]
    assert any(one.hidden for one in shown.values())
    assert attack(shown, relations, {key: numbers[key] for key in national}) == []
