"""Areas and commissioners by date: how many there were, what became of them, what compares."""

from datetime import date, timedelta

import pytest

from bettercare.findings import Severity
from bettercare.places import (
    areas_on,
    commissioner_comparison,
    commissioner_predecessors,
    commissioner_successors,
    commissioners_on,
    comparison,
    find_area,
    is_comparable,
    local_parts,
    predecessors,
    successors,
)
from bettercare.places.geography import areas, commissioners


def day(text):
    return date.fromisoformat(text)


def codes(places):
    return [one.code for one in places]


# Numbers that NHS England and the Office for National Statistics stated at the time.
@pytest.mark.parametrize(
    ("on", "ccgs"),
    [
        ("2013-03-31", 0),
        ("2013-04-01", 211),
        ("2015-04-01", 209),
        ("2017-04-01", 207),
        ("2018-03-31", 207),
        ("2018-04-01", 195),
        ("2019-04-01", 191),
        ("2020-04-01", 135),
        ("2021-04-01", 106),
        ("2022-06-30", 106),
        ("2022-07-01", 42),
    ],
)
def test_how_many_commissioners(on, ccgs):
    assert len(commissioners_on(day(on))) == ccgs


@pytest.mark.parametrize(
    ("on", "single", "joined"),
    [
        ("2013-03-31", 0, 0),
        ("2017-04-01", 152, 150),
        ("2019-03-31", 152, 150),
        ("2019-04-01", 151, 150),
        ("2021-04-01", 152, 151),
        ("2023-04-01", 153, 152),
        ("2025-04-01", 153, 152),
    ],
)
def test_how_many_areas(on, single, joined):
    assert len(areas_on(day(on))) == single
    assert len(areas_on(day(on), combined=True)) == joined


def test_areas_come_in_order_of_code():
    for combined in (False, True):
        found = codes(areas_on(day("2017-04-01"), combined=combined))
        assert found == sorted(found)


@pytest.mark.parametrize(
    ("area", "on", "now"),
    [
        ("Rotherham", "2024-04-01", ["Rotherham"]),
        ("Bournemouth", "2019-04-01", ["Bournemouth, Christchurch and Poole"]),
        ("Dorset", "2019-03-31", ["Dorset"]),
        ("Dorset", "2019-04-01", ["Bournemouth, Christchurch and Poole", "Dorset"]),
        ("Northamptonshire", "2021-04-01", ["North Northamptonshire", "West Northamptonshire"]),
        ("Cumbria", "2023-04-01", ["Cumberland", "Westmorland and Furness"]),
        ("Bournemouth & Poole", "2019-04-01", ["Bournemouth, Christchurch and Poole"]),
        ("Cornwall & Scilly", "2024-04-01", ["Cornwall", "Isles of Scilly"]),
    ],
)
def test_what_became_of_an_area(area, on, now):
    assert [one.name for one in successors(area, day(on))] == now


def test_a_new_code_of_the_same_area():
    assert codes(successors("Buckinghamshire", day("2020-04-01"))) == ["E06000060"]
    assert codes(predecessors("E06000060", day("2020-03-31"))) == ["E10000002"]
    assert codes(predecessors(find_area("Rutland"), day("2014-01-01"))) == ["E06000017"]
    assert codes(successors(find_area("E06000060"), day("2020-04-01"))) == ["E06000060"]


@pytest.mark.parametrize(
    ("ccg", "on", "now"),
    [
        ("Leeds North CCG", "2018-03-31", ["02V"]),
        ("Leeds North CCG", "2018-04-01", ["15F"]),
        ("Leeds North CCG", "2022-07-01", ["QWO"]),
        ("Bracknell and Ascot CCG", "2018-04-01", ["15D"]),
        ("Bracknell and Ascot CCG", "2021-04-01", ["D4U1Y"]),
        ("Bracknell and Ascot CCG", "2022-07-01", ["QNQ"]),
        ("05C", "2021-04-01", ["D2P2L"]),
        ("Gateshead CCG", "2015-04-01", ["13T"]),
        ("03L", "2022-07-01", ["QF7"]),
        ("Tameside and Glossop CCG", "2022-07-01", ["QJ2", "QOP"]),
        ("Cumbria CCG", "2017-04-01", ["01H", "01K"]),
    ],
)
def test_what_became_of_a_ccg(ccg, on, now):
    assert codes(commissioner_successors(ccg, day(on))) == now


def test_what_a_commissioner_was_made_of():
    assert set(codes(commissioner_predecessors("15E", day("2018-03-31")))) == {"13P", "04X", "05P"}
    assert set(codes(commissioner_predecessors("QNQ", day("2018-03-31")))) == {
        "10G",
        "10T",
        "11C",
        "99M",
        "10C",
    }


def test_local_parts_keep_the_codes_of_the_ccgs():
    assert codes(local_parts("South Yorkshire ICB")) == ["02P", "02X", "03L", "03N"]
    assert sum(len(local_parts(one.code)) for one in commissioners_on(day("2022-07-01"))) == 106


