"""What the sheets of a workbook come to: the plan, and what is to be said of it."""

from collections.abc import Mapping
from typing import NamedTuple

from bettercare.findings import Finding
from bettercare.formats.tables import TableRead
from bettercare.formats.workbooks.choosing import Chosen
from bettercare.formats.workbooks.records_in import Lines
from bettercare.plan import Plan


class Gathered(NamedTuple):
    """A plan as gathered from sheets, its tables as they were read, and findings on the way.

    ``lines`` are the tables as lines of texts, ``chosen`` where they stand, and ``known`` the names
    of sheets that are read or that everybody knows to hold no table. ``exported`` and ``lineage``
    are those of a reading.
    """

    plan: Plan
    tables: Mapping[str, TableRead]
    lines: Mapping[str, Lines]
    chosen: Mapping[str, Chosen]
    findings: tuple[Finding, ...]
    exported: Plan | None = None
    lineage: Mapping[str, tuple[int, ...]] = {}
    known: frozenset[str] = frozenset()
