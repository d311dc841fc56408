"""What rounds say of moved boundaries is what the tables of places say."""

import pytest

from bettercare import rounds
from bettercare.errors import UnknownPlace
from bettercare.places.geography import areas

EVENTS = [
    pytest.param(event, id=f"{one} {event.label}")
    for one in rounds.available()
    for event in rounds.load(one).geography
]


@pytest.mark.parametrize("event", EVENTS)
def test_each_change_that_a_round_names_is_in_the_tables(event):
    found = 0
    for name in event.areas:
        try:
            area = areas().either(name, event.day, event.day)
        except UnknownPlace:
            continue  # a district, or a name that only this round has
        changed = areas().lifetime(area).changes
        assert event.day in {one.day for one in changed}
        found += 1
    assert found


def test_there_are_some():
    assert EVENTS
