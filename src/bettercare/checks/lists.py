"""Family A: values that must come from the round's lists."""

from collections.abc import Callable, Iterator

from bettercare.calculations import Calculations, CodedRow
from bettercare.checks.choices import CHOOSE_FIX, SUGGEST_FIX, choice_fix, choices_of
from bettercare.checks.registry import Slip, check, softness
from bettercare.checks.words import row_place, row_places, row_slip, row_subject, rows_named
from bettercare.labels import shortened
from bettercare.rounds import CodeList, Item, Match

CHOOSE = "Choose {a_noun} for '{scheme}'."


def _not_in_list(
    working: Calculations,
    field: str,
    known: CodeList[Item],
    match: Callable[[CodedRow], Match],
) -> Iterator[Slip]:
    """One slip for each row whose value is blank or not in the list."""
    column = working.rules.column("schemes", field)
    noun = column.noun if column else field
    for row in working.rows:
        found = match(row)
        if found.accepted:
            continue
        text = getattr(row.row, field)
        facts: dict[str, object] = {
            "value": shortened(text or "", 60),
            "noun": noun,
            "a_noun": f"an {noun}" if noun[0] in "aeiou" else f"a {noun}",
            "scheme": shortened(row.name, 60),
            "round": working.rules.round,
            "choices": choices_of(known),
        }
        where = row_subject(working, row, field), row_place(working, row, field)
        if text is None:
            yield Slip(*where, facts, message=CHOOSE, fix=CHOOSE_FIX)
        else:
            facts["suggestion"] = known.suggestion(text)
            yield Slip(*where, facts, softness(known), fix=choice_fix(facts))


@check(
    "CHK-001",
    name="scheme-type-not-in-list",
    message="'{value}' is not a scheme type in {round}.",
    fix=CHOOSE_FIX,
    cites="scheme_types",
)
def scheme_type_not_in_list(working: Calculations) -> Iterator[Slip]:
    """A row must have one of the round's scheme types: national totals are made from them."""
    known = working.rules.scheme_types
    yield from _not_in_list(working, "scheme_type", known, lambda row: row.scheme_type)


@check(
    "CHK-002",
    name="sub-type-not-of-type",
    message="'{value}' is not a sub type of '{type}'.",
    fix="Choose one of: {choices}.",
    cites="scheme_types",
)
def sub_type_not_of_type(working: Calculations) -> Iterator[Slip]:
    """A sub type must belong to its own scheme type; a list that the round leaves open is noted."""
    kept: dict[str, list[CodedRow]] = {}
    for row in working.rows:
        kind = row.kind
        if kind is None or kind.sub_types is None or not row.row.sub_type:
            continue
        if kind.sub_types.open:
            kept.setdefault(kind.label, []).append(row)
        elif not row.sub_type.accepted:
            yield _wrong_sub_type(working, row, kind.label, kind.sub_types)
    for label, rows in kept.items():
        yield Slip(
            f"{rows_named(row.item for row in rows)}, sub type",
            row_places(working, rows, "sub_type"),
            {"type": label},
            "open",
            "The round's list prints no sub types for '{type}'; accepted as written.",
            "Nothing to mend.",
        )


def _wrong_sub_type(
    working: Calculations, row: CodedRow, label: str, known: CodeList[Item]
) -> Slip:
    text = row.row.sub_type or ""
    suggestion = known.suggestion(text)
    return row_slip(
        working,
        row,
        "sub_type",
        {
            "value": shortened(text, 60),
            "type": label,
            "choices": choices_of(known),
            "suggestion": suggestion,
        },
    )._replace(soft=softness(known), fix=SUGGEST_FIX if suggestion else "")


@check(
    "CHK-003",
    name="sub-type-missing",
    message="Choose a sub type for '{scheme}' ({type}).",
    fix="Choose one of: {choices}.",
    cites="scheme_types",
)
def sub_type_missing(working: Calculations) -> Iterator[Slip]:
    """A type with sub types asks for one, or national tables show the scheme as unspecified."""
    for row in working.rows:
        kind = row.kind
        if kind and kind.sub_types and not kind.sub_types.open and not row.row.sub_type:
            yield row_slip(
                working,
                row,
                "sub_type",
                {"scheme": row.name, "type": kind.label, "choices": choices_of(kind.sub_types)},
            )


@check(
    "CHK-004",
    name="sub-type-not-used",
    message="'{type}' has no sub types; '{value}' will be ignored.",
    fix="Clear the sub type, or choose the type it belongs to.",
    cites="scheme_types",
)
def sub_type_not_used(working: Calculations) -> Iterator[Slip]:
    """A sub type under a type that has none is not carried into national tables."""
    for row in working.rows:
        kind = row.kind
        if kind and kind.sub_types is None and row.row.sub_type:
            yield row_slip(
                working,
                row,
                "sub_type",
                {"type": kind.label, "value": shortened(row.row.sub_type, 60)},
            )


@check(
    "CHK-007",
    name="area-of-spend-not-in-list",
    message="'{value}' is not an area of spend.",
    fix=CHOOSE_FIX,
    cites="areas_of_spend",
)
def area_not_in_list(working: Calculations) -> Iterator[Slip]:
    """The area of spend decides which required spend a row counts to."""
    known = working.rules.areas_of_spend
    yield from _not_in_list(working, "area_of_spend", known, lambda row: row.area)


