"""The data of round 2019-20, list by list."""

from datetime import date
from decimal import Decimal

import pytest

from bettercare.findings import Severity
from bettercare.labels import normalise
from bettercare.rounds import Certainty, load
from bettercare.rounds.spends import Ratio, Uplift

ROUND = load("2019-20")
assert ROUND.hicm is not None
HICM = ROUND.hicm
UNSURE = Certainty.UNCONFIRMED
SURE = Certainty.CONFIRMED

LABELS = {
    "sources": {
        "dfg": "DFG",
        "nhs_minimum": "Minimum CCG Contribution",
        "ibcf": "iBCF",
        "winter_pressures": "Winter Pressures Grant",
        "additional_la": "Additional LA Contribution",
        "additional_nhs": "Additional CCG Contribution",
    },
    "scheme_types": {
        "assistive_technologies": "Assistive Technologies and Equipment",
        "care_act": "Care Act Implementation Related Duties",
        "carers": "Carers Services",
        "community_based": "Community Based Schemes",
        "dfg_related": "DFG Related Schemes",
        "enablers": "Enablers for Integration",
        "hicm": "HICM for Managing Transfer of Care",
        "home_care": "Home Care or Domiciliary Care",
        "housing_related": "Housing Related Schemes",
        "care_planning_navigation": "Integrated Care Planning and Navigation",
        "intermediate_care": "Intermediate Care Services",
        "personalised_budgeting": "Personalised Budgeting and Commissioning",
        "personalised_care_at_home": "Personalised Care at Home",
        "prevention": "Prevention / Early Intervention",
        "residential_placements": "Residential Placements",
        "other": "Other",
    },
    "areas_of_spend": {
        "acute": "Acute",
        "mental_health": "Mental Health",
        "community_health": "Community Health",
        "continuing_care": "Continuing Care",
        "primary_care": "Primary Care",
        "social_care": "Social Care",
        "other": "Other",
    },
    "commissioners": {
        "nhs": "CCG",
        "la": "LA",
        "joint": "Joint",
        "nhs_england": "NHS England",
        "other": "Other",
    },
    "providers": {
        "vcs": "Charity / Voluntary Sector",
        "nhs_commissioner": "CCG",
        "la": "Local Authority",
        "acute": "NHS Acute Provider",
        "community": "NHS Community Provider",
        "mental_health": "NHS Mental Health Provider",
        "private": "Private Sector",
    },
    "output_units": {
        "packages": "Packages",
        "placements": "Placements",
        "hours_of_care": "Hours of Care",
        "beds": "Beds",
    },
    "impact_levels": {"na": "Not applicable", "low": "Low", "medium": "Medium", "high": "High"},
    "new_or_existing": {"new": "New", "existing": "Existing"},
    "yes_or_no": {"yes": "Yes", "no": "No"},
}

SUB_TYPES = {
    "assistive_technologies": [
        "Telecare",
        "Wellness Services",
        "Digital Participation Services",
        "Community Based Equipment",
        "Other",
    ],
    "care_act": ["Deprivation of Liberty Safeguards (DoLS)", "Other"],
    "carers": ["Carer Advice and Support", "Respite Services", "Other"],
    "dfg_related": ["Adaptations", "Other"],
    "enablers": [
        "Shared records and Interoperability",
        "Integrated commissioning models",
        "Integrated workforce",
    ],
    "hicm": [
        "Chg 1. Early Discharge Planning",
        "Chg 2. Systems to Monitor Patient Flow",
        "Chg 3. Multi-Disciplinary/Multi-Agency Discharge Teams",
        "Chg 4. Home First / Discharge to Access",
        "Chg 5. Seven-Day Services",
        "Chg 6. Trusted Assessors",
        "Chg 7. Focus on Choice",
        "Chg 8. Enhancing Health in Care Homes",
        "Other - 'Red Bag' scheme",
        "Other approaches",
    ],
    "care_planning_navigation": [
        "Care Coordination",
        "Single Point of Access",
        "Care Planning, Assessment and Review",
        "Other",
    ],
    "intermediate_care": [
        "Bed Based - Step Up/Down",
        "Rapid / Crisis Response",
        "Reablement/Rehabilitation Services",
        "Other",
    ],
    "personalised_budgeting": [
        "Personal Health Budgets",
        "Integrated Personalised Commissioning",
        "Direct Payments",
        "Other",
    ],
    "prevention": ["Social Prescribing", "Risk Stratification", "Choice Policy", "Other"],
    "residential_placements": [
        "Supported Living",
        "Learning Disability",
        "Extra Care",
        "Care Home",
        "Nursing Home",
        "Other",
    ],
}

