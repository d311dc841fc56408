"""The plain form of one scheme: what it shows, saves and refuses, and adding and removing one."""

import pytest
from django.urls import reverse
from lxml import html

from bettercare_web.areas.roles import Role, ScopeKind
from bettercare_web.plans.actions import edit_plan
from bettercare_web.plans.core import to_core
from bettercare_web.plans.edits import Edit
from bettercare_web.plans.models import Plan, Row
from bettercare_web.running.demo import give
from tests.bettercare_web.plans.forms_sent import form_of, sent_by, text_of


@pytest.fixture
def rows(leicester):
    return list(leicester.rows.filter(table="schemes"))


@pytest.fixture
def address(leicester, rows):
    return lambda number: reverse("scheme", args=[leicester.pk, rows[number - 1].pk])


@pytest.fixture
def lead(signed_in):
    return signed_in("lead@leicester")


def schemes(plan):
    return to_core(plan.round, plan.rows.all()).schemes


def options(answer, name):
    page = html.document_fromstring(answer.content.decode())
    return [one.text for one in page.xpath(f"//select[@name='{name}']//option")]


def test_the_form_is_filled_in_and_says_what_the_scheme_counts_to(lead, address):
    answer = lead.get(address(9))
    sent = sent_by(answer)
    assert sent["scheme_name"] == "MH Discharge Team"
    assert sent["amounts.2019-20"] == "44,832"
    said = text_of(answer)
    assert "Adult social care: £44,832" in said
    assert "NHS out-of-hospital: no, its commissioner is LA" in said
    assert (
        "Adult social care has £15,021 to spare. Below £29,811 this scheme leaves it short." in said
    )


def test_a_provider_is_told_nothing_of_the_plan_or_of_other_schemes(
    lead, signed_in, person, address, rows, leicester
):
    give(
        person("provider@leicester"),
        Role.PROVIDER,
        ScopeKind.SCHEME,
        str(rows[8].pk),
        area=leicester.area,
    )
    provider = signed_in("provider@leicester")
    assert "to spare" in text_of(lead.get(address(9)))
    assert "to spare" not in text_of(provider.get(address(9)))
    shared = "Both plan 1,200 packages."  # rows 3 and 19; theirs are 3 and 9
    assert shared in text_of(lead.get(address(3)))
    assert shared not in text_of(provider.get(address(3)))
    assert str(rows[1].pk) not in provider.get(address(3)).content.decode()


def test_a_finding_stands_above_its_field(lead, address):
    page = html.document_fromstring(lead.get(address(9)).content.decode())
    [notes] = page.xpath("//ul[@id='output_estimate-notes']")
    assert "Error: Enter the number of placements" in notes.text_content()


def test_saving_shows_the_next_error_or_the_list(lead, leicester, rows, address, actor):
    third = Edit(row_id=str(rows[2].pk), version=1, fields={"output_estimate": None})
    edit_plan(leicester, [third], by=actor("lead@leicester"))
    sent = {**form_of(lead, address(9)), "output_estimate": "40", "next_error": "yes"}
    answer = lead.post(address(9), sent)
    assert answer.headers["Location"] == address(3)
    leicester.refresh_from_db()
    assert schemes(leicester)[8].output_estimate == 40
    sent = {**form_of(lead, address(3)), "output_estimate": "1200", "next_error": "yes"}
    answer = lead.post(address(3), sent)
    assert address(3) not in answer.headers["Location"]


def test_what_is_no_number_is_refused_at_its_field(lead, address):
    answer = lead.post(address(9), {**form_of(lead, address(9)), "amounts.2019-20": "44.8k"})
    assert answer.status_code == 422
    page = html.document_fromstring(answer.content.decode())
    [link] = page.xpath("//a[@href='#amounts.2019-20']")
    assert link.text == "'44.8k' is not a number. Type digits, such as 12500 or 12,500."
    [field] = page.xpath("//input[@id='amounts.2019-20']")
    assert field.get("value") == "44.8k"


def test_sub_types_are_those_of_the_type(lead, leicester, address):
    assert len(options(lead.get(address(13)), "sub_type")) > 3
    sent = {**form_of(lead, address(9)), "scheme_type": "Intermediate Care Services"}
    answer = lead.post(address(9), sent)
    assert answer.headers["Location"] == address(9)
    assert "Rapid / Crisis Response" in options(lead.get(address(9)), "sub_type")
    assert schemes(leicester)[8].scheme_type == "Intermediate Care Services"


def test_a_label_that_is_not_in_the_list_is_kept_until_it_is_changed(
    lead, leicester, rows, address, actor
):
    old = Edit(row_id=str(rows[8].pk), version=1, fields={"source_of_funding": "Council money"})
    edit_plan(leicester, [old], by=actor("lead@leicester"))
    sent = form_of(lead, address(9))
    assert sent["source_of_funding"] == "Council money"
    lead.post(address(9), {**sent, "provider": "CCG"})
    assert schemes(leicester)[8].source_of_funding == "Council money"


