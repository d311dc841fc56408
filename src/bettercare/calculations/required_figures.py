"""The figures of required minimum spends, each with its working."""

from collections.abc import Iterator, Mapping, Sequence

from bettercare.calculations.coded import CodedRow
from bettercare.calculations.figure import LEAST, Figure, Input
from bettercare.calculations.required import (
    Overlap,
    Requirement,
    distance_words,
    side_words,
    total_of,
)
from bettercare.calculations.working import NOUGHT, Working
from bettercare.labels import listed
from bettercare.money import pounds
from bettercare.rounds.spends import Growth

GIVEN = "The plan's own field {field}"


def required_figures(
    working: Working, tests: Mapping[str, Requirement], overlap: Overlap
) -> Iterator[Figure]:
    """Minimum, planned, under-spend and headroom of each required spend, and the overlap."""
    for test in tests.values():
        yield _minimum(working, test)
        yield _planned(working, test, overlap)
        yield from _distance(working, test)
        yield from _growth(working, test)
        yield from _set_growth(working, test)
        yield from _by_area(working, test)
    yield from _shared(working, overlap)


def _minimum(working: Working, test: Requirement) -> Figure:
    given = test.given is not None
    return Figure(
        id=f"required.{test.code}.minimum",
        label=f"{test.rule.label}, minimum",
        value=test.minimum,
        unit="GBP",
        rule="As given with the plan." if given else f"{_sentence(test.rule.minimum.words)}.",
        reference=(
            GIVEN.format(field=working.id(f"required.{test.code}.minimum"))
            if given
            else working.rules.cite(test.rule.minimum.reference)
        ),
        standing=test.standing,
        inputs=tuple(test.ingredients()) if not given or test.exact is not None else (),
        notes=(_cross_check(test) if given else test.how_derived(),),
    )


def _cross_check(test: Requirement) -> str:
    """A given minimum beside what the round's formula would give."""
    if test.derived is None or test.given is None:
        return f"No cross-check. {test.how_derived()}"
    if test.derived == test.given:
        return f"The formula gives the same. {_sentence(test.how_derived())}"
    apart = pounds(abs(test.derived - test.given))
    return f"Used as given, {apart} from the formula. {_sentence(test.how_derived())}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _planned(working: Working, test: Requirement, overlap: Overlap) -> Figure:
    return Figure(
        id=f"required.{test.code}.planned",
        label=f"{test.rule.label}, planned",
        value=test.planned,
        unit="GBP",
        rule=f"Add the rows where {_conditions(test)}.",
        reference=f"{working.rules.cite(test.rule.reference)} ({_asked_by(test)})",
        inputs=working.row_inputs(test.counted, overlap.items),
        steps=tuple(test.steps()) if test.planned is not None else (),
        notes=(*working.lacking("schemes"), *_planned_notes(test, overlap)),
        answer=distance_words(test.headroom),
    )


def _asked_by(test: Requirement) -> str:
    return test.rule.requirement or test.rule.condition


def _growth(working: Working, test: Requirement) -> Iterator[Figure]:
    """How far what is planned grows from the year before, where that is known."""
    before = test.planned_before
    if before and test.planned is not None:
        yield Figure(
            id=f"required.{test.code}.growth",
            label=f"{test.rule.label}, growth of the planned spend",
            value=test.planned / before - 1,
            unit="fraction",
            rule="Planned over what was planned for the year before, less 1.",
            reference=working.rules.cite(test.rule.reference),
            inputs=(Input("Planned", test.planned), Input("Planned the year before", before)),
        )


def _set_growth(working: Working, test: Requirement) -> Iterator[Figure]:
    """How far the minimum itself grows in the year, where a national rate says so."""
    how = test.rule.minimum
    if isinstance(how, Growth):
        rate = how.rates[working.year]
        yield Figure(
            id=f"required.{test.code}.set_growth",
            label=f"{test.rule.label}, growth set for the minimum",
            value=rate - 1,
            unit="fraction",
            rule="The rate that is set nationally for the year, less 1.",
            reference=working.rules.cite(how.reference),
            inputs=(Input(f"Growth to {working.year}", rate),),
            decimals=2,
        )


