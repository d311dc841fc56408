"""The data of round 2017-19, list by list: a plan for two years."""

from datetime import date
from decimal import Decimal

import pytest

from bettercare.checks import CHECKS
from bettercare.findings import Severity
from bettercare.rounds import Certainty, load
from bettercare.rounds.crosswalk import load as load_crosswalk
from bettercare.rounds.spends import Growth, Ratio

ROUND = load("2017-19")
SURE, UNSURE = Certainty.CONFIRMED, Certainty.UNCONFIRMED

LABELS = {
    "sources": {
        "la": "Local Authority Contribution",
        "nhs_minimum": "CCG Minimum Contribution",
        "additional_nhs": "Additional CCG Contribution",
        "ibcf": "Improved Better Care Fund",
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
        "la": "Local Authority",
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
        "primary_care": "Primary Care",
        "private": "Private Sector",
        "other": "Other",
    },
    "new_or_existing": {"new": "New", "existing": "Existing"},
    "yes_or_no": {"yes": "Yes", "no": "No"},
    "output_units": {},
    "impact_levels": {},
}

# Types and sub types in the order of the template; "+" before a label says that it is confirmed.
TYPES = """
1. Assistive Technologies? assistive_technologies
    1. Telecare; 2. Wellness services; 3. Digital participation services; 4. Other
2. Care navigation / coordination? care_navigation
    1. Care coordination; 2. Single Point of Access; 3. Other
+3. Carers services? carers
    +1. Carer advice and support; 2. Implementation of Care Act; 3. Respite services; 4. Other
+4. DFG - Adaptations? dfg_adaptations
5. DFG - Other Housing? dfg_other_housing
+6. Domiciliary care at home? home_care
    +1. Dom care packages; 2. Dom care workforce development; 3. Other
7. Enablers for integration? enablers
    1. Data integration; 2. System IT interoperability; 3. Programme management;
    4. Research and evaluation; 5. Supporting care market; 6. Workforce development;
    7. Community asset mapping; 8. New governance arrangements;
    9. Joint commissioning infrastructure; 10. Other
+8. Healthcare services to Care Homes? care_homes
    1. Other - Mental health/wellbeing; +2. Other - Physical health/wellbeing; 3. Other
+9. High Impact Change Model for Managing Transfer of Care? hicm
    +1. Early Discharge Planning; 2. Systems to Monitor Patient Flow;
    +3. Multi-Disciplinary/Multi-Agency Discharge Teams; 4. Home First/Discharge to Access;
    +5. Seven-Day Services; 6. Trusted Assessors; 7. Focus on Choice;
    8. Enhancing Health in Care Homes; 9. Other
+10. Integrated care planning? care_planning
    +1. Care planning; 2. Integrated care packages;
    3. Review teams (reviewing placements/packages); 4. Other
+11. Intermediate care services? intermediate_care
    1. Step down; 2. Step up; 3. Rapid/Crisis Response;
    +4. Reablement/Rehabilitation services; 5. Other
+12. Personalised healthcare at home? personalised_care_at_home
    1. Other - Mental health/wellbeing; +2. Other - Physical health / wellbeing; 3. Other
+13. Primary prevention / Early Intervention? prevention
    1. Social Prescribing; 2. Other - Mental health/wellbeing;
    +3. Other - Physical health/wellbeing; 4. Other
+14. Residential placements? residential_placements
    1. Supported living; +2. Learning disability; 3. Extra care; +4. Care home; 5. Nursing home;
    6. Other
15. Wellbeing centres? wellbeing_centres
+16. Other? other
"""


def drawn_types():
    """The drawn types: (code, label, sure, [(label, sure), ...])."""
    found = []
    for line in TYPES.strip().splitlines():
        if not line.startswith(" "):
            label, code = line.split("? ")
            found.append((code, label.lstrip("+"), label.startswith("+"), []))
            continue
        for text in filter(None, (one.strip() for one in line.split(";"))):
            found[-1][3].append((text.lstrip("+"), text.startswith("+")))
    return found


DRAWN = drawn_types()


# --- the round ------------------------------------------------------------------------------------


