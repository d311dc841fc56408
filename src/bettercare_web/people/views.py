"""The people of an area: who holds which role, inviting, renewing, taking away, sharing."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bettercare_web.accounts.limits import INVITATIONS, take
from bettercare_web.accounts.step_up import require_step_up
from bettercare_web.areas.doors import Request, area_page, refused
from bettercare_web.areas.models import Area, Body, Grant, Invitation
from bettercare_web.areas.permissions import rights
from bettercare_web.areas.roles import ROLES, Action, Role
from bettercare_web.audit.sent_once import sent_once
from bettercare_web.people.doors import carried_out
from bettercare_web.people.forms import GiveInArea
from bettercare_web.people.giving import renew, share_with_region, take_away
from bettercare_web.people.inviting import invite, withdraw
from bettercare_web.people.presenters import heading_of, lines_of, role_of
from bettercare_web.people.rules import Offer, longest, scope_of_lead
from bettercare_web.people.selectors import waiting_invitations
from bettercare_web.plans.edits import Stopped


@area_page(Action.INVITE, Action.READ_TRAIL)
@require_GET
def people(request: Request, area: Area) -> HttpResponse:
    """Who holds which role in an area and until when; its lead can change that here."""
    leads = bool(rights(request.user, Action.INVITE, area))
    lines = lines_of(area, request.user, leads=leads)
    waiting = [(one, role_of(one)) for one in waiting_invitations(area)] if leads else []
    context = {"lines": lines, "heading": heading_of(lines), "leads": leads, "waiting": waiting}
    return render(request, "people/people.jinja", context)


@area_page(Action.INVITE)
@require_step_up
@require_http_methods(["GET", "POST"])
@carried_out
@sent_once
def invite_person(request: Request, area: Area) -> HttpResponseBase:
    """Invite somebody to a role in an area."""
    form = GiveInArea(area, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            offers = _offers(form, area)
        except Stopped as stop:
            form.add_error("schemes" if "scheme" in str(stop) else "body", str(stop))
        else:
            take(INVITATIONS, str(request.user.pk))
            email = form.cleaned_data["email"]
            invite(
                email,
                _body(form),
                offers,
                by=request.actor,
                address=request.build_absolute_uri(reverse("invitation", args=["TOKEN"])),
                area=area,
            )
            messages.success(request, f"A letter is on its way to {email}.")
            return redirect("people", code=area.code)
    page = render(request, "people/invite.jinja", {"form": form, "refused": form.is_bound})
    return refused(page) if form.is_bound else page


def _offers(form: GiveInArea, area: Area) -> list[Offer]:
    asked = form.cleaned_data
    role = Role(asked["role"])
    body = asked["body"] if asked["body"] != "other" else ""
    return [
        Offer(role=role, scope_kind=kind, scope_id=scope, ends=longest(role), area=area)
        for kind, scope in scope_of_lead(role, area, asked["schemes"], body)
    ]


def _body(form: GiveInArea) -> Body:
    """Where somebody works; a provider that is new is added."""
    asked = form.cleaned_data
    if asked["body"] != "other":
        return get_object_or_404(Body, pk=asked["body"])
    return Body.objects.get_or_create(
        name=asked["provider"],
        kind=Body.Kind.PROVIDER,
        defaults={"code": f"P-{uuid4().hex[:12]}"},
    )[0]


@area_page(Action.INVITE)
@require_step_up
@require_POST
@carried_out
def renew_role(request: Request, area: Area, grant_id: UUID) -> HttpResponseBase:
    """Give a role again for its full time."""
    grant = get_object_or_404(Grant.objects.live(), pk=grant_id)
    made = renew(grant, by=request.actor, area=area)
    messages.success(request, f"{made.person.name} holds the role for {_days(made)} days more.")
    return redirect("people", code=area.code)


@area_page(Action.INVITE)
@require_http_methods(["GET", "POST"])
@carried_out
def take_role_away(request: Request, area: Area, grant_id: UUID) -> HttpResponseBase:
    """Ask, then take a role away at once."""
    grant = get_object_or_404(Grant.objects.live().select_related("person"), pk=grant_id)
    line = next(
        (one for one in lines_of(area, request.user, leads=True) if one.id == str(grant.pk)), None
    )
    if line is None or not line.mine:
        return redirect("people", code=area.code)
    if request.method == "POST":
        take_away(grant, by=request.actor, area=area)
        messages.success(request, f"{line.person} is {line.role} no more.")
        return redirect("people", code=area.code)
    return render(request, "people/take_away.jinja", {"line": line})


@area_page(Action.INVITE)
@require_POST
@carried_out
def withdraw_invitation(request: Request, area: Area, invitation_id: UUID) -> HttpResponseBase:
    """Make an invitation work no more."""
    made = get_object_or_404(Invitation, pk=invitation_id, area=area)
    withdraw(made, by=request.actor, area=area)
    messages.success(request, f"The invitation of {made.email} works no more.")
    return redirect("people", code=area.code)


@area_page(Action.INVITE)
@require_POST
@carried_out
def sharing(request: Request, area: Area) -> HttpResponseBase:
    """Let the region's Better Care Manager see drafts, or no more."""
    share = request.POST.get("share") == "yes"
    share_with_region(area, share=share, by=request.actor)
    said = "can see your drafts now." if share else "can see your drafts no more."
    messages.success(request, f"The Better Care Manager {said}")
    return redirect("people", code=area.code)


def _days(grant: Grant) -> int:
    return ROLES[Role(grant.role)].days
