"""The data of the rounds from 2020-21 to 2025-26, list by list."""

from datetime import date
from decimal import Decimal

import pytest

from bettercare.findings import Severity
from bettercare.labels import normalise
from bettercare.rounds import Certainty, load
from bettercare.rounds.consistency import lists_of
from bettercare.rounds.facts import facts
from bettercare.rounds.spends import Growth, Ratio, Uplift
from tests.bettercare.known import known

SURE, UNSURE = Certainty.CONFIRMED, Certainty.UNCONFIRMED
IDS = ("2020-21", "2021-22", "2022-23", "2022-23-discharge", "2023-25", "2024-25", "2025-26")
ROUNDS = {one: load(one) for one in IDS}

every_round = pytest.mark.parametrize("one", IDS)


# --- years, words and dates -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "years", "before", "first", "last", "commissioner", "amends"),
    [
        ("2020-21", "2020-21", "2019-20", "2020-04-01", "2021-03-31", "CCG", ""),
        ("2021-22", "2021-22", "2020-21", "2021-04-01", "2022-03-31", "CCG", ""),
        ("2022-23", "2022-23", "2021-22", "2022-04-01", "2023-03-31", "ICB", ""),
        ("2022-23-discharge", "2022-23", "2021-22", "2022-11-18", "2023-03-31", "ICB", "2022-23"),
        ("2023-25", "2023-24 2024-25", "2022-23", "2023-04-01", "2025-03-31", "ICB", ""),
        ("2024-25", "2024-25", "2023-24", "2024-04-01", "2025-03-31", "ICB", "2023-25"),
        ("2025-26", "2025-26", "2024-25", "2025-04-01", "2026-03-31", "ICB", ""),
    ],
)
def test_the_years_of_a_round(one, years, before, first, last, commissioner, amends):  # noqa: PLR0917
    rules = ROUNDS[one]
    assert (" ".join(rules.years), rules.previous_year, rules.amends) == (years, before, amends)
    assert (str(rules.in_force.start), str(rules.in_force.end)) == (first, last)
    assert rules.terms["nhs_commissioner"] == commissioner


@pytest.mark.parametrize(
    ("one", "label", "day", "certainty"),
    [
        ("2020-21", "Policy statement published", date(2020, 12, 3), SURE),
        ("2021-22", "Policy framework published", date(2021, 8, 19), SURE),
        ("2021-22", "Planning requirements published", date(2021, 9, 30), SURE),
        ("2021-22", "Plans submitted", date(2021, 11, 16), SURE),
        ("2021-22", "Section 75 agreements signed", date(2022, 1, 31), UNSURE),
        ("2022-23", "Integrated Care Boards take the place of CCGs", date(2022, 7, 1), SURE),
        ("2022-23", "Plans submitted", date(2022, 9, 26), SURE),
        ("2022-23", "Section 75 agreements signed", date(2022, 12, 31), UNSURE),
        ("2022-23-discharge", "Plans submitted", date(2022, 12, 16), SURE),
        ("2022-23-discharge", "First report of every two weeks", date(2023, 1, 6), SURE),
        ("2023-25", "Policy framework published", date(2023, 4, 4), SURE),
        ("2023-25", "Plans submitted", date(2023, 6, 28), SURE),
        ("2023-25", "Section 75 agreements signed", date(2023, 10, 31), SURE),
        ("2024-25", "Addendum published", date(2024, 3, 28), SURE),
        ("2024-25", "Plans submitted", date(2024, 6, 10), SURE),
        ("2024-25", "Section 75 agreements signed", date(2024, 9, 30), SURE),
        ("2025-26", "Plans submitted", date(2025, 3, 31), SURE),
        ("2025-26", "Approval letters sent", date(2025, 5, 31), UNSURE),
        ("2025-26", "Section 75 agreements signed", date(2025, 9, 30), UNSURE),
    ],
)
def test_a_date_of_the_timetable(one, label, day, certainty):
    [event] = [event for event in ROUNDS[one].timetable if event.label == label]
    assert (event.day, event.certainty) == (day, certainty)


