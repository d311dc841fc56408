"""Family D: the national conditions, where a round has them answered one by one."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bettercare.calculations import Calculations
from bettercare.calculations.working import table_words
from bettercare.checks.keyed import lines_of, repeated, unplaced
from bettercare.checks.registry import Slip, check
from bettercare.checks.responses import answered_questions
from bettercare.labels import listed, shortened
from bettercare.plan.records import ConditionAnswer


def lacks_answers(working: Calculations) -> str:
    """The tables of answers that the round has, where the plan gives none of them."""
    asked = [name for name in ("requirements", "conditions") if name in working.rules.tables]
    if any(getattr(working.plan, name) is not None for name in asked):
        return ""
    return " or ".join(table_words(working.rules.tables[name]) for name in asked)


class ConditionReply(NamedTuple):
    """The answer to a national condition: its record, and "yes", "no" or ``None``."""

    item: int
    record: ConditionAnswer
    answer: str | None


def answered_conditions(working: Calculations) -> Mapping[str, ConditionReply]:
    """The national conditions that the plan answers for the working's year, by code."""
    found: dict[str, ConditionReply] = {}
    for code, lines in lines_of(working, "conditions").lines.items():
        item, record = lines[0]
        if isinstance(record, ConditionAnswer):
            answer = working.rules.yes_or_no.match(record.response).accepted
            found[code] = ConditionReply(item, record, answer)
    return found


def conditions_not_answered(working: Calculations) -> Iterator[Slip]:
    """One slip for each national condition without an answer; unknown ones are asked about."""
    yield from repeated(working, "conditions")
    yield from unplaced(working, "conditions")
    answered, elsewhere = answered_conditions(working), lines_of(working, "conditions").meant
    for code, condition in working.rules.national_conditions.items():
        found = answered.get(code)
        if (found and found.answer) or code in elsewhere:
            continue
        text = found.record.response if found else None
        facts = {
            "code": code,
            "label": condition.label,
            "value": shortened(text or "", 60),
            "choices": listed(working.rules.yes_or_no.labels, "or"),
        }
        places = (working.place("conditions", found.item, "response"),) if found else ()
        message = "'{value}' is no answer to {code}." if text else ""
        yield Slip(f"{code}, answer", places, facts, message=message, reference=condition.reference)


@check(
    "CHK-063",
    name="condition-no-without-comment",
    message="{code} is answered No, and nothing says how and when it will be met.",
    fix="Say how it will be met, and by when.",
    cites="conditions",
    needs=("conditions",),
    by_year=True,
)
def condition_no_without_comment(working: Calculations) -> Iterator[Slip]:
    """A national condition that is not met yet needs an explanation; then No is a fair answer."""
    for code, found in answered_conditions(working).items():
        if found.answer == "no" and not found.record.comment:
            places = (working.place("conditions", found.item, "comment"),)
            yield Slip(f"{code}, comment", places, {"code": code})


def _lacks_tier(working: Calculations) -> str:
    known = working.rules.yes_or_no.match(working.plan.facts.get("two_tier")).accepted
    return "" if known else "whether the area is two-tier"


@check(
    "CHK-071",
    name="two-tier-questions-answered",
    message="'{question}' is answered, and the area has no district councils.",
    fix="Leave it blank.",
    cites="answers",
    needs=("answers",),
    lacks=_lacks_tier,
    by_year=True,
)
def two_tier_questions_answered(working: Calculations) -> Iterator[Slip]:
    """Questions on passing a grant to district councils are for areas that have some."""
    if working.rules.yes_or_no.match(working.plan.facts.get("two_tier")).accepted == "yes":
        return
    for code, found in answered_questions(working).items():
        question = working.rules.questions[code]
        if question.for_two_tier and found.answer:
            places = (working.place("answers", found.item, "response"),)
            facts = {"question": shortened(question.label, 60)}
            yield Slip("Funding questions", places, facts, reference=question.reference)
