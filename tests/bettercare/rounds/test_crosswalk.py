"""What became of the codes of one round in another, in steps, both ways, and with every fault."""

import re
import shutil

import pytest

from bettercare import rounds
from bettercare.errors import UnknownRound, UnusableRound
from bettercare.rounds import crosswalk, loader
from bettercare.rounds.crosswalk_files import FOLDER, LISTS, codes, meaning_faults, read_all
from bettercare.rounds.lists import Certainty
from tests.bettercare.rounds.made_rounds import crosswalk_file, made_round

FIRST, SECOND, THIRD = "2031-32", "2032-33", "2033-34"

ONE_TO_TWO = """
    sources | 2031-32 | winter_pressures | 2032-33 | discharge_grant | same |
    providers | 2031-32 | private | 2032-33 | care_home | part | Homes are apart now.
    providers | 2031-32 | private | 2032-33 | vcs | similar |
    areas_of_spend | 2031-32 | acute | 2032-33 | | none | No longer a choice.
    metrics | 2031-32 | dtoc | 2032-33 | dtoc | not_comparable | Another unit.
    scheme_types | 2031-32 | personalised_budgeting | 2032-33 | direct_budgets | same |
    sub_types | 2031-32 | carers/respite | 2032-33 | carers/advice_and_support | part |
"""
TWO_TO_THREE = """
    providers | 2032-33 | care_home | 2033-34 | care_home | similar | Nursing homes too.
    areas_of_spend | 2032-33 | other | 2033-34 | social_care | part |
    metrics | 2032-33 | dtoc | 2033-34 | dtoc | same |
"""


@pytest.fixture
def home(tmp_path):
    """Three rounds a year apart: a source, a provider and a type change their codes in the second,
    and the source has yet another, which no row explains, in the third."""
    made_round(tmp_path, FIRST)
    second = {
        "funding.yaml": {"winter_pressures:": "discharge_grant:"},
        "lists.yaml": {"private:": "care_home:"},
        "scheme_types.yaml": {"personalised_budgeting:": "direct_budgets:"},
    }
    made_round(tmp_path, SECOND, second)
    third = {**second, "funding.yaml": {"winter_pressures:": "discharge_fund:"}}
    made_round(tmp_path, THIRD, third)
    crosswalk_file(tmp_path, "one-two.csv", ONE_TO_TWO)
    crosswalk_file(tmp_path, "two-three.csv", TWO_TO_THREE)
    return tmp_path


def became(walk, name, code):
    return [(one.code, one.fit) for one in walk.successors(name, code)]


class TestOneStep:
    def test_rows_say_what_became_of_a_code(self, home):
        walk = crosswalk.load(FIRST, SECOND, [home])
        assert became(walk, "sources", "winter_pressures") == [("discharge_grant", "same")]
        assert became(walk, "providers", "private") == [("care_home", "part"), ("vcs", "similar")]
        assert became(walk, "areas_of_spend", "acute") == []

    def test_a_code_that_no_row_names_is_the_same(self, home):
        walk = crosswalk.load(FIRST, SECOND, [home])
        [ibcf] = walk.successors("sources", "ibcf")
        assert (ibcf.code, ibcf.fit, ibcf.certainty) == ("ibcf", "same", Certainty.CONFIRMED)

    def test_a_row_holds_its_certainty_reference_and_note(self, home):
        first, _ = crosswalk.load(FIRST, SECOND, [home]).successors("providers", "private")
        assert first.certainty is Certainty.UNCONFIRMED
        assert first.reference == "Known from practice, not yet confirmed"
        assert first.note == "Homes are apart now."

    def test_sub_types_go_with_their_type_unless_a_row_names_them(self, home):
        walk = crosswalk.load(FIRST, SECOND, [home])
        assert became(walk, "sub_types", "personalised_budgeting/direct_payments") == [
            ("direct_budgets/direct_payments", "same")
        ]
        assert became(walk, "sub_types", "carers/respite") == [
            ("carers/advice_and_support", "part")
        ]

    def test_a_blank_or_unknown_code_became_nothing(self, home):
        walk = crosswalk.load(FIRST, SECOND, [home])
        assert became(walk, "sources", None) == became(walk, "sources", "banana") == []

    def test_only_one_comparable_successor_is_the_only_one(self, home):
        walk = crosswalk.load(FIRST, SECOND, [home])
        assert walk.only("sources", "winter_pressures").code == "discharge_grant"
        assert walk.only("providers", "private") is None
        assert walk.only("metrics", "dtoc") is None  # not comparable

    @pytest.mark.parametrize(
        ("name", "code", "other", "expected"),
        [
            ("providers", "private", "vcs", True),
            ("providers", "private", "la", False),
            ("metrics", "dtoc", "dtoc", False),
            ("metrics", "res", "res", True),
        ],
    )
    def test_codes_are_related_where_they_can_be_compared(self, home, name, code, other, expected):
        assert crosswalk.load(FIRST, SECOND, [home]).related(name, code, other) is expected


