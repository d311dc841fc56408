"""What changed from one round to another, in words."""

import re
from decimal import Decimal

import msgspec
import pytest

from bettercare import rounds
from bettercare.rounds import Certainty
from bettercare.rounds.crosswalk import Crosswalk, Successor
from bettercare.rounds.difference import differences
from bettercare.rounds.metric_rules import MetricPart
from bettercare.rounds.policy_words import NOT_COMPARED, PARTS, READING_AIDS
from bettercare.rounds.schema import Round
from bettercare.rounds.spends import Growth

OLD = rounds.load("2019-20")


def said(pack, *edits, prefix=""):
    """The changes in words from the shipped round to one with these edits."""
    changed = pack("2020-21")
    for edit in edits:
        changed.edit(*edit)
    return [one.words for one in differences(OLD, changed.load()) if one.path.startswith(prefix)]


CHANGES = [
    (
        ("round.yaml", "start: 2019-04-01", "start: 2019-05-01"),
        ["In force from: 1 May 2019 (was 1 April 2019)."],
    ),
    (
        ("round.yaml", "day: 2019-09-27", "day: 2019-10-04"),
        ["Plans submitted, date: 4 October 2019 (was 27 September 2019)."],
    ),
    (
        ("round.yaml", "label: Plans submitted", "label: Plans sent in"),
        [
            "New date: Plans sent in (27 September 2019).",
            "No longer a date: Plans submitted (27 September 2019).",
        ],
    ),
    (("round.yaml", "nhs_commissioner: CCG", "nhs_commissioner: ICB"), ["'CCG' is now 'ICB'."]),
    (("round.yaml", "year_text: 2019/20", "year_text: 2020/21 and 2021/22"), []),
    (("round.yaml", "Better Care Fund 2019/20 template", "Better Care Fund 2020/21 template"), []),
    (
        ("funding.yaml", "label: iBCF\n", "label: Local Authority Better Care Grant\n"),
        ["'iBCF' is now called 'Local Authority Better Care Grant'."],
    ),
    (
        ("funding.yaml", "must_be_pooled: true", "must_be_pooled: false"),
        ["iBCF, must be pooled: no (was yes)."],
    ),
    (
        ("funding.yaml", "permitted_types: [dfg_related, housing_related]",
         "permitted_types: [dfg_related, carers]"),
        ["DFG, may be spent on: adds Carers Services; drops Housing Related Schemes."],
    ),
    (
        ("funding.yaml", '"3519000000"', '"3000000000"'),
        ["NHS out-of-hospital, minimum, denominator: 3,000,000,000 (was 3,519,000,000)."],
    ),
    (
        ("funding.yaml", "any_of: [social_care], words: area of spend is Social Care",
         "any_of: [social_care, other], words: area of spend is Social Care or Other"),
        [
            "Adult social care, rows that count: adds 'area of spend is Social Care or Other'; "
            "drops 'area of spend is Social Care'."
        ],
    ),
    (
        ("requirements.yaml", "limit: 1500", "limit: 1200"),
        ["Person-centred outcomes, word limit: 1,200 (was 1,500)."],
    ),
    (
        ("requirements.yaml", "label: One plan, made and agreed by all partners",
         "label: A plan that all agree"),
        ["PR1 is now: A plan that all agree (was: One plan, made and agreed by all partners)."],
    ),
    (
        ("requirements.yaml", "{label: housing, ", "{label: homes, "),
        [
            "Integration with wider services, such as housing: new topic: homes.",
            "Integration with wider services, such as housing: no longer a topic: housing.",
        ],
    ),
    (
        ("checks.yaml", "CHK-033: {severity: error}", "CHK-033: {severity: warning}"),
        ["CHK-033 is now a warning (was an error)."],
    ),
    (
        ("checks.yaml", "CHK-006: {severity: information}", "CHK-006: {severity: error}"),
        ["CHK-006 is now an error (was a note)."],
    ),
    (
        ("checks.yaml", "CHK-019: {severity: warning}", "CHK-019: {not_collected: Not asked for.}"),
        ["CHK-019 no longer applies: Not asked for."],
    ),
    (
        ("checks.yaml", "CHK-089: {not_collected: Outputs of the year before were not collected.}",
         "CHK-089: {severity: warning}"),
        ["CHK-089 now applies, as a warning."],
    ),
    (("checks.yaml", "not collected.}", "not asked for.}"), []),
    (("checks.yaml", 'large_row: "0.25"', 'large_row: "0.2"'), ["Large row: 0.2 (was 0.25)."]),
    (
        ("checks.yaml", "[risk pool,", "[money kept back,"),
        ["Contingency words: adds money kept back; drops risk pool."],
    ),
    (
        ("metrics.yaml", "scale: 100000", "scale: 1000"),
        ["Residential admissions, scale: 1,000 (was 100,000)."],
    ),
    (
        ("metrics.yaml", "short: Residential admissions", "short: Care home admissions"),
        ["'Residential admissions' is now called 'Care home admissions'."],
    ),
    (
        ("metrics.yaml", "label: Admissions of people aged 65 and over",
         "label: Admissions of adults"),
        [
            "Residential admissions, wording: Admissions of adults to care homes for long-term "
            "support, per 100,000 (was Admissions of people aged 65 and over to care homes for "
            "long-term support, per 100,000)."
        ],
    ),
    (
        ("tables.yaml", "required: if_joint, aliases: [\"% NHS\"]", "aliases: [\"% NHS\"]"),
        ["6. Expenditure, % NHS (if Joint Commissioner), asked for: never (was if joint)."],
    ),
    (("funding.yaml", "aliases: [Winter Pressure Grant,", "aliases: [Winter Grant,"), []),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "words"), CHANGES, ids=[one[0][2][:30] for one in CHANGES])
