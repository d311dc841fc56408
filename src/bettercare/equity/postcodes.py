"""Postcodes: how one is written, its outward code, its shape, and the area of a list it lies in."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bettercare.equity.notices import noticed
from bettercare.findings import Finding, Place
from bettercare.labels import listed

# Which letters may stand where: the British Standard BS 7666, as government data sets use it.
_OUTWARD = (
    r"(?:[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][ABCDEFGHJKPSTUW]"
    r"|[A-HK-Y][0-9][ABEHMNPRVWXY]))"
)
_FULL = re.compile(rf"({_OUTWARD}) ?([0-9][ABD-HJLNP-UW-Z]{{2}})")
_OUTWARD_ALONE = re.compile(_OUTWARD)
_LETTERS, _DIGITS = re.compile(r"[^\W\d_]"), re.compile(r"\d")
LONGEST_SHAPE = 12


class Listed(NamedTuple):
    """A line of a list of postcodes: its row in the file, the basis it is for, and its area.

    ``basis`` is "" where it is for all of them. ``postcode`` may be an outward code alone, which
    stands for all postcodes in it. ``area`` is "" for a postcode in none of the areas, ``quintile``
    "" where it is not known.
    """

    row: int
    basis: str
    postcode: str
    area: str
    quintile: str = ""


class Home(NamedTuple):
    """Where a postcode lies: its area, "" for none of them, and its fifth of deprivation."""

    area: str
    quintile: str


class Lookup(NamedTuple):
    """A list of postcodes ready to look up.

    ``whole`` says that it has postcodes outside the areas too, so one that it lacks lies outside
    all that is compared; else a postcode that it lacks is one of somebody who lives elsewhere.
    ``unclear`` are those that it lists with two areas.
    """

    homes: Mapping[str, Home]
    whole: bool
    unclear: frozenset[str] = frozenset()

    def find(self, postcode: str) -> Home | None:
        """The home of a postcode in ``tidy`` form; ``None`` when the list does not say.

        >>> Lookup({"S60": Home("Town", "1")}, False).find("S60 1AE").area
        'Town'
        """
        for code in (postcode, postcode.partition(" ")[0]):
            if code in self.homes or code in self.unclear:
                return self.homes.get(code)
        return None if self.whole else Home("", "")


def tidy(text: str) -> str | None:
    """A postcode in capitals with one space, or ``None`` where its format is wrong.

    Only the format is looked at: whether letters may stand there, not whether post goes there. A
    space must stand before the last three: "S61 AW" lacks a digit, and is not S6 1AW.

    >>> tidy(" s611ae "), tidy("S61 AW"), tidy("EC1A 1BB")
    ('S61 1AE', None, 'EC1A 1BB')
    """
    found = _FULL.fullmatch(_spaced_once(text))
    return f"{found[1]} {found[2]}" if found else None


def outward(text: str) -> str | None:
    """The outward code: of a postcode, or the text itself where it is one; else ``None``.

    >>> outward("S61 1AE"), outward("s60"), outward("S61 AW")
    ('S61', 'S60', None)
    """
    whole = tidy(text)
    if whole:
        return whole.partition(" ")[0]
    alone = _spaced_once(text)
    return alone if _OUTWARD_ALONE.fullmatch(alone) else None


def _spaced_once(text: str) -> str:
    return " ".join(text.upper().split())


def shape(text: str) -> str:
    """What a text looks like, without its letters and digits.

    >>> shape("S61 AW"), shape("")
    ('A99 AA', 'blank')
    """
    plain = _DIGITS.sub("9", _LETTERS.sub("A", text.strip()))
    kept = re.sub(r"[^A9 ./-]", "?", plain)
    return (kept if len(kept) <= LONGEST_SHAPE else f"{kept[:LONGEST_SHAPE]}...") or "blank"


def lookups(lines: Iterable[Listed], bases: Iterable[str]) -> dict[str, Lookup]:
    """A lookup for each basis that the list serves; lines of wrong format are in none.

    A line that names no basis serves them all.
    """
    lines = list(lines)
    mine = {basis: [one for one in lines if one.basis in {"", basis}] for basis in bases}
    return {basis: _lookup(found) for basis, found in mine.items() if found}


def _lookup(lines: Iterable[Listed]) -> Lookup:
    homes: dict[str, set[Home]] = defaultdict(set)
    for line in lines:
        code = tidy(line.postcode) or outward(line.postcode)
        if code:
            homes[code].add(Home(line.area, line.quintile))
    sure = {code: next(iter(found)) for code, found in homes.items() if len(found) == 1}
    whole = any(not home.area for found in homes.values() for home in found)
    return Lookup(sure, whole, frozenset(homes) - frozenset(sure))


def outward_codes(lines: Iterable[Listed]) -> dict[str, tuple[str, ...]]:
    """The outward codes that the postcodes of each area lie in, in order."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        code = outward(line.postcode)
        if code and line.area:
            found[line.area].add(code)
    return {area: tuple(sorted(codes)) for area, codes in found.items()}


def check_list(lines: Iterable[Listed], file: str) -> Iterator[Finding]:
    """What is wrong with a list of postcodes: format, listed twice, listed in two areas."""
    rows: dict[tuple[str, str], list[Listed]] = defaultdict(list)
    for line in lines:
        code = tidy(line.postcode) or outward(line.postcode)
        if code:
            rows[line.basis, code].append(line)
        else:
            yield _wrong_format(line, file)
    for found in rows.values():
        if len(found) > 1:
            yield _again(found, file)
    yield from _spread(lines, file)


def _wrong_format(line: Listed, file: str) -> Finding:
    return noticed(
        "EQU-01",
        f"{file}, row {line.row}, postcode",
        f"'{shape(line.postcode)}' is not how a postcode is written; the row is not used.",
        "Write it like A9 9AA, A99 9AA, AA9 9AA or AA99 9AA: a digit may be missing.",
        _place(file, line.row),
    )


def _again(found: list[Listed], file: str) -> Finding:
    rows = listed(str(line.row) for line in found)
    places = [_place(file, line.row) for line in found]
    subject = f"{file}, rows {rows}, postcode"
    if len({(line.area, line.quintile) for line in found}) == 1:
        return noticed("EQU-02", subject, "One postcode is listed more than once.", "", *places)
    return noticed(
        "EQU-03",
        subject,
        "One postcode is listed with two areas or two fifths; it is looked up in neither.",
        "Keep the row that is right.",
        *places,
    )


def _spread(lines: Iterable[Listed], file: str) -> Iterator[Finding]:
    """A note of areas that lie in several outward codes: no outward code stands for them."""
    areas = [line for line in lines if tidy(line.postcode)]
    several = {area: codes for area, codes in outward_codes(areas).items() if len(codes) > 1}
    for area, codes in several.items():
        yield noticed(
            "EQU-04",
            f"{file}, area '{area}'",
            f"Its postcodes lie in {listed(codes)}; they are looked up whole, one by one.",
        )


def counted(lines: Iterable[Listed]) -> Counter[str]:
    """How many lines there are of each area, and of "" for none."""
    return Counter(line.area for line in lines)


def _place(file: str, row: int) -> Place:
    return Place(file=file, row=row, column="postcode")
