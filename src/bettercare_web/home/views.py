"""The first page of a person, and the home of an area."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bettercare.rounds import load
from bettercare_web.areas.doors import Request, area_page, number_sent
from bettercare_web.areas.models import Area
from bettercare_web.areas.permissions import has_role, rights
from bettercare_web.areas.roles import Action, Role
from bettercare_web.conversations.actions import remind as write_reminder
from bettercare_web.conversations.here import around, note_looked, seen
from bettercare_web.conversations.threads import notes_of, numbers_of
from bettercare_web.home import presenters, selectors
from bettercare_web.home.dates import stops_of
from bettercare_web.home.lists import lines_of
from bettercare_web.home.news import news_of
from bettercare_web.home.tasks import Desk, first_of, tasks_of, waiting_for
from bettercare_web.plans.addresses import address
from bettercare_web.plans.answers import keep_standing
from bettercare_web.plans.deadlines import due_of
from bettercare_web.plans.doors import PlanRequest, plan_page
from bettercare_web.plans.edits import Refused, Stopped
from bettercare_web.plans.models import Plan, Submission
from bettercare_web.versions.actions.signing import ask_to_sign

PLACE = "Home"


@login_required
def home(request: HttpRequest) -> HttpResponseBase:
    """Go to the one area of a person, or show the areas to choose from."""
    areas = selectors.areas_with_plans(request.user)  # type: ignore[arg-type]
    if len(areas) == 1:
        return redirect("area", code=areas[0].code)
    if not areas and has_role(request.user, Role.ADMINISTRATOR):  # type: ignore[arg-type]
        return redirect("administration-people")
    lines = lines_of(areas, request.user, timezone.localdate())  # type: ignore[arg-type]
    context = {"lines": lines, "national": address("national")}
    return render(request, "home/home.jinja", context)


@area_page(Action.SEE_DRAFT, Action.SEE_SUBMITTED)
def area_home(request: Request, area: Area) -> HttpResponseBase:
    """What stands between an area and submitting its plan."""
    plans = selectors.plans_in(area, request.user)
    drafts = selectors.drafts_of(plans, area, request.user)
    if drafts or (not plans and rights(request.user, Action.SEE_DRAFT, area)):
        return _home(request, area, drafts)
    return _from_outside(request, plans)


def _home(request: Request, area: Area, plans: list[Plan]) -> HttpResponseBase:
    """The home of somebody who sees the draft."""
    if not plans:
        return _before(request, area)
    plan, *others = plans
    plan.area = area
    request.plan = plan  # type: ignore[attr-defined]
    seen(plan, request.user, PLACE)
    if plan.state == Plan.State.SUBMITTED:
        sent = selectors.submission_of(plan)
        if sent is not None:
            return _submitted(request, plan, sent, others)
    if not selectors.sees_all(request.user, plan):
        return _of_some_rows(request, plan)
    return _working(request, plan, others)


def _before(request: Request, area: Area) -> HttpResponse:
    """There is no plan yet: how to start one, for those who may."""
    held = rights(request.user, Action.EDIT_MONEY, area)
    may_start = any(one.rows.every for one in held)
    context = {
        "start": address("start-plan", area.code) if may_start else "",
        "upload": address("upload-new", area.code) if may_start else "",
    }
    return render(request, "home/before.jinja", context)


def _working(request: Request, plan: Plan, others: list[Plan]) -> HttpResponse:
    """The home while a plan is worked on."""
    desk = selectors.desk_of(plan, request.user, timezone.localdate())
    rules = desk.summary.working.rules
    here, last = around(plan, request.user, numbers_of(desk.rows.all))
    newest = selectors.newest_event(plan.area)
    _note(desk, newest, is_first=last.at is None)
    context: dict[str, Any] = {
        "heading": presenters.heading(desk),
        "rules": rules,
        "stops": stops_of(rules, desk.today, due_of(plan)),
        "due": due_of(plan),
        "facts": presenters.facts(desk),
        "first": first_of(desk),
        "tasks": tasks_of(desk),
        "waiting": waiting_for(desk),
        "since": last.at,
        "news": news_of(desk, last.seq, last.at) if last.at else [],
        "newest": newest,
        "here": here,
        "take": _take(request, plan),
        "others": others,
        "notes": address("notes", plan.pk) if desk.may(Action.COMMENT) else "",
        "today": desk.today,
    }
    return render(request, "home/area.jinja", context)


def _note(desk: Desk, newest: int, *, is_first: bool) -> None:
    """Keep how the plan stands, and that somebody looked; the page opens if nothing can be kept."""
    plan = desk.plan
    with suppress(DatabaseError):
        if not hasattr(plan, "standing") or plan.standing.revision < plan.revision:
            keep_standing(plan, desk.summary)
        if is_first:
            note_looked(plan, desk.person, newest)


def _take(request: Request, plan: Plan) -> list[tuple[str, str]]:
    """Where the plan can be taken away from, and brought back to."""
    links = []
    if rights(request.user, Action.EXPORT_DRAFT, plan.area, plan.round):
        links += [("Downloads: workbook, CSV, JSON", address("downloads", plan.pk))]
        links += [("Summary of two pages", address("summary", plan.pk))]
    draft = plan.state == Plan.State.DRAFT
    if draft and rights(request.user, Action.UPLOAD, plan.area, plan.round):
        links += [("Bring a file in", address("upload", plan.pk))]
    return [(words, href) for words, href in links if href]


def _of_some_rows(request: Request, plan: Plan) -> HttpResponse:
    """The home of somebody who sees some schemes alone."""
    queries = selectors.queries_of(plan, request.user)
    rules = load(plan.round)
    context = {
        "stops": stops_of(rules, timezone.localdate(), due_of(plan)),
        "mine": [one for one in queries if one.owner_id == request.user.pk],
        "schemes": address("schemes", plan.pk),
        "notes": address("notes", plan.pk),
    }
    return render(request, "home/some.jinja", context)


def _submitted(request: Request, plan: Plan, sent: Submission, others: list[Plan]) -> HttpResponse:
    """The home once a plan is submitted: its receipt."""
    context = {
        "heading": presenters.submitted_heading(sent),
        "sent": sent,
        "stops": stops_of(load(plan.round), timezone.localdate(), due_of(plan)),
        "version": address("version", plan.pk, sent.version.number),
        "take": _take(request, plan),
        "others": others,
    }
    return render(request, "home/submitted.jinja", context)


def _from_outside(request: Request, plans: list[Plan]) -> HttpResponse:
    """The home of an area for those who see submitted versions alone."""
    found = [(plan, selectors.submission_of(plan)) for plan in plans[:5]]
    sent = [(plan, one) for plan, one in found if one is not None]
    context = {
        "sent": [
            (plan, one, address("version", plan.pk, one.version.number)) for plan, one in sent
        ],
        "heading": presenters.submitted_heading(sent[0][1]) if sent else "",
    }
    return render(request, "home/outside.jinja", context)


@require_POST
@plan_page(Action.SEE_DRAFT)
def has_looked(request: PlanRequest, plan: Plan) -> HttpResponseBase:
    """Note that somebody has seen what happened, up to the event that the page showed."""
    asked = request.POST.get("seq", "")
    newest = selectors.newest_event(plan.area)
    note_looked(plan, request.user, min(number_sent(asked, newest), newest))
    return redirect("area", code=plan.area.code)


@require_POST
@plan_page(Action.COMMENT)
def remind(request: PlanRequest, plan: Plan) -> HttpResponseBase:
    """Remind those who sign as a role, or the owner of a query, that the plan waits for them."""
    kind, _, what = request.POST.get("who", "").partition(":")
    does = {"role": _remind_signatory, "note": _remind_owner}.get(kind, _remind_nobody)
    try:
        messages.success(request, does(request, plan, what))
    except Refused:
        raise Http404 from None
    except Stopped as stop:
        messages.error(request, str(stop))
    return redirect("area", code=plan.area.code)


def _remind_nobody(*_: object) -> str:
    raise Stopped("Say who is to be reminded.")


def _remind_signatory(request: PlanRequest, plan: Plan, role: str) -> str:
    if role not in load(plan.round).sign_off.items:
        raise Http404
    people = ask_to_sign(plan, role, by=request.actor)
    return f"A letter went to {', '.join(map(str, people))}."


def _remind_owner(request: PlanRequest, plan: Plan, note_id: str) -> str:
    try:
        known = UUID(note_id)
    except ValueError:
        raise Http404 from None
    found = notes_of(plan, request.rights).filter(pk=known, settled_at=None)
    note = found.exclude(owner=None).first()
    if note is None or note.owner is None:
        raise Http404
    link = request.build_absolute_uri(reverse("notes", args=[plan.pk]))
    words = "a question waits for your answer."
    write_reminder(plan, note.owner, words, by=request.actor, link=link)
    return f"A letter went to {note.owner}."
