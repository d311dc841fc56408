"""The files of crosswalks: one row says what became of one code of one round in a later one.

A file that names a code, round, fit or reference that does not exist is refused whole, with every
fault by file and line.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path

import msgspec

from bettercare.errors import UnusableRound
from bettercare.labels import listed, nearest
from bettercare.rounds.fault import Fault
from bettercare.rounds.lists import Certainty
from bettercare.rounds.schema import Round

FOLDER = "crosswalks"  # beside the rounds, in the shipped data and in a folder of one's own
COLUMNS = (
    "list", "from_round", "from_code", "to_round", "to_code",
    "fit", "certainty", "reference", "note",
)  # fmt: skip
LISTS = (
    "sources", "scheme_types", "sub_types", "areas_of_spend",
    "commissioners", "providers", "metrics",
)  # fmt: skip
FITS = ("same", "part", "similar", "not_comparable", "none")  # from the best to no successor
CERTAINTIES = tuple(one.value for one in Certainty)
EARLIER = "Write the earlier round under from_round, the later one under to_round."
Pair = tuple[str, str]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a file with where it stands; its fields are the columns."""

    file: Path
    line: int
    list: str
    from_round: str
    from_code: str
    to_round: str
    to_code: str
    fit: str
    certainty: str
    reference: str
    note: str

    @property
    def rounds(self) -> Pair:
        """The rounds that the row leads from and to."""
        return self.from_round, self.to_round


def codes(rules: Round, name: str) -> Mapping[str, str]:
    """The codes of a list of a round with their labels; a sub type's code is type/sub.

    >>> from bettercare.rounds import load
    >>> codes(load("2019-20"), "sub_types")["carers/respite"]
    'Respite Services'
    """
    if name == "sub_types":
        return {
            f"{kind}/{sub}": item.label
            for kind, one in rules.scheme_types.items.items()
            for sub, item in (one.sub_types.items if one.sub_types else {}).items()
        }
    if name == "metrics":
        return {code: metric.short for code, metric in rules.metrics.items()}
    return {code: item.label for code, item in getattr(rules, name).items.items()}


def read_all(homes: Sequence[Path]) -> tuple[Line, ...]:
    """Every row of every file in some folders; raises ``UnusableRound`` for files of no shape."""
    paths = [path for home in homes for path in sorted((home / FOLDER).glob("*.csv"))]
    found = [one for path in paths for one in _read(path)]
    refuse([one for one in found if isinstance(one, Fault)])
    return tuple(one for one in found if isinstance(one, Line))


def meaning_faults(lines: Iterable[Line], before: Round, after: Round) -> Iterator[Fault]:
    """Every code and reference that does not exist, and rows that contradict one another."""
    said: dict[Pair, list[Line]] = {}
    for line in lines:
        if before.in_force.start > after.in_force.start:
            yield Fault(line.file, line.line, "The rounds stand the wrong way round.", EARLIER)
        yield from _code_faults(line, before, line.from_code)
        if line.to_code:
            yield from _code_faults(line, after, line.to_code)
        if line.reference not in {*before.references, *after.references}:
            known = tuple({**after.references, **before.references})
            what = f"There is no reference '{line.reference}'."
            yield Fault(line.file, line.line, what, _choose(line.reference, known))
        said.setdefault((line.list, line.from_code), []).append(line)
    for others in said.values():
        yield from _contradictions(others)


def refuse(faults: Sequence[Fault]) -> None:
    """Raise ``UnusableRound`` with every fault, in the order of files and lines."""
    if faults:
        count = f"{len(faults)} fault{'s' if len(faults) > 1 else ''} in the crosswalks:"
        raise UnusableRound("\n".join([count, *map(str, sorted(faults))]), sorted(faults))


def _read(path: Path) -> Iterator[Line | Fault]:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    rows = csv.reader(StringIO(text, newline=""))
    header = tuple(cell.strip() for cell in next(rows, []))
    if header != COLUMNS:
        yield Fault(
            path, 1, "The header is not that of a crosswalk.", f"Write {','.join(COLUMNS)}."
        )
        return
    for cells in rows:
        if any(map(str.strip, cells)) and not cells[0].startswith("#"):
            yield from _line(path, rows.line_num, [cell.strip() for cell in cells])


def _line(path: Path, number: int, cells: Sequence[str]) -> Iterator[Line | Fault]:
    if len(cells) != len(COLUMNS):
        what = f"{len(cells)} cells where there are {len(COLUMNS)} columns."
        yield Fault(path, number, what, "Put a text that holds a comma in quotation marks.")
        return
    line = Line(file=path, line=number, **dict(zip(COLUMNS, cells, strict=True)))
    faults = list(_shape_faults(line))
    yield from faults
    if not faults:
        yield line


def _shape_faults(line: Line) -> Iterator[Fault]:
    for field, allowed in (("list", LISTS), ("fit", FITS), ("certainty", CERTAINTIES)):
        value = getattr(line, field)
        if value not in allowed:
            what = f"'{field}' cannot be '{value}'."
            yield Fault(line.file, line.line, what, _choose(value, allowed))
    for field in ("from_round", "from_code", "to_round", "reference"):
        if not getattr(line, field):
            yield Fault(line.file, line.line, f"'{field}' is blank.", "Fill it.")
    if line.from_round == line.to_round:
        yield Fault(line.file, line.line, "Both rounds are the same.", EARLIER)
    if (line.fit == "none") is bool(line.to_code):
        what = "'to_code' and the fit 'none' contradict one another."
        yield Fault(line.file, line.line, what, "Leave 'to_code' blank for none, and only then.")


def _code_faults(line: Line, rules: Round, code: str) -> Iterator[Fault]:
    known = codes(rules, line.list)
    if code not in known:
        what = f"There is no '{code}' in {line.list} of {rules.round}."
        yield Fault(line.file, line.line, what, _choose(code, tuple(known)))


def _contradictions(lines: Sequence[Line]) -> Iterator[Fault]:
    """A successor named twice, and one beside a row that says there is none."""
    seen: set[str] = set()
    for line in lines:
        if line.to_code in seen:
            what = f"What became of '{line.from_code}' stands in another row too."
            yield Fault(line.file, line.line, what, "Keep one of the rows.")
        elif line.fit == "none" and len(lines) > 1:
            what = f"'{line.from_code}' has successors in other rows."
            yield Fault(line.file, line.line, what, "Take this row away, or the others.")
        seen.add(line.to_code)


def _choose(value: str, known: Sequence[str]) -> str:
    near = nearest(value, tuple(known))
    return f"Write '{near}'." if near else f"Write one of {listed(known, 'or')}."
