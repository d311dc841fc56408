"""An equity audit as a council published it, worked out again.

Source: equity audit of public health services 2015-16, papers of the Rotherham Health and Wellbeing
Board, 20 September 2017: tables 1 to 3 and appendix 1. The prints are in tests/data/equity-2016.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from bettercare.equity import (
    audit_folder,
    candidates,
    implied_upper_limit,
    people_to_reach,
    read_folder,
    share,
)
from bettercare.equity.postcodes import counted, outward, outward_codes, tidy
from bettercare.equity.printed import Standing
from bettercare.equity.words import percent

FOLDER = Path(__file__).parents[1] / "data" / "equity-2016"
ROWS = """
    row    | pairs | with level | verdict   | printed   | level
    EHC    |   8   |     0      | Equal     | Equal     | one cell differs
    KTS    |   1   |     0      | Equitable | Equitable | one cell differs
    RDASH  |   4   |     3      | Equitable | Equitable | as printed
    SHARED |   4   |     1      | Equitable | Equitable | as printed
    LIFE   |   1   |     1      | Equitable | Equitable | as printed
    PFPA   |   1   |     1      | Equal     | Equal     | as printed
    PFPC   |   1   |     1      | Equitable | Equitable | as printed
    MORE   |   1   |     1      | Equitable | Equitable | as printed
    YSFA   |  22   |     0      | Equal     | Equal     | not the fewest
    YSFB   |  43   |    17      | Equal     |           | as printed
    A4H    |  12   |     2      | Unequal   | Unequal   | as printed
    HT     |  66   |    18      | Unequal   | Unequal   | as printed