def test_no_plan_was_collected_in_2020_21_and_the_round_says_so():
    rules = ROUNDS["2020-21"]
    assert "No plan was collected" in rules.certainty_note
    assert "Plans submitted" not in {event.label for event in rules.timetable}
    assert not (rules.metrics or rules.requirements or rules.narrative or rules.hicm)


@every_round
def test_the_timetable_is_in_time_order(one):
    days = [event.day for event in ROUNDS[one].timetable]
    assert days == sorted(days)


# --- money ----------------------------------------------------------------------------------------

MINIMUM = "nhs_minimum"
SOURCES = {
    "2020-21": {"dfg": SURE, MINIMUM: SURE, "ibcf": SURE,
                "additional_la": UNSURE, "additional_nhs": UNSURE},
    "2021-22": {"dfg": SURE, MINIMUM: SURE, "ibcf": SURE,
                "additional_la": UNSURE, "additional_nhs": UNSURE},
    "2022-23": {"dfg": SURE, MINIMUM: SURE, "ibcf": SURE,
                "additional_la": UNSURE, "additional_nhs": UNSURE},
    "2022-23-discharge": {"la_discharge": SURE, "icb_discharge": SURE},
    "2023-25": {"dfg": SURE, MINIMUM: SURE, "ibcf": SURE, "additional_la": SURE,
                "additional_nhs": SURE, "la_discharge": SURE, "icb_discharge": SURE},
    "2024-25": {"dfg": SURE, MINIMUM: SURE, "ibcf": SURE, "additional_la": SURE,
                "additional_nhs": SURE, "la_discharge": SURE, "icb_discharge": SURE},
    "2025-26": {"dfg": SURE, MINIMUM: SURE, "additional_la": UNSURE, "additional_nhs": UNSURE,
                "la_bcg": SURE},
}  # fmt: skip


@every_round
def test_the_sources_and_how_sure_they_are(one):
    sources = ROUNDS[one].sources
    assert {c: s.certainty or sources.certainty for c, s in sources.items.items()} == SOURCES[one]


@pytest.mark.parametrize(
    ("one", "firm"),
    [("2020-21", False), ("2021-22", True), ("2022-23", True), ("2022-23-discharge", True),
     ("2023-25", True), ("2024-25", True), ("2025-26", False)],
)  # fmt: skip
def test_whether_a_source_outside_the_list_is_an_error(one, firm):
    assert ROUNDS[one].sources.firm is firm


@pytest.mark.parametrize(
    ("one", "label"),
    [
        ("2020-21", "Minimum CCG Contribution"),
        ("2021-22", "Minimum CCG Contribution"),
        ("2022-23", "Minimum NHS Contribution"),
        ("2023-25", "Minimum NHS Contribution"),
        ("2025-26", "Minimum NHS Contribution"),
    ],
)
def test_what_the_minimum_is_called(one, label):
    assert ROUNDS[one].sources[MINIMUM].label == label


@pytest.mark.parametrize("one", ["2022-23-discharge", "2023-25", "2024-25"])
def test_discharge_funding_is_a_grant_and_a_part_that_the_nhs_must_pay(one):
    sources = ROUNDS[one].sources
    la, icb = sources["la_discharge"], sources["icb_discharge"]
    assert (la.kind, la.payer, la.social_care_grant, la.must_be_pooled) == (
        "grant", "la", True, True,
    )  # fmt: skip
    assert (icb.kind, icb.payer, icb.social_care_grant) == ("minimum", "nhs", False)


def test_the_better_care_grant_took_the_place_of_two():
    grant = ROUNDS["2025-26"].sources["la_bcg"]
    assert (grant.kind, grant.payer, grant.must_be_pooled) == ("grant", "la", True)
    for text in ("iBCF", "Local Authority Discharge Funding"):
        match = ROUNDS["2025-26"].sources.match(text)
        assert (match.code, match.how) == ("la_bcg", "old")
    assert ROUNDS["2025-26"].sources.match("ICB Discharge Funding").code == MINIMUM


def test_the_parts_of_the_english_minimum_of_2020_21_add_up():
    note = ROUNDS["2020-21"].references["statement_2020_21"].note
    assert "NHS 4,048, iBCF 2,077 and DFG 573, together 6,698" in note
    assert 4048 + 2077 + 573 == 6698


