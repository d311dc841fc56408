"""Completeness: questions that apply and have an answer, and words."""

import msgspec
import pytest

from bettercare.calculations import Calculations
from bettercare.calculations.completeness import (
    column_applies,
    field_value,
    outputs_apply,
    sections,
    word_count,
)
from tests.bettercare.builders import RULES, plan_of
from tests.bettercare.known import known

COLUMNS = {column.header: column for column in RULES.tables["schemes"].columns}


def worked_out(**tables) -> Calculations:
    return Calculations(plan_of(**tables), RULES)


def open_questions(section: str, **tables) -> list[str]:
    """The questions of a section that have no answer."""
    return [one.question for one in sections(worked_out(**tables))[section] if not one.answered]


def applies(header: str, **cells: str) -> bool:
    working = worked_out(schemes=[cells])
    return column_applies(working, working.rows[0], COLUMNS[header])


class TestQuestionsThatApply:
    @pytest.mark.parametrize(
        ("scheme_type", "sub_type", "expected"),
        [
            ("Other", "", True),
            ("other", "", True),
            ("Prevention / Early Intervention", "Other", True),
            ("Prevention / Early Intervention", "Other - physical health / wellbeing", True),
            ("Prevention / Early Intervention", "Social Prescribing", False),
            ("HICM for Managing Transfer of Care", "Other - 'Red Bag' scheme", False),
            ("HICM for Managing Transfer of Care", "Other approaches", True),
            ("Community Based Schemes", "Other", False),
            ("Carers Services", "", False),
            ("", "", False),
        ],
    )
    def test_other_asks_for_words(self, scheme_type, sub_type, expected):
        cells = {"scheme_type": scheme_type, "sub_type": sub_type}
        assert applies("scheme_type_other", **cells) is expected

    @pytest.mark.parametrize(
        ("area", "expected"), [("Other", True), ("Acute", False), ("", False), ("banana", False)]
    )
    def test_an_other_area_asks_for_words(self, area, expected):
        assert applies("area_of_spend_other", area_of_spend=area) is expected

    @pytest.mark.parametrize("header", ["nhs_share", "la_share"])
    @pytest.mark.parametrize(
        ("commissioner", "expected"), [("Joint", True), ("CCG", False), ("", False)]
    )
    def test_shares_are_asked_for_only_of_joint_rows(self, header, commissioner, expected):
        assert applies(header, commissioner=commissioner) is expected

    @pytest.mark.parametrize(
        ("scheme_type", "sub_type", "expected"),
        [
            ("Home Care or Domiciliary Care", "", True),
            ("Residential Placements", "Care Home", True),
            ("Personalised Care at Home", "", True),
            ("Intermediate Care Services", "Reablement/Rehabilitation Services", True),
            ("Intermediate Care Services", "Rapid / Crisis Response", False),
            ("Carers Services", "", False),
            ("", "", False),
        ],
    )
    def test_outputs_are_asked_for_only_of_listed_types(self, scheme_type, sub_type, expected):
        working = worked_out(schemes=[{"scheme_type": scheme_type, "sub_type": sub_type}])
        assert outputs_apply(working.rows[0]) is expected

    def test_some_columns_are_always_asked_for_and_some_never(self):
        assert applies("scheme_id")
        assert not applies("sub_type")


class TestExpenditure:
    def test_a_full_row_answers_every_question(self):
        assert open_questions("expenditure", schemes="amount\n5") == []

    def test_one_gap_in_one_row_leaves_its_column_open(self):
        rows = "scheme_name | provider | amount\nFalls | CCG | 5\nReablement | | 5"
        assert open_questions("expenditure", schemes=rows) == ["Provider"]

    def test_an_amount_that_is_not_a_number_is_a_gap_and_0_is_not(self):
        assert open_questions("expenditure", schemes="amount\n0") == []
        assert open_questions("expenditure", schemes="amount\nabout 5") == ["Expenditure (£)"]

    def test_a_question_that_applies_to_no_row_counts_as_answered(self):
        figure = worked_out(schemes="amount\n5").figures["completeness.expenditure"]
        assert (figure.display, figure.answer) == ("100%", "19 of 19")

    def test_no_rows_answer_nothing(self):
        for tables in ({}, {"schemes": []}):
            figure = worked_out(**tables).figures["completeness.expenditure"]
            assert (figure.value, figure.answer) == (0, "0 of 19")