def _by_area(working: Working, test: Requirement) -> Iterator[Figure]:
    """What counts, area by area, where rows of several areas may count."""
    areas = working.rules.areas_of_spend
    limits = [one for one in test.rule.conditions if one.field == "area_of_spend"]
    open_to = [code for code in areas if all(one.holds(code) for one in limits)]
    for code in open_to if len(open_to) > 1 and test.planned is not None else ():
        rows = [pair for pair in test.counted if pair[0].area.accepted == code]
        yield Figure(
            id=f"required.{test.code}.area.{code}",
            label=f"{test.rule.label}, {areas.label(code)}",
            value=sum((amount for _, amount in rows), NOUGHT),
            unit="GBP",
            rule=f"Add the rows that count and whose area of spend is {areas.label(code)}.",
            reference=working.rules.cite(test.rule.reference),
            inputs=working.row_inputs(rows),
        )


def _conditions(test: Requirement) -> str:
    words = [condition.words for condition in test.rule.conditions]
    *most, last = words
    return f"{', '.join(most)}, and {last}" if len(most) > 1 else listed(words)


def _planned_notes(test: Requirement, overlap: Overlap) -> Iterator[str]:
    yield f"{LEAST}{_least(test)}"
    for rows, why in (
        (test.undecided(), "a blank or unknown label"),
        (test.shareless(), "no shares though Joint"),
    ):
        if rows:
            yield f"Not counted: {_rows(rows)} ({pounds(total_of(rows))}) with {why}."
    if overlap.both and test.planned is not None:
        left = pounds(test.planned - overlap.part_of(test))
        distance = distance_words(overlap.without(test), short=True)
        yield f"* {_shared_words(test, overlap)} you would have {left}" + (
            f", {distance}." if distance else "."
        )


def _least(test: Requirement) -> str:
    """The minimum of a required spend with where it comes from."""
    if test.minimum is None:
        return f"not known. {_sentence(test.how_derived())}"
    if test.given is None:
        return f"{pounds(test.minimum)} (derived). {_sentence(test.how_derived())}"
    return f"{pounds(test.minimum)} (given). {_cross_check(test)}"


def _shared_words(test: Requirement, overlap: Overlap) -> str:
    """To what else the marked rows count, how many there are and how much they hold."""
    others = [
        spend.label
        for code, spend in test.working.rules.required_spends.items()
        if code != test.code
    ]
    both = overlap.both
    them = "it" if len(both) == 1 else "them"
    return f"counts to {listed(others)} too: {_rows(both)}, {pounds(overlap.total)}. Without {them}"


def _rows(rows: Sequence[CodedRow]) -> str:
    return "1 row" if len(rows) == 1 else f"{len(rows):,} rows"


def _distance(working: Working, test: Requirement) -> Iterator[Figure]:
    headroom = test.headroom
    planned, least = test.planned or NOUGHT, test.minimum or NOUGHT
    inputs = (Input("Planned", planned), Input("less minimum", -least))
    unknown = () if test.minimum is not None else (_sentence(test.how_derived()),)
    missing = (*working.lacking("schemes"), *unknown)
    reference = working.rules.cite(test.rule.reference)
    for key, label, rule, value in (
        (
            "under_spend",
            "under-spend",
            "Minimum less planned, and 0 when the plan is above it.",
            None if headroom is None else max(NOUGHT, -headroom),
        ),
        ("headroom", "headroom", "Planned less minimum; below 0 is short.", headroom),
    ):
        yield Figure(
            id=f"required.{test.code}.{key}",
            label=f"{test.rule.label}, {label}",
            value=value,
            unit="GBP",
            rule=rule,
            reference=reference,
            inputs=inputs[: 2 if headroom is not None else 1 if test.planned is not None else 0],
            notes=missing,
            answer=side_words(headroom) if key == "headroom" else "",
        )


def _shared(working: Working, overlap: Overlap) -> Iterator[Figure]:
    rules = working.rules
    first = next(iter(rules.required_spends.values()), None)
    reference = rules.cite(first.reference) if first else ""
    missing = working.lacking("schemes")
    parts = any(amount != row.amount for row, amount in overlap.counted)
    by_share = ("A Joint row stands with the part of it that counts to all.",) if parts else ()
    neither = tuple((row, row.amount) for row in overlap.neither)
    for key, label, rule, rows, notes in (
        ("in_both", "Counted in both required spends", "count to all", overlap.counted, by_share),
        ("in_neither", "Counted in neither required spend", "count to none", neither, ()),
    ):
        yield Figure(
            id=f"required.{key}",
            label=label,
            value=None if missing else sum((amount for _, amount in rows), NOUGHT),
            unit="GBP",
            rule=f"Add the rows of the source that {rule} of the required spends.",
            reference=reference,
            inputs=working.row_inputs(rows),
            notes=(*missing, *notes),
        )