def test_one_change_is_told_in_words(pack, edit, words):
    assert said(pack, edit) == words


def test_a_source_that_came_and_one_that_went(pack):
    edit = (
        "funding.yaml",
        "    winter_pressures:\n      label: Winter Pressures Grant\n",
        "    discharge:\n      label: Discharge Fund\n",
    )
    assert said(pack, edit)[:2] == [
        "New source: Discharge Fund.",
        "No longer a source: Winter Pressures Grant.",
    ]


def test_what_has_another_code_and_the_same_label_is_the_same(pack):
    edit = ("funding.yaml", "    winter_pressures:\n", "    winter_grant:\n")
    assert said(pack, edit) == []


def test_a_sub_type_is_told_with_its_type(pack):
    edit = ("scheme_types.yaml", "label: Telecare", "label: Alarms")
    assert said(pack, edit) == [
        "Assistive Technologies and Equipment: 'Telecare' is now called 'Alarms'."
    ]


@pytest.mark.parametrize("label", ["1. telecare", "Tele-Care", "TELECARE"])
def test_numbering_capitals_and_signs_are_no_change(pack, label):
    words = said(pack, ("scheme_types.yaml", "label: Telecare", f"label: {label}"))
    assert words == ([] if label != "Tele-Care" else [
        "Assistive Technologies and Equipment: 'Telecare' is now called 'Tele-Care'."
    ])  # fmt: skip


def test_a_list_that_was_empty_is_all_new():
    none = msgspec.structs.replace(OLD.impact_levels, items={})
    before = msgspec.structs.replace(OLD, impact_levels=none)
    assert [one.words for one in differences(before, OLD)] == [
        "New level of impact: Not applicable.",
        "New level of impact: Low.",
        "New level of impact: Medium.",
        "New level of impact: High.",
    ]
    assert [one.kind for one in differences(OLD, before)] == ["gone"] * 4


def test_outputs_that_are_counted_now_and_those_that_are_not_any_more():
    items = dict(OLD.scheme_types.items)
    items["home_care"] = msgspec.structs.replace(items["home_care"], outputs=None)
    types = msgspec.structs.replace(OLD.scheme_types, items=items)
    before = msgspec.structs.replace(OLD, scheme_types=types)
    assert [(one.kind, one.words) for one in differences(before, OLD)] == [
        ("new", "Home Care or Domiciliary Care: new: planned outputs.")
    ]
    assert [(one.kind, one.words) for one in differences(OLD, before)] == [
        ("gone", "Home Care or Domiciliary Care: no longer: planned outputs.")
    ]


def test_numbers_that_end_alike_are_not_taken_for_numbering(pack):
    words = said(pack, ("checks.yaml", 'social_care_uplift: "0.15"', 'social_care_uplift: "1.15"'))
    assert words == ["Social care uplift: 1.15 (was 0.15)."]


def test_a_question_now_reads(pack):
    edit = ("funding.yaml", "for Care Act duties identified?", "for Care Act duties agreed?")
    [words] = said(pack, edit)
    assert words.endswith("identified?' now reads 'Is the share of the NHS minimum for Care Act "
                          "duties agreed?'.")  # fmt: skip


def test_a_model_that_is_not_asked_for_any_more():
    without = msgspec.structs.replace(OLD, hicm=None)
    [gone] = differences(OLD, without)
    assert (gone.kind, gone.path) == ("gone", "hicm")
    assert gone.words == (
        "No longer asked for: High Impact Change Model for managing transfers of care."
    )
    [new] = differences(without, OLD)
    assert new.words == "New: High Impact Change Model for managing transfers of care."


