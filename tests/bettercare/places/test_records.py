"""Records of places cannot be changed, and say what they are."""

import inspect
from decimal import Decimal

import msgspec
import pytest

from bettercare import places
from bettercare.places import admissions, contingency, quarters
from bettercare.places.records import Area, per_cent

RECORDS = {
    kind
    for module in (places, admissions, contingency, quarters)
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, msgspec.Struct)
}


@pytest.mark.parametrize("kind", sorted(RECORDS, key=str))
def test_a_record_is_frozen(kind):
    assert kind.__struct_config__.frozen


def test_an_area_of_two_councils():
    assert Area("A", ("E1",)).is_combined is False
    both = Area("A & B", ("E1", "E2"))
    assert (both.is_combined, both.code) == (True, "E1 & E2")


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        ("0.979", "97.9%"),
        ("0", "0.0%"),
        ("1", "100.0%"),
        ("0.97912", "97.912%"),
        ("0.0000", "0.00%"),
    ],
)
def test_a_share_is_shown_with_the_decimals_it_has(share, shown):
    assert per_cent(Decimal(share)) == shown
