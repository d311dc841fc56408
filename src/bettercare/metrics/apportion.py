"""Counts of NHS commissioners shared out to the areas of boards, inside the query and exactly.

The share is the part of the commissioner's people who live in the area. Shares are decimals, and
are multiplied as whole numbers of their last decimal: no engine rounds them.
"""

from collections.abc import Sequence

import ibis
from ibis.expr import types as ir

from bettercare.errors import BadRequest
from bettercare.metrics.record_checks_rules import UNKNOWN
from bettercare.places import Mapping

MOST_DECIMALS = 9  # of a share, so that a share of nine thousand million still fits in 64 bits


def decimals(mapping: Mapping) -> int:
    """How many decimals the shares of a mapping are written with, at most.

    >>> from bettercare.places import load_mapping
    >>> decimals(load_mapping("2017-19"))
    3
    """
    exponents = (one.of_commissioner.normalize().as_tuple().exponent for one in mapping.shares)
    found = max((-one for one in exponents if isinstance(one, int)), default=0)
    if found > MOST_DECIMALS:
        raise BadRequest(
            f"Cannot use the mapping {mapping.id}: its shares have {found} decimals. "
            f"Round them to {MOST_DECIMALS}."
        )
    return max(found, 0)


def parts(mapping: Mapping) -> dict[tuple[str, str], int]:
    """The share of each commissioner in each area, in units of the last decimal; none of 0."""
    scale = decimals(mapping)
    found: dict[tuple[str, str], int] = {}
    for one in mapping.shares:
        share = int(one.of_commissioner.scaleb(scale))
        if share:
            key = (one.commissioner.code, one.area.code)
            found[key] = found.get(key, 0) + share
    return found


def share_sums(mapping: Mapping) -> dict[str, int]:
    """What the shares of each commissioner add up to, in units of the last decimal."""
    found: dict[str, int] = {}
    for (commissioner, _), share in parts(mapping).items():
        found[commissioner] = found.get(commissioner, 0) + share
    return found


def shares_table(mapping: Mapping) -> ir.Table:
    """Shares as a small table: ``commissioner``, ``to_area`` and ``share``."""
    rows = [(commissioner, area, share) for (commissioner, area), share in parts(mapping).items()]
    schema = {"commissioner": "string", "to_area": "string", "share": "int64"}
    return ibis.memtable(rows, schema=schema)


def apportioned(found: ir.Table, mapping: Mapping, counts: Sequence[str]) -> ir.Table:
    """Cells of commissioners as cells of areas, in units of the shares' last decimal.

    What a commissioner that the mapping lacks counted goes whole to the area "unknown".
    """
    unit = 10 ** decimals(mapping)
    shares = shares_table(mapping)
    joined = found.left_join(shares, found["area"] == shares["commissioner"])
    share = joined["share"].fill_null(unit)
    keys = ("period_kind", "period", "breakdown", "group")
    placed = joined.select(
        *keys,
        area=joined["to_area"].fill_null(UNKNOWN),
        **{name: joined[name] * share for name in counts},
    )
    sums = {name: placed[name].sum().cast("int64") for name in counts}
    return placed.group_by(*keys, "area").aggregate(**sums)
