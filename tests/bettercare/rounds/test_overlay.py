"""A round said as what differs from another."""

from decimal import Decimal

import pytest

from bettercare.errors import UnusableRound
from bettercare.rounds import Certainty, load
from bettercare.rounds.facts import facts
from bettercare.rounds.loader import load_folder
from bettercare.rounds.overlay import laid_together

HEAD = """
round: "2020-21"
base: "2019-20"
label: The year after
in_force: {start: 2020-04-01, end: 2021-03-31}
years: ["2020-21"]
previous_year: "2019-20"
required_spends:
  adult_social_care: {minimum: {base_year: "2019-20"}}
tables:
  income: {columns: [{header: amount, field: amounts, key: "2020-21", label: Amount, noun: amount,
                      kind: money}]}
  schemes: {columns: [{header: amount, field: amounts, key: "2020-21", label: Amount, noun: amount,
                       kind: money}]}
"""


@pytest.fixture
def written(tmp_path):
    """Write a round of one file, and give its home."""

    def write(text, name="2020-21"):
        folder = tmp_path / "rounds" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "round.yaml").write_text(text, encoding="utf-8")
        return folder

    return write


# upper layer | lower layer | together
MERGED = [
    ({}, {"a": 1}, {"a": 1}),
    ({"a": 2}, {"a": 1}, {"a": 2}),
    ({"a": {"x": 2}}, {"a": {"x": 1, "y": 1}}, {"a": {"x": 2, "y": 1}}),
    ({"a": [3]}, {"a": [1, 2]}, {"a": [3]}),
    ({"a": None}, {"a": {"x": 1}, "b": 1}, {"b": 1}),
    ({"a": {"x": None}}, {"a": {"x": 1, "y": 1}}, {"a": {"y": 1}}),
    ({"a": {"x": 2}}, {"a": 1}, {"a": {"x": 2}}),
    ({"a": 0}, {"a": 1}, {"a": 0}),
    ({"a": {"y": 1}, "replaces": ["a"]}, {"a": {"x": 1, "y": 2}}, {"a": {"y": 1}}),
    (
        {"a": {"b": {"y": 1}}, "replaces": ["a.b"]},
        {"a": {"b": {"x": 1}, "c": 1}},
        {"a": {"b": {"y": 1}, "c": 1}},
    ),
    ({"replaces": ["a.b"], "c": 2}, {"a": 1}, {"a": 1, "c": 2}),
    ({"base": "b"}, {"base": "c", "amends": "d", "inherit": "as_stated"}, {"base": "b"}),
]


@pytest.mark.parametrize(("upper", "lower", "together"), MERGED)
def test_an_upper_layer_is_laid_on_a_lower_one(upper, lower, together):
    found = laid_together(upper, lower)
    assert {key: value for key, value in found.items() if key != "replaces"} == together


def test_what_is_replaced_stands_in_its_own_order():
    lower = {"types": {"items": {"care": {"label": "A"}, "home": {"label": "B", "short": "b"}}}}
    upper = {"types": {"items": {"home": {"label": "1. B"}, "care": {"label": "2. A"}}}}
    assert list(laid_together(upper, lower)["types"]["items"]) == ["care", "home"]
    together = laid_together(upper | {"replaces": ["types.items"]}, lower)
    assert list(together["types"]["items"].items()) == [
        ("home", {"label": "1. B"}),
        ("care", {"label": "2. A"}),
    ]


def test_what_is_taken_over_loses_its_certainty_but_for_what_is_confirmed():
    lower = {
        "sources": {"certainty": "confirmed", "items": {"dfg": {"certainty": "confirmed"}}},
        "timetable": [{"certainty": "confirmed"}],
        "hicm": {"certainty": "unconfirmed"},
    }
    upper = {"inherit": "unconfirmed", "confirmed": ["sources.items.dfg"], "base": "x"}
    assert laid_together(upper, lower) == {
        **upper,
        "sources": {"certainty": "unconfirmed", "items": {"dfg": {"certainty": "confirmed"}}},
        "timetable": [{"certainty": "unconfirmed"}],
        "hicm": {"certainty": "unconfirmed"},
    }


@pytest.mark.parametrize("path", ["a.items.x", "a.items"])
def test_an_item_that_is_as_sure_as_its_list_stays_so_when_it_is_confirmed(path):
    lower = {"a": {"certainty": "confirmed", "items": {"x": {"label": "X"}, "y": {"label": "Y"}}}}
    found = laid_together({"inherit": "unconfirmed", "confirmed": [path]}, lower)["a"]
    assert found["certainty"] == "unconfirmed"
    assert found["items"]["x"] == {"certainty": "confirmed", "label": "X"}
    assert ("certainty" in found["items"]["y"]) is (path == "a.items")


def test_an_item_of_a_list_that_is_not_sure_is_not_made_so():
    lower = {"a": {"certainty": "unconfirmed", "items": {"x": {"label": "X"}}}}
    upper = {"inherit": "unconfirmed", "confirmed": ["a.items.x"]}
    assert laid_together(upper, lower)["a"]["items"]["x"]["certainty"] == "unconfirmed"


def test_what_has_no_certainty_is_given_none():
    lower = {"checks": {"CHK-001": {"severity": "error"}}, "years": ["2019-20"]}
    upper = {"inherit": "unconfirmed", "confirmed": ["checks.CHK-001", "years"]}
    assert laid_together(upper, lower) == {**upper, **lower}


