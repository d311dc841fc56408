"""Family A: how long schemes run, where the round asks for it."""

from collections.abc import Iterator

from bettercare.calculations import Calculations
from bettercare.checks.choices import choices_of
from bettercare.checks.registry import Slip, check, softness
from bettercare.checks.words import row_slip
from bettercare.labels import listed, shortened
from bettercare.money import pounds


@check(
    "CHK-017",
    name="duration-against-amounts",
    message="'{scheme}' runs {duration} and has {amount} in {year}.",
    fix="Choose the duration that fits, or take the money out of {year}.",
    cites="durations",
)
def duration_against_amounts(working: Calculations) -> Iterator[Slip]:
    """The duration of a scheme is one of the round's, and it has money in its own years only.

    A year that it runs and has no money in is found too: then nobody knows which of the two holds.
    """
    known = working.rules.durations
    for row in working.rows if known else ():
        text = row.row.duration
        code = known.match(text).accepted if known else None
        facts = {"scheme": shortened(row.name, 60), "value": shortened(text or "", 60)}
        if known is None or code is None:
            facts["choices"] = choices_of(known) if known else ""
            message = "'{value}' is not a duration." if text else "'{scheme}' has no duration."
            slip = row_slip(working, row, "duration", facts)
            soft = softness(known) if known else ""
            yield slip._replace(message=message, fix="Choose one of: {choices}.", soft=soft)
            continue
        years = known[code].years
        for year, amount in row.row.amounts.items():
            if amount and year in working.rules.years and year not in years:
                more = {"duration": known.label(code), "amount": pounds(amount), "year": year}
                yield row_slip(working, row, f"amounts.{year}", {**facts, **more})
        empty = [year for year in years if not row.row.amounts.get(year)]
        if empty and len(empty) < len(years):
            more = {"duration": known.label(code), "year": listed(empty)}
            slip = row_slip(working, row, f"amounts.{empty[0]}", {**facts, **more})
            message = "'{scheme}' runs {duration} and has no money in {year}."
            yield slip._replace(message=message, fix="Enter its money, or mend the duration.")
