"""Required minimum spends: which rows count, for how much, and how the minimum comes about."""

from decimal import Decimal

import msgspec
import pytest

from bettercare.calculations import Calculations
from bettercare.calculations.required import Requirement, distance_words
from bettercare.money import round_half_up
from bettercare.rounds.spends import Ratio
from tests.bettercare.builders import RULES, plan_of
from tests.bettercare.known import known

OOH, ASC = "nhs_out_of_hospital", "adult_social_care"


def worked_out(given=None, area=None, **tables) -> Calculations:
    return Calculations(plan_of(given=given, area=area, **tables), RULES)


def planned(working: Calculations) -> tuple[Decimal, Decimal]:
    return known(working.required[OOH].planned), known(working.required[ASC].planned)


class TestRowsThatCount:
    @pytest.mark.parametrize(
        ("source", "commissioner", "area", "out_of_hospital", "social_care"),
        [
            ("Minimum CCG Contribution", "CCG", "Community Health", 100, 0),
            ("Minimum CCG Contribution", "CCG", "Social Care", 100, 100),
            ("Minimum CCG Contribution", "NHS England", "Primary Care", 100, 0),
            ("Minimum CCG Contribution", "LA", "Social Care", 0, 100),
            ("Minimum CCG Contribution", "LA", "Community Health", 0, 0),
            ("Minimum CCG Contribution", "CCG", "Acute", 0, 0),
            ("Minimum CCG Contribution", "Other", "Mental Health", 0, 0),
            ("Additional CCG Contribution", "CCG", "Community Health", 0, 0),
            ("iBCF", "LA", "Social Care", 0, 0),
            ("ccg minimum contribution", "ccg", "community health", 100, 0),
            ("", "CCG", "Community Health", 0, 0),
            ("Minimum CCG Contribution", "", "Community Health", 0, 0),
            ("Minimum CCG Contribution", "CCG", "Communty", 0, 0),
        ],
    )
    def test_source_commissioner_and_area(
        self, source, commissioner, area, out_of_hospital, social_care
    ):
        row = {
            "source_of_funding": source,
            "commissioner": commissioner,
            "area_of_spend": area,
            "amount": "100",
        }
        assert planned(worked_out(schemes=[row])) == (out_of_hospital, social_care)

    @pytest.mark.parametrize(
        ("nhs", "la", "area", "out_of_hospital", "social_care"),
        [
            ("60%", "40%", "Community Health", 60_000, 0),
            ("60%", "40%", "Social Care", 60_000, 100_000),
            ("60%", "", "Community Health", 60_000, 0),
            ("", "40%", "Community Health", 60_000, 0),
            ("0", "1", "Community Health", 0, 0),
            ("", "", "Community Health", 0, 0),
        ],
    )
    def test_a_joint_row_counts_by_the_nhs_share_to_one_and_whole_to_the_other(
        self, nhs, la, area, out_of_hospital, social_care
    ):
        row = {
            "commissioner": "Joint",
            "nhs_share": nhs,
            "la_share": la,
            "area_of_spend": area,
            "amount": "100000",
        }
        assert planned(worked_out(schemes=[row])) == (out_of_hospital, social_care)

    def test_shares_count_for_nothing_where_the_row_is_not_joint(self):
        working = worked_out(schemes="commissioner | nhs_share | amount\nCCG | 10% | 100")
        assert planned(working)[0] == 100

    def test_pennies_of_a_share_are_kept(self):
        working = worked_out(
            schemes="commissioner | nhs_share | amount\nJoint | 33.3% | 0.10\nJoint | 33.3% | 0.20"
        )
        assert planned(working)[0] == Decimal("0.0999")