@pytest.mark.parametrize(
    ("one", "code", "kind", "base_year", "certainty"),
    [
        ("2020-21", "nhs_out_of_hospital", Ratio, None, UNSURE),
        ("2020-21", "adult_social_care", Uplift, "2019-20", UNSURE),
        ("2021-22", "nhs_out_of_hospital", Ratio, None, UNSURE),
        ("2021-22", "adult_social_care", Uplift, "2020-21", SURE),
        ("2022-23", "nhs_out_of_hospital", Ratio, None, UNSURE),
        ("2022-23", "adult_social_care", Uplift, "2021-22", SURE),
        ("2023-25", "nhs_out_of_hospital", Ratio, None, UNSURE),
        ("2023-25", "adult_social_care", Uplift, "2022-23", SURE),
        ("2024-25", "nhs_out_of_hospital", Ratio, None, UNSURE),
        ("2024-25", "adult_social_care", Uplift, "2023-24", SURE),
        ("2025-26", "adult_social_care", Growth, "2024-25", UNSURE),
    ],
)
def test_how_a_minimum_comes_about(one, code, kind, base_year, certainty):
    rule = ROUNDS[one].required_spends[code].minimum
    assert isinstance(rule, kind)
    assert (getattr(rule, "base_year", None), rule.certainty) == (base_year, certainty)
    assert rule.source == MINIMUM


@pytest.mark.parametrize(
    ("one", "spends"),
    [
        *((one, ["nhs_out_of_hospital", "adult_social_care"])
          for one in ("2020-21", "2021-22", "2022-23", "2023-25", "2024-25")),
        ("2022-23-discharge", []),
        ("2025-26", ["adult_social_care"]),
    ],
)  # fmt: skip
def test_which_spends_are_required(one, spends):
    assert list(ROUNDS[one].required_spends) == spends


@pytest.mark.parametrize(
    ("one", "reablement", "pooled"),
    [
        ("2020-21", ("intermediate_care",), True),
        ("2021-22", ("reablement_at_home", "bed_based"), True),
        ("2023-25", ("home_based", "bed_based"), True),
        ("2025-26", ("home_based", "bed_based"), False),
    ],
)
def test_the_funding_questions(one, reablement, pooled):
    questions = ROUNDS[one].questions
    assert questions["reablement"].scheme_types == reablement
    assert ("ibcf_pooled" in questions) is pooled
    assert {question.certainty for question in questions.values()} == {UNSURE}


def test_the_share_for_out_of_hospital_and_the_growth_of_2025_26():
    ratio = known(ROUNDS["2023-25"].required_spends["nhs_out_of_hospital"]).minimum
    assert isinstance(ratio, Ratio)
    assert ratio.numerator / ratio.denominator == Decimal(1000) / Decimal(3519)
    growth = ROUNDS["2025-26"].required_spends["adult_social_care"].minimum
    assert isinstance(growth, Growth)
    assert growth.rates == {"2025-26": Decimal("1.039")}


@pytest.mark.parametrize(
    ("area", "minimum", "amount"),
    [("Rotherham", "6975908.6444", "19614894"), ("Leicester", "15411303", "23936545")],
)
def test_the_social_care_minimum_of_2020_21_starts_from_published_figures(area, minimum, amount):
    spend = ROUNDS["2020-21"].required_spends["adult_social_care"]
    [base] = [one for one in spend.baselines if one.area == area]
    assert (base.year, base.minimum, base.source_amount) == (
        "2019-20", Decimal(minimum), Decimal(amount),
    )  # fmt: skip


def test_rotherhams_baseline_is_its_unrounded_minimum_of_2019_20():
    [base] = [
        one
        for one in ROUNDS["2020-21"].required_spends["adult_social_care"].baselines
        if one.area == "Rotherham"
    ]
    chain = Decimal(6496000) * Decimal("1.0179") * Decimal("1.0190")
    exact = chain * Decimal(19614894) / Decimal(18945693)
    assert base.minimum == exact.quantize(Decimal("0.0001"))


# --- scheme types and outputs ---------------------------------------------------------------------

