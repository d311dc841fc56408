"""Pseudonyms: the keyed hash that another program gives, and no hash without a key (T33)."""

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.linkage import pseudonyms
from bettercare.linkage.keys import Key
from bettercare.linkage.pseudonyms import normalised, pseudonym
from bettercare.nhs_numbers import is_nhs_number

KEY = Key(bytes(range(32)))
# printf 9434765919 | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102...1f
BY_OPENSSL = "dd5c602eeb31d60c7c0d662c897231dda00e13cdf945b14cad185a4a7125826c"


def test_a_pseudonym_is_the_whole_hmac_that_openssl_gives():
    assert pseudonym("9434765919", KEY) == BY_OPENSSL


@pytest.mark.parametrize(
    "written", ["943 476 5919", "943-476-5919", " 9434765919 ", "9434765919.0"]
)
def test_however_a_number_is_written_its_pseudonym_is_the_same(written):
    assert pseudonym(written, KEY) == BY_OPENSSL


def test_another_key_gives_another_pseudonym():
    assert pseudonym("9434765919", Key(bytes(range(1, 33)))) != BY_OPENSSL


@pytest.mark.parametrize("key", [None, b"", bytes(range(32)), "secret", 0])
def test_nothing_but_a_key_will_do(key):
    with pytest.raises(TypeError, match="needs a Key"):
        pseudonym("9434765919", key)


@pytest.mark.parametrize("number", ["9434765918", "", "1111111111", "94347659190"])
def test_a_number_that_is_not_valid_has_no_pseudonym_and_is_not_repeated(number):
    with pytest.raises(ValueError, match="not a valid NHS number") as refusal:
        pseudonym(number, KEY)
    assert not number or number not in str(refusal.value)


def test_no_function_makes_a_pseudonym_without_being_given_a_key():
    made = [one for name, one in vars(pseudonyms).items() if name.startswith("pseudonym")]
    assert made
    for one in made:
        assert inspect.signature(one).parameters["key"].default is inspect.Parameter.empty


@given(st.integers(10**9, 10**10 - 1))
def test_what_is_normalised_is_valid_and_nothing_else_is(number):
    digits = normalised(str(number))
    assert (digits == str(number)) == is_nhs_number(str(number))
    assert digits is None or digits == str(number)
