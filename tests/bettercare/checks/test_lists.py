"""Family A: values that must come from the round's lists."""

import pytest

from bettercare.findings import Severity
from tests.bettercare.builders import findings, fixes, places, plan_of, told

CARE = "Intermediate Care Services"


def row(**cells):
    return plan_of(schemes=[{"scheme_name": "Falls", **cells}])


LISTS = [
    ("CHK-001", "scheme_type", "Comunity Based Scheme", "'{v}' is not a scheme type in 2019-20.",
     "Did you mean 'Community Based Schemes'? If so, write that."),
    ("CHK-007", "area_of_spend", "Primery Care", "'{v}' is not an area of spend.",
     "Did you mean 'Primary Care'? If so, write that."),
    ("CHK-010", "commissioner", "Joynt", "'{v}' is not a commissioner.",
     "Did you mean 'Joint'? If so, write that."),
    ("CHK-011", "provider", "Privat Sector", "'{v}' is not a provider type.",
     "Did you mean 'Private Sector'? If so, write that."),
    ("CHK-012", "source_of_funding", "Winter Presures", "'{v}' is not a 2019-20 source of funding.",
     "Did you mean 'Winter Pressures Grant'? If so, write that."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "field", "text", "message", "fix"), LISTS)
def test_a_value_outside_its_list_names_the_nearest(code, field, text, message, fix):
    plan = row(**{field: text})
    [sentence] = told(code, plan)
    assert sentence.startswith("Row 1, ")
    assert sentence.endswith(message.format(v=text))
    assert fixes(code, plan) == [fix]


@pytest.mark.parametrize(("code", "field"), [(one[0], one[1]) for one in LISTS])
def test_a_blank_asks_for_a_choice_once(code, field):
    [finding] = findings(code, row(**{field: ""}))
    assert finding.message.startswith("Choose a")
    assert finding.message.endswith("for 'Falls'.")
    assert finding.fix.startswith("Choose one of: ")


@pytest.mark.parametrize(("code", "field"), [(one[0], one[1]) for one in LISTS])
def test_nothing_near_lists_what_may_be_chosen(code, field):
    assert fixes(code, row(**{field: "zzz"}))[0].startswith("Choose one of: ")


@pytest.mark.parametrize("code", [one[0] for one in LISTS])
def test_a_value_of_the_list_is_silent(code):
    assert findings(code, row()) == []


def test_a_list_that_is_not_confirmed_makes_a_warning_at_most():
    assert findings("CHK-011", row(provider="Robots"))[0].severity is Severity.WARNING
    assert findings("CHK-007", row(area_of_spend="Space"))[0].severity is Severity.ERROR


def test_an_old_name_of_a_source_is_not_accepted_but_its_successor_is_named():
    plan = row(source_of_funding="Local Authority Social Services")
    assert findings("CHK-012", plan)[0].severity is Severity.ERROR
    assert fixes("CHK-012", plan) == [
        "Choose 'Additional LA Contribution', its name in this round."
    ]


def test_an_income_line_of_an_unknown_source_is_found_too():
    plan = plan_of(
        schemes="scheme_id\n1",
        income="""
            source_of_funding | amount
            iBCF              | 5
            Lottery           | 7
                              | 9
                              |
        """,
    )
    assert told("CHK-012", plan) == [
        "Income line 2, source. 'Lottery' is not a 2019-20 source of funding.",
        "Income line 3, source. An income line has no source of funding.",
    ]


def test_002_a_sub_type_of_another_type():
    plan = row(scheme_type=CARE, sub_type="Telecare")
    assert told("CHK-002", plan) == [
        "Row 1, sub type. 'Telecare' is not a sub type of 'Intermediate Care Services'."
    ]
    assert fixes("CHK-002", plan)[0].startswith("Choose one of: Bed Based - Step Up/Down, ")
    assert places("CHK-002", plan) == [[("schemes", 1, "Sub Types")]]


