"""The pages of versions and sign-off: what they say, to whom, and what a form sent twice does."""

import re

import pytest

from bettercare_web.audit.models import Event
from bettercare_web.plans.actions import Add, edit_plan
from bettercare_web.plans.models import Submission
from bettercare_web.versions.actions.naming import name_version
from bettercare_web.versions.actions.submitting import withdraw


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def page(client, plan, tail="sign-off/"):
    return client.get(f"/plans/{plan.pk}/{tail}")


def test_the_heading_counts_the_signatures(mended, signing, signed_in):
    signing(mended, "dass")
    assert "1 of 5 signatures stands." in text_of(page(signed_in("lead@leicester"), mended))


def test_a_voided_signature_is_struck_out_with_what_changed(mended, signing, edited, signed_in):
    signing(mended, "dass")
    edited(mended, "hicm", 1, "reason", "Winter plan", reason="Asked by the board")
    answer = page(signed_in("lead@leicester"), mended)
    said = text_of(answer)
    assert "0 of 5 signatures stand. One was voided by a later change." in said
    assert "Then this changed, which it covers: Early discharge planning" in said
    assert "<s>Version 1</s>" in answer.content.decode()
    assert "“Asked by the board”" in said


def test_the_difference_is_in_pounds_first(mended, edited, signed_in, actor):
    name_version(mended, "", by=actor("lead@leicester"))
    edited(mended, "schemes", 13, "amounts.2019-20", "1240073")
    edited(mended, "schemes", 15, "amounts.2019-20", "534815", reason="To fund scheme 13")
    said = text_of(page(signed_in("lead@leicester"), mended))
    assert "Moved between schemes £15,000 2 amounts changed" in said
    assert "NHS out-of-hospital £0 £7,242,204, no change" in said
    assert "13 Home Visiting Service" in said
    assert "1,255,073 1,240,073 −£15,000" in said
    assert "“To fund scheme 13”" in said


def test_what_was_put_back_is_no_change(mended, edited, signed_in, actor):
    name_version(mended, "", by=actor("lead@leicester"))
    edited(mended, "hicm", 1, "reason", "New")
    edited(mended, "hicm", 1, "reason", "")
    assert "Nothing differs between the two." in text_of(page(signed_in("lead@leicester"), mended))


def test_a_name_that_changed_is_told_to_those_who_may_see_names(mended, signed_in, actor):
    lead = actor("lead@leicester")
    name_version(mended, "", by=lead)
    edit_plan(mended, [Add(table="sign_off", fields={"name": "Petra Sandoval"})], by=lead)
    assert "Petra Sandoval" in text_of(page(signed_in("finance@leicester"), mended))
    for who in ("analyst@leicester", "scheme-lead@leicester"):
        assert "Petra Sandoval" not in text_of(page(signed_in(who), mended))


def test_a_region_sees_submitted_versions_alone(sent, signed_in, edited, actor):
    assurer = signed_in("assurer@midlands")
    said = text_of(page(assurer, sent))
    assert "Version 1 is submitted. Receipt 2019-20-E06000016-1" in said
    assert "Who signs" not in said
    assert page(assurer, sent, "versions/1/").status_code == 200
    plan = withdraw(sent, "A figure is wrong", by=actor("lead@leicester"))
    name_version(edited(plan, "hicm", 1, "reason", "New"), "", by=actor("lead@leicester"))
    assert page(assurer, sent, "versions/2/").status_code == 404
    assert page(assurer, sent, "versions/1/").status_code == 404


def test_a_version_shows_names_to_those_who_may_see_them(sent, signed_in):
    for who, seen in (("lead@leicester", True), ("viewer@leicester", False)):
        content = page(signed_in(who), sent, "versions/1/").content.decode()
        assert ('id="table-' in content) and (("Sign-off</h2>" in content) <= seen)


def test_a_provider_sees_nothing_of_other_rows(mended, signing, edited, signed_in):
    signing(mended, "dass")
    edited(mended, "hicm", 1, "reason", "Winter plan")
    answer = page(signed_in("provider@leicester"), mended)
    said = text_of(answer)
    assert answer.status_code == 200
    assert "Leicester director" not in said and "Early discharge planning" not in said
    assert "Who signs" not in said and "Errors" not in said
    assert "2, now" in said
    assert "Leicester director" not in text_of(
        page(signed_in("provider@leicester"), mended, "versions/1/")
    )


