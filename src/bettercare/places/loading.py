"""The mappings that ship with bettercare: as printed, or with what is wrong in them corrected."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

import msgspec

from bettercare.errors import UnknownPlace
from bettercare.labels import listed
from bettercare.money import read_number
from bettercare.places.mapping import Mapping
from bettercare.places.records import Area, Commissioner, Correction, Share
from bettercare.places.shipped import records, table, title

FIRST_ROW = 2  # of a file: the header is row 1
Row = dict[str, str]


def mappings() -> tuple[str, ...]:
    """The ids of the mappings at hand.

    >>> mappings()
    ('2017-19',)
    """
    return tuple(row["mapping"] for row in table("mappings"))


@lru_cache(maxsize=8)
def load_mapping(name: str = "2017-19", *, corrected: bool = True) -> Mapping:
    """A mapping by its id; ``corrected=False`` gives it as printed, with every fault.

    Corrections are a table beside it, each with evidence and certainty; those made are in
    ``corrections`` of the mapping. Raises ``UnknownPlace`` when there is no such mapping.

    >>> mapping = load_mapping("2017-19")
    >>> len(mapping.shares), len(mapping.areas), len(mapping.commissioners)
    (889, 150, 207)
    """
    found = [row for row in table("mappings") if row["mapping"] == name]
    if not found:
        raise UnknownPlace(f"There is no mapping '{name}'. At hand: {listed(mappings())}.")
    wanted = records(f"corrections-{name}", Correction) if corrected else ()
    rows, made = correct(table(f"mapping-{name}"), wanted)
    return Mapping(
        id=name,
        reference=title(found[0]["reference"]),
        shares=shares_of(rows, f"mapping-{name}.csv"),
        corrections=made,
    )


def correct(
    rows: Sequence[Row], corrections: Iterable[Correction]
) -> tuple[tuple[Row, ...], tuple[Correction, ...]]:
    """Rows with corrections made, and the corrections with the rows that each changed.

    A correction changes only cells that hold what it says is printed.
    """
    by_rows: dict[tuple[str, str], list[tuple[int, Correction]]] = {}
    wanted = tuple(corrections)
    for n, one in enumerate(wanted):
        by_rows.setdefault((one.hwb_code, one.ccg_code), []).append((n, one))
    changed: list[list[int]] = [[] for _ in wanted]
    mended = []
    for number, row in enumerate(rows, FIRST_ROW):
        code = row["hwb_code"]
        for n, one in (*by_rows.get((code, ""), ()), *by_rows.get((code, row["ccg_code"]), ())):
            if row[one.column] == one.printed:
                row = {**row, one.column: one.corrected}  # noqa: PLW2901
                changed[n].append(number)
        mended.append(row)
    made = zip(wanted, changed, strict=True)
    return tuple(mended), tuple(msgspec.structs.replace(c, rows=tuple(r)) for c, r in made)


def shares_of(rows: Iterable[Row], file: str) -> tuple[Share, ...]:
    """The rows of a mapping as shares; what is one area or commissioner is one record.

    A cell of area codes may hold several, parted by spaces; shares are per cent or fractions.
    """
    areas: dict[tuple[str, str], Area] = {}
    commissioners: dict[tuple[str, str], Commissioner] = {}
    return tuple(
        Share(
            area=_area(row["hwb_code"], row["la_name"], areas),
            commissioner=_commissioner(row["ccg_code"], row["ccg_name"], commissioners),
            of_commissioner=_fraction(row["pct_ccg_in_hwb"]),
            of_area=_fraction(row["pct_hwb_in_ccg"]),
            file=file,
            row=number,
        )
        for number, row in enumerate(rows, FIRST_ROW)
    )


def _area(code: str, name: str, known: dict[tuple[str, str], Area]) -> Area:
    codes = (code,) if "&" in code else tuple(code.split())
    return known.setdefault((code, name), Area(name, codes))


def _commissioner(code: str, name: str, known: dict[tuple[str, str], Commissioner]) -> Commissioner:
    return known.setdefault((code, name), Commissioner(code, name))


@lru_cache(maxsize=4096)
def _fraction(text: str) -> Decimal:
    number = read_number(text)
    if number is None:
        raise ValueError(text)
    return number
