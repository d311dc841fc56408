"""Words of the narrative and how many are left under the limit of each section.

A word is what stands between white space: a dash with spaces around it counts, a hyphen does not
part a word in two, and line ends are white space. The limits are data of the round.
"""

import pytest

import bettercare as bc
from bettercare import rounds
from bettercare.calculations import Calculations
from bettercare.plan import NarrativeText, Plan
from tests.spec.published import table

RULES = rounds.load("2019-20")

WORDS = table("""
    text                                 | words
    One team around each person          | 5
    one  two   spaces                    | 3
    person-centred care                  | 2
    health - and care                    | 4
    Age UK's work, 24/7 (since 2016).    | 6
    £1.5m of 2%                          | 3
""")


def worked_out(**texts: str) -> Calculations:
    written = tuple(NarrativeText(section=name, text=text) for name, text in texts.items())
    return Calculations(Plan(round="2019-20", narrative=written), RULES)


def figure(working: Calculations, name: str) -> str:
    return working.figures[name].display


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_words(text, words):
    assert figure(worked_out(A=text), "words.A") == words


def test_line_ends_and_tabs_part_words():
    assert figure(worked_out(A="one\ntwo\r\n\r\nthree\tfour"), "words.A") == "4"


@pytest.mark.parametrize("code", RULES.narrative)
def test_words_left_are_the_limit_less_the_words(code):
    section = RULES.narrative[code]
    text = " ".join(["care"] * 100)
    working = Calculations(
        Plan(round="2019-20", narrative=(NarrativeText(section=code, text=text),)), RULES
    )
    left = working.figures[f"words.{code}.remaining"]
    assert left.value == section.limit - 100
    assert f"{section.limit:,}" in left.rule


def test_a_section_over_its_limit_has_fewer_than_no_words_left():
    limit = RULES.narrative["A"].limit
    assert figure(worked_out(A="care " * (limit + 5)), "words.A.remaining") == "-5"


def test_a_section_written_in_two_rows_is_counted_whole():
    texts = (NarrativeText(section="A", text="one two"), NarrativeText(section="a", text="three"))
    working = Calculations(Plan(round="2019-20", narrative=texts), RULES)
    assert figure(working, "words.A") == "3"


def test_a_section_may_go_by_its_label():
    label = RULES.narrative["A"].label
    assert figure(worked_out(**{label: "one two"}), "words.A") == "2"


def test_without_a_narrative_nothing_is_counted():
    plan = Plan(round="2019-20")
    assert not [one for one in bc.summarise(plan).figures if one.startswith("words.")]
