"""Counts of NHS commissioners shared out to the areas of boards, inside the query and exactly.

The share is the part of the commissioner's people who live in the area. Shares are decimals, and
are multiplied as whole numbers of their last decimal: no engine rounds them.
"""

from collections.abc import Sequence
from functools import lru_cache
from types import MappingProxyType

import pyarrow as pa
from ibis.expr import types as ir
from pyarrow import csv

from bettercare.errors import BadRequest
from bettercare.metrics.record_checks_rules import UNKNOWN
from bettercare.places import Mapping

MOST_DECIMALS = 9  # of a share, so that a share of nine thousand million still fits in 64 bits
SHARES = {"commissioner": pa.string(), "to_area": pa.string(), "share": pa.int64()}
MAPPINGS = 8  # of which the parts are kept: one or two are in use at once


@lru_cache(MAPPINGS)
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


@lru_cache(MAPPINGS)
def parts(mapping: Mapping) -> MappingProxyType[tuple[str, str], int]:
    """The share of each commissioner in each area, in units of the last decimal; none of 0."""
    scale = decimals(mapping)
    found: dict[tuple[str, str], int] = {}
    for one in mapping.shares:
        share = int(one.of_commissioner.scaleb(scale))
        if share:
            key = (one.commissioner.code, one.area.code)
            found[key] = found.get(key, 0) + share
    return MappingProxyType(found)


@lru_cache(MAPPINGS)
def share_sums(mapping: Mapping) -> MappingProxyType[str, int]:
    """What the shares of each commissioner add up to, in units of the last decimal."""
    found: dict[str, int] = {}
    for (commissioner, _), share in parts(mapping).items():
        found[commissioner] = found.get(commissioner, 0) + share
    return MappingProxyType(found)


def shares_table(mapping: Mapping) -> pa.Table:
    """Shares as a small table: ``commissioner``, ``to_area`` and ``share``."""
    lines = (f"{area},{to_area},{n}" for (area, to_area), n in parts(mapping).items())
    text = "\n".join((",".join(SHARES), *lines)).encode()
    # Read as a file is: to make columns of lists Arrow loads pandas, which takes a second.
    read = csv.ConvertOptions(column_types=SHARES)
    return csv.read_csv(pa.BufferReader(text), convert_options=read)


def apportioned(found: ir.Table, shares: ir.Table, unit: int, counts: Sequence[str]) -> ir.Table:
    """Cells of commissioners as cells of areas, in units of the shares' last decimal.

    What a commissioner that the mapping lacks counted goes whole to the area "unknown".
    """
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
