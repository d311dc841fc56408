"""What the lines of small tables are about, however it is written."""

import pytest

from bettercare import rounds
from bettercare.plan import HicmChange, NarrativeText, Plan, RequirementResponse
from bettercare.plan.keyed import keyed, section_texts
from bettercare.plan.records import ConditionAnswer

RULES = rounds.load("2019-20")


def plan(**tables):
    return Plan(round="2019-20", **tables)


def sections(*names):
    return plan(
        narrative=tuple(NarrativeText(section=name, text=f"t{n}") for n, name in enumerate(names))
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("B(i)", "B(i)"),
        ("b i", "B(i)"),
        ("Section B (ii)", "B(ii)"),
        ("B(i) Integrated services", "B(i)"),
        ("System level alignment", "C"),
        ("C. System level alignment", "C"),
    ],
)
def test_a_section_is_found_by_its_code_its_label_or_both(written, code):
    assert list(section_texts(keyed(sections(written), RULES, "narrative"))) == [code]


@pytest.mark.parametrize("written", ["B", "B(iii)", "D", "", "C other", "Summary"])
def test_a_section_is_never_guessed(written):
    found = keyed(sections(written), RULES, "narrative")
    assert found.lines == {}
    assert [one.item for one in found.unplaced] == [1]


def test_texts_of_one_section_are_joined():
    assert section_texts(keyed(sections("A", "C", "Section A"), RULES, "narrative")) == {
        "A": "t0\nt2",
        "C": "t1",
    }


def test_a_change_is_found_by_its_name_or_else_its_number():
    lines = (HicmChange(change="Trusted assessors", change_no="1"), HicmChange(change_no="2"))
    assert list(keyed(plan(hicm=lines), RULES, "hicm").lines) == ["hicm_6", "hicm_2"]


def test_lines_about_nothing_known_may_mean_what_has_no_line():
    codes = [code for code in RULES.requirements if code not in {"PR3", "PR5"}]
    lines = tuple(RequirementResponse(code=code) for code in [*codes, "wibble"])
    assert keyed(plan(requirements=lines), RULES, "requirements").meant == frozenset()
    lines = (*lines, RequirementResponse(code="wobble"))
    assert keyed(plan(requirements=lines), RULES, "requirements").meant == {"PR3", "PR5"}


@pytest.mark.parametrize(
    ("periods", "kept"),
    [
        (("Q1", "Q3", "q2"), [2]),
        (("Q1", "q1"), [1, 2]),
        ((None, None), [1, 2]),
        ((None, "Q1"), [2]),
    ],
)
def test_of_the_periods_of_a_return_the_last_counts(periods, kept):
    lines = tuple(ConditionAnswer(code="NC1", period=period) for period in periods)
    found = keyed(plan(conditions=lines), rounds.load("2017-19"), "conditions")
    assert [item for item, _ in found.lines["NC1"]] == kept
