"""Family C, balances: what comes in from each source against what is planned from it.

One slip shows from several sides: a row on the wrong source leaves one source over and another
under. ``problem`` says which of these findings are one slip.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from bettercare.calculations import Calculations, CodedRow
from bettercare.calculations.coded import CodedLine
from bettercare.checks.registry import Slip, check
from bettercare.checks.words import row_places, rows_named
from bettercare.findings import Place
from bettercare.labels import listed
from bettercare.money import pounds

NEEDS = ("income", "schemes")
THOUSAND = Decimal(1000)
HALF_A_THOUSAND = Decimal(500)
MOST_WAYS = 3


def sources_off(working: Calculations) -> Mapping[str, Decimal]:
    """The sources that are not in balance: income less planned expenditure, by code.

    One is left out where an amount that could not be read may be all that is missing: whoever read
    the file has said so, and more or less money would be the wrong remedy.
    """
    least = working.rules.thresholds.balance_tolerance
    return {
        code: left
        for code, left in working.balance.items()
        if code and abs(left) > least and code not in _unread(working, left)
    }


def _unread(working: Calculations, left: Decimal) -> frozenset[str | None]:
    """The sources with an unread amount on the side that is too low."""
    return working.unread_income if left < 0 else working.unread_expenditure


def partners(working: Calculations) -> Mapping[str, str]:
    """The sources that are off by equal and opposite amounts, each with its one partner."""
    found: dict[str, str] = {}
    alone: dict[Decimal, list[str]] = {}
    for code, left in sources_off(working).items():
        if alone.get(-left):
            other = alone[-left].pop(0)
            found |= {code: other, other: code}
        else:
            alone.setdefault(left, []).append(code)
    return found


def problem(working: Calculations, code: str) -> str:
    """The problem of a source that is off: shared with the source that offsets it, if one does."""
    other = partners(working).get(code)
    return f"balance.{'+'.join(sorted([code, other] if other else [code]))}"


def rows_that_make(rows: Iterable[CodedRow], amount: Decimal) -> list[tuple[CodedRow, ...]]:
    """Single rows of exactly an amount; where there are none, pairs of rows that add up to it.

    Longer combinations are not looked for: among many rows, some fit by chance.
    """
    rows = [row for row in rows if row.amount > 0]
    single: list[tuple[CodedRow, ...]] = [(row,) for row in rows if row.amount == amount]
    pairs: list[tuple[CodedRow, ...]] = []
    seen: dict[Decimal, CodedRow] = {}
    for row in rows:
        if amount - row.amount in seen:
            pairs.append((seen[amount - row.amount], row))
        seen.setdefault(row.amount, row)
    return single or pairs


def in_thousands(working: Calculations, code: str) -> list[CodedRow]:
    """Rows of an under-committed source, any of which would balance it if it were in thousands."""
    left = working.balance[code]
    return [
        row
        for row in working.rows
        if row.source.accepted == code
        and min(row.amount, left) > 0
        and abs(THOUSAND * row.amount - row.amount - left) <= HALF_A_THOUSAND
    ]


@check(
    "CHK-032",
    name="source-over-committed",
    message="Over-committed by {amount}.",
    fix="Lower its rows by {amount}, or raise the income if the allocation says so.",
    cites="income",
    needs=NEEDS,
    by_year=True,
)
def source_over_committed(working: Calculations) -> Iterator[Slip]:
    """No source may pay for more than comes in from it: the money would have to come from another.

    Compared to the penny. A source without an income line has an income of £0. The fix names income
    lines without a known source where they explain the gap.
    """
    for code, left in sources_off(working).items():
        if left < 0:
            yield _slip(working, code, _what_covers(working, code))


@check(
    "CHK-033",
    name="source-not-all-allocated",
    message="{amount} is not allocated to a scheme.",
    fix="Add or raise rows by {amount}, or lower the income if the allocation says so.",
    cites="income",
    needs=NEEDS,
    by_year=True,
)
def source_not_all_allocated(working: Calculations) -> Iterator[Slip]:
    """All money of a source must be planned for: a plan is submitted with every balance at £0.

    The fix names rows without a known source, or rows in thousands, where they explain the gap.
    """
    for code, left in sources_off(working).items():
        if left > 0:
            yield _slip(working, code, _what_fills(working, code))


@check(
    "CHK-031",
    name="source-not-in-balance",
    message="{source}: income {income}, planned {spend}, difference {difference}.",
    fix="Make the rows of {source} add up to its income.",
    cites="income",
    needs=NEEDS,
    order=1,
    by_year=True,
)
def source_not_in_balance(working: Calculations) -> Iterator[Slip]:
    """Income and planned expenditure of a source side by side, where they are not the same.

    The fix names what explains the gap, where the amounts tell.
    """
    for code, left in sources_off(working).items():
        remedy = (_what_covers if left < 0 else _what_fills)(working, code)
        yield _slip(working, code, remedy)._replace(subject="Balance")


@check(
    "CHK-034",
    name="sources-offset-each-other",
    message="{over} is {amount} over and {under} as much under: rows may be on the wrong source.",
    fix="{remedy}",
    cites="income",
    needs=NEEDS,
    by_year=True,
)
def sources_offset_each_other(working: Calculations) -> Iterator[Slip]:
    """Two sources off by the same amount, one over and one under, while the total hides it.

    The likely cause is one row, or two, on the wrong source. Rows are named only where one or two
    of them come to the amount exactly; more would fit by chance.
    """
    sources = working.rules.sources
    for over, under in partners(working).items():
        if working.balance[over] < 0:
            slip = _slip(working, over, _move(working, over, under))
            names = {"over": sources.name(over), "under": sources.name(under)}
            yield slip._replace(
                subject=listed(names.values()),
                places=_places_to_move(working, over, under) or slip.places,
                facts={**slip.facts, **names},
            )


@check(
    "CHK-035",
    name="total-not-in-balance",
    message="Total income {income}, total planned {spend}, difference {difference}.",
    fix="Bring each source into balance, and give every row and income line a source of the round.",
    cites="income",
    needs=NEEDS,
    order=1,
    by_year=True,
)
def total_not_in_balance(working: Calculations) -> Iterator[Slip]:
    """The pool is all income, and all of it is planned for, whatever the source of a row."""
    income, spend = working.total_income, working.total_expenditure
    if abs(income - spend) > working.rules.thresholds.balance_tolerance:
        off = {
            code: left
            for code, left in sources_off(working).items()
            if code not in partners(working)
        }
        if off:
            largest = max(off, key=lambda code: abs(off[code]))
            yield Slip("All sources", (), _sums(income, spend), problem=problem(working, largest))
        elif not _unread(working, income - spend):
            yield _total_of_the_lost(working)


def _total_of_the_lost(working: Calculations) -> Slip:
    """The slip of a total that no source moves: rows and lines without a known source do."""
    rows, lines = _rows_of(working, None), _lines_of(working, None)
    named = [_inside_sentence(rows_named(row.item for row in rows))] if rows else []
    named += [_lines_named(lines)] if lines else []
    places = row_places(working, rows, "source_of_funding")
    places += tuple(working.place("income", line.item, "source_of_funding") for line in lines)
    return Slip(
        "All sources",
        places,
        {**_sums(working.total_income, working.total_expenditure), "named": listed(named)},
        fix="Give {named} a source of the round.",
        problem="balance.total",
    )


def _sums(income: Decimal, spend: Decimal) -> dict[str, object]:
    return {
        "income": pounds(income),
        "spend": pounds(spend),
        "difference": pounds(income - spend, sign=True),
        "amount": pounds(abs(income - spend)),
    }


def _slip(working: Calculations, code: str, remedy: str = "") -> Slip:
    name = working.rules.sources.name(code)
    sums = _sums(working.income[code], working.expenditure[code])
    return Slip(
        name,
        _places(working, code),
        {**sums, "source": name, "remedy": remedy},
        fix="{remedy}" if remedy else "",
        problem=problem(working, code),
    )


def _places(working: Calculations, code: str) -> tuple[Place, ...]:
    """The income of a source; where no line has any, the source of its rows."""
    lines = _lines_of(working, code)
    if lines:
        return tuple(working.place("income", one.item, "amounts", working.year) for one in lines)
    return row_places(working, _rows_of(working, code), "source_of_funding")


def _rows_of(working: Calculations, code: str | None) -> list[CodedRow]:
    return [row for row in working.rows if row.source.accepted == code]


def _lines_of(working: Calculations, code: str | None) -> list[CodedLine]:
    return [line for line in working.lines if line.source.accepted == code]


def _lines_named(lines: Iterable[CodedLine]) -> str:
    """Income lines in a sentence: "income lines 3 and 8"."""
    return rows_named((line.item for line in lines), "income line")


def _inside_sentence(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def _ways(found: Iterable[tuple[CodedRow, ...]]) -> str:
    """Rows that would do, in words: "row 5, or rows 3 and 8"."""
    words = [rows_named(row.item for row in rows) for rows in found][:MOST_WAYS]
    return ", or ".join(_inside_sentence(one) for one in words)


def _to_move(working: Calculations, over: str, under: str) -> list[tuple[CodedRow, ...]]:
    return rows_that_make(_rows_of(working, over), abs(working.balance[under]))


def _places_to_move(working: Calculations, over: str, under: str) -> tuple[Place, ...]:
    found = {row.item: row for rows in _to_move(working, over, under) for row in rows}
    return row_places(working, found.values(), "source_of_funding")


def _move(working: Calculations, over: str, under: str) -> str:
    """What to move from a source to the one that is under by as much."""
    start, end = (working.rules.sources.name(code) for code in (over, under))
    amount = abs(working.balance[under])
    found = _to_move(working, over, under)
    if found:
        return f"Move {_ways(found)} from {start} to {end}, which is under by as much."
    if any(row.amount > amount for row in _rows_of(working, over)):
        return f"Split one of the larger rows of {start}: pay {pounds(amount)} of it from {end}."
    return f"Move rows that add up to {pounds(amount)} from {start} to {end}."


def _what_covers(working: Calculations, code: str) -> str:
    """Where the income of an over-committed source may be, as far as the amounts tell."""
    other = partners(working).get(code)
    if other:
        return _move(working, code, other)
    lost = lost_income(working, code)
    if lost:
        label = working.rules.sources.label(code)
        return f"Choose {label} as the source of {lost}, where none of this round is given."
    if not working.income[code]:
        amount = pounds(-working.balance[code])
        return f"Enter its income of {amount}, or choose another source for its rows."
    return ""


def lost_income(working: Calculations, code: str) -> str:
    """Income lines without a known source that come to what a source lacks, in words."""
    lacking = -working.balance[code]
    lines = [line for line in _lines_of(working, None) if line.amount]
    found = [line for line in lines if line.amount == lacking][:1] or lines
    fits = found and sum(line.amount for line in found) == lacking
    return _lines_named(found) if fits else ""


def _what_fills(working: Calculations, code: str) -> str:
    """What would use up the rest of a source, where the amounts tell."""
    other = partners(working).get(code)
    if other:
        return _move(working, other, code)
    label = working.rules.sources.label(code)
    lost = _ways(_rows_without_source(working, working.balance[code]))
    if lost:
        return f"Choose {label} as the source of {lost}, where none of this round is given."
    small = in_thousands(working, code)
    if small:
        full = small[0].amount + working.balance[code]
        return f"If you typed thousands in row {small[0].item}, enter {full:f}."
    return ""


def _rows_without_source(working: Calculations, amount: Decimal) -> list[tuple[CodedRow, ...]]:
    """Rows without a known source that come to an amount: all with one label, or one or two."""
    labels: dict[str | None, list[CodedRow]] = {}
    lost = _rows_of(working, None)
    for row in lost:
        labels.setdefault(row.row.source_of_funding, []).append(row)
    whole = [tuple(rows) for rows in labels.values() if sum(row.amount for row in rows) == amount]
    return whole or rows_that_make(lost, amount)
