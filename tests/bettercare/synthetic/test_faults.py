"""Planted faults: each is found where it was planted, alone and among others, and in no clean plan.

The truth is kept apart from the checks: a fault names the code and the place before any check runs.
"""

import pytest

from bettercare import examples
from bettercare.errors import BadRequest
from bettercare.formats import read, write
from bettercare.plan import Plan
from bettercare.report import check, summarise
from bettercare.rounds import available, load
from bettercare.synthetic import KINDS, kinds_of, plant, synthesise

AREAS = {1: "Leicester", 2: "Kent", 3: "Rutland"}
# Kinds that a plan of one round or another has no place for, and why.
NO_PLACE = {
    "abbreviation": "the round has no narrative",
    "additional-answered-no": "nothing is offered by choice",
    "additional-not-explained": "nothing is offered by choice",
    "cohort-small": "no metric of the round is a share of few people",
    "discharge-on-other-type": "the money may pay for any type",
    "districts-missing": "the area has no district councils",
    "joint-all-or-nothing": "no row is commissioned by both",
    "joint-without-shares": "no row is commissioned by both",
    "metric-changes-much": "the round does not ask for the year before",
    "metric-in-another-unit": "no metric of the round has a largest value",
    "metric-worse": "the round does not ask for the year before",
    "numerator-too-large": "no metric of the round is a share",
    "output-repeated": "no two rows count the same",
    "shares-not-whole": "no row is commissioned by both",
}


def findings_of(planted, folder):
    """Everything that reading and checking a plan says, as its user would see it."""
    write(planted, folder / "plan.json")
    return summarise(read(folder / "plan.json")).report.findings


def clean_plan(round_id="2019-20", seed=1, schemes=100):
    return synthesise(load(round_id), AREAS[seed], seed, schemes)


def names(findings):
    return [(one.code, one.subject) for one in findings]


@pytest.mark.parametrize("round_id", available())
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.unmeasured
def test_each_kind_is_found_where_it_was_planted_and_not_before(round_id, seed, tmp_path):
    rules = load(round_id)
    clean = clean_plan(round_id, seed, schemes=40)
    before = findings_of(clean, tmp_path)
    for kind in kinds_of(rules):
        planted = plant(clean, rules, seed, [kind.name])
        if not planted.truth:
            assert kind.name in NO_PLACE
            continue
        (fault,) = planted.truth
        assert fault.code == kind.code
        by_reading = fault.code.startswith("READ")
        since = findings_of(planted.plan, tmp_path) if by_reading else check(planted.plan).findings
        assert any(map(fault.is_found_by, since)), (fault, names(since))
        assert not any(map(fault.is_found_by, before)), fault


@pytest.mark.unmeasured
def test_every_kind_is_planted_in_some_round():
    plans = [clean_plan(round_id, seed, 40) for round_id in available() for seed in AREAS]
    planted = {
        kind
        for kind in KINDS
        if any(plant(plan, load(plan.round), 1, [kind]).truth for plan in plans)
    }
    assert planted == KINDS.keys()
    assert len(KINDS) > 90


@pytest.mark.parametrize("round_id", available())
@pytest.mark.parametrize("faults", [10, 30, list(KINDS)])
def test_faults_do_not_hide_one_another(round_id, faults, tmp_path):
    rules = load(round_id)
    for seed in AREAS:
        planted = plant(clean_plan(round_id, seed), rules, seed, faults)
        found = findings_of(planted.plan, tmp_path)
        for fault in planted.truth:
            assert any(map(fault.is_found_by, found)), (fault, names(found))


def test_what_is_not_touched_stays_as_it_was():
    clean = clean_plan(seed=3)
    planted = plant(clean, load("2019-20"), 3, ["name-blank", "amount-nought", "shares-not-whole"])
    touched = {fault.item for fault in planted.truth}
    was, now = clean.schemes or (), planted.plan.schemes or ()
    changed = {item for item in range(1, 101) if was[item - 1] != now[item - 1]}
    assert changed == touched
    assert len(touched) == 3
    assert planted.plan.income == clean.income