@pytest.mark.harms_the_trail
def test_a_number_that_nobody_could_read_is_kept_until_it_is_changed(
    lead, leicester, rows, address
):
    unread = '{"scheme_name":"Falls","written":{"output_estimate":"about ten"}}'
    Row.objects.filter(pk=rows[8].pk).update(content=unread)
    sent = form_of(lead, address(9))
    assert sent["output_estimate"] == "about ten"
    assert lead.post(address(9), {**sent, "scheme_name": "Falls service"}).status_code == 302
    ninth = schemes(leicester)[8]
    assert (ninth.scheme_name, ninth.written) == ("Falls service", {"output_estimate": "about ten"})


def test_somebody_else_was_faster(lead, leicester, rows, address, actor):
    sent = {**form_of(lead, address(9)), "amounts.2019-20": "50000", "scheme_name": "Team"}
    theirs = Edit(row_id=str(rows[8].pk), version=1, fields={"amounts.2019-20": "45000"})
    edit_plan(leicester, [theirs], by=actor("finance@leicester"))
    answer = lead.post(address(9), sent)
    assert answer.status_code == 409
    said = text_of(answer)
    assert "Theirs: 45,000, saved" in said
    assert "Yours: 50,000, not saved yet" in said
    lead.post(address(9), sent_by(answer))
    ninth = schemes(leicester)[8]
    assert (ninth.amounts["2019-20"], ninth.scheme_name) == (45000, "Team")


def test_a_scheme_that_was_removed_meanwhile_is_not_found(lead, rows, address):
    sent = form_of(lead, address(9))
    Row.objects.filter(pk=rows[8].pk).delete()
    assert lead.post(address(9), sent).status_code == 404


def test_a_scheme_is_added_once(lead, leicester):
    address = reverse("scheme-add", args=[leicester.pk])
    sent = {**form_of(lead, address), "scheme_name": "Falls service", "amounts.2019-20": "£1,000"}
    lead.post(address, sent)
    lead.post(address, sent)
    found = schemes(leicester)
    assert len(found) == 50
    assert (found[-1].scheme_name, found[-1].amounts["2019-20"]) == ("Falls service", 1000)


def test_nothing_filled_in_adds_nothing(lead, leicester):
    address = reverse("scheme-add", args=[leicester.pk])
    assert lead.post(address, form_of(lead, address)).status_code == 422


def test_a_scheme_is_removed_after_asking(lead, leicester, rows):
    address = reverse("scheme-remove", args=[leicester.pk, rows[8].pk])
    asked = lead.get(address)
    assert "Remove ‘MH Discharge Team’?" in text_of(asked)
    assert len(schemes(leicester)) == 49
    lead.post(address, sent_by(asked))
    assert len(schemes(leicester)) == 48


@pytest.mark.parametrize(
    ("who", "number", "status", "inputs"),
    [
        ("finance@leicester", 9, 200, True),
        ("scheme-lead@leicester", 9, 200, True),
        ("scheme-lead@leicester", 8, 200, False),
        ("nhs-finance@leicester", 13, 200, True),
        ("nhs-finance@leicester", 41, 200, False),
        ("viewer@leicester", 9, 200, False),
        ("provider@leicester", 3, 200, False),
        ("provider@leicester", 4, 404, False),
        ("lead@rotherham", 9, 404, False),
        ("national@england", 9, 404, False),
    ],
)
def test_who_sees_and_who_changes_a_scheme(signed_in, address, who, number, status, inputs):
    answer = signed_in(who).get(address(number))
    assert answer.status_code == status
    if status == 200:
        assert bool(sent_by(answer)) is inputs


@pytest.mark.parametrize("who", ["viewer@leicester", "scheme-lead@leicester"])
def test_who_may_not_change_a_scheme_cannot_send_or_add_one(
    signed_in, lead, leicester, address, who
):
    sent = {**form_of(lead, address(8)), "scheme_name": "Mine"}
    client = signed_in(who)
    assert client.post(address(8), sent).status_code == 404
    assert client.get(reverse("scheme-add", args=[leicester.pk])).status_code == 404
    leicester.refresh_from_db()
    assert leicester.revision == 1


def test_a_partner_is_told_that_a_scheme_is_not_theirs(signed_in, leicester):
    client, address = signed_in("nhs-finance@leicester"), reverse("scheme-add", args=[leicester.pk])
    sent = {**form_of(client, address), "scheme_name": "Falls", "source_of_funding": "DFG"}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "only schemes that the NHS pays for or commissions" in text_of(answer)
    assert (
        client.post(address, {**sent, "source_of_funding": "Minimum CCG Contribution"}).status_code
        == 302
    )


def test_a_submitted_plan_is_read_and_not_changed(lead, leicester, address):
    sent = {**form_of(lead, address(9)), "scheme_name": "Late"}
    Plan.objects.filter(pk=leicester.pk).update(state="submitted")
    assert "The plan is submitted, so nobody can change it." in text_of(lead.get(address(9)))
    assert lead.post(address(9), sent).status_code == 409


def test_the_page_asks_the_database_little_at_500_schemes(
    lead, leicester, address, django_assert_max_num_queries
):
    made = [
        Row(plan=leicester, table="schemes", position=10**6 + n, content='{"scheme_name":"S"}')
        for n in range(451)
    ]
    Row.objects.bulk_create(made)
    Plan.objects.filter(pk=leicester.pk).update(revision=99)
    with django_assert_max_num_queries(20):
        assert lead.get(address(9)).status_code == 200
    with django_assert_max_num_queries(20):
        assert lead.get(reverse("plan", args=[leicester.pk])).status_code == 200
