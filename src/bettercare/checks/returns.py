"""Family J: what a return says of the money spent so far, and of the agreement behind it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from bettercare.calculations import Calculations
from bettercare.checks.registry import Slip, Softness, check, kind_of_return
from bettercare.dates import short_year
from bettercare.labels import normalise, shortened, squeezed
from bettercare.money import is_not_given, percent, pounds
from bettercare.plan.records import ConditionAnswer, ProgressLine
from bettercare.rounds.checking import Return
from bettercare.rounds.lists import Certainty

NOUGHT = Decimal(0)
QUARTERS = 4
QUARTERLY, LTP = ("quarterly",), ("ltp",)
MONEY = ("planned", "spent", "forecast")
YEAR_ENDS = frozenset({"year", "year end", "end of year", "annual", "whole year", "outturn"})
_QUARTER = re.compile(r"\s*q(?:uarter)?\s*([1-4])\b.*", re.IGNORECASE | re.DOTALL)


class Line(NamedTuple):
    """A line of progress with its number, and the quarter it is for (0 for none)."""

    item: int
    line: ProgressLine
    quarter: int

    @property
    def name(self) -> str:
        """The scheme that it is about."""
        return shortened(self.line.scheme_name or self.line.scheme_id or f"line {self.item}", 60)

    @property
    def scheme(self) -> str:
        """What tells its scheme from others: its id, else its name."""
        return squeezed(self.line.scheme_id or "") or normalise(self.line.scheme_name or "")

    @property
    def source(self) -> str:
        """The source that pays for it, where it says so."""
        return normalise(self.line.source_of_funding or "")

    @property
    def comment(self) -> str:
        """What is said of it, without white space around."""
        return (self.line.comment or "").strip()


def rules_of(working: Calculations) -> Return:
    """What the round says of this return; a check of returns runs only where there is one."""
    return working.rules.returns[kind_of_return(working)]


def sureness(working: Calculations) -> Softness:
    """How sure the round is of what this return asks for."""
    return "" if rules_of(working).certainty is Certainty.CONFIRMED else "unconfirmed"


def progress(working: Calculations) -> Sequence[Line]:
    """The lines of progress; one that names no period is for the period of the whole return."""
    whole = working.plan.facts.get("period")
    cumulative = rules_of(working).cumulative
    return [
        Line(item, line, quarter_of(line.period or whole, cumulative=cumulative))
        for item, line in enumerate(working.plan.progress or (), 1)
    ]


def quarter_of(period: str | None, *, cumulative: bool = False) -> int:
    """The quarter that a text means, 0 for none.

    Where amounts are ``cumulative``, those of the whole year are those of its last quarter.

    >>> quarter_of("Q3"), quarter_of("Quarter 1 2018-19"), quarter_of("year"), quarter_of("Q12")
    (3, 1, 0, 0)
    >>> quarter_of("Year end", cumulative=True)
    4
    """
    found = _QUARTER.fullmatch(period or "")
    if found:
        return int(found[1])
    return QUARTERS if cumulative and normalise(period or "") in YEAR_ENDS else 0


def progress_slip(
    working: Calculations, one: Line, fields: Sequence[str], facts: Mapping[str, object]
) -> Slip:
    """A slip about some cells of a line of progress."""
    places = tuple(working.place("progress", one.item, field) for field in fields)
    column = working.rules.column("progress", fields[0])
    cell = column.noun if column else fields[0].replace("_", " ")
    return Slip(f"Progress line {one.item}, {cell}", places, {"scheme": one.name, **facts})


def _out_of_range(working: Calculations, fields: Sequence[str]) -> Iterator[Slip]:
    most = rules_of(working).most_in_cell
    for one in progress(working):
        for field in fields:
            value = getattr(one.line, field)
            if value is not None and not 0 <= value <= most:
                facts = {"value": f"{value:,f}", "most": f"{most:,f}"}
                slip = progress_slip(working, one, [field], facts)
                yield slip._replace(soft=sureness(working))


@check(
    "CHK-040",
    name="cell-out-of-range",
    message="'{scheme}': {value} is not between 0 and {most}.",
    fix="Enter the number in full, without a minus; explain money that came back in the comment.",
    cites="returns.quarterly",
    needs=("progress",),
    of_return=QUARTERLY,
)
def cell_out_of_range(working: Calculations) -> Iterator[Slip]:
    """The template of the quarterly return refuses numbers outside its limits."""
    yield from _out_of_range(working, (*MONEY, "output_delivered"))


@check(
    "CHK-041",
    name="ltp-cell-out-of-range",
    message="'{scheme}': {value} is not between 0 and {most}.",
    fix="Enter pounds; split a scheme that costs more in a quarter over two rows.",
    cites="returns.ltp",
    needs=("progress",),
    of_return=LTP,
)
def ltp_cell_out_of_range(working: Calculations) -> Iterator[Slip]:
    """The finance sheet of the local transformation plan refuses spend outside its limits."""
    yield from _out_of_range(working, ("planned", "spent"))


@check(
    "CHK-139",
    name="condition-no-longer-met",
    message="{code} was met {before} and is answered No now, without an explanation.",
    fix="Say what changed, and when it will be met again.",
    cites="returns.quarterly",
    needs=("conditions",),
    of_return=QUARTERLY,
)
def condition_no_longer_met(working: Calculations) -> Iterator[Slip]:
    """A national condition that was met and no longer is needs an explanation.

    An earlier answer is one for an earlier quarter of the same return, or in the one beside it.
    """
    met = dict.fromkeys(_met_beside(working), "in the return before")
    for item, record, answer in _answered(working.plan.conditions or (), working):
        code = squeezed(record.code or "")
        if answer == "no" and code in met and not (record.comment or "").strip():
            places = (working.place("conditions", item, "comment"),)
            facts = {"code": record.code, "before": met[code]}
            yield Slip(f"{record.code}, comment", places, facts, sureness(working))
        met.pop(code, None)
        if answer == "yes":
            met[code] = f"in {record.period}" if record.period else "before"


Answered = tuple[int, ConditionAnswer, str | None]


def _answered(lines: Sequence[ConditionAnswer], working: Calculations) -> Sequence[Answered]:
    """The answers to conditions in the order of time, with their numbers."""
    known = working.rules.yes_or_no
    found = [
        (item, one, known.match(one.response).accepted)
        for item, one in enumerate(lines, 1)
        if (one.code or "").strip() and one.response
    ]
    return sorted(
        found, key=lambda at: (at[1].year or "", quarter_of(at[1].period, cumulative=True))
    )


def _met_beside(working: Calculations) -> set[str]:
    """The conditions that stand as met in the return beside this one, by its last answer."""
    earlier = working.beside.previous.plan.conditions if working.beside else None
    answered = _answered(earlier or (), working)
    last = {squeezed(one.code or ""): answer for _, one, answer in answered}
    return {code for code, answer in last.items() if answer == "yes"}


def _lacks_agreement(working: Calculations) -> str:
    said = working.plan.facts.get("section_75_pooled", "")
    return "" if said.strip() else "whether money is pooled (section_75_pooled in plan.csv)"


@check(
    "CHK-140",
    name="section-75-without-date",
    message="Money is not pooled in a section 75 agreement yet, and no date is given.",
    fix="Give the date by which it will be signed, as section_75_expected.",
    cites="returns.quarterly",
    needs=(),
    lacks=_lacks_agreement,
    of_return=QUARTERLY,
)
def section_75_without_date(working: Calculations) -> Iterator[Slip]:
    """Money is pooled once the agreement is signed; a return says when that will be.

    It is read from the facts section_75_pooled and section_75_expected.
    """
    facts = working.plan.facts
    answer = working.rules.yes_or_no.match(facts.get("section_75_pooled")).accepted
    if answer == "no" and is_not_given(facts.get("section_75_expected", "")):
        yield Slip("Section 75", (), {}, sureness(working))


@check(
    "CHK-141",
    name="spending-off-profile",
    message="'{scheme}': {spent} of {planned} is spent by {period}, {share}.",
    fix="Check the amount, or say what is late or early.",
    cites="returns.quarterly",
    needs=("progress",),
    of_return=QUARTERLY,
)
def spending_off_profile(working: Calculations) -> Iterator[Slip]:
    """Spending far from the plan's share for the quarters passed is a slip, or news."""
    limits = working.rules.thresholds
    for one in progress(working):
        planned, spent = one.line.planned or NOUGHT, one.line.spent
        if planned <= 0 or spent is None or not one.quarter:
            continue
        due = planned * one.quarter / QUARTERS
        if spent > due * limits.spent_ahead or spent < due * limits.spent_behind:
            facts = {
                "spent": pounds(spent),
                "planned": pounds(planned),
                "period": f"Q{one.quarter}",
                "share": percent(spent / planned, 0),
            }
            yield progress_slip(working, one, ["spent"], facts)


