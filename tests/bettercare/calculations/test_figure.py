"""How the value of a figure is shown: rounded half up, in its unit, and never before."""

from decimal import Decimal

import msgspec
import pytest

from bettercare.calculations import Figure, Input


def shown(value, unit, decimals=1) -> str:
    return Figure(
        id="x",
        label="X",
        value=None if value is None else Decimal(value),
        unit=unit,
        rule="",
        reference="",
        decimals=decimals,
    ).display


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("7242204", "£7,242,204"),
        ("0", "£0"),
        ("-0.00", "£0"),
        ("1000.00", "£1,000"),
        ("6802087.24", "£6,802,087.24"),
        ("0.005", "£0.01"),
        ("-0.005", "-£0.01"),
        ("-1008", "-£1,008"),
        ("1E+3", "£1,000"),
    ],
)
def test_pounds(value, text):
    assert shown(value, "GBP") == text


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        ("585.85", "rate", 1, "585.9 per 100,000"),
        ("585.84999", "rate", 1, "585.8 per 100,000"),
        ("1166.45", "rate", 1, "1,166.5 per 100,000"),
        ("0.92250", "fraction", 1, "92.3%"),
        ("0.92249", "fraction", 1, "92.2%"),
        ("0.435", "fraction", 0, "44%"),
        ("-0.0245", "fraction", 1, "-2.5%"),
        ("2.5", "count", 1, "3"),
        ("1500", "words", 1, "1,500"),
        ("-2.5", "words", 1, "-3"),
        ("21.45", "delays a day", 1, "21.5 delays a day"),
        ("7832.4", "days", 0, "7,832 days"),
    ],
)
def test_halves_go_away_from_0(value, unit, decimals, text):
    assert shown(value, unit, decimals) == text


@pytest.mark.parametrize("unit", ["GBP", "fraction", "rate", "words", "days"])
def test_what_is_not_known_is_never_a_number(unit):
    assert shown(None, unit) == "not given"


def test_a_figure_cannot_be_changed():
    figure = Figure(id="x", label="", value=Decimal(1), unit="GBP", rule="", reference="")
    with pytest.raises(AttributeError):
        figure.value = Decimal(2)  # type: ignore[misc]


def test_a_figure_goes_in_and_out_of_json_with_every_digit():
    figure = Figure(
        id="x",
        label="X",
        value=Decimal("0.9304347826086956521739130435"),
        unit="fraction",
        rule="R",
        reference="T",
        inputs=(Input("A", Decimal("0.10")),),
    )
    assert msgspec.json.decode(msgspec.json.encode(figure), type=Figure) == figure