TYPES_FROM_2021 = [
    "assistive_technologies",
    "care_act",
    "carers",
    "community_based",
    "dfg_related",
    "enablers",
    "hicm",
    "home_care",
    "housing_related",
    "care_planning_navigation",
    "bed_based",
    "reablement_at_home",
    "personalised_budgeting",
    "personalised_care_at_home",
    "prevention",
    "residential_placements",
    "other",
]
TYPES_FROM_2023 = {
    "assistive_technologies": "Assistive Technologies and Equipment",
    "care_act": "Care Act Implementation Related Duties",
    "carers": "Carers Services",
    "community_based": "Community Based Schemes",
    "dfg_related": "DFG Related Schemes",
    "enablers": "Enablers for Integration",
    "hicm": "High Impact Change Model for Managing Transfer of Care",
    "home_care": "Home Care or Domiciliary Care",
    "housing_related": "Housing Related Schemes",
    "care_planning_navigation": "Integrated Care Planning and Navigation",
    "bed_based": "Bed based intermediate Care Services",
    "home_based": "Home-based intermediate care services",
    "urgent_response": "Urgent Community Response",
    "personalised_budgeting": "Personalised Budgeting and Commissioning",
    "personalised_care_at_home": "Personalised Care at Home",
    "prevention": "Prevention / Early Intervention",
    "residential_placements": "Residential Placements",
    "workforce": "Workforce recruitment and retention",
    "other": "Other",
}
TYPES_OF_2025_26 = {
    "assistive_technologies": "Assistive technologies",
    "housing_related": "Housing",
    "dfg_related": "DFG",
    "prevention": "Prevention",
    "home_based": "Home-based intermediate care",
    "short_term_home_care": "Short-term home-based social care",
    "long_term_home_care": "Long-term home-based social care",
    "long_term_home_health": "Long-term home-based community health",
    "bed_based": "Bed-based intermediate care",
    "residential_placements": "Long-term residential care",
    "discharge_support": "Discharge support",
    "end_of_life": "End of life care",
    "carers": "Carers",
    "evaluation": "Enabling integration",
    "urgent_response": "Urgent response",
    "personalised_budgeting": "Personalised budgeting",
    "other": "Other",
}


def test_the_types_of_2020_21_are_those_of_2019_20():
    before, after = load("2019-20").scheme_types, ROUNDS["2020-21"].scheme_types
    assert {c: one.label for c, one in before.items.items()} == {
        c: one.label for c, one in after.items.items()
    }
    assert after.certainty is UNSURE


@pytest.mark.parametrize("one", ["2021-22", "2022-23"])
def test_the_17_types_from_2021_22(one):
    types = ROUNDS[one].scheme_types
    assert list(types) == TYPES_FROM_2021
    assert len(TYPES_FROM_2021) == 17
    assert types.certainty is UNSURE


@pytest.mark.parametrize("one", ["2023-25", "2024-25"])
def test_the_19_types_of_2023_25(one):
    types = ROUNDS[one].scheme_types
    assert {code: kind.label for code, kind in types.items.items()} == TYPES_FROM_2023
    assert list(types) == list(TYPES_FROM_2023)
    assert len(TYPES_FROM_2023) == 19
    assert types.firm


def test_the_17_types_of_2025_26_have_no_sub_types():
    types = ROUNDS["2025-26"].scheme_types
    assert {code: kind.name for code, kind in types.items.items()} == TYPES_OF_2025_26
    assert len(TYPES_OF_2025_26) == 17
    assert not any(kind.sub_types or kind.outputs for kind in types.items.values())
    assert types.certainty is UNSURE
    assert ROUNDS["2025-26"].column("schemes", "sub_type") is None


