"""Family A: words for what is typed Other."""

import pytest

from tests.bettercare.builders import findings, plan_of, told


def row(**cells):
    return plan_of(schemes=[{"scheme_name": "Falls", **cells}])


OTHER_SUB = {"scheme_type": "Carers Services", "sub_type": "Other"}
RED_BAG = {"scheme_type": "HICM for Managing Transfer of Care", "sub_type": "Other approaches"}


@pytest.mark.parametrize("cells", [{"scheme_type": "Other"}, OTHER_SUB, RED_BAG])
def test_005_other_without_words(cells):
    assert told("CHK-005", row(**cells)) == [
        "Row 1, Other text. Say what 'Other' means for 'Falls'."
    ]
    assert findings("CHK-005", row(scheme_type_other="Day care", **cells)) == []
    assert findings("CHK-006", row(scheme_type_other="Day care", **cells)) == []


def test_005_and_006_are_silent_on_a_named_type():
    assert findings("CHK-005", row()) == []
    assert findings("CHK-006", row()) == []


def test_006_words_beside_a_named_type():
    [finding] = findings("CHK-006", row(scheme_type_other="Day care"))
    assert finding.message.startswith("The description of 'Other' is not needed here")


def test_006_is_silent_where_the_type_is_not_known():
    assert findings("CHK-006", row(scheme_type="Nonsense", scheme_type_other="Day care")) == []


def test_008_an_area_of_other_without_words():
    assert told("CHK-008", row(area_of_spend="Other")) == [
        "Row 1, Other area text. Describe the area of spend for 'Falls'."
    ]
    assert findings("CHK-008", row(area_of_spend="Other", area_of_spend_other="Housing")) == []
    assert findings("CHK-008", row()) == []


def test_005_and_006_ask_the_round_which_sub_types_need_words():
    hicm = "HICM for Managing Transfer of Care"
    plan = row(scheme_type=hicm, sub_type="Other - 'Red Bag' scheme")
    assert told("CHK-005", plan) == []
    without_sub_types = {"scheme_type": "Community Based Schemes", "sub_type": "Other"}
    assert told("CHK-005", row(**without_sub_types)) == []
    assert told("CHK-006", row(**without_sub_types, scheme_type_other="Day care")) == []


def test_009_words_that_repeat_the_scheme():
    plan = row(area_of_spend="Other", area_of_spend_other="falls")
    assert told("CHK-009", plan) == [
        "Row 1, Other area text. 'falls' repeats the scheme's name; it says no area of spend."
    ]


@pytest.mark.parametrize("text", ["Charity/Voluntary Sector", "Private Sector"])
def test_009_words_that_name_a_provider(text):
    plan = row(area_of_spend="Other", area_of_spend_other=text)
    assert told("CHK-009", plan) == [
        f"Row 1, Other area text. '{text}' looks like a provider, not an area of spend."
    ]


def test_009_is_silent_on_words_of_their_own():
    assert findings("CHK-009", row(area_of_spend="Other", area_of_spend_other="Housing")) == []