def test_a_formula_of_another_kind_is_told_by_its_words():
    spends = dict(OLD.required_spends)
    ooh, care = spends["nhs_out_of_hospital"], spends["adult_social_care"]
    spends["adult_social_care"] = msgspec.structs.replace(care, minimum=ooh.minimum)
    changed = msgspec.structs.replace(OLD, required_spends=spends)
    assert [one.words for one in differences(OLD, changed)] == [
        f"Adult social care, minimum: {ooh.minimum.words} (was: {care.minimum.words})."
    ]


def with_care_minimum(minimum):
    spends = dict(OLD.required_spends)
    spends["adult_social_care"] = msgspec.structs.replace(
        spends["adult_social_care"], minimum=minimum
    )
    return msgspec.structs.replace(OLD, required_spends=spends)


def test_a_rate_of_growth_that_changed():
    old = Growth(
        source="nhs_minimum",
        base_year="2018-19",
        rates={"2019-20": Decimal("1.0179")},
        words="last year's minimum, grown",
        reference="worked",
        certainty=Certainty.CONFIRMED,
    )
    new = msgspec.structs.replace(old, rates={"2019-20": Decimal("1.0190")})
    assert [one.words for one in differences(with_care_minimum(old), with_care_minimum(new))] == [
        "Adult social care, minimum, rates, 2019-20: 1.0190 (was 1.0179)."
    ]


def test_a_part_of_a_metric_that_came():
    part = MetricPart(label="NHS", reference="worked", certainty=Certainty.CONFIRMED)
    dtoc = msgspec.structs.replace(OLD.metrics["dtoc"], parts={"nhs": part})
    changed = msgspec.structs.replace(OLD, metrics=OLD.metrics | {"dtoc": dtoc})
    assert [one.words for one in differences(OLD, changed)] == [
        "Delayed transfers of care: new part: NHS."
    ]


def test_two_dates_of_one_name_are_two():
    last = OLD.timetable[-1]
    twice = msgspec.structs.replace(OLD, timetable=(*OLD.timetable, last))
    assert [one.words for one in differences(OLD, twice)] == [
        "New date: Section 75 agreements signed (31 December 2019)."
    ]


def test_a_change_is_as_sure_as_what_the_later_round_says(pack):
    edited = pack("2020-21").edit("round.yaml", "2019-10-31", "2019-10-30")
    edited.edit("round.yaml", "day: 2019-09-27", "day: 2019-09-28")
    edited.edit("requirements.yaml", "label: Director of adult social services", "label: DASS")
    found = {one.words.partition(",")[0]: one.certainty for one in differences(OLD, edited.load())}
    assert found["Plans submitted"] is Certainty.CONFIRMED
    assert found["Regional scrutiny ends"] is Certainty.UNCONFIRMED
    assert found["'Director of adult social services' is now called 'DASS'."] is (
        Certainty.UNCONFIRMED
    )


def test_before_and_after_are_kept_for_data(pack):
    changed = pack("2020-21").edit("requirements.yaml", "limit: 1500", "limit: 1200").load()
    [one] = differences(OLD, changed)
    assert (one.part, one.kind, one.path) == ("narrative", "changed", "narrative.A.limit")
    assert (one.before, one.after) == ("1,500", "1,200")


def test_what_took_the_place_of_a_code_is_named():
    items = {code: one for code, one in OLD.sources.items.items() if code != "winter_pressures"}
    changed = msgspec.structs.replace(
        OLD, sources=msgspec.structs.replace(OLD.sources, items=items)
    )
    into = Successor(code="ibcf", fit="part", certainty=Certainty.CONFIRMED)
    walk = Crosswalk(OLD, changed, {"sources": {"winter_pressures": (into,)}})
    assert [one.words for one in differences(OLD, changed, walk)] == [
        "No longer a source: Winter Pressures Grant (in its place: iBCF)."
    ]


def test_every_part_of_a_round_is_compared_or_said_not_to_be():
    assert set(Round.__struct_fields__) - NOT_COMPARED == set(PARTS)
    assert not set(PARTS) & NOT_COMPARED
    assert not {"label", "kind", "limit", "words", "day"} & READING_AIDS


def test_no_sentence_shows_how_it_is_kept(pack):
    """No names of Python, no underscores."""
    changed = pack("2020-21")
    for edit, words in CHANGES:
        if words:
            changed.edit(*edit)
    shown = " ".join(one.words for one in differences(OLD, changed.load()))
    assert not re.search(r"\w_\w|None|True|False|[{}\[\]<>]", shown)
