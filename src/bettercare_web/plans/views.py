"""The first page of a plan: its tasks, what blocks submitting, and when it is due."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bettercare_web.areas.roles import Action
from bettercare_web.plans.addresses import address
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.band import band_of
from bettercare_web.plans.doors import PlanRequest, plan_page
from bettercare_web.plans.findings_places import PlanRows
from bettercare_web.plans.models import Plan
from bettercare_web.plans.reach import sees_whole
from bettercare_web.plans.task_list import task_list


@plan_page(Action.SEE_DRAFT)
def tasks(request: PlanRequest, plan: Plan) -> HttpResponse:
    """The plan as a list of tasks."""
    if not sees_whole(request):
        return redirect("schemes", plan_id=plan.pk)
    rows = PlanRows(plan.rows.all())
    summary = summary_of(plan, rows.all)
    context = {
        "page": task_list(plan, summary, rows, timezone.localdate()),
        "band": band_of(plan, summary),
        "what_if": address("what-if-new", plan.pk),
    }
    return render(request, "plans/tasks.jinja", context)