def test_002_a_misspelt_sub_type():
    plan = row(scheme_type=CARE, sub_type="Rapid / Crisis Respons")
    assert fixes("CHK-002", plan) == ["Did you mean 'Rapid / Crisis Response'? If so, write that."]


def test_002_an_open_list_is_noted_once_for_all_its_rows():
    plan = plan_of(
        schemes="""
            scheme_type              | sub_type
            Enablers for Integration | Integrated workforce
            Enablers for Integration | Something else
            Intermediate Care Services | Rapid / Crisis Response
        """
    )
    [finding] = findings("CHK-002", plan)
    assert finding.severity is Severity.INFORMATION
    assert finding.subject == "Rows 1 and 2, sub type"


@pytest.mark.parametrize("scheme_type", ["Nonsense", "", "Community Based Schemes"])
def test_002_is_silent_where_there_is_no_list_to_compare_with(scheme_type):
    assert findings("CHK-002", row(scheme_type=scheme_type, sub_type="Telecare")) == []


def test_003_a_type_with_sub_types_and_none_chosen():
    assert told("CHK-003", row(scheme_type=CARE)) == [
        "Row 1, sub type. Choose a sub type for 'Falls' (Intermediate Care Services)."
    ]


@pytest.mark.parametrize(
    "cells",
    [
        {"scheme_type": "Community Based Schemes"},
        {"scheme_type": "Enablers for Integration"},
        {"scheme_type": CARE, "sub_type": "Other"},
    ],
)
def test_003_is_silent_where_none_can_be_asked_for(cells):
    assert findings("CHK-003", row(**cells)) == []


def test_004_a_sub_type_under_a_type_without_any():
    assert told("CHK-004", row(sub_type="Telecare")) == [
        "Row 1, sub type. 'Community Based Schemes' has no sub types; 'Telecare' will be ignored."
    ]
    assert findings("CHK-004", row()) == []
    assert findings("CHK-004", row(scheme_type=CARE, sub_type="Other")) == []


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"scheme_type": "1. community based schemes"},
         "Row 1, scheme type. Read '1. community based schemes' as 'Community Based Schemes'."),
        ({"provider": "Charity/Voluntary Sector"},
         "Row 1, provider. Read 'Charity/Voluntary Sector' as 'Charity / Voluntary Sector'."),
        ({"commissioner": "ICB"}, "Row 1, commissioner. Read 'ICB' as 'CCG'."),
        ({"scheme_type": "HICM for Managing Transfer of Care",
          "sub_type": "Chg 4. Home First / Discharge to Assess"},
         "Row 1, sub type. Read 'Chg 4. Home First / Discharge to Assess' as "
         "'Chg 4. Home First / Discharge to Access'."),
    ],
)  # fmt: skip
def test_013_a_known_other_way_of_writing_is_read_and_said(cells, sentence):
    assert told("CHK-013", row(**cells)) == [sentence]


def test_013_is_silent_on_what_is_written_as_the_round_prints_it():
    assert findings("CHK-013", row()) == []


@pytest.mark.parametrize("text", ["", "Perhaps"])
def test_014_new_or_existing(text):
    plan = row(new_or_existing=text)
    assert told("CHK-014", plan) == [
        "Row 1, new or existing. Say whether 'Falls' is new or existing."
    ]
    assert fixes("CHK-014", plan) == ["Choose one of: New or Existing."]


def test_014_is_silent_on_a_choice():
    assert findings("CHK-014", row(new_or_existing="New")) == []


def test_013_sources_of_income_and_impacts():
    plan = plan_of(schemes=[{"nea": "moderate"}], income=[{"source_of_funding": "ibcf"}])
    assert told("CHK-013", plan) == [
        "Row 1, impact on NEA. Read 'moderate' as 'Medium'.",
        "Income line 1, source. Read 'ibcf' as 'iBCF'.",
    ]
