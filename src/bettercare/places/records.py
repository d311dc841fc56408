"""What is known of places: areas of boards, NHS commissioners, shares, corrections and changes."""

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from bettercare.findings import Place
from bettercare.money import percent

Certainty = Literal["confirmed", "unconfirmed"]
MAPPING_TABLE = "mapping"  # what the place of a share calls its table


def per_cent(share: Decimal) -> str:
    """A share as people read it, with as many decimals as it was given with and at least one.

    >>> per_cent(Decimal("0.979")), per_cent(Decimal("0.5")), per_cent(Decimal("0.12345"))
    ('97.9%', '50.0%', '12.345%')
    """
    exponent = share.as_tuple().exponent
    return percent(share, max(1, -exponent - 2) if isinstance(exponent, int) else 1)


class Reference(msgspec.Struct, frozen=True):
    """A document that facts about places rest on."""

    id: str
    title: str
    published: str = ""
    url: str = ""
    note: str = ""


class Area(msgspec.Struct, frozen=True):
    """The area of a Health and Wellbeing Board.

    ``codes`` are those of its councils: two where a round joins two of them into one board.
    ``start`` and ``end`` are the first and last day on which it was so; none where not known, and
    no ``end`` where it is so still.
    """

    name: str
    codes: tuple[str, ...]
    start: date | None = None
    end: date | None = None
    reference: str = ""
    certainty: Certainty = "confirmed"

    @property
    def code(self) -> str:
        """The code, or both codes of a combined area as the template prints them.

        >>> Area("Rotherham", ("E08000018",)).code
        'E08000018'
        >>> Area("Bournemouth & Poole", ("E06000028", "E06000029")).code
        'E06000028 & E06000029'
        """
        return " & ".join(self.codes)

    @property
    def is_combined(self) -> bool:
        """Whether several councils share this board."""
        return len(self.codes) > 1


class Commissioner(msgspec.Struct, frozen=True):
    """A buyer of NHS care: a CCG (``ccg``) to June 2022, an integrated care board (``icb``) since.

    ``icb`` is the board that took over a CCG. The local part of that board kept the CCG's code.
    """

    code: str
    name: str
    kind: Literal["ccg", "icb"] = "ccg"
    start: date | None = None
    end: date | None = None
    icb: str = ""
    reference: str = ""
    certainty: Certainty = "confirmed"


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a mapping: how the people of a commissioner and of an area overlap.

    ``of_commissioner`` is the part of the commissioner's people who live in the area, ``of_area``
    the part of the area's people who are the commissioner's; both are fractions of 1. ``row`` is
    the row of the file, where the header is row 1.
    """

    area: Area
    commissioner: Commissioner
    of_commissioner: Decimal
    of_area: Decimal
    file: str = ""
    row: int = 0

    @property
    def half_step(self) -> Decimal:
        """Half of the last decimal given: how far rounding may have moved ``of_commissioner``.

        >>> printed = Share(area=Area("A", ("E0",)), commissioner=Commissioner("1", "C"),
        ...     of_commissioner=Decimal("0.034"), of_area=Decimal("0.032"))
        >>> printed.half_step
        Decimal('0.0005')
        """
        exponent = self.of_commissioner.as_tuple().exponent
        return Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)

    @property
    def place(self) -> Place:
        """Where the row stands."""
        return Place(table=MAPPING_TABLE, item=self.row - 1, file=self.file, row=self.row)


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong in a mapping as printed, and what most likely belongs there.

    ``hwb_code`` and ``ccg_code`` say which rows, as printed; without ``ccg_code`` all rows of the
    area. ``rows`` are the rows of the file that it changed.
    """

    column: str
    hwb_code: str
    printed: str
    corrected: str
    evidence: str
    certainty: Certainty
    reference: str
    ccg_code: str = ""
    rows: tuple[int, ...] = ()


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """On ``day``, the place ``before`` passed wholly or in part to ``after``.

    ``same_people``: ``yes`` where both hold the same people under another code or name, ``nearly``
    where so few moved that figures can be compared, ``no`` otherwise.
    """

    day: date
    before: str
    after: str
    part: Literal["whole", "part"]
    same_people: Literal["yes", "nearly", "no"]
    reference: str
    certainty: Certainty
    note: str = ""
