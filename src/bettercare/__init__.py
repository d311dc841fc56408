"""bettercare: read, check and explain Better Care Fund plans.

>>> import bettercare as bc
>>> from bettercare import examples
>>> reading = bc.read(examples.path("leicester"))
>>> bc.summarise(reading.plan).figures["income.total"].display
'£43,368,727'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bettercare.calculations import Figure
    from bettercare.comparison import (
        Comparison,
        Merged,
        RolledForward,
        WhatIf,
        compare,
        compare_printed,
        merge,
        roll_forward,
        what_if,
    )
    from bettercare.errors import (
        BadRequest,
        BetterCareError,
        UnknownFigure,
        UnknownRound,
        UnreadableFile,
    )
    from bettercare.findings import Finding, Place, Report, Severity
    from bettercare.formats import Reading, read, write
    from bettercare.plan import Plan
    from bettercare.report import Summary, check, summarise
    from bettercare.rounds import Round
    from bettercare.rounds import available as available_rounds
    from bettercare.rounds import load as load_round

__version__ = "0.1.0"
__all__ = [
    "BadRequest",
    "BetterCareError",
    "Comparison",
    "Figure",
    "Finding",
    "Merged",
    "Place",
    "Plan",
    "Reading",
    "Report",
    "RolledForward",
    "Round",
    "Severity",
    "Summary",
    "UnknownFigure",
    "UnknownRound",
    "UnreadableFile",
    "WhatIf",
    "available_rounds",
    "check",
    "compare",
    "compare_printed",
    "load_round",
    "merge",
    "read",
    "roll_forward",
    "summarise",
    "what_if",
    "write",
]

# Names are found when first used, so that the command line starts without loading everything.
_HOMES = {
    "calculations": ("Figure",),
    "comparison": (
        "Comparison",
        "Merged",
        "RolledForward",
        "WhatIf",
        "compare",
        "compare_printed",
        "merge",
        "roll_forward",
        "what_if",
    ),
    "errors": (
        "BadRequest",
        "BetterCareError",
        "UnknownFigure",
        "UnknownRound",
        "UnreadableFile",
    ),
    "findings": ("Finding", "Place", "Report", "Severity"),
    "formats": ("Reading", "read", "write"),
    "plan": ("Plan",),
    "report": ("Summary", "check", "summarise"),
    "rounds": ("Round",),
}
_WHERE = {name: (home, name) for home, names in _HOMES.items() for name in names}
_WHERE |= {"load_round": ("rounds", "load"), "available_rounds": ("rounds", "available")}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'bettercare' has no attribute '{name}'")
    home, inner = _WHERE[name]
    return getattr(import_module(f"bettercare.{home}"), inner)