SCHEME_HEADERS = [
    "scheme_id",
    "scheme_name",
    "scheme_type",
    "sub_type",
    "scheme_type_other",
    "output_unit",
    "output_estimate",
    "nea",
    "dtoc",
    "res",
    "rea",
    "area_of_spend",
    "area_of_spend_other",
    "commissioner",
    "nhs_share",
    "la_share",
    "provider",
    "source_of_funding",
    "expenditure",
    "new_or_existing",
    "description",
]


def every_list():
    """All lists of the round by name, those inside others too."""
    lists = {name: getattr(ROUND, name) for name in LABELS}
    lists["sign_off"] = ROUND.sign_off
    lists["metrics"] = ROUND.metric_names
    lists["changes"] = HICM.changes
    lists["levels"] = HICM.levels
    for code, kind in ROUND.scheme_types.items.items():
        if kind.sub_types:
            lists[f"sub types of {code}"] = kind.sub_types
    return lists


LISTS = every_list()


def list_named(name):
    """A list of the round, or the sub types of a scheme type."""
    return LISTS.get(name) or LISTS[f"sub types of {name}"]


def certainty_of(name, code):
    """How sure an item is: by its own mark, else by that of its list."""
    found = list_named(name)
    return found[code].certainty or found.certainty


# --- the round ------------------------------------------------------------------------------------


def test_the_round_and_its_dates():
    assert (ROUND.round, ROUND.years, ROUND.year) == ("2019-20", ("2019-20",), "2019-20")
    assert ROUND.previous_year == "2018-19"
    assert (ROUND.in_force.start, ROUND.in_force.end) == (date(2019, 4, 1), date(2020, 3, 31))
    assert ROUND.terms["nhs_commissioner"] == "CCG"
    assert ROUND.terms["nhs_commissioner_long"] == "Clinical Commissioning Group"


@pytest.mark.parametrize(
    ("label", "day", "certainty"),
    [
        ("Policy framework published", date(2019, 4, 10), SURE),
        ("Planning requirements published", date(2019, 7, 18), SURE),
        ("Plans submitted", date(2019, 9, 27), SURE),
        ("Regional scrutiny ends", date(2019, 10, 31), UNSURE),
        ("Approval letters sent", date(2019, 12, 31), UNSURE),
        ("Section 75 agreements signed", date(2019, 12, 31), UNSURE),
    ],
)
def test_the_timetable(label, day, certainty):
    event = next(event for event in ROUND.timetable if event.label == label)
    assert (event.day, event.certainty) == (day, certainty)


def test_the_timetable_is_in_time_order():
    days = [event.day for event in ROUND.timetable]
    assert days == sorted(days)


@pytest.mark.parametrize(
    "area", ["Bournemouth, Christchurch and Poole", "Bournemouth", "Christchurch", "Poole"]
)
def test_the_merger_of_april_2019(area):
    merger = ROUND.geography[0]
    assert merger.day == date(2019, 4, 1)
    assert area in merger.areas


# --- lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LABELS)
def test_a_list_holds_these_codes_and_labels_in_the_order_of_the_template(name):
    items = getattr(ROUND, name).items
    assert {code: item.label for code, item in items.items()} == LABELS[name]
    assert list(items) == list(LABELS[name])


def test_there_are_seven_areas_of_spend():
    assert len(ROUND.areas_of_spend.items) == 7


@pytest.mark.parametrize("code", LABELS["scheme_types"])
def test_a_scheme_type_has_these_sub_types_in_order(code):
    sub_types = ROUND.scheme_types[code].sub_types
    assert (list(sub_types.labels) if sub_types else None) == SUB_TYPES.get(code)


@pytest.mark.parametrize("name", LISTS)
def test_every_label_is_read_exactly(name):
    for code, item in LISTS[name].items.items():
        match = LISTS[name].match(item.label)
        assert (match.code, match.how) == (code, "exact")


