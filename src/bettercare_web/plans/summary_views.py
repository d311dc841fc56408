"""The summary of a plan: a page that prints on two sheets."""

from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import render

from bettercare_web.areas.roles import Action
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.doors import PlanRequest, plan_page
from bettercare_web.plans.models import Plan
from bettercare_web.plans.reach import need_whole
from bettercare_web.plans.summary_page import summary_page


@plan_page(Action.SEE_DRAFT)
def summary(request: PlanRequest, plan: Plan) -> HttpResponse:
    """All figures of a plan, each with a link to its working, and what to ask of it."""
    need_whole(request)
    version = plan.versions.aggregate(last=Max("number"))["last"] or 0
    page = summary_page(plan, summary_of(plan), version)
    return render(request, "plans/summary.jinja", {"page": page})
