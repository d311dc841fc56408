"""Family I: this year's plan against last year's, scheme by scheme and source by source."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from bettercare.calculations import Calculations, CodedRow
from bettercare.calculations.beside import Beside
from bettercare.calculations.coded import CodedLine
from bettercare.calculations.required import Requirement
from bettercare.checks.registry import Slip, check
from bettercare.checks.words import row_slip
from bettercare.labels import normalise, shortened, similarity
from bettercare.money import percent, pounds
from bettercare.rounds import Round

LAST_YEAR = "last year's plan"
NOUGHT = Decimal(0)
HANDS = {"commissioner": "commissioners", "provider": "providers"}


def lacks_last_year(working: Calculations) -> str:
    """Last year's plan, unless it stands beside this one."""
    return "" if working.beside else LAST_YEAR


def _pairs(working: Calculations) -> Iterator[tuple[CodedRow, CodedRow]]:
    """The rows that are one scheme in both plans: last year's, and this year's."""
    beside = working.beside
    if beside:
        now = working.in_year(beside.year)
        for before, after in beside.pairs:
            yield beside.previous.rows[before - 1], now.rows[after - 1]


def _named(row: CodedRow) -> str:
    return shortened(row.name, 60)


def _earlier(working: Calculations) -> str:
    """What the plan beside this one is called."""
    beside = working.beside
    if beside is None or beside.previous.year == beside.year:
        return "the earlier version"
    return f"the plan for {beside.previous.year}"


def _names(rows: Iterable[CodedRow]) -> frozenset[str]:
    return frozenset(normalise(row.row.scheme_name or "") for row in rows)


def _change(before: Decimal, now: Decimal) -> str:
    """A change as a share, with its sign."""
    share = now / before - 1
    return f"{'+' if share > 0 else ''}{percent(share, 0)}"


@check(
    "CHK-015",
    name="new-scheme-is-not-new",
    message="'{scheme}' is marked New, but '{old}' was in {earlier}.",
    fix="Choose Existing, or rename one.",
    lacks=lacks_last_year,
)
def new_scheme_is_not_new(working: Calculations) -> Iterator[Slip]:
    """A scheme marked New by mistake loses its history, and growth looks larger than it is.

    It is the same where its name is nearly the same and its provider has not changed.
    """
    known, least = working.rules.new_or_existing, working.rules.thresholds.same_name
    for before, now in _pairs(working):
        marked = known.match(now.row.new_or_existing).accepted == "new"
        if marked and _alike(before, now) >= least and not _moved(working, before, now, "provider"):
            facts = {"scheme": _named(now), "old": _named(before), "earlier": _earlier(working)}
            yield row_slip(working, now, "new_or_existing", facts)


def _alike(before: CodedRow, now: CodedRow) -> float:
    old, new = before.row.scheme_name, now.row.scheme_name
    return similarity(old, new) if old and new else 0


def _moved(working: Calculations, before: CodedRow, now: CodedRow, field: str) -> bool:
    """Whether a row has another provider, say, than the one that last year's has become."""
    was, code = getattr(before, field).accepted, getattr(now, field).accepted
    became = working.beside.became(HANDS[field], was) if working.beside else frozenset()
    return bool(code and became and code not in became)


@check(
    "CHK-016",
    name="existing-scheme-not-found",
    message="'{scheme}' is marked Existing, but nothing like it was in {earlier}.",
    fix="Choose New, or give the name it had.",
    lacks=lacks_last_year,
)
def existing_scheme_not_found(working: Calculations) -> Iterator[Slip]:
    """A scheme that was renamed or merged can only be followed if somebody says so."""
    known, beside = working.rules.new_or_existing, working.beside
    were = _names(beside.previous.rows) if beside else frozenset()
    for item in beside.new if beside else ():
        row = working.rows[item - 1]
        existing = known.match(row.row.new_or_existing).accepted == "existing"
        if existing and not _names([row]) & were:
            facts = {"scheme": _named(row), "earlier": _earlier(working)}
            yield row_slip(working, row, "new_or_existing", facts)