@pytest.mark.parametrize(
    ("one", "code", "sub_types"),
    [
        ("2021-22", "care_act", "advice_and_support advocacy safeguarding other"),
        ("2021-22", "community_based",
         "neighbourhood multidisciplinary_teams simple_discharges other"),
        ("2021-22", "dfg_related", "adaptations discretionary handyperson other"),
        ("2021-22", "home_care", "packages discharge workforce other"),
        ("2021-22", "bed_based", "step_down step_up rapid_response other"),
        ("2021-22", "reablement_at_home",
         "prevent_admission support_discharge rapid_response both other"),
        ("2022-23", "personalised_care_at_home", "mental_wellbeing physical_wellbeing other"),
        ("2023-25", "bed_based",
         "rehabilitation_discharge reablement_discharge rehabilitation_admission"
         " reablement_admission rehabilitation_both reablement_both other"),
        ("2023-25", "home_based",
         "reablement_discharge reablement_admission reablement_both rehabilitation_discharge"
         " rehabilitation_admission rehabilitation_both joint_discharge joint_admission joint_both"
         " other"),
        ("2023-25", "workforce", "retention local_recruitment increase_hours redeployed other"),
        ("2023-25", "enablers",
         "data_integration interoperability programme_management research workforce_development"
         " governance voluntary_sector joint_commissioning integrated_provision other"),
    ],
)  # fmt: skip
def test_the_sub_types_that_a_round_changed(one, code, sub_types):
    assert list(known(ROUNDS[one].scheme_types[code].sub_types)) == sub_types.split()


UNITS = {
    "assistive_technologies": ("beneficiaries",),
    "carers": ("beneficiaries",),
    "dfg_related": ("adaptations",),
    "home_care": ("hours_of_care", "packages"),
    "bed_based": ("placements",),
    "home_based": ("packages",),
    "residential_placements": ("beds", "placements"),
    "workforce": ("wte",),
}


@pytest.mark.parametrize("one", ["2023-25", "2024-25"])
def test_what_is_counted_of_each_type_in_2023_25(one):
    rules = {c: k.outputs for c, k in ROUNDS[one].scheme_types.items.items() if k.outputs}
    assert {code: rule.units for code, rule in rules.items()} == UNITS
    assert {rule.certainty for rule in rules.values()} == {SURE}


@pytest.mark.parametrize("one", ["2020-21", "2021-22", "2022-23", "2022-23-discharge", "2025-26"])
def test_outputs_are_not_asked_for_in_the_other_rounds(one):
    rules = ROUNDS[one]
    assert not any(kind.outputs for kind in rules.scheme_types.items.values())
    assert not rules.output_units.items
    assert rules.column("schemes", "output_unit") is None


@every_round
def test_no_round_since_2020_asks_for_impacts_on_metrics(one):
    assert not ROUNDS[one].impact_levels.items
    assert "impacts" not in {c.field for c in ROUNDS[one].tables["schemes"].columns}


# --- metrics, conditions, requirements, signatures ------------------------------------------------

QUARTERS = ("Q1", "Q2", "Q3", "Q4")
MONTHS = ("April", "May", "June", "July", "August", "September", "October", "November",
          "December", "January", "February", "March")  # fmt: skip


@pytest.mark.parametrize(
    ("one", "code", "collected", "better", "years", "periods"),
    [
        ("2021-22", "avoid", "value", "lower", "2021-22", ()),
        ("2021-22", "los14", "value", "lower", "2021-22", ("Q3", "Q4")),
        ("2021-22", "los21", "value", "lower", "2021-22", ("Q3", "Q4")),
        ("2021-22", "usual", "value", "higher", "2021-22", ()),
        ("2021-22", "res", "ratio", "lower", "2020-21 2021-22", ()),
        ("2021-22", "rea", "ratio", "higher", "2020-21 2021-22", ()),
        ("2022-23", "avoid", "value", "lower", "2022-23", QUARTERS),
        ("2022-23", "usual", "ratio", "higher", "2022-23", QUARTERS),
        ("2022-23", "res", "ratio", "lower", "2021-22 2022-23", ()),
        ("2022-23", "rea", "ratio", "higher", "2021-22 2022-23", ()),
        ("2023-25", "avoid", "value", "lower", "2023-24", QUARTERS),
        ("2023-25", "falls", "value", "lower", "2023-24", ()),
        ("2023-25", "usual", "ratio", "higher", "2023-24", QUARTERS),
        ("2023-25", "res", "ratio", "lower", "2022-23 2023-24", ()),
        ("2023-25", "rea", "ratio", "higher", "2022-23 2023-24", ()),
        ("2024-25", "avoid", "value", "lower", "2024-25", QUARTERS),
        ("2024-25", "falls", "value", "lower", "2024-25", ()),
        ("2024-25", "usual", "ratio", "higher", "2024-25", QUARTERS),
        ("2024-25", "res", "ratio", "lower", "2023-24 2024-25", ()),
        ("2025-26", "emadm65", "ratio", "lower", "2025-26", MONTHS),
        ("2025-26", "ddelay", "value", "lower", "2025-26", MONTHS),
        ("2025-26", "res", "ratio", "lower", "2025-26", QUARTERS),
    ],
)
def test_a_metric(one, code, collected, better, years, periods):
    metric = ROUNDS[one].metrics[code]
    assert (metric.collected, metric.better, " ".join(metric.years)) == (collected, better, years)
    assert metric.periods == periods
    assert metric.certainty is SURE