def test_the_round_is_for_two_years_and_said_as_what_differs_from_2019_20():
    assert (ROUND.years, ROUND.year, ROUND.previous_year) == (
        ("2017-18", "2018-19"),
        "2018-19",
        "2016-17",
    )
    assert (ROUND.in_force.start, ROUND.in_force.end) == (date(2017, 4, 1), date(2019, 3, 31))
    assert (ROUND.base, ROUND.inherit, ROUND.amends) == ("2019-20", "unconfirmed", "")


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2017, 7, 21), "Trajectories for delayed transfers of care submitted"),
        (date(2017, 9, 11), "Plans submitted"),
        (date(2017, 9, 12), "Regional scrutiny starts"),
        (date(2017, 9, 25), "Regional scrutiny ends"),
        (date(2017, 9, 25), "Regional moderation"),
        (date(2017, 10, 2), "Calibration across regions"),
        (date(2017, 10, 6), "Approval letters sent"),
        (date(2017, 10, 10), "Escalation panels start"),
        (date(2017, 10, 31), "Plans approved with conditions submitted again"),
        (date(2017, 11, 30), "Government reviews the iBCF of areas with many delays"),
        (date(2017, 11, 30), "Section 75 agreements signed"),
    ],
)
def test_the_timetable(day, label):
    event = next(event for event in ROUND.timetable if event.label == label)
    assert (event.day, event.certainty) == (day, SURE)


def test_the_timetable_is_whole_and_in_time_order():
    days = [event.day for event in ROUND.timetable]
    assert len(days) == 11
    assert days == sorted(days)


# --- lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LABELS)
def test_a_list_holds_these_codes_and_labels(name):
    items = getattr(ROUND, name).items
    assert {code: item.label for code, item in items.items()} == LABELS[name]
    assert list(items) == list(LABELS[name])


def test_there_are_sixteen_numbered_types_in_order():
    assert [(code, label) for code, label, *_ in DRAWN] == [
        (code, kind.label) for code, kind in ROUND.scheme_types.items.items()
    ]
    assert [label.partition(".")[0] for _, label, *_ in DRAWN] == [str(n) for n in range(1, 17)]


@pytest.mark.parametrize(
    ("code", "sure", "subs"),
    [(code, sure, subs) for code, _, sure, subs in DRAWN],
    ids=[one[0] for one in DRAWN],
)
def test_a_type_its_sub_types_and_how_sure_each_is(code, sure, subs):
    kind = ROUND.scheme_types[code]
    assert (kind.certainty or ROUND.scheme_types.certainty) is (SURE if sure else UNSURE)
    known = kind.sub_types
    if not subs:
        assert known is None
        return
    assert [
        (one.label, (one.certainty or known.certainty) is SURE) for one in known.items.values()
    ] == subs


@pytest.mark.parametrize(
    ("code", "subs"), [("home_care", "1. Dom care packages"), ("enablers", "10. Other")]
)
def test_a_sub_type_is_read_with_and_without_its_number(code, subs):
    known = ROUND.scheme_types[code].sub_types
    assert known.match(subs).how == "exact"
    assert known.match(subs.partition(". ")[2]).how == "alias"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Intermediate care services", "intermediate_care"),
        ("10. Integrated care planning", "care_planning"),
        ("Primary prevention/Early Intervention", "prevention"),
        ("13 Primary prevention / Early Intervention", None),
    ],
)
def test_a_type_is_read_with_and_without_its_number(text, code):
    assert ROUND.scheme_types.match(text).accepted == code


def test_only_other_types_and_sub_types_ask_for_words():
    types = [code for code, kind in ROUND.scheme_types.items.items() if kind.needs_text]
    assert types == ["other"]
    for kind in ROUND.scheme_types.items.values():
        for code, one in (kind.sub_types.items if kind.sub_types else {}).items():
            assert one.needs_text is (code == "other")
        assert kind.outputs is None


def test_the_stale_name_of_2016_17_is_named_and_never_accepted():
    match = ROUND.sources.match("Local Authority Social Services")
    assert (match.code, match.how, match.accepted) == ("la", "old", None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Minimum CCG Contribution", "nhs_minimum"),
        ("CCG minimum contribution", "nhs_minimum"),
        ("iBCF", "ibcf"),
        ("Additional CCG Contribution", "additional_nhs"),
    ],
)
def test_sources_as_people_write_them(text, code):
    assert ROUND.sources.match(text).accepted == code


def test_who_pays_each_source():
    assert {code: (one.payer, one.kind) for code, one in ROUND.sources.items.items()} == {
        "la": ("la", "mixed"),
        "nhs_minimum": ("nhs", "minimum"),
        "additional_nhs": ("nhs", "additional"),
        "ibcf": ("la", "grant"),
    }
    ibcf = ROUND.sources["ibcf"]
    assert (ibcf.must_be_pooled, ibcf.social_care_grant) == (True, True)


