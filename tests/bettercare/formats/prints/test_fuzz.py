"""Prints that are spoilt at random, with planted truth.

A made-up plan is printed in two halves with its totals, which this test adds up by itself. Then
lines are lost, doubled and moved, columns swapped, cells merged, split and cut. Whatever happens:

- nothing but a refusal in words comes out of the reader;
- a total that is said to agree is the true one;
- a plan that is said to be reconciled has the true figures, every one of them.
"""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.calculations import Calculations
from bettercare.errors import BetterCareError
from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.standing_in import stand_ins
from bettercare.formats.prints.template import prover_of, reading_of
from bettercare.rounds import load
from tests.bettercare.formats.prints.test_two_years import PRINT as TWO_YEARS

RULES = load("2019-20")
SOURCES = {
    "dfg": "DFG",
    "nhs_minimum": "Minimum CCG Contribution",
    "ibcf": "iBCF",
    "winter_pressures": "Winter Pressures Grant",
    "additional_la": "Additional LA Contribution",
    "additional_nhs": "Additional CCG Contribution",
}
AREAS = ("Acute", "Mental Health", "Community Health", "Social Care", "Other")
LEFT = "\t".join(
    ["Scheme ID", "Scheme Name", "Scheme Type", "NEA", "DTOC", "RES", "REA", "Area of Spend",
     "Commissioner"]
)  # fmt: skip
RIGHT = "Scheme ID\tScheme Name\tProvider\tSource of Funding\tExpenditure (£)\tNew/ Existing Scheme"

rows = st.lists(
    st.tuples(
        st.sampled_from(list(SOURCES)),
        st.sampled_from(AREAS),
        st.sampled_from(("CCG", "LA")),
        st.integers(1, 9).map(lambda n: n * 10**5) | st.integers(1, 3_000_000),
    ),
    min_size=2,
    max_size=7,
)


def pounds(amount):
    return f"-£{-amount:,}" if amount < 0 else f"£{amount:,}"


def truth_of(plan):
    """The true figures of a plan: plain sums."""
    figures = {}
    for code in SOURCES:
        spent = sum(amount for source, *_, amount in plan if source == code)
        figures |= {f"income.{code}": spent, f"expenditure.{code}": spent, f"balance.{code}": 0}
    total = sum(amount for *_, amount in plan)
    figures |= {"income.total": total, "expenditure.total": total, "balance.total": 0}
    own = [row for row in plan if row[0] == "nhs_minimum"]
    figures["required.nhs_out_of_hospital.planned"] = sum(
        amount for _, area, who, amount in own if who == "CCG" and area != "Acute"
    )
    figures["required.adult_social_care.planned"] = sum(
        amount for _, area, _, amount in own if area == "Social Care"
    )
    return figures


def printed(plan, labels=True):
    """The lines of a print of a plan, with all its totals; ``labels`` stand beside the amounts."""
    true = truth_of(plan)
    lines = ["Better Care Fund 2019/20 Template", "", "Selected Health and Wellbeing Board:",
             "Exampleton", "", "Running Balances\tIncome\tExpenditure\tBalance"]  # fmt: skip
    for code, label in [*SOURCES.items(), ("total", "Total")]:
        amounts = [true[f"{kind}.{code}"] for kind in ("income", "expenditure", "balance")]
        lines.append("\t".join([label, *map(pounds, amounts)]))
    ooh = pounds(true["required.nhs_out_of_hospital.planned"])
    asc = pounds(true["required.adult_social_care.planned"])
    lines += [
        "",
        "Required Spend\tMinimum Required Spend\tPlanned Spend\tUnder Spend",
        f"NHS Commissioned Out of Hospital spend from the minimum CCG allocation\t£0\t{ooh}\t£0",
        f"Adult Social Care services spend from the minimum CCG allocations\t£0\t{asc}\t£0",
        "",
        LEFT,
    ]
    for n, (_, area, who, _) in enumerate(plan, 1):
        levels = ["High", "Low", "Medium", "High"]
        lines.append("\t".join([str(n), f"Scheme {n}", "Other", *levels, area, who]))
    lines += ["", RIGHT]
    for n, (source, _, _, amount) in enumerate(plan, 1):
        beside = [f"{n}.", f"Scheme {n}"] if labels else ["", ""]
        end = ["Private Sector", SOURCES[source], pounds(amount), "Existing"]
        lines.append("\t".join([*beside, *end]))
    return lines


def lose(lines, at, _):
    del lines[at]


def double(lines, at, _):
    lines.insert(at, lines[at])


def swap_lines(lines, at, other):
    lines[at], lines[other] = lines[other], lines[at]


def merge_cells(lines, at, cell):
    cells = lines[at].split("\t")
    if len(cells) > 1:
        n = cell % (len(cells) - 1)
        cells[n : n + 2] = [f"{cells[n]} {cells[n + 1]}".strip()]
        lines[at] = "\t".join(cells)


def add_cell(lines, at, cell):
    cells = lines[at].split("\t")
    cells.insert(cell % len(cells), "")
    lines[at] = "\t".join(cells)


def drop_cell(lines, at, cell):
    cells = lines[at].split("\t")
    del cells[cell % len(cells)]
    lines[at] = "\t".join(cells)