@pytest.mark.parametrize("name", LISTS)
def test_every_alias_and_short_name_is_read_and_reported(name):
    for code, item in LISTS[name].items.items():
        for text in filter(None, (*item.aliases, item.short, item.label.upper())):
            match = LISTS[name].match(text)
            assert match.accepted == code, text
            assert match.how == ("exact" if text == item.label else "alias"), text


@pytest.mark.parametrize("name", LISTS)
def test_no_old_name_is_accepted(name):
    for code, item in LISTS[name].items.items():
        for text in item.old_names:
            match = LISTS[name].match(text)
            assert (match.code, match.how, match.accepted) == (code, "old", None), text


@pytest.mark.parametrize("name", LISTS)
def test_no_two_codes_of_a_list_share_a_name(name):
    owner: dict[str, str] = {}
    for code, item in LISTS[name].items.items():
        for text in filter(None, (item.label, item.short, *item.aliases, *item.old_names)):
            assert owner.setdefault(normalise(text), code) == code, text


@pytest.mark.parametrize("name", LISTS)
def test_an_alias_says_more_than_folding_would(name):
    for item in LISTS[name].items.values():
        assert normalise(item.label) not in map(normalise, item.aliases)


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("sources", "CCG Minimum Contribution", "nhs_minimum"),
        ("sources", "Minimum NHS Contribution", "nhs_minimum"),
        ("sources", "Improved Better Care Fund", "ibcf"),
        ("sources", "IBCF", "ibcf"),
        ("sources", "Disabled Facilities Grant", "dfg"),
        ("sources", "Winter Pressures", "winter_pressures"),
        ("sources", "Local Authority Additional Contribution", "additional_la"),
        ("sources", "Additional NHS Contribution", "additional_nhs"),
        ("commissioners", "ICB", "nhs"),
        ("commissioners", "NHS", "nhs"),
        ("commissioners", "Clinical Commissioning Group", "nhs"),
        ("commissioners", "Local Authority", "la"),
        ("commissioners", "Council", "la"),
        ("providers", "Charity/Voluntary Sector", "vcs"),
        ("scheme_types", "8. Enablers for integration", "enablers"),
        ("scheme_types", "Intermediate care services", "intermediate_care"),
        ("scheme_types", "Prevention/Early Intervention", "prevention"),
        ("scheme_types", "High Impact Change Model for Managing Transfer of Care", "hicm"),
        ("hicm", "Chg 4. Home First / Discharge to Assess", "home_first"),
        ("hicm", "Discharge to assess", "home_first"),
        ("hicm", "4. Home First/Discharge to Access", "home_first"),
        ("hicm", "Red Bag", "red_bag"),
        ("intermediate_care", "1. Rapid/Crisis Response", "rapid_response"),
        ("intermediate_care", "4. Reablement/Rehabilitation services", "reablement"),
        ("impact_levels", "not  applicable", "na"),
        ("impact_levels", "YYYY", None),
        ("yes_or_no", "yes", "yes"),
        ("changes", "1", "hicm_1"),
        ("changes", "Chg 4 Home first / discharge to assess", "hicm_4"),
        ("changes", "Home first / discharge to access", "hicm_4"),
        ("levels", "plans in place", "plans_in_place"),
        ("metrics", "DTOC", "dtoc"),
        ("metrics", "Reablement", "rea"),
        ("metrics", "nea", "nea"),
        ("metrics", "Residential admissions", "res"),
    ],
)
def test_what_people_write_is_read(name, text, code):
    assert list_named(name).match(text).accepted == code


def test_the_template_misprints_discharge_to_assess_and_that_is_its_label():
    match = list_named("hicm").match("Chg 4. Home First / Discharge to Access")
    assert (match.code, match.how) == ("home_first", "exact")


