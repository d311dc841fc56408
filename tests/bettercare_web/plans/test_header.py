"""Whose page it is, at the top of every page."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("lead@leicester", "Better Care Fund lead"),
        ("director@leicester", "Director of adult social services"),
        ("chief-executive@leicester", "Local authority chief executive"),
        ("section151@leicester", "Local authority section 151 officer"),
        ("nhs-signatory@leicester", "CCG accountable officer"),
    ],
)
def test_a_signatory_is_called_by_what_they_sign_as(leicester, signed_in, who, role):
    page = signed_in(who).get(reverse("plan", args=[leicester.pk])).content.decode()
    header = page.split('class="bc-header__account"', 1)[1].split("</ul>", 1)[0]
    assert f"<li>{role}</li>" in header


def test_a_signatory_is_called_so_on_pages_of_the_area_and_of_the_account_too(leicester, signed_in):
    client = signed_in("chief-executive@leicester")
    for address in (reverse("people", args=[leicester.area.code]), reverse("account")):
        page = client.get(address).content.decode()
        assert "Local authority chief executive" in page.split("<footer")[0]
        header = page.split('class="bc-header__account"', 1)[1].split("</ul>", 1)[0]
        assert "Section 151 officer" not in header
