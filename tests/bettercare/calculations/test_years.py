"""Plans for several years: each year worked out apart, figures named by year."""

from decimal import Decimal

import msgspec
import pytest

from bettercare.calculations import Calculations
from bettercare.calculations.beside import Beside
from bettercare.checks.registry import CHECKS, run
from bettercare.findings import Severity
from bettercare.plan import IncomeLine, Plan, SchemeRow
from bettercare.rounds import Certainty, load
from bettercare.rounds.checking import CheckRule
from bettercare.rounds.spends import Growth, Published

ONE_YEAR = load("2019-20")
YEARS = ("2017-18", "2018-19")
OOH, ASC = "nhs_out_of_hospital", "adult_social_care"


def minimum(kind, **more):
    return kind(
        source="nhs_minimum",
        words="as the round says",
        reference="template",
        certainty=Certainty.CONFIRMED,
        **more,
    )


def rules_of(asc):
    spends = dict(ONE_YEAR.required_spends)
    spends[ASC] = msgspec.structs.replace(spends[ASC], minimum=asc, baselines=())
    return msgspec.structs.replace(
        ONE_YEAR, round="2017-19", years=YEARS, previous_year="2016-17", required_spends=spends
    )


RATES = {"2017-18": Decimal("1.0179"), "2018-19": Decimal("1.0190")}
RULES = rules_of(minimum(Growth, base_year="2016-17", rates=RATES))

# pounds in 2017-18 | in 2018-19
ROWS = [
    ("Minimum CCG Contribution", "Social Care", "CCG", 8_123_137, 8_278_137),
    ("Minimum CCG Contribution", "Community Health", "CCG", 11_351_505, 11_351_505),
    ("iBCF", "Social Care", "LA", 7_317_501, 10_103_692),
]
INCOME = [
    ("Minimum CCG Contribution", 18_592_437, 18_945_693),
    ("iBCF", 7_317_501, 10_103_692),
]


def by_year(*pounds):
    return {year: Decimal(one) for year, one in zip(YEARS, pounds, strict=True)}


def plan(**given):
    return Plan(
        round="2017-19",
        area="Rotherham",
        schemes=tuple(
            SchemeRow(
                scheme_name=f"Scheme {number}",
                source_of_funding=source,
                area_of_spend=area,
                commissioner=commissioner,
                amounts=by_year(*pounds),
            )
            for number, (source, area, commissioner, *pounds) in enumerate(ROWS, 1)
        ),
        income=tuple(
            IncomeLine(source_of_funding=source, amounts=by_year(*pounds))
            for source, *pounds in INCOME
        ),
        given={name.replace("__", "."): Decimal(value) for name, value in given.items()},
    )


BASE = {f"previous__required__{ASC}__minimum": 6_496_000}
WORKING = Calculations(plan(**BASE), RULES)


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("income.ibcf.2017-18", 7_317_501),
        ("income.ibcf.2018-19", 10_103_692),
        ("balance.nhs_minimum.2017-18", -882_205),
        ("balance.nhs_minimum.2018-19", -683_949),
        (f"required.{OOH}.minimum.2017-18", 5_283_443),
        (f"required.{OOH}.minimum.2018-19", 5_383_829),
        (f"required.{ASC}.planned.2017-18", 8_123_137),
        (f"required.{ASC}.minimum.2017-18", 6_612_278),
        (f"required.{ASC}.minimum.2018-19", 6_737_912),
        ("area_of_spend.social_care.2018-19", 18_381_829),
        ("from_minimum.social_care.2018-19", 8_278_137),
    ],
)
def test_each_year_has_figures_of_its_own(figure, value):
    assert WORKING.figures[figure].value == value


def test_a_figure_names_its_year_in_its_id_and_its_label():
    assert WORKING.figures["balance.ibcf.2017-18"].label == "Balance, iBCF, 2017-18"
    assert "balance.ibcf" not in WORKING.figures


