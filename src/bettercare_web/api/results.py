"""Figures of measures: sent in by those who count them, and read."""

import dataclasses
from decimal import Decimal
from typing import Annotated

import msgspec
from django.http import HttpResponse

from bettercare.metrics.results import Hidden, Result, Status
from bettercare_web.accounts.tokens import Scope
from bettercare_web.api.answers import body_of, carried_out, listed, made
from bettercare_web.api.doors import Call, Token
from bettercare_web.api.openapi import KEY
from bettercare_web.api.operations import USUAL, Limit, Offset, Operations
from bettercare_web.api.shapes import Shown
from bettercare_web.areas.roles import Action
from bettercare_web.audit.idempotency import Outcome
from bettercare_web.measures.actions import take_in
from bettercare_web.measures.models import Measured

api = Operations("results")

READ = Token(Scope.PLAN_READ, Action.SEE_DRAFT, whole=True)
PUSH = Token(Scope.RESULTS_PUSH, Action.EDIT_METRICS)
MANY = "/areas/{str:code}/results"
PERIOD = r"^[0-9]{4}-[0-9]{2}( Q[1-4])?$"
FIELDS = [field.name for field in dataclasses.fields(Result) if field.name != "area"]


class ResultShape(Shown, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One figure of a measure; one that is withheld has no number, and ``hidden`` says why."""

    metric: Annotated[str, msgspec.Meta(min_length=1, max_length=32)]
    period: Annotated[str, msgspec.Meta(pattern=PERIOD)]
    breakdown: Annotated[str, msgspec.Meta(max_length=32)] = ""
    group: Annotated[str, msgspec.Meta(max_length=64)] = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    method: Annotated[str, msgspec.Meta(max_length=150)] = ""
    reference: Annotated[str, msgspec.Meta(max_length=300)] = ""
    hidden: Hidden = ""
    status: Status = "final"


class ResultsSent(Shown, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Figures of one area; ``disclosure`` must say "applied"."""

    disclosure: Annotated[str, msgspec.Meta(max_length=32)]
    results: Annotated[tuple[ResultShape, ...], msgspec.Meta(min_length=1, max_length=5000)]


class Stored(Shown, frozen=True, kw_only=True):
    """How many figures were stored."""

    stored: int


@api.add("GET", MANY, READ, ResultShape, many=True)
def results(request: Call, code: str, limit: Limit = USUAL, offset: Offset = 0) -> HttpResponse:
    """The figures of measures of an area that stand, by metric and period."""
    found = Measured.objects.filter(area=request.area, superseded=None).select_related("area")
    return listed(request, found, _shape, (limit, offset))


@api.add("POST", MANY, PUSH, Stored, status=201, body=ResultsSent, sends=(KEY,))
def push_results(request: Call, code: str) -> HttpResponse:
    """Send in figures of one area that are under disclosure control: all of them, or none."""

    def do() -> Outcome:
        sent = body_of(request, ResultsSent)
        given = [
            Result(area=request.area.code, **{name: getattr(one, name) for name in FIELDS})
            for one in sent.results
        ]
        count = take_in(request.area, given, sent.disclosure, by=request.actor)
        return made(Stored(stored=count))

    return carried_out(request, do, needs_key=True)


def _shape(one: Measured) -> ResultShape:
    return ResultShape(**{name: getattr(one, name) for name in FIELDS})
