"""The grid of schemes: the page, saving from it, what others changed, and its speed."""

import json
import re
import uuid

import pytest

from bettercare.rounds import load
from bettercare.synthetic import synthesise
from bettercare_web.audit.models import Event
from bettercare_web.plans.actions import Edit, edit_plan, start_plan
from bettercare_web.plans.answers import forget
from bettercare_web.plans.models import Plan, Presence, Standing


def scheme(plan, number):
    return plan.rows.filter(table="schemes")[number - 1]


def key():
    return str(uuid.uuid4())


def post(client, plan, path, body):
    return client.post(f"/plans/{plan.pk}/{path}", json.dumps(body), "application/json")


def save(client, plan, *changes, **more):
    body = {"key": key(), "revision": plan.revision, "changes": changes, **more}
    return post(client, plan, "schemes/save", body)


def edit(row, version=1, **fields):
    return {"row": str(row.pk), "version": version, "fields": fields}


def page(client, plan, query=""):
    answer = client.get(f"/plans/{plan.pk}/schemes/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def data(html):
    return json.loads(re.search(r'id="grid-data"[^>]*>(.*?)</script>', html, re.DOTALL).group(1))


@pytest.fixture
def large(area_of, actor):
    """A made-up plan of 500 schemes."""
    core = synthesise(load("2020-21"), "Rotherham", seed=1, schemes=500)
    return start_plan(area_of("Rotherham"), "2020-21", core, by=actor("lead@rotherham"))


def test_the_page_is_a_table_of_every_scheme(signed_in, leicester):
    html = page(signed_in("lead@leicester"), leicester)
    assert html.count("<tr data-row=") == 49
    assert re.search(r"<h1[^>]*>Schemes: 49 rows, 1 error to mend</h1>", html)
    assert "43,368,727" in html
    assert "Enter the number of placements" in html  # at its cell, for those who hear the page


def test_each_row_leads_to_its_form(signed_in, leicester):
    html = page(signed_in("lead@leicester"), leicester)
    assert f'href="/plans/{leicester.pk}/schemes/{scheme(leicester, 9).pk}/"' in html


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", 49),
        ("?show=both", 9),
        ("?show=adult_social_care", 20),
        ("?show=nhs_out_of_hospital", 29),
        ("?q=ibcf", 3),
        ("?q=IBCF+6,528,000", 1),
        ("?show=both&q=centre+project", 1),
    ],
)
def test_filters_work_without_script(signed_in, leicester, query, rows):
    html = page(signed_in("lead@leicester"), leicester, query)
    shown = [row for row in re.findall(r"<tr data-row=[^>]*>", html) if "hidden" not in row]
    assert len(shown) == rows


def test_the_choices_are_those_of_the_round(signed_in, leicester):
    known = data(page(signed_in("lead@leicester"), leicester))
    assert known["lists"]["commissioners"][:2] == ["CCG", "LA"]
    assert known["subTypes"]["intermediate_care"] == [
        "Bed Based - Step Up/Down",
        "Rapid / Crisis Response",
        "Reablement/Rehabilitation Services",
        "Other",
    ]
    assert known["subTypes"]["personalised_care_at_home"] == []


def test_what_is_typed_is_never_markup(signed_in, leicester, actor):
    row = scheme(leicester, 1)
    change = Edit(row_id=str(row.pk), version=1, fields={"scheme_name": "</script><b>x"})
    edit_plan(leicester, [change], by=actor("lead@leicester"))
    html = page(signed_in("lead@leicester"), leicester)
    assert "</script><b>x" not in html and "<b>x" not in html


def test_a_cell_is_saved_and_the_answer_says_what_is_new(signed_in, leicester):
    row = scheme(leicester, 9)
    answer = save(signed_in("lead@leicester"), leicester, edit(row, output_estimate="1,234"))
    assert answer.status_code == 200
    said = answer.json()
    assert said["revision"] == 2
    assert said["heading"] == "Schemes: 49 rows, no errors"
    [new] = said["rows"]
    assert (new["id"], new["version"]) == (str(row.pk), 2)
    assert new["values"]["output_estimate"] == "1234"
    assert new["shown"]["output_estimate"] == "1,234"
    assert str(row.pk) not in said["findings"]
    assert Standing.objects.get(plan=leicester).errors == 0


def test_breaking_a_minimum_by_one_edit_is_said_at_once(signed_in, leicester):
    row = scheme(leicester, 1)  # £6,007,613; the minimum is only £15,021 away
    fields = {"amounts.2019-20": "5,990,000"}
    change = {"row": str(row.pk), "version": 1, "fields": fields}
    said = save(signed_in("lead@leicester"), leicester, change).json()
    assert "£2,592 short" in said["answers"]  # 17,613 less, of which 15,021 could be spared
    assert "Adult social care £2,592 short." in said["say"]
    assert "£17,613 left to allocate." in said["say"]


