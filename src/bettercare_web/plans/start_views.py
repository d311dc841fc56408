"""The page on which an area's plan for a round begins."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from bettercare_web.areas.doors import Request, area_page, refused
from bettercare_web.areas.models import Area
from bettercare_web.areas.roles import Action
from bettercare_web.plans.actions import Refused, Stopped, start_plan
from bettercare_web.plans.addresses import address
from bettercare_web.plans.start_forms import StartForm, plans_in

TEMPLATE = "plans/start.jinja"


@area_page(Action.EDIT_MONEY)
def start(request: Request, area: Area) -> HttpResponse:
    """Choose the round and what to start with; a plan carried forward is shown before that."""
    if not any(right.rows.every for right in request.rights):
        raise Http404
    form = StartForm(plans_in(area), request.POST or None)
    context = {"form": form, "upload": address("upload-new", area.code)}
    if request.method != "POST":
        return render(request, TEMPLATE, context)
    if not form.is_valid():
        return refused(render(request, TEMPLATE, {**context, "refused": True}))
    carried = form.carried()
    if carried and not form.cleaned_data["sure"]:
        return render(request, "plans/start_carried.jinja", {**context, "carried": carried})
    return _started(request, area, form)


def _started(request: Request, area: Area, form: StartForm) -> HttpResponse:
    carried = form.carried()
    reason = f"Carried forward from the plan for {carried.from_round}" if carried else ""
    try:
        plan = start_plan(
            area,
            form.cleaned_data["round"],
            carried.plan if carried else None,
            by=request.actor,
            reason=reason,
        )
    except Refused:
        raise Http404 from None
    except Stopped as stop:
        form.add_error("round", str(stop))
        return refused(render(request, TEMPLATE, {"form": form, "refused": True}))
    messages.success(request, f"The plan for {plan.round} is started.")
    return redirect("plan", plan_id=plan.pk)
