"""Checks on money: lines that do not add up, sources and years that give too much, odd amounts."""

from collections.abc import Iterator
from decimal import Decimal

from bettercare.findings import Place
from bettercare.labels import listed, normalise
from bettercare.programmes.budget import NOUGHT, Column, Numbered
from bettercare.programmes.checks.registry import Checked, Slip, check


def line_subject(working: Checked, one: Numbered, rest: str = "") -> str:
    """A line in words: "Line 11, 2.4 falls therapy in care homes"."""
    return f"Line {one.item}, {working.name(one)}{f', {rest}' if rest else ''}"


def column_words(working: Checked, column: Column) -> str:
    """A column in words: "iBCF 2018-19"."""
    return f"{working.label(column.source)} {column.year}"


@check(
    "PRG-01",
    name="sources-do-not-add-up",
    message="The sources give {given}, the annual budget is {annual}: {off} {way}.",
    fix="Correct the annual budget or what a source gives.",
)
def sources_do_not_add_up(working: Checked) -> Iterator[Slip]:
    """What the sources of a line give in a year should be its annual budget.

    A line that does not add up is often one whose cells slipped to the next column.
    """
    for found in working.comparisons.all:
        off = found.difference
        if found.id.startswith("line.") and off:
            one = working.lines[int(found.id.split(".")[1]) - 1]
            year = found.id.rpartition(".")[2]
            parts = len([c for c in working.of_year(year) if working.amount(one.line, c)])
            yield Slip(
                line_subject(working, one, year),
                (working.place(one, f"annual.{year}"),),
                {
                    "given": working.shown(found.computed or NOUGHT),
                    "annual": working.shown(found.printed or NOUGHT),
                    "off": working.shown(abs(off)),
                    "way": "too much" if off > 0 else "too little",
                },
                soft=abs(off) <= working.rounding(parts),
                problem=f"line.{one.item}.{year}",
            )


@check(
    "PRG-02",
    name="year-over-allocated",
    message="{allocated} is allocated and {available} is available: {over} too much.",
    fix="Take {over} off the lines of the year, or say where more money comes from.",
    order=1,
)
def year_over_allocated(working: Checked) -> Iterator[Slip]:
    """All lines of a year together may not take more than all sources have to give.

    Where a stated carry-forward link brings enough from an earlier year it is a warning: the table
    of the year by itself then promises money that it does not show.
    """
    funding = working.funding
    for year in working.years:
        available = funding.available_in(year)
        over = funding.allocated_in(year) - (available or NOUGHT)
        if available is None or over <= 0:
            continue
        brought = funding.free_for(year)
        covered = over <= brought
        fix = f"Show the {working.shown(brought)} that is carried into {year} as available."
        yield Slip(
            f"All sources, {year}",
            _over_places(working, year),
            {
                "allocated": working.shown(funding.allocated_in(year)),
                "available": working.shown(available),
                "over": working.shown(over),
            },
            covered=covered,
            fix=fix if covered else "",
            problem=_problem(working, year),
        )


def _over_places(working: Checked, year: str) -> tuple[Place, ...]:
    return tuple(
        working.programme.place("funds", item, "available")
        for item, fund in enumerate(working.programme.funds, 1)
        if fund.year == year
    )


def _problem(working: Checked, year: str) -> str:
    """The slip that an over-allocated year is part of: that of the carried source that is short."""
    short = [c for c in working.of_year(year) if working.funding.remaining.get(c, NOUGHT) < 0]
    carried = [column for column in short if working.is_carried(column.source)]
    return f"over.{carried[0].key}" if len(carried) == 1 == len(short) else f"over.{year}"


@check(
    "PRG-03",
    name="source-over-allocated",
    message="{allocated} is allocated and {available} is available: {over} too much.",
    fix="Take {over} off the lines that {source} pays for, or move them to another source.",
)
def source_over_allocated(working: Checked) -> Iterator[Slip]:
    """A source cannot give more in a year than it has. Carried money has a check of its own."""
    for column, left in working.funding.remaining.items():
        if left < 0 and not working.is_carried(column.source):
            over = -left
            covered = over <= working.funding.left(column) + over
            yield Slip(
                column_words(working, column),
                drawn_places(working, column),
                {
                    "allocated": working.shown(working.funding.allocated[column]),
                    "available": working.shown(working.funding.allocated[column] - over),
                    "over": working.shown(over),
                    "source": working.label(column.source),
                },
                covered=covered,
                problem=f"over.{column.key}",
            )


