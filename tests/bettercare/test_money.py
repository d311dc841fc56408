"""Reading pounds from what people type, and showing them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.money import (
    MOST_DECIMALS,
    MOST_DIGITS,
    is_in_range,
    is_not_given,
    percent,
    plain_pounds,
    pounds,
    read_number,
    round_half_up,
)

MOST = 10**MOST_DIGITS - 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12345", "12345"),
        ("12345.67", "12345.67"),
        ("0", "0"),
        ("007", "7"),
        ("5.", "5"),
        (".5", "0.5"),
        ("  5\n", "5"),
        ("\u00a05\u00a0", "5"),
        ("£5", "5"),
        ("£ 5", "5"),
        ("£\u00a05", "5"),
        ("1,234", "1234"),
        ("£1,234,567.89 ", "1234567.89"),
        ("12345,678", None),
        ("-5", "-5"),
        ("- 5", "-5"),
        ("+5", "5"),
        ("−5", "-5"),
        ("-£5", "-5"),
        ("£-5", "-5"),
        ("£ - 5", "-5"),
        ("(5)", "-5"),
        ("( £1,234.50 )", "-1234.50"),
        ("60%", "0.6"),
        ("92.2 %", "0.922"),
        ("-5%", "-0.05"),
        ("(5%)", "-0.05"),
    ],
)
def test_a_number_is_read_as_people_type_it(typed, meant):
    assert read_number(typed) == (None if meant is None else Decimal(meant))


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "-", "+", ".", "£", "()", "%", "n/a", "tbc", "about 5", "5 or 6", "abc"),
        *("1,23", "1,2345", "1,234,56", "0,123", "012,345", ",123", "1,,234"),
        *("12.345.678", "1.234,56", "12 345", "1 234.50", "1_000", "1'000"),
        *("1e5", "1.2E+06", "£1.2m", "1k", "5bn", "£5 million", "0x10", "NaN", "Infinity"),
        *("2019/20", "2019-20", "=SUM(A1:A9)", "=cmd|' /C calc'!A0", "#REF!", "#N/A"),
        *("--5", "+-5", "-£-5", "(-5)", "((5))", "(5", "(50", "5)", "50)", "5-", "–5"),
        *("5£", "1£2", "££5", "£5%", "5%%", "%5", "$5", "€5", "£5p", "5p"),
        *("\uff11\uff12", "٣", "½", "5²", "1\u202f234", "5\x005", "1\n2"),
    ],
)
def test_what_is_not_one_plain_number_is_never_guessed(typed):
    assert read_number(typed) is None


def test_a_number_longer_than_any_in_a_plan_is_not_read():
    assert read_number(str(MOST)) == MOST
    assert read_number(str(MOST + 1)) is None
    assert read_number(f"{MOST + 1:,}") is None
    assert read_number("0." + "1" * MOST_DECIMALS) == Decimal("0." + "1" * MOST_DECIMALS)
    assert read_number("0." + "1" * (MOST_DECIMALS + 1)) is None
    assert read_number("0." + "1" * (MOST_DECIMALS - 1) + "%") is None


def test_no_digit_is_lost_to_rounding():
    long = f"-{MOST}.{'1' * MOST_DECIMALS}"
    assert str(read_number(long)) == long
    assert str(read_number(f"({long[1:]})")) == long
    assert (
        str(read_number("123456789012345.123456789012345678%"))
        == "1234567890123.45123456789012345678"
    )


@pytest.mark.parametrize(
    "text", [" " * 10**6 + "x", "£" + " " * 10**6, "1" * (10**6 + 1), "-" + ",1" * 10**6]
)
def test_a_very_long_text_is_no_number(text):
    assert read_number(text) is None


@given(st.text())
def test_reading_a_number_never_raises(text):
    number = read_number(text)
    assert number is None or is_in_range(number)


@given(
    st.from_regex(
        r"-?[0-9]{1,15}(\.[0-9]{1,20})?", fullmatch=True, alphabet=st.characters(codec="ascii")
    )
)
def test_a_plain_decimal_is_read_as_python_reads_it(text):
    assert read_number(text) == Decimal(text)


@given(st.decimals(-MOST, MOST, places=2))
def test_pounds_as_shown_are_read_back(value):
    assert read_number(pounds(value)) == value


@pytest.mark.parametrize(
    "text", ["", " ", "-", " – ", "—", "n/a", "N/A", "na", "None", "nil", "£-", "£ -"]
)
def test_people_have_many_ways_to_say_that_a_number_is_not_given(text):
    assert is_not_given(text)
    assert read_number(text) is None


@pytest.mark.parametrize("text", ["0", "£0", "tbc", "none of it", "--"])
def test_nought_and_other_words_are_not_a_blank(text):
    assert not is_not_given(text)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("0", True),
        (str(MOST), True),
        (str(-MOST), True),
        (f"{MOST}.99", True),
        ("1E+14", True),
        ("1E+15", False),
        ("-1E+15", False),
        ("1E-20", True),
        ("1E-21", False),
        ("0E+999999", False),
        ("0E-999999", False),
        ("NaN", False),
        ("sNaN", False),
        ("-Infinity", False),
    ],
)
def test_a_plan_holds_numbers_of_a_size_that_can_be_reckoned_with(number, expected):
    assert is_in_range(Decimal(number)) is expected


@pytest.mark.parametrize(
    ("value", "rounded"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("2.4999", 2)]
)
def test_halves_are_rounded_away_from_zero(value, rounded):
    assert round_half_up(Decimal(value)) == rounded


def test_numbers_far_beyond_a_plan_can_still_be_rounded():
    assert round_half_up(Decimal("1E+40"), Decimal("0.01")) == 10**40


def test_pounds_are_shown_in_full_with_pence_only_where_there_are_any():
    assert pounds(Decimal("7242204.00")) == "£7,242,204"
    assert pounds(Decimal("7242204.10")) == "£7,242,204.10"
    assert pounds(Decimal("-0.005")) == "-£0.01"
    assert pounds(Decimal(0), sign=True) == "£0"
    assert pounds(Decimal(-5), sign=True) == "-£5"
    assert plain_pounds(Decimal(440117), sign=True) == "+440,117"
    assert plain_pounds(Decimal("-1008.5")) == "-1,008.50"


def test_a_fraction_is_shown_as_a_percentage():
    assert percent(Decimal("0.93043"), 0) == "93%"
    assert percent(Decimal("0.4335")) == "43.4%"
    assert percent(Decimal(12)) == "1,200.0%"