@pytest.mark.parametrize(
    "text", ["Local Authority Social Services", "Local Authority Contribution"]
)
def test_a_source_of_an_earlier_round_is_named_but_never_accepted(text):
    match = ROUND.sources.match(text)
    assert (match.code, match.how, match.accepted) == ("additional_la", "old", None)
    assert ROUND.sources.suggestion(text) == "Additional LA Contribution"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Care navigation / coordination", "care_planning_navigation"),
        ("10. Integrated care planning", "care_planning_navigation"),
        ("4. DFG - Adaptations", "dfg_related"),
        ("Domiciliary care at home", "home_care"),
        ("Personalised healthcare at home", "personalised_care_at_home"),
        ("Primary prevention / Early Intervention", "prevention"),
        ("Reablement services", "intermediate_care"),
        ("Support for carers", "carers"),
        ("Healthcare services to Care Homes", None),
        ("Wellbeing centres", None),
    ],
)
def test_an_old_scheme_type_is_named_where_it_has_one_successor(text, code):
    match = ROUND.scheme_types.match(text)
    assert (match.code, match.accepted) == (code, None)


def test_words_of_ones_own_are_asked_for_where_a_list_says_other():
    asked = {name: [c for c, i in getattr(ROUND, name).items.items() if i.needs_text]
             for name in ("scheme_types", "areas_of_spend")}  # fmt: skip
    assert asked == {"scheme_types": ["other"], "areas_of_spend": ["other"]}


# --- money ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "short", "kind", "payer", "social_care_grant"),
    [
        ("dfg", "DFG", "grant", "la", False),
        ("nhs_minimum", "NHS minimum", "minimum", "nhs", False),
        ("ibcf", "iBCF", "grant", "la", True),
        ("winter_pressures", "Winter Pressures", "grant", "la", True),
        ("additional_la", "Additional LA", "additional", "la", False),
        ("additional_nhs", "Additional NHS", "additional", "nhs", False),
    ],
)
def test_a_source_of_funding(code, short, kind, payer, social_care_grant):
    source = ROUND.sources[code]
    found = (source.name, source.kind, source.payer, source.social_care_grant)
    assert found == (short, kind, payer, social_care_grant)


def test_the_dfg_goes_through_the_council_to_these_types():
    dfg = ROUND.sources["dfg"]
    assert dfg.commissioners == ("la",)
    assert dfg.permitted_types == ("dfg_related", "housing_related")


def test_the_required_spends_stand_in_order_and_decide_a_requirement():
    spends = ROUND.required_spends
    assert [(code, spend.requirement) for code, spend in spends.items()] == [
        ("nhs_out_of_hospital", "PR5"),
        ("adult_social_care", "PR4"),
    ]
    tests = {code: requirement.test for code, requirement in ROUND.requirements.items()}
    assert {code: test for code, test in tests.items() if test} == {
        "PR4": "adult_social_care",
        "PR5": "nhs_out_of_hospital",
    }


@pytest.mark.parametrize(
    ("spend", "row", "counts"),
    [
        ("nhs_out_of_hospital", ("nhs_minimum", "nhs", "community_health"), True),
        ("nhs_out_of_hospital", ("nhs_minimum", "nhs_england", "primary_care"), True),
        ("nhs_out_of_hospital", ("nhs_minimum", "joint", "social_care"), True),
        ("nhs_out_of_hospital", ("nhs_minimum", "la", "community_health"), False),
        ("nhs_out_of_hospital", ("nhs_minimum", "nhs", "acute"), False),
        ("nhs_out_of_hospital", ("ibcf", "nhs", "community_health"), False),
        ("adult_social_care", ("nhs_minimum", "la", "social_care"), True),
        ("adult_social_care", ("nhs_minimum", "nhs", "social_care"), True),
        ("adult_social_care", ("nhs_minimum", "la", "community_health"), False),
        ("adult_social_care", ("ibcf", "la", "social_care"), False),
    ],
)
def test_which_rows_count_to_a_required_spend(spend, row, counts):
    codes = dict(zip(("source_of_funding", "commissioner", "area_of_spend"), row, strict=True))
    conditions = ROUND.required_spends[spend].conditions
    assert all(condition.holds(codes[condition.field]) for condition in conditions) is counts


def test_how_joint_rows_count():
    joint = {code: spend.joint for code, spend in ROUND.required_spends.items()}
    assert joint == {"nhs_out_of_hospital": "nhs_share", "adult_social_care": "whole"}


@pytest.mark.parametrize(
    ("nhs_minimum", "required"),
    [(18592437, 5283443), (18945693, 5383829), (19614894, 5573997), (23936545, 6802087)],
)
def test_the_out_of_hospital_minimum_reproduces_published_figures(nhs_minimum, required):
    rule = ROUND.required_spends["nhs_out_of_hospital"].minimum
    assert isinstance(rule, Ratio)
    assert round(nhs_minimum * rule.numerator / rule.denominator) == required


