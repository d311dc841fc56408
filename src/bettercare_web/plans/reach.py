"""Who sees a plan whole: a provider sees its own schemes alone."""

from django.http import Http404

from bettercare_web.plans.doors import PlanRequest


def sees_whole(request: PlanRequest) -> bool:
    """Whether the rights by which somebody came reach every row of the plan."""
    return any(right.rows.every for right in request.rights)


def need_whole(request: PlanRequest) -> None:
    """Raise ``Http404`` for somebody whose rights reach some rows only."""
    if not sees_whole(request):
        raise Http404