def cut_cell(lines, at, cell):
    cells = lines[at].split("\t")
    n = cell % len(cells)
    cells[n] = cells[n][:-1]
    lines[at] = "\t".join(cells)


def swap_columns(lines, at, cell):
    """Swap two neighbouring columns in all lines of a table, its head too or not."""
    width = lines[at].count("\t")
    n = cell % width if width else 0
    for k in range(at, len(lines)):
        cells = lines[k].split("\t")
        if len(cells) <= n + 1:
            break
        cells[n], cells[n + 1] = cells[n + 1], cells[n]
        lines[k] = "\t".join(cells)


FAULTS = (lose, double, swap_lines, merge_cells, add_cell, drop_cell, cut_cell, swap_columns)
faults = st.lists(
    st.tuples(st.sampled_from(FAULTS), st.integers(0, 10**6), st.integers(0, 10**6)), max_size=4
)


def spoilt(lines, faults):
    found = list(lines)
    for fault, at, other in faults:
        if len(found) > 2:
            second = other % len(found) if fault is swap_lines else other
            fault(found, at % len(found), second)
    return "\n".join(found)


def check(text, rules, true):
    """Read a print; everything that is said to agree must be true."""
    prover = prover_of(paper_of(text, "paper.txt"), rules)
    reading = reading_of(prover)
    proof = prover.proof()
    bare, _ = prover.draft.plan(proof.choice, prover.settled.values)
    own = {one.printed.id for one in stand_ins(bare, prover.settled.values, rules)}
    for total in proof.proven(frozenset(own)):
        assert total.computed == true.get(total.id, total.computed), total.id
    figures = Calculations(reading.plan, rules).figures
    if reading.plan.facts["proof"] == "reconciled":
        assert {key: figures[key].value for key in true} == true
    differing = [one for one in reading.findings if one.code == "READ-34"]
    assert bool(differing) or all(total.agrees for total in proof.totals.values())
    return reading


@given(plan=rows)
def test_a_print_that_is_not_spoilt_is_reconciled(plan):
    true = truth_of(plan)
    reading = check("\n".join(printed(plan)), RULES, true)
    assert reading.plan.facts["proof"] == "reconciled"
    assert [row.amounts["2019-20"] for row in reading.plan.schemes or ()] == [
        amount for *_, amount in plan
    ]


@given(plan=rows, faults=faults)
def test_a_print_that_is_spoilt_never_proves_what_is_not_true(plan, faults):
    with suppress(BetterCareError):
        check(spoilt(printed(plan), faults), RULES, truth_of(plan))


@given(plan=rows, faults=faults)
def test_nor_does_one_without_labels_beside_its_amounts(plan, faults):
    with suppress(BetterCareError):
        check(spoilt(printed(plan, labels=False), faults), RULES, truth_of(plan))


TRUE_OF_TWO_YEARS = {
    "income.la.2017-18": 150_000,
    "income.ibcf.2018-19": 250_000,
    "income.nhs_minimum.2017-18": 1_000_000,
    "income.total.2017-18": 1_430_000,
    "income.total.2018-19": 1_519_000,
    "expenditure.nhs_minimum.2017-18": 1_012_000,
    "expenditure.nhs_minimum.2018-19": 1_025_123,
    "balance.nhs_minimum.2017-18": -12_000,
    "balance.additional_nhs.2017-18": 12_000,
    "balance.la.2017-18": 110_000,
    "required.nhs_out_of_hospital.planned.2017-18": 650_000,
    "required.adult_social_care.planned.2018-19": 366_123,
    "area_of_spend.community_health.2017-18": 400_000,
    "from_minimum.social_care.2018-19": 366_123,
}


@given(faults=faults)
def test_nor_does_one_of_two_years_bound_with_other_papers(faults):
    with suppress(BetterCareError):
        text = spoilt(TWO_YEARS.split("\n"), faults)
        reading = check(text, load("2017-19"), TRUE_OF_TWO_YEARS)
        assert reading.plan.facts["proof"] != "reconciled"


@given(text=st.text(alphabet="\t\n\f£,.-0123 ABSchemID()%*<>[]?:/", max_size=400))
def test_any_text_at_all_is_read_or_refused_in_words(text):
    with suppress(BetterCareError):
        check(f"Better Care Fund 2019/20 Template\n{RIGHT}\n{text}", RULES, {})


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_each_fault_does_something(fault):
    lines = printed([("dfg", "Social Care", "LA", 100), ("ibcf", "Other", "CCG", 50)])
    assert spoilt(lines, [(fault, 6, 2)]) != "\n".join(lines)


def test_the_truth_is_added_up_by_hand():
    plan = [
        ("nhs_minimum", "Social Care", "CCG", 5),
        ("nhs_minimum", "Acute", "CCG", 7),
        ("dfg", "Social Care", "LA", 11),
    ]
    true = truth_of(plan)
    assert true["expenditure.nhs_minimum"] == 12
    assert true["income.total"] == Decimal(23)
    assert true["required.nhs_out_of_hospital.planned"] == 5
    assert true["required.adult_social_care.planned"] == 5
