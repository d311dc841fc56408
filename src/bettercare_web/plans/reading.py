"""The rows of a table beside what the library says of the plan, both of one moment."""

from bettercare.report import Summary
from bettercare_web.plans.answers import summary_of
from bettercare_web.plans.models import Plan, Row

TRIES = 5  # somebody else saves between the two readings, and again


def rows_and_summary(plan: Plan, table: str) -> tuple[list[Row], Summary]:
    """The rows of a table and the summary of the same revision, which the plan then has.

    Findings and coded rows count the rows by number, so both must be of one revision.
    """
    for _ in range(TRIES):
        summary = summary_of(plan)
        rows = list(plan.rows.filter(table=table))
        now = Plan.objects.values_list("revision", flat=True).get(pk=plan.pk)
        if now == plan.revision:
            break
        plan.revision = now
    return rows, summary
