"""Local programme budgets: an area's own table of priorities, lines, sources and years."""

from bettercare.programmes.records import (
    Fund,
    Heading,
    Line,
    Link,
    Mapped,
    Measure,
    Metric,
    Priority,
    Programme,
    Source,
    Stated,
)

__all__ = [
    "Fund",
    "Heading",
    "Line",
    "Link",
    "Mapped",
    "Measure",
    "Metric",
    "Priority",
    "Programme",
    "Source",
    "Stated",
]
