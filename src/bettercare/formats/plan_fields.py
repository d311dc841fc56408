"""plan.csv: single facts of a plan as rows of field and value."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from bettercare.dates import short_year
from bettercare.findings import Finding, Severity
from bettercare.formats.delimited import Sheet
from bettercare.formats.notes import LONGEST_QUOTE, fix_for
from bettercare.formats.reading import few, noted, some
from bettercare.formats.values import as_typed, as_written
from bettercare.labels import normalise, shortened
from bettercare.money import is_not_given, read_number

FILE = "plan.csv"
DIALECT = "bettercare-1"
PRINTED = "printed."
REQUIRED, PREVIOUS = "required.", "previous."
FAMILIES = (
    REQUIRED,
    PREVIOUS,
    "expectation.",
    "admissions.",
    "published.",
    "carried_forward.",
)  # of given figures
OF_PRINTS = "print."  # facts that the reading of a print leaves
GIVEN, FACT = "given.", "fact."  # fields that only our own dialect has
SINGLE = ("round", "area", "dialect")


class PlanFields(msgspec.Struct, frozen=True, kw_only=True):
    """What plan.csv says: round and area, figures given and printed, and other facts.

    ``own`` is whether the folder is in our own dialect.
    """

    own: bool = False
    round: str | None = None
    area: str | None = None
    given: Mapping[str, Decimal] = {}
    printed: Mapping[str, Decimal] = {}
    facts: Mapping[str, str] = {}
    findings: tuple[Finding, ...] = ()


def read_plan_fields(sheet: Sheet) -> PlanFields:
    """Read plan.csv; a number that cannot be read is kept among the facts."""
    rows = list(_pairs(sheet))
    own = any(field == "dialect" and value == DIALECT for _, field, value in rows)
    values, repeated = _values(rows, own)
    homes, not_given = _sorted(values, own)
    single = homes["single"]
    year = single.get("round")
    return PlanFields(
        own=own,
        round=short_year(year) if year else None,
        area=single.get("area"),
        given=_numbers(homes["given"]),
        printed=_numbers(homes["printed"]),
        facts=homes["facts"],
        findings=(
            *sheet.findings,
            *_shape_findings(sheet),
            *repeated,
            *not_given,
            *_dialect_findings(single.get("dialect"), own),
        ),
    )


def _values(
    rows: Sequence[tuple[int, str, str]], own: bool
) -> tuple[dict[str, str], list[Finding]]:
    """The text of each field that has one, and notes on fields that come again."""
    values: dict[str, str] = {}
    repeated = []
    for number, name, cell in rows:
        field = (as_written(name) or "") if own else _folded(name)
        text = as_written(cell) if own else as_typed(cell)
        if field in values:
            repeated.append(_repeated(number, field))
        elif text is not None:
            values[field] = text
    return values, repeated


def _sorted(
    values: Mapping[str, str], own: bool
) -> tuple[dict[str, dict[str, str]], list[Finding]]:
    """The fields by the part of the plan they belong to, and notes on those not given."""
    homes: dict[str, dict[str, str]] = {"single": {}, "given": {}, "printed": {}, "facts": {}}
    not_given = []
    for field, text in values.items():
        home, name = home_of(field, text, own)
        if home:
            homes[home][name] = text
        else:
            not_given.append(_not_given(field, text))
    return homes, not_given


def home_of(field: str, text: str, own: bool) -> tuple[str, str]:
    """Where a field of plan.csv belongs in the plan, and its name there.

    The home is "single", "given", "printed" or "facts"; "" when a number is marked as not given.

    >>> home_of("printed.balance.dfg", "0", own=False), home_of("version", "3", own=False)
    (('printed', 'balance.dfg'), ('facts', 'version'))
    """
    if field in SINGLE:
        return "single", field
    if own and field.startswith(FACT):
        return "facts", field.removeprefix(FACT)
    if not field.startswith(_number_fields(own)) or _is_unreadable(text):
        return "facts", field
    home, name = ("printed", PRINTED) if field.startswith(PRINTED) else ("given", GIVEN)
    return "" if is_not_given(text) else home, field.removeprefix(name)


def field_of_given(name: str) -> str:
    """The field that holds a given figure in our own dialect.

    >>> field_of_given("required.adult_social_care.minimum"), field_of_given("income.total")
    ('required.adult_social_care.minimum', 'given.income.total')
    """
    return name if name.startswith(FAMILIES) else f"{GIVEN}{name}"


def field_of_fact(name: str) -> str:
    """The field that holds a fact in our own dialect, whatever its name.

    >>> field_of_fact("version"), field_of_fact("area"), field_of_fact("printed.x")
    ('version', 'fact.area', 'fact.printed.x')
    """
    taken = name in SINGLE or name.startswith((FACT, *_number_fields(own=True)))
    return f"{FACT}{name}" if taken or not name.strip() else name


def fact_findings(facts: Mapping[str, str]) -> Iterator[Finding]:
    """Facts that were meant as numbers and cannot be read as such, or whose name is not known."""
    odd = []
    for field, text in facts.items():
        if not field.startswith(_number_fields(own=True)):
            odd += [field] if "." in field and not field.startswith(OF_PRINTS) else []
        elif _is_unreadable(text):
            shown = shortened(text, LONGEST_QUOTE)
            name = shortened(field, LONGEST_QUOTE)
            what = f"'{shown}' is not a number; '{name}' counts as not given."
            yield noted("READ-01", Severity.ERROR, FILE, what, fix_for(text))
    if odd:
        what = f"No figure starts as {some(odd)} does; kept, and not used."
        fix = "Start its name with required., previous. or printed."
        yield noted("READ-15", Severity.INFORMATION, FILE, what, fix)


def _number_fields(own: bool) -> tuple[str, ...]:
    return (PRINTED, *FAMILIES, GIVEN) if own else (PRINTED, *FAMILIES)


def _is_unreadable(text: str) -> bool:
    return not is_not_given(text) and read_number(text) is None


def _numbers(texts: Mapping[str, str]) -> dict[str, Decimal]:
    read = ((name, read_number(text)) for name, text in texts.items())
    return {name: number for name, number in read if number is not None}


def _folded(name: str) -> str:
    """The name of a field; those that every plan has are known in capitals too."""
    stripped = name.strip()
    return stripped.casefold() if stripped.casefold() in SINGLE else stripped


def _pairs(sheet: Sheet) -> Iterator[tuple[int, str, str]]:
    """Row number, field and value of each row, its header left out."""
    filled = [(n, [*row, ""]) for n, row in enumerate(sheet.rows, 1) if any(map(str.strip, row))]
    if filled and normalise(filled[0][1][0]) == "field":
        filled = filled[1:]
    yield from ((number, row[0], row[1]) for number, row in filled if row[0].strip())


def _shape_findings(sheet: Sheet) -> Iterator[Finding]:
    """Rows that are not a field and a value, and a file without any."""
    if sheet.file and not any(any(map(str.strip, row)) for row in sheet.rows):
        fix = "Fill it, or take it away."
        yield noted("READ-02", Severity.WARNING, sheet.file, "The file is empty.", fix)
    wide = [n for n, row in enumerate(sheet.rows, 1) if any(map(str.strip, row[2:]))]
    if wide:
        what = f"More than a field and a value; the rest is not read ({few(wide)} of the file)."
        fix = "Put a value that holds a comma in quotation marks."
        yield noted("READ-14", Severity.WARNING, sheet.file, what, fix)
    nameless = [
        n
        for n, row in enumerate(sheet.rows, 1)
        if any(map(str.strip, row[1:2])) and not row[0].strip()
    ]
    if nameless:
        what = f"A value without the name of its field is not read ({few(nameless)} of the file)."
        fix = "Write the name of the field before it."
        yield noted("READ-15", Severity.WARNING, sheet.file, what, fix)


def _dialect_findings(dialect: str | None, own: bool) -> Iterator[Finding]:
    if dialect is not None and not own:
        what = f"'{shortened(dialect, LONGEST_QUOTE)}' is no dialect that is known; not used."
        fix = f"Take the row away, unless bettercare wrote the folder: then it is {DIALECT}."
        yield noted("READ-15", Severity.WARNING, f"{FILE}, dialect", what, fix)


def _repeated(number: int, field: str) -> Finding:
    message = f"'{shortened(field, LONGEST_QUOTE)}' is given twice; the first is used."
    return noted("READ-15", Severity.WARNING, f"{FILE}, row {number}", message, "Keep one row.")


def _not_given(field: str, text: str) -> Finding:
    message = f"'{text.strip()}' is read as not given for '{shortened(field, LONGEST_QUOTE)}'."
    fix = "Leave the row out, or type 0 where 0 is meant."
    return noted("READ-09", Severity.INFORMATION, FILE, message, fix)