def test_the_same_request_twice_is_done_once(signed_in, leicester):
    client, row = signed_in("lead@leicester"), scheme(leicester, 9)
    body = {"key": key(), "revision": 1, "changes": [edit(row, provider="Trust")]}
    first = post(client, leicester, "schemes/save", body)
    second = post(client, leicester, "schemes/save", body)
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.json()["revision"] == 2
    assert Event.objects.filter(object_id=str(leicester.pk), action="plan-edited").count() == 1
    other = {**body, "changes": [edit(row, provider="Another")]}
    assert post(client, leicester, "schemes/save", other).status_code == 422


def test_a_clash_shows_what_it_was_mine_and_theirs(signed_in, leicester):
    row = scheme(leicester, 15)
    save(signed_in("nhs-finance@leicester"), leicester, edit(row, provider="Theirs"))
    answer = save(signed_in("lead@leicester"), leicester, edit(row, provider="Mine"))
    assert answer.status_code == 409
    said = answer.json()
    [clash] = said["clashes"]
    assert said["problem"] == "clash"
    assert clash["who"] == "Leicester NHS finance"
    assert clash["version"] == 2
    assert clash["fields"] == {
        "provider": {"base": "NHS Community Provider", "mine": "Mine", "theirs": "Theirs"}
    }
    kept = save(signed_in("lead@leicester"), leicester, edit(row, 2, provider="Mine"))
    assert kept.status_code == 200


def test_two_fields_of_one_row_do_not_clash(signed_in, leicester):
    row = scheme(leicester, 15)
    save(signed_in("nhs-finance@leicester"), leicester, edit(row, provider="Theirs"))
    answer = save(signed_in("lead@leicester"), leicester, edit(row, scheme_name="Mine"))
    assert answer.status_code == 200
    assert answer.json()["rows"][0]["values"]["provider"] == "Theirs"


def test_a_deleted_row_is_a_clash(signed_in, leicester):
    client, row = signed_in("lead@leicester"), scheme(leicester, 15)
    gone = {"kind": "remove", "row": str(row.pk), "version": 1}
    assert save(client, leicester, gone).json()["removed"] == [str(row.pk)]
    answer = save(client, leicester, edit(row, provider="Mine"))
    assert answer.status_code in {404, 409}


def test_what_no_field_can_hold_is_said_at_its_cell(signed_in, leicester):
    row = scheme(leicester, 9)
    answer = save(signed_in("lead@leicester"), leicester, edit(row, output_estimate="about ten"))
    assert answer.status_code == 422
    assert answer.json() == {
        "problem": "unreadable",
        "cells": [
            {
                "row": str(row.pk),
                "field": "output_estimate",
                "message": "'about ten' is not a number. Type digits, such as 40 or 40%.",
            }
        ],
    }


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"key": "12345678", "revision": 1, "changes": []}',
        b'{"revision": 1, "changes": [{"row": "x"}]}',
        b'{"key": "12345678", "revision": 1, "changes": [{"fields": {}}]}',
        b'{"key": "12345678", "revision": 1, "changes": [{"kind": "add", "table": "income"}]}',
        b'{"key": "\xff"}',
    ],
)
def test_what_no_page_of_ours_sends_is_refused(signed_in, leicester, body):
    client = signed_in("lead@leicester")
    answer = client.post(f"/plans/{leicester.pk}/schemes/save", body, "application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("who", "row", "status"),
    [
        ("nhs-finance@leicester", 13, 200),
        ("nhs-finance@leicester", 41, 404),
        ("scheme-lead@leicester", 9, 200),
        ("scheme-lead@leicester", 8, 404),
        ("viewer@leicester", 1, 404),
        ("provider@leicester", 3, 404),
        ("lead@rotherham", 1, 404),
    ],
)
def test_who_may_save(signed_in, leicester, who, row, status):
    answer = save(signed_in(who), leicester, edit(scheme(leicester, row), scheme_name="X"))
    assert answer.status_code == status


def test_a_frozen_plan_is_not_saved_to(signed_in, leicester):
    leicester.state = Plan.State.SUBMITTED
    leicester.save()
    client = signed_in("lead@leicester")
    answer = save(client, leicester, edit(scheme(leicester, 1), scheme_name="X"))
    assert answer.status_code == 409
    assert answer.json()["message"] == "This plan is submitted, so nobody can change it."
    assert "data-frozen" in page(client, leicester)


def test_a_list_of_patients_is_refused_and_nothing_kept(signed_in, leicester):
    numbers = ["9434765919", "9434765870", "4010232137", "5990128088", "6328797966", "8314495581"]
    changes = [
        edit(scheme(leicester, at), description=number) for at, number in enumerate(numbers, 1)
    ]
    answer = save(signed_in("lead@leicester"), leicester, *changes)
    assert answer.status_code == 422
    assert answer.json()["problem"] == "patients"
    assert not leicester.rows.filter(content__contains=numbers[0]).exists()


