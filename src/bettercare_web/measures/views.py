"""Pages of measures: the library, one definition, a measure of a plan, and areas side by side."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bettercare.errors import UnknownMetric
from bettercare.metrics.definition import Definition
from bettercare.metrics.library import definition, library, versions
from bettercare_web.areas.models import Region
from bettercare_web.areas.roles import Action
from bettercare_web.measures.drawing import drawn
from bettercare_web.measures.following import following, measure_of
from bettercare_web.measures.models import Measured
from bettercare_web.measures.selectors import beside, metrics_of, periods_of, series_of
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.doors import PlanRequest, plan_page
from bettercare_web.plans.models import Plan


@login_required
@require_GET
def library_page(request: HttpRequest) -> HttpResponse:
    """Every metric, what it means and who owns it; national ones first."""
    newest = [made[-1] for made in library().metrics.values()]
    national = [one for one in newest if one.scope == "national"]
    local = [one for one in newest if one.scope != "national"]
    return render(request, "measures/library.jinja", {"national": national, "local": local})


@login_required
@require_GET
def definition_page(request: HttpRequest, metric: str) -> HttpResponse:
    """One metric: its definitions from the newest to the first, side by side."""
    found = _versions(metric)
    rows = [
        (label, [str(getattr(one, field) or "not given") for one in found])
        for field, label in FIELDS
    ]
    context = {"versions": found, "newest": found[0], "rows": rows}
    return render(request, "measures/definition.jinja", context)


FIELDS = (
    ("title", "Title"),
    ("numerator", "What is counted"),
    ("denominator", "Out of"),
    ("better", "Better"),
    ("source", "Source"),
    ("lag", "Published after"),
    ("owner", "Owner"),
    ("review", "To be reviewed by"),
    ("certainty", "How sure the definition is"),
    ("reference", "Reference"),
    ("change", "What changed"),
    ("notes", "Notes"),
)


def _versions(metric: str) -> list[Definition]:
    try:
        return list(reversed(versions(metric)))
    except UnknownMetric:
        raise Http404 from None


@require_GET
@plan_page(Action.SEE_DRAFT)
def measure_of_plan(request: PlanRequest, plan: Plan, metric: str) -> HttpResponse:
    """One measure of an area beside its plan."""
    summary = summary_of(plan)
    if metric not in summary.working.rules.metrics or not _sees_all(request):
        raise Http404
    found = following(summary, metric, _defined(plan, metric), list(series_of(plan.area, metric)))
    context = {"page": found, "metric": metric, "measured": metrics_of(plan.area)}
    return render(request, "measures/measure.jinja", context)


def _sees_all(request: PlanRequest) -> bool:
    """Whether the person sees all of the plan: who sees some schemes is told nothing more."""
    return any(one.rows.every for one in request.rights)


def _defined(plan: Plan, metric: str) -> Definition:
    try:
        return definition(metric, round_id=plan.round)
    except UnknownMetric:
        raise Http404 from None


@require_GET
@plan_page(Action.SEE_DRAFT)
def compare(request: PlanRequest, plan: Plan, metric: str) -> HttpResponse:
    """The areas beside one another in one period, each with its interval."""
    made = _defined(plan, metric)
    if not _sees_all(request):
        raise Http404
    periods = periods_of(request.user, metric)
    asked = request.GET.get("period", "")
    period = asked if asked in periods else next(iter(periods), "")
    regions = {one.code: one.name for one in Region.objects.order_by("name")}
    region = request.GET.get("region", "") if request.GET.get("region") in regions else ""
    figures = list(beside(request.user, metric, period, region))
    context = {
        "chart": _beside(made, plan.area.name, figures) if figures else None,
        "metric": metric,
        "definition": made,
        "periods": periods,
        "period": period,
        "regions": regions,
        "region": region,
        "made_up": any(one.made_up for one in figures),
    }
    return render(request, "measures/compare.jinja", context)


def _beside(made: Definition, own: str, figures: list[Measured]) -> object:
    from bettercare.charts import Bar, caterpillar  # noqa: PLC0415  (loads what draws)

    bars = [Bar(one.area.name, one.value, one.lower, one.upper) for one in figures]
    return drawn(caterpillar(bars, measure_of(made, made.short or made.title), own=own))