class TestRatioMinimum:
    @pytest.mark.parametrize(
        ("nhs_minimum", "exact", "minimum"),
        [
            pytest.param("18592437", "5283443.31", 5_283_443, id="Rotherham 2017-18"),
            pytest.param("18945693", "5383828.64", 5_383_829, id="Rotherham 2018-19"),
            pytest.param("19614894", "5573996.59", 5_573_997, id="Rotherham 2019-20"),
            pytest.param("23936545", "6802087.24", 6_802_087, id="Leicester 2019-20"),
        ],
    )
    def test_the_published_minimum_of_four_plans(self, nhs_minimum, exact, minimum):
        """£1bn of £3.519bn, held since 2016-17: right to the pound in every plan tried."""
        test = worked_out(income=[{"amount": nhs_minimum}]).required[OOH]
        assert round_half_up(known(test.exact), Decimal("0.01")) == Decimal(exact)
        assert (test.minimum, test.standing) == (minimum, "derived")

    def test_it_is_of_the_nhs_minimum_alone(self):
        income = "source_of_funding | amount\nMinimum CCG Contribution | 3519\niBCF | 1000000"
        assert worked_out(income=income).required[OOH].minimum == 1000

    def test_without_that_income_it_is_not_known(self):
        figure = worked_out(income=[]).figures[f"required.{OOH}.minimum"]
        assert figure.value is None
        assert figure.notes == ("Cannot be worked out: it needs the NHS minimum income.",)


class TestUpliftMinimum:
    """Last year's minimum times the growth of the area's own NHS minimum."""

    @staticmethod
    def grown(previous, before, now) -> Requirement:
        given = {
            f"previous.required.{ASC}.minimum": previous,
            "previous.income.nhs_minimum": before,
        }
        return worked_out(given, income=[{"amount": now}]).required[ASC]

    def test_it_grows_by_the_growth_of_the_nhs_minimum(self):
        test = self.grown("6737911.6896", "18945693", "19614894")
        assert round_half_up(known(test.exact), Decimal("0.1")) == Decimal("6975908.6")
        assert test.minimum == 6_975_909

    def test_a_chain_of_two_years_is_right_only_if_nothing_is_rounded_on_the_way(self):
        """£6,496,000 x 1.0179 x 1.0190 is £6,737,912; rounded in between it would be £1 less."""
        unrounded = Decimal(6_496_000) * Decimal("1.0179")
        assert unrounded == Decimal("6612278.4")
        assert self.grown(unrounded, 10_000, "10190").minimum == 6_737_912
        assert self.grown(round_half_up(unrounded), 10_000, "10190").minimum == 6_737_911

    def test_the_round_knows_rotherhams_year_before(self):
        test = worked_out(area="ROTHERHAM", income=[{"amount": "19614894"}]).required[ASC]
        assert (test.minimum, test.standing) == (6_975_909, "derived")

    def test_another_area_must_give_its_own(self):
        figures = worked_out(area="Leicester", income=[{"amount": "23936545"}], schemes=[]).figures
        assert figures[f"required.{ASC}.minimum"].value is None
        assert figures[f"required.{ASC}.headroom"].notes == (
            "Cannot be worked out: it needs the figures of 2018-19 (give "
            f"previous.required.{ASC}.minimum and previous.income.nhs_minimum).",
        )

    @pytest.mark.parametrize(
        ("given", "asked"),
        [
            (f"previous.required.{ASC}.minimum", "previous.income.nhs_minimum"),
            ("previous.income.nhs_minimum", f"previous.required.{ASC}.minimum"),
        ],
    )
    def test_only_the_other_of_the_two_is_asked_for(self, given, asked):
        test = worked_out({given: 5}, area="Leicester", income="amount\n10").required[ASC]
        assert test.how_derived() == (
            f"Cannot be worked out: it needs the figures of 2018-19 (give {asked})."
        )

    def test_one_given_alone_goes_with_the_other_of_the_round(self):
        given = {"previous.income.nhs_minimum": 20}
        test = worked_out(given, area="Rotherham", income="amount\n10").required[ASC]
        assert test.exact == Decimal("6737911.6896") / 2

    def test_a_baseline_of_another_year_is_not_used(self):
        spend = RULES.required_spends[ASC]
        old = msgspec.structs.replace(spend.baselines[0], year="2017-18")
        spends = {ASC: msgspec.structs.replace(spend, baselines=(old,))}
        rules = msgspec.structs.replace(RULES, required_spends=spends)
        plan = plan_of(area="Rotherham", income="amount\n10")
        assert Calculations(plan, rules).required[ASC].exact is None

    @pytest.mark.parametrize(
        "given", [f"previous.required.{ASC}.minimum", "previous.income.nhs_minimum"]
    )
    def test_one_of_the_two_is_not_enough(self, given):
        working = worked_out({given: 5}, area="Leicester", income="amount\n10")
        assert working.required[ASC].minimum is None

    def test_everything_that_is_missing_is_named_at_once(self):
        [note] = worked_out(income=[]).figures[f"required.{ASC}.minimum"].notes
        assert "it needs the NHS minimum income and the figures of 2018-19" in note