class TestSeveralSteps:
    def test_the_steps_between_are_followed(self, home):
        walk = crosswalk.load(FIRST, THIRD, [home])
        assert walk.path == (FIRST, SECOND, THIRD)
        assert became(walk, "scheme_types", "personalised_budgeting") == [
            ("direct_budgets", "same")
        ]

    def test_the_fit_is_that_of_the_poorer_step_and_the_notes_are_joined(self, home):
        found = crosswalk.load(FIRST, THIRD, [home]).successors("providers", "private")
        assert [(one.code, one.fit) for one in found] == [
            ("care_home", "similar"),
            ("vcs", "similar"),
        ]
        assert found[0].note == "Homes are apart now. Nursing homes too."

    def test_what_cannot_be_compared_once_cannot_at_the_end(self, home):
        walk = crosswalk.load(FIRST, THIRD, [home])
        assert became(walk, "metrics", "dtoc") == [("dtoc", "not_comparable")]

    def test_two_codes_may_become_one(self, home):
        walk = crosswalk.load(SECOND, THIRD, [home])
        assert became(walk.reversed(), "areas_of_spend", "social_care") == [
            ("social_care", "same"),
            ("other", "part"),
        ]

    def test_a_file_from_end_to_end_comes_before_the_steps_between(self, home):
        row = "providers | 2031-32 | private | 2033-34 | la | same |"
        crosswalk_file(home, "one-three.csv", row)
        walk = crosswalk.load(FIRST, THIRD, [home])
        assert walk.path == (FIRST, THIRD)
        assert became(walk, "providers", "private") == [("la", "same")]

    def test_a_round_that_amends_another_has_its_codes(self, home):
        shutil.copytree(home / SECOND, home / f"{SECOND}-add")
        path = home / f"{SECOND}-add" / "round.yaml"
        named = f'round: "{SECOND}-add"\namends: "{SECOND}"'
        path.write_text(path.read_text().replace(f'round: "{SECOND}"', named))
        walk = crosswalk.load(FIRST, f"{SECOND}-add", [home])
        assert walk.path == (FIRST, SECOND, f"{SECOND}-add")
        assert became(walk, "sources", "winter_pressures") == [("discharge_grant", "same")]
        onward = crosswalk.load(f"{SECOND}-add", THIRD, [home])
        assert onward.path == (f"{SECOND}-add", SECOND, THIRD)
        assert became(onward, "areas_of_spend", "other") == [("social_care", "part")]

    def test_without_any_file_codes_of_both_are_the_same(self, home):
        for path in (home / FOLDER).iterdir():
            path.unlink()
        walk = crosswalk.load(FIRST, THIRD, [home])
        assert walk.path == (FIRST, SECOND, THIRD)
        assert became(walk, "sources", "ibcf") == [("ibcf", "same")]
        assert became(walk, "sources", "winter_pressures") == []


class TestBackwards:
    def test_the_other_way_round_it_says_where_a_code_came_from(self, home):
        walk = crosswalk.load(SECOND, FIRST, [home])
        assert walk.path == (SECOND, FIRST)
        assert became(walk, "providers", "care_home") == [("private", "part")]
        assert became(walk, "providers", "vcs") == [("vcs", "same"), ("private", "similar")]

    def test_turned_twice_it_still_knows_what_ended(self, home):
        gaps = crosswalk.load(SECOND, FIRST, [home]).reversed().gaps()
        assert gaps == crosswalk.load(FIRST, SECOND, [home]).gaps()

    @pytest.mark.parametrize("name", LISTS)
    def test_turned_twice_it_is_itself(self, home, name):
        walk = crosswalk.load(FIRST, THIRD, [home])
        again = walk.reversed().reversed()
        for code in codes(walk.before, name):
            assert set(became(walk, name, code)) == set(became(again, name, code))


