"""Family D: answers to planning requirements and funding questions, and two-tier areas."""

from collections.abc import Iterator, Mapping

from bettercare.calculations import Calculations
from bettercare.calculations.working import NOUGHT
from bettercare.checks.national import conditions_not_answered, lacks_answers
from bettercare.checks.registry import Slip, check
from bettercare.checks.responses import (
    Response,
    answered_questions,
    answered_requirements,
    meant,
    odd_lines,
    reply,
)
from bettercare.labels import listed, normalise, shortened
from bettercare.money import pounds
from bettercare.rounds import Certainty, Item
from bettercare.rounds.schema import Question


@check(
    "CHK-065",
    name="requirement-not-answered",
    message="{code} has no answer: {label}.",
    fix="Choose {choices}.",
    cites="requirements",
    needs=(),
    lacks=lacks_answers,
    by_year=True,
)
def requirement_not_answered(working: Calculations) -> Iterator[Slip]:
    """Each planning requirement or national condition is answered Yes or No.

    A plan with a gap cannot be submitted. A code that is not known is asked about, and what it may
    stand for is not called missing.
    """
    if "conditions" in working.rules.tables and working.plan.conditions is not None:
        yield from conditions_not_answered(working)
    if "requirements" not in working.rules.tables or working.plan.requirements is None:
        return
    yield from odd_lines(working, "requirements")
    answered, elsewhere = answered_requirements(working), meant(working, "requirements")
    for code, requirement in working.rules.requirements.items():
        found = answered.get(code)
        if (found and found.answer) or code in elsewhere:
            continue
        text = found.record.response if found else None
        facts = {
            "code": code,
            "label": requirement.label,
            "value": shortened(text or "", 60),
            "choices": listed(working.rules.yes_or_no.labels, "or"),
        }
        places = (working.place("requirements", found.item, "response"),) if found else ()
        message = "'{value}' is no answer to {code}." if text else ""
        yield Slip(f"{code}, answer", places, facts, message=message)


@check(
    "CHK-066",
    name="no-without-action",
    message="{code} is answered No: give the {missing}.",
    fix="Say what will be done so that it is met, and by when.",
    cites="requirements",
    needs=("requirements",),
)
def no_without_action(working: Calculations) -> Iterator[Slip]:
    """A requirement that is not met yet needs an action and a date; then the answer No is fine."""
    for code, response in answered_requirements(working).items():
        missing = _not_given(response)
        if response.answer == "no" and missing:
            nouns = [
                column.noun if (column := working.rules.column("requirements", field)) else field
                for field in missing
            ]
            yield Slip(
                f"{code}, {listed(nouns)}",
                tuple(working.place("requirements", response.item, field) for field in missing),
                {"code": code, "missing": listed(nouns)},
            )


def _not_given(response: Response) -> list[str]:
    return [one for one in ("action", "timeframe") if not getattr(response.record, one)]


def _about(working: Calculations, about: str) -> Mapping[str, Question]:
    """The round's questions about one matter, by code."""
    return {code: one for code, one in working.rules.questions.items() if one.about == about}


@check(
    "CHK-072",
    name="share-not-confirmed",
    message="'{question}' is {answer}.",
    fix="Agree the amount inside the NHS minimum, then answer Yes.",
    cites="answers",
    needs=("answers",),
    by_year=True,
)
def share_not_confirmed(working: Calculations) -> Iterator[Slip]:
    """The NHS minimum holds money for Care Act duties, carers and reablement.

    The amount for each is agreed and confirmed, so that it is not lost among other schemes.
    """
    yield from odd_lines(working, "answers")
    answered, elsewhere = answered_questions(working), meant(working, "answers")
    for code, question in _about(working, "share_of_minimum").items():
        found = answered.get(code)
        if not (found and found.answer == "yes") and code not in elsewhere:
            answer = "answered No" if found and found.answer == "no" else "not answered"
            places = (working.place("answers", found.item, "response"),) if found else ()
            facts = {"question": question.label, "answer": answer}
            yield Slip("Funding questions", places, facts, reference=question.reference)