@pytest.mark.parametrize("example", ["leicester-2019-20", "rotherham-2017-19", "rotherham-2019-20"])
def test_faults_can_be_planted_in_a_real_plan_too(example):
    """A real plan has slips of its own, which may hide some of them."""
    plan = read(examples.path(example)).plan
    planted = plant(plan, load(plan.round), 1, list(KINDS))
    found = check(planted.plan).findings
    hits = [fault for fault in planted.truth if any(map(fault.is_found_by, found))]
    assert len(hits) > 20


@pytest.mark.parametrize(
    ("kind", "field", "now"),
    [
        ("amount-not-a-number", "amounts.2019-20", "about "),
        ("source-of-another-round", "source_of_funding", "Local Authority Social Services"),
        ("name-blank", "scheme_name", ""),
    ],
)
def test_the_truth_says_what_stood_there_and_what_stands_there_now(kind, field, now):
    rules = load("2019-20")
    clean = clean_plan()
    (fault,) = plant(clean, rules, 1, [kind]).truth
    assert (fault.table, fault.field) == ("schemes", field)
    assert fault.now.startswith(now)
    row = clean.schemes[fault.item - 1]
    was = row.amounts["2019-20"] if "." in field else getattr(row, field)
    assert fault.was == str(was)


def test_an_amount_in_thousands_is_a_thousandth():
    rules = load("2019-20")
    (fault,) = plant(clean_plan(), rules, 1, ["amount-in-thousands"]).truth
    assert abs(int(fault.was) - 1000 * int(fault.now)) <= 500


def test_a_fault_that_another_would_hide_is_not_planted():
    """Two districts left by name would look like a county that tells its districts' parts."""
    kinds = ["grant-below-allocation", "districts-missing"]
    both = plant(clean_plan(seed=2), load("2019-20"), 2, kinds)
    assert [(one.kind, one.table, one.item) for one in both.truth] == [(kinds[0], "income", 1)]
    alone = plant(clean_plan(seed=2), load("2019-20"), 2, kinds[1:])
    assert [one.kind for one in alone.truth] == kinds[1:]


def test_the_same_seed_plants_the_same_and_another_seed_others():
    rules = load("2019-20")
    clean = clean_plan()
    assert plant(clean, rules, 1, 10) == plant(clean, rules, 1, 10)
    assert plant(clean, rules, 1, 10).truth != plant(clean, rules, 2, 10).truth


def test_no_faults_leave_the_plan_as_it_was():
    rules = load("2019-20")
    clean = clean_plan()
    assert plant(clean, rules, 1, 0) == (clean, ())
    assert plant(clean, rules, 1, []) == (clean, ())


def test_a_plan_without_tables_has_no_place_for_faults():
    rules = load("2019-20")
    empty = Plan(round="2019-20", area="Leicester")
    assert plant(empty, rules, 1, list(KINDS)) == (empty, ())


def test_a_kind_that_the_round_does_not_look_for_is_left_out():
    rules = load("2019-20")
    clean = clean_plan()
    assert plant(clean, rules, 1, ["signature-delegated"]).truth == ()


def test_a_kind_that_is_not_known_is_refused_with_the_one_meant():
    rules = load("2019-20")
    with pytest.raises(BadRequest, match=r"no kind of fault 'name-blnak'.*mean name-blank"):
        plant(clean_plan(), rules, 1, ["name-blnak"])
    with pytest.raises(BadRequest, match="Ask for 0 or more"):
        plant(clean_plan(), rules, 1, -1)


def test_a_finding_of_another_row_or_code_is_not_this_fault():
    rules = load("2019-20")
    clean = clean_plan()
    one = plant(clean, rules, 1, ["name-blank"])
    other = next(
        plant(clean, rules, seed, ["name-blank"])
        for seed in range(2, 9)
        if plant(clean, rules, seed, ["name-blank"]).truth[0].item != one.truth[0].item
    )
    assert not any(map(one.truth[0].is_found_by, check(other.plan).findings))