@pytest.mark.parametrize(
    ("text", "source", "part"),
    [
        ("DFG", "la", "dfg"),
        ("Disabled Facilities Grant", "la", "dfg"),
        ("Local Authority Additional Contribution", "la", "additional_la"),
        ("Additional LA Contribution", "la", "additional_la"),
        ("Local Authority Contribution", "la", ""),
        ("Minimum CCG Contribution", "nhs_minimum", ""),
        ("Improved Better Care Fund", "ibcf", ""),
        ("Local Authority Social Services", None, ""),
    ],
)
def test_income_has_a_line_for_each_part_of_what_the_council_pays(text, source, part):
    found, of = ROUND.source_of_income(text)
    assert (found.accepted, of) == (source, part)


@pytest.mark.parametrize("text", ["DFG", "Additional LA Contribution"])
def test_rows_are_not_paid_from_a_part(text):
    match = ROUND.sources.match(text)
    assert (match.code, match.how) == ("la", "old")


def test_the_parts_of_what_the_council_pays():
    parts = ROUND.sources["la"].income_parts
    assert {code: (one.kind, one.for_districts) for code, one in parts.items()} == {
        "dfg": ("grant", True),
        "additional_la": ("additional", False),
    }


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Both 2017/18 and 2018/19", ("2017-18", "2018-19")),
        ("2017/18 Only", ("2017-18",)),
        ("2018/19 Only", ("2018-19",)),
    ],
)
def test_how_long_schemes_run(text, years):
    known = ROUND.durations
    assert known is not None
    assert [one.years for one in known.items.values() if one.label == text] == [years]


def test_what_counts_as_commissioned_by_the_nhs():
    counts = {code: one.nhs_counts for code, one in ROUND.commissioners.items.items()}
    assert counts == {
        "nhs": "whole",
        "la": "none",
        "joint": "share",
        "nhs_england": "whole",
        "other": "none",
    }
    assert [c for c, one in ROUND.commissioners.items.items() if one.certainty is UNSURE] == [
        "other"
    ]


# --- required spends ------------------------------------------------------------------------------


def test_the_out_of_hospital_minimum_is_the_share_of_2016_17():
    spend = ROUND.required_spends["nhs_out_of_hospital"]
    assert (spend.condition, spend.requirement, spend.check) == ("NC3", "", "CHK-056")
    how = spend.minimum
    assert isinstance(how, Ratio)
    assert (how.numerator, how.denominator) == (1_000_000_000, 3_519_000_000)
    assert spend.joint == "nhs_share"


def test_the_social_care_minimum_grows_by_two_rates():
    spend = ROUND.required_spends["adult_social_care"]
    assert (spend.condition, spend.requirement, spend.check) == ("NC2", "", "CHK-057")
    how = spend.minimum
    assert isinstance(how, Growth)
    assert how.rates == {"2017-18": Decimal("1.0179"), "2018-19": Decimal("1.0190")}
    assert (how.base_year, spend.joint) == ("2016-17", "whole")
    [base] = spend.baselines
    assert (base.area, base.year, base.minimum) == ("Rotherham", "2016-17", 6_496_000)


def test_the_figures_decide_two_of_the_four_conditions():
    assert {code: one.test for code, one in ROUND.national_conditions.items()} == {
        "NC1": "",
        "NC2": "adult_social_care",
        "NC3": "nhs_out_of_hospital",
        "NC4": "",
    }


# --- metrics --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "collected", "unit", "better", "years", "quarters"),
    [
        ("nea", "count", "count", "lower", "2017-18 2018-19", 4),
        ("res", "ratio", "per 100,000", "lower", "2015-16 2016-17 2017-18 2018-19", 0),
        ("rea", "ratio", "fraction", "higher", "2015-16 2016-17 2017-18 2018-19", 0),
        ("dtoc", "ratio", "per 100,000", "lower", "2016-17 2017-18 2018-19", 4),
    ],
)
def test_a_metric(code, collected, unit, better, years, quarters):
    metric = ROUND.metrics[code]
    assert (metric.collected, metric.unit, metric.better) == (collected, unit, better)
    assert (list(metric.years), len(metric.periods)) == (years.split(), quarters)
    assert metric.certainty is SURE


def test_delays_are_counted_in_days_for_the_people_of_the_calendar_year():
    dtoc = ROUND.metrics["dtoc"]
    assert (dtoc.population, dtoc.counts_days, dtoc.scale) == ("calendar_year", True, 100_000)
    assert (dtoc.ceiling.daily, dtoc.ceiling.per) == (Decimal("9.4"), 100_000)
    parts = {code: str(daily) for code, daily in dtoc.ceiling.parts.items()}
    assert parts == {"nhs": "5.5", "social_care": "2.6", "joint": "1.2"}
    assert sum(dtoc.ceiling.parts.values()) == Decimal("9.3")  # they are rounded
    assert list(dtoc.parts) == list(parts)


