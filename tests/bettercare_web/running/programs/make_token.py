"""Make a token of a program, and say which plan and rows it may change.

Words: the address of its person.
"""

import json
import sys

import django


def token_of(address: str) -> dict[str, object]:
    """A token for all scopes, the plan of the person's area and its schemes."""
    from bettercare_web.accounts.tokens import Scope, make_token
    from bettercare_web.areas.models import Person
    from bettercare_web.audit.actors import Actor
    from bettercare_web.plans.selectors import plans_of

    person = Person.objects.get(email=address)
    made = make_token(person, "Ledger", frozenset(Scope), by=Actor(person_id=str(person.pk)))
    plan = plans_of(person)[0]
    return {
        "token": made,
        "plan": str(plan.pk),
        "schemes": [str(row.pk) for row in plan.rows.filter(table="schemes")],
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(token_of(sys.argv[1])))  # noqa: T201
