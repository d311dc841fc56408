"""How long schemes run, against the years in which they have money."""

import pytest

from tests.bettercare.builders import RULES as ONE_YEAR
from tests.bettercare.checks.of_2017_19 import report, told

BOTH = "Both 2017/18 and 2018/19"


@pytest.mark.parametrize(
    ("duration", "first", "second", "found"),
    [
        (BOTH, "5", "5", []),
        ("2017/18 Only", "5", "", []),
        ("2018/19 Only", "0", "5", []),
        (
            "2017/18 Only",
            "5",
            "7",
            ["Row 1, planned £ 2018-19. 'Falls' runs 2017/18 Only and has £7 in 2018-19."],
        ),
        (
            BOTH,
            "5",
            "",
            [f"Row 1, planned £ 2018-19. 'Falls' runs {BOTH} and has no money in 2018-19."],
        ),
        (BOTH, "", "", []),  # another check says that a scheme has no money at all
        ("", "5", "5", ["Row 1, duration. 'Falls' has no duration."]),
        ("for ever", "5", "5", ["Row 1, duration. 'for ever' is not a duration."]),
    ],
)
def test_a_scheme_has_money_in_the_years_it_runs(duration, first, second, found):
    schemes = f"""
        scheme_name | duration   | 2017-18 | 2018-19
        Falls       | {duration} | {first} | {second}
    """
    assert told("CHK-017", schemes=schemes) == found


def test_the_fix_of_an_unknown_duration_lists_those_there_are():
    schemes = "scheme_name | duration\nFalls | long"
    [found] = report("CHK-017", schemes=schemes).findings
    assert BOTH in found.fix


def test_a_round_of_one_year_asks_for_none():
    assert ONE_YEAR.durations is None
    assert ONE_YEAR.checks["CHK-017"].severity is None
