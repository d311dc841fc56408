"""Family F: emergency admissions, the reduction planned and the fund that insures it."""

from collections.abc import Iterator

from bettercare.calculations import Calculations
from bettercare.calculations.admissions import counts, reduction_in, unit_cost
from bettercare.calculations.working import NOUGHT
from bettercare.checks.registry import Slip, check
from bettercare.checks.responses import Reply, answered_questions
from bettercare.findings import Place
from bettercare.money import pounds
from bettercare.rounds.metric_rules import Admissions


def _lacks_answer(working: Calculations) -> str:
    rules = working.rules.admissions
    if rules is None or reply_to(working, rules.reduction_question):
        return ""
    return "the question on an additional reduction"


def reply_to(working: Calculations, code: str) -> Reply | None:
    """The answer to one of the questions about admissions, for the working's year."""
    return answered_questions(working).get(code)


def _subject(working: Calculations, rules: Admissions) -> str:
    return working.rules.metrics[rules.metric].short


def _answer_place(working: Calculations, found: Reply, field: str = "response") -> Place:
    return working.place("answers", found.item, field)


@check(
    "CHK-107",
    name="reduction-against-answer",
    message="You answered {answer}; the reductions come to {amount}.",
    fix="Change the answer, or the reductions.",
    cites="metrics",
    needs=("metrics", "answers"),
    lacks=_lacks_answer,
    by_year=True,
)
def reduction_against_answer(working: Calculations) -> Iterator[Slip]:
    """The answer to "is an additional reduction planned" agrees with the reductions given."""
    rules = working.rules.admissions
    found = reply_to(working, rules.reduction_question) if rules else None
    if rules is None or found is None:
        return
    amount = reduction_in(working, working.year)
    if (found.answer == "no" and amount) or (found.answer == "yes" and not amount):
        answer = working.rules.yes_or_no.label(found.answer)
        facts = {"answer": answer, "amount": f"{amount:,f}"}
        yield Slip(_subject(working, rules), (_answer_place(working, found),), facts)


@check(
    "CHK-108",
    name="contingency-fund-empty",
    message="The contingency fund is answered Yes, and it comes to £0.",
    fix="Give the reduction that it insures, or answer No.",
    cites="metrics",
    needs=("metrics", "answers"),
    by_year=True,
)
def contingency_fund_empty(working: Calculations) -> Iterator[Slip]:
    """A fund of £0 holds nothing back, whatever the answer says."""
    rules = working.rules.admissions
    found = reply_to(working, rules.contingency_question) if rules else None
    if rules and found and found.answer == "yes" and not reduction_in(working, working.year):
        yield Slip(_subject(working, rules), (_answer_place(working, found),), {})


@check(
    "CHK-109",
    name="contingency-fund-differs",
    message="The fund is {fund}; a reduction of {reduction} at {cost} each comes to {computed}.",
    fix="Correct the fund, the reduction or the unit cost.",
    cites="metrics",
    needs=("metrics",),
    by_year=True,
)
def contingency_fund_differs(working: Calculations) -> Iterator[Slip]:
    """The fund is the reduction times the unit cost, and it comes out of the ring-fence.

    So it can be no larger than the required spend that it is held from.
    """
    rules, year = working.rules.admissions, working.year
    figure = working.figures.get(f"admissions.fund.{year}")
    if rules is None or figure is None or figure.value is None:
        return
    printed = working.plan.printed.get(f"admissions.fund.{year}")
    facts = {
        "fund": pounds(printed if printed is not None else figure.value),
        "reduction": f"{reduction_in(working, year):,f}",
        "cost": pounds(unit_cost(working, year) or NOUGHT),
        "computed": pounds(figure.value),
    }
    if printed is not None and printed != figure.value:
        yield Slip(_subject(working, rules), (), facts)
    test = working.required.get(rules.ring_fence)
    if test and test.minimum is not None and figure.value > test.minimum:
        more = {"minimum": pounds(test.minimum), "label": test.rule.label}
        message = "The fund of {computed} is larger than the {label} minimum of {minimum}."
        fix = "Lower the reduction, or hold the rest elsewhere."
        yield Slip(_subject(working, rules), (), {**facts, **more}, message=message, fix=fix)


@check(
    "CHK-110",
    name="unit-cost-changed",
    message="An admission costs {cost} here and {usual} in the round, and no reason is given.",
    fix="Say why in the comment of the question, or use {usual}.",
    cites="metrics",
    needs=("metrics", "answers"),
    by_year=True,
)
def unit_cost_changed(working: Calculations) -> Iterator[Slip]:
    """Another unit cost than the round's changes the fund, so it needs a reason."""
    rules = working.rules.admissions
    cost = unit_cost(working, working.year)
    if rules is None or cost in {None, rules.unit_cost} or not counts(working, rules.mapped):
        return
    found = reply_to(working, rules.cost_question)
    reasons = [found.record.response, found.record.comment] if found else []
    if not any(reasons):
        places = (_answer_place(working, found, "comment"),) if found else ()
        facts = {"cost": pounds(cost or NOUGHT), "usual": pounds(rules.unit_cost)}
        yield Slip(_subject(working, rules), places, facts)
