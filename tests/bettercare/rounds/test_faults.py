"""Every way to break a round's files is refused with file, line, what is wrong and the fix."""

import re

import pytest

SHAPE = re.compile(r"^2019-20/[\w.]+\.yaml:\d+: \S.* Fix: \S.*\.$")


def told(refusal):
    """The faults that a refusal lists, after its first line with their number."""
    first, *faults = refusal.splitlines()
    number = len(faults)
    assert first == f"{number} fault{'s' if number > 1 else ''} in the round's files:"
    assert all(SHAPE.match(fault) for fault in faults), refusal
    return faults


# (file, what stands there, what is put there, the fault; {line} is the line of what was put there)
ONE_FAULT = {
    "misspelt key of the round": (
        "round.yaml",
        "previous_year:",
        "previuos_year:",
        [
            "round.yaml:{line}: 'previuos_year' is not a key here. Fix: Write 'previous_year'.",
            "'previous_year' is missing from the round. Fix: Add 'previous_year: ...'.",
        ],
    ),
    "misspelt key of an item": (
        "lists.yaml",
        "alias",
        "alais",
        ["lists.yaml:{line}: 'alaises' is not a key here. Fix: Write 'aliases'."],
    ),
    "key that is like no other": (
        "checks.yaml",
        "CHK-001: {severity: error}",
        "CHK-001: {loudness: error}",
        ["checks.yaml:{line}: 'loudness' is not a key here. Fix: Write one of not_collected or "],
    ),
    "missing key": (
        "funding.yaml",
        "      kind: minimum\n",
        "",
        ["funding.yaml:17: 'kind' is missing from 'nhs_minimum'. Fix: Add 'kind: ...'."],
    ),
    "missing certainty": (
        "funding.yaml",
        "  certainty: confirmed\n",
        "",
        ["funding.yaml:3: 'certainty' is missing from 'sources'. Fix: Add 'certainty: ...'."],
    ),
    "missing column": (
        "tables.yaml",
        "noun: contributor, ",
        "",
        ["'noun' is missing from '1'. Fix: Add 'noun: ...'."],
    ),
    "missing file": (
        "checks.yaml",
        "thresholds:",
        "tresholds:",
        [
            "checks.yaml:{line}: 'tresholds' is not a key here. Fix: Write 'thresholds'.",
            "'thresholds' is missing from the round.",
        ],
    ),
    "mixed source without parts": (
        "funding.yaml",
        "kind: minimum",
        "kind: mixed",
        [
            "funding.yaml:{line}: 'nhs_minimum' is mixed without parts, or has parts of no kind. "
            "Fix: Give both, 'kind: mixed' and 'income_parts', or neither."
        ],
    ),
    "part of a source with the code of another": (
        "funding.yaml",
        "kind: additional\n      payer: la\n",
        "kind: mixed\n      payer: la\n      income_parts: {dfg: {label: Grant, kind: grant}}\n",
        ["'dfg' is the code of another source or part of one. Fix: Give it a code of its own."],
    ),
    "part of a source with the label of another": (
        "funding.yaml",
        "kind: additional\n      payer: la\n",
        "kind: mixed\n      payer: la\n      income_parts: {gift: {label: IBCF, kind: grant}}\n",
        ["'IBCF' stands for both 'ibcf' and 'gift'. Fix: Keep it under one of them."],
    ),
    "unknown reference": (
        "metrics.yaml",
        "reference: template",
        "reference: templat",
        [
            "metrics.yaml:{line}: There is no reference 'templat'. "
            "Fix: Write 'template', or add 'templat' to references."
        ],
    ),
    "reference that is like no other": (
        "metrics.yaml",
        "reference: template",
        "reference: hearsay",
        [
            "metrics.yaml:{line}: There is no reference 'hearsay'. "
            "Fix: Add 'hearsay' to references, or use one of "
        ],
    ),
    "empty reference of a fact": (
        "metrics.yaml",
        "reference: template",
        'reference: ""',
        ["metrics.yaml:{line}: There is no reference ''. Fix: "],
    ),
    "end before start": (
        "round.yaml",
        "in_force: {start: 2019-04-01, end: 2020-03-31}",
        "in_force: {start: 2019-04-01, end: 2018-03-31}",
        [
            "round.yaml:{line}: The round ends (2018-03-31) before it starts (2019-04-01). "
            "Fix: Swap or mend the two dates."
        ],
    ),
    "base year inside the round": (
        "funding.yaml",
        'base_year: "2018-19"',
        'base_year: "2019-20"',
        ["The base year 2019-20 is a year of the round itself. Fix: Give the year before"],
    ),
    "years out of order": (
        "metrics.yaml",
        'years: ["2018-19", "2019-20"]',
        'years: ["2019-20", "2018-19"]',
        ["metrics.yaml:{line}: The years are not in time order. Fix: Sort them."],
    ),
    "one alias of two sources": (
        "funding.yaml",
        "aliases: [Winter Pressure Grant",
        "aliases: [Improved Better Care Fund",
        ["'Improved Better Care Fund' stands for both 'ibcf' and 'winter_pressures'. Fix: Keep"],
    ),
    "one label of two sub types": (
        "scheme_types.yaml",
        "telecare: {label: Telecare}",
        "telecare: {label: Wellness services}",
        ["'Wellness Services' stands for both 'telecare' and 'wellness_services'. Fix: Keep"],
    ),
    "topic of no requirement": (
        "requirements.yaml",
        "{label: choice and control, requirement: PR2,",
        "{label: choice and control, requirement: PR22,",
        ["requirements.yaml:{line}: There is no requirement 'PR22' in this round. Fix: "],
    ),
    "column of no list": (
        "tables.yaml",
        "choices: areas_of_spend",
        "choices: areas_of_spent",
        ["There is no list 'areas_of_spent' in this round. Fix: Write 'areas_of_spend'."],
    ),
    "column of no metric": (
        "tables.yaml",
        "key: nea,",
        "key: neaa,",
        ["tables.yaml:{line}: There is no year or metric 'neaa' in this round. Fix: Write 'nea'."],
    ),
    "check without a rule": (
        "checks.yaml",
        "CHK-001: {severity: error}",
        "CHK-001: {}",
        ["checks.yaml:{line}: CHK-001 has neither a severity nor a reason, or both. Fix: Give"],
    ),
    "condition that says two things": (
        "funding.yaml",
        "none_of: [acute]",
        "none_of: [acute], any_of: [other]",
        ["funding.yaml:{line}: A condition has neither 'any_of' nor 'none_of', or both. Fix: Give"],
    ),
    "nothing to divide by": (
        "funding.yaml",
        'denominator: "3519000000"',
        'denominator: "0"',
        ["funding.yaml:{line}: It must be above 0. Fix: Mend the number."],
    ),
    "no income to grow from": (
        "funding.yaml",
        'source_amount: "18945693"',
        'source_amount: "0"',
        ["The source amount of Rotherham must be above 0. Fix: Mend it."],
    ),
    "no year": (
        "round.yaml",
        'years: ["2019-20"]',
        "years: []",
        ["round.yaml:{line}: The round plans for no year. Fix: Write at least one, such as"],
    ),
    "a key twice in one place": (
        "checks.yaml",
        "  CHK-002: {severity: error}",
        "  CHK-001: {severity: warning}",
        ["checks.yaml:6: 'CHK-001' stands twice in one place. Fix: Mend the YAML on this line"],
    ),
    "a key in two files": (
        "funding.yaml",
        "sources:",
        "years: []\nsources:",
        ["round.yaml:6: 'years' stands in another file too. Fix: Keep it in one of them."],
    ),
    "a date that no calendar has": (
        "round.yaml",
        "start: 2019-04-01",
        "start: 2019-14-01",
        ["round.yaml:{line}: '2019-14-01' is not a date (month must be in 1..12). Fix: Mend"],
    ),
    "one label of two areas": (
        "lists.yaml",
        "acute: {label: Acute,",
        "acute: {label: Social Care,",
        ["'Social Care' stands for both 'acute' and 'social_care'. Fix: Keep it under one"],
    ),
}

