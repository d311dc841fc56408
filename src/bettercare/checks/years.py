"""Money in years that the round does not plan for: it counts in no total, so each cell is named."""

from collections.abc import Iterator

from bettercare.calculations import Calculations
from bettercare.calculations.working import table_words
from bettercare.checks.registry import Slip
from bettercare.checks.words import row_place, row_subject
from bettercare.labels import listed
from bettercare.money import pounds


def lacks_amounts(working: Calculations) -> str:
    """The schemes, unless they are given or an income line has money in another year."""
    given = working.plan.schemes is not None
    if given or any(working.outside(line.line) for line in working.lines):
        return ""
    return table_words(working.rules.tables["schemes"])


def amounts_of_other_years(working: Calculations) -> Iterator[Slip]:
    """A slip for each cell of a row or an income line whose year is not one of the round's."""
    for row in working.rows:
        for year in working.outside(row.row):
            slip = _slip(working, year, pounds(row.row.amounts[year]))
            yield slip._replace(
                subject=row_subject(working, row, "amounts", working.year),
                places=row_place(working, row, "amounts", year),
            )
    for line in working.lines:
        for year in working.outside(line.line):
            slip = _slip(working, year, pounds(line.line.amounts[year]))
            yield slip._replace(
                subject=f"Income line {line.item}, amount",
                places=(working.place("income", line.item, "amounts", year),),
                reference=working.rules.tables["income"].reference,
            )


def _slip(working: Calculations, year: str, amount: str) -> Slip:
    years = listed(working.rules.years, "or")
    return Slip(
        "",
        (),
        {"amount": amount, "year": year, "years": years},
        message="{amount} is for {year}, outside this plan, and counts in no total.",
        fix="Enter it under {years} if it is meant for that year, or take it out.",
    )
