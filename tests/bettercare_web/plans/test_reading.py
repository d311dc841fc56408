"""Rows and summary of one revision, also where somebody saves between the two readings."""

from bettercare_web.plans.actions import edit_plan
from bettercare_web.plans.edits import Remove
from bettercare_web.plans.models import Plan
from bettercare_web.plans.reading import rows_and_summary


def test_a_plan_read_before_somebody_saved_is_read_again(leicester, actor):
    seen = Plan.objects.select_related("area").get(pk=leicester.pk)
    rows_and_summary(seen, "schemes")
    first = leicester.rows.filter(table="schemes").first()
    edit_plan(leicester, [Remove(row_id=str(first.pk), version=1)], by=actor("lead@leicester"))
    rows, summary = rows_and_summary(seen, "schemes")
    assert len(rows) == len(summary.working.rows) == 48
    assert seen.revision == 2
