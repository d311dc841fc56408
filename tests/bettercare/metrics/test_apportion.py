"""Shares as whole numbers of their last decimal."""

from decimal import Decimal

import msgspec
import pytest

from bettercare.errors import BadRequest
from bettercare.metrics.apportion import decimals, parts, share_sums
from bettercare.places import load_mapping


def test_shares_are_the_published_ones_in_thousandths():
    """Rotherham's five commissioners, as the planning template of 2017-19 prints them."""
    found = parts(load_mapping("2017-19"))
    here = {key[0]: share for key, share in found.items() if key[1] == "E08000018"}
    assert here == {"02P": 34, "02Q": 10, "02X": 11, "03L": 979, "03N": 8}


def test_shares_of_a_commissioner_add_up_to_what_is_printed():
    assert share_sums(load_mapping("2017-19", corrected=False))["05C"] == 1030
    assert share_sums(load_mapping("2017-19"))["05C"] == 1000


def test_a_mapping_with_more_decimals_than_fit_is_refused():
    mapping = load_mapping("2017-19")
    fine = msgspec.structs.replace(mapping.shares[0], of_commissioner=Decimal("0.123456789"))
    assert decimals(msgspec.structs.replace(mapping, shares=(fine,))) == 9
    finer = msgspec.structs.replace(fine, of_commissioner=Decimal("0.1234567891"))
    with pytest.raises(BadRequest, match=r"its shares have 10 decimals\. Round them to 9"):
        decimals(msgspec.structs.replace(mapping, shares=(finer,)))


def test_whole_shares_have_no_decimals():
    mapping = load_mapping("2017-19")
    whole = msgspec.structs.replace(mapping.shares[0], of_commissioner=Decimal("1.000"))
    assert decimals(msgspec.structs.replace(mapping, shares=(whole,))) == 0
