"""Plans of a whole country: which are missing, late, twice, of another round or at fault."""

from collections import Counter
from datetime import date, timedelta

import pytest

from bettercare.errors import BadRequest
from bettercare.places import areas_on
from bettercare.rounds import load
from bettercare.synthetic.nation import Made, Wish, area_names, file_name, nation

DUE = date(2019, 9, 27)  # as in the timetable of 2019-20
SMALL = 25


def made(round_id="2019-20", **wish):
    return list(nation([load(round_id)], Wish(**{"schemes": SMALL, **wish})))


@pytest.fixture(scope="module")
def england():
    return made()


def test_every_area_has_a_plan_or_is_missing(england):
    areas = [one.name for one in areas_on(date(2019, 4, 1), combined=True)]
    assert list(dict.fromkeys(one.area for one in england)) == areas
    assert len(areas) == 150


def test_so_many_go_astray(england):
    states = Counter(one.state for one in england)
    assert states == {
        "plan": 142,  # 150 less those below, but for the one that comes in two versions
        "missing": 6,  # 4 in 100
        "another version": 1,
        "another round": 1,
        "broken": 1,
    }


def test_a_plan_is_late_exactly_when_it_was_sent_after_the_day_it_was_due(england):
    of_round = [one for one in england if one.plan and one.round == "2019-20"]
    for one in of_round:
        sent = date.fromisoformat(one.plan.facts["submitted"])
        assert one.late_days == max(0, (sent - DUE).days)
        assert DUE - timedelta(days=10) <= sent <= DUE + timedelta(days=21)
    assert 6 <= sum(one.late_days > 0 for one in of_round) <= 20


def test_a_round_that_sets_no_day_has_nobody_late():
    for one in made("2020-21", areas=12):
        assert one.late_days == 0
        assert one.state == "another round" or not one.plan or "submitted" not in one.plan.facts


def test_the_second_version_has_no_faults_and_its_own_number(england):
    second = next(one for one in england if one.state == "another version")
    first = next(one for one in england if one.area == second.area)
    assert (first.plan.facts["version"], second.plan.facts["version"]) == ("1.0", "2.0")
    assert {one.version for one in second.plan.sign_off} == {"2.0"}
    assert second.truth == ()
    assert second.name == f"{first.name}-version-2"


def test_a_plan_of_another_round_stands_under_the_name_of_this_one(england):
    stray = next(one for one in england if one.state == "another round")
    assert stray.name.endswith("-2019-20")
    assert stray.round == stray.plan.round == "2018-19"


def test_in_the_first_round_it_is_the_one_after_it():
    stray = next(one for one in made("2015-16", areas=10) if one.state == "another round")
    assert stray.round == "2016-17"


@pytest.mark.parametrize("faults", [0, 2])
def test_each_plan_has_so_many_faults(faults):
    plans = [one for one in made(areas=20, faults=faults) if one.state == "plan"]
    assert {len(one.truth) for one in plans} == {faults}


@pytest.mark.parametrize(("share", "least", "most"), [(0, 0, 0), (0.4, 6, 18), (1, 30, 30)])
def test_a_share_of_the_plans_has_a_few_faults(share, least, most):
    plans = [one for one in made(areas=35, share=share) if one.state == "plan"][:30]
    counts = [len(one.truth) for one in plans]
    assert least <= sum(count > 0 for count in counts) <= most
    assert max(counts) <= 6


def test_few_areas_are_all_there_and_in_time():
    plans = made(areas=9)
    assert [(one.state, one.late_days) for one in plans] == [("plan", 0)] * 9


def test_more_areas_than_there_are_means_all_of_them():
    assert len(area_names(load("2019-20"), 1_000, 1)) == 150


def test_several_rounds_come_one_after_another():
    plans = nation([load("2016-17"), load("2023-25")], Wish(areas=2, schemes=SMALL))
    assert [one.round for one in plans] == ["2016-17"] * 2 + ["2023-25"] * 2


def test_the_same_seed_makes_the_same_country():
    assert made(areas=11) == made(areas=11)
    assert made(areas=11) != made(areas=11, seed=2)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"areas": 0}, "Cannot make plans of 0 areas"),
        ({"faults": -1}, "Cannot plant -1 faults"),
        ({"share": 1.5}, "Cannot plant faults in 150% of the plans"),
        ({"share": float("nan")}, "Ask for 0% to 100%"),
        ({"schemes": 3}, "Ask for 25 to 100,000"),
    ],
)
def test_what_cannot_be_made_is_refused(wish, words):
    with pytest.raises(BadRequest, match=words):
        made(**wish)


@pytest.mark.parametrize(
    ("area", "name"),
    [
        ("Kingston upon Hull, City of", "kingston-upon-hull-city-of-2019-20"),
        ("Cornwall & Scilly", "cornwall-and-scilly-2019-20"),
        ("St. Helens", "st-helens-2019-20"),
        ("../etc/passwd", "etc-passwd-2019-20"),
    ],
)
def test_names_of_files_are_plain(area, name):
    assert file_name(area, "2019-20") == name


def test_a_missing_area_has_no_plan(england):
    missing = [one for one in england if one.state == "missing"]
    assert missing == [Made(one.name, one.area, "2019-20", "missing") for one in missing]
