"""Script in any text that people write is shown as text, on every page that shows it."""

import re

import pytest
from django.urls import reverse

from bettercare.plan.records import TABLES
from bettercare_web.plans.actions import Add, Edit, edit_plan
from bettercare_web.plans.edits import Change
from bettercare_web.plans.models import Plan

# Each breaks out of another place: text, an attribute, a script, a comment, a style, a template.
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script><svg onload=alert(1)>",
    "--><b onmouseover=alert(1)>x</b>",
    "{{ 7 * 191 }}{% raw %}",
    "javascript:alert(1)",
)
RAW = re.compile(r"<script>alert|<img src=x|<svg onload|<b onmouseover|href=\"javascript:|>1337<")
PAGES = [
    "plan",
    "schemes",
    "findings",
    "summary",
    "cover",
    "income",
    "metrics",
    "hicm",
    "narrative",
    "requirements",
    "answers",
    "notes",
    "sign-off",
    "history",
    "downloads",
]
TEXTS = {
    "schemes": {"scheme_name", "description", "scheme_type", "sub_type", "provider", "commissioner",
                "area_of_spend", "source_of_funding", "output_unit", "area_of_spend_other"},
    "income": {"source_of_funding", "contributor", "comment"},
    "metrics": {"metric", "narrative", "unit"},
    "hicm": {"change", "current", "planned", "reason"},
    "narrative": {"section", "text"},
    "requirements": {"code", "response", "action", "timeframe"},
    "sign_off": {"role", "name", "delegated_to"},
    "answers": {"question", "response", "comment"},
}  # fmt: skip


@pytest.fixture
def harmed(leicester, actor):
    """Leicester's plan with payloads in every text of a row of every table."""
    changes: list[Change] = []
    for table, fields in TEXTS.items():
        assert fields <= set(TABLES[table].__struct_fields__)
        for payload in PAYLOADS:
            changes.append(Add(table=table, fields=dict.fromkeys(sorted(fields), payload)))
    first = leicester.rows.filter(table="schemes")[0]
    texts = dict.fromkeys(sorted(TEXTS["schemes"]), PAYLOADS[2])
    changes.append(Edit(row_id=str(first.pk), version=first.version, fields=texts))
    plan, _ = edit_plan(leicester, changes, by=actor("lead@leicester"), reason=PAYLOADS[1])
    return plan


@pytest.mark.parametrize("name", PAGES)
def test_what_people_write_is_shown_as_text(harmed, signed_in, name):
    answer = signed_in("lead@leicester").get(reverse(name, args=[harmed.pk]))
    assert answer.status_code == 200
    assert RAW.findall(answer.content.decode()) == []


def test_the_home_of_an_area_and_a_schemes_form_too(harmed, signed_in):
    client = signed_in("lead@leicester")
    row = harmed.rows.filter(table="schemes")[0]
    for address in (
        reverse("area", args=[harmed.area.code]),
        reverse("scheme", args=[harmed.pk, row.pk]),
        "/england/",
    ):
        assert RAW.findall(client.get(address).content.decode()) == []


def test_a_page_shows_what_was_written(harmed, signed_in):
    page = signed_in("lead@leicester").get(reverse("schemes", args=[harmed.pk])).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert Plan.objects.get(pk=harmed.pk).rows.filter(content__contains="<script>").exists()