"""
TABLE = [[cell.strip() for cell in line.split("|")] for line in ROWS.strip().splitlines()[1:]]


@pytest.fixture(scope="module")
def audit():
    return audit_folder(FOLDER)


@pytest.fixture(scope="module")
def printed(audit):
    return {one.row.code: one for one in audit.printed}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_every_printed_row(printed, row):
    code, pairs, with_level, verdict, said, level = row
    found = printed[code]
    assert (len(found.pairs), len(found.level_pairs)) == (int(pairs), int(with_level))
    assert (found.verdict.value, found.row.verdict) == (verdict, said)
    assert found.standing.value == level


def test_intervals_are_wilson_in_12_rows_of_12(printed):
    assert sum(one.is_wilson for one in printed.values()) == len(printed) == 12


def test_verdicts_agree_in_11_rows_of_11_and_the_blank_one_is_worked_out(printed):
    agrees = [one.verdict_agrees for one in printed.values()]
    assert (agrees.count(True), agrees.count(False), agrees.count(None)) == (11, 0, 1)
    assert printed["YSFB"].verdict.value == "Equal"
    assert not printed["YSFB"].verdict.improves


def test_the_two_slips_are_named(printed):
    slips = {code: one.slip for code, one in printed.items() if one.slip}
    assert {code: (s.cell, str(s.printed), str(s.should_be)) for code, s in slips.items()} == {
        "EHC": ("upper", "50.0", "50.9"),
        "KTS": ("lower", "7.1", "7.0"),
    }


def test_the_row_that_cannot_be_had_is_one_or_two_people_above_the_fewest(printed):
    found = printed["YSFA"]
    assert found.standing is Standing.NOT_FEWEST
    assert found.above == (1, 2)
    assert {pair.number for pair in found.pairs} == {156}


@pytest.mark.parametrize(
    ("code", "pair"),
    [("KTS", (11, 15)), ("LIFE", (34, 220)), ("PFPC", (135, 252)), ("MORE", (47, 70))],
)
def test_counts_that_the_print_gives_away(printed, code, pair):
    assert candidates(printed[code].row.users) == (pair,)


def test_shared_care_is_told_by_its_level(printed):
    """Of four pairs, one of them a tie of 51.25%, one fits the level too: 46 of 406."""
    assert printed["SHARED"].level_pairs == ((208, 406),)
    assert printed["SHARED"].levels == ((46, 406),)


@pytest.mark.parametrize(
    ("upper", "low", "high"), [("8.5", "8.515", "8.550"), ("42.4", "42.350", "42.418")]
)
def test_what_the_levels_say_of_the_population(printed, upper, low, high):
    same = [one for one in printed.values() if one.row.people.upper == Decimal(upper)]
    limits = implied_upper_limit(same)
    assert [f"{limit * 100:.3f}" for limit in limits] == [low, high]


@pytest.mark.parametrize(
    ("of", "upper", "level", "shown"),
    [
        (15, 0.0432, 3, "20.0 (7.0-45.2)"),
        (855, 0.424, 391, "45.7 (42.4-49.1)"),
        (252, 0.424, 123, "48.8 (42.7-55.0)"),
        (220, 0.0852, 27, "12.3 (8.6-17.3)"),
        (70, 0.113, 14, "20.0 (12.3-30.8)"),
    ],
)
def test_people_needed_to_reach_equity(of, upper, level, shown):
    assert people_to_reach(of, upper) == level
    assert percent(share(level, of)) == shown


class TestTheAudit:
    """The same from counts: a service on its own basis, ages and areas."""

    def test_every_share_and_verdict_but_the_hidden_one_is_as_printed(self, audit, printed):
        for one in audit.services:
            row = printed[one.service.code].row
            if one.compared.hidden:
                assert one.service.code == "KTS"
                continue
            assert percent(one.compared.users) == "{} ({}-{})".format(*row.users)
            assert percent(one.compared.people) == "{} ({}-{})".format(*row.people)
            assert one.compared.verdict is printed[one.service.code].verdict

    def test_services_are_counted_and_not_rows(self, audit):
        """Of those below what is expected two are services; smoke-free has two rows."""
        assert len(audit.services) == 12
        assert len({one.service.name for one in audit.services}) == 10
        assert audit.participation[:3] == (22, 13, 10)

    def test_a_small_number_is_hidden_and_the_print_gives_it_away(self, audit):
        """11 of 15 leaves 4."""
        [hidden] = [one.service.code for one in audit.services if one.compared.hidden]
        [told] = [one.subject for one in audit.findings if one.code == "EQU-43"]
        assert hidden == "KTS"
        assert told == "printed.csv, KTS"

    def test_users_and_people_of_different_ages_are_said(self, audit):
        said = [one.subject for one in audit.findings if one.code == "EQU-37"]
        assert said == [f"services.csv, {code}" for code in ("EHC", "PFPA", "PFPC", "HT")]


class TestAppendix1:
    """Every postcode that the paper lists."""

    @pytest.fixture
    def listed(self):
        return read_folder(FOLDER).postcodes

    def test_each_area_has_so_many(self, listed):
        assert counted(listed) == {
            "Canklow & Town Centre": 122,
            "Eastwood": 91,
            "Ferham & Masbrough": 82,
        }

    def test_two_lack_a_digit_and_their_rows_are_found(self, audit, listed):
        wrong = [one.row for one in listed if tidy(one.postcode) is None]
        [*found] = [one for one in audit.findings if one.code == "EQU-01"]
        assert wrong == [place.row for one in found for place in one.places] == [50, 146]
        assert all("'A99 AA'" in one.message for one in found)

    def test_every_other_is_of_one_of_three_outward_codes(self, listed):
        sound = [one.postcode for one in listed if tidy(one.postcode)]
        assert {outward(text) for text in sound} == {"S60", "S61", "S65"}
        assert [tidy(text) for text in sound] == sound

    def test_none_is_listed_twice(self, audit, listed):
        assert len({one.postcode for one in listed}) == len(listed) == 295
        assert not [one for one in audit.findings if one.code in {"EQU-02", "EQU-03"}]

    def test_two_areas_lie_in_two_outward_codes(self, audit, listed):
        """The map's caption gives each area one code."""
        assert outward_codes(listed) == {
            "Ferham & Masbrough": ("S60", "S61"),
            "Eastwood": ("S65",),
            "Canklow & Town Centre": ("S60", "S65"),
        }
        assert len([one for one in audit.findings if one.code == "EQU-04"]) == 2
