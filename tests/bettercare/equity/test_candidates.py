"""Which counts stand behind a printed percentage and its interval."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bettercare.equity import Pair, Printed, candidates, share
from bettercare.equity.candidates import prints_as, reproduces


def printed(*cells):
    return Printed(*map(Decimal, cells))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("73.3", "48.0", "89.1"), [(11, 15)]),
        (("15.5", "11.3", "20.8"), [(34, 220)]),
        (("53.6", "47.4", "59.6"), [(135, 252)]),
        (("67.1", "55.5", "77.0"), [(47, 70)]),
        (("58.3", "54.9", "61.5"), [(494, 848), (497, 853), (500, 858), (501, 860)]),
        (("0.0", "0.0", "27.8"), [(0, 10)]),  # nobody of ten
        (("45.0", "47.0", "48.4"), []),  # limits that no counts have
    ],
)
def test_pairs_that_print_so(cells, expected):
    assert list(candidates(printed(*cells))) == expected


def test_a_share_half_way_between_two_prints_may_be_either():
    """205 of 400 is 51.25%: half up prints 51.3, to even 51.2."""
    assert Pair(205, 400) in candidates(printed("51.2", "46.4", "56.1"))
    assert Pair(205, 400) in candidates(printed("51.3", "46.4", "56.1"))


def test_numbers_are_rounded_once():
    """7.048 is 7.0; by way of 7.05 it would be 7.1."""
    assert prints_as(0.07048, Decimal("7.0"))
    assert not prints_as(0.07048, Decimal("7.1"))


@settings(max_examples=25)
@given(of=st.integers(1, 250), part=st.floats(0, 1), places=st.sampled_from([0, 1, 2]))
def test_a_pair_is_found_again_from_its_own_print_with_all_others(of, part, places):
    number = round(of * part)
    cells = printed(*(f"{limit * 100:.{places}f}" for limit in share(number, of)[2:]))
    found = candidates(cells, most=300)
    assert (number, of) in found
    every = [
        (k, n)
        for n in range(max(1, of - 20), of + 21)
        for k in range(n + 1)
        if reproduces(Pair(k, n), cells)
    ]
    assert [pair for pair in found if abs(pair.of - of) <= 20] == every
