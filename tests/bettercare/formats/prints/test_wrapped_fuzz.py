"""Prints without columns, damaged at random: a wrong total is never said to be reconciled.

The truth is planted: each print is made of a plan, so what its figures must be is known.
"""

from functools import cache

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

import bettercare as bc
from bettercare import examples
from bettercare.calculations import Calculations
from bettercare.errors import BetterCareError
from bettercare.formats.prints import read_paper
from bettercare.formats.prints.paper import paper_of
from bettercare.formats.reading import PROOF, RECONCILED
from bettercare.money import pounds
from bettercare.rounds import load
from tests.bettercare.formats.prints.wrapped_prints import print_of
from tests.bettercare.known import known

RULES = load("2019-20")
MONEY = ("income.", "expenditure.", "scheme_type.", "required.", "balance.")
EXAMPLES = 40


@cache
def planted():
    """A plan of rows of every kind, its print, and its figures in pounds."""
    plan = bc.read(examples.path("leicester")).plan
    rows = tuple(known(plan.schemes)[n] for n in (0, 4, 8, 9, 19, 22, 34, 39, 41, 44))
    plan = msgspec.structs.replace(plan, schemes=rows)
    figures = {
        key: one.value
        for key, one in Calculations(plan, RULES).figures.items()
        if key.startswith(MONEY)
    }
    return print_of(plan, RULES).split("\n"), figures


@st.composite
def damaged(draw):
    """The print with some lines lost, merged, doubled, or blocks swapped."""
    lines = list(planted()[0])
    for kind in draw(st.lists(st.sampled_from(DAMAGES), min_size=1, max_size=4)):
        lines = kind(lines, draw(st.integers(0, len(lines) - 2)), draw(st.integers(1, 4)))
    return "\n".join(lines)


def lost(lines, at, count):
    return lines[:at] + lines[at + count :]


def merged(lines, at, _):
    return [*lines[:at], f"{lines[at]} {lines[at + 1]}", *lines[at + 2 :]]


def doubled(lines, at, count):
    return [*lines[: at + count], *lines[at:]]


def parted(lines, at, _):
    return [*lines[:at], "", *lines[at:]]


def swapped(lines, at, _):
    """Two blocks that follow one another, the second first."""
    blocks = "\n".join(lines).split("\n\n")
    first = at % (len(blocks) - 1)
    blocks[first : first + 2] = reversed(blocks[first : first + 2])
    return "\n\n".join(blocks).split("\n")


def torn(lines, at, count):
    """Blank lines lost: blocks run into one another."""
    return [line for n, line in enumerate(lines) if line or not at <= n < at + count]


DAMAGES = (lost, merged, doubled, parted, swapped, torn)


def read(text):
    """The reading of a print, or ``None`` where it is refused with a sentence."""
    try:
        return read_paper(paper_of(text, "a.txt"), load, "2019-20")
    except BetterCareError as error:
        assert str(error).endswith(".")
        return None


def test_the_print_as_it_is_reconciles():
    found = read("\n".join(planted()[0]))
    assert found.plan.facts[PROOF] == RECONCILED
    assert len(found.plan.schemes) == 10


@settings(max_examples=EXAMPLES, deadline=None)
@given(damaged())
def test_what_is_reconciled_is_true(text):
    found = read(text)
    if found is None:
        return
    truth = planted()[1]
    figures = Calculations(found.plan, RULES).figures
    if found.plan.facts[PROOF] == RECONCILED:
        for key in (*(f"expenditure.{code}" for code in RULES.sources), "expenditure.total"):
            assert figures[key].value == truth[key], key
        for code in RULES.required_spends:
            key = f"required.{code}.planned"
            assert figures[key].value == truth[key], key


@settings(max_examples=EXAMPLES, deadline=None)
@given(damaged())
def test_a_printed_figure_is_one_that_is_printed_and_a_difference_is_said(text):
    """Where lines are lost a figure may come to stand under another label; then rows tell."""
    found = read(text)
    if found is None:
        return
    for value in (*found.plan.printed.values(), *found.plan.given.values()):
        assert pounds(value) in text
    figures = Calculations(found.plan, RULES).figures
    wrong = [key for key, value in found.plan.printed.items() if figures[key].value != value]
    said = [one for one in found.findings if one.code == "READ-34"]
    assert len(said) >= bool(wrong)
    assert found.plan.facts[PROOF] != RECONCILED or not wrong