def test_the_chain_of_growth_is_not_rounded_between():
    # 6,496,000 x 1.0179 x 1.0190; from the rounded 6,612,278 it would come to 6,737,911
    exact = WORKING.in_year("2018-19").required[ASC].exact
    assert exact == Decimal("6737911.689600")
    assert round(Decimal(6_612_278) * RATES["2018-19"]) == 6_737_911


def test_the_working_of_growth_shows_the_start_and_each_rate():
    shown = WORKING.figures[f"required.{ASC}.minimum.2018-19"].inputs
    assert [(one.label, one.value) for one in shown] == [
        ("Minimum, 2016-17", 6_496_000),
        ("Growth to 2017-18", RATES["2017-18"]),
        ("Growth to 2018-19", RATES["2018-19"]),
    ]
    lines = WORKING.figures[f"required.{ASC}.minimum.2018-19"].explain().splitlines()
    assert [line.split()[-2:] for line in lines[-2:]] == [["x", "1.0179"], ["x", "1.0190"]]


def test_growth_without_a_start_says_what_to_give():
    figure = Calculations(plan(), RULES).figures[f"required.{ASC}.minimum.2018-19"]
    assert figure.value is None
    assert f"the figures of 2016-17 (give previous.required.{ASC}.minimum)" in figure.notes[0]


def test_a_minimum_that_is_only_published_says_under_which_name_to_give_it():
    rules = rules_of(minimum(Published))
    name = f"required.{ASC}.minimum.2017-18"
    assert f"(give {name})" in Calculations(plan(), rules).figures[name].notes[0]
    given = Calculations(plan(**{name.replace(".", "__"): 7}), rules)
    assert given.figures[name].value == 7
    assert given.figures[f"required.{ASC}.minimum.2018-19"].value is None


def test_an_uplift_goes_on_from_the_minimum_given_for_the_year_before():
    rules = rules_of(ONE_YEAR.required_spends[ASC].minimum)
    given = {f"required__{ASC}__minimum__2017-18": 6_612_278}
    figure = Calculations(plan(**given), rules).figures[f"required.{ASC}.minimum.2018-19"]
    # 6,612,278 x 18,945,693 / 18,592,437 = 6,737,911.17
    assert figure.value == 6_737_911


def test_growth_of_what_is_planned_runs_from_year_to_year_and_from_what_is_given():
    before = {f"previous__required__{ASC}__planned": 6_496_000}
    found = Calculations(plan(**before), RULES).figures
    assert found[f"required.{ASC}.growth.2017-18"].display == "25.0%"
    assert found[f"required.{ASC}.growth.2018-19"].display == "1.9%"
    assert f"required.{ASC}.growth.2017-18" not in WORKING.figures


def test_a_year_is_worked_out_once():
    assert WORKING.in_year("2017-18") is WORKING.in_year("2018-19").in_year("2017-18")
    assert WORKING.in_year("2018-19") is WORKING
    assert [one.year for one in WORKING.by_year] == list(YEARS)


def test_checks_of_money_are_run_for_each_year_and_name_it():
    rules = msgspec.structs.replace(RULES, checks={"CHK-032": CheckRule(severity=Severity.ERROR)})
    found = run(Calculations(plan(**BASE), rules)).findings
    assert [(one.subject, one.message, one.problem) for one in found] == [
        ("NHS minimum, 2017-18", "Over-committed by £882,205.", "balance.nhs_minimum.2017-18"),
        ("NHS minimum, 2018-19", "Over-committed by £683,949.", "balance.nhs_minimum.2018-19"),
    ]
    assert found[0].places[0].column == "amounts.2017-18"


def test_checks_of_labels_are_run_once():
    assert not CHECKS["CHK-001"].by_year


def test_last_years_plan_stands_beside_the_first_year():
    last = Calculations(Plan(round="2019-20"), ONE_YEAR)
    working = Calculations(plan(), RULES, beside=Beside(previous=last, year="2017-18"))
    assert working.in_year("2017-18").earlier is last
    assert working.in_year("2018-19").earlier is working.in_year("2017-18")
    assert Calculations(plan(), RULES).in_year("2017-18").earlier is None