def test_the_rule_of_a_check_is_that_of_one_layer_and_keeps_its_place():
    severity, reason = {"severity": "error"}, {"not_collected": "Not asked for."}
    lower = {"checks": {"CHK-001": severity, "CHK-002": reason, "CHK-003": {}, "CHK-004": severity}}
    upper = {"checks": {"CHK-002": severity, "CHK-001": reason, "CHK-004": None, "CHK-005": reason}}
    together = laid_together(upper, lower)["checks"]
    assert list(together.items()) == [
        ("CHK-001", reason),
        ("CHK-002", severity),
        ("CHK-003", {}),
        ("CHK-005", reason),
    ]
    assert laid_together({"checks": []}, lower) == {"checks": []}


def test_what_the_upper_layer_says_itself_keeps_its_certainty():
    upper = {"inherit": "unconfirmed", "a": {"certainty": "confirmed", "x": 2}}
    lower = {"a": {"certainty": "confirmed", "x": 1}}
    assert laid_together(upper, lower)["a"] == {"certainty": "confirmed", "x": 2}


def test_a_round_of_a_few_lines_holds_all_of_its_base(written):
    rules = load("2020-21", [written(HEAD).parent])
    base = load("2019-20")
    assert (rules.base, rules.year, rules.label) == ("2019-20", "2020-21", "The year after")
    assert rules.sources == base.sources
    assert rules.required_spends["adult_social_care"].minimum.base_year == "2019-20"


def test_a_list_is_replaced_and_a_blank_key_taken_away(written):
    head = HEAD.replace("tables:\n", "tables:\n  hicm:\n")
    more = """
contingency_words: [pot]
hicm:
sources: {items: {dfg: null}}
checks: {CHK-033: {severity: warning}}
"""
    rules = load_folder(written(head + more))
    assert rules.contingency_words == ("pot",)
    assert rules.hicm is None
    assert "dfg" not in rules.sources
    assert rules.checks["CHK-033"].severity.value == "warning"
    assert rules.checks["CHK-032"].severity.value == "error"


def test_what_is_inherited_may_be_unconfirmed(written):
    rules = load_folder(written(HEAD + "inherit: unconfirmed\nconfirmed: [areas_of_spend]\n"))
    sure = {one.path.split(".")[0] for one in facts(rules) if one.certainty is Certainty.CONFIRMED}
    assert sure == {"areas_of_spend"}


def test_a_base_may_have_a_base(written):
    below = written(HEAD)
    text = HEAD.replace('"2020-21"', '"2021-22"').replace('base: "2019-20"', 'base: "2020-21"')
    text = text.replace("2021-03-31", "2022-03-31").replace("2020-04-01", "2021-04-01")
    above = written(text.replace("The year after", "Two years after"), "2021-22")
    rules = load("2021-22", [above.parent])
    assert (rules.label, rules.base) == ("Two years after", below.name)
    assert rules.areas_of_spend == load("2019-20").areas_of_spend


def test_a_change_of_the_base_is_seen(written):
    below = written(HEAD)
    above = written('round: "next"\nbase: "2020-21"\nlabel: Next\n', "next")
    assert load_folder(above).previous_year == "2019-20"
    (below / "round.yaml").write_text(HEAD.replace('previous_year: "2019-20"',
                                                   'previous_year: "2018-19"'))  # fmt: skip
    assert load_folder(above).previous_year == "2018-19"


def refusal(folder):
    with pytest.raises(UnusableRound) as refused:
        load_folder(folder)
    return str(refused.value).replace(f"{folder.parent}/", "").splitlines()[1:]


def test_a_base_that_is_not_at_hand_is_named(written):
    folder = written('round: "x"\nbase: "1999-00"\n', "x")
    assert refusal(folder) == [
        "x/round.yaml:2: There is no round '1999-00' to be the base of this. "
        "Fix: Name a round that is at hand (bettercare rounds), or take 'base' away."
    ]


def test_a_round_cannot_rest_on_itself(written):
    written('round: "a"\nbase: b\n', "a")
    folder = written('round: "b"\nbase: a\n', "b")
    (told,) = refusal(folder)
    assert told.startswith("a/round.yaml:2: 'b' rests on this round itself.")


def test_a_blank_key_that_the_base_does_not_have_is_told(written):
    folder = written(HEAD + "sources: {items: {winter_grant: null}}\n")
    (told,) = refusal(folder)
    assert told.startswith(f"2020-21/round.yaml:{HEAD.count(chr(10)) + 1}: 'winter_grant' is blank")


def test_a_fault_of_what_differs_is_told_with_its_own_line(written):
    folder = written(HEAD + "yes_or_no: {items: {'no': {lable: Nay}}}\n")
    (told,) = refusal(folder)
    assert told.startswith(f"2020-21/round.yaml:{HEAD.count(chr(10)) + 1}: 'lable' is not a key")


def test_a_path_that_leads_nowhere_cannot_be_confirmed(written):
    folder = written(HEAD + "inherit: unconfirmed\nconfirmed: [sources.items.dgf]\n")
    (told,) = refusal(folder)
    assert "'sources.items.dgf' is confirmed, and the round has no such part." in told


def test_growth_needs_a_rate_for_each_year(written):
    minimum = ("  adult_social_care: {minimum: {method: growth, base_year: '2019-20', source: "
               "nhs_minimum, rates: {'2021-22': '1.039'}}}\n")  # fmt: skip
    text = HEAD.replace('  adult_social_care: {minimum: {base_year: "2019-20"}}\n', minimum)
    (told,) = refusal(written(text))
    assert "There is no rate for 2020-21." in told
    rules = load_folder(written(text.replace("'2021-22': '1.039'", "'2020-21': '1.039'")))
    assert rules.required_spends["adult_social_care"].minimum.rates == {"2020-21": Decimal("1.039")}
