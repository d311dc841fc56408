"""What a board may ask of a plan: questions that its findings raise."""

from collections.abc import Mapping

from bettercare.findings import Finding, Severity
from bettercare.report.summary import Summary

MOST = 5

# The checks whose findings a board can do something about, in order of weight, with the question.
QUESTIONS: Mapping[str, str] = {
    "CHK-056": "Where will the rest come from?",
    "CHK-057": "Where will the rest come from?",
    "CHK-032": "What will be planned less, or who pays more?",
    "CHK-033": "What is the rest for?",
    "CHK-058": "What happens if one scheme changes?",
    "CHK-061": "Do all partners agree to that?",
    "CHK-080": "What does it buy?",
    "CHK-100": "Is that the ambition?",
    "CHK-097": "Why is that the plan?",
    "CHK-098": "How will that be done?",
    "CHK-150": "Who looks after people then?",
    "CHK-063": "When will it be met?",
    "CHK-066": "When will it be met?",
    "CHK-078": "Is that what this money is for?",
    "CHK-079": "When is it released, and for what?",
    "CHK-039": "What does that one row buy?",
    "CHK-106": "What will move this measure?",
    "CHK-087": "Are they the same people?",
    "CHK-118": "What keeps it there?",
}


def board_questions(summary: Summary, most: int = MOST) -> list[str]:
    """The questions for a board that a plan's findings raise, the weightiest first.

    Errors that only somebody who fills in the plan can mend are one question together.

    >>> import bettercare as bc
    >>> from bettercare import examples
    >>> board_questions(bc.summarise(bc.read(examples.path("leicester"))))[-1]
    '1 error is open. Who mends it, and by when?'
    """
    order = list(QUESTIONS)
    asked = [one for one in summary.report if one.code in QUESTIONS and one.severity.rank < 2]  # noqa: PLR2004
    asked.sort(key=lambda one: order.index(one.code))
    said = [_question(one) for one in asked]
    errors = summary.counts[Severity.ERROR]
    if errors:
        noun = "error is" if errors == 1 else "errors are"
        them = "it" if errors == 1 else "them"
        return [*said[: most - 1], f"{errors:,} {noun} open. Who mends {them}, and by when?"][
            -most:
        ]
    return said[:most]


def _question(finding: Finding) -> str:
    return f"{finding.subject}: {finding.message} {QUESTIONS[finding.code]}"
