"""People by area, year and age, and the part of them that a rate is taken of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bettercare.errors import UnreadableFile
from bettercare.findings import Finding, Place, Severity
from bettercare.formats.delimited import read_sheet
from bettercare.labels import listed, normalise
from bettercare.metrics.adding_up import population_year
from bettercare.metrics.definition import Definition, Population
from bettercare.metrics.results import Count

HEADS = ("area", "year", "age from", "age to", "people")
OLDEST = 200
Band = tuple[int, int]


@dataclass(frozen=True, slots=True)
class People:
    """People by area and calendar year, in bands of age that do not overlap."""

    bands: Mapping[tuple[str, int], Mapping[Band, Decimal]]
    findings: tuple[Finding, ...] = ()

    def of(self, area: str, year: int, wanted: Population) -> Decimal | None:
        """People of the ages wanted; ``None`` where bands do not cover just these.

        >>> wanted = Population(label="65+", rule="calendar_year_of_start", at_least=65)
        >>> people = People({("E08000018", 2017): {(0, 64): Decimal(200), (65, 200): Decimal(50)}})
        >>> people.of("E08000018", 2017, wanted)
        Decimal('50')
        """
        top = OLDEST if wanted.at_most is None else wanted.at_most
        held = self.bands.get((area, year), {})
        inside = {
            band: n for band, n in held.items() if wanted.at_least <= band[0] and band[1] <= top
        }
        covered = sum(high - low + 1 for low, high in inside)
        if covered != top - wanted.at_least + 1:
            return None
        return sum(inside.values(), Decimal(0)) or None

    def beside(self, count: Count, made: Definition) -> Count:
        """A count with the people that its rate is taken of; for everybody alone."""
        if made.population is None or count.denominator is not None or count.breakdown:
            return count
        year = population_year(made.population.rule, count.period)
        return replace(count, denominator=self.of(count.area, year, made.population))


def read_people(path: Path) -> People:
    """Read a CSV file with area, year, age_from, age_to (blank for the oldest) and people.

    A row that cannot be used is left out with a finding. Raises ``UnreadableFile`` without columns.
    """
    sheet = read_sheet(path)
    heads = [normalise(cell.replace("_", " ")) for cell in (sheet.rows[0] if sheet.rows else ())]
    missing = [head.replace(" ", "_") for head in HEADS if head not in heads]
    if missing:
        raise UnreadableFile(f"Cannot read {path.name}: there is no column {listed(missing)}.")
    at = [heads.index(head) for head in HEADS]
    bands: dict[tuple[str, int], dict[Band, Decimal]] = {}
    findings: list[Finding] = list(sheet.findings)
    for number, row in enumerate(sheet.rows[1:], 2):
        if any(cell.strip() for cell in row):
            cells = [row[one].strip() if one < len(row) else "" for one in at]
            findings += _added(bands, cells, number)
    return People(bands, tuple(findings))


def _added(
    bands: dict[tuple[str, int], dict[Band, Decimal]], cells: list[str], row: int
) -> Iterator[Finding]:
    area, year, low, high, people = cells
    try:
        band = (int(low or 0), int(high) if high else OLDEST)
        count, when = Decimal(people.replace(",", "")), int(year)
    except (ValueError, InvalidOperation):
        yield _fault("POP-1", row, "A year, age or number of people is not a whole number.")
        return
    held = bands.setdefault((area, when), {})
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
