"""Proof that an output holds what was read: rows and pounds read back beside the control totals."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec

from bettercare.formats.reading import sum_of
from bettercare.money import PENNY, round_half_up
from bettercare.national import output
from bettercare.national.choosing import Candidate
from bettercare.national.tables import COUNTED, TABLES

AMOUNT = "amount"
BY_PENCE = (
    ".xlsx"  # the kind of output whose numbers have 15 digits, so pence are all that can agree
)


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """A table of the output: its rows, records of plans and pounds, and files that do not agree.

    ``records`` and ``pounds`` are as read back; ``unlike`` names the files whose rows or pounds
    differ from their control totals. ``read_whole`` says whether each file's own controls agree.
    """

    table: str
    rows: int
    records: int
    pounds: Decimal | None
    unlike: tuple[str, ...] = ()
    read_whole: bool = True

    @property
    def agrees(self) -> bool:
        """Whether every file's rows and pounds are in the output."""
        return not self.unlike


def tallies(made: Path, chosen: Sequence[Candidate]) -> tuple[Tally, ...]:
    """Each table that is counted, read back and held against the controls of the plans in it."""
    return tuple(_tally(made, table, chosen) for table in COUNTED)


def _tally(made: Path, table: str, chosen: Sequence[Candidate]) -> Tally:
    money = AMOUNT in TABLES[table].names
    columns = ("file", "item", AMOUNT) if money else ("file", "item")
    items: Mapping[str, set[str]] = defaultdict(set)
    sums: Mapping[str, list[Decimal]] = defaultdict(list)
    rows = 0
    for file, item, *amount in output.amounts(made, table, columns):
        rows += 1
        items[str(file)].add(str(item))
        sums[str(file)] += [Decimal(str(one)) for one in amount if one is not None]
    found = {one.file: (len(items[one.file]), sum_of(sums[one.file])) for one in chosen}
    controls = {one.file: _control(one, table) for one in chosen}
    pence = made.suffix.casefold() == BY_PENCE
    strange = tuple(sorted(set(items) - set(controls)))
    return Tally(
        table=table,
        rows=rows,
        records=sum(count for count, _ in found.values()),
        pounds=sum_of(pounds for _, pounds in found.values()) if money else None,
        unlike=(*_unlike(found, controls, pence), *strange),
        read_whole=all(_agree(one, table) for one in chosen),
    )


def _control(one: Candidate, table: str) -> tuple[int, Decimal]:
    """The records and pounds of a table that the reading of a file vouches for."""
    own = [control for control in one.part.controls if control.table == table]
    return sum(each.rows_kept for each in own), sum_of(each.sum_kept for each in own)


def _agree(one: Candidate, table: str) -> bool:
    return all(each.agrees for each in one.part.controls if each.table == table)


def _unlike(
    found: Mapping[str, tuple[int, Decimal]],
    controls: Mapping[str, tuple[int, Decimal]],
    pence: bool,
) -> Iterable[str]:
    for file, (count, pounds) in controls.items():
        rows, amount = found[file]
        same = (
            round_half_up(amount, PENNY) == round_half_up(pounds, PENNY)
            if pence
            else (amount == pounds)
        )
        if rows != count or not same:
            yield file
