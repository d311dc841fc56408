"""Save in a grid while the database can grow no more, and say what was answered and what is there.

SQLite is told that its file may have no more pages, which is how it meets a full disk.
"""

import json
import sys

import django


def save(address: str) -> dict[str, object]:
    """Fill the last page, save a long text, then give room and save once more."""
    from django.db import connection
    from django.test import Client

    from bettercare_web.areas.models import Person
    from bettercare_web.plans.models import Plan

    browser = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    browser.force_login(Person.objects.get(email=address))
    plan = Plan.objects.get(area__name="Leicester")
    row = plan.rows.filter(table="schemes").first()
    before = row.content
    said, long = [], {"description": "long " * 5_000}
    for key, room in (("first-key", 1), ("second-key", 1_000_000)):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            (pages,) = cursor.fetchone()
            cursor.execute(f"PRAGMA max_page_count = {pages if room == 1 else room}")
        change = {"row": str(row.pk), "version": 1, "fields": {"scheme_name": key, **long}}
        body = json.dumps({"key": key, "revision": 1, "changes": [change]})
        path = f"/plans/{plan.pk}/schemes/save"
        answer = browser.post(path, body, content_type="application/json")
        row.refresh_from_db()
        said.append([answer.status_code, answer.json().get("detail"), row.content != before])
    return {"said": said}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(save(sys.argv[1])))  # noqa: T201
