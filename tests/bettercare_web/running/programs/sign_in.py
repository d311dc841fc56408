"""Sign somebody in without a browser: the cookie, the proof for forms, their area's plan and rows.

Words: their address.
"""

import json
import sys
import time

import django


def sign_in(address: str) -> dict[str, object]:
    """Make a session as signing in makes it."""
    from django.conf import settings
    from django.middleware.csrf import _get_new_csrf_string
    from django.test import Client

    from bettercare_web.accounts.step_up import PASSWORD, note_shown
    from bettercare_web.areas.models import Person
    from bettercare_web.plans.selectors import plans_of

    person = Person.objects.get(email=address)
    browser = Client()
    browser.force_login(person)
    session = browser.session
    note_shown(session, person, PASSWORD, time.time())
    session["_csrftoken"] = token = _get_new_csrf_string()
    session.save()
    plan = plans_of(person)[0]
    return {
        "cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}",
        "token": token,
        "plan": str(plan.pk),
        "revision": plan.revision,
        "schemes": [str(row.pk) for row in plan.rows.filter(table="schemes")],
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(sign_in(sys.argv[1])))  # noqa: T201