def test_the_two_numbers_that_a_discharge_delay_is_worked_out_from():
    parts = ROUNDS["2025-26"].metrics["ddelay"].parts
    assert list(parts) == ["on_the_day", "days_of_others"]
    assert not any(part.adds for part in parts.values())
    assert (1 - Decimal("0.86")) * Decimal("6.2") == Decimal("0.868")


@pytest.mark.parametrize(
    ("one", "codes"),
    [
        ("2020-21", ""),
        ("2021-22", "avoid los14 los21 usual res rea"),
        ("2022-23", "avoid usual res rea"),
        ("2022-23-discharge", ""),
        ("2023-25", "avoid falls usual res rea"),
        ("2024-25", "avoid falls usual res"),
        ("2025-26", "emadm65 ddelay res"),
    ],
)
def test_which_metrics_are_collected(one, codes):
    assert list(ROUNDS[one].metrics) == codes.split()


@pytest.mark.parametrize(
    ("one", "conditions", "requirements", "certainty"),
    [
        ("2020-21", 4, 0, UNSURE),
        ("2021-22", 4, 8, SURE),
        ("2022-23", 4, 8, SURE),
        ("2022-23-discharge", 2, 0, SURE),
        ("2023-25", 4, 9, SURE),
        ("2024-25", 4, 9, SURE),
        ("2025-26", 4, 0, SURE),
    ],
)
def test_conditions_and_requirements(one, conditions, requirements, certainty):
    rules = ROUNDS[one]
    assert len(rules.national_conditions) == conditions
    assert {fact.certainty for fact in rules.national_conditions.values()} == {certainty}
    assert list(rules.requirements) == [f"PR{n}" for n in range(1, requirements + 1)]
    assert {fact.certainty for fact in rules.requirements.values()} <= {UNSURE}


@pytest.mark.parametrize(
    ("one", "code", "label"),
    [
        ("2021-22", "NC4", "Better outcomes for people who leave hospital"),
        ("2022-23", "NC4", "Implementing the objectives of the BCF"),
        ("2023-25", "NC2", "Stay well, safe and independent at home for longer"),
        ("2023-25", "NC3", "The right care in the right place at the right time"),
        ("2025-26", "NC3", "Complying with grant and funding conditions"),
        ("2025-26", "NC4", "Complying with oversight and support processes"),
    ],
)
def test_a_condition_that_a_round_changed(one, code, label):
    assert ROUNDS[one].national_conditions[code].label == label


@pytest.mark.parametrize(
    ("one", "spend", "requirement", "condition"),
    [
        ("2020-21", "nhs_out_of_hospital", "", "NC3"),
        ("2020-21", "adult_social_care", "", "NC2"),
        ("2021-22", "nhs_out_of_hospital", "PR5", "NC3"),
        ("2022-23", "adult_social_care", "PR4", "NC2"),
        ("2023-25", "nhs_out_of_hospital", "PR7", "NC4"),
        ("2023-25", "adult_social_care", "PR7", "NC4"),
        ("2025-26", "adult_social_care", "", "NC3"),
    ],
)
def test_what_a_required_spend_is_asked_by(one, spend, requirement, condition):
    rule = ROUNDS[one].required_spends[spend]
    assert (rule.requirement, rule.condition) == (requirement, condition)


