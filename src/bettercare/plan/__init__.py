"""The plan as a frozen record of what was written."""

from bettercare.plan.records import (
    Answer,
    HicmChange,
    IncomeLine,
    MetricPlan,
    NarrativeText,
    Origin,
    Plan,
    RequirementResponse,
    SchemeRow,
    SignOff,
    without_places,
)

__all__ = [
    "Answer",
    "HicmChange",
    "IncomeLine",
    "MetricPlan",
    "NarrativeText",
    "Origin",
    "Plan",
    "RequirementResponse",
    "SchemeRow",
    "SignOff",
    "without_places",
]
