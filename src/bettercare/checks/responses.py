"""The Yes and No of a plan: its answers to planning requirements and to funding questions."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bettercare.calculations import Calculations
from bettercare.checks.keyed import lines_of, repeated, unplaced
from bettercare.checks.registry import Slip
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
    found: dict[str, Response] = {}
    for code, lines in lines_of(working, "requirements").lines.items():
        item, record = lines[0]
        if isinstance(record, RequirementResponse):
            answer = working.rules.yes_or_no.match(record.response).accepted
            found[code] = Response(item, record, answer)
    return found


def answered_questions(working: Calculations) -> Mapping[str, Reply]:
    """The round's funding questions that the plan has a record of, by code, likewise."""
    found: dict[str, Reply] = {}
    for code, lines in lines_of(working, "answers").lines.items():
        item, record = lines[0]
        if isinstance(record, Answer):
            answer = working.rules.yes_or_no.match(record.response).accepted
            found[code] = Reply(item, record, answer)
    return found


def reply(working: Calculations, question: str) -> str | None:
    """What the plan answers to one funding question: "yes", "no" or ``None``."""
    found = answered_questions(working).get(question)
    return found.answer if found else None


def meant(working: Calculations, table: str) -> frozenset[str]:
    """The codes without a line that an unknown code or question in the plan may well mean.

    ``odd_lines`` asks about that line, so nobody needs to be told that they are missing.
    """
    return lines_of(working, table).meant


def odd_lines(working: Calculations, table: str) -> Iterator[Slip]:
    """What to say of requirements or questions that are not known, or answered in two ways."""
    yield from repeated(working, table)
    for slip in unplaced(working, table):
        if not _is_purpose(working, table, slip):
            yield slip


def _is_purpose(working: Calculations, table: str, slip: Slip) -> bool:
    """Whether a question is how a grant splits over its purposes, which another check reads."""
    starts = [normalise(one.purposes) for one in working.rules.sources.items.values()]
    text = normalise(str(slip.facts["value"]))
    return table == "answers" and any(start and text.startswith(start) for start in starts)
