"""Family E: planned outputs, and the units they are counted in."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from bettercare.calculations import Calculations, CodedRow
from bettercare.calculations.completeness import output_rule
from bettercare.checks.registry import Slip, Softness, check, softness
from bettercare.checks.words import (
    in_words,
    row_place,
    row_places,
    row_slip,
    row_subject,
    rows_named,
)
from bettercare.labels import listed, shortened
from bettercare.money import is_not_given, pounds
from bettercare.rounds.lists import Certainty
from bettercare.rounds.schema import OutputRule

PAIR = 2


def _not_counted(working: Calculations, row: CodedRow) -> str:
    """The type or sub type that is known to have no outputs; empty where that is not known."""
    kind = row.kind
    if kind is None or output_rule(row):
        return ""
    if kind.outputs is None:
        return kind.label
    code = row.sub_type.accepted
    return kind.sub_types.label(code) if kind.sub_types and code else ""


def _soft(rule: OutputRule) -> Softness:
    return "" if rule.certainty is Certainty.CONFIRMED else "unconfirmed"


def _unit(working: Calculations, text: str) -> str:
    """A unit in the middle of a sentence: "placements"; as written where it is not known."""
    units = working.rules.output_units
    code = units.match(text).accepted
    return (units[code].plural or units[code].label.lower()) if code else shortened(text, 40)


def _units(working: Calculations, rule: OutputRule) -> str:
    return listed((_unit(working, working.rules.output_units.label(c)) for c in rule.units), "or")


def _at(working: Calculations) -> tuple[str, str]:
    """The field of the planned number, with the year as its key where there is one a year."""
    by_year = working.rules.column("schemes", "outputs", working.year)
    return ("outputs", working.year) if by_year else ("output_estimate", "")


def _number(working: Calculations, row: CodedRow) -> Decimal | None:
    """The number planned; none where it is blank or not above 0."""
    _, year = _at(working)
    number = row.row.outputs.get(year) if year else row.row.output_estimate
    return number if number is not None and number > 0 else None


@check(
    "CHK-082",
    name="output-missing",
    message="Give the planned output of '{scheme}'.",
    fix="Choose the unit ({units}) and type the number.",
)
def output_missing(working: Calculations) -> Iterator[Slip]:
    """Some types are counted: their rows say how many packages or placements the money buys.

    Without it nobody can compare what areas pay for the same thing.
    """
    for row in working.rows:
        rule = output_rule(row)
        if rule is None or row.row.output_unit or not rule.required:
            continue
        number = _number(working, row)
        facts = {
            "scheme": shortened(row.name, 60),
            "units": _units(working, rule),
            "number": number,
        }
        yield row_slip(working, row, "output_unit", facts)._replace(
            soft=_soft(rule),
            message="Choose the unit of the {number:,} planned for '{scheme}'." if number else "",
            fix="Choose {units}." if number else "",
            reference=rule.reference,
        )


@check(
    "CHK-083",
    name="output-not-used",
    message="'{type}' is not counted; its planned output will be ignored.",
    fix="Clear the unit and the number, or choose the type they belong to.",
)
def output_not_used(working: Calculations) -> Iterator[Slip]:
    """An output under a type that is not counted is in no national figure.

    It often shows that the wrong type was chosen.
    """
    for row in working.rows:
        field, key = ("output_unit", "") if row.row.output_unit else _at(working)
        given = row.row.output_unit or _number(working, row)
        name = _not_counted(working, row) if given else ""
        if name:
            where = row_subject(working, row, field, key)
            yield Slip(where, row_place(working, row, field, key), {"type": name}, "unconfirmed")


@check(
    "CHK-084",
    name="unit-not-of-type",
    message="'{type}' is counted in {units}, not in {unit}.",
    fix="Choose {units}, or check the scheme type.",
    cites="output_units",
)
def unit_not_of_type(working: Calculations) -> Iterator[Slip]:
    """Rows of one type must be counted in the same units, or they cannot be added up."""
    units = working.rules.output_units
    for row in working.rows:
        text, rule = row.row.output_unit, output_rule(row)
        if not text or rule is None or units.match(text).accepted in rule.units:
            continue
        facts = {
            "type": working.rules.scheme_types.label(row.scheme_type.accepted),
            "units": _units(working, rule),
            "unit": _unit(working, text),
        }
        where = row_subject(working, row, "output_unit")
        place = row_place(working, row, "output_unit")
        yield Slip(where, place, facts, _soft(rule), reference=rule.reference)


def _can_be_read(working: Calculations, row: CodedRow) -> bool:
    """Whether the number is one, or blank; the reader of the file reports any other text."""
    return is_not_given(row.row.written.get(".".join(filter(None, _at(working))), ""))


def _runs(working: Calculations, row: CodedRow) -> bool:
    """Whether a row has money in the year; in a round of one year that is asked elsewhere."""
    return bool(row.amount) or not working.rules.several_years


@check(
    "CHK-085",
    name="output-number-missing",
    message="Enter the number of {units} for '{scheme}'.",
    fix="Type the number, or clear the unit.",
    by_year=True,
)
def output_number_missing(working: Calculations) -> Iterator[Slip]:
    """A unit without a number says that something is counted, and not how much of it."""
    at = ".".join(filter(None, _at(working)))
    for row in working.rows:
        unit = row.row.output_unit
        counted = unit and _runs(working, row) and not _not_counted(working, row)
        if counted and not _number(working, row) and _can_be_read(working, row):
            facts = {"units": _unit(working, unit or ""), "scheme": shortened(row.name, 60)}
            yield row_slip(working, row, at, facts)


def _lacks_costs(working: Calculations) -> str:
    known = any(one.cost_to is not None for one in working.rules.output_units.items.values())
    return "" if known else "usual costs of the units, in the round"


@check(
    "CHK-086",
    name="unit-cost-outside-band",
    message="{number} {units} for {amount} are {cost} each; one is usually {low} to {high}.",
    fix="Check the number and the amount.",
    cites="output_units",
    lacks=_lacks_costs,
    by_year=True,
)
def unit_cost_outside_band(working: Calculations) -> Iterator[Slip]:
    """Pounds per package or placement far from what others pay often mean a slip in either."""
    units = working.rules.output_units
    for row in working.rows:
        code = units.match(row.row.output_unit).accepted
        number = _number(working, row)
        low, high = (units[code].cost_from, units[code].cost_to) if code else (None, None)
        if not code or number is None or low is None or high is None or row.amount <= 0:
            continue
        if not low <= row.amount / number <= high:
            amounts = {"amount": row.amount, "low": low, "high": high, "cost": row.amount / number}
            facts = {name: pounds(amount) for name, amount in amounts.items()}
            facts |= {"number": f"{number.normalize():,f}", "units": units[code].plural}
            slip = row_slip(working, row, ".".join(filter(None, _at(working))), facts)
            yield slip._replace(soft=softness(units, code))


Output = tuple[Decimal, str]


def _by_output(working: Calculations, rows: Iterable[CodedRow]) -> dict[Output, list[CodedRow]]:
    """Rows grouped by the number they plan and what is counted."""
    units = working.rules.output_units
    groups: dict[Output, list[CodedRow]] = {}
    for row in rows:
        number, text = _number(working, row), row.row.output_unit
        if number and text:
            groups.setdefault((number, units.match(text).accepted or text), []).append(row)
    return groups


def _repeated(
    working: Calculations, rows: list[CodedRow], number: Decimal, message: str = ""
) -> Slip:
    """Rows that plan one number of one thing."""
    facts = {
        "scheme": shortened(rows[0].name, 60),
        "number": number,
        "units": _unit(working, rows[0].row.output_unit or ""),
        "count": in_words(len(rows)),
        "sum": number * len(rows),
    }
    places = row_places(working, rows, *_at(working))
    subject = f"{rows_named(row.item for row in rows)}, output"
    return Slip(subject, places, facts, message=message)


@check(
    "CHK-087",
    name="output-repeated-between-schemes",
    message="Both plan {number:,} {units}.",
    fix="If they are the same people, keep the number on one row.",
)
def output_repeated_between_schemes(working: Calculations) -> Iterator[Slip]:
    """Two schemes with the same number of the same thing often count the same people twice.

    Small numbers are left out: they are often equal by chance.
    """
    least = working.rules.thresholds.smallest_repeated_output
    firsts = [
        rows[0] for scheme in working.schemes for rows in _by_output(working, scheme).values()
    ]
    firsts.sort(key=lambda row: row.item)
    for (number, _), rows in _by_output(working, firsts).items():
        if len(rows) > 1 and number >= least:
            message = "" if len(rows) == PAIR else "All {count} plan {number:,} {units}."
            yield _repeated(working, rows, number, message)


@check(
    "CHK-088",
    name="output-repeated-within-scheme",
    message="'{scheme}' plans {number:,} {units} on each of {count} rows, {sum:,} in all.",
    fix="Keep the number on one row, or share it out between the rows.",
    by_year=True,
)
def output_repeated_within_scheme(working: Calculations) -> Iterator[Slip]:
    """A scheme with several sources of funding has several rows; its output belongs on one of them.

    Repeated on each, it is counted once for every source.
    """
    for scheme in (rows for rows in working.schemes if len(rows) > 1):
        for (number, _), rows in _by_output(working, scheme).items():
            if len(rows) > 1:
                yield _repeated(working, rows, number)