def test_the_social_care_minimum_reproduces_the_published_figure_of_rotherham():
    spend = ROUND.required_spends["adult_social_care"]
    assert isinstance(spend.minimum, Uplift)
    (base,) = [base for base in spend.baselines if base.area == "Rotherham"]
    assert base.year == spend.minimum.base_year == ROUND.previous_year
    assert base.minimum == Decimal(6496000) * Decimal("1.0179") * Decimal("1.0190")
    assert base.source_amount == 18945693
    assert round(base.minimum * Decimal(19614894) / base.source_amount) == 6975909


@pytest.mark.parametrize(
    ("code", "units", "sub_types"),
    [
        ("home_care", ("packages", "hours_of_care"), ()),
        ("intermediate_care", ("packages", "placements", "beds"), ("bed_based", "reablement")),
        ("personalised_care_at_home", ("packages", "placements"), ()),
        ("residential_placements", ("placements", "beds"), ()),
    ],
)
def test_an_output_rule_is_there_and_not_confirmed(code, units, sub_types):
    rule = ROUND.scheme_types[code].outputs
    assert rule is not None
    assert (rule.units, rule.sub_types, rule.required) == (units, sub_types, True)
    assert rule.certainty is UNSURE


def test_no_other_type_has_an_output_rule():
    counted = [code for code, kind in ROUND.scheme_types.items.items() if kind.outputs]
    assert counted == [
        "home_care",
        "intermediate_care",
        "personalised_care_at_home",
        "residential_placements",
    ]


def test_the_funding_questions():
    assert list(ROUND.questions) == [
        "care_act",
        "carers",
        "reablement",
        "dfg_agreed",
        "dfg_passed_in_full",
        "district_agreement",
        "ibcf_pooled",
    ]
    assert {code: one.about for code, one in ROUND.questions.items() if one.about} == {
        "care_act": "share_of_minimum",
        "carers": "share_of_minimum",
        "reablement": "share_of_minimum",
        "dfg_passed_in_full": "passed_in_full",
        "district_agreement": "district_agreement",
    }


@pytest.mark.parametrize(
    ("name", "flag", "codes"),
    [
        ("sources", "must_be_pooled", ["ibcf"]),
        ("sources", "purposes", ["ibcf"]),
        ("sources", "social_care_grant", ["ibcf", "winter_pressures"]),
        ("sources", "minimum_la", ["dfg"]),
        ("sources", "for_districts", ["dfg"]),
        ("areas_of_spend", "acute", ["acute"]),
        ("areas_of_spend", "needs_text", ["other"]),
        ("providers", "acute", ["acute"]),
        ("sign_off", "for_board", ["hwb_chair"]),
    ],
)
def test_what_an_item_is_marked_as(name, flag, codes):
    assert [code for code, item in LISTS[name].items.items() if getattr(item, flag)] == codes


def test_which_areas_of_spend_are_health():
    not_health = [code for code, item in ROUND.areas_of_spend.items.items() if not item.health]
    assert not_health == ["social_care", "other"]


def test_what_the_nhs_commissions():
    found = {code: item.nhs_counts for code, item in ROUND.commissioners.items.items()}
    assert found == {
        "nhs": "whole", "la": "none", "joint": "share", "nhs_england": "whole", "other": "none",
    }  # fmt: skip
    joint = ROUND.commissioners["joint"]
    assert (joint.nhs_part, joint.la_part) == ("nhs", "la")


def test_the_ranks_of_impact():
    ranks = {code: item.rank for code, item in ROUND.impact_levels.items.items()}
    assert ranks == {"na": 0, "low": 1, "medium": 2, "high": 3}


def test_which_sub_types_ask_for_words():
    for code, labels in SUB_TYPES.items():
        asking = [item.label for item in list_named(code).items.values() if item.needs_text]
        other = [one for one in labels if one in {"Other", "Other approaches"}]
        assert asking == other, code


def test_which_check_a_required_spend_is_for():
    found = {code: one.check for code, one in ROUND.required_spends.items()}
    assert found == {"nhs_out_of_hospital": "CHK-056", "adult_social_care": "CHK-057"}


