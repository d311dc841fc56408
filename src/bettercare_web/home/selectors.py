"""Reading what the first pages show: areas with their newest plans, and the desk of one person."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from bettercare_web.areas.models import Area, Person
from bettercare_web.areas.permissions import plans_where, rights
from bettercare_web.areas.roles import Action
from bettercare_web.audit.models import Head
from bettercare_web.home.tasks import Desk
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.deadlines import due_of
from bettercare_web.plans.dismissals import problems_of
from bettercare_web.plans.findings_places import PlanRows, seen_rows
from bettercare_web.plans.models import Note, Plan, Submission
from bettercare_web.plans.selectors import areas_of
from bettercare_web.versions.signatories import capacities
from bettercare_web.versions.standing import standing_of


def areas_with_plans(person: Person) -> list[Area]:
    """The areas of a person, each with its plans, the newest round first."""
    plans = _seen_by(person).select_related("standing").order_by("-round")
    sent = Prefetch("submissions", Submission.objects.filter(withdrawn_at=None), to_attr="sent")
    mine = Area.objects.filter(
        Q(pk__in=areas_of(person).values("pk"))
        | Q(pk__in=areas_of(person, Action.SEE_SUBMITTED).values("pk"))
    )
    whole = Prefetch("plans", plans.prefetch_related(sent), to_attr="newest")
    return list(mine.select_related("region").prefetch_related(whole))


def _seen_by(person: Person) -> QuerySet[Plan]:
    """The plans that somebody may see: the draft, or what of it was submitted."""
    seen = plans_where(person, Action.SEE_DRAFT) | plans_where(person, Action.SEE_SUBMITTED)
    return Plan.objects.filter(seen, kind=Plan.Kind.PLAN)


def drafts_of(plans: Iterable[Plan], area: Area, person: Person) -> list[Plan]:
    """Those plans of an area whose draft somebody may see."""
    return [one for one in plans if rights(person, Action.SEE_DRAFT, area, one.round)]


def plans_in(area: Area, person: Person) -> list[Plan]:
    """The plans of an area that somebody may see, of each its draft or what was submitted.

    First the drafts that are due, the next day first; then the newest.
    """
    kept = _seen_by(person).filter(area=area).select_related("area", "standing")
    found = list(kept.order_by("-round"))
    if len(found) < 2:  # noqa: PLR2004  (nothing to order)
        return found
    now = timezone.now()
    due = {one.pk: said.moment for one in found if (said := due_of(one)) and said.moment > now}
    waiting = [one for one in found if one.state == Plan.State.DRAFT and one.pk in due]
    waiting.sort(key=lambda one: due[one.pk])
    return [*waiting, *(one for one in found if one not in waiting)]


def submission_of(plan: Plan) -> Submission | None:
    """The submission of a plan that stands."""
    held = plan.submissions.filter(withdrawn_at=None).select_related("version")
    return held.order_by("-at").first()


def sees_all(person: Person, plan: Plan) -> bool:
    """Whether somebody sees the whole draft, and not some rows alone."""
    held = rights(person, Action.SEE_DRAFT, plan.area, plan.round)
    return bool(held) and seen_rows(held) is None


def queries_of(plan: Plan, person: Person) -> list[Note]:
    """The open questions that somebody is asked, and those to others that they may read."""
    asked = plan.notes.filter(settled_at=None, answers_to=None, owner__isnull=False)
    found = list(asked.select_related("by", "owner").order_by("due", "at"))
    ids = seen_rows(rights(person, Action.COMMENT, plan.area, plan.round))
    return [one for one in found if ids is None or str(one.row) in ids]


def desk_of(plan: Plan, person: Person, today: date) -> Desk:
    """All that the home of an area is made of, for one person."""
    rows = PlanRows(plan.rows.all())
    summary = summary_of(plan, rows.all)
    due = due_of(plan)
    may_sign = rights(person, Action.SIGN, plan.area, plan.round)
    return Desk(
        plan=plan,
        person=person,
        summary=summary,
        rows=rows,
        problems=problems_of(plan, summary, rows),
        standing=standing_of(plan, summary.working),
        capacities=capacities(person, plan) if may_sign else [],
        queries=queries_of(plan, person),
        due=due.day if due else None,
        today=today,
    )


def newest_event(area: Area) -> int:
    """The number of the newest event of an area's trail."""
    head = Head.objects.filter(pk=area.code).first()
    return head.seq if head else 0
