"""One record from three: as it was remembered, as it was written, and as it is read now."""

from decimal import Decimal

import pytest

from bettercare.formats.workbooks.restoring import merged
from bettercare.plan import SchemeRow

D = Decimal


def test_what_both_readings_agree_on_stays_as_it_was_remembered():
    kept = SchemeRow(scheme_name=" Falls ", nhs_share=D("0.12345678901234567"), row=3)
    read = SchemeRow(scheme_name="Falls", nhs_share=D("0.123456789012346"), row=9)
    assert merged(kept, read, read) == SchemeRow(
        scheme_name=" Falls ", nhs_share=D("0.12345678901234567"), row=9
    )


@pytest.mark.parametrize(
    ("was", "now", "amounts"),
    [
        ({"a": D(1), "b": D(2)}, {"a": D(5), "b": D(2)}, {"a": D(5), "b": D("2.00001")}),
        ({"a": D(1), "b": D(2)}, {"b": D(2)}, {"b": D("2.00001")}),
        ({"b": D(2)}, {"b": D(2), "c": D(3)}, {"a": D(1), "b": D("2.00001"), "c": D(3)}),
    ],
)
def test_keys_are_edited_one_by_one(was, now, amounts):
    kept = SchemeRow(amounts={"a": D(1), "b": D("2.00001")})
    found = merged(kept, SchemeRow(amounts=was), SchemeRow(amounts=now))
    assert found == SchemeRow(amounts=amounts)


def test_the_text_of_a_number_goes_when_the_number_is_typed():
    kept = SchemeRow(written={"nhs_share": "half", "other": "x"})
    was, now = SchemeRow(written={"nhs_share": "half"}), SchemeRow(nhs_share=D("0.5"))
    assert merged(kept, was, now) == SchemeRow(nhs_share=D("0.5"), written={"other": "x"})


def test_a_text_beside_a_value_goes_when_the_value_is_edited():
    kept = SchemeRow(
        nhs_share=D("0.5"),
        amounts={"a": D(1)},
        written={"nhs_share": "about half", "amounts.a": "one"},
    )
    was = SchemeRow(nhs_share=D("0.5"), amounts={"a": D(1)})
    now = SchemeRow(nhs_share=D("0.4"), amounts={"a": D(1)})
    assert merged(kept, was, now).written == {"amounts.a": "one"}
