"""Family A: words for what is typed Other."""

from collections.abc import Iterator

from bettercare.calculations import Calculations
from bettercare.calculations.completeness import other_text_asked
from bettercare.checks.registry import Slip, check
from bettercare.checks.words import row_slip
from bettercare.labels import normalise, shortened

SCHEME_AGAIN = "'{text}' repeats the scheme's name; it says no area of spend."


@check(
    "CHK-005",
    name="other-not-described",
    message="Say what 'Other' means for '{scheme}'.",
    fix="Describe it in a few words, or choose a national type that fits.",
    cites="scheme_types",
)
def other_not_described(working: Calculations) -> Iterator[Slip]:
    """A type or sub type of Other tells a reader nothing without words of its own."""
    for row in working.rows:
        if other_text_asked(row) and not row.row.scheme_type_other:
            yield row_slip(working, row, "scheme_type_other", {"scheme": row.name})


@check(
    "CHK-006",
    name="other-text-not-needed",
    message="The description of 'Other' is not needed here and will not be printed.",
    fix="Move it to the brief description, or clear it.",
    cites="scheme_types",
)
def other_text_not_needed(working: Calculations) -> Iterator[Slip]:
    """Words for Other beside a named type are lost in national tables."""
    for row in working.rows:
        known = row.row.scheme_type_other and row.scheme_type.accepted
        sub_type = row.row.sub_type is None or row.sub_type.accepted
        if known and sub_type and not other_text_asked(row):
            yield row_slip(working, row, "scheme_type_other")


@check(
    "CHK-008",
    name="area-other-not-described",
    message="Describe the area of spend for '{scheme}'.",
    fix="Describe it in a few words, or choose one of the named areas.",
    cites="areas_of_spend",
)
def area_other_not_described(working: Calculations) -> Iterator[Slip]:
    """An area of spend of Other needs words."""
    areas = working.rules.areas_of_spend
    for row in working.rows:
        code = row.area.accepted
        if code and areas[code].needs_text and not row.row.area_of_spend_other:
            yield row_slip(working, row, "area_of_spend_other", {"scheme": row.name})


@check(
    "CHK-009",
    name="area-other-names-a-provider",
    message="'{text}' looks like a provider, not an area of spend.",
    fix="Say what the money is spent on; choose one of the named areas where one fits.",
    cites="areas_of_spend",
)
def area_other_names_a_provider(working: Calculations) -> Iterator[Slip]:
    """Words under area Other that name a kind of provider, or repeat the scheme's own name."""
    providers = {normalise(word) for word in working.rules.provider_words}
    providers |= {normalise(label) for label in working.rules.providers.labels}
    for row in working.rows:
        text = row.row.area_of_spend_other
        if not text:
            continue
        named = normalise(text)
        again = named == normalise(row.row.scheme_name or "")
        if named and (again or named in providers):
            slip = row_slip(working, row, "area_of_spend_other", {"text": shortened(text, 60)})
            yield slip._replace(message=SCHEME_AGAIN) if again else slip