def test_several_changes_are_one_event_or_none(signed_in, leicester):
    client = signed_in("lead@leicester")
    first, second = scheme(leicester, 1), scheme(leicester, 2)
    bad = save(client, leicester, edit(first, scheme_name="X"), edit(second, output_estimate="?"))
    assert bad.status_code == 422
    first.refresh_from_db()
    assert first.version == 1
    added = {"kind": "add", "fields": {"scheme_name": "New"}, "after": str(first.pk)}
    said = save(client, leicester, edit(first, scheme_name="X"), added).json()
    assert said["added"] == [said["order"][1]]
    assert said["rows"][1]["values"]["scheme_name"] == "New"
    assert Event.objects.filter(object_id=str(leicester.pk), action="plan-edited").count() == 1


def test_a_blank_row_is_there_for_everybody(signed_in, leicester):
    said = save(signed_in("lead@leicester"), leicester, {"kind": "add"}).json()
    assert said["added"][0] in {row["id"] for row in said["rows"]}
    heard = post(signed_in("finance@leicester"), leicester, "since/1", {}).json()
    assert said["added"][0] in {row["id"] for row in heard["rows"]}


def test_a_new_row_of_the_nhs_says_so(signed_in, leicester):
    first = data(page(signed_in("nhs-finance@leicester"), leicester))["first"]
    assert first == {
        "source_of_funding": "Minimum CCG Contribution",
        "commissioner": "CCG",
    }
    client = signed_in("nhs-finance@leicester")
    assert save(client, leicester, {"kind": "add", "fields": first}).status_code == 200
    assert save(client, leicester, {"kind": "add", "fields": {}}).status_code == 404


def test_others_hear_what_changed_and_who_is_here(signed_in, leicester):
    lead, finance = signed_in("lead@leicester"), signed_in("finance@leicester")
    row = scheme(leicester, 15)
    nothing = post(finance, leicester, "since/1", {"row": str(row.pk)}).json()
    assert nothing == {"revision": 1, "others": [], "frozen": False}
    save(lead, leicester, edit(scheme(leicester, 9), provider="Trust"))
    heard = post(lead, leicester, "since/1", {}).json()
    assert heard["others"] == [{"name": "Leicester finance", "row": str(row.pk)}]
    assert [one["item"] for one in heard["rows"]] == [9]
    assert Presence.objects.filter(plan=leicester).count() == 2


def test_too_long_ago_loads_the_page_again(signed_in, leicester):
    heard = post(signed_in("lead@leicester"), leicester, "since/99", {}).json()
    assert heard["reload"] is True
    bad = post(signed_in("lead@leicester"), leicester, "since/1", {"row": "nonsense"})
    assert bad.status_code == 400


def test_what_one_row_counts_to(signed_in, leicester):
    address = f"/plans/{leicester.pk}/schemes/about/{scheme(leicester, 13).pk}/"
    html = signed_in("viewer@leicester").get(address).content.decode()
    assert "£1,255,073 counts to NHS out-of-hospital. If it did not: £814,956 short." in html


def test_a_provider_sees_their_scheme_alone(signed_in, leicester):
    client = signed_in("provider@leicester")
    html = page(client, leicester)
    assert html.count("<tr data-row=") == 1
    assert "43,368,727" not in html and "£15,021" not in html
    mine, other = scheme(leicester, 3), scheme(leicester, 4)
    about = client.get(f"/plans/{leicester.pk}/schemes/about/{mine.pk}/").content.decode()
    assert "£825,000 counts to Adult social care." in about and "short" not in about
    assert client.get(f"/plans/{leicester.pk}/schemes/about/{other.pk}/").status_code == 404
    heard = post(client, leicester, "since/0", {}).json()
    assert heard.get("order", [str(mine.pk)]) == [str(mine.pk)]


def test_the_token_of_the_page_is_needed(person, leicester):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(person("lead@leicester"))
    html = page(client, leicester)
    token = re.search(r'name="csrf-token" content="([^"]+)"', html).group(1)
    body = {"key": key(), "revision": 1, "changes": [edit(scheme(leicester, 9), provider="T")]}
    address = f"/plans/{leicester.pk}/schemes/save"
    text, kind = json.dumps(body), "application/json"
    assert client.post(address, text, content_type=kind).status_code == 403
    shown = {"X-CSRFToken": token}
    assert client.post(address, text, content_type=kind, headers=shown).status_code == 200


def test_queries_at_500_schemes(signed_in, large, django_assert_max_num_queries):
    client = signed_in("lead@rotherham")
    for path in ("schemes/", "findings/", "working/required.nhs_out_of_hospital.planned/"):
        forget()
        with django_assert_max_num_queries(20):
            answer = client.get(f"/plans/{large.pk}/{path}")
        assert answer.status_code == 200


def test_who_may_change_some_rows_finds_them_by_a_filter(signed_in, leicester):
    def shown(who):
        html = signed_in(who).get(f"/plans/{leicester.pk}/schemes/?show=yours").content.decode()
        rows = re.findall(r'<tr data-row="[^"]+"( hidden)?', html)
        return "Yours to change" in html, len(rows) - rows.count(" hidden")

    assert shown("scheme-lead@leicester") == (True, 1)
    assert shown("lead@leicester") == (False, 49)
