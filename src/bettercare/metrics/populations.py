"""People by area, year and age, and the part of them that a rate is taken of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bettercare.errors import UnreadableFile
from bettercare.findings import Finding, Place, Severity
from bettercare.formats.delimited import read_sheet
from bettercare.labels import listed, normalise
from bettercare.metrics.adding_up import population_year
from bettercare.metrics.counting_plan import BANDS
from bettercare.metrics.definition import Definition, Population
from bettercare.metrics.results import Count

HEADS = ("area", "year", "age from", "age to", "people")
OF_GROUP = ("breakdown", "group")  # columns that may be there
OLDEST = 200
Band = tuple[int, int]
Held = Mapping[Band, Decimal]
Key = tuple[str, int, str, str]
AGES = {one.label: one for one in BANDS["age"]}


@dataclass(frozen=True, slots=True)
class People:
    """People by area and calendar year, in bands of age that do not overlap.

    ``groups`` are people of one group of a breakdown, by area, year, breakdown and group.
    """

    bands: Mapping[tuple[str, int], Held]
    findings: tuple[Finding, ...] = ()
    groups: Mapping[Key, Held] = field(default_factory=dict)

    def of(self, area: str, year: int, wanted: Population) -> Decimal | None:
        """People of the ages wanted; ``None`` where bands do not cover just these.

        >>> wanted = Population(label="65+", rule="calendar_year_of_start", at_least=65)
        >>> people = People({("E08000018", 2017): {(0, 64): Decimal(200), (65, 200): Decimal(50)}})
        >>> people.of("E08000018", 2017, wanted)
        Decimal('50')
        """
        return _covering(self.bands.get((area, year), {}), *_ends(wanted))

    def beside(self, count: Count, made: Definition) -> Count:
        """A count with the people that its rate is taken of: everybody's, or those of its group.

        A group of ages has those of its bands; any other has those given of it by name.
        """
        if made.population is None or count.denominator is not None:
            return count
        year = population_year(made.population.rule, count.period)
        return replace(count, denominator=self._beside(count, year, made.population))

    def _beside(self, count: Count, year: int, wanted: Population) -> Decimal | None:
        low, high = _ends(wanted)
        if count.breakdown == "age":
            if (band := AGES.get(count.group)) is None:
                return None
            low = max(low, band.at_least or 0)
            high = min(high, OLDEST if band.at_most is None else band.at_most)
        if count.breakdown in ("", "age"):
            return _covering(self.bands.get((count.area, year), {}), low, high)
        key = (count.area, year, count.breakdown, count.group)
        return _covering(self.groups.get(key, {}), low, high)


def _ends(wanted: Population) -> Band:
    return wanted.at_least, OLDEST if wanted.at_most is None else wanted.at_most


def _covering(held: Held, low: int, high: int) -> Decimal | None:
    """People from one age to another; ``None`` where bands do not cover just these."""
    inside = {band: n for band, n in held.items() if low <= band[0] and band[1] <= high}
    if sum(last - first + 1 for first, last in inside) != high - low + 1:
        return None
    return sum(inside.values(), Decimal(0)) or None


def read_people(path: Path) -> People:
    """Read a CSV file with area, year, age_from, age_to (blank for the oldest) and people.

    Columns breakdown and group may say of whom: "sex" and "2", as results name them; both blank for
    everybody. Ages need no group. A row that cannot be used is left out with a finding. Raises
    ``UnreadableFile`` without columns.
    """
    sheet = read_sheet(path)
    heads = [normalise(cell.replace("_", " ")) for cell in (sheet.rows[0] if sheet.rows else ())]
    missing = [head.replace(" ", "_") for head in HEADS if head not in heads]
    if missing:
        raise UnreadableFile(f"Cannot read {path.name}: there is no column {listed(missing)}.")
    at = [heads.index(head) if head in heads else len(heads) for head in (*HEADS, *OF_GROUP)]
    held: dict[Key, dict[Band, Decimal]] = {}
    findings: list[Finding] = list(sheet.findings)
    for number, row in enumerate(sheet.rows[1:], 2):
        if any(cell.strip() for cell in row):
            cells = [row[one].strip() if one < len(row) else "" for one in at]
            findings += _added(held, cells, number)
    bands = {key[:2]: some for key, some in held.items() if not key[2]}
    groups = {key: some for key, some in held.items() if key[2]}
    return People(bands, tuple(findings), groups)


def _added(people: dict[Key, dict[Band, Decimal]], cells: list[str], row: int) -> Iterator[Finding]:
    area, year, low, high, number, breakdown, group = cells
    try:
        band = (int(low or 0), int(high) if high else OLDEST)
        count, when = Decimal(number.replace(",", "")), int(year)
    except (ValueError, InvalidOperation):
        yield _fault("POP-1", row, "A year, age or number of people is not a whole number.")
        return
    if bool(breakdown) != bool(group) or breakdown == "age":
        yield _fault("POP-4", row, "A breakdown needs a group; age goes by age_from and age_to.")
        return
    held = people.setdefault((area, when, breakdown, group), {})
    if not count.is_finite() or count <= 0:
        yield _fault("POP-2", row, "The number of people is not above 0.")
    elif band[0] > band[1] or any(band[0] <= b and a <= band[1] for a, b in held):
        yield _fault("POP-3", row, "These ages overlap with those of another row, or end first.")
    else:
        held[band] = count


def _fault(code: str, row: int, message: str) -> Finding:
    return Finding(
        code=code,
        name="population-not-used",
        severity=Severity.ERROR,
        subject=f"Populations, row {row}",
        message=f"{message} The row is left out.",
        fix="Mend the row.",
        places=(Place(row=row),),
    )