# --- metrics and the High Impact Change Model -----------------------------------------------------


@pytest.mark.parametrize(
    ("code", "short", "collected", "unit", "better", "years"),
    [
        ("nea", "Non-elective admissions", "words", "per 100,000", "lower", ()),
        ("dtoc", "Delayed transfers of care", "value", "delays a day", "lower", ("2019-20",)),
        ("res", "Residential admissions", "ratio", "per 100,000", "lower", ("2018-19", "2019-20")),
        ("rea", "Reablement", "ratio", "fraction", "higher", ("2018-19", "2019-20")),
    ],
)
def test_a_metric(code, short, collected, unit, better, years):
    metric = ROUND.metrics[code]
    found = (metric.short, metric.collected, metric.unit, metric.better, metric.years)
    assert found == (short, collected, unit, better, years)


def test_the_numbers_of_metrics():
    metrics = ROUND.metrics
    assert list(metrics) == ["nea", "dtoc", "res", "rea"]
    assert (metrics["dtoc"].days_in_year, metrics["dtoc"].largest_plausible) == (366, Decimal(250))
    assert "winter pressures" in metrics["dtoc"].topics
    assert (metrics["res"].scale, metrics["res"].interval) == (100000, "byar")
    assert (metrics["rea"].scale, metrics["rea"].interval) == (1, "wilson")
    assert metrics["rea"].smallest_cohort == 50


def test_the_eight_changes_and_five_levels():
    assert list(HICM.changes) == [f"hicm_{number}" for number in range(1, 9)]
    assert list(HICM.levels) == [
        "not_yet_established",
        "plans_in_place",
        "established",
        "mature",
        "exemplary",
    ]
    assert (HICM.expected_level, HICM.expected_by) == ("established", date(2020, 3, 31))


@pytest.mark.parametrize("number", range(1, 9))
def test_a_change_is_read_by_its_number_and_by_the_form_of_the_summary(number):
    changes = HICM.changes
    label = changes[f"hicm_{number}"].label
    for text in (str(number), f"Chg {number}", f"Chg {number} {label}", f"Chg {number}. {label}"):
        assert changes.match(text).accepted == f"hicm_{number}", text


# --- requirements, narrative, signatures ----------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "theme"),
    [
        ("PR1", "NC1: Jointly agreed plan"),
        ("PR2", "NC1: Jointly agreed plan"),
        ("PR3", "NC1: Jointly agreed plan"),
        ("PR4", "NC2: Social Care Maintenance"),
        ("PR5", "NC3: NHS commissioned Out of Hospital Services"),
        (
            "PR6",
            "NC4: Implementation of the High Impact Change Model for Managing Transfers of Care",
        ),
        ("PR7", "Agreed expenditure plan for all elements of the BCF"),
        ("PR8", "Agreed expenditure plan for all elements of the BCF"),
        ("PR9", "Metrics"),
    ],
)
def test_a_planning_requirement(code, theme):
    requirement = ROUND.requirements[code]
    assert requirement.theme == theme
    assert 3 <= len(requirement.enquiry) <= 6
    assert all(line.endswith("?") for line in requirement.enquiry)
    assert requirement.evidence


def test_there_are_nine_requirements_and_four_conditions():
    assert list(ROUND.requirements) == [f"PR{number}" for number in range(1, 10)]
    assert list(ROUND.national_conditions) == ["NC1", "NC2", "NC3", "NC4"]


@pytest.mark.parametrize(
    ("key", "limit"), [("A", 1500), ("B(i)", 800), ("B(ii)", 800), ("C", 1500)]
)
def test_a_narrative_section_has_its_limit_and_topics(key, limit):
    section = ROUND.narrative[key]
    assert section.limit == limit
    assert section.topics
    assert all(topic.words and topic.requirement in ROUND.requirements for topic in section.topics)


def test_who_signs():
    assert list(ROUND.sign_off) == [
        "hwb_chair",
        "accountable_officer",
        "la_chief_executive",
        "dass",
        "bcf_lead",
        "s151_officer",
        "nhs_finance",
    ]


# --- tables ---------------------------------------------------------------------------------------