DANGLING = {
    "commissioner of a source": (
        "funding.yaml",
        "commissioners: [la]",
        "commissioners: [laa]",
        "commissioner 'laa'",
    ),
    "type that a source permits": (
        "funding.yaml",
        "permitted_types: [dfg_related,",
        "permitted_types: [dfg_relatd,",
        "scheme type 'dfg_relatd'",
    ),
    "unit of an output rule": (
        "scheme_types.yaml",
        "units: [packages, hours_of_care]",
        "units: [packages, hours]",
        "output unit 'hours'",
    ),
    "sub type of an output rule": (
        "scheme_types.yaml",
        "sub_types: [bed_based,",
        "sub_types: [bed_bsed,",
        "sub type of Intermediate Care Services 'bed_bsed'",
    ),
    "sub type of a type without any": (
        "scheme_types.yaml",
        "units: [packages, hours_of_care]",
        "units: [packages, hours_of_care], sub_types: [any]",
        None,
    ),
    "requirement of a required spend": (
        "funding.yaml",
        "requirement: PR5",
        "requirement: PR55",
        "requirement 'PR55'",
    ),
    "source of a ratio": (
        "funding.yaml",
        "method: ratio\n      source: nhs_minimum",
        "method: ratio\n      source: nhs_minimun",
        "source 'nhs_minimun'",
    ),
    "source of an uplift": (
        "funding.yaml",
        "method: uplift\n      source: nhs_minimum",
        "method: uplift\n      source: minimum_of_old",
        "source 'minimum_of_old'",
    ),
    "source of a condition": (
        "funding.yaml",
        "{field: source_of_funding, any_of: [nhs_minimum]",
        "{field: source_of_funding, any_of: [nhs_minimal]",
        "source_of_funding 'nhs_minimal'",
    ),
    "commissioner of a condition": (
        "funding.yaml",
        "any_of: [nhs, nhs_england, joint]",
        "any_of: [nhs, nhs_england, jiont]",
        "commissioner 'jiont'",
    ),
    "area of a condition": (
        "funding.yaml",
        "none_of: [acute]",
        "none_of: [acuter]",
        "area_of_spend 'acuter'",
    ),
    "share of a commissioner": (
        "lists.yaml",
        "nhs_part: nhs",
        "nhs_part: nsh",
        "commissioner 'nsh'",
    ),
    "check of a required spend": (
        "funding.yaml",
        "check: CHK-057",
        "check: CHK-0577",
        "check 'CHK-0577'",
    ),
    "test of a requirement": (
        "requirements.yaml",
        "test: adult_social_care",
        "test: adult_social_car",
        "required spend 'adult_social_car'",
    ),
    "type that supports a metric": (
        "metrics.yaml",
        "supporting_types: [hicm,",
        "supporting_types: [hikm,",
        "scheme type 'hikm'",
    ),
    "type behind a question": (
        "funding.yaml",
        "scheme_types: [carers]",
        "scheme_types: [carer]",
        "scheme type 'carer'",
    ),
    "level expected of a change": (
        "metrics.yaml",
        "expected_level: established",
        "expected_level: establishd",
        "maturity level 'establishd'",
    ),
}

