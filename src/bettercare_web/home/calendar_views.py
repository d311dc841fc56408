"""The dates of an area for other calendars."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from bettercare_web.areas.doors import Request, area_page
from bettercare_web.areas.models import Area
from bettercare_web.areas.roles import Action
from bettercare_web.home.calendar import calendar
from bettercare_web.home.selectors import plans_in


@area_page(Action.SEE_DRAFT)
@require_GET
def area_calendar(_: Request, area: Area) -> HttpResponse:
    """The dates of the rounds that an area has plans for, as a file."""
    plans = plans_in(area)
    for plan in plans:
        plan.area = area
    answer = HttpResponse(
        calendar(area, plans, timezone.now()), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="better-care-dates.ics"'
    return answer