@check(
    "CHK-131",
    name="scheme-amount-changed",
    message="'{scheme}' changes by {share}: {amount} after {before}.",
    fix="Check the amount, or say why it changed.",
    lacks=lacks_last_year,
)
def scheme_amount_changed(working: Calculations) -> Iterator[Slip]:
    """A large change from last year is a decision to explain, or a slip in typing."""
    limits = working.rules.thresholds
    for before, now in _pairs(working):
        moved = abs(now.amount - before.amount)
        if min(before.amount, now.amount) <= 0 or moved <= limits.amount_change_least:
            continue
        if moved / before.amount > limits.amount_change:
            facts = {
                "scheme": _named(now),
                "share": _change(before.amount, now.amount),
                "before": pounds(before.amount),
                "amount": pounds(now.amount),
            }
            yield row_slip(working, now, _amount_of(working), facts)


def _amount_of(working: Calculations) -> str:
    return f"amounts.{working.beside.year}" if working.beside else "amounts"


@check(
    "CHK-132",
    name="scheme-disappeared",
    message="'{scheme}' ({amount}) was in {earlier} and is not in this one.",
    fix="Add it, or say why it ended.",
    lacks=lacks_last_year,
)
def scheme_disappeared(working: Calculations) -> Iterator[Slip]:
    """People rely on services: one that ends must be ended on purpose.

    A scheme that still has a row under its name has not disappeared.
    """
    beside, names = working.beside, _names(working.rows)
    for item in beside.stopped if beside else ():
        row = beside.previous.rows[item - 1] if beside else None
        if row and row.amount and not _names([row]) & names:
            amount, earlier = pounds(row.amount), _earlier(working)
            facts = {"scheme": _named(row), "amount": amount, "earlier": earlier}
            yield Slip(f"Row {item} of {earlier}", (), facts)


@check(
    "CHK-134",
    name="scheme-changed-hands",
    message="'{scheme}' moved from {old} to {new}.",
    fix="Check the required spends: who commissions a row decides what it counts to.",
    lacks=lacks_last_year,
)
def scheme_changed_hands(working: Calculations) -> Iterator[Slip]:
    """A new commissioner or provider can move a row in or out of a required spend."""
    beside = working.beside
    for before, now in _pairs(working) if beside else ():
        for field, name in HANDS.items():
            if beside and _moved(working, before, now, field):
                facts = {
                    "scheme": _named(now),
                    "old": getattr(beside.previous.rules, name).label(getattr(before, field).code),
                    "new": getattr(working.rules, name).label(getattr(now, field).code),
                }
                yield row_slip(working, now, field, facts)


class Head(NamedTuple):
    """What income is asked for: a source, or the part of a source that has lines of its own."""

    name: str
    kind: str


def _heads(rules: Round) -> Mapping[str, Head]:
    """The heads of income of a round by code; a source in parts is known by its parts."""
    found: dict[str, Head] = {}
    for code, source in rules.sources.items.items():
        parts = {key: Head(part.name, part.kind) for key, part in source.income_parts.items()}
        found |= parts or {code: Head(source.name, source.kind)}
    return found


def _code_of(line: CodedLine) -> str | None:
    return line.part or line.source.accepted


def _by_head(working: Calculations) -> tuple[Mapping[str | None, Decimal], set[str | None]]:
    """The income by head, and the heads with an amount that is not read."""
    sums: dict[str | None, Decimal] = dict.fromkeys(_heads(working.rules), NOUGHT)
    for line in working.lines:
        sums[_code_of(line)] = sums.get(_code_of(line), NOUGHT) + line.amount
    unread = working.unread_income
    return sums, {_code_of(line) for line in working.lines if line.source.accepted in unread}


def _incomes(working: Calculations) -> Mapping[str, tuple[Decimal, Decimal]]:
    """Income by head last year, in the heads of this round, and this year.

    A head is left out where nobody can say what became of it, or where an amount is not read.
    """
    beside = working.beside
    if beside is None:
        return {}
    heads = _heads(working.rules)
    before, unread = _by_head(beside.previous)
    now, unclear = _by_head(working.in_year(beside.year))
    found: dict[str, Decimal] = {}
    for code, amount in before.items():
        own = code if code in heads else None
        became = {own} if own else {*beside.became("sources", code)} & set(heads)
        for new in became if len(became) == 1 else ():
            found[new] = found.get(new, NOUGHT) + amount
        if code in unread or (amount and len(became) != 1):
            unclear |= became
    return {code: (was, now[code]) for code, was in found.items() if code not in unclear}


