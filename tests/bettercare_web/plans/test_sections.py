"""The pages of a plan's sections: what they ask in each round, what they save, what they refuse."""

import pytest
from django.urls import reverse
from lxml import html

from bettercare.plan import Plan as CorePlan
from bettercare.rounds import available, load
from bettercare_web.audit.actors import Actor
from bettercare_web.plans.actions import edit_plan, start_plan
from bettercare_web.plans.core import to_core
from bettercare_web.plans.edits import Add, Edit, Refused, Remove, Unreadable
from bettercare_web.plans.models import Plan
from bettercare_web.plans.sections import sections_of
from tests.bettercare_web.plans.forms_sent import form_of, sent_by, text_of


def page(plan, name):
    return reverse(name, args=[plan.pk])


def core(plan):
    return to_core(plan.round, plan.rows.all())


@pytest.fixture
def lead(signed_in):
    return signed_in("lead@leicester")


@pytest.fixture
def blank(area_of, person):
    """A blank plan of Leicester for a round."""

    def start(round_id):
        Plan.objects.filter(area__name="Leicester", round=round_id).delete()
        by = Actor(person_id=str(person("lead@leicester").pk))
        return start_plan(area_of("Leicester"), round_id, CorePlan(round=round_id), by=by)

    return start


def test_what_is_not_changed_is_not_saved(lead, leicester):
    for name in ("cover", "narrative", "requirements", "income", "answers", "hicm", "metrics"):
        address = page(leicester, name)
        lead.post(address, form_of(lead, address))
    leicester.refresh_from_db()
    assert leicester.revision == 1


def test_a_contact_is_added_and_then_changed(lead, leicester):
    address = page(leicester, "cover")
    lead.post(address, {**form_of(lead, address), "dass-name": "Director of care"})
    [signature] = core(leicester).sign_off
    assert (signature.role, signature.name) == (
        "Director of adult social services",
        "Director of care",
    )
    lead.post(address, {**form_of(lead, address), "dass-name": "Another director"})
    [signature] = core(leicester).sign_off
    assert signature.name == "Another director"


def test_sending_a_form_twice_saves_it_once(lead, leicester):
    address = page(leicester, "income")
    sent = {
        **form_of(lead, address),
        "another-source_of_funding": "Additional LA Contribution",
        "another-amounts.2019-20": "5,000",
        "form_key": "f" * 32,
    }
    first, second = lead.post(address, sent), lead.post(address, sent)
    assert first.headers["Location"] == second.headers["Location"]
    amounts = [line.amounts.get("2019-20") for line in core(leicester).income]
    assert amounts.count(5000) == 1


def test_money_is_read_as_people_write_it(lead, leicester):
    address = page(leicester, "income")
    sent = form_of(lead, address)
    assert sent["ibcf-amounts.2019-20"] == "15,466,521"
    lead.post(address, {**sent, "ibcf-amounts.2019-20": "£15,466,522.50"})
    assert str(core(leicester).income[1].amounts["2019-20"]) == "15466522.50"


