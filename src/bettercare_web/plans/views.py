"""The pages of a plan."""

from django.http import HttpResponse
from django.shortcuts import render

from bettercare_web.areas.roles import Action
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.doors import PlanRequest, plan_page
from bettercare_web.plans.models import Plan


@plan_page(Action.SEE_DRAFT)
def tasks(request: PlanRequest, plan: Plan) -> HttpResponse:
    """The plan as a list of tasks."""
    return render(request, "plans/tasks.jinja", {"summary": summary_of(plan)})