class TestOtherSections:
    def test_income_is_asked_for_of_every_source_and_no_is_an_answer(self):
        income = """
            source_of_funding          | amount | answer
            DFG                        | 5      |
            iBCF                       | 0      |
            Additional LA Contribution |        | No
        """
        assert open_questions("income", income=income) == [
            "Minimum CCG Contribution",
            "Winter Pressures Grant",
            "Additional CCG Contribution",
        ]

    def test_both_levels_of_all_eight_changes(self):
        assert len(open_questions("hicm")) == 16
        full = [{"change_no": str(number)} for number in range(1, 9)]
        assert open_questions("hicm", hicm=full) == []

    def test_a_change_may_go_by_name_or_number(self):
        named = "change | change_no | current\nTrusted assessors | | Mature\n | 7 |"
        left = open_questions("hicm", hicm=named)
        assert "Trusted assessors, current level" not in left
        assert "Focus on choice, current level" in left
        assert "Focus on choice, planned level" not in left

    def test_metrics_in_words_for_all_and_in_numbers_for_three(self):
        metrics = """
            metric | year    | numerator | denominator | value_printed | narrative
            NEA    | 2019-20 |           |             |               | Words
            DTOC   | 2019-20 |           |             | 21.4          |
            RES    | 2018-19 | 1         | 2           |               | Words
            RES    | 2019-20 | 1         |             |               |
            REA    | 2019-20 | 1         | 2           |               |
        """
        assert open_questions("metrics", metrics=metrics) == [
            "Delayed transfers of care, plan in words",
            "Residential admissions, denominator",
            "Reablement, plan in words",
            "Reablement, numerator",
            "Reablement, denominator",
        ]

    def test_no_metrics_leave_all_nine_questions_open(self):
        assert len(open_questions("metrics")) == 9

    def test_requirements_go_by_their_code_and_any_answer_counts(self):
        answers = "code | response\nPR1 | Yes\npr2 | No\nPR3 |"
        assert open_questions("requirements", requirements=answers) == [
            f"PR{number}" for number in range(3, 10)
        ]

    def test_a_signature_needs_a_name_or_a_date(self):
        signed = "role | name | date\nHealth and Wellbeing Board chair | A. Person |\nbanana | B |"
        left = open_questions("cover", sign_off=signed)
        assert "Health and Wellbeing Board chair" not in left
        assert len(left) == 5

    def test_narrative_sections_go_by_code_or_label_and_blanks_do_not_count(self):
        texts = [
            {"section": "A", "text": "Words"},
            {"section": RULES.narrative["C"].label, "text": "Words"},
            {"section": "B(i)", "text": "  "},
        ]
        assert open_questions("narrative", narrative=texts) == [
            RULES.narrative["B(i)"].label,
            RULES.narrative["B(ii)"].label,
        ]


class TestFigures:
    def test_a_section_is_named_as_its_tab_and_lists_its_questions(self):
        figure = worked_out(requirements=[{"code": "PR1"}]).figures["completeness.requirements"]
        assert figure.label == "9. Planning Requirements, questions answered"
        assert [one.mark for one in figure.inputs] == ["answered", *["not answered"] * 8]
        assert (
            "PR2                                                                 not answered"
            in (figure.explain())
        )

    def test_a_round_without_a_tab_is_not_asked_about_it(self):
        tables = {name: one for name, one in RULES.tables.items() if name != "hicm"}
        other = msgspec.structs.replace(RULES, tables=tables)
        assert "hicm" not in sections(Calculations(plan_of(), other))

    def test_a_round_without_the_model_asks_nothing_about_it(self):
        other = msgspec.structs.replace(RULES, hicm=None)
        figure = Calculations(plan_of(), other).figures["completeness.hicm"]
        assert (figure.value, figure.answer) == (1, "0 of 0")


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("  ", 0), ("one", 1), ("one  two\nthree\tfour", 4), ("a-b c", 2)]
)
def test_words_are_what_stands_between_white_space(text, count):
    assert word_count(text) == count


def test_the_first_of_two_contradictory_lines_counts():
    lines = "change | current\nEarly discharge planning | \nEarly discharge planning | Mature"
    assert "Early discharge planning, current level" in open_questions("hicm", hicm=lines)
    lines = "code | response\nPR 4 | \nPR4 | Yes"
    assert "PR4" in open_questions("requirements", requirements=lines)


def test_the_value_of_a_column_may_lie_under_a_key():
    [row] = known(plan_of(schemes="nea | amount\nHigh | 5").schemes)
    assert field_value(row, COLUMNS["nea"]) == "High"
    assert field_value(row, COLUMNS["expenditure"]) == 5
    assert field_value(row, COLUMNS["scheme_id"]) == "1"
