"""The blocks of the summary about required minimum spends."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from bettercare.calculations.required import Requirement
from bettercare.formats.workbooks.minimums import minimum_formula
from bettercare.formats.workbooks.summary_words import HEADROOM
from bettercare.formats.workbooks.sums import NOUGHT, Block, Cell, Row, Sums

UNDER_SPEND = 'IF(ISNUMBER({up2}),MAX(0,ROUND({up2}-{up1},6)),"")'
DISTANCE = 'IF(ISNUMBER({up3}),ROUND({up2}-{up3},6),"")'


def required_blocks(sums: Sums) -> Iterator[Block]:
    """One block a required spend, and one of the rows that count more than once or not at all."""
    for code, spend in sums.rules.required_spends.items():
        tests = [working.required[code] for working in sums.years]
        title = f"Required minimum spend: {spend.label}"
        yield Block(title, sums.year_heads, tuple(_rows(sums, tests)))
    if sums.rules.required_spends:
        title = "Rows that count to all required spends, or to none"
        yield Block(title, sums.year_heads, tuple(_shared(sums)))


def _rows(sums: Sums, tests: list[Requirement]) -> Iterator[Row]:
    def line(key: str, label: str, formula: Callable[[Requirement], str]) -> Row:
        cells = (
            sums.cell(t.working.id(f"required.{t.code}.{key}"), formula(t), _unknown(t, key))
            for t in tests
        )
        return sums.row(label, *cells)

    how = tests[0].rule.minimum
    least = line("minimum", "Minimum", lambda test: minimum_formula(sums.build, test))
    yield least._replace(
        rule=f"As given on the sheet of plan fields. Where that is blank: {how.words}.",
        reference=sums.rules.cite(how.reference),
    )
    yield line("planned", "Planned", lambda test: f"SUM({_counts(sums, test)})")
    yield line("under_spend", "Under-spend", lambda _: UNDER_SPEND)
    yield line("headroom", "Headroom: planned less minimum", lambda _: DISTANCE)
    said = (Cell("", "", _unknown(test, "headroom"), "text", HEADROOM) for test in tests)
    yield Row("Is it met?", tuple(said), "In words what the line above says.", is_total=True)
    yield from _by_area(sums, tests)


def _unknown(test: Requirement, key: str) -> Decimal | None:
    """What a formula has where our figure lacks the schemes: they come to £0 on a sheet."""
    planned = test.planned or NOUGHT
    distance = None if test.minimum is None else planned - test.minimum
    short = None if distance is None else max(NOUGHT, -distance)
    known = {"planned": planned, "headroom": distance, "under_spend": short}
    return known.get(key)


def _counts(sums: Sums, test: Requirement) -> str:
    return sums.column(f"counts.{test.code}", test.working)


def _by_area(sums: Sums, tests: list[Requirement]) -> Iterator[Row]:
    """What counts, area by area, where our figures have it so."""
    areas = sums.rules.areas_of_spend
    for number, (code, area) in enumerate(areas.items.items(), 1):
        ids = [test.working.id(f"required.{test.code}.area.{code}") for test in tests]
        if ids[0] in sums.figures:
            cells = (
                sums.cell(id_, f"SUMIFS({_counts(sums, test)},schemes_area_of_spend_no,{number})")
                for id_, test in zip(ids, tests, strict=True)
            )
            yield sums.row(f"    Planned, of which {area.label}", *cells)


def _shared(sums: Sums) -> Iterator[Row]:
    for key, label in (
        ("in_both", "Counted in all of them"),
        ("in_neither", "Paid from the same source and counted in none"),
    ):
        cells = (
            sums.cell(one.id(f"required.{key}"), f"SUM({sums.column(key, one)})")
            for one in sums.years
        )
        yield sums.row(label, *cells)