WRONG_KIND = {
    "words for a number": (
        "requirements.yaml",
        "limit: 800",
        "limit: many",
        "'limit' cannot be 'many'. Fix: Write a whole number",
    ),
    "a kind that there is not": (
        "funding.yaml",
        "kind: minimum",
        "kind: maximum",
        "'kind' cannot be 'maximum'. Fix: Write one of minimum, grant, additional or mixed.",
    ),
    "a severity that there is not": (
        "checks.yaml",
        "{severity: error}",
        "{severity: fatal}",
        "'severity' cannot be 'fatal'. Fix: Write one of error, warning or information.",
    ),
    "a certainty that there is not": (
        "lists.yaml",
        "certainty: confirmed",
        "certainty: maybe",
        "'certainty' cannot be 'maybe'. Fix: Write one of confirmed or unconfirmed.",
    ),
    "a Yes without quotes": (
        "lists.yaml",
        'label: "Yes"',
        "label: Yes",
        "'label' cannot be True (bool). Fix: Write text, in double quotes",
    ),
    "words for a decimal": (
        "checks.yaml",
        'large_row: "0.25"',
        "large_row: a quarter",
        "'large_row' cannot be 'a quarter'. Fix: Write a number in double quotes",
    ),
    "words for a date": (
        "metrics.yaml",
        "expected_by: 2020-03-31",
        "expected_by: March 2020",
        "'expected_by' cannot be 'March 2020'. Fix: Write a date such as 2019-04-01",
    ),
    "one value for a list": (
        "round.yaml",
        'years: ["2019-20"]',
        'years: "2019-20"',
        "'years' cannot be '2019-20'. Fix: Write a list",
    ),
    "a number for a text": (
        "round.yaml",
        'years: ["2019-20"]',
        "years: [2019]",
        "'years' cannot be 2019 (int). Fix: Write text, in double quotes",
    ),
    "a Yes for a code": ("lists.yaml", '"yes": {', "yes: {", "The key True is not text. Fix: Put"),
    "nothing for a text": (
        "tables.yaml",
        "row_noun: line",
        "row_noun:",
        "'row_noun' cannot be blank. Fix: Write text",
    ),
    "nothing for a list": ("checks.yaml", "contingency_words: [", "contingency_words:\nx: [", None),
    "a method that there is not": (
        "funding.yaml",
        "method: ratio",
        "method: guess",
        "Write 'method: ratio', 'method: uplift', 'method: growth' or 'method: published'.",
    ),
}


