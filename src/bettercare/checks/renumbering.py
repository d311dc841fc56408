"""New ids for schemes that share one: what the fix of the check on ids comes to, row by row."""

from collections.abc import Iterator
from itertools import count

from bettercare.calculations import Calculations, CodedRow
from bettercare.calculations.one_scheme import id_key, name_key
from bettercare.checks.identity import alike_rows, id_numbers, names_by_id

CLEARS = "CHK-021"  # the check whose findings go


def new_ids(working: Calculations) -> dict[int, str]:
    """The id that a row would get, by its number from 1, so that no two schemes share one.

    Takes a plan worked out by its round. Of the schemes with one id the last keeps it, as the
    check on ids says, and each other gets the next number that no id begins with; rows of one
    scheme, and of names that look alike, stay together. Gives nothing where no id holds a number.

    >>> import bettercare as bc
    >>> from bettercare import examples
    >>> new_ids(bc.summarise(bc.read(examples.path("leicester"))).working)
    {38: '62', 11: '63', 14: '64', 39: '65'}
    """
    shared = names_by_id(working)
    numbers = id_numbers(working.rows) if shared else set()
    if not numbers:
        return {}
    free, alike = count(max(numbers) + 1), alike_rows(working)
    return {
        row.item: given
        for names in shared
        for rows in names[:-1]
        for given in [str(next(free))]
        for row in _together(working, rows[0], alike)
    }


def _together(
    working: Calculations, first: CodedRow, alike: list[tuple[CodedRow, CodedRow]]
) -> Iterator[CodedRow]:
    """The rows of a scheme, with those of the same id whose names look like its own."""
    mine = _key(first)
    pairs = ({_key(one), _key(other)} for one, other in alike)
    names = {mine}.union(*(pair for pair in pairs if mine in pair))
    for row in working.rows:
        if id_key(row) == id_key(first) and _key(row) in names:
            yield row


def _key(row: CodedRow) -> str:
    return name_key(row.row.scheme_name or "")
