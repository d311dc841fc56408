"""A printed row worked out again: what holds, what slips, what cannot be had."""

from decimal import Decimal

import pytest

from bettercare.equity import Printed, PrintedRow, Verdict, implied_upper_limit, recheck
from bettercare.equity.printed import Standing


def row(users, people, level, **more):
    cells = [Printed(*map(Decimal, text.split())) for text in (users, people, level)]
    return PrintedRow(code="X", users=cells[0], people=cells[1], level=cells[2], **more)


def pfpc(level="48.8 42.7 55.0", **more):
    """135 of 252; 123 of 252 is 48.81% (42.70 to 54.95)."""
    return recheck(row("53.6 47.4 59.6", "42.2 42.0 42.4", level, **more))


def test_a_row_that_holds():
    found = pfpc(verdict="Equitable", count=135, of=252)
    assert found.is_wilson
    assert found.pairs == found.level_pairs == ((135, 252),)
    assert found.levels == ((123, 252),)
    assert (found.verdict, found.verdict_agrees) == (Verdict.EQUITABLE, True)
    assert (found.standing, found.slip, found.above) == (Standing.REPRODUCED, None, ())


@pytest.mark.parametrize(
    ("level", "cell", "should_be"),
    [
        ("48.9 42.7 55.0", "percent", "48.8"),
        ("48.8 42.6 55.0", "lower", "42.7"),
        ("48.8 42.7 59.0", "upper", "55.0"),
    ],
)
def test_one_cell_that_differs_is_named_with_what_it_should_be(level, cell, should_be):
    found = pfpc(level)
    assert found.standing is Standing.ONE_CELL
    assert (found.slip.cell, str(found.slip.should_be)) == (cell, should_be)
    assert found.level_pairs == ()


@pytest.mark.parametrize(
    ("level", "above"),
    [("49.2 43.1 55.3", (1,)), ("50.0 43.9 56.1", (3,))],  # 124 and 126 of 252
)
def test_a_level_above_the_fewest_is_told_with_the_distance(level, above):
    found = pfpc(level)
    assert (found.standing, found.above) == (Standing.NOT_FEWEST, above)


def test_a_level_of_two_wrong_cells_is_not_reproduced():
    assert pfpc("48.8 40.0 60.0").standing is Standing.NOT_REPRODUCED


def test_a_verdict_that_does_not_follow_and_one_that_is_not_there():
    assert pfpc(verdict="Equal").verdict_agrees is False
    assert pfpc().verdict_agrees is None


def test_limits_of_another_method_fit_nothing():
    """Clopper and Pearson's limits of 135 of 252 are 47.2 and 59.9."""
    level = "48.8 42.7 55.0"
    found = recheck(row("53.6 47.2 59.9", "42.2 42.0 42.4", level, count=135, of=252))
    assert not found.is_wilson
    assert found.standing is Standing.NOT_REPRODUCED


def test_counts_of_the_text_narrow_the_pairs():
    wide = recheck(row("45.0 41.7 48.4", "42.2 42.0 42.4", "45.7 42.4 49.1"))
    narrow = recheck(row("45.0 41.7 48.4", "42.2 42.0 42.4", "45.7 42.4 49.1", count=385, of=855))
    assert len(wide.pairs) == 18
    assert narrow.pairs == ((385, 855),)


def test_too_few_users_for_any_level():
    found = recheck(row("50.0 9.5 90.5", "97.0 96.9 97.1", "100.0 34.2 100.0"))
    assert (found.pairs, found.standing) == (((1, 2),), Standing.NOT_REPRODUCED)


def test_levels_tell_the_populations_limit_better_than_its_print():
    """390 of 855 has a lower limit of 42.303%, 391 one of 42.418%: the limit lies between."""
    pfpa = recheck(row("45.0 41.7 48.4", "42.2 42.0 42.4", "45.7 42.4 49.1", count=385, of=855))
    low, high = implied_upper_limit([pfpa])
    assert (round(low * 100, 3), round(high * 100, 3)) == (42.35, 42.418)  # print, then 391


def test_levels_of_different_people_have_no_one_limit():
    other = recheck(row("15.5 11.3 20.8", "8.4 8.3 8.5", "12.3 8.6 17.3"))
    with pytest.raises(ValueError, match="no one population"):
        implied_upper_limit([pfpc(), other])
