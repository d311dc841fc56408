"""Damaged prints with planted truth: no wrong total is ever said to agree."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.programme import read_paper
from bettercare.report.programme import summarise
from tests.bettercare.programmes import proposals
from tests.bettercare.programmes.planted import (
    add_a_cell,
    blank_a_cell,
    change_a_digit,
    damages,
    double_a_row,
    lose_a_cell,
    lose_a_row,
    merge_two_cells,
    printed,
    swap_two_cells,
    swap_two_rows,
    text_of,
    truths,
)

TOTALS = ("priority.", "total.", "remaining.")


def read(rows):
    return summarise(read_paper(paper_of(text_of(rows), "paper.txt")))


def said_to_agree(summary):
    """Totals that are said to be right, and what they are said to be."""
    return {
        one.id.removesuffix(".from_priorities").removesuffix(".from_sources"): one.computed
        for one in summary.comparisons.all
        if one.result == "ok" and one.id.startswith(TOTALS)
    }


@given(truths())
def test_an_undamaged_print_agrees_in_every_total(truth):
    summary = read(printed(truth))
    agreed = said_to_agree(summary)
    assert len(agreed) >= 11 * (len(truth.priorities) + 1)
    assert {name: truth.value(name) for name in agreed} == agreed
    assert not [one for one in summary.comparisons.all if one.result in {"differs", "in_doubt"}]
    assert not [one for one in summary.noticed if one.code in {"READ-31", "READ-60"}]


@settings(max_examples=300)
@given(st.data())
def test_no_wrong_total_of_a_damaged_print_is_said_to_agree(data):
    truth = data.draw(truths())
    summary = read(data.draw(damages(printed(truth))))
    agreed = said_to_agree(summary)
    assert {name: truth.value(name) for name in agreed} == agreed


@given(proposals.budgets())
def test_an_undamaged_proposal_agrees_in_every_total(budget):
    agreed = said_to_agree(read(proposals.printed(budget)))
    assert len(agreed) == len(budget) + 1
    assert {name: proposals.value(budget, name) for name in agreed} == agreed


SLIPS = (
    add_a_cell,
    blank_a_cell,
    change_a_digit,
    double_a_row,
    lose_a_cell,
    lose_a_row,
    merge_two_cells,
    swap_two_cells,
    swap_two_rows,
)


@settings(max_examples=300)
@given(st.data())
def test_no_wrong_total_of_a_damaged_proposal_is_said_to_agree(data):
    budget = data.draw(proposals.budgets())
    title, *rows = [list(row) for row in proposals.printed(budget)]
    for slip in data.draw(st.lists(st.sampled_from(SLIPS), min_size=1, max_size=2)):
        body = rows[2:]
        slip(data.draw, body)
        rows[2:] = body
    agreed = said_to_agree(read([title, *rows]))
    known = {name: proposals.value(budget, name) for name in agreed}
    assert known == agreed
