"""What is wrong in a mapping: shares that do not add up, odd codes, names in two spellings."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from bettercare.findings import Finding, Place
from bettercare.labels import listed, shortened
from bettercare.money import percent
from bettercare.places.mapping import LEAST, MOST, Mapping, Sum
from bettercare.places.notices import notice
from bettercare.places.records import Share

_CODE = re.compile(r"E[0-9]{8}")
LONGEST = 40  # characters of a code that are shown


def mapping_findings(
    mapping: Mapping, least: Decimal = LEAST, most: Decimal = MOST
) -> tuple[Finding, ...]:
    """Everything wrong in a mapping, each with its rows; sums first.

    ``least`` and ``most`` are what the shares of a commissioner or an area may add up to.

    >>> from bettercare.places import load_mapping
    >>> mapping_findings(load_mapping())
    ()
    >>> [one.code for one in mapping_findings(load_mapping(corrected=False))].count("MAP-01")
    14
    """
    return (
        *(sum_finding(one, mapping) for one in mapping.outliers(least, most)),
        *_odd_codes(mapping),
        *_two_spellings(mapping),
    )


def findings_about(mapping: Mapping, shares: Iterable[Share]) -> tuple[Finding, ...]:
    """What is wrong in a mapping that matters to some of its rows.

    That is what is wrong in these rows, and sums of their areas and commissioners that are off
    wherever the slip may be.
    """
    chosen = tuple(shares)
    rows = {share.row for share in chosen}
    codes = {one.code for share in chosen for one in (share.area, share.commissioner)}
    sums = (sum_finding(one, mapping) for one in mapping.outliers() if one.code in codes)
    others = (*_odd_codes(mapping), *_two_spellings(mapping))
    return (*sums, *(one for one in others if any(place.row in rows for place in one.places)))


def sum_finding(one: Sum, mapping: Mapping) -> Finding:
    """What is said of shares that do not add up, with the rows to check."""
    what = "Its shares in areas" if one.of == "commissioner" else "The shares of commissioners"
    likely = likeliest(one)
    told = listed(_told(share, one) for share in likely)
    return notice(
        "CHK-112",
        f"{one.name} ({one.code})",
        f"{what} add to {percent(one.total)}.",
        "Check all its rows." if likely == one.shares else f"Check {told}.",
        mapping.reference,
        _places(likely),
    )


def likeliest(one: Sum) -> tuple[Share, ...]:
    """The rows that may hold the slip of a sum that is off; all of them where none stands out.

    Where shares add to too much, a row stands out if it holds at least the excess while the other
    column of the same row says that next to nobody is meant.
    """
    standing_out = tuple(
        share for share in one.shares if not _other(share, one) and _own(share, one) >= one.excess
    )
    return standing_out if one.excess > 0 and standing_out else one.shares


def _own(share: Share, one: Sum) -> Decimal:
    return share.of_commissioner if one.of == "commissioner" else share.of_area


def _other(share: Share, one: Sum) -> Decimal:
    return share.of_area if one.of == "commissioner" else share.of_commissioner


def _told(share: Share, one: Sum) -> str:
    where = share.area.name if one.of == "commissioner" else share.commissioner.name
    own, other = percent(_own(share, one)), percent(_other(share, one))
    return f"row {share.row}, {where}: {own}, but {other} the other way round"


def _odd_codes(mapping: Mapping) -> Iterator[Finding]:
    for area in mapping.areas:
        odd = [f"'{shortened(c, LONGEST)}'" for c in area.codes if not _CODE.fullmatch(c)]
        if odd:
            yield notice(
                "MAP-01",
                area.name,
                f"{listed(odd)} is not E and eight digits.",
                "Write the code of the council; where two share a board, both codes.",
                mapping.reference,
                _places(mapping.shares_of_area(area)),
            )


def _two_spellings(mapping: Mapping) -> Iterator[Finding]:
    """The rows that name a commissioner or an area otherwise than its other rows do."""
    named: dict[str, str] = {one.code: one.name for one in mapping.commissioners}
    named |= {one.code: one.name for one in mapping.areas}
    for share in mapping.shares:
        for one in (share.commissioner, share.area):
            name = named[one.code]
            if one.name != name:
                yield notice(
                    "MAP-02",
                    f"{name} ({one.code})",
                    f"It is called '{one.name}' in row {share.row}.",
                    "Give one code one name.",
                    mapping.reference,
                    (share.place,),
                )


def _places(shares: tuple[Share, ...]) -> tuple[Place, ...]:
    return tuple(share.place for share in shares)