def test_the_tables():
    assert list(ROUND.tables) == [
        "income",
        "schemes",
        "hicm",
        "metrics",
        "requirements",
        "narrative",
        "sign_off",
        "documents",
        "progress",
        "answers",
    ]
    assert [column.header for column in ROUND.tables["schemes"].columns] == SCHEME_HEADERS


def test_every_choice_of_a_column_names_a_list_of_the_round():
    places = {column.choices for table in ROUND.tables.values() for column in table.columns}
    assert places - {""} == {*LABELS, "sub_types", "metrics", "sign_off", "hicm.changes",
                             "hicm.levels"}  # fmt: skip


# What other rounds ask for, and this one does not.
NOT_ASKED = {
    *("duration", "outputs", "share_of_service", "primary_objective", "pool"),
    *("period", "kind", "part", "status"),
}


def test_every_column_fills_a_field_of_its_record():
    from bettercare.plan.records import TABLES

    assert set(TABLES) - set(ROUND.tables) == {"conditions", "capacity"}
    assert set(ROUND.tables) <= set(TABLES)
    for name, table in ROUND.tables.items():
        fields = set(TABLES[name].__struct_fields__) - {"row", "written", "extra"}
        fields -= {"year"} if name == "answers" else set()
        assert {column.field for column in table.columns} == fields - (
            NOT_ASKED if name != "progress" else set()
        )


def test_no_two_columns_of_a_table_answer_to_one_name():
    for table in ROUND.tables.values():
        owner: dict[str, str] = {}
        for column in table.columns:
            for text in (column.header, column.label, *column.aliases):
                assert owner.setdefault(normalise(text), column.header) == column.header, text


@pytest.mark.parametrize(
    ("table", "field", "key", "header"),
    [
        ("schemes", "amounts", "2019-20", "expenditure"),
        ("schemes", "impacts", "dtoc", "dtoc"),
        ("income", "amounts", "2019-20", "amount"),
        ("income", "source_of_funding", "", "funding_source"),
        ("hicm", "planned", "", "planned_maturity_2019_20"),
        ("metrics", "year", "", "plan_year"),
    ],
)
def test_a_column_is_found_by_its_field(table, field, key, header):
    column = ROUND.column(table, field, key)
    assert column is not None
    assert column.header == header


def test_keys_of_columns_are_years_of_the_round_or_its_metrics():
    columns = ROUND.tables["schemes"].columns
    impacts = [column.key for column in columns if column.field == "impacts"]
    amounts = [column.key for column in columns if column.field == "amounts"]
    assert impacts == list(ROUND.metrics)
    assert amounts == list(ROUND.years)


# --- checks ---------------------------------------------------------------------------------------


def test_every_check_on_a_plan_has_a_rule():
    assert list(ROUND.checks) == [f"CHK-{number:03}" for number in range(1, 151)]


def test_a_check_has_either_a_severity_or_a_reason():
    for code, rule in ROUND.checks.items():
        assert (rule.severity is None) == bool(rule.not_collected), code


def test_which_checks_do_not_apply():
    skipped = [int(code[4:]) for code, rule in ROUND.checks.items() if rule.not_collected]
    assert skipped == [
        17, 63, 71, 81, 89, 94, 102, 107, 108, 109, 110, 111, 130, 150,
    ]  # fmt: skip


def test_which_checks_stop_a_plan():
    errors = [int(code[4:]) for code, r in ROUND.checks.items() if r.severity is Severity.ERROR]
    assert errors == [
        1, 2, 5, 7, 8, 10, 11, 12, 14, 26, 27, 30, 31, 32, 33, 35, 37, 40, 41, 44, 45, 48, 50, 51,
        55, 56, 57, 65, 66, 67, 69, 70, 74, 85, 90, 91, 92, 95, 105, 115, 116, 118, 120, 121, 127,
        128, 129, 139, 140, 144, 148,
    ]  # fmt: skip


def test_which_checks_only_inform():
    notes = [int(c[4:]) for c, r in ROUND.checks.items() if r.severity is Severity.INFORMATION]
    assert notes == [6, 9, 20, 22, 59, 99, 114, 134]


