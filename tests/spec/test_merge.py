"""Two people edit copies of one plan: what bettercare merge makes of it, in ten drawn cases.

Each case draws the schemes that both started from, those of mine and of theirs, and those of the
merged plan. Under ``said`` stands each conflict that is left for a person, with what the merged
plan holds meanwhile.
"""

from typing import NamedTuple

import pytest

import bettercare as bc
from bettercare.plan import without_places
from bettercare.report.merge_words import value_words, what_words
from tests.bettercare.builders import plan_of


class Case(NamedTuple):
    base: str
    mine: str
    theirs: str
    merged: str
    said: tuple[str, ...] = ()


BASE = """
    scheme_id | scheme_name       | provider        | amount
    1         | Falls service     | CCG             | 100
    2         | Reablement        | Local Authority | 200
    3         | Community nursing | CCG             | 300
"""

CASES = {
    "1. each changes another row": Case(
        base=BASE,
        mine="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 120
            2         | Reablement        | Local Authority | 200
            3         | Community nursing | CCG             | 300
        """,
        theirs="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 100
            2         | Reablement        | Local Authority | 200
            3         | Community nursing | CCG             | 310
        """,
        merged="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 120
            2         | Reablement        | Local Authority | 200
            3         | Community nursing | CCG             | 310
        """,
    ),
    "2. each changes another field of one row": Case(
        base=BASE,
        mine="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 120
            2         | Reablement        | Local Authority | 200
            3         | Community nursing | CCG             | 300
        """,
        theirs="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | Local Authority | 100
            2         | Reablement        | Local Authority | 200
            3         | Community nursing | CCG             | 300
        """,
        merged="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | Local Authority | 120
            2         | Reablement        | Local Authority | 200
            3         | Community nursing | CCG             | 300
        """,
    ),
    "3. both change one amount, not alike": Case(
        base=BASE,
        mine="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 120
            2         | Reablement        | Local Authority | 200
            3         | Community nursing | CCG             | 300
        """,
        theirs="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 90
            2         | Reablement        | Local Authority | 200
            3         | Community nursing | CCG             | 300
        """,
        merged="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 120
            2         | Reablement        | Local Authority | 200
            3         | Community nursing | CCG             | 300
        """,
        said=(
            "Row 1, Falls service: planned £. Base £100, mine £120, theirs £90; merged £120 (mine)",
        ),
    ),
    "4. both change one amount alike, written in two ways": Case(
        base=BASE,
        mine="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 120.50
            2         | Reablement        | Local Authority | 200.00
            3         | Community nursing | CCG             | 300
        """,
        theirs="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 120.5
            2         | Reablement        | Local Authority | 200
            3         | Community nursing | CCG             | 300
        """,
        merged="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 120.5
            2         | Reablement        | Local Authority | 200
            3         | Community nursing | CCG             | 300
        """,
    ),
    "5. theirs take a row away, mine leave it": Case(
        base=BASE,
        mine=BASE,
        theirs="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 100
            3         | Community nursing | CCG             | 300
        """,
        merged="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 100
            3         | Community nursing | CCG             | 300
        """,
    ),
    "6. theirs take a row away that mine changed: it stays": Case(
        base=BASE,
        mine="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 100
            2         | Reablement        | Local Authority | 250
            3         | Community nursing | CCG             | 300
        """,
        theirs="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 100
            3         | Community nursing | CCG             | 300
        """,
        merged="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 100
            2         | Reablement        | Local Authority | 250
            3         | Community nursing | CCG             | 300
        """,
        said=(
            "Row 2, Reablement: theirs took it away, mine changed it. planned £ £200 to £250; "
            "kept as mine",
        ),
    ),
    "7. each adds a row, after the row it followed there": Case(
        base=BASE,
        mine="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 100
            4         | Telecare          | Local Authority | 40
            2         | Reablement        | Local Authority | 200
            3         | Community nursing | CCG             | 300
        """,
        theirs="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 100
            2         | Reablement        | Local Authority | 200
            5         | Carers breaks     | Local Authority | 50
            3         | Community nursing | CCG             | 300
        """,
        merged="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 100
            4         | Telecare          | Local Authority | 40
            2         | Reablement        | Local Authority | 200
            5         | Carers breaks     | Local Authority | 50
            3         | Community nursing | CCG             | 300
        """,
    ),
    "8. both add the same row: it is there once": Case(
        base=BASE,
        mine=f"""{BASE}
            4         | Telecare          | Local Authority | 40
        """,
        theirs=f"""{BASE}
            4         | Telecare          | Local Authority | 40.00
        """,
        merged=f"""{BASE}
            4         | Telecare          | Local Authority | 40
        """,
    ),
    "9. both add one scheme with other amounts: both rows are kept": Case(
        base=BASE,
        mine=f"""{BASE}
            4         | Telecare          | Local Authority | 40
        """,
        theirs=f"""{BASE}
            4         | Telecare          | Local Authority | 45
        """,
        merged=f"""{BASE}
            4         | Telecare          | Local Authority | 40
            4         | Telecare          | Local Authority | 45
        """,
        said=("Row 4, Telecare: both added it. planned £ £40 to £45; kept as both",),
    ),
    "10. theirs put the rows in another order, mine change one": Case(
        base=BASE,
        mine="""
            scheme_id | scheme_name       | provider        | amount
            1         | Falls service     | CCG             | 120
            2         | Reablement        | Local Authority | 200
            3         | Community nursing | CCG             | 300
        """,
        theirs="""
            scheme_id | scheme_name       | provider        | amount
            3         | Community nursing | CCG             | 300
            2         | Reablement        | Local Authority | 200
            1         | Falls service     | CCG             | 100
        """,
        merged="""
            scheme_id | scheme_name       | provider        | amount
            3         | Community nursing | CCG             | 300
            2         | Reablement        | Local Authority | 200
            1         | Falls service     | CCG             | 120
        """,
    ),
}


