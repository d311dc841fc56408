"""The dates of an area for other calendars."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from bettercare_web.accounts.calendar_addresses import end_address, make_address, person_at
from bettercare_web.accounts.models import CalendarAddress
from bettercare_web.areas.doors import Request, area_page
from bettercare_web.areas.models import Area
from bettercare_web.areas.roles import Action
from bettercare_web.home.calendar import calendar, calendar_of_plans
from bettercare_web.home.selectors import drafts_of, plans_in
from bettercare_web.plans.deadlines import Deadlines
from bettercare_web.plans.selectors import plans_of


@area_page(Action.SEE_DRAFT)
@require_GET
def area_calendar(request: Request, area: Area) -> HttpResponse:
    """The dates of the rounds that an area has plans for, as a file."""
    plans = drafts_of(plans_in(area, request.user), area, request.user)
    for plan in plans:
        plan.area = area
    return _file(calendar(area, plans, timezone.now()))


@require_safe
def calendar_feed(_: HttpRequest, token: str) -> HttpResponse:
    """The dates of the areas that somebody may see now, by their secret address.

    What they may see is asked afresh each time; an address that is nobody's is "not found".
    """
    person = person_at(token)
    if person is None:
        raise Http404
    plans = list(plans_of(person, Action.SEE_DRAFT).order_by("area__name", "round"))
    rounds = {plan.round for plan in plans}
    deadlines = {one: Deadlines.of(one) for one in rounds}
    text = calendar_of_plans(
        plans, lambda plan: deadlines[plan.round].due(plan.area_id), timezone.now()
    )
    return _file(text)


def _file(text: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="better-care-dates.ics"'
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_address(request: Request) -> HttpResponse:
    """Whether calendars read one's dates; posting makes an address, which is shown this once."""
    shown = ""
    if request.method == "POST":
        secret = make_address(by=request.actor)
        shown = request.build_absolute_uri(reverse("calendar-feed", args=[secret]))
    context = {
        "held": CalendarAddress.objects.filter(person=request.user).first(),
        "shown": shown,
        "opens": shown.replace(f"{request.scheme}://", "webcal://", 1),
    }
    return render(request, "home/calendar_address.jinja", context)


@login_required
@require_POST
def calendar_end(request: Request) -> HttpResponse:
    """End one's address: calendars that read it find nothing from now on."""
    if end_address(by=request.actor):
        messages.success(request, "The address has ended. Calendars that read it find nothing now.")
    return redirect("calendar-address")