@pytest.mark.parametrize(
    ("area", "start", "end", "comparable"),
    [
        ("Rotherham", "2015-04-01", "2025-06-01", True),
        ("Bournemouth & Poole", "2018-04-01", "2019-03-31", True),
        ("Bournemouth & Poole", "2018-04-01", "2019-04-01", False),
        ("Bournemouth, Christchurch and Poole", "2018-04-01", "2019-04-01", False),
        ("Bournemouth, Christchurch and Poole", "2019-04-01", "2024-04-01", True),
        ("Dorset", "2018-04-01", "2019-04-01", False),
        ("Dorset", "2019-04-01", "2018-04-01", False),
        ("Dorset", "2019-04-01", "2024-04-01", True),
        ("Buckinghamshire", "2019-04-01", "2020-04-01", True),
        ("Northamptonshire", "2020-04-01", "2021-04-01", False),
        ("West Northamptonshire", "2020-04-01", "2021-04-01", False),
        ("Cumbria", "2022-04-01", "2023-04-01", False),
        ("Cumberland", "2022-04-01", "2024-04-01", False),
        ("North Yorkshire", "2022-04-01", "2023-04-01", True),
        ("Somerset", "2022-04-01", "2023-04-01", True),
        ("Sheffield", "2024-04-01", "2025-04-01", True),
    ],
)
def test_which_areas_compare(area, start, end, comparable):
    assert is_comparable(area, day(start), day(end)) is comparable


class TestComparison:
    def test_a_break_is_told_with_its_day_and_reason(self):
        found = comparison("Dorset", day("2018-04-01"), day("2019-04-01"))
        assert found.words == (
            "Dorset changed on 1 April 2019; figures before are not comparable. The district of "
            "Christchurch left Dorset. The rest of the county of Dorset became one council."
        )
        assert [one.reference for one in found.changes] == ["order-dorset", "order-dorset"]
        assert found.certainty == "confirmed"

    def test_it_makes_the_finding_of_the_catalogue(self):
        finding = comparison("BCP", day("2018-04-01"), day("2019-04-01")).finding
        assert (finding.code, finding.severity) == ("CHK-114", Severity.INFORMATION)
        assert finding.subject == "Bournemouth, Christchurch and Poole"
        assert "changed on 1 April 2019" in finding.message
        assert "Structural Changes" in finding.reference

    def test_a_new_code_alone_is_no_break(self):
        found = comparison("Buckinghamshire", day("2019-04-01"), day("2020-04-01"))
        assert found.finding is None
        assert found.words == (
            "Buckinghamshire changed on 1 April 2020, but its figures stay comparable. County and "
            "districts became one council of the same area."
        )

    def test_nothing_changed(self):
        found = comparison("Rutland", day("2016-04-01"), day("2018-04-01"))
        assert (found.words, found.changes) == ("Rutland did not change.", ())

    def test_what_is_not_known_is_said(self):
        found = comparison("Rutland", day("2018-04-01"), day("2030-04-01"))
        assert found.words == ("Rutland did not change. Changes after 31 March 2026 are not known.")
        assert found.certainty == "unconfirmed"
        assert comparison("Rutland", day("2018-04-01"), day("2026-03-31")).certainty == "confirmed"

    def test_what_was_before_boards_is_not_known_either(self):
        found = comparison("Rutland", day("2010-04-01"), day("2018-04-01"))
        assert found.words == ("Rutland did not change. Changes before 1 April 2013 are not known.")
        assert found.certainty == "unconfirmed"
        assert comparison("Rutland", day("2013-04-01"), day("2018-04-01")).certainty == "confirmed"

    def test_a_commissioner_that_passed_part_on(self):
        found = commissioner_comparison("01Y", day("2022-06-30"), day("2022-07-01"))
        assert not found.comparable
        assert found.certainty == "unconfirmed"
        assert "Glossop went to Derby and Derbyshire. Not confirmed." in found.words

    @pytest.mark.parametrize(
        ("code", "start", "end", "comparable"),
        [
            ("03L", "2017-04-01", "2022-06-30", True),
            ("15M", "2019-04-01", "2022-06-30", True),
            ("15M", "2022-06-30", "2022-07-01", False),  # took in Glossop
            ("15E", "2022-06-30", "2022-07-01", False),  # took in West Birmingham
            ("15N", "2022-06-30", "2022-07-01", True),
            ("15F", "2018-03-31", "2018-04-01", False),
            ("01K", "2017-03-31", "2017-04-01", False),
        ],
    )
    def test_which_commissioners_compare(self, code, start, end, comparable):
        assert commissioner_comparison(code, day(start), day(end)).comparable is comparable


class TestTables:
    """The shipped tables agree with themselves."""

    @pytest.mark.parametrize("history", [areas(), commissioners()], ids=["areas", "commissioners"])
    def test_a_place_ends_the_day_before_it_passes_on_and_begins_on_the_day(self, history):
        known = {one.code: one for one in history.places}
        for change in history.changes:
            end = known[change.before].end
            goes_on = [one for one in history.changes if one.before == one.after == change.before]
            if change.day not in {one.day for one in goes_on}:
                assert end == change.day - timedelta(days=1)
            assert known[change.after].start <= change.day
            assert (known[change.after].start == change.day) == (
                change.after not in {one.before for one in history.changes if one.day == change.day}
            )

    @pytest.mark.parametrize("history", [areas(), commissioners()], ids=["areas", "commissioners"])
    def test_every_place_that_ended_passed_on(self, history):
        passed = {change.before for change in history.changes}
        assert {one.code for one in history.places if one.end} <= passed

    @pytest.mark.parametrize("history", [areas(), commissioners()], ids=["areas", "commissioners"])
    def test_only_what_stays_whole_keeps_its_people(self, history):
        for change in history.changes:
            if change.same_people != "no":
                others = [one for one in history.changes if one.day == change.day]
                assert change.part == "whole"
                assert [one for one in others if one.before == change.before] == [change]
                assert [one for one in others if one.after == change.after] == [change]

    def test_codes_are_of_their_shape_and_used_once(self):
        found = codes(areas().places)
        assert len(found) == len(set(found))
        assert all(len(code) == 9 and code[0] == "E" and code[1:].isdigit() for code in found)
        found = codes(commissioners().places)
        assert len(found) == len(set(found))
        assert all((code.isalnum() and code.isupper()) or code.isdigit() for code in found)
