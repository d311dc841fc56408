"""What of the earlier plan has nothing to be compared with in the later round."""

from collections.abc import Iterator

import msgspec

from bettercare.calculations import Calculations
from bettercare.comparison.records import Missing
from bettercare.comparison.traits import LISTS
from bettercare.rounds.crosswalk import Crosswalk

Use = tuple[str, str]  # a list and a code of it


def missing(earlier: Calculations, walk: Crosswalk) -> tuple[Missing, ...]:
    """The gaps of a crosswalk, each with the rows of the plan that have the code."""
    rows: dict[Use, list[int]] = {}
    for use, item in _uses(earlier):
        rows.setdefault(use, []).append(item)
    return tuple(
        Missing(
            **{name: getattr(gap, name) for name in msgspec.structs.asdict(gap)},
            rows=tuple(rows.get((gap.list, gap.code), ())),
        )
        for gap in walk.gaps()
    )


def _uses(working: Calculations) -> Iterator[tuple[Use, int]]:
    """Every code that a row or a metric line has, with the number of the row or line."""
    for row in working.rows:
        for name, attribute in LISTS.values():
            code = getattr(row, attribute).code
            if code:
                yield (name, code), row.item
        kind, sub = row.scheme_type.code, row.sub_type.code
        if kind and sub:
            yield ("sub_types", f"{kind}/{sub}"), row.item
    for line in working.metric_lines:
        if line.metric.code:
            yield ("metrics", line.metric.code), line.item
