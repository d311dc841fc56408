"""A small plan of Exampleton for each round up to 2018-19: sound as it is, and with faults planted.

Expected numbers are worked out by hand.
"""

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

import bettercare as bc
from bettercare.report.text_summary import summary_text
from tests.bettercare.known import known

DATA = Path(__file__).parents[2] / "data"
IDS = ("2015-16", "2016-17", "2017-19", "2018-19")


def plan_of(one):
    """The sound plan of a round."""
    return bc.read(DATA / f"exampleton-{one}").plan


def changed(plan, table, number, **changes):
    """The plan with one line of a table changed."""
    lines = list(known(getattr(plan, table)))
    lines[number - 1] = msgspec.structs.replace(lines[number - 1], **changes)
    return msgspec.structs.replace(plan, **{table: tuple(lines)})


def told(plan, code):
    """What one check finds, as sentences with their severity."""
    return [
        f"{f.severity.value}: {f.subject}. {f.message} {f.fix}"
        for f in bc.check(plan).findings
        if f.code == code
    ]


def figures(plan):
    return bc.summarise(plan).figures


@pytest.mark.parametrize("one", IDS)
def test_a_sound_plan_is_read_and_checked_without_a_finding(one):
    reading = bc.read(DATA / f"exampleton-{one}")
    assert reading.findings == ()
    assert list(bc.check(reading).findings) == []


@pytest.mark.parametrize("one", IDS)
def test_every_balance_of_a_sound_plan_is_nought(one):
    balances = [f.value for name, f in figures(plan_of(one)).items() if name.startswith("balance.")]
    assert balances
    assert set(balances) == {0}


@pytest.mark.parametrize("one", IDS)
def test_the_summary_fits_80_columns(one):
    lines = summary_text(bc.summarise(plan_of(one)), "x").splitlines()
    assert [line for line in lines if len(line) > 80 or line != line.rstrip()] == []


# round | year | income | out-of-hospital: minimum, planned | social care: minimum, planned
SPENDS = [
    # 4,900,000 / 3.519 = 1,392,441.0; the social care minimum is given with the plan
    ("2016-17", "", 5_950_000, 1_392_441, 2_500_000, 2_350_000, 2_400_000),
    # 5,000,000 / 3.519 = 1,420,858.2; 2,400,000 x 1.0179; planned: 1,500,000 + 75% of 1,000,000
    ("2017-19", ".2017-18", 8_000_000, 1_420_858, 2_250_000, 2_442_960, 2_500_000),
    # 5,100,000 / 3.519 = 1,449,275.4; 2,442,960 x 1.0190 = 2,489,376.24
    ("2017-19", ".2018-19", 8_650_000, 1_449_275, 2_290_000, 2_489_376, 2_560_000),
    ("2018-19", "", 8_650_000, 1_449_275, 2_290_000, 2_489_376, 2_560_000),
]


@pytest.mark.parametrize(("one", "year", "income", "low", "out", "least", "care"), SPENDS)
def test_the_required_spends_of_a_plan(one, year, income, low, out, least, care):  # noqa: PLR0917
    found = figures(plan_of(one))
    assert found[f"income.total{year}"].value == income
    assert found[f"expenditure.total{year}"].value == income
    assert found[f"required.nhs_out_of_hospital.minimum{year}"].value == low
    assert found[f"required.nhs_out_of_hospital.planned{year}"].value == out
    assert found[f"required.adult_social_care.minimum{year}"].value == least
    assert found[f"required.adult_social_care.planned{year}"].value == care


def test_the_second_year_planned_again_has_the_minimums_of_the_first_plan():
    first, again = figures(plan_of("2017-19")), figures(plan_of("2018-19"))
    for spend in ("nhs_out_of_hospital", "adult_social_care"):
        name = f"required.{spend}.minimum"
        assert again[name].value == first[f"{name}.2018-19"].value


