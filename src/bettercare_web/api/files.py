"""The files of a plan, as the page of downloads makes them."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpResponse

from bettercare_web.accounts.limits import EXPORTS, take
from bettercare_web.accounts.tokens import Scope
from bettercare_web.api.doors import Call, Token
from bettercare_web.api.openapi import FILE
from bettercare_web.api.operations import Operations
from bettercare_web.api.problems import Problem
from bettercare_web.areas.roles import Action
from bettercare_web.exports.making import KINDS, file_name
from bettercare_web.exports.offers import held_for, offers, sealed_draft, sealed_submission, sent
from bettercare_web.plans.files import Sealed
from bettercare_web.plans.models import Plan

api = Operations("files")

DRAFT = Token(Scope.EXPORT_READ, Action.EXPORT_DRAFT)
SENT = Token(Scope.EXPORT_READ, Action.SEE_SUBMITTED)

FROZEN = "This plan is submitted. Take the file of the submitted version."
NOT_SENT = "No version of this plan stands submitted."


@api.add("GET", "/plans/{uuid:plan_id}/files/draft/{kind}", DRAFT, FILE)
def draft_file(request: Call, plan_id: UUID, kind: str) -> HttpResponse:
    """A file of the draft, marked as one: workbook, summary, schemes or json."""
    _need_kind(request, kind, Action.EXPORT_DRAFT)
    if request.plan.state != Plan.State.DRAFT:
        raise Problem(HTTPStatus.CONFLICT, FROZEN)
    return _file(request, sealed_draft(request, request.plan), kind)


@api.add("GET", "/plans/{uuid:plan_id}/files/submitted/{kind}", SENT, FILE)
def submitted_file(request: Call, plan_id: UUID, kind: str) -> HttpResponse:
    """A file of the submitted version."""
    _need_kind(request, kind, Action.SEE_SUBMITTED)
    found = sent(request.plan)
    if found is None:
        raise Problem(HTTPStatus.CONFLICT, NOT_SENT)
    return _file(request, sealed_submission(request, request.plan, found), kind)


def _need_kind(request: Call, kind: str, action: Action) -> None:
    if kind not in {one.key for one in offers(held_for(request, action))}:
        raise Http404


def _file(request: Call, sealed: Sealed, kind: str) -> HttpResponse:
    take(EXPORTS, str(request.user.pk))
    response = HttpResponse(KINDS[kind].make(sealed), content_type=KINDS[kind].mime)
    name = file_name(sealed, kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