def test_admissions_are_mapped_and_insured_at_the_cost_of_2016_17():
    rules = ROUND.admissions
    assert (rules.metric, rules.unit_cost) == ("nea", 1517)
    assert rules.ring_fence == "nhs_out_of_hospital"
    assert {rules.mapped, rules.reduction} == ROUND.metrics["nea"].parts.keys()
    questions = {rules.reduction_question, rules.contingency_question, rules.cost_question}
    assert questions <= ROUND.questions.keys()


def test_every_scheme_type_behind_a_metric_is_one_of_this_round():
    for metric in ROUND.metrics.values():
        assert set(metric.supporting_types) <= set(ROUND.scheme_types)


# --- what is asked --------------------------------------------------------------------------------


def test_the_questions_and_what_they_are_about():
    assert {code: one.about for code, one in ROUND.questions.items()} == {
        "dfg_agreed": "",
        "dfg_passed_in_full": "passed_in_full",
        "district_agreement": "district_agreement",
        "care_act": "share_of_minimum",
        "carers": "share_of_minimum",
        "reablement": "share_of_minimum",
        "ibcf_pooled": "",
        "nea_reduction": "",
        "nea_contingency": "",
        "nea_cost": "",
    }
    two_tier = [code for code, one in ROUND.questions.items() if one.for_two_tier]
    assert two_tier == ["dfg_passed_in_full", "district_agreement"]
    assert all(one.certainty is SURE for one in ROUND.questions.values())


def test_there_are_no_coded_requirements_levels_or_narrative_in_the_template():
    assert (ROUND.requirements, ROUND.narrative, ROUND.hicm) == ({}, {}, None)
    assert not {"hicm", "requirements", "narrative"} & ROUND.tables.keys()


def test_who_is_named_on_the_cover():
    assert {code: one.required for code, one in ROUND.sign_off.items.items()} == {
        "hwb_chair": True,
        "accountable_officer": True,
        "additional_officer": False,
        "la_chief_executive": True,
        "dass": True,
        "bcf_lead": True,
        "s151_officer": True,
        "nhs_finance": False,
    }


def test_the_sixteen_columns_of_the_expenditure_tab():
    assert [one.header for one in ROUND.tables["schemes"].columns] == [
        "scheme_id",
        "scheme_name",
        "scheme_type",
        "sub_type",
        "scheme_type_other",
        "area_of_spend",
        "area_of_spend_other",
        "commissioner",
        "nhs_share",
        "la_share",
        "provider",
        "source_of_funding",
        "scheme_duration",
        "expenditure_2017_18",
        "expenditure_2018_19",
        "new_or_existing",
    ]


def test_answers_and_conditions_have_a_year():
    for table in ("answers", "conditions"):
        assert ROUND.column(table, "year").header == "year"


# --- checks ---------------------------------------------------------------------------------------


def test_every_check_that_can_be_run_on_a_plan_has_a_rule():
    plans = [f"CHK-{number:03}" for number in range(1, 151)]
    assert [code for code in plans if code in CHECKS and code not in ROUND.checks] == []


def test_which_checks_stop_a_plan():
    errors = [int(code[4:]) for code, r in ROUND.checks.items() if r.severity is Severity.ERROR]
    assert errors == [
        *(1, 2, 5, 7, 8, 10, 11, 12, 14, 17, 26, 27, 30, 31, 32, 35, 37, 40, 41, 44, 45, 48, 50),
        *(51, 55),
        *(56, 57, 63, 65, 69, 70, 72, 74, 90, 91, 92, 95, 107, 110, 127, 128, 129),
        *(139, 140, 144, 148),
    ]


def test_money_not_allocated_is_a_warning():
    assert ROUND.checks["CHK-033"].severity is Severity.WARNING


# --- how sure -------------------------------------------------------------------------------------


def test_what_is_known_from_practice_is_never_confirmed():
    for kind in ROUND.scheme_types.items.values():
        for one in (kind.sub_types.items if kind.sub_types else {}).values():
            assert (one.certainty is SURE) == (one.reference == "template")


def test_the_crosswalk_to_2019_20_knows_every_scheme_type():
    walk = load_crosswalk("2017-19", "2019-20")
    assert [gap.code for gap in walk.gaps() if gap.list == "scheme_types"] == []
    assert {one.code for one in walk.successors("sources", "la")} == {"dfg", "additional_la"}
