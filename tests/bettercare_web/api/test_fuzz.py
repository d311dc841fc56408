"""Requests made up from the description: no fault of ours, answers as described, nobody else's.

Few cases by default; ``BETTERCARE_FUZZ_CASES=500`` looks further.
"""

import os

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bettercare_web.accounts.models import Tally
from bettercare_web.plans.models import Note

pytestmark = pytest.mark.django_db

CASES = int(os.environ.get("BETTERCARE_FUZZ_CASES", "3"))
PEOPLE = ("lead@leicester", "provider@leicester", "assurer@midlands")
HOLDS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
OPERATIONS = [one.ok() for one in SCHEMA.get_all_operations()]


@pytest.fixture
def tokens(program):
    return {one: program(one).token for one in PEOPLE}


@pytest.fixture
def there(leicester, person):
    """The parts of addresses that lead somewhere."""
    lead = person("lead@leicester")
    return {
        "plan_id": str(leicester.pk),
        "code": leicester.area.code,
        "table": "schemes",
        "row_id": str(leicester.rows.filter(table="schemes").first().pk),
        "note_id": str(Note.objects.create(plan=leicester, text="?", by=lead).pk),
        "figure_id": "expenditure.total",
    }


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
def test_an_operation_holds_what_its_description_says(operation, tokens, there, rotherham):
    theirs = {str(rotherham.pk), rotherham.area.code, str(rotherham.area_id)}
    theirs |= {str(row) for row in rotherham.rows.values_list("pk", flat=True)}

    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def run(data):
        case = data.draw(operation.as_strategy())
        who = data.draw(st.sampled_from(PEOPLE))
        if data.draw(st.booleans()):
            known = {name: there[name] for name in case.path_parameters or {} if name in there}
            case.path_parameters = {**(case.path_parameters or {}), **known}
        with transaction.atomic():
            answer = case.call(headers={"Authorization": f"Bearer {tokens[who]}"})
            transaction.set_rollback(True)
        case.validate_response(answer, checks=HOLDS)
        assert not [one for one in theirs if one in answer.text]

    run()
    Tally.objects.all().delete()