class TestSigning:
    """The page on which somebody signs."""

    def form_of(self, answer):
        content = answer.content.decode()
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', content))

    def test_it_shows_what_is_covered_and_the_hash(self, mended, signed_in):
        said = text_of(page(signed_in("director@leicester"), mended, "sign/"))
        assert "Sign version 1 as Director of adult social services" in said
        assert "Measures, high impact changes, narrative" in said
        assert "Early discharge planning" in said

    def test_signing_asks_for_the_password_again(self, mended, signed_in):
        late = signed_in("director@leicester", just_now=False)
        answer = page(late, mended, "sign/")
        assert answer.status_code == 302
        assert "/account/reauthenticate/" in answer["Location"]

    def test_the_box_is_ticked_or_nothing_is_signed(self, mended, signed_in):
        client = signed_in("director@leicester")
        form = self.form_of(page(client, mended, "sign/"))
        answer = client.post(f"/plans/{mended.pk}/sign/", form)
        assert answer.status_code == 422
        assert "Tick the box" in text_of(answer)
        assert not mended.signatures.exists()
        client.post(f"/plans/{mended.pk}/sign/", {**form, "read": "on"})
        assert mended.signatures.get().role == "dass"

    def test_a_page_that_is_old_signs_nothing(self, mended, signed_in, edited):
        client = signed_in("director@leicester")
        form = self.form_of(page(client, mended, "sign/"))
        edited(mended, "hicm", 1, "reason", "New")
        answer = client.post(f"/plans/{mended.pk}/sign/", {**form, "read": "on"})
        assert answer.status_code == 409
        assert "has changed since you opened this page" in text_of(answer)

    @pytest.mark.parametrize("who", ["lead@leicester", "viewer@leicester", "director@rotherham"])
    def test_others_find_no_such_page(self, mended, signed_in, who):
        assert page(signed_in(who), mended, "sign/").status_code == 404


class TestSubmitting:
    """The form that submits, once."""

    def test_it_says_what_is_in_the_way(self, leicester, signed_in):
        said = text_of(page(signed_in("lead@leicester"), leicester, "submit/"))
        assert "1 error stops you submitting" in said
        assert "Enter the number of placements" in said

    def test_the_same_form_twice_is_one_submission(self, signed, signed_in):
        """T25."""
        lead = signed_in("lead@leicester")
        content = page(lead, signed, "submit/").content.decode()
        [key] = re.findall(r'name="key" value="([^"]+)"', content)
        answers = [
            lead.post(f"/plans/{signed.pk}/submit/", {"key": key, "sure": "on"}) for _ in range(3)
        ]
        assert {(one.status_code, one["Location"]) for one in answers} == {
            (302, f"/plans/{signed.pk}/receipt/")
        }
        assert Submission.objects.count() == 1
        assert Event.objects.filter(action="plan-submitted").count() == 1
        other = lead.post(f"/plans/{signed.pk}/submit/", {"key": "another", "sure": "on"})
        assert other.status_code == 409

    def test_the_receipt_has_every_hash(self, sent, signed_in):
        said = text_of(page(signed_in("lead@leicester"), sent, "receipt/"))
        one = sent.submissions.get()
        for proof in (one.receipt, one.version.hash, one.head, *one.exports.values()):
            assert proof in said

    def test_it_is_taken_back_with_a_reason(self, sent, signed_in):
        lead = signed_in("lead@leicester")
        assert lead.post(f"/plans/{sent.pk}/withdraw/", {"reason": ""}).status_code == 422
        lead.post(f"/plans/{sent.pk}/withdraw/", {"reason": "A figure is wrong"})
        said = text_of(page(lead, sent, "receipt/"))
        assert "Taken back: receipt 2019-20-E06000016-1" in said
        assert "A figure is wrong" in said


class TestHistory:
    """Who, when, what, why."""

    def test_it_tells_each_field_and_is_verified(self, mended, edited, signed_in):
        edited(mended, "schemes", 13, "amounts.2019-20", "1240073", reason="Night cover")
        said = text_of(page(signed_in("lead@leicester"), mended, "history/"))
        assert "none missing or altered" in said
        assert "13 Home Visiting Service" in said
        assert "1,255,073 1,240,073" in said
        assert "“Night cover”" in said

    def test_it_can_be_narrowed(self, mended, signing, signed_in, person):
        signing(mended, "dass")
        lead = signed_in("lead@leicester")
        said = text_of(page(lead, mended, f"history/?who={person('director@leicester').pk}"))
        assert "2 entries fit" in said
        assert "Signed" in text_of(page(lead, mended, "history/?done=signed"))
        assert "Nothing fits." in text_of(page(lead, mended, "history/?text=zzzz"))

    def test_a_row_changed_behind_its_back_is_said(self, leicester, signed_in):
        row = leicester.rows.filter(table="schemes")[8]
        row.content = row.content.replace("MH Discharge", "Discharge")
        row.save()
        said = text_of(page(signed_in("lead@leicester"), leicester, "history/"))
        assert "The history is not whole" in said

    def test_what_was_taken_away_is_said(self, mended, signing, signed_in, settings, tmp_path):
        from bettercare_web.audit.actors import SYSTEM
        from bettercare_web.audit.redaction import redact

        settings.DATA = tmp_path
        signing(mended, "dass")
        redact(Event.objects.get(action="signed"), by=SYSTEM, reason="Asked")
        assert "removed on" in text_of(page(signed_in("lead@leicester"), mended, "history/"))


def test_the_history_calls_figures_of_the_whole_plan_by_their_words(signed_in, leicester):
    page = signed_in("lead@leicester").get(f"/plans/{leicester.pk}/history/")
    html = page.content.decode()
    assert "NHS out-of-hospital, minimum" in html and "6,802,087" in html
    assert "given.required" not in html
