"""Which value counts of a figure that is printed several times, or cut."""

import pytest

from bettercare.formats.prints.figures import PrintedFigure
from bettercare.formats.prints.settled import fits_cut, settle
from bettercare.money import read_number
from tests.bettercare.known import known


def printed(*texts):
    """Prints of one figure; a text that ends in "…" is cut there."""
    return [
        PrintedFigure(
            id="balance.ibcf",
            label="iBCF",
            table="balances",
            text=text.rstrip("…"),
            value=None if text.endswith("…") else read_number(text),
            line=line,
            page=1,
            cut=text.endswith("…"),
        )
        for line, text in enumerate(texts, 1)
    ]


@pytest.mark.parametrize(
    ("texts", "counts"),
    [
        (["£5"], "£5"),
        (["£5", "£5"], "£5"),
        (["-£882,205", "-£882,205", "£882,205"], "-£882,205"),  # a minus sign lost once
        (["-£882,205", "£882,205"], None),  # one against one
        (["£4,219,3…", "£4,219,317"], "£4,219,317"),  # cut once, whole elsewhere
        (["£4,219,3…", "£4,219,300"], None),  # filled up with noughts
        (["£4,219,3…", "£5,219,317"], None),  # not the number that was cut
        (["£4,219,3…"], None),
        (["-£883,94…", "£883,945"], None),  # cut with a minus sign
    ],
)
def test_the_value_that_counts(texts, counts):
    settled = settle(printed(*texts))
    assert [one.text for one in settled.values.values()] == ([counts] if counts else [])
    assert len(settled.prints["balance.ibcf"]) == len(texts)


def test_figures_without_a_whole_print_are_named_as_cut():
    assert list(settle(printed("£4,219,3…")).cut) == ["balance.ibcf"]
    assert settle(printed("£5")).cut == {}


def test_figures_that_differ_somewhere_are_named():
    assert list(settle(printed("-£5", "-£5", "£5")).differing) == ["balance.ibcf"]
    assert list(settle(printed("£4,219,3…", "£4,219,317")).differing) == ["balance.ibcf"]
    assert settle(printed("£5", "£5.00")).differing == {}


@pytest.mark.parametrize(
    ("value", "cut", "fits"),
    [
        ("4,219,317", "£4,219,3", True),
        ("-683,949", "-£883,94", False),
        ("-883,949", "-£883,94", True),
        ("883,949", "-£883,94", False),
        ("-883,949", "£883,94", False),
    ],
)
def test_a_number_fits_a_cut_one_by_its_first_digits_and_sign(value, cut, fits):
    [one] = printed(f"{cut}…")
    assert fits_cut(known(read_number(value)), one) is fits