class TestGivenMinimum:
    @staticmethod
    def note(minimum):
        given = {f"required.{OOH}.minimum": minimum}
        figure = worked_out(given, income=[{"amount": "3519"}]).figures[f"required.{OOH}.minimum"]
        assert (figure.value, figure.standing) == (Decimal(minimum), "given")
        assert figure.reference == f"The plan's own field required.{OOH}.minimum"
        return figure.notes[0]

    def test_it_is_used_and_the_formula_confirms_it(self):
        assert self.note("1000").startswith("The formula gives the same. NHS minimum / 3.519")

    def test_it_is_used_and_the_difference_is_said(self):
        assert self.note("990").startswith("Used as given, £10 from the formula.")

    def test_it_is_used_where_there_is_no_formula_to_hold_it_against(self):
        figure = worked_out({f"required.{ASC}.minimum": 5}).figures[f"required.{ASC}.minimum"]
        assert figure.notes[0].startswith("No cross-check. Cannot be worked out")
        assert figure.inputs == ()

    def test_a_minimum_of_0_is_a_minimum(self):
        test = worked_out({f"required.{OOH}.minimum": 0}, schemes="amount\n5").required[OOH]
        assert (test.minimum, test.headroom, test.standing) == (0, 5, "given")


class TestWhatAMinimumIsMadeOf:
    @staticmethod
    def inputs(code, given=None, area=None) -> list[str]:
        found = worked_out(given, area, income="amount\n3519").figures
        return [one.label for one in found[f"required.{code}.minimum"].inputs]

    def test_a_derived_one_shows_what_the_formula_works_on(self):
        assert self.inputs(OOH) == ["NHS minimum income"]
        assert self.inputs(ASC, area="Rotherham") == [
            "NHS minimum income",
            "NHS minimum income, 2018-19",
            "Minimum, 2018-19, unrounded",
        ]

    def test_one_that_cannot_be_worked_out_shows_what_there_is(self):
        assert self.inputs(ASC) == ["NHS minimum income"]

    def test_a_given_one_shows_only_what_it_was_checked_with(self):
        assert self.inputs(OOH, {f"required.{OOH}.minimum": 5}) == ["NHS minimum income"]
        assert self.inputs(ASC, {f"required.{ASC}.minimum": 5}) == []

    def test_headroom_and_under_spend_show_both_sides_as_far_as_they_are_known(self):
        found = worked_out(income="amount\n3519", schemes="amount\n40").figures
        for key in ("headroom", "under_spend"):
            assert [(one.label, one.value) for one in found[f"required.{OOH}.{key}"].inputs] == [
                ("Planned", 40),
                ("less minimum", -1000),
            ]
            assert [one.label for one in found[f"required.{ASC}.{key}"].inputs] == ["Planned"]


class TestDistance:
    @pytest.mark.parametrize(
        ("amount", "headroom", "under_spend", "words"),
        [
            ("130", 30, 0, "£30 above the minimum"),
            ("100", 0, 0, "£0 above the minimum"),
            ("70", -30, 30, "£30 short of the minimum"),
        ],
    )
    def test_headroom_and_under_spend(self, amount, headroom, under_spend, words):
        figures = worked_out({f"required.{OOH}.minimum": 100}, schemes=[{"amount": amount}]).figures
        assert figures[f"required.{OOH}.headroom"].value == headroom
        assert figures[f"required.{OOH}.under_spend"].value == under_spend
        assert figures[f"required.{OOH}.planned"].answer == words

    def test_words_for_an_unknown_distance_are_none(self):
        assert distance_words(None) == ""

    def test_a_short_headroom_says_so_in_its_heading(self):
        given = {f"required.{OOH}.minimum": 100}
        figure = worked_out(given, schemes="amount\n70").figures[f"required.{OOH}.headroom"]
        assert figure.explain().startswith(
            "NHS out-of-hospital, headroom: -£30, short of the minimum"
        )


