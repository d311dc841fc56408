"""Canonical JSON: the published vectors for strings and order, golden bytes, and properties."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare_web.audit import stand_alone
from bettercare_web.audit.canonical import canonical, digest

# RFC 8785, section 3.2.3: the strings, and how they are written.
RFC_STRING = json.loads(r'"\u20ac$\u000F\u000aA\u0027\u0042\u0022\u005c\\\"\/"')
RFC_BYTES = bytes.fromhex("22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f22")

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(max_codepoint=127), max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_the_string_of_the_rfc():
    assert canonical(RFC_STRING) == RFC_BYTES


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("\b\t\n\f\r", rb'"\b\t\n\f\r"'),
        ("\x00\x1f", rb'"\u0000\u001f"'),
        ("\x7f", b'"\x7f"'),
        ("</script>", b'"</script>"'),
        (
            {"1": 1, "10": 2, "2": 3, "A": 4, "a": 5, "_": 6},
            b'{"1":1,"10":2,"2":3,"A":4,"_":6,"a":5}',
        ),
        ([56, {"d": True, "10": None, "1": []}], b'[56,{"1":[],"10":null,"d":true}]'),
    ],
)
def test_golden_bytes(value, written):
    assert canonical(value) == written


def test_the_hash_of_a_golden_event():
    # sha256sum of the bytes {"amount":"1234.50","field":"£"}
    assert digest({"field": "£", "amount": "1234.50"}) == (
        "8de02e98256cf11000e00900ca13cbdd68eeb3a0870b2c4eb52daf5f2bf47777"
    )


@pytest.mark.parametrize("value", [1.5, 2**53, -(2**53), {"é": 1}, "\ud800", [float("nan")]])
def test_what_could_be_written_in_two_ways_is_refused(value):
    with pytest.raises(ValueError):
        canonical(value)


@given(values)
def test_reading_gives_the_value_back_and_the_same_bytes(value):
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written
    assert stand_alone.canonical(value) == written
