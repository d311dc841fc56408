"""Family C: amounts, shares of Joint schemes, additional contributions and printed totals."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from bettercare.calculations import Calculations, CodedRow, Figure
from bettercare.calculations.coded import CodedLine
from bettercare.calculations.working import NOUGHT
from bettercare.checks.agreement import agrees, half_unit, unread
from bettercare.checks.balances import NEEDS, THOUSAND, in_thousands, problem, sources_off
from bettercare.checks.registry import Slip, check
from bettercare.checks.words import row_place, row_places, row_subject
from bettercare.labels import nearest, shortened
from bettercare.money import percent, pounds, round_half_up


@check(
    "CHK-036",
    name="printed-figure-differs",
    message="The file shows {printed}; the rows give {computed}{apart}.",
    fix="Find what is missing from the rows, or correct the figure.",
    needs=(),
)
def printed_figure_differs(working: Calculations) -> Iterator[Slip]:
    """A figure that the file prints is worked out again from its rows.

    A difference of more than rounding says that rows were lost, changed or added on the way, or
    that a formula of the file was overwritten. Trust neither number until you know why.
    """
    for key, printed in working.plan.printed.items():
        figure = working.figures.get(key)
        if figure is None:
            yield _no_such_figure(working, key, printed)
        elif figure.value is not None and not _printed_agrees(figure, printed, figure.value):
            apart = _apart(figure, figure.value - printed)
            shown = {
                "printed": _shown(figure, printed),
                "computed": figure.display,
                "apart": apart,
            }
            places = tuple(one.place for one in figure.inputs if one.place)
            cited, one = figure.reference, _problem_of_printed(key)
            yield Slip(figure.label, places, shown, problem=one, reference=cited)


def _apart(figure: Figure, difference: Decimal) -> str:
    """How many pounds more or less the rows give; nothing for what is no money."""
    side = "more" if difference > 0 else "less"
    return f", {pounds(abs(difference))} {side}" if figure.unit == "GBP" else ""


def _problem_of_printed(key: str) -> str:
    """Income, expenditure and balance of one source differ together: that is one slip."""
    family, _, source = key.partition(".")
    return f"printed.{source if family in {'income', 'expenditure', 'balance'} else key}"


def _printed_agrees(figure: Figure, printed: Decimal, value: Decimal) -> bool:
    decimals = 0 if figure.unit in {"GBP", "count", "words"} else figure.decimals
    least = half_unit(decimals, fraction=figure.unit == "fraction")
    if abs(printed - value) <= figure.tolerance:
        return True
    return agrees(printed, value, least) or _shown(figure, printed) == figure.display


def _shown(figure: Figure, value: Decimal) -> str:
    return msgspec.structs.replace(figure, value=value).display


def _no_such_figure(working: Calculations, key: str, printed: Decimal) -> Slip:
    near = nearest(key, tuple(working.figures))
    facts = {"printed": f"{printed:,f}", "key": shortened(key, 60), "nearest": near}
    message = "The file shows {printed} for '{key}', which is no figure of this plan."
    fix = (
        "Did you mean '{nearest}'? If so, write that." if near else "Correct the name, or drop it."
    )
    return Slip("Printed figures", (), facts, message=message, fix=fix)


@check(
    "CHK-037",
    name="amount-below-nought",
    message="'{scheme}' has {amount}: expenditure cannot be below £0.",
    fix="Enter the amount without the minus, or take it off the row that it corrects.",
)
def amount_below_nought(working: Calculations) -> Iterator[Slip]:
    """Planned expenditure and income are never below £0: a minus hides what is spent elsewhere."""
    for row, year, amount in _amounts(working):
        if amount < 0:
            yield _amount_slip(working, row, year, amount)
    for line in working.lines:
        for year, amount in line.line.amounts.items():
            if amount < 0:
                message = "{amount} is below £0: income cannot be."
                yield _income_slip(working, line, year, amount)._replace(message=message)


def _amounts(working: Calculations) -> Iterator[tuple[CodedRow, str, Decimal]]:
    for row in working.rows:
        for year, amount in row.row.amounts.items():
            yield row, year, amount


def _amount_slip(working: Calculations, row: CodedRow, year: str, amount: Decimal) -> Slip:
    return Slip(
        row_subject(working, row, "amounts", year),
        row_place(working, row, "amounts", year),
        {
            "scheme": shortened(row.name, 60),
            "amount": pounds(amount),
            "whole": f"{round_half_up(amount):f}",
            "source": _source(working, row.source.accepted),
        },
    )


def _source(working: Calculations, code: str | None) -> str:
    return working.rules.sources.name(code) if code else "its source"


def _income_slip(working: Calculations, line: CodedLine, year: str, amount: Decimal) -> Slip:
    return Slip(
        f"Income line {line.item}, amount",
        (working.place("income", line.item, "amounts", year),),
        {
            "amount": pounds(amount),
            "whole": f"{round_half_up(amount):f}",
            "source": _source(working, line.source.accepted),
        },
        reference=working.rules.tables["income"].reference,
    )


@check(
    "CHK-038",
    name="amount-nought",
    message="'{scheme}' has £0.",
    fix="Delete the row, or say in its description why it is there.",
)
def amount_nought(working: Calculations) -> Iterator[Slip]:
    """A scheme of £0 in every year plans nothing; a blank amount is another matter."""
    for row in working.rows:
        if row.row.amounts and not any(row.row.amounts.values()):
            year = min(row.row.amounts)  # the first, wherever its column stands
            yield _amount_slip(working, row, year, NOUGHT)


@check(
    "CHK-039",
    name="row-large",
    message="'{scheme}' is {share} of the plan ({amount}).",
    fix="Split it into the schemes that it is made of.",
    cites="thresholds",
    by_year=True,
)
def row_large(working: Calculations) -> Iterator[Slip]:
    """One row with a large share of all planned expenditure tells too little of what is bought."""
    total = working.total_expenditure
    for row in working.rows:
        if total > 0 and row.amount / total > working.rules.thresholds.large_row:
            slip = _amount_slip(working, row, working.year, row.amount)
            yield slip._replace(facts={**slip.facts, "share": percent(row.amount / total, 0)})


@check(
    "CHK-042",
    name="amount-with-pence",
    message="Amounts are whole pounds; {amount} will be rounded.",
    fix="Write whole pounds ({whole}) so that {source} still balances.",
)
def amount_with_pence(working: Calculations) -> Iterator[Slip]:
    """The template keeps whole pounds; pence are rounded away, and totals can move by a pound.

    Each amount is best rounded up or down so that income and rows of its source stay the same.
    """
    for row, year, amount in _amounts(working):
        if amount != amount.to_integral_value():
            yield _amount_slip(working, row, year, amount)
    for line in working.lines:
        for year, amount in line.line.amounts.items():
            if amount != amount.to_integral_value():
                yield _income_slip(working, line, year, amount)


@check(
    "CHK-043",
    name="amount-in-thousands",
    message="{amount} reads like thousands: {full} would bring {source} into balance.",
    fix="If you typed thousands, enter {digits}.",
    needs=NEEDS,
    by_year=True,
)
def amount_in_thousands(working: Calculations) -> Iterator[Slip]:
    """An amount typed in thousands among amounts in pounds.

    Only arithmetic counts as evidence: the source is under-committed, and the row read as thousands
    clears that; or all rows of the source together, read as thousands, come to its income.
    """
    for code, left in sources_off(working).items():
        rows = in_thousands(working, code)
        for row in rows:
            slip = _amount_slip(working, row, working.year, row.amount)
            yield slip._replace(
                facts={
                    "amount": pounds(row.amount),
                    "full": pounds(row.amount + left),
                    "digits": f"{row.amount + left:f}",
                    "source": working.rules.sources.name(code),
                },
                problem=problem(working, code),
            )
        if not rows:
            yield from _all_in_thousands(working, code)


def _all_in_thousands(working: Calculations, code: str) -> Iterator[Slip]:
    income, spend = working.income[code], working.expenditure[code]
    near = working.rules.thresholds.thousands_tolerance * income
    if spend > 0 and abs(THOUSAND * spend - income) <= near:
        rows = [row for row in working.rows if row.source.accepted == code]
        yield Slip(
            working.rules.sources.name(code),
            row_places(working, rows, "amounts", working.year),
            {"spend": pounds(spend), "income": pounds(income)},
            message="All its rows read like thousands: together {spend}, for {income} of income.",
            fix="If you typed thousands, enter every one of them in pounds.",
            problem=problem(working, code),
        )


def _additional(working: Calculations) -> Iterator[tuple[str, str, list[CodedLine]]]:
    """What is offered by choice, a source or a part of one: its source, name and income lines."""
    for code, source in working.rules.sources.items.items():
        lines = [line for line in working.lines if line.source.accepted == code]
        offered = {"": source.name} if source.kind == "additional" else {}
        parts = source.income_parts.items()
        offered |= {key: part.name for key, part in parts if part.kind == "additional"}
        for key, name in offered.items():
            own = [line for line in lines if line.part == key]
            if own:
                yield code, name, own


@check(
    "CHK-051",
    name="additional-answer-against-lines",
    message="You answered {answer}; the lines come to {amount}.",
    fix="Change the answer, or the lines.",
    cites="income",
    needs=("income",),
    order=-1,
    by_year=True,
)
def additional_answer_against_lines(working: Calculations) -> Iterator[Slip]:
    """The answer to "are additional contributions being made" agrees with the lines under it.

    The lines are counted as they are written, whatever the answer: which of the two is meant is for
    the plan to say. Where its source is out of balance too, that is one problem.
    """
    for code, name, lines in _additional(working):
        answers = {working.rules.yes_or_no.match(line.line.answer).accepted for line in lines}
        amount = sum((line.amount for line in lines), NOUGHT)
        unclear = any(unread(line.line, f"amounts.{working.year}") for line in lines)
        if ("no" in answers and amount) or ("yes" in answers and not amount and not unclear):
            places = tuple(working.place("income", line.item, "answer") for line in lines)
            answer = working.rules.yes_or_no.label("no" if amount else "yes")
            facts = {"answer": answer, "amount": pounds(amount)}
            one = problem(working, code) if code in sources_off(working) else ""
            yield Slip(f"Income, {name}", places, facts, problem=one)


@check(
    "CHK-052",
    name="additional-not-explained",
    message="Say what the additional {amount} from {contributor} is for, or where it comes from.",
    fix="Write it in the comment of the line.",
    cites="income",
    needs=("income",),
    by_year=True,
)
def additional_not_explained(working: Calculations) -> Iterator[Slip]:
    """Money offered beyond what must be pooled is explained, so that others can rely on it."""
    for code, _, lines in _additional(working):
        payer = "the council" if working.rules.sources[code].payer == "la" else "the NHS"
        for line in lines:
            if line.amount and not line.line.comment:
                slip = _income_slip(working, line, working.year, line.amount)
                yield slip._replace(
                    subject=f"Income line {line.item}, comment",
                    places=(working.place("income", line.item, "comment"),),
                    facts={**slip.facts, "contributor": line.line.contributor or payer},
                )