class TestSteps:
    def test_they_lead_from_the_source_to_the_rows_that_count(self):
        steps = (
            worked_out(
                schemes="""
                commissioner | area_of_spend    | nhs_share | amount
                CCG          | Community Health |           | 1
                CCG          | Acute            |           | 20
                LA           | Social Care      |           | 300
                Joint        | Primary Care     | 25%       | 4000
            """
            )
            .figures[f"required.{OOH}.planned"]
            .steps
        )
        assert [(step.label, step.rows, step.amount) for step in steps] == [
            ("NHS minimum", 4, 4321),
            ("less council-commissioned", 1, -300),
            ("less Acute", 1, -20),
            ("less the council's share of Joint rows", 1, -3000),
        ]


class TestRowsLeftUndecided:
    def test_only_rows_that_might_have_counted_are_named(self):
        figure = worked_out(
            schemes="""
                source_of_funding        | commissioner | area_of_spend    | amount
                Minimum CCG Contribution | CCG          |                  | 10
                Minimum CCG Contribution |              | Community Health | 20
                Minimum CCG Contribution | LA           |                  | 300
                iBCF                     |              |                  | 4000
                                         | CCG          | Acute            | 50000
                Minimum CCG Contribution | CCG          |                  | 0
            """
        ).figures[f"required.{OOH}.planned"]
        assert figure.value == 0
        assert "Not counted: 2 rows (£30) with a blank or unknown label." in figure.notes

    def test_one_row_is_one_row(self):
        notes = (
            worked_out(schemes="commissioner | amount\n | 5")
            .figures[f"required.{OOH}.planned"]
            .notes
        )
        assert "Not counted: 1 row (£5) with a blank or unknown label." in notes


class TestJointRowsWithoutShares:
    @staticmethod
    def notes(**cells: str) -> tuple[str, ...]:
        row = {"commissioner": "Joint", "amount": "400", **cells}
        return worked_out(schemes=[row]).figures[f"required.{OOH}.planned"].notes[1:]

    def test_they_count_for_nothing_and_the_working_says_so(self):
        assert self.notes() == ("Not counted: 1 row (£400) with no shares though Joint.",)

    @pytest.mark.parametrize(
        "cells",
        [
            {"nhs_share": "50%"},
            {"la_share": "50%"},
            {"commissioner": "CCG"},
            {"amount": "0"},
            {"area_of_spend": "Acute"},
        ],
    )
    def test_others_are_not_named(self, cells):
        assert self.notes(**cells) == ()


class TestWhatTheStepsCallTheRowsLeftOut:
    @pytest.mark.parametrize(
        ("cells", "label", "amount"),
        [
            ({"commissioner": "LA"}, "less council-commissioned", -400),
            ({"commissioner": "Other"}, "less commissioned by others", -400),
            ({"commissioner": "Joint"}, "less Joint rows without shares", -400),
            (
                {"commissioner": "Joint", "nhs_share": "75%"},
                "less the council's share of Joint rows",
                -100,
            ),
            ({"area_of_spend": "Acute"}, "less Acute", -400),
        ],
    )
    def test_each_by_what_it_is(self, cells, label, amount):
        found = worked_out(schemes=[{"amount": "400", **cells}])
        [_, step] = found.figures[f"required.{OOH}.planned"].steps
        assert (step.label, step.rows, step.amount) == (label, 1, amount)


