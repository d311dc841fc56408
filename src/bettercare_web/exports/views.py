"""The page of downloads, and the files."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bettercare_web.accounts.limits import EXPORTS, TooMany, take
from bettercare_web.areas.permissions import Right
from bettercare_web.areas.roles import Action
from bettercare_web.exports.making import KINDS, file_name
from bettercare_web.exports.offers import (
    held_for,
    offers,
    sealed_draft,
    sealed_submission,
    sent,
)
from bettercare_web.plans.doors import PlanRequest, plan_page
from bettercare_web.plans.files import Sealed
from bettercare_web.plans.models import Plan

NOT_NOW, TOO_MANY = 409, 429


@require_GET
@plan_page(Action.EXPORT_DRAFT, Action.SEE_SUBMITTED)
def downloads(request: PlanRequest, plan: Plan) -> HttpResponse:
    """What can be taken away: the submitted version, and the draft with its mark."""
    drafts = held_for(request, Action.EXPORT_DRAFT)
    submitted = held_for(request, Action.SEE_SUBMITTED)
    found = sent(plan)
    context = {
        "submission": found,
        "of_submission": offers(submitted) if found else [],
        "of_draft": offers(drafts) if plan.state == Plan.State.DRAFT else [],
        "some_rows": bool(drafts) and not any(one.rows.every for one in drafts),
    }
    return render(request, "exports/downloads.jinja", context)


@require_GET
@plan_page(Action.EXPORT_DRAFT)
def download_draft(request: PlanRequest, plan: Plan, kind: str) -> HttpResponse:
    """A file of the draft, marked as one."""
    _known(kind, held=held_for(request, Action.EXPORT_DRAFT))
    if plan.state != Plan.State.DRAFT:
        return render(request, "exports/none.jinja", {"frozen": True}, status=NOT_NOW)
    return _file(request, sealed_draft(request, plan), kind)


@require_GET
@plan_page(Action.SEE_SUBMITTED)
def download_submitted(request: PlanRequest, plan: Plan, kind: str) -> HttpResponse:
    """A file of the submitted version."""
    _known(kind, held=held_for(request, Action.SEE_SUBMITTED))
    found = sent(plan)
    if found is None:
        return render(request, "exports/none.jinja", status=NOT_NOW)
    return _file(request, sealed_submission(request, plan, found), kind)


def _known(kind: str, *, held: list[Right]) -> None:
    if kind not in KINDS or kind not in {one.key for one in offers(held)}:
        raise Http404


def _file(request: PlanRequest, sealed: Sealed, kind: str) -> HttpResponse:
    """A file as an answer that a browser saves and never shows as a page of ours."""
    try:
        take(EXPORTS, str(request.user.pk))
    except TooMany as error:
        page = render(request, "exports/too_many.jinja", {"wait": error.wait}, status=TOO_MANY)
        page.headers["Retry-After"] = str(error.wait)
        return page
    response = HttpResponse(KINDS[kind].make(sealed), content_type=KINDS[kind].mime)
    name = file_name(sealed, kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
