"""Family A: the impact of schemes on the metrics."""

from collections.abc import Iterator
from decimal import Decimal

from bettercare.calculations import Calculations, CodedRow
from bettercare.checks.choices import CHOOSE_FIX, choice_fix, choices_of
from bettercare.checks.registry import Slip, check, softness
from bettercare.checks.words import row_place, row_places, row_subject, rows_named
from bettercare.labels import shortened
from bettercare.money import percent


@check(
    "CHK-018",
    name="impact-level-not-in-list",
    message="'{value}' is not an impact level.",
    fix=CHOOSE_FIX,
    cites="impact_levels",
)
def impact_level_not_in_list(working: Calculations) -> Iterator[Slip]:
    """The impact on a metric is one of the round's levels."""
    known = working.rules.impact_levels
    texts = {text for row in working.rows for text in row.row.impacts.values()}
    if all(known.match(text).accepted for text in texts):
        return
    for row in working.rows:
        for metric, text in row.row.impacts.items():
            if known.match(text).accepted:
                continue
            facts: dict[str, object] = {
                "value": shortened(text, 60),
                "choices": choices_of(known),
                "suggestion": known.suggestion(text),
            }
            yield Slip(
                row_subject(working, row, "impacts", metric),
                row_place(working, row, "impacts", metric),
                facts,
                softness(known),
                "",
                choice_fix(facts),
            )


def _lacks_impacts(working: Calculations) -> str:
    """The columns of impacts, where no row has any: they were not given."""
    return "" if any(row.row.impacts for row in working.rows) else "the impacts on the metrics"


def _no_impact(working: Calculations) -> Iterator[CodedRow]:
    """The rows of which every impact is blank or says that there is none."""
    levels = working.rules.impact_levels
    found: dict[tuple[str, ...], bool] = {}  # rows have few combinations of levels
    for row in working.rows:
        texts = tuple(row.row.impacts.values())
        if texts not in found:
            codes = (levels.match(text).accepted for text in texts)
            found[texts] = all(code is not None and not levels[code].rank for code in codes)
        if found[texts]:
            yield row


@check(
    "CHK-019",
    name="supports-no-metric",
    message="'{scheme}' supports none of the metrics.",
    fix="Give the level for each metric it helps, or confirm that it helps none.",
    cites="impact_levels",
    lacks=_lacks_impacts,
)
def supports_no_metric(working: Calculations) -> Iterator[Slip]:
    """A scheme of which every impact is Not applicable or blank.

    Where no row has any impact the file has no such columns, and the check is not run.
    """
    for row in _no_impact(working) if working.rules.metrics else ():
        yield Slip(
            f"Row {row.item}, impacts",
            row_place(working, row, "impacts", next(iter(working.rules.metrics))),
            {"scheme": row.name},
        )


def _on_all(working: Calculations, level: str) -> Iterator[CodedRow]:
    """The rows that have one level on every metric of the round."""
    match, metrics = working.rules.impact_levels.match, tuple(working.rules.metrics)
    found: dict[tuple[str | None, ...], bool] = {}
    for row in working.rows if metrics else ():
        texts = tuple(map(row.row.impacts.get, metrics))
        if texts not in found:
            found[texts] = all(match(text).accepted == level for text in texts)
        if found[texts]:
            yield row


@check(
    "CHK-020",
    name="many-rows-high-on-all",
    message="{count} of {all} rows ({share}) {claim} {level} on every metric.",
    fix="Keep {level} for the metrics each scheme moves most; assessors may ask for evidence.",
    cites="impact_levels",
    lacks=_lacks_impacts,
)
def many_rows_high_on_all(working: Calculations) -> Iterator[Slip]:
    """A plan that claims High everywhere says little about what drives each metric."""
    known = working.rules.impact_levels
    highest = max(known, key=lambda code: known[code].rank)
    high = list(_on_all(working, highest))
    share = Decimal(len(high)) / max(1, len(working.rows))
    if share > working.rules.thresholds.high_impact_share:
        yield Slip(
            f"{rows_named(row.item for row in high)}, impacts",
            row_places(working, high, "impacts", next(iter(working.rules.metrics))),
            {
                "count": len(high),
                "all": len(working.rows),
                "share": percent(share, 0),
                "claim": "claims" if len(high) == 1 else "claim",
                "level": known.label(highest),
            },
        )