def plan(drawn):
    return without_places(plan_of(area="Exampleton", schemes=drawn))


def said(one):
    """A conflict as one sentence."""
    if one.kind == "value":
        base, mine, theirs, now = value_words(
            (one.base, one.mine, one.theirs, one.now), one.field, 40
        )
        values = f"Base {base}, mine {mine}, theirs {theirs}; merged {now} ({one.kept})"
        return f"{what_words(one)}. {values}"
    edits = [
        f"{each.noun} {' to '.join(value_words((each.before, each.after), each.field, 40))}"
        for each in one.differences
    ]
    return f"{what_words(one)}. {', '.join(edits)}; kept as {one.kept}"


@pytest.mark.parametrize("name", CASES)
def test_the_merged_plan_is_as_drawn(name):
    case = CASES[name]
    found = bc.merge(plan(case.base), plan(case.mine), plan(case.theirs))
    assert found.plan.schemes == plan(case.merged).schemes
    assert tuple(map(said, found.conflicts)) == case.said
    assert found.doubts == ()


@pytest.mark.parametrize("name", CASES)
def test_from_the_other_side_the_conflicts_are_the_same(name):
    case = CASES[name]
    one = bc.merge(plan(case.base), plan(case.mine), plan(case.theirs))
    other = bc.merge(plan(case.base), plan(case.theirs), plan(case.mine))
    assert [(c.kind, c.table, c.field) for c in one.conflicts] == [
        (c.kind, c.table, c.field) for c in other.conflicts
    ]


@pytest.mark.parametrize(("prefer", "amount"), [("mine", 120), ("theirs", 90), ("base", 100)])
def test_you_choose_whose_value_stands_meanwhile(prefer, amount):
    case = CASES["3. both change one amount, not alike"]
    found = bc.merge(plan(case.base), plan(case.mine), plan(case.theirs), prefer)
    [conflict] = found.conflicts
    assert [row.amounts["2019-20"] for row in found.plan.schemes or ()] == [amount, 200, 300]
    assert (conflict.now, conflict.kept) == (amount, prefer)


NEW_NAME = """
    scheme_id | scheme_name       | provider        | amount
    1         | Falls service     | CCG             | 100
              | Telecare          | Local Authority | 200
    3         | Community nursing | CCG             | 300
"""


def test_a_row_that_may_be_another_is_never_taken_for_it():
    """Mine put Telecare where Reablement was: a new name, or another scheme? Nobody can say."""
    theirs = BASE.replace("| 200", "| 250")
    found = bc.merge(plan(BASE), plan(NEW_NAME), plan(theirs))
    [doubt] = found.doubts
    assert (doubt.side, doubt.table, doubt.before, doubt.after) == ("mine", "schemes", (2,), (2,))
    assert [said(one) for one in found.conflicts] == [
        "Row 3, Reablement: mine took it away, theirs changed it. planned £ £200 to £250; "
        "kept as theirs"
    ]
    names = [(row.scheme_name, row.amounts["2019-20"]) for row in found.plan.schemes]
    assert sorted(names) == [
        ("Community nursing", 300),
        ("Falls service", 100),
        ("Reablement", 250),
        ("Telecare", 200),
    ]
