"""Synthetic plans: clean for every round, the same on every machine, and never taken for real."""

import hashlib
from datetime import date
from decimal import Decimal

import pytest

from bettercare.errors import BadRequest
from bettercare.findings import Severity
from bettercare.formats import read, write
from bettercare.places import areas_on
from bettercare.plan import without_places
from bettercare.plan.records import TABLES
from bettercare.report import check
from bettercare.rounds import available, load
from bettercare.synthetic import synthesise

SEEDS = range(20)
SIZES = 25, 60, 100, 100, 200
AREAS = [one.name for one in areas_on(date(2019, 4, 1), combined=True)]
# What is said of a plan without a slip: a change that may be chance, an area that was divided and
# the shares of a commissioner that the published mapping itself has wrong.
ALWAYS = {"CHK-099", "CHK-112", "CHK-114"}


def made(round_id="2019-20", area="Leicester", seed=1, schemes=100):
    return synthesise(load(round_id), area, seed, schemes)


@pytest.mark.parametrize("round_id", available())
@pytest.mark.unmeasured
def test_a_plan_of_any_round_has_nothing_to_mend(round_id):
    for seed in SEEDS:
        plan = made(round_id, AREAS[7 * seed], seed, SIZES[seed % len(SIZES)])
        report = check(plan)
        told = {(one.code, one.subject, one.message) for one in report.findings}
        assert {code for code, *_ in told} <= ALWAYS, told
        assert not [one for one in report.findings if one.severity is Severity.ERROR]


@pytest.mark.parametrize("round_id", available())
def test_a_plan_has_every_table_that_its_round_asks_a_plan_for(round_id):
    plan, rules = made(round_id), load(round_id)
    of_others = {"documents", "progress"}  # other papers, and what is told in the course of a year
    nothing_asked = {"narrative"} if not rules.narrative else set()
    asked = set(rules.tables) - of_others - nothing_asked
    assert {name for name in TABLES if getattr(plan, name)} == asked


@pytest.mark.parametrize("round_id", available())
def test_every_source_balances_to_the_pound_in_every_year(round_id):
    plan, rules = made(round_id, "Kent", 5), load(round_id)
    for year in rules.years:
        came, went = {}, {}
        for line in plan.income:
            code = rules.source_of_income(line.source_of_funding)[0].code
            came[code] = came.get(code, 0) + line.amounts[year]
        for row in plan.schemes:
            code = rules.sources.match(row.source_of_funding).code
            went[code] = went.get(code, 0) + row.amounts[year]
        assert {code: pay for code, pay in came.items() if pay} == went
        assert all(pay == pay.to_integral_value() > 0 for pay in went.values())


@pytest.mark.parametrize("round_id", available())
@pytest.mark.parametrize("name", ["plan.json", "plan"])
def test_a_plan_comes_back_as_it_was_written(round_id, name, tmp_path):
    plan = made(round_id)
    write(plan, tmp_path / name)
    reading = read(tmp_path / name)
    assert without_places(reading.plan) == without_places(plan)
    assert not reading.findings


def test_one_seed_gives_one_plan_on_every_machine():
    """The first half of a SHA-256: it changes only if the lists of the round or the words do."""

    def print_of(plan):
        said = [(row.scheme_name, *map(str, row.amounts.values())) for row in plan.schemes]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:32]

    assert made() == made()
    assert print_of(made()) == "328b7f6149426e2174ee7c600a402402"


def test_another_seed_area_or_round_gives_another_plan():
    plans = [made(), made(seed=2), made(area="Rutland"), made("2021-22")]
    amounts = {tuple(row.amounts.values()) for plan in plans for row in plan.schemes[:1]}
    assert len(amounts) == 4


def test_a_plan_says_that_it_is_made_up():
    assert made(seed=7).facts["synthetic"] == "yes, seed 7"


def test_no_person_is_named():
    assert {line.name for line in made().sign_off} == {
        f"{one.name}, Leicester" for one in load("2019-20").sign_off.items.values() if one.required
    }


def test_sizes_are_like_those_of_real_pools():
    totals = sorted(
        sum(line.amounts["2019-20"] for line in made(seed=seed, area=area, schemes=25).income)
        for seed, area in enumerate(AREAS)
    )
    assert Decimal(11_000_000) < totals[0] < Decimal(20_000_000)
    assert Decimal(35_000_000) < totals[len(totals) // 2] < Decimal(50_000_000)
    assert Decimal(90_000_000) < totals[-1] < Decimal(190_000_000)


def test_a_county_gives_each_district_its_part():
    plan = made(area="Kent")
    lines = [line for line in plan.income if line.source_of_funding == "DFG"]
    assert plan.facts["two_tier"] == "Yes"
    assert [line.contributor for line in lines] == [
        f"District council {number} of Kent" for number in (1, 2, 3, 4)
    ]


def test_an_area_of_nobody_is_taken_as_it_is_written():
    plan = made(area="Nowhere-on-Sea")
    assert plan.area == "Nowhere-on-Sea"
    assert plan.facts["two_tier"] == "No"


@pytest.mark.parametrize("schemes", [25, 26, 99, 1_000])
def test_as_many_schemes_as_were_asked_for(schemes):
    plan = made(schemes=schemes)
    assert [row.scheme_id for row in plan.schemes] == [str(n) for n in range(1, schemes + 1)]


@pytest.mark.parametrize("round_id", ["2019-20", "2023-25"])
def test_many_rows_are_as_clean_as_few_and_never_plan_the_same_output_twice(round_id):
    plan = made(round_id, schemes=2_000)
    assert {one.code for one in check(plan).findings} <= ALWAYS
    outputs = [
        (row.output_unit, *row.outputs.values(), row.output_estimate) for row in plan.schemes
    ]
    counted = [one for one in outputs if one[0]]
    assert len(set(counted)) == len(counted) > 100


@pytest.mark.parametrize("schemes", [-1, 0, 24, 100_001])
def test_too_few_or_too_many_schemes_are_refused(schemes):
    with pytest.raises(BadRequest, match="Ask for 25 to 100,000"):
        made(schemes=schemes)
