"""A new round of known shape, and a change of rules within its year, are data: no line of Python.

The new round is written as what differs from 2019-20: its years, one source under another name,
another share of the NHS minimum for out-of-hospital services, a check that is an error now. An
addendum within the year then lets one area of spend count no more, and gives a section fewer words.
"""

import json
import shutil

import pytest

import bettercare as bc
from bettercare import examples
from bettercare.cli import run

NEW, ADDENDUM = "2031-32", "2031-32a"
OOH = "required.nhs_out_of_hospital"

ROUND = """
round: "2031-32"
label: Better Care Fund plan 2031-32
base: "2019-20"
inherit: unconfirmed
confirmed: [sources, areas_of_spend, required_spends, requirements]
in_force: {start: 2031-04-01, end: 2032-03-31}
years: ["2031-32"]
previous_year: "2030-31"
references:
  requirements_2031_32: {title: Planning requirements 2031-32, published: 2031-02-10}
timetable:
  - {day: 2031-05-30, label: Plans submitted, reference: requirements_2031_32, certainty: confirmed}
sources:
  items:
    ibcf: {label: Local Authority Better Care Grant, reference: requirements_2031_32}
required_spends:
  nhs_out_of_hospital:
    minimum:
      denominator: "2000000000"
      words: half of the NHS minimum
      reference: requirements_2031_32
  adult_social_care:
    minimum: {base_year: "2030-31"}
    baselines: []
metrics:
  dtoc: {years: ["2031-32"]}
  res: {years: ["2030-31", "2031-32"]}
  rea: {years: ["2030-31", "2031-32"]}
tables:
  income:
    columns:
      - {header: funding_source, field: source_of_funding, label: Funding Sources, noun: source,
         kind: text, choices: sources, required: always}
      - {header: amount, field: amounts, key: "2031-32", label: Gross Contribution, noun: amount,
         kind: money, required: always}
  schemes:
    columns:
      - {header: scheme_id, field: scheme_id, label: Scheme ID, noun: id, kind: text}
      - {header: scheme_name, field: scheme_name, label: Scheme Name, noun: name, kind: text}
      - {header: area_of_spend, field: area_of_spend, label: Area of Spend, noun: area of spend,
         kind: text, choices: areas_of_spend, required: always}
      - {header: commissioner, field: commissioner, label: Commissioner, noun: commissioner,
         kind: text, choices: commissioners, required: always}
      - {header: source_of_funding, field: source_of_funding, label: Source of Funding,
         noun: source, kind: text, choices: sources, required: always}
      - {header: expenditure, field: amounts, key: "2031-32", label: Expenditure (£),
         noun: planned £, kind: money, required: always}
checks:
  CHK-058: {severity: error}
"""

AMENDED = """
round: "2031-32a"
label: Better Care Fund plan 2031-32 after the addendum
base: "2031-32"
amends: "2031-32"
in_force: {start: 2031-10-01, end: 2032-03-31}
references:
  addendum: {title: Addendum to the planning requirements 2031-32, published: 2031-09-12}
required_spends:
  nhs_out_of_hospital:
    conditions:
      - {field: source_of_funding, any_of: [nhs_minimum], words: source is NHS minimum,
         left_out: other sources}
      - {field: commissioner, any_of: [nhs], words: commissioner is the NHS, left_out: others}
      - {field: area_of_spend, none_of: [acute, primary_care],
         words: area of spend is neither Acute nor Primary Care, left_out: Acute or Primary Care}
narrative:
  A: {limit: 1200, reference: addendum, certainty: confirmed}
"""

# NHS minimum £1,000: at least £500 out of hospital. Planned: 400 + 102 = £502, £2 above; without
# primary care £400, £100 short.
PLAN = {
    "plan.csv": "field,value\nround,{round}\narea,Sometown\n",
    "income.csv": (
        "funding_source,amount\n"
        "Minimum CCG Contribution,1000\n"
        "Local Authority Better Care Grant,300\n"
    ),
    "schemes.csv": (
        "scheme_id,scheme_name,area_of_spend,commissioner,source_of_funding,expenditure\n"
        "1,District nursing,Community Health,CCG,Minimum CCG Contribution,400\n"
        "2,Care home visits,Primary Care,CCG,Minimum CCG Contribution,102\n"
        "3,Home care,Social Care,LA,Minimum CCG Contribution,498\n"
        "4,Market support,Social Care,LA,Local Authority Better Care Grant,300\n"
    ),
}


