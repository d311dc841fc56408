"""The first page of a person, and the home of an area."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bettercare_web.areas.doors import Request, area_page
from bettercare_web.areas.models import Area
from bettercare_web.areas.roles import Action
from bettercare_web.plans.selectors import areas_of


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Go to the one area of a person, or show the areas to choose from."""
    areas = list(areas_of(request.user, Action.SEE_SUBMITTED))  # type: ignore[arg-type]
    if len(areas) == 1:
        return redirect("area", code=areas[0].code)
    return render(request, "areas/home.jinja", {"areas": areas})


@area_page(Action.SEE_DRAFT, Action.SEE_SUBMITTED)
def area_home(request: Request, area: Area) -> HttpResponse:
    """What stands between an area and submitting its plan."""
    plans = list(area.plans.filter(kind="plan").select_related("standing").order_by("-round"))
    return render(request, "areas/area.jinja", {"plans": plans})