def test_in_2025_26_both_chief_executives_sign_in_person_and_the_section_151_officer_signs():
    roles = ROUNDS["2025-26"].sign_off.items
    in_person = [code for code, role in roles.items() if role.in_person]
    assert in_person == ["accountable_officer", "la_chief_executive"]
    assert roles["accountable_officer"].label == "ICB chief executive"
    assert roles["s151_officer"].required
    for code in (*in_person, "s151_officer"):
        assert roles[code].certainty is SURE
    assert not any(
        role.in_person
        for one in IDS
        if one != "2025-26"
        for role in ROUNDS[one].sign_off.items.values()
    )


@pytest.mark.parametrize(
    ("one", "area", "areas"),
    [
        ("2021-22", "West Northamptonshire", 3),
        ("2023-25", "Cumberland", 3),
        ("2022-23", None, 0),
        ("2025-26", None, 0),
    ],
)
def test_changes_of_boundaries(one, area, areas):
    changes = ROUNDS[one].geography
    assert sum(len(event.areas) for event in changes) == areas
    assert area is None or area in changes[0].areas


# --- tables ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "tables"),
    [
        ("2020-21", "income schemes sign_off documents progress answers"),
        ("2021-22",
         "income schemes metrics requirements narrative sign_off documents progress answers"),
        ("2022-23",
         "income schemes metrics requirements narrative sign_off documents progress answers"
         " capacity"),
        ("2022-23-discharge", "income schemes sign_off documents progress"),
        ("2023-25",
         "income schemes metrics requirements narrative sign_off documents progress answers"
         " capacity"),
        ("2024-25",
         "income schemes metrics requirements narrative sign_off documents progress answers"
         " capacity"),
        ("2025-26", "income schemes metrics narrative sign_off documents progress answers capacity"
         " conditions"),
    ],
)  # fmt: skip
def test_the_tables_of_a_round(one, tables):
    assert list(ROUNDS[one].tables) == tables.split()


@every_round
def test_amounts_are_asked_for_in_the_years_of_the_round(one):
    rules = ROUNDS[one]
    for name in ("income", "schemes"):
        keys = [c.key for c in rules.tables[name].columns if c.field == "amounts"]
        assert keys == list(rules.years)


@pytest.mark.parametrize(
    ("one", "field", "headers"),
    [
        ("2023-25", "outputs", ["outputs_2023_24", "outputs_2024_25"]),
        ("2023-25", "amounts", ["expenditure_2023_24", "expenditure_2024_25"]),
        ("2023-25", "share_of_service", ["share_of_service"]),
        ("2024-25", "outputs", ["outputs_2024_25"]),
        ("2022-23", "share_of_service", []),
        ("2023-25", "primary_objective", []),
        ("2025-26", "primary_objective", ["primary_objective"]),
        ("2025-26", "share_of_service", []),
    ],
)
def test_columns_of_schemes_that_came_and_went(one, field, headers):
    columns = ROUNDS[one].tables["schemes"].columns
    assert [column.header for column in columns if column.field == field] == headers


@every_round
def test_no_two_columns_of_a_table_answer_to_one_name(one):
    for table in ROUNDS[one].tables.values():
        owner: dict[str, str] = {}
        for column in table.columns:
            for text in (column.header, column.label, *column.aliases):
                assert owner.setdefault(normalise(text), column.header) == column.header, text


@every_round
def test_every_column_fills_a_field_of_its_record(one):
    from bettercare.plan.records import TABLES

    for name, table in ROUNDS[one].tables.items():
        fields = set(TABLES[name].__struct_fields__)
        assert {column.field for column in table.columns} <= fields


# --- checks ---------------------------------------------------------------------------------------

# Checks that look at what a round does not ask for, by number, from the columns of the catalogue.
ALWAYS_OFF = {9, 17, 18, 19, 20, 71, 72, 75, 76, 77, 87, 94, 101, 102, 103,
              107, 108, 109, 110, 111, 115, 116, 117, 118, 119, 148}  # fmt: skip
