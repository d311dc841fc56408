"""The cover and the task list of a plan that people signed and sent."""

import re

from django.urls import reverse


def cover(signed_in, plan, who="lead@leicester"):
    html = signed_in(who).get(reverse("cover", args=[plan.pk])).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_draft_says_who_signed_so_far(signed_in, mended, signing):
    signing(mended, "dass")
    said = cover(signed_in, mended)
    assert "Director of adult social services Signed Leicester director 1 " in said
    assert "Local authority section 151 officer Not signed" in said
    assert "Cover and contacts: 0 of 6 answered" in said


def test_a_later_change_voids_the_signature_on_the_cover(signed_in, signed, edited):
    edited(signed, "schemes", 1, "amounts.2019-20", "6007000")
    said = cover(signed_in, signed)
    assert "section 151 officer Voided by a later change: sign again" in said


def test_the_cover_of_a_plan_that_was_sent_says_when_and_by_whom(signed_in, sent):
    said = cover(signed_in, sent)
    at = sent.submissions.get().at
    assert f"Submitted on {at:%-d %B %Y}, signed for 5 of 5" in said
    assert f"Receipt {sent.submissions.get().receipt}" in said
    assert "Health and Wellbeing Board chair Signed Leicester chair 1 " in said


def test_who_may_not_see_contacts_sees_that_it_was_signed_and_by_nobody(signed_in, sent):
    said = cover(signed_in, sent, "viewer@leicester")
    assert "Director of adult social services Signed Hidden" in said
    assert "Leicester director" not in said


def test_the_task_of_the_cover_is_complete_once_the_plan_is_sent(signed_in, sent):
    html = signed_in("lead@leicester").get(reverse("plan", args=[sent.pk])).content.decode()
    said = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert re.search(r"Cover and contacts Signed by 5 of 5, submitted on [^.]+ Complete", said)
