"""An edit whose transaction began before another edit of the plan ended, on PostgreSQL.

Prints how often the edit was tried, and the names of the two schemes afterwards.
"""

import json
import threading

import django


def edit() -> dict[str, object]:
    """Edit one scheme; between its snapshot and its lock somebody else edits another one."""
    from django.db import connection

    from bettercare_web.areas.models import Person
    from bettercare_web.audit.actors import Actor
    from bettercare_web.plans import actions
    from bettercare_web.plans.models import Plan

    plan = Plan.objects.get(area__name="Leicester")
    mine, theirs = list(plan.rows.filter(table="schemes"))[:2]
    by = Actor(person_id=str(Person.objects.get(email="lead@leicester.example").pk))
    lock, tries = actions.locked, []

    def change(row, words):
        one = actions.Edit(row_id=str(row.pk), version=row.version, fields={"scheme_name": words})
        actions.edit_plan(plan, [one], by=by)

    def other():
        change(theirs, "Theirs")
        connection.close()

    def locked(of):
        if threading.current_thread() is threading.main_thread():
            tries.append(1)
            if len(tries) == 1:
                plan.rows.count()  # takes the snapshot
                thread = threading.Thread(target=other)
                thread.start()
                thread.join()
        return lock(of)

    actions.locked = locked
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE")
    change(mine, "Mine")
    names = [json.loads(one.content)["scheme_name"] for one in plan.rows.filter(table="schemes")]
    return {"tries": len(tries), "names": names[:2]}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(edit()))  # noqa: T201