@pytest.fixture
def home(tmp_path):
    """A folder of rounds that holds the new one and its addendum."""
    for name, text in ((NEW, ROUND), (ADDENDUM, AMENDED)):
        (tmp_path / "rounds" / name).mkdir(parents=True)
        (tmp_path / "rounds" / name / "round.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "rounds"


@pytest.fixture
def plan_for(tmp_path):
    def write(round_id):
        folder = tmp_path / f"sometown-{round_id}"
        folder.mkdir()
        for name, text in PLAN.items():
            (folder / name).write_text(text.replace("{round}", round_id), encoding="utf-8")
        return folder

    return write


@pytest.fixture
def told(capsys):
    def call(*words):
        code = run([str(word) for word in words])
        return code, capsys.readouterr().out

    return call


def test_both_are_at_hand_beside_the_shipped_ones(home):
    assert {NEW, ADDENDUM, "2019-20"} <= set(bc.available_rounds([home]))
    assert bc.load_round(NEW, [home]).sources["ibcf"].label == "Local Authority Better Care Grant"
    assert bc.load_round(ADDENDUM, [home]).amends == NEW


@pytest.mark.parametrize(
    ("round_id", "planned", "headroom"), [(NEW, "£502", "£2"), (ADDENDUM, "£400", "-£100")]
)
def test_a_plan_is_worked_out_by_the_rules_of_its_round(
    home, plan_for, round_id, planned, headroom
):
    summary = bc.summarise(bc.read(plan_for(round_id), folders=[home]), folders=[home])
    assert summary.figure(f"{OOH}.minimum").display == "£500"
    assert summary.figure(f"{OOH}.planned").display == planned
    assert summary.figure(f"{OOH}.headroom").display == headroom
    assert summary.figure("balance.ibcf").display == "£0"


def test_check_finds_what_the_new_rules_find(home, plan_for, told):
    code, out = told("check", plan_for(NEW), "--rounds", home, "--format", "json")
    found = {one["code"]: one for one in json.loads(out)["findings"]}
    assert code == 1
    assert found["CHK-058"]["severity"] == "error"  # thin headroom is an error in this round
    assert "CHK-056" not in found
    assert "CHK-012" not in found  # the source goes by its new name


def test_check_finds_what_the_addendum_changed(home, plan_for, told):
    code, out = told("check", plan_for(ADDENDUM), "--rounds", home, "--format", "json")
    [short] = [one for one in json.loads(out)["findings"] if one["code"] == "CHK-056"]
    assert code == 1
    assert short["message"] == "£100 short of the minimum £500."


def test_the_same_plan_under_the_addendum_by_the_option(home, plan_for, told):
    words = ("--round", ADDENDUM, "--rounds", home)
    assert "£100 short of the minimum £500." in told("check", plan_for(NEW), *words)[1]


def test_what_the_addendum_changes_can_be_seen(home, told):
    code, out = told("round", "diff", NEW, ADDENDUM, "--rounds", home)
    text = " ".join(out.split())
    assert code == 0
    assert "In force from: 1 October 2031 (was 1 April 2031)." in text
    assert "Person-centred outcomes, word limit: 1,200 (was 1,500)." in text
    assert "adds 'commissioner is the NHS' and 'area of spend is neither Acute nor" in text
    assert "Checks" not in text


@pytest.mark.parametrize("name", [NEW, ADDENDUM])
def test_both_are_sound(home, told, name):
    code, out = told("round", "check", home / name)
    assert code == 0
    assert out.startswith(f"{name} is sound: Better Care Fund plan 2031-32")


def test_what_is_taken_over_is_not_confirmed_unless_it_is_said(home):
    rules = bc.load_round(NEW, [home])
    assert rules.scheme_types.certainty is bc.rounds.Certainty.UNCONFIRMED
    assert rules.sources.certainty is bc.rounds.Certainty.CONFIRMED


def test_the_old_round_is_untouched():
    summary = bc.summarise(bc.read(examples.path("leicester")))
    assert summary.figure(f"{OOH}.headroom").display == "£440,117"


def test_a_new_round_whose_files_are_copied_whole_works_as_well(tmp_path):
    """Rounds need no base: a copy with other words in it is a round of its own."""
    folder = tmp_path / NEW
    shutil.copytree(bc.available_rounds()["2019-20"], folder)
    for path in folder.glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("2019-20", NEW)
        text = text.replace("2018-19", "2030-31").replace("2019-04-01", "2031-04-01")
        text = text.replace("2020-03-31", "2032-03-31").replace('"3519000000"', '"2000000000"')
        path.write_text(text, encoding="utf-8")
    plan = tmp_path / "plan"
    shutil.copytree(examples.path("leicester"), plan)
    (plan / "plan.csv").write_text(f"round,{NEW}\narea,Leicester\n", encoding="utf-8")
    summary = bc.summarise(bc.read(plan, folders=[tmp_path]), folders=[tmp_path])
    minimum = summary.figure(f"{OOH}.minimum")
    assert (minimum.display, minimum.standing) == ("£11,968,273", "derived")  # half, rounded up
    assert summary.figure(f"{OOH}.headroom").display == "-£4,726,069"