# round | table, number, what is changed | check | what is said
FAULTS = [
    ("2015-16", "conditions", 3, {"response": "No"}, "CHK-063",
     "error: NC3, comment. NC3 is answered No, and nothing says how and when it will be met. "
     "Say how it will be met, and by when."),
    ("2016-17", "schemes", 6, {"source_of_funding": "DFG"}, "CHK-012", None),
    ("2016-17", "conditions", 8, {"response": None}, "CHK-065", None),
    ("2017-19", "schemes", 6, {"source_of_funding": "Local Authority Social Services"}, "CHK-012",
     "error: Row 6, source. 'Local Authority Social Services' is not a 2017-19 source of funding. "
     "Choose 'Local Authority Contribution', its name in this round."),
    ("2017-19", "schemes", 8, {"duration": "2018/19 Only"}, "CHK-017", None),
    ("2017-19", "answers", 2, {"response": "No"}, "CHK-072",
     "error: Funding questions, 2017-18. 'Is the local share of the £138m for Care Act duties "
     "identified?' is answered No. Agree the amount inside the NHS minimum, then answer Yes."),
    ("2017-19", "schemes", 5, {"nhs_share": Decimal("0.5")}, "CHK-044", None),
    ("2018-19", "metrics", 13, {"value_printed": Decimal(1200)}, "CHK-103", None),
]  # fmt: skip


@pytest.mark.parametrize(("one", "table", "number", "change", "code", "said"), FAULTS)
def test_a_planted_fault_is_found(one, table, number, change, code, said):
    found = told(changed(plan_of(one), table, number, **change), code)
    assert found
    assert said is None or said in found


def test_no_minimum_and_no_scheme_types_are_claimed_for_2015_16():
    text = summary_text(bc.summarise(plan_of("2015-16")), "x")
    assert text.startswith(
        "Exampleton, 2015-16: £5,600,000 in 7 rows. All allocated; no minimum to meet."
    )
    assert "Required spends" not in text
    assert "Scheme type" not in text
    assert "Area of spend" in text


def test_pay_for_performance_is_in_the_summary():
    # baseline 4,200 + 4,100 + 4,150 + 4,250 = 16,700; plan 4,053 + 3,956 + 4,005 + 4,101 = 16,115
    text = summary_text(bc.summarise(plan_of("2015-16")), "x")
    assert (
        "Pay for performance\n"
        "  At stake                        £871,650, for 585 fewer admissions (3.5%)\n"
    ) in text
    assert "Paid for" not in text


def test_once_there_are_actuals_it_says_what_was_paid_and_what_is_expected():
    plan = plan_of("2015-16")
    lines = list(known(plan.metrics))
    # the plan of one quarter is raised, so that less than 3.5% is planned: 16,700 - 16,215 = 485
    at = next(n for n, one in enumerate(lines) if (one.kind, one.period) == ("plan", "Q1"))
    lines[at] = msgspec.structs.replace(lines[at], numerator=Decimal(4056))
    slots = (("2014-15", "Q4", 4200), ("2015-16", "Q1", 4000), ("2015-16", "Q2", 4150),
             ("2015-16", "Q3", 4250))  # fmt: skip
    for year, period, count in slots:
        lines.append(
            msgspec.structs.replace(
                lines[at], year=year, period=period, kind="actual", numerator=Decimal(count)
            )
        )
    text = summary_text(bc.summarise(msgspec.structs.replace(plan, metrics=tuple(lines))), "x")
    # 100 fewer in the second quarter: 100 x 1,490; the pot is 485 x 1,490 = 722,650
    least = "(2.9%; 3.5% is expected)"
    for line in (
        f"At stake                        £722,650, for 485 fewer admissions {least}",
        "Paid for 2014-15 Q4             £0",
        "Paid for 2015-16 Q1             £149,000",
        "Paid for 2015-16 Q3             £0",
        "Not earned                      £573,650",
    ):
        assert f"  {line}\n" in text