@check(
    "CHK-073",
    name="confirmed-but-no-scheme",
    message="You answered Yes to '{question}', but no scheme is of type {types}.",
    fix="Choose that type for the rows that it pays for, or answer No.",
    cites="answers",
    needs=("answers", "schemes"),
    by_year=True,
)
def confirmed_but_no_scheme(working: Calculations) -> Iterator[Slip]:
    """What is confirmed can be seen in the schemes: support to carers in a scheme for carers."""
    used = {row.scheme_type.code for row in working.rows}
    for code, found in answered_questions(working).items():
        question = working.rules.questions[code]
        if found.answer == "yes" and question.scheme_types and not used & {*question.scheme_types}:
            labels = [working.rules.scheme_types.label(one) for one in question.scheme_types]
            yield Slip(
                "Funding questions",
                (working.place("answers", found.item, "response"),),
                {"question": question.label, "types": listed([f"'{one}'" for one in labels], "or")},
                reference=question.reference,
            )


def _two_tier(working: Calculations) -> str | None:
    return working.rules.yes_or_no.match(working.plan.facts.get("two_tier")).accepted


def _lacks_tiers(working: Calculations) -> str:
    known = not _for_districts(working) or _two_tier(working)
    return "" if known else "whether the area is two-tier"


def _lacks_district_answers(working: Calculations) -> str:
    if _two_tier(working) == "yes" and working.plan.answers is None:
        return working.rules.tables["answers"].label
    return _lacks_tiers(working)


def _for_districts(working: Calculations) -> Mapping[str, Item]:
    """The sources, and parts of them, that are passed to district councils where there are any."""
    sources = working.rules.sources.items
    found: dict[str, Item] = {code: one for code, one in sources.items() if one.for_districts}
    for source in sources.values():
        found |= {key: part for key, part in source.income_parts.items() if part.for_districts}
    return found


@check(
    "CHK-069",
    name="district-lines-missing",
    message="No line says what part of {amount} each district council gets.",
    fix="Give a {source} line for each district council, adding up to the county's allocation.",
    cites="income",
    needs=("income",),
    lacks=_lacks_tiers,
)
def district_lines_missing(working: Calculations) -> Iterator[Slip]:
    """In a two-tier area the DFG is for the district councils, so each has a line of its own."""
    if _two_tier(working) != "yes":
        return
    for code, source in _for_districts(working).items():
        lines = [line for line in working.lines if code in (line.part, line.source.accepted)]
        districts = {normalise(line.line.contributor) for line in lines if line.line.contributor}
        if lines and len(districts) < working.rules.thresholds.fewest_districts:
            places = tuple(working.place("income", line.item, "contributor") for line in lines)
            amount = sum((line.amount for line in lines), NOUGHT)
            facts = {"amount": pounds(amount), "source": source.name}
            yield Slip(f"Income, {source.name}", places, facts)


@check(
    "CHK-070",
    name="district-agreement-missing",
    message="The {source} is not passed on in full, and no district agreement is recorded.",
    fix="Record that each district council agrees to what the county keeps, or pass it on in full.",
    cites="answers",
    needs=(),
    lacks=_lacks_district_answers,
    by_year=True,
)
def district_agreement_missing(working: Calculations) -> Iterator[Slip]:
    """A county may keep part of the DFG only where each of its district councils agrees.

    Where the round does not confirm the questions, it is a warning at most.
    """
    kept = _about(working, "passed_in_full")
    asked = {**kept, **_about(working, "district_agreement")}
    agreed = any(reply(working, code) == "yes" for code in asked)
    if _two_tier(working) != "yes" or not kept or agreed:
        return
    answered = answered_questions(working)
    places = tuple(
        working.place("answers", answered[code].item, "response")
        for code in asked
        if code in answered
    )
    sure = all(one.certainty is Certainty.CONFIRMED for one in asked.values())
    for source in _for_districts(working).values():
        yield Slip(
            f"Income, {source.name}",
            places,
            {"source": source.name},
            "" if sure else "unconfirmed",
        )
