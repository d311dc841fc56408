"""Family C: the shares of schemes that the NHS and the council commission together."""

from collections.abc import Iterator
from decimal import Decimal

from bettercare.calculations import Calculations, CodedRow
from bettercare.calculations.coded import ONE
from bettercare.calculations.working import NOUGHT
from bettercare.checks.agreement import HALF_A_POINT, agrees, unread
from bettercare.checks.registry import Slip, check
from bettercare.checks.words import row_place
from bettercare.labels import shortened
from bettercare.money import percent

SHARES = ("nhs_share", "la_share")


def _share_slip(working: Calculations, row: CodedRow, *shares: Decimal) -> Slip:
    places = tuple(place for one in SHARES for place in row_place(working, row, one))
    facts = {
        "scheme": shortened(row.name, 60),
        "share": percent(sum(shares, NOUGHT)),
        "commissioner": working.rules.commissioners.label(row.commissioner.accepted),
    }
    return Slip(f"Row {row.item}, shares", places, facts)


def _joint(working: Calculations) -> Iterator[tuple[CodedRow, list[Decimal]]]:
    """The rows that the NHS and the council commission together, with the shares they give."""
    for row in working.rows:
        if working.by_share(row):
            yield row, _shares(row)


def _shares(row: CodedRow) -> list[Decimal]:
    return [share for share in (row.row.nhs_share, row.row.la_share) if share is not None]


@check(
    "CHK-044",
    name="joint-shares-not-whole",
    message="The joint shares of '{scheme}' add to {share}.",
    fix="Make the NHS and the council share add to 100%.",
)
def joint_shares_not_whole(working: Calculations) -> Iterator[Slip]:
    """The two shares of a Joint scheme come to 100%: the NHS share counts to a required spend."""
    for row, shares in _joint(working):
        if len(shares) == len(SHARES) and not agrees(sum(shares, NOUGHT), ONE, HALF_A_POINT):
            yield _share_slip(working, row, *shares)


@check(
    "CHK-045",
    name="joint-without-shares",
    message="Give the NHS and the council share of '{scheme}'.",
    fix="Enter both as percentages that add to 100%.",
)
def joint_without_shares(working: Calculations) -> Iterator[Slip]:
    """Without its shares no part of a Joint scheme counts as commissioned by the NHS.

    One share is enough: the other is the rest.
    """
    for row, shares in _joint(working):
        if not shares and not any(unread(row.row, one) for one in SHARES):
            yield _share_slip(working, row)


@check(
    "CHK-046",
    name="shares-not-used",
    message="Shares are for Joint schemes; those of '{scheme}' ({commissioner}) will be ignored.",
    fix="Clear the shares, or choose Joint as the commissioner.",
)
def shares_not_used(working: Calculations) -> Iterator[Slip]:
    """Shares beside a commissioner other than Joint change nothing, whatever was meant by them."""
    for row in working.rows:
        if row.commissioner.accepted and not working.by_share(row) and _shares(row):
            yield _share_slip(working, row)


@check(
    "CHK-047",
    name="joint-share-all-or-nothing",
    message="With a share of {share}, '{scheme}' is not joint.",
    fix="Choose the one commissioner, or give both a part.",
)
def joint_share_all_or_nothing(working: Calculations) -> Iterator[Slip]:
    """A scheme that one side pays for whole is commissioned by that side."""
    for row, shares in _joint(working):
        outside = [share for share in shares if not 0 < share < 1]
        if outside:
            yield _share_slip(working, row, outside[0])