class TestGaps:
    def test_ended_not_comparable_and_not_said(self, home):
        gaps = {(one.list, one.code): one for one in crosswalk.load(FIRST, SECOND, [home]).gaps()}
        assert set(gaps) == {("areas_of_spend", "acute"), ("metrics", "dtoc")}
        acute = gaps["areas_of_spend", "acute"]
        assert (acute.why, acute.label, acute.note) == ("ended", "Acute", "No longer a choice.")
        dtoc = gaps["metrics", "dtoc"]
        assert (dtoc.why, dtoc.codes, dtoc.note) == ("not_comparable", ("dtoc",), "Another unit.")

    def test_a_code_that_no_row_explains_is_a_gap_and_a_new_one_an_arrival(self, home):
        walk = crosswalk.load(SECOND, THIRD, [home])
        assert [(g.list, g.code, g.why) for g in walk.gaps()] == [
            ("sources", "discharge_grant", "not_said")
        ]
        assert [(g.list, g.code) for g in walk.arrivals()] == [
            ("sources", "discharge_fund"),
            ("areas_of_spend", "other"),  # the earlier one became a part of social care
        ]

    def test_an_end_on_the_way_is_an_end(self, home):
        gaps = crosswalk.load(FIRST, THIRD, [home]).gaps()
        assert [(g.code, g.why) for g in gaps if g.list == "areas_of_spend"] == [("acute", "ended")]

    def test_a_type_without_successor_speaks_for_its_sub_types(self, home):
        row = "scheme_types | 2032-33 | carers | 2033-34 | | none |"
        crosswalk_file(home, "more.csv", row)
        gaps = crosswalk.load(SECOND, THIRD, [home]).gaps()
        assert [g.code for g in gaps if g.list in {"scheme_types", "sub_types"}] == ["carers"]

    def test_sub_types_that_the_later_type_does_not_have(self, home):
        row = "scheme_types | 2032-33 | carers | 2033-34 | home_care | similar |"
        crosswalk_file(home, "more.csv", row)
        walk = crosswalk.load(SECOND, THIRD, [home])
        gaps = {g.code: g for g in walk.gaps() if g.list == "sub_types"}
        # 'carers' is still a type of the third round, so its sub types are there by their codes
        assert gaps == {}
        assert became(walk, "sub_types", "carers/respite") == [("carers/respite", "same")]

    def test_a_round_has_no_gap_with_itself(self):
        walk = crosswalk.load("2019-20", "2019-20")
        assert (walk.gaps(), walk.arrivals(), walk.path) == ((), (), ("2019-20",))


FAULTS = [
    ("banana | 2031-32 | ibcf | 2032-33 | ibcf | same |", "'list' cannot be 'banana'."),
    ("sources | 2031-32 | ibfc | 2032-33 | ibcf | same |", "There is no 'ibfc' in sources of 2031"),
    ("sources | 2031-32 | ibcf | 2032-33 | ibfc | same |", "There is no 'ibfc' in sources of 2032"),
    ("sources | 2031-32 | ibcf | 2032-33 | ibcf | simlar |", "'fit' cannot be 'simlar'."),
    ("sources | 2031-32 | ibcf | 2032-33 | ibcf | none |", "'to_code' and the fit 'none'"),
    ("sources | 2031-32 | ibcf | 2032-33 | | same |", "'to_code' and the fit 'none'"),
    ("sources | 2031-32 | ibcf | 2031-32 | ibcf | same |", "Both rounds are the same."),
    ("sources | | ibcf | 2032-33 | ibcf | same |", "'from_round' is blank."),
    ("sub_types | 2031-32 | carers/x | 2032-33 | carers/other | part |", "There is no 'carers/x'"),
    (
        "sources | 2031-32 | ibcf | 2032-33 | dfg | part |\n"
        "sources | 2031-32 | ibcf | 2032-33 | dfg | part |",
        "What became of 'ibcf' stands in another row too.",
    ),
    (
        "sources | 2031-32 | ibcf | 2032-33 | dfg | part |\n"
        "sources | 2031-32 | ibcf | 2032-33 | | none |",
        "'ibcf' has successors in other rows.",
    ),
]


