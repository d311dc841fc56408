"""Reading plans, always within what a person may see."""

from uuid import UUID

from django.db.models import Q, QuerySet

from bettercare_web.areas.models import Area, Person
from bettercare_web.areas.permissions import Right, areas_where, plans_where, reach_of, rights
from bettercare_web.areas.roles import CELLS, Action, Role
from bettercare_web.plans.models import Plan, Row

SUBMITTED = {"R", "N"}
# What can be done to a what-if draft at all, by those who may have one; it is never sent or signed.
OF_WHAT_IF = frozenset(
    {
        Action.SEE_DRAFT,
        Action.EDIT_MONEY,
        Action.EDIT_WORDS,
        Action.EDIT_METRICS,
        Action.NAME_VERSION,
    }
)


def rights_in(person: Person, action: Action, plan: Plan) -> list[Right]:
    """Every right by which a person may do something to a plan; none is a refusal.

    A what-if draft is there for those alone who may have one, and they may edit all of it.
    """
    if plan.kind == Plan.Kind.WHAT_IF:
        if action not in OF_WHAT_IF:
            return []
        action = Action.NAME_VERSION
    return rights(person, action, plan.area, plan.round)


def areas_of(person: Person, action: Action = Action.SEE_DRAFT) -> QuerySet[Area]:
    """The areas in which a person may do something."""
    return Area.objects.filter(areas_where(person, action)).select_related("region")


def plans_of(person: Person, action: Action = Action.SEE_DRAFT) -> QuerySet[Plan]:
    """The plans to which a person may do something, with their areas.

    Where all that a person has is the sight of submitted versions, plans that were never
    submitted are left out. What-if drafts are never among them.
    """
    found = Plan.objects.filter(kind=Plan.Kind.PLAN).select_related("area", "area__region")
    drafts = plans_where(person, action)
    if any(set(CELLS[action, Role(one.role)]) & SUBMITTED for one in reach_of(person).grants):
        sent = Q(submissions__isnull=False)
        drafts &= sent | plans_where(person, Action.SEE_DRAFT)
        return found.filter(drafts).distinct()
    return found.filter(drafts)


def plan_for(
    person: Person, action: Action, plan_id: UUID | str
) -> tuple[Plan, list[Right]] | None:
    """A plan, and the rights by which a person may do something to it; ``None`` is a refusal."""
    plan = Plan.objects.select_related("area", "area__region").filter(pk=plan_id).first()
    if plan is None:
        return None
    held = rights_in(person, action, plan)
    if held and all(one.submitted_only for one in held) and not plan.submissions.exists():
        return None
    return (plan, held) if held else None


def rows_of(plan: Plan, *tables: str) -> QuerySet[Row]:
    """The rows of a plan in their order, of some tables or of all."""
    return plan.rows.filter(table__in=tables) if tables else plan.rows.all()