@check(
    "CHK-142",
    name="forecast-does-not-follow",
    message="'{scheme}': the forecast is {forecast}; spent and remaining plan are {due}.",
    fix="Correct the forecast, or say in the comment why it differs.",
    cites="returns.quarterly",
    needs=("progress",),
    of_return=QUARTERLY,
)
def forecast_does_not_follow(working: Calculations) -> Iterator[Slip]:
    """A forecast is what is spent and the rest of the plan; at the year's end it is what is spent.

    It is never less than what is spent. A smaller difference than the round lets pass needs no
    words, and a larger one is as good as said where the line has a comment.
    """
    for one in progress(working):
        planned, spent, forecast = one.line.planned, one.line.spent, one.line.forecast
        if spent is None or forecast is None or not one.quarter:
            continue
        due = spent + (planned or NOUGHT) * (QUARTERS - one.quarter) / QUARTERS
        amounts = {"forecast": forecast, "spent": spent, "due": due}
        facts = {name: pounds(amount) for name, amount in amounts.items()}
        slip = progress_slip(working, one, ["forecast"], facts)
        if forecast < spent:
            message = "'{scheme}': the forecast is {forecast}, but {spent} is spent already."
            yield slip._replace(message=message, fix="Forecast all that the year will cost.")
        elif planned and abs(forecast - due) > _passes(working, planned) and not one.comment:
            yield slip