def test_the_numbers_that_checks_compare_with():
    limits = ROUND.thresholds
    assert limits.thin_headroom == Decimal("0.005")
    assert limits.large_row == limits.metric_change == limits.short_section == Decimal("0.25")
    assert limits.other_share == limits.social_care_uplift == Decimal("0.15")
    assert limits.high_impact_share == Decimal("0.20")
    assert (limits.short_description_words, limits.longest_name) == (5, 200)
    assert (limits.longest_description, limits.alike_names) == (1000, 90)
    assert limits.balance_tolerance == 0
    assert (limits.alike_words, limits.alike_part) == (70, Decimal("0.45"))
    assert (limits.formula_tolerance, limits.thousands_tolerance) == (1, Decimal("0.001"))
    assert (limits.narrative_near, limits.smallest_repeated_output) == (Decimal("0.05"), 50)
    assert (limits.fewest_districts, limits.hicm_jump, limits.supporting_rank) == (2, 2, 2)


def test_the_words_that_checks_look_for():
    assert {"risk pool", "performance fund", "contingency", "risk share"} <= set(
        ROUND.contingency_words
    )
    assert {"charity", "voluntary sector", "private sector", "nhs trust"} <= set(
        ROUND.provider_words
    )
    assert {"tbc", "to be confirmed", "lorem ipsum"} <= set(ROUND.placeholder_words)
    assert {"NHS", "BCF", "IT"} <= set(ROUND.known_abbreviations)


# --- how sure it all is ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["sources", "scheme_types", "areas_of_spend", "commissioners", "impact_levels",
             "new_or_existing", "yes_or_no", "changes", "levels"]
)  # fmt: skip
def test_a_list_that_a_published_template_prints_is_firm(name):
    assert LISTS[name].firm


@pytest.mark.parametrize("code", SUB_TYPES)
def test_sub_types_are_firm_but_for_the_blank_list_of_enablers(code):
    sub_types = list_named(code)
    assert sub_types.firm is (code != "enablers")
    assert sub_types.open is (code == "enablers")


@pytest.mark.parametrize(
    ("name", "code", "certainty"),
    [
        ("commissioners", "nhs", SURE),
        ("commissioners", "la", SURE),
        ("commissioners", "joint", UNSURE),
        ("commissioners", "nhs_england", UNSURE),
        ("commissioners", "other", UNSURE),
        *(("providers", code, SURE) for code in LABELS["providers"]),
        ("output_units", "packages", SURE),
        ("output_units", "placements", SURE),
        ("output_units", "hours_of_care", UNSURE),
        ("output_units", "beds", UNSURE),
        ("enablers", "shared_records", UNSURE),
        ("enablers", "commissioning_models", UNSURE),
        ("enablers", "integrated_workforce", UNSURE),
    ],
)
def test_how_sure_an_item_is(name, code, certainty):
    assert certainty_of(name, code) is certainty


@pytest.mark.parametrize("name", ["providers", "output_units", "sign_off"])
def test_a_list_of_which_only_used_values_are_known_is_not_firm(name):
    assert not LISTS[name].firm


def test_what_was_asked_in_an_earlier_round_only_is_not_confirmed():
    assert {question.certainty for question in ROUND.questions.values()} == {UNSURE}
    assert ROUND.tables["answers"].certainty is UNSURE
    assert ROUND.tables["sign_off"].certainty is UNSURE


@pytest.mark.parametrize("name", ["metrics", "requirements", "narrative", "national_conditions"])
def test_what_the_template_or_the_requirements_say_is_confirmed(name):
    assert {fact.certainty for fact in getattr(ROUND, name).values()} == {SURE}


@pytest.mark.parametrize("code", ["nhs_out_of_hospital", "adult_social_care"])
def test_the_required_spends_are_confirmed(code):
    spend = ROUND.required_spends[code]
    assert spend.certainty is spend.minimum.certainty is SURE
    assert all(base.certainty is SURE for base in spend.baselines)


def test_what_is_known_from_practice_is_never_confirmed():
    def unsure(part):
        if getattr(part, "reference", "") == "practice":
            assert part.certainty is UNSURE, part
        for value in getattr(part, "__struct_fields__", ()):
            unsure(getattr(part, value))
        for value in part.values() if isinstance(part, dict) else ():
            unsure(value)
        for value in part if isinstance(part, tuple) else ():
            unsure(value)

    unsure(ROUND)