class TestFaults:
    @pytest.mark.parametrize(("rows", "said"), FAULTS)
    def test_each_is_named_with_file_line_and_fix(self, home, rows, said):
        path = crosswalk_file(home, "wrong.csv", rows)
        line = 1 + len(rows.splitlines())
        with pytest.raises(UnusableRound) as refused:
            crosswalk.load(FIRST, SECOND, [home])
        assert f"{path}:{line}: {said}" in str(refused.value)
        assert "Fix: " in str(refused.value)

    def test_all_come_together_with_the_nearest_code(self, home):
        rows = """
            sources | 2031-32 | ibfc | 2032-33 | ibcf | same |
            providers | 2031-32 | private | 2032-33 | care_hom | part |
        """
        path = crosswalk_file(home, "one-two.csv", rows)
        with pytest.raises(UnusableRound) as refused:
            crosswalk.load(FIRST, SECOND, [home])
        assert str(refused.value).splitlines() == [
            "2 faults in the crosswalks:",
            f"{path}:2: There is no 'ibfc' in sources of 2031-32. Fix: Write 'ibcf'.",
            f"{path}:3: There is no 'care_hom' in providers of 2032-33. Fix: Write 'care_home'.",
        ]

    def test_a_reference_that_neither_round_has(self, home):
        path = crosswalk_file(home, "wrong.csv", "sources|2031-32|ibcf|2032-33|ibcf|same|")
        path.write_text(path.read_text().replace("practice", "practise"))
        with pytest.raises(UnusableRound, match=re.escape("'practise'. Fix: Write 'practice'")):
            crosswalk.load(FIRST, SECOND, [home])

    def test_rounds_the_wrong_way_round(self, home):
        crosswalk_file(home, "wrong.csv", "sources | 2032-33 | ibcf | 2031-32 | ibcf | same |")
        before, after = (rounds.load(one, (home,)) for one in (SECOND, FIRST))
        lines = [line for line in read_all([home]) if line.rounds == (SECOND, FIRST)]
        [fault] = meaning_faults(lines, before, after)
        assert fault.what == "The rounds stand the wrong way round."
        assert crosswalk.load(FIRST, THIRD, [home]).path == (FIRST, SECOND, THIRD)

    @pytest.mark.parametrize("text", ["", "list;from_round\n", "a,b,c\n"])
    def test_another_header(self, home, text):
        (home / FOLDER / "wrong.csv").write_text(text)
        with pytest.raises(UnusableRound, match=r"wrong\.csv:1: The header is not that of a cross"):
            crosswalk.load(FIRST, SECOND, [home])

    def test_too_many_cells(self, home):
        path = crosswalk_file(home, "wrong.csv", "sources|2031-32|ibcf|2032-33|ibcf|same|a")
        path.write_text(path.read_text().replace(",a\n", ",a, b\n"))
        with pytest.raises(UnusableRound, match="10 cells where there are 9 columns"):
            crosswalk.load(FIRST, SECOND, [home])

    def test_blank_lines_and_remarks_are_passed_over(self, home):
        path = home / FOLDER / "one-two.csv"
        path.write_text(path.read_text() + "\n,,,,,,,,\n# what follows is not sure\n")
        walk = crosswalk.load(FIRST, SECOND, [home])
        assert became(walk, "sources", "winter_pressures") == [("discharge_grant", "same")]

    def test_a_round_that_is_not_at_hand(self):
        with pytest.raises(UnknownRound, match="There is no round '1999-00'"):
            crosswalk.load("1999-00", "2019-20")


SHIPPED_LINES = read_all([loader.SHIPPED])
AT_HAND = sorted(
    {line.rounds for line in SHIPPED_LINES if set(line.rounds) <= set(rounds.available())}
)


class TestShippedFiles:
    def test_there_are_some_and_each_is_of_one_pair_of_rounds_that_names_it(self):
        assert SHIPPED_LINES
        for line in SHIPPED_LINES:
            assert line.file.name == f"{line.from_round}-to-{line.to_round}.csv"

    @pytest.mark.parametrize("pair", AT_HAND)
    def test_every_code_and_reference_is_in_its_round(self, pair):
        before, after = map(rounds.load, pair)
        lines = [line for line in SHIPPED_LINES if line.rounds == pair]
        assert [str(fault) for fault in meaning_faults(lines, before, after)] == []