@pytest.mark.parametrize("case", ONE_FAULT)
def test_a_fault_is_told_with_its_place_and_fix(pack, case):
    file, old, new, expected = ONE_FAULT[case]
    own = pack().edit(file, old, new)
    faults = told(own.refusal())
    line = own.line(file, new.split("\n")[0] or "no such text") if new else 0
    assert len(faults) == len(expected)
    for part in expected:
        assert any(part.format(line=line) in fault for fault in faults), faults


@pytest.mark.parametrize("case", DANGLING)
def test_a_code_that_no_list_has_is_told(pack, case):
    file, old, new, what = DANGLING[case]
    if what is None:
        new, what = (
            new.replace("], ", "]\n        "),
            "sub type of Home Care or Domiciliary Care 'any'",
        )
    own = pack().edit(file, old, new)
    (fault,) = told(own.refusal())
    assert f"There is no {what} in this round. Fix: " in fault
    (wrong,) = re.findall(r"'([^']*)' in this round", fault)
    (near,) = re.findall(rf"^2019-20/{re.escape(file)}:(\d+):", fault)
    assert abs(int(near) - own.line(file, wrong)) <= 3


@pytest.mark.parametrize("case", WRONG_KIND)
def test_a_value_of_the_wrong_kind_is_told(pack, case):
    file, old, new, what = WRONG_KIND[case]
    own = pack().edit(file, old, new)
    faults = told(own.refusal())
    assert any(fault.startswith(f"2019-20/{file}:") for fault in faults)
    assert what is None or what in faults[0]


def test_a_value_of_the_wrong_kind_is_told_with_its_own_line(pack):
    own = pack().edit("requirements.yaml", "limit: 800", "limit: many")
    line = own.line("requirements.yaml", "limit: many")
    assert told(own.refusal())[0].startswith(f"2019-20/requirements.yaml:{line}: ")


def test_wrong_kinds_and_wrong_keys_are_told_together(pack):
    own = (
        pack()
        .edit("requirements.yaml", "limit: 800", "limit: many")
        .edit("requirements.yaml", "limit: 1500", "limit: some")
        .edit("funding.yaml", "      kind: minimum\n", "")
    )
    assert [fault.split(": ")[1] for fault in told(own.refusal())] == [
        "'kind' is missing from 'nhs_minimum'. Fix",
        "'limit' cannot be 'some'. Fix",
        "'limit' cannot be 'many'. Fix",
    ]


def test_several_unknown_and_missing_keys_are_all_told(pack):
    own = (
        pack()
        .edit("lists.yaml", "{label: Acute,", "{lable: Acute,")
        .edit("funding.yaml", "      kind: minimum\n", "")
        .edit("checks.yaml", "CHK-138: {severity", "CHK-138: {severty")
        .edit("round.yaml", "previous_year:", "year_before:")
    )
    faults = told(own.refusal())
    assert len(faults) == 6
    for part in (
        "lists.yaml:7: 'lable' is not a key here. Fix: Write 'label'.",
        "'label' is missing from 'acute'.",
        "'kind' is missing from 'nhs_minimum'.",
        "'severty' is not a key here. Fix: Write 'severity'.",
        "'year_before' is not a key here.",
        "'previous_year' is missing from the round.",
    ):
        assert any(part in fault for fault in faults), part


def test_several_faults_of_meaning_are_all_told(pack):
    own = (
        pack()
        .edit("funding.yaml", "commissioners: [la]", "commissioners: [council]")
        .edit("metrics.yaml", "expected_level: established", "expected_level: done")
        .edit("requirements.yaml", "reference: framework", "reference: frame")
        .edit("round.yaml", "end: 2020-03-31", "end: 2018-03-31")
    )
    faults = told(own.refusal())
    assert re.findall(r"/(\w+)\.yaml:", "\n".join(faults)) == [
        "requirements",
        "funding",
        "metrics",
        "round",
    ]
