"""The league of a round: which areas' plans are missing, cannot be read, fail or came late."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from bettercare.errors import BadRequest, UnknownPlace, UnreadableFile
from bettercare.formats.text_files import decode, read_bytes
from bettercare.labels import normalise
from bettercare.national.choosing import Candidate
from bettercare.places import Area, areas_on, find_area
from bettercare.rounds import Certainty, Round

Standing = Literal["missing", "not read", "our fault", "failing", "late", "clean"]
ORDER: Sequence[Standing] = ("missing", "not read", "our fault", "failing", "late", "clean")
LEAST_OF_ROUND = 10  # a round with fewer plans than a tenth of the largest is a stray one
HEADS = frozenset({"area", "areas", "name", "code", "area code", "hwb", "hwb code", "hwb name"})


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the league. ``late`` is ``None`` where a day is not known."""

    round: str
    standing: Standing
    area: str = ""
    area_code: str = ""
    errors: int = 0
    warnings: int = 0
    submitted: date | None = None
    due: date | None = None
    file: str = ""
    what: str = ""

    @property
    def late(self) -> bool | None:
        """Whether the plan came after the day it was due."""
        if self.submitted is None or self.due is None:
            return None
        return self.submitted > self.due

    @property
    def days_late(self) -> int | None:
        """The days between; nothing where it was in time."""
        if not self.late or self.submitted is None or self.due is None:
            return None
        return (self.submitted - self.due).days


def collected(counts: Mapping[str, int]) -> tuple[str, ...]:
    """The rounds whose plans are being collected, of those that plans are of.

    A round with less than a tenth of the plans that the largest has is a stray: all but a few of
    its areas would be called missing.

    >>> collected({"2019-20": 150, "2023-25": 149, "2017-19": 1})
    ('2019-20', '2023-25')
    """
    most = max(counts.values(), default=0)
    return tuple(sorted(one for one, count in counts.items() if count * LEAST_OF_ROUND >= most))


def expected(rules: Round, asked: Sequence[str] | None = None) -> tuple[Area, ...]:
    """The areas whose plans a round expects: those asked for, else every board of its first day.

    Two councils with one board count as one. Raises ``BadRequest`` naming the areas that are not
    known.
    """
    day = rules.in_force.start
    if asked is None:
        return areas_on(day, combined=True)
    found: dict[str, Area] = {}
    unknown = []
    for name in asked:
        try:
            area = _area(name, day)
            found[area.code] = area
        except UnknownPlace as error:
            unknown.append(str(error))
    if unknown:
        raise BadRequest("Cannot use the list of areas. " + " ".join(unknown))
    return tuple(found.values())


def areas_asked(path: Path) -> tuple[str, ...]:
    r"""The names or codes of areas in a file, one a line; of a CSV file its first column.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "areas.csv")
    ...     _ = file.write_text('Area,Region\n"Bristol, City of",SW\n\nLeeds\n')
    ...     areas_asked(file)
    ('Bristol, City of', 'Leeds')
    """
    import csv  # noqa: PLC0415  (only where a file is given)

    words, _ = decode(read_bytes(path), path.name)
    lines = words.removeprefix("\ufeff").splitlines()
    table = csv.reader(lines) if path.suffix.casefold() == ".csv" else ([line] for line in lines)
    cells = [row[0].strip() for row in table if row]
    names = [cell for turn, cell in enumerate(cells) if cell and not (turn == 0 and _head(cell))]
    if not names:
        raise UnreadableFile(f"Cannot read {path.name}: it names no area. Write one a line.")
    return tuple(names)


def league(rules: Round, areas: Sequence[Area], chosen: Iterable[Candidate]) -> list[Entry]:
    """The league of one round, worst first: its missing areas, then its plans.

    Give no ``areas`` where none is expected. An area is there when any of its councils is.
    """
    event = rules.plans_due
    due = event.day if event else None
    confirmed = event is not None and event.certainty is Certainty.CONFIRMED
    plans = list(chosen)
    there = {code for one in plans for code in one.part.codes}
    entries = [
        Entry(
            round=rules.round,
            standing="missing",
            area=area.name,
            area_code=area.code,
            due=due,
            what="No plan was found. Ask the area for it.",
        )
        for area in areas
        if not there.intersection(area.codes)
    ]
    entries += [_of_plan(rules.round, one, due, confirmed) for one in plans]
    return sorted(entries, key=_place)


def not_read(candidates: Iterable[Candidate]) -> list[Entry]:
    """The files that gave no plan; of which round they are nobody knows."""
    return [
        Entry(
            round="",
            standing="our fault" if one.part.status == "our fault" else "not read",
            file=one.file,
            what=one.part.reason,
        )
        for one in sorted(candidates, key=lambda one: one.file)
        if not one.is_plan
    ]


def _of_plan(round_id: str, one: Candidate, due: date | None, confirmed: bool) -> Entry:
    part = one.part
    entry = Entry(
        round=round_id,
        standing="failing" if part.errors else "clean",
        area=part.area,
        area_code=part.area_code,
        errors=part.errors,
        warnings=part.warnings,
        submitted=part.submitted,
        due=due,
        file=one.file,
    )
    standing: Standing = "late" if entry.late and not part.errors else entry.standing
    what = " ".join(_what(entry, part.codes, confirmed))
    return msgspec.structs.replace(entry, standing=standing, what=what)


def _what(entry: Entry, codes: Sequence[str], confirmed: bool) -> Iterable[str]:
    if entry.errors:
        yield f"Mend its errors. See: bettercare check {entry.file}"
    if not codes:
        yield "Its area is not known: name it as the board is called."
    if entry.late:
        yield "It came late." if confirmed else "It came late, by a day that is not confirmed."
    if entry.late is None:
        lacks = "The round sets no day" if entry.due is None else "It does not say its day"
        yield f"{lacks}, so nobody can say whether it is late."


def _place(one: Entry) -> tuple[int, int, int, int, str, str]:
    late = one.days_late or 0
    return (ORDER.index(one.standing), -one.errors, -late, -one.warnings, one.area, one.file)


def _area(name: str, day: date) -> Area:
    try:
        return find_area(name, day)
    except UnknownPlace:
        return find_area(name)


def _head(cell: str) -> bool:
    return normalise(cell) in HEADS
