"""The page of a plan's history."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bettercare_web.areas.doors import text_sent
from bettercare_web.areas.roles import Action
from bettercare_web.audit.verify import Whole, verify
from bettercare_web.plans.doors import PlanRequest, plan_page
from bettercare_web.plans.models import Plan
from bettercare_web.plans.replay import replay
from bettercare_web.versions.trail import Filters, choices_of, page_of


@require_GET
@plan_page(Action.READ_TRAIL)
def history(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Who changed what, when and why; and that nothing is missing or was altered."""
    asked = request.GET
    filters = Filters(
        asked.get("who", ""), asked.get("done", ""), text_sent(asked.get("text", ""))[:100]
    )
    page, lines = page_of(plan, filters, asked.get("page", "1"))
    people, kinds = choices_of(plan)
    found = verify(plan.area.code)
    whole = isinstance(found, Whole)
    context = {
        "page": page,
        "lines": lines,
        "filters": filters,
        "query": urlencode({key: text for key, text in filters._asdict().items() if text}),
        "people": people,
        "kinds": kinds,
        "verified": found,
        "whole": whole and replay(plan) is None,
    }
    return render(request, "versions/history.jinja", context)
