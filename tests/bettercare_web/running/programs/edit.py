"""Edit schemes of Leicester's plan as its lead, one after another, and say which edits held.

Words: the name of this editor, how many edits, the first scheme and how many schemes to go round.
"""

import json
import sys

import django


def edit(name: str, count: int, first: int, among: int) -> dict[str, object]:
    """Edit until every edit held; who was too late reads the row again."""
    from bettercare_web.areas.models import Person
    from bettercare_web.audit.actors import Actor
    from bettercare_web.plans.actions import Edit, Stale, edit_plan
    from bettercare_web.plans.models import Plan

    plan = Plan.objects.get(area__name="Leicester")
    rows = list(plan.rows.filter(table="schemes"))[first : first + among]
    by = Actor(person_id=str(Person.objects.get(email="lead@leicester.example").pk))
    held, stale = {}, 0
    for number in range(count):
        row = rows[number % among]
        words = f"{name} {number}"
        while words not in held:
            row.refresh_from_db()
            change = Edit(row_id=str(row.pk), version=row.version, fields={"scheme_name": words})
            try:
                edit_plan(plan, [change], by=by)
            except Stale:
                stale += 1
            else:
                held[words] = str(row.pk)
    return {"held": held, "stale": stale}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(edit(sys.argv[1], *map(int, sys.argv[2:5]))))  # noqa: T201
