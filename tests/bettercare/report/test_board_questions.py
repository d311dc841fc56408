"""Questions for a board, from the findings of a plan."""

import bettercare
from bettercare import examples
from bettercare.report.board_questions import board_questions


def summary():
    return bettercare.summarise(bettercare.read(examples.path("leicester")))


def test_a_board_is_asked_about_what_it_can_decide_the_weightiest_first():
    assert board_questions(summary()) == [
        "Adult social care: Only £15,021 (0.1%) above the minimum. "
        "What happens if one scheme changes?",
        "10 rows, scheme type: 43% of the plan (£18,806,312) is Other. What does it buy?",
        "Residential admissions: 254 in both years: the rate falls from 600 to 586 only because "
        "the population grows. Is that the ambition?",
        "Rows 23 and 36, area of spend: £1,709,142 of NHS minimum is Acute and counts to neither "
        "required spend. Is that what this money is for?",
        "1 error is open. Who mends it, and by when?",
    ]


def test_as_many_as_are_asked_for():
    assert len(board_questions(summary(), most=2)) == 2