def drawn_places(working: Checked, column: Column) -> tuple[Place, ...]:
    """Where the lines stand that take from a source in a year."""
    return tuple(
        working.place(one, f"amounts.{column.key}")
        for one in working.lines
        if working.amount(one.line, column)
    )


@check(
    "PRG-04",
    name="money-not-allocated",
    message="{left} of {available} is not allocated.",
    fix="",
)
def money_not_allocated(working: Checked) -> Iterator[Slip]:
    """Money that no line uses is there to be given out, or to be carried forward."""
    for column, left in working.funding.remaining.items():
        if left > 0:
            used = [
                f"{working.shown(amount)} is carried into {end.year}"
                for end, parts in working.funding.brought.items()
                if (amount := parts.get(column, NOUGHT))
            ]
            more = f" By the stated link {listed(used)}." if used else ""
            yield Slip(
                column_words(working, column),
                (),
                {
                    "left": working.shown(left),
                    "available": working.shown(left + working.funding.allocated[column]),
                },
                message=f"{{left}} of {{available}} is not allocated.{more}",
            )


@check(
    "PRG-07",
    name="drawn-from-another-source",
    message="It names {named}, and {amounts} of it comes from another source: {others}.",
    fix="Name all sources of the line, or part it in two.",
)
def drawn_from_another_source(working: Checked) -> Iterator[Slip]:
    """A line whose money stands under another source than the one it names.

    One name cannot hold a line of two sources; or an amount stands in the wrong column.
    """
    for one in working.lines:
        named = working.code(one.line.source)
        if not any(column.source == named for column in working.columns):
            continue
        others = {
            column: amount
            for column in working.columns
            if column.source != named and (amount := working.amount(one.line, column))
        }
        if others:
            yield Slip(
                line_subject(working, one, "source"),
                tuple(working.place(one, f"amounts.{column.key}") for column in others),
                {
                    "named": one.line.source,
                    "amounts": working.shown(sum(others.values(), NOUGHT)),
                    "others": listed(
                        f"{column_words(working, column)} {working.shown(amount)}"
                        for column, amount in others.items()
                    ),
                },
                problem=f"source.{one.item}",
            )


@check(
    "CHK-043",
    name="amount-in-thousands",
    message="{amount} is {times} times what {what} has; the amounts are in {unit}.",
    fix="If you typed pounds, type {thousands}.",
    cites="setting",
)
def amount_in_pounds(working: Checked) -> Iterator[Slip]:
    """An amount typed in pounds in a programme whose amounts are in £k, or a unit left out.

    An amount many times larger than all that its source has to give cannot be meant.
    """
    times = working.rules.thresholds.thousand_times
    for one in working.lines:
        for column in working.columns:
            amount = working.amount(one.line, column)
            available = working.available(column)
            if amount and available and amount >= times * available:
                yield Slip(
                    line_subject(working, one, column_words(working, column)),
                    (working.place(one, f"amounts.{column.key}"),),
                    {
                        "amount": working.shown(amount),
                        "times": f"{amount / available:,.0f}",
                        "what": column_words(working, column),
                        "unit": working.programme.unit,
                        "thousands": f"{(amount / Decimal(1000)).normalize():f}",
                    },
                    problem=f"line.{one.item}.{column.year}",
                )


@check(
    "CHK-124",
    name="placeholder",
    message="'{text}' looks like a placeholder.",
    fix="Replace it, or delete it.",
)
def placeholder(working: Checked) -> Iterator[Slip]:
    """Words or signs that stand in place of something still to come.

    An amount that is "?" is not £0: totals leave it out, and say so.
    """
    for one in working.lines:
        unknown = [
            f for f in working.unknown(one.line) if working.rules.is_unknown(one.line.written[f])
        ]
        if unknown:
            yield Slip(
                line_subject(working, one, "amounts"),
                tuple(working.place(one, field) for field in unknown),
                {"text": one.line.written[unknown[0]], "count": len(unknown)},
                message="'{text}' stands in place of {count} of its amounts. They are not known:"
                " totals leave them out.",
                fix="Type the amounts, or 0 where nothing is planned.",
                problem=f"unknown.{one.item}",
            )
        for field in ("item", "use", "note"):
            text = getattr(one.line, field)
            words = f" {normalise(text)} " if text else ""
            if any(f" {normalise(word)} " in words for word in working.rules.placeholders.words):
                yield Slip(
                    line_subject(working, one, field),
                    (working.place(one, field),),
                    {"text": text},
                )
