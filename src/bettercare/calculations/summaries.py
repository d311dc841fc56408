"""Expenditure by scheme type, area of spend, provider and commissioner."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from bettercare.calculations.coded import CodedRow
from bettercare.calculations.figure import Figure
from bettercare.calculations.working import NOUGHT, Working
from bettercare.rounds import CodeList, Item

Parts = Iterable[tuple[str | None, Decimal]]


def summary_figures(working: Working) -> Iterator[Figure]:
    """Every code of each list with the expenditure planned under it, £0 included."""
    rules = working.rules
    one = "Add the planned expenditure of the rows whose {noun} is {label}, from every source."
    yield from _by(working, "scheme_type", rules.scheme_types, _whole("scheme_type"), one)
    yield from _by(working, "area_of_spend", rules.areas_of_spend, _whole("area"), one)
    yield from _from_minimum(working)
    yield from _by(working, "provider", rules.providers, _whole("provider"), one)
    split = (
        "Add the planned expenditure of the rows whose {noun} is {label}; a Joint row is split "
        "by its shares."
    )
    yield from _by(working, "commissioner", rules.commissioners, _split(working), split)


def _from_minimum(working: Working) -> Iterator[Figure]:
    """What the NHS minimum pays for in each area of spend."""
    rules = working.rules
    areas, sources = rules.areas_of_spend, rules.sources
    minimum = next((code for code, one in sources.items.items() if one.kind == "minimum"), None)
    rows = [row for row in working.rows if row.source.accepted == minimum]
    for code in areas if minimum and working.plan.schemes is not None else ():
        own = [(row, row.amount) for row in rows if row.area.accepted == code]
        yield Figure(
            id=f"from_minimum.{code}",
            label=f"Planned from the {sources.name(minimum)}, {areas.label(code)}",
            value=sum((amount for _, amount in own), NOUGHT),
            unit="GBP",
            rule=f"Add the rows paid from the {sources.name(minimum)} whose area of spend is "
            f"{areas.label(code)}.",
            reference=rules.cite(areas.reference),
            inputs=working.row_inputs(own),
        )


def _whole(attribute: str) -> Callable[[CodedRow], Parts]:
    def parts(row: CodedRow) -> Parts:
        return [(getattr(row, attribute).accepted, row.amount)]

    return parts


def _split(working: Working) -> Callable[[CodedRow], Parts]:
    """A Joint row with shares counts partly to the NHS and partly to the council."""
    known = working.rules.commissioners

    def parts(row: CodedRow) -> Parts:
        code = row.commissioner.accepted
        if code is None or row.stated_share is None or not working.by_share(row):
            return [(code, row.amount)]
        to_nhs = row.amount * row.stated_share
        return [(known[code].nhs_part, to_nhs), (known[code].la_part, row.amount - to_nhs)]

    return parts


def _by(
    working: Working,
    family: str,
    known: CodeList[Item],
    parts: Callable[[CodedRow], Parts],
    rule: str,
) -> Iterator[Figure]:
    groups: dict[str | None, list[tuple[CodedRow, Decimal]]] = {code: [] for code in known}
    for row in working.rows:
        for code, amount in parts(row):
            groups.setdefault(code, []).append((row, amount))
    noun, missing = family.replace("_", " "), working.lacking("schemes")
    for code, rows in groups.items():
        label = known.label(code) if code else "blank or not known"
        yield Figure(
            id=f"{family}.{code or 'not_placed'}",
            label=f"Planned expenditure, {label}",
            value=None if missing else sum((amount for _, amount in rows), NOUGHT),
            unit="GBP",
            rule=rule.format(noun=noun, label=label),
            reference=working.rules.cite(known.reference),
            inputs=working.row_inputs(rows),
            notes=missing,
        )


def shares(
    figures: Mapping[str, Figure], family: str, pool: Decimal, end: str = ""
) -> list[tuple[Figure, Decimal]]:
    """The figures of a family with their share of the pool, largest first.

    ``end`` is how their ids end, such as ``.2017-18`` in a round of several years.
    """
    found = [
        figure
        for key, figure in figures.items()
        if key.startswith(f"{family}.") and key.endswith(end)
    ]
    found.sort(key=lambda figure: -(figure.value or NOUGHT))
    return [(figure, (figure.value or NOUGHT) / pool if pool else NOUGHT) for figure in found]
