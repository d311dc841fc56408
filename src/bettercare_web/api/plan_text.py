"""A whole plan as the library's JSON, within what a person may see of it."""

from typing import Any

import msgspec

from bettercare.plan import Plan as CorePlan
from bettercare_web.api.doors import Call
from bettercare_web.areas.roles import Action
from bettercare_web.plans.doors import may

# The whole schema is a page of its own: docs/reference/plan-format, ``bettercare schema plan``.
PLAN: dict[str, Any] = {
    "type": "object",
    "description": "A plan as JSON, as `bettercare convert PLAN -o plan.json` writes it.",
    "required": ["format", "round"],
    "properties": {"format": {"const": "bettercare-plan-1"}, "round": {"type": "string"}},
}


def plan_seen(request: Call, core: CorePlan) -> CorePlan:
    """A plan without the names on its cover, where a person may not see those.

    A table that is left out is not touched when the plan is sent back.
    """
    if may(request, Action.SEE_CONTACTS):
        return core
    origins = {table: one for table, one in core.origins.items() if table != "sign_off"}
    return msgspec.structs.replace(core, sign_off=None, origins=origins)