NO_OUTPUTS = {82, 83, 84, 85, 86, 88, 89}
NO_METRICS = {90, 91, 92, 93, 95, 96, 97, 98, 99, 100, 104, 105, 106, 113, 114}
NO_NARRATIVE = {120, 121, 122, 123, 125}
OFF = {
    "2020-21": {63, 64, 81, 130, 145, 146, 150, *NO_OUTPUTS, *NO_METRICS, *NO_NARRATIVE, 65, 66},
    "2021-22": {63, 81, 130, 150, *NO_OUTPUTS, *NO_NARRATIVE},
    "2022-23": {63, 81, 130, *NO_OUTPUTS, *NO_NARRATIVE},
    "2022-23-discharge": {51, 52, 53, 56, 57, 58, 59, 60, 61, 62, 63, 64, 67, 68, 69, 70, 73, 78,
                          112, 130, 133, 145, 146, 150, *NO_OUTPUTS, *NO_METRICS, *NO_NARRATIVE,
                          65, 66},
    "2023-25": {63, 130, *NO_NARRATIVE},
    "2024-25": {63, 130, *NO_NARRATIVE},
    "2025-26": {2, 3, 4, 56, 59, 66, 78, 81, 112, *NO_OUTPUTS, *NO_NARRATIVE},
}  # fmt: skip


@every_round
def test_which_checks_do_not_apply(one):
    off = {int(code[4:]) for code, rule in ROUNDS[one].checks.items() if rule.not_collected}
    assert off == ALWAYS_OFF | OFF[one]


@every_round
def test_a_check_has_either_a_severity_or_a_reason(one):
    for code, rule in ROUNDS[one].checks.items():
        assert (rule.severity is None) == bool(rule.not_collected), code


ERRORS = {1, 2, 5, 7, 8, 10, 11, 12, 14, 26, 27, 30, 31, 32, 33, 35, 37, 44, 45, 48, 50, 51, 56, 57,
          65, 66, 67, 69, 70, 74, 90, 91, 92, 95, 105, 127, 128, 129, 40, 41, 55, 139, 140,
          144}  # fmt: skip


@pytest.mark.parametrize(
    ("one", "more"),
    [("2021-22", set()), ("2022-23", set()), ("2023-25", {82, 85}), ("2024-25", {82, 85})],
)
def test_which_checks_stop_a_plan(one, more):
    rules = ROUNDS[one].checks.items()
    stops = {int(code[4:]) for code, rule in rules if rule.severity is Severity.ERROR}
    assert stops == ERRORS | more


# --- how sure it all is ---------------------------------------------------------------------------


@every_round
def test_every_fact_has_a_reference_that_the_round_lists(one):
    titles = {reference.title for reference in ROUNDS[one].references.values()}
    assert {fact.reference for fact in facts(ROUNDS[one])} == titles


@every_round
def test_what_is_known_from_practice_is_never_confirmed(one):
    practice = ROUNDS[one].references["practice"].title
    sure = [f.path for f in facts(ROUNDS[one]) if f.reference == practice and f.certainty is SURE]
    assert sure == []


@every_round
def test_no_document_of_another_round_confirms_anything_but_what_it_began_from(one):
    """What a round took over from 2017-19 or 2019-20 is confirmed by nothing of its own."""
    old = {
        reference.title
        for key, reference in ROUNDS[one].references.items()
        if key in {"framework", "requirements", "template", "template_2017_19"}
    }
    kept = {
        fact.path for fact in facts(ROUNDS[one]) if fact.reference in old and fact.certainty is SURE
    }
    assert {path.split(".")[0] for path in kept} <= {"yes_or_no", "required_spends"}
    assert all("baselines" in path for path in kept if path.startswith("required_spends"))


@every_round
def test_every_label_alias_and_old_name_is_read_as_it_should(one):
    for _, codes in lists_of(ROUNDS[one]):
        for code, item in codes.items.items():
            assert (
                codes.match(item.label) == (code, "exact") or codes.match(item.label).code == code
            )
            for text in filter(None, (*item.aliases, item.short)):
                assert codes.match(text).accepted == code, text
            for text in item.old_names:
                match = codes.match(text)
                assert match.accepted in {None, *([code] if match.how != "old" else [])}, text