class TestRowsInBoth:
    ROWS = """
        area_of_spend    | commissioner | nhs_share | amount
        Social Care      | CCG          |           | 100
        Social Care      | Joint        | 50%       | 40
        Community Health | CCG          |           | 30
        Acute            | CCG          |           | 7
    """

    def test_they_and_the_rows_in_neither_are_named(self):
        overlap = worked_out(schemes=self.ROWS).overlap
        assert [row.item for row in overlap.both] == [1, 2]
        assert [row.item for row in overlap.neither] == [4]

    def test_a_joint_row_is_in_both_with_the_part_that_counts_to_both(self):
        working = worked_out(
            schemes="""
            area_of_spend | commissioner | nhs_share | la_share | amount
            Social Care   | Joint        | 60%       | 40%      | 900000
            """
        )
        assert working.overlap.total == 540_000
        figure = working.figures["required.in_both"]
        assert (figure.value, figure.inputs[0].value) == (540_000, 540_000)
        assert figure.notes == ("A Joint row stands with the part of it that counts to all.",)
        assert working.overlap.part_of(working.required[ASC]) == 900_000

    def test_a_joint_row_without_shares_counts_to_the_one_that_asks_for_none(self):
        rows = [
            {"commissioner": "Joint", "area_of_spend": "Social Care", "amount": "9"},
            {"commissioner": "Joint", "amount": "8"},
            {"area_of_spend": "Acute", "amount": "0"},
        ]
        overlap = worked_out(schemes=rows).overlap
        assert overlap.both == ()
        assert [row.item for row in overlap.neither] == [2]

    def test_without_schemes_neither_is_known(self):
        figures = worked_out(income="amount\n3519").figures
        for key in ("in_both", "in_neither", f"{OOH}.planned", f"{OOH}.headroom"):
            figure = figures[f"required.{key}"]
            assert (figure.value, figure.inputs, figure.steps) == (None, (), ())
            assert "Cannot be worked out: it needs the Expenditure tab." in figure.notes
        assert figures[f"required.{OOH}.minimum"].value == 1000

    def test_what_the_plan_rests_on_is_said_at_both(self):
        given = {f"required.{OOH}.minimum": 100, f"required.{ASC}.minimum": 100}
        figures = worked_out(given, schemes=self.ROWS).figures
        assert figures[f"required.{OOH}.planned"].notes[-1] == (
            "* counts to Adult social care too: 2 rows, £120. "
            "Without them you would have £30, £70 short."
        )
        assert figures[f"required.{ASC}.planned"].notes[-1] == (
            "* counts to NHS out-of-hospital too: 2 rows, £120. "
            "Without them you would have £0, £100 short."
        )

    def test_the_star_is_explained_also_where_the_minimum_is_not_known(self):
        figure = worked_out(schemes=self.ROWS).figures[f"required.{ASC}.planned"]
        assert [one.mark for one in figure.inputs] == ["*", "*"]
        assert figure.notes[-1] == (
            "* counts to NHS out-of-hospital too: 2 rows, £120. Without them you would have £0."
        )

    def test_one_joint_row_among_others_is_explained(self):
        working = worked_out(schemes=self.ROWS)
        assert working.figures["required.in_both"].notes == (
            "A Joint row stands with the part of it that counts to all.",
        )

    def test_without_rows_in_both_nothing_is_starred(self):
        given = {f"required.{OOH}.minimum": 100}
        figure = worked_out(given, schemes="amount\n5").figures[f"required.{OOH}.planned"]
        assert [one.mark for one in figure.inputs] == [""]
        assert not any(note.startswith("*") for note in figure.notes)

    def test_a_round_with_one_required_spend_counts_nothing_twice(self):
        alone = msgspec.structs.replace(RULES, required_spends={OOH: RULES.required_spends[OOH]})
        assert Calculations(plan_of(schemes=self.ROWS), alone).overlap.both == ()

    def test_a_round_without_required_spends_has_no_figures_of_them(self):
        none = msgspec.structs.replace(RULES, required_spends={})
        figures = Calculations(plan_of(schemes=self.ROWS), none).figures
        assert figures["required.in_both"].value == 0


def test_the_rule_and_its_source_are_said_in_words():
    figure = worked_out().figures[f"required.{OOH}.planned"]
    assert figure.rule == (
        "Add the rows where source is NHS minimum, commissioner is the NHS (Joint rows: the NHS "
        "share), and area of spend is not Acute."
    )
    assert figure.reference.endswith("(PR5)")
    assert worked_out().figures[f"required.{ASC}.planned"].rule == (
        "Add the rows where source is NHS minimum and area of spend is Social Care."
    )


def test_a_round_may_set_another_ratio():
    spend = RULES.required_spends[OOH]
    assert isinstance(spend.minimum, Ratio)
    half = msgspec.structs.replace(spend.minimum, numerator=Decimal(1), denominator=Decimal(2))
    other = msgspec.structs.replace(
        RULES, required_spends={OOH: msgspec.structs.replace(spend, minimum=half)}
    )
    assert Calculations(plan_of(income=[{"amount": "7"}]), other).required[OOH].minimum == 4
