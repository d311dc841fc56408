"""Schemes that share an id get one of their own, after a look at what changes."""

import re

import pytest

from bettercare_web.plans.actions import Edit, edit_plan


@pytest.fixture
def address(leicester):
    """The page that renumbers."""
    return f"/plans/{leicester.pk}/schemes/renumber/"


def sent(html):
    return dict(re.findall(r'name="(form_key|seen)" value="([^"]*)"', html))


def test_the_schemes_get_the_ids_that_the_page_showed_once(signed_in, leicester, address):
    client = signed_in("lead@leicester")
    findings = client.get(f"/plans/{leicester.pk}/findings/").content.decode()
    assert f'href="{address}">Renumber 4 schemes' in findings
    html = client.get(address).content.decode()
    assert re.findall(r"<strong>(\d+)</strong>", html) == ["63", "64", "62", "65"]
    form = sent(html)
    for _ in range(2):  # a double click is carried out once, and answered alike
        assert client.post(address, form).url.endswith("/findings/")
    rows = leicester.rows.filter(table="schemes")
    assert [rows[number - 1].version for number in (11, 14, 38, 39)] == [2, 2, 2, 2]
    findings = client.get(f"/plans/{leicester.pk}/findings/").content.decode()
    assert "used for two schemes" not in findings and "8 warnings need" in findings
    assert "No scheme of yours needs another ID" in client.get(address).content.decode()


def test_nothing_is_renumbered_where_the_plan_was_changed_meanwhile(
    signed_in, actor, leicester, address
):
    client = signed_in("lead@leicester")
    form = sent(client.get(address).content.decode())
    row = leicester.rows.filter(table="schemes")[10]
    change = Edit(row_id=str(row.pk), version=1, fields={"scheme_name": "Another"})
    edit_plan(leicester, [change], by=actor("finance@leicester"))
    answer = client.post(address, form, follow=True)
    assert "Nothing was renumbered: look again" in answer.content.decode()
    assert leicester.rows.filter(table="schemes")[37].version == 1


def test_who_may_change_some_rows_sees_those_alone(signed_in, leicester, address):
    html = signed_in("scheme-lead@leicester").get(address).content.decode()
    assert "No scheme of yours" in html and "Hoarding" not in html
    assert signed_in("viewer@leicester").get(address).status_code == 404
    assert leicester.revision == 1


def test_a_plan_that_was_sent_is_not_renumbered(signed_in, leicester, address):
    leicester.state = "submitted"
    leicester.save(update_fields=["state"])
    assert signed_in("lead@leicester").post(address, {}).status_code == 409


def test_the_page_of_findings_offers_it_to_those_who_may_alone(signed_in, leicester):
    page = f"/plans/{leicester.pk}/findings/"
    for who in ("scheme-lead@leicester", "viewer@leicester"):
        assert "Renumber" not in signed_in(who).get(page).content.decode()