@check(
    "CHK-010",
    name="commissioner-not-in-list",
    message="'{value}' is not a commissioner.",
    fix=CHOOSE_FIX,
    cites="commissioners",
)
def commissioner_not_in_list(working: Calculations) -> Iterator[Slip]:
    """The commissioner decides whether a row counts as NHS-commissioned."""
    known = working.rules.commissioners
    yield from _not_in_list(working, "commissioner", known, lambda row: row.commissioner)


@check(
    "CHK-011",
    name="provider-not-in-list",
    message="'{value}' is not a provider type.",
    fix=CHOOSE_FIX,
    cites="providers",
)
def provider_not_in_list(working: Calculations) -> Iterator[Slip]:
    """The provider type is one of the round's list."""
    known = working.rules.providers
    yield from _not_in_list(working, "provider", known, lambda row: row.provider)


@check(
    "CHK-012",
    name="source-not-in-list",
    message="'{value}' is not a {round} source of funding.",
    fix=CHOOSE_FIX,
    cites="sources",
)
def source_not_in_list(working: Calculations) -> Iterator[Slip]:
    """Money on a source that the round lacks is in no balance, though it is in the total."""
    sources = working.rules.sources
    for slip in _not_in_list(working, "source_of_funding", sources, lambda row: row.source):
        if sources.match(str(slip.facts["value"])).how == "old":
            yield slip._replace(fix="Choose '{suggestion}', its name in this round.")
        else:
            yield slip
    names = working.rules.income_names
    for line in working.lines:
        text = line.line.source_of_funding
        if line.source.accepted or (text is None and not line.amount):
            continue
        facts = {
            "value": shortened(text or "", 60),
            "round": working.rules.round,
            "choices": choices_of(names),
            "suggestion": names.suggestion(text) if text else None,
        }
        where = (working.place("income", line.item, "source_of_funding"),)
        message = "" if text else "An income line has no source of funding."
        yield Slip(f"Income line {line.item}, source", where, facts, "", message, choice_fix(facts))


LISTS = (
    ("scheme_type", "scheme_types"),
    ("area_of_spend", "areas_of_spend"),
    ("commissioner", "commissioners"),
    ("provider", "providers"),
    ("source_of_funding", "sources"),
    ("output_unit", "output_units"),
    ("new_or_existing", "new_or_existing"),
)


@check(
    "CHK-013",
    name="label-read-as",
    message="Read '{value}' as '{canonical}'.",
    fix="Write '{canonical}', or leave it: the meaning is the same.",
)
def label_read_as(working: Calculations) -> Iterator[Slip]:
    """A value that differs from the list only in case, spacing, numbering or a known other name."""
    yield from _rows_read_as(working)
    yield from _impacts_read_as(working)
    known = working.rules.income_names
    for line in working.lines:
        if line.source.how == "alias":
            text = line.line.source_of_funding or ""
            place = working.place("income", line.item, "source_of_funding")
            yield Slip(f"Income line {line.item}, source", (place,), _reading(text, known))
    yield from _levels_read_as(working)


def _levels_read_as(working: Calculations) -> Iterator[Slip]:
    """Levels of maturity that are written in another way."""
    hicm = working.rules.hicm
    for item, line in enumerate(working.plan.hicm or () if hicm else (), 1):
        for field, text in (("current", line.current), ("planned", line.planned)):
            if hicm and text and hicm.levels.match(text).how == "alias":
                column = working.rules.column("hicm", field)
                subject = f"Change {item}, {column.noun if column else field}"
                place = working.place("hicm", item, field)
                yield Slip(subject, (place,), _reading(text, hicm.levels))


def _rows_read_as(working: Calculations) -> Iterator[Slip]:
    for field, name in LISTS:
        known: CodeList[Item] = getattr(working.rules, name)
        texts = {getattr(row.row, field) for row in working.rows}
        if not any(known.match(text).how == "alias" for text in texts):
            continue
        for row in working.rows:
            text = getattr(row.row, field)
            if known.match(text).how == "alias":
                yield _read_as(working, row, field, text, known)
    for row in working.rows:
        kind = row.kind
        if kind and kind.sub_types and row.sub_type.how == "alias":
            yield _read_as(working, row, "sub_type", row.row.sub_type or "", kind.sub_types)


def _impacts_read_as(working: Calculations) -> Iterator[Slip]:
    levels = working.rules.impact_levels
    texts = {text for row in working.rows for text in row.row.impacts.values()}
    if not any(levels.match(text).how == "alias" for text in texts):
        return
    for row in working.rows:
        for metric, text in row.row.impacts.items():
            if levels.match(text).how == "alias":
                where = row_subject(working, row, "impacts", metric)
                place = row_place(working, row, "impacts", metric)
                yield Slip(where, place, _reading(text, levels))


def _reading(text: str, known: CodeList[Item]) -> dict[str, object]:
    return {"value": shortened(text, 60), "canonical": known.label(known.match(text).code)}


def _read_as(
    working: Calculations, row: CodedRow, field: str, text: str, known: CodeList[Item]
) -> Slip:
    return Slip(
        row_subject(working, row, field),
        row_place(working, row, field),
        _reading(text, known),
    )


@check(
    "CHK-014",
    name="new-or-existing-missing",
    message="Say whether '{scheme}' is new or existing.",
    fix="Choose one of: {choices}.",
    cites="new_or_existing",
)
def new_or_existing_missing(working: Calculations) -> Iterator[Slip]:
    """Each row says whether its scheme is new this year."""
    known = working.rules.new_or_existing
    for row in working.rows:
        if not known.match(row.row.new_or_existing).accepted:
            yield row_slip(
                working, row, "new_or_existing", {"scheme": row.name, "choices": choices_of(known)}
            )
