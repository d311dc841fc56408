"""Pushing a plan to the service, and pulling one from it."""

import re
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import uuid4

import msgspec

from bettercare.plan import Plan
from bettercare_client.connection import Service
from bettercare_client.errors import NotDone
from bettercare_client.pulled import Pulled

_ID = re.compile(r"/plans/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?:/|$)")
NOT_PULLED = (
    "The service has a plan of {area} for {round} already, and this one was not pulled from it. "
    "Pull it and merge yours into it, or add --replace to put yours in its place."
)
NO_PLAN = "That is no address of a plan. Copy it from the browser: https://host/plans/..."


class Pushed(NamedTuple):
    """What came of pushing: the version the plan now has, rows changed, and what was not taken."""

    started: bool
    rows: int
    revision: int
    left_out: tuple[str, ...]
    pulled: Pulled


def push(
    plan: Plan, area: str, service: Service, pulled: Pulled | None = None, *, replace: bool = False
) -> Pushed:
    """Start the plan of an area, or bring the one that is there to what this one says.

    ``pulled`` says which version this plan was made on; ``replace`` takes that which is there now.
    Raises ``NotDone`` where neither is given, and where somebody changed it since.
    """
    body = msgspec.json.encode(plan, order="deterministic")
    place = f"/areas/{quote(area, safe='')}/plans"
    there = _plan_there(service, place, plan.round)
    key = uuid4().hex
    if there is None:
        data = service.ask("POST", place, body, Idempotency_Key=key).data
    else:
        etag = _base(there, service, pulled, replace=replace)
        if not etag:
            raise NotDone(NOT_PULLED.format(area=area, round=plan.round))
        path = f"/plans/{there['id']}/content"
        data = service.ask("PUT", path, body, If_Match=etag, Idempotency_Key=key).data
    return Pushed(
        started=there is None,
        rows=data["rows_changed"],
        revision=data["plan"]["revision"],
        left_out=tuple(f"{one['what']}. {one['why']}" for one in data["left_out"]),
        pulled=Pulled(service.origin, data["etag"]),
    )


def _plan_there(service: Service, place: str, round_id: str) -> dict[str, Any] | None:
    found: list[dict[str, Any]] = service.ask("GET", f"{place}?limit=500").data["items"]
    return next((one for one in found if one["round"] == round_id), None)


def _base(there: dict[str, Any], service: Service, pulled: Pulled | None, *, replace: bool) -> str:
    """The version that the pushed plan was made on; blank where that is not known."""
    if replace:
        return str(there["etag"])
    if pulled and pulled.origin == service.origin and pulled.etag.startswith(f'"{there["id"]}.'):
        return pulled.etag
    return ""


def plan_id(address: str) -> str:
    """The id of the plan at an address. Raises ``NotDone`` for an address of none.

    >>> plan_id("https://bcf.example.org/plans/0b0f5b1e-8f6c-4a53-9a51-0e0d3e3ad001/schemes/")
    '0b0f5b1e-8f6c-4a53-9a51-0e0d3e3ad001'
    """
    found = _ID.search(address)
    if found is None:
        raise NotDone(NO_PLAN)
    return found[1]


def pull(address: str, service: Service) -> tuple[Plan, Pulled]:
    """The plan at an address, and the version that it has. Raises ``NotDone``."""
    answer = service.ask("GET", f"/plans/{plan_id(address)}/content")
    try:
        plan = msgspec.convert(answer.data, Plan, strict=False)
    except msgspec.ValidationError:
        raise NotDone("The service sent no plan that this release can read. Update it.") from None
    return plan, Pulled(service.origin, answer.headers.get("etag", ""))
