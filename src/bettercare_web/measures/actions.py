"""Taking in figures that were counted elsewhere: all of them or none, with their event."""

import hashlib
from collections.abc import Sequence
from dataclasses import fields

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bettercare.errors import BadRequest, UnknownMetric
from bettercare.metrics.library import versions
from bettercare.metrics.period_months import months_in
from bettercare.metrics.results import Result
from bettercare_web.areas.models import Area
from bettercare_web.areas.roles import Action
from bettercare_web.audit.actors import Actor
from bettercare_web.audit.record import Changed, Thing, record
from bettercare_web.measures.models import Measured
from bettercare_web.plans.actions import Stopped, the_right

MOST = 5_000
LARGEST = 10_000_000_000  # more than there are people, or days of people in a year
APPLIED = "applied"


def take_in(
    area: Area, results: Sequence[Result], disclosure: str, *, by: Actor, made_up: bool = False
) -> int:
    """Store the results of one area; a figure that was there before is kept as superseded.

    Gives how many were stored. Raises ``Refused`` where this person may not, and ``Stopped`` in
    words for results without disclosure control, of another area, of a metric that the library does
    not know, too many at once, with a period that is none, or a number where one is withheld.
    """
    _refuse_unfit(area, results, disclosure)
    right = the_right(by, Action.EDIT_METRICS, area, "")
    now = timezone.now()
    with transaction.atomic():
        Area.objects.select_for_update().get(pk=area.pk)
        for one in results:
            _cell(area, one).update(superseded=now)
        Measured.objects.bulk_create(
            Measured(area=area, at=now, by_id=by.person_id or None, made_up=made_up, **_values(one))
            for one in results
        )
        record(
            stream=area.code,
            by=by.under(right.role.value, right.grant_id),
            action="results-taken-in",
            about=Thing("results", area.code),
            area=area.code,
            changes=_told(results),
        )
    return len(results)


def _refuse_unfit(area: Area, results: Sequence[Result], disclosure: str) -> None:
    if disclosure != APPLIED:
        raise Stopped("These results are not under disclosure control, so they cannot be sent in.")
    if not results or len(results) > MOST:
        raise Stopped(f"Send from 1 to {MOST:,} results at once.")
    cells = {(one.metric, one.period, one.breakdown, one.group) for one in results}
    if len(cells) < len(results):
        raise Stopped("Two results are of the same metric, period and group.")
    for one in results:
        _refuse_one(area, one)
    for metric in {one.metric for one in results}:
        try:
            versions(metric)
        except UnknownMetric as unknown:
            raise Stopped(str(unknown)) from None


def _refuse_one(area: Area, one: Result) -> None:
    if one.area != area.code:
        raise Stopped(f"A result is of {one.area}, and these are those of {area.code}.")
    try:
        months_in(one.period)
    except BadRequest as odd:
        raise Stopped(str(odd)) from None
    if one.hidden and (one.numerator, one.value, one.lower, one.upper) != (None,) * 4:
        raise Stopped(f"The result of {one.period} is withheld and has a number all the same.")
    for count in (one.numerator, one.denominator):
        if count is not None and not 0 <= count <= LARGEST:
            raise Stopped(f"The result of {one.period} has a count that cannot be: {count}.")


def _cell(area: Area, one: Result) -> QuerySet[Measured]:
    return Measured.objects.filter(
        area=area,
        metric=one.metric,
        period=one.period,
        breakdown=one.breakdown,
        group=one.group,
        superseded=None,
    )


def _values(one: Result) -> dict[str, object]:
    return {field.name: getattr(one, field.name) for field in fields(one) if field.name != "area"}


def _told(results: Sequence[Result]) -> list[Changed]:
    """What an event says: which metrics and periods, how many, and a hash; no count of people."""
    text = "\n".join(repr(one) for one in results)
    return [
        Changed(field="metrics", new=", ".join(sorted({one.metric for one in results}))),
        Changed(field="periods", new=", ".join(sorted({one.period for one in results}))),
        Changed(field="results", new=str(len(results))),
        Changed(field="withheld", new=str(sum(1 for one in results if one.hidden))),
        Changed(field="sha256", new=hashlib.sha256(text.encode()).hexdigest()),
    ]
