"""The Yes and No of a plan: its answers to planning requirements and to funding questions."""

from collections.abc import Mapping
from typing import NamedTuple

from bettercare.calculations import Calculations
from bettercare.labels import normalise
from bettercare.plan import Answer, RequirementResponse


class Response(NamedTuple):
    """An answer to a requirement: its record, and "yes", "no" or ``None`` for anything else."""

    item: int
    record: RequirementResponse
    answer: str | None


class Reply(NamedTuple):
    """An answer to a funding question, likewise."""

    item: int
    record: Answer
    answer: str | None


def answered_requirements(working: Calculations) -> Mapping[str, Response]:
    """The round's requirements that the plan has a record of, by code; the first of each counts."""
    codes = {normalise(code): code for code in working.rules.requirements}
    found: dict[str, Response] = {}
    for item, record in enumerate(working.plan.requirements or (), 1):
        code = codes.get(normalise(record.code or ""))
        if code:
            answer = working.rules.yes_or_no.match(record.response).accepted
            found.setdefault(code, Response(item, record, answer))
    return found


def answered_questions(working: Calculations) -> Mapping[str, Reply]:
    """The round's funding questions that the plan has a record of, by code."""
    codes = {normalise(code): code for code in working.rules.questions}
    codes |= {normalise(one.label): code for code, one in working.rules.questions.items()}
    found: dict[str, Reply] = {}
    for item, record in enumerate(working.plan.answers or (), 1):
        code = codes.get(normalise(record.question or ""))
        if code:
            answer = working.rules.yes_or_no.match(record.response).accepted
            found.setdefault(code, Reply(item, record, answer))
    return found


def reply(working: Calculations, question: str) -> str | None:
    """What the plan answers to one funding question: "yes", "no" or ``None``."""
    found = answered_questions(working).get(question)
    return found.answer if found else None