def _income_slip(working: Calculations, code: str, facts: Mapping[str, object]) -> Slip:
    name = _heads(working.rules)[code].name
    year = working.beside.year if working.beside else working.year
    places = tuple(
        working.place("income", line.item, "amounts", year)
        for line in working.lines
        if _code_of(line) == code
    )
    return Slip(name, places, {"source": name, **facts})


@check(
    "CHK-053",
    name="additional-contribution-falls",
    message="{source} falls from {before} to {amount}.",
    fix="Agree the fall with the partners, and say so.",
    cites="income",
    needs=("income",),
    lacks=lacks_last_year,
)
def additional_contribution_falls(working: Calculations) -> Iterator[Slip]:
    """Services that rely on additional money stop when it does."""
    most = working.rules.thresholds.additional_fall
    for code, (before, now) in _incomes(working).items():
        additional = _heads(working.rules)[code].kind == "additional"
        if additional and before > 0 and 1 - now / before > most:
            facts = {"before": pounds(before), "amount": pounds(now)}
            yield _income_slip(working, code, facts)


def _growth(beside: Beside, working: Calculations, code: str) -> Decimal | None:
    """How far the published allocation of a source grew, where both years give it."""
    now = working.plan.given.get(working.in_year(beside.year).id(f"published.income.{code}"))
    earlier = beside.previous
    before = earlier.plan.given.get(
        earlier.id(f"published.income.{code}"),
        working.plan.given.get(f"previous.published.income.{code}"),
    )
    return now / before - 1 if now is not None and before else None


def _lacks_allocations(working: Calculations) -> str:
    beside = working.beside
    if beside is None:
        return LAST_YEAR
    grown = any(_growth(beside, working, code) is not None for code in working.rules.sources)
    return "" if grown else "the published allocations of both years"


@check(
    "CHK-133",
    name="source-grew-unlike-allocation",
    message="{source} grows by {share}; its allocation grew by {allocation}.",
    fix="Check the income against the published allocation.",
    cites="income",
    needs=("income",),
    lacks=_lacks_allocations,
)
def source_grew_unlike_allocation(working: Calculations) -> Iterator[Slip]:
    """Income that grows unlike its allocation is often last year's figure, or another area's."""
    most = working.rules.thresholds.source_growth
    for code, (before, now) in _incomes(working).items():
        grew = _growth(working.beside, working, code) if working.beside else None
        if grew is not None and before > 0 and abs(now / before - 1 - grew) > most:
            facts = {"share": percent(now / before - 1), "allocation": percent(grew)}
            yield _income_slip(working, code, facts)


def _lacks_planned_before(working: Calculations) -> str:
    known = any(test.planned_before is not None for test in working.required.values())
    return "" if known else LAST_YEAR


def _social_care(working: Calculations) -> Iterator[tuple[Requirement, Decimal, Decimal]]:
    """The required spends on social care, with what was planned before and is planned now."""
    for test in working.required.values():
        before, now = test.planned_before, test.planned
        if test.rule.check == "CHK-057" and before and now is not None:
            yield test, before, now


@check(
    "CHK-061",
    name="social-care-below-last-year",
    message="Social care from the NHS minimum falls from {before} to {amount}.",
    fix="Say why; it is allowed while the minimum is met.",
    lacks=_lacks_planned_before,
    by_year=True,
)
def social_care_below_last_year(working: Calculations) -> Iterator[Slip]:
    """A fall below last year's plan can be above the minimum, and still needs agreement."""
    for test, before, now in _social_care(working):
        if now < before and (test.headroom is None or test.headroom >= 0):
            facts = {"before": pounds(before), "amount": pounds(now)}
            yield Slip(test.rule.label, (), facts, reference=test.rule.reference)


@check(
    "CHK-062",
    name="social-care-rises-much",
    message="Social care from the NHS minimum rises by {share}, from {before} to {amount}.",
    fix="Check the area of spend of its rows.",
    lacks=_lacks_planned_before,
    by_year=True,
)
def social_care_rises_much(working: Calculations) -> Iterator[Slip]:
    """A large rise is more often a change of coding than of services."""
    most = working.rules.thresholds.social_care_uplift
    for test, before, now in _social_care(working):
        if now / before - 1 > most:
            facts = {
                "share": percent(now / before - 1),
                "before": pounds(before),
                "amount": pounds(now),
            }
            yield Slip(test.rule.label, (), facts, reference=test.rule.reference)