def test_what_is_no_number_is_refused_with_the_value_kept(lead, leicester):
    address = page(leicester, "income")
    answer = lead.post(address, {**form_of(lead, address), "ibcf-amounts.2019-20": "£15m"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert html.document_fromstring(shown).findtext(".//title").strip().startswith("Error: ")
    assert 'href="#ibcf-amounts.2019-20"' in shown
    assert 'value="£15m"' in shown
    leicester.refresh_from_db()
    assert leicester.revision == 1


def test_another_change_of_the_same_field_shows_both_and_keeps_the_choice(lead, leicester, actor):
    address = page(leicester, "requirements")
    sent = {**form_of(lead, address), "PR1-action": "Mine", "PR2-action": "Mine too"}
    row = leicester.rows.filter(table="requirements").first()
    theirs = Edit(row_id=str(row.pk), version=1, fields={"action": "Theirs"})
    edit_plan(leicester, [theirs], by=actor("lead@leicester"))
    answer = lead.post(address, sent)
    assert answer.status_code == 409
    assert "Theirs: Theirs, saved" in text_of(answer)
    assert "Yours: Mine, not saved yet" in text_of(answer)
    again = sent_by(answer)
    assert again["PR1-action"] == "Theirs"
    lead.post(address, {**again, "PR1-action": "Mine"})
    said = [line.action for line in core(leicester).requirements[:2]]
    assert said == ["Mine", "Mine too"]


def test_another_field_changed_meanwhile_is_left_as_it_is(lead, leicester, actor):
    address = page(leicester, "requirements")
    sent = {**form_of(lead, address), "PR1-action": "Mine"}
    row = leicester.rows.filter(table="requirements").first()
    theirs = Edit(row_id=str(row.pk), version=1, fields={"timeframe": "May"})
    edit_plan(leicester, [theirs], by=actor("lead@leicester"))
    assert lead.post(address, sent).status_code == 302
    line = core(leicester).requirements[0]
    assert (line.action, line.timeframe) == ("Mine", "May")


def test_a_row_that_somebody_removed_meanwhile_is_told(lead, leicester, actor):
    address = page(leicester, "income")
    sent = {**form_of(lead, address), "ibcf-comment": "Agreed in May"}
    second = leicester.rows.filter(table="income")[1]
    edit_plan(leicester, [Remove(row_id=str(second.pk), version=1)], by=actor("lead@leicester"))
    answer = lead.post(address, sent)
    assert answer.status_code == 409
    assert "somebody removed a row that you changed" in text_of(answer)
    assert "Agreed in May" in text_of(answer)


def test_a_line_is_removed(lead, leicester):
    address = page(leicester, "income")
    lead.post(address, {**form_of(lead, address), "additional_la-_remove": "on"})
    assert len(core(leicester).income) == 5


@pytest.mark.parametrize("round_id", available())
def test_every_section_of_every_round_is_asked_and_saved(lead, blank, round_id):
    plan = blank(round_id)
    for section in sections_of(load(round_id)):
        if section.name in {"schemes", "figures"}:
            continue
        address = page(plan, section.name)
        sent = form_of(lead, address)
        text = next(name for name in sent if "-" in name and "-_" not in name)
        assert lead.post(address, {**sent, text: "1"}).status_code == 302, section.name
        assert len(getattr(core(plan), section.table)) == 1, section.name
        assert lead.get(address).status_code == 200


def test_a_published_minimum_is_given_and_taken_away(lead, blank):
    plan = blank("2016-17")
    address = page(plan, "figures")
    asked = form_of(lead, address)
    lead.post(address, {**asked, "figures-given.required.adult_social_care.minimum": "£1,500"})
    assert core(plan).given == {"required.adult_social_care.minimum": 1500}
    assert "1 of 2 minimums are known" in text_of(lead.get(address))
    asked = form_of(lead, address)
    assert asked["figures-given.required.adult_social_care.minimum"] == "1,500"
    lead.post(address, {**asked, "figures-given.required.adult_social_care.minimum": ""})
    assert core(plan).given == {}


def test_what_belongs_to_the_whole_plan_is_changed_by_those_for_money_alone(
    signed_in, leicester, actor
):
    address = page(leicester, "figures")
    assert form_of(signed_in("finance@leicester"), address)
    assert not form_of(signed_in("analyst@leicester"), address)
    whole = leicester.rows.get(table="plan")
    for change in (
        Remove(row_id=str(whole.pk), version=1),
        Add(table="plan", fields={"given.x": "1"}),
    ):
        with pytest.raises(Refused):
            edit_plan(leicester, [change], by=actor("lead@leicester"))
    other = Edit(row_id=str(whole.pk), version=1, fields={"printed.x": "1"})
    with pytest.raises(Unreadable):
        edit_plan(leicester, [other], by=actor("lead@leicester"))


def test_a_section_that_the_round_has_not_leads_back_to_the_plan(lead, leicester):
    answer = lead.get(page(leicester, "conditions"))
    assert answer.headers["Location"] == page(leicester, "plan")


@pytest.mark.parametrize(
    ("who", "name", "inputs"),
    [
        ("finance@leicester", "income", True),
        ("finance@leicester", "narrative", False),
        ("analyst@leicester", "metrics", True),
        ("analyst@leicester", "income", False),
        ("viewer@leicester", "requirements", False),
    ],
)
def test_who_may_not_change_a_section_reads_it(signed_in, leicester, who, name, inputs):
    client, address = signed_in(who), page(leicester, name)
    assert bool(form_of(client, address)) is inputs


def test_who_may_not_change_a_section_cannot_send_it(signed_in, lead, leicester):
    address = page(leicester, "income")
    sent = {**form_of(lead, address), "ibcf-amounts.2019-20": "1"}
    assert signed_in("viewer@leicester").post(address, sent).status_code == 404
    leicester.refresh_from_db()
    assert leicester.revision == 1


def test_a_submitted_plan_is_closed(signed_in, lead, leicester):
    address = page(leicester, "income")
    sent = {**form_of(lead, address), "ibcf-amounts.2019-20": "1"}
    Plan.objects.filter(pk=leicester.pk).update(state="submitted")
    assert not form_of(lead, address)
    assert lead.post(address, sent).status_code == 409
    assert signed_in("viewer@leicester").post(address, sent).status_code == 404


def test_the_nhs_partner_changes_its_own_income_and_reads_the_rest(signed_in, leicester):
    client, address = signed_in("nhs-finance@leicester"), page(leicester, "income")
    sent = form_of(client, address)
    assert "nhs_minimum-amounts.2019-20" in sent
    assert "ibcf-amounts.2019-20" not in sent


def test_names_on_the_cover_are_hidden_without_the_right_to_contacts(signed_in, lead, leicester):
    address = page(leicester, "cover")
    lead.post(address, {**form_of(lead, address), "dass-name": "Jo Bloggs"})
    assert "Jo Bloggs" in lead.get(address).content.decode()
    assert "Jo Bloggs" not in signed_in("viewer@leicester").get(address).content.decode()


def test_a_provider_sees_no_section_and_is_led_to_its_schemes(signed_in, leicester):
    client = signed_in("provider@leicester")
    assert client.get(page(leicester, "income")).status_code == 404
    assert client.get(page(leicester, "plan")).headers["Location"] == page(leicester, "schemes")


def test_a_finding_stands_at_its_field(lead, leicester):
    shown = html.document_fromstring(lead.get(page(leicester, "metrics")).content.decode())
    [field] = shown.xpath("//input[@id='res.2019-20-numerator']")
    [notes] = shown.xpath("//ul[@id='res.2019-20-numerator-notes']")
    assert "res.2019-20-numerator-notes" in field.get("aria-describedby")
    assert "Warning: 254 in both years" in notes.text_content()


def test_a_section_asks_the_database_little(lead, leicester, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        lead.get(page(leicester, "income"))


def test_each_text_of_the_narrative_is_labelled_by_its_question_and_counts_its_words(
    signed_in, leicester
):
    answer = signed_in("lead@leicester").get(f"/plans/{leicester.pk}/narrative/")
    page = html.fromstring(answer.content)
    texts = page.xpath("//textarea")
    labels = {one.get("for"): one.text_content().strip() for one in page.xpath("//form//label")}
    assert labels[texts[0].get("id")] == "A. Person-centred outcomes"
    assert len(set(labels.values())) == 4
    limits = [one.get("data-maxwords") for one in page.xpath("//*[@data-maxwords]")]
    assert limits == ["1500", "800", "800", "1500"]
    assert texts[0].get("aria-describedby") == "A-text-info A-text-hint"
    assert page.get_element_by_id("A-text-info").text_content() == "At most 1,500 words."


def test_services_and_months_of_capacity_can_be_chosen_or_typed(signed_in, area_of, actor):
    plan = start_plan(area_of("Leicester"), "2023-25", by=actor("lead@leicester"))
    page = html.fromstring(signed_in("lead@leicester").get(f"/plans/{plan.pk}/capacity/").content)
    [service] = page.xpath("//input[contains(@name, 'service')]")
    [words] = page.xpath(f"//datalist[@id='{service.get('list')}']")
    offered = [one.get("value") for one in words]
    assert "Reablement at home" in offered and len(offered) == 8
    assert "March" in [one.get("value") for one in page.xpath("//datalist[2]/option | //option")]
