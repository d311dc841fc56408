"""Checks on money carried from one year into the next."""

from collections.abc import Iterator

from bettercare.labels import listed
from bettercare.programmes.budget import NOUGHT, Column
from bettercare.programmes.checks.money import column_words, drawn_places
from bettercare.programmes.checks.registry import Checked, Slip, check


def _no_carried(working: Checked) -> str:
    carried = any(working.is_carried(column.source) for column in working.columns)
    return "" if carried or working.programme.links else "a source that is carried over"


@check(
    "CHK-055",
    name="carry-forward-over-committed",
    message="{source} is over-committed by {over} in {year}: {allocated} is planned, "
    "{available} is available.",
    fix="Take {over} off its lines, or say where it comes from in links.csv.",
    cites="carry_forward",
    lacks=_no_carried,
    order=-1,
)
def carry_forward_over_committed(working: Checked) -> Iterator[Slip]:
    """Money carried over can be spent once.

    Where a stated link takes into the year what an earlier one leaves, and that is enough, it is a
    warning that tells how the two years fit together.
    """
    funding = working.funding
    for column, left in funding.remaining.items():
        if left >= 0 or not working.is_carried(column.source):
            continue
        parts = funding.brought.get(column, {})
        covered = bool(parts) and funding.left(column) >= 0
        facts = {
            "source": working.label(column.source),
            "year": column.year,
            "over": working.shown(-left),
            "allocated": working.shown(funding.allocated[column]),
            "available": working.shown(funding.allocated[column] + left),
            "brought": listed(
                f"{working.shown(amount)} left in {start.year}" for start, amount in parts.items()
            ),
            "rest": working.shown(funding.left(column)),
            "sum": working.shown(sum(parts.values(), NOUGHT)),
        }
        more = (
            " The {brought} makes up for it and leaves {rest}."
            if covered
            else " The {brought} does not make up for it."
        )
        message = (
            "{source} is over-committed by {over} in {year}: {allocated} is planned, {available} "
            "is available."
        )
        yield Slip(
            column_words(working, column),
            drawn_places(working, column),
            facts,
            covered=covered,
            message=message + (more if parts else ""),
            fix="Show the {sum} as available in {year}." if covered else "",
            problem=f"over.{column.key}",
        )


@check(
    "CHK-054",
    name="carry-forward-differs-from-closing-balance",
    message="{available} is available in {year}, but {before} closes with {left}.",
    fix="Carry into {year} what {before} leaves.",
    cites="carry_forward",
    lacks=lambda working: "" if working.programme.links else "a carry-forward link",
)
def carry_forward_differs(working: Checked) -> Iterator[Slip]:
    """What is carried out of a year must equal what comes into the next."""
    funding = working.funding
    for item, link in enumerate(working.programme.links, 1):
        if not (link.source and link.from_year and link.to_year):
            continue
        start = Column(working.code(link.source), link.from_year)
        end = Column(working.code(link.to_source or link.source), link.to_year)
        left, available = funding.remaining.get(start), working.available(end)
        wanted = left if link.amount is None else link.amount
        if left is None or available is None or wanted == available or not wanted:
            continue
        yield Slip(
            column_words(working, end),
            (working.programme.place("links", item, "to_year"),),
            {
                "available": working.shown(available),
                "year": end.year,
                "before": column_words(working, start),
                "left": working.shown(left),
            },
            problem=f"over.{end.key}",
        )