def _passes(working: Calculations, planned: Decimal) -> Decimal:
    """The largest difference from a plan that needs no words."""
    limits = working.rules.thresholds
    return min(limits.variance * abs(planned), limits.variance_pounds)


@check(
    "CHK-143",
    name="variance-not-explained",
    message="'{scheme}': explain {amount} {side} the plan of {planned}.",
    fix="Say why in the comment, and what is done about it.",
    cites="returns.quarterly",
    needs=("progress",),
    of_return=(*QUARTERLY, *LTP),
)
def variance_not_explained(working: Calculations) -> Iterator[Slip]:
    """A large difference from the plan is explained.

    What counts is the forecast; without one, what is spent at the end of the year, or in the
    quarter where a return counts each by itself.
    """
    rules = rules_of(working)
    for one in progress(working):
        planned, field = one.line.planned, "forecast"
        if one.line.forecast is None and (one.quarter == QUARTERS or not rules.cumulative):
            field = "spent"
        outturn = getattr(one.line, field)
        if planned is None or outturn is None or one.comment:
            continue
        apart = outturn - planned
        if abs(apart) > _passes(working, planned):
            facts = {"amount": pounds(abs(apart)), "planned": pounds(planned)}
            facts["side"] = "over" if apart > 0 else "under"
            slip = progress_slip(working, one, ["comment", field], facts)
            yield slip._replace(reference=rules.reference)


@check(
    "CHK-144",
    name="overspend-without-cover",
    message="{spent} is spent of an income of {income}: who pays the {over}?",
    fix="Say in overspend_cover who pays: a partner, the risk share, or the contingency.",
    cites="returns.quarterly",
    needs=("progress", "income"),
    of_return=QUARTERLY,
)
def overspend_without_cover(working: Calculations) -> Iterator[Slip]:
    """At the end of the year somebody has paid for all that was spent."""
    lines = [one for one in progress(working) if one.quarter == QUARTERS]
    spent = sum((one.line.spent or NOUGHT for one in lines), NOUGHT)
    own = working.in_year(_year_of(working))
    over = spent - own.total_income
    covered = not is_not_given(working.plan.facts.get("overspend_cover", ""))
    if lines and over > 0 and not covered and not own.unread_income:
        amounts = {"spent": spent, "income": own.total_income, "over": over}
        facts = {name: pounds(amount) for name, amount in amounts.items()}
        places = tuple(working.place("progress", one.item, "spent") for one in lines)
        yield Slip("Year end", places, facts, sureness(working))


def _year_of(working: Calculations) -> str:
    """The year of a return, as its facts say; without that the last year of the round."""
    said = short_year(working.plan.facts.get("year", ""))
    return said if said in working.rules.years else working.year
