"""Figures of measures that somebody may see: final ones of all areas, provisional of their own."""

from django.db.models import Q, QuerySet

from bettercare_web.areas.models import Area, Person
from bettercare_web.areas.permissions import rights
from bettercare_web.areas.roles import Action
from bettercare_web.measures.models import Measured
from bettercare_web.plans.selectors import areas_of


def series_of(area: Area, metric: str) -> QuerySet[Measured]:
    """The figures of an area for everybody, in order of time; for those who may see its plan."""
    found = Measured.objects.filter(area=area, metric=metric, breakdown="", superseded=None)
    return found.order_by("period")


def metrics_of(area: Area) -> list[str]:
    """The metrics that an area has figures of."""
    found = Measured.objects.filter(area=area, breakdown="", superseded=None)
    return sorted(set(found.order_by().values_list("metric", flat=True)))


def beside(person: Person, metric: str, period: str, region: str = "") -> QuerySet[Measured]:
    """One period of every area: what is final, and provisional where they may see drafts whole."""
    found = _seen(person, metric).filter(period=period).select_related("area")
    return found.filter(area__region_id=region) if region else found


def periods_of(person: Person, metric: str) -> list[str]:
    """The periods that they may see figures of a metric for, the newest first."""
    return sorted(set(_seen(person, metric).values_list("period", flat=True)), reverse=True)


def _seen(person: Person, metric: str) -> QuerySet[Measured]:
    """The figures of a metric that somebody may see.

    Who sees some schemes of a plan alone is not shown what is provisional of its area.
    """
    whole = [
        area.pk
        for area in areas_of(person)
        if any(one.rows.every for one in rights(person, Action.SEE_DRAFT, area))
    ]
    seen = Q(status="final") | Q(area__in=whole)
    return Measured.objects.filter(seen, metric=metric, breakdown="", superseded=None).order_by()
