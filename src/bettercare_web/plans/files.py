"""The files that go with a submitted plan; the part that makes them adds its maker at start."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from bettercare.plan import Plan as CorePlan


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as it is written to files. ``receipt`` is blank, and ``mark`` says so, for a draft."""

    plan: CorePlan
    area: str
    area_code: str
    version: str
    hash: str
    at: datetime
    receipt: str = ""
    mark: str = ""


# Each takes a plan and gives the files of a submission by their names, always the same bytes.
MAKERS: list[Callable[[Sealed], dict[str, bytes]]] = []


def files_of(sealed: Sealed) -> dict[str, bytes]:
    """Every file that goes with a submitted plan, by its name."""
    return {name: data for make in MAKERS for name, data in make(sealed).items()}
