"""Places by name and date, on made-up ones."""

from datetime import date

import pytest

from bettercare.errors import UnknownPlace
from bettercare.places.history import History
from bettercare.places.names import area_index
from bettercare.places.records import Area

THEN, NOW, LATER = date(2015, 1, 1), date(2020, 1, 1), date(2030, 1, 1)
OLD = Area("Newport", ("E1",), date(2013, 4, 1), date(2018, 3, 31))
NEW = Area("Newport", ("E2",), date(2019, 4, 1), date(2025, 3, 31))
TWIN = Area("Newport", ("E3",), date(2019, 4, 1))


def history(*places):
    names = area_index()
    for place in places:
        names.add(place.name, place)
        names.add(place.code, place)
    return History(places, (), names, (date(2013, 4, 1), LATER))


def test_the_latest_of_a_name_or_the_one_of_a_day():
    known = history(OLD, NEW)
    assert known.find("Newport") == NEW
    assert known.find("Newport", THEN) == OLD
    assert known.earliest("Newport") == OLD


def test_two_of_one_name_at_one_time_are_not_guessed():
    known = history(OLD, NEW, TWIN)
    with pytest.raises(UnknownPlace, match=r"more than one area 'Newport': E2 and E3\. Give"):
        known.find("Newport")
    with pytest.raises(UnknownPlace, match="more than one area"):
        known.find("Newport", NOW)
    assert known.find("E3", NOW) == TWIN


def test_on_neither_day_it_is_the_latest():
    assert history(OLD, NEW).either("Newport", date(2018, 6, 1), date(2018, 7, 1)) == NEW
    assert history(OLD, NEW).either("Newport", THEN, NOW) == OLD
    assert history(OLD, NEW).either("Newport", date(2018, 6, 1), NOW) == NEW


def test_a_gap_between_two_of_one_name():
    with pytest.raises(UnknownPlace, match="no area 'Newport' on 1 June 2018"):
        history(OLD, NEW).find("Newport", date(2018, 6, 1))


def test_which_there_were_on_a_day():
    known = history(OLD, NEW, TWIN)
    assert known.on(THEN) == (OLD,)
    assert known.on(date(2018, 3, 31)) == (OLD,)
    assert known.on(date(2018, 4, 1)) == ()
    assert known.on(date(2019, 4, 1)) == (NEW, TWIN)
    assert known.on(LATER) == (TWIN,)
