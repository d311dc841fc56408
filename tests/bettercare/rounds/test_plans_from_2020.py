"""A small plan of Exampleton for each round from 2020-21: sound as it is, and with faults planted.

Expected numbers are worked out by hand. In these plans the social care minimum is 48% of the NHS
minimum in every year to 2024-25, and the out-of-hospital minimum is the NHS minimum / 3.519.
"""

from pathlib import Path

import msgspec
import pytest

import bettercare as bc
from bettercare.plan.records import without_places
from tests.bettercare.known import known

DATA = Path(__file__).parents[2] / "data"
IDS = ("2020-21", "2021-22", "2022-23", "2022-23-discharge", "2023-25", "2024-25", "2025-26")


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


# --- sound plans ----------------------------------------------------------------------------------

# A change of a rate within chance is noted; nothing else is found in any of the plans.
NOTES = {
    "2020-21": [],
    "2021-22": ["Residential admissions", "Reablement"],
    "2022-23": ["Residential admissions", "Reablement"],
    "2022-23-discharge": [],
    "2023-25": ["Residential admissions, 2023-24", "Reablement, 2023-24"],
    "2024-25": ["Residential admissions"],
    "2025-26": [],
}


@pytest.mark.parametrize("one", IDS)
def test_a_sound_plan_has_no_error_and_no_warning(one):
    found = bc.check(plan_of(one)).findings
    assert [(f.code, f.subject) for f in found] == [("CHK-099", name) for name in NOTES[one]]


@pytest.mark.parametrize("one", IDS)
def test_a_sound_plan_is_read_without_a_finding(one):
    assert list(bc.read(DATA / f"exampleton-{one}").findings) == []


@pytest.mark.parametrize("one", IDS)
@pytest.mark.parametrize("form", ["plan.json", "exampleton"])
def test_a_plan_is_the_same_when_it_was_written_and_read_again(one, form, tmp_path):
    plan = plan_of(one)
    bc.write(plan, tmp_path / form)
    assert without_places(bc.read(tmp_path / form).plan) == without_places(plan)


# round | year | income | out-of-hospital: minimum, planned | social care: minimum, planned
SPENDS = [
    # 5,250,000 / 3.519 = 1,491,901.1; 2,400,000 x 5,250,000 / 5,000,000 = 2,520,000
    ("2020-21", "", 8_200_000, 1_491_901, 2_650_000, 2_520_000, 2_600_000),
    # 5,528,250 / 3.519 = 1,570,971.9; 2,520,000 x 1.053
    ("2021-22", "", 8_478_250, 1_570_972, 2_828_250, 2_653_560, 2_700_000),
    # 5,841,149 / 3.519 = 1,659,888.9; 48% of it is 2,803,751.52; planned: 1,500,000 + 691,149
    # + 75% of a joint 800,000
    ("2022-23", "", 8_854_149, 1_659_889, 2_791_149, 2_803_752, 2_850_000),
    # 6,000,000 / 3.519 = 1,705,029.8
    ("2023-25", ".2023-24", 9_510_000, 1_705_030, 3_100_000, 2_880_000, 2_900_000),
    # 6,340,000 / 3.519 = 1,801,648.2; 2,880,000 x 6,340,000 / 6,000,000 = 3,043,200
    ("2023-25", ".2024-25", 10_190_000, 1_801_648, 3_280_000, 3_043_200, 3_060_000),
    ("2024-25", "", 10_190_000, 1_801_648, 3_280_000, 3_043_200, 3_060_000),
    # 3,043,200 x 1.039 = 3,161,884.8
    ("2025-26", "", 10_365_090, None, None, 3_161_885, 3_190_000),
]


@pytest.mark.parametrize(("one", "year", "income", "low", "out", "least", "care"), SPENDS)
def test_the_required_spends_of_a_plan(one, year, income, low, out, least, care):  # noqa: PLR0917
    found = figures(plan_of(one))
    assert found[f"income.total{year}"].value == income
    assert found[f"expenditure.total{year}"].value == income
    assert found[f"required.adult_social_care.minimum{year}"].value == least
    assert found[f"required.adult_social_care.planned{year}"].value == care
    hospital = f"required.nhs_out_of_hospital.minimum{year}"
    assert (hospital in found) is (low is not None)
    if low is not None:
        assert found[hospital].value == low
        assert found[f"required.nhs_out_of_hospital.planned{year}"].value == out


@pytest.mark.parametrize("one", IDS)
def test_every_balance_of_a_sound_plan_is_nought(one):
    balances = [f.value for name, f in figures(plan_of(one)).items() if name.startswith("balance.")]
    assert balances
    assert set(balances) == {0}


def test_the_discharge_fund_has_no_required_spend():
    found = [name for name in figures(plan_of("2022-23-discharge")) if name.endswith(".minimum")]
    assert found == []


# --- labels of other rounds -----------------------------------------------------------------------

# round | table, number, field and label of another round | what is said
LABELS = [
    ("2020-21", "schemes", 8, "source_of_funding", "Winter Pressures Grant", "CHK-012",
     "warning: Row 8, source. 'Winter Pressures Grant' is not a 2020-21 source of funding. "
     "Choose 'iBCF', its name in this round."),
    ("2021-22", "schemes", 8, "source_of_funding", "Winter Pressures Grant", "CHK-012",
     "error: Row 8, source. 'Winter Pressures Grant' is not a 2021-22 source of funding. "
     "Choose 'iBCF', its name in this round."),
    ("2022-23", "schemes", 4, "source_of_funding", "Minimum CCG Contribution", "CHK-013",
     "warning: Row 4, source. Read 'Minimum CCG Contribution' as 'Minimum NHS Contribution'. "
     "Write 'Minimum NHS Contribution', or leave it: the meaning is the same."),
    ("2022-23", "schemes", 4, "commissioner", "CCG", "CHK-013",
     "warning: Row 4, commissioner. Read 'CCG' as 'NHS'. "
     "Write 'NHS', or leave it: the meaning is the same."),
    ("2022-23", "schemes", 4, "commissioner", "ICB", "CHK-013",
     "warning: Row 4, commissioner. Read 'ICB' as 'NHS'. "
     "Write 'NHS', or leave it: the meaning is the same."),
    ("2023-25", "schemes", 1, "scheme_type", "Reablement in a person's own home", "CHK-001",
     "error: Row 1, scheme type. 'Reablement in a person's own home' is not a scheme type in "
     "2023-25. Did you mean 'Home-based intermediate care services'? If so, write that."),
    ("2024-25", "schemes", 4, "commissioner", "Clinical Commissioning Group", "CHK-013",
     "warning: Row 4, commissioner. Read 'Clinical Commissioning Group' as 'NHS'. "
     "Write 'NHS', or leave it: the meaning is the same."),
    ("2025-26", "schemes", 9, "source_of_funding", "iBCF", "CHK-012",
     "warning: Row 9, source. 'iBCF' is not a 2025-26 source of funding. "
     "Choose 'Local Authority Better Care Grant', its name in this round."),
    ("2025-26", "schemes", 6, "source_of_funding", "ICB Discharge Funding", "CHK-012",
     "warning: Row 6, source. 'ICB Discharge Funding' is not a 2025-26 source of funding. "
     "Choose 'Minimum NHS Contribution', its name in this round."),
    ("2025-26", "schemes", 2, "scheme_type", "Carers Services", "CHK-001",
     "warning: Row 2, scheme type. 'Carers Services' is not a scheme type in 2025-26. "
     "Did you mean 'Support to carers, including unpaid carers'? If so, write that."),
    ("2022-23-discharge", "schemes", 1, "source_of_funding", "iBCF", "CHK-012", None),
]  # fmt: skip


@pytest.mark.parametrize(("one", "table", "number", "field", "label", "code", "said"), LABELS)
def test_a_label_of_another_round(one, table, number, field, label, code, said):  # noqa: PLR0917
    found = told(changed(plan_of(one), table, number, **{field: label}), code)
    if said is None:
        assert len(found) == 1
        assert found[0].startswith("error:")
    else:
        assert found == [said]


# --- faults of money and outputs ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "row", "area", "said"),
    [
        # 2,600,000 less 250,000 is 2,350,000, of 2,520,000
        ("2020-21", 2, "Community Health", ["error: Adult social care. £170,000 short of the "
         "minimum £2,520,000. Move at least £170,000 of the NHS minimum to rows whose area of "
         "spend is social care."]),
        # 3,190,000 less 340,000 is 2,850,000, of 3,161,885
        ("2025-26", 2, "Community Health", ["error: Adult social care. £311,885 short of the "
         "minimum £3,161,885. Move at least £311,885 of the NHS minimum to rows whose area of "
         "spend is social care."]),
    ],
)  # fmt: skip
def test_social_care_short_of_its_minimum(one, row, area, said):
    assert told(changed(plan_of(one), "schemes", row, area_of_spend=area), "CHK-057") == said


def test_both_years_of_a_plan_for_two_are_compared():
    # 2,900,000 less 300,000 of 2,880,000; 3,060,000 less 320,000 of 3,043,200
    plan = changed(plan_of("2023-25"), "schemes", 2, area_of_spend="Community Health")
    assert [line.partition(" Move")[0] for line in told(plan, "CHK-057")] == [
        "error: Adult social care, 2023-24. £280,000 short of the minimum £2,880,000.",
        "error: Adult social care, 2024-25. £303,200 short of the minimum £3,043,200.",
    ]


def test_nobody_is_short_of_a_ring_fence_that_2025_26_does_not_have():
    plan = plan_of("2025-26")
    for row in (4, 5, 6, 7):
        plan = changed(plan, "schemes", row, commissioner="LA")
    assert told(plan, "CHK-056") == []


def test_an_output_that_is_missing_in_one_of_two_years():
    row = known(plan_of("2023-25").schemes)[0]
    without = {year: n for year, n in row.outputs.items() if year != "2024-25"}
    plan = changed(plan_of("2023-25"), "schemes", 1, outputs=without)
    assert told(plan, "CHK-085") == [
        "error: Row 1, outputs 2024-25, 2024-25. Enter the number of packages for 'Reablement at "
        "home'. Type the number, or clear the unit."
    ]


def test_an_output_that_cannot_be_read_is_told_once_by_the_reader():
    row = known(plan_of("2023-25").schemes)[0]
    without = {"2023-24": row.outputs["2023-24"]}
    written = {"outputs.2024-25": "many"}
    plan = changed(plan_of("2023-25"), "schemes", 1, outputs=without, written=written)
    assert told(plan, "CHK-085") == []


def test_no_output_is_asked_for_in_a_year_without_money():
    row = known(plan_of("2023-25").schemes)[0]
    only = {"2023-24": row.outputs["2023-24"]}
    money = {"2023-24": row.amounts["2023-24"]}
    plan = changed(plan_of("2023-25"), "schemes", 1, outputs=only, amounts=money)
    assert told(plan, "CHK-085") == []


def test_an_output_repeated_on_two_rows_of_a_scheme_is_told_for_each_year():
    plan = plan_of("2023-25")
    first = known(plan.schemes)[0]
    again = msgspec.structs.replace(first, source_of_funding="iBCF")
    plan = msgspec.structs.replace(plan, schemes=(*known(plan.schemes), again))
    assert [line.partition(" on each")[0] for line in told(plan, "CHK-088")] == [
        "warning: Rows 1 and 12, output, 2023-24. 'Reablement at home' plans 640 packages",
        "warning: Rows 1 and 12, output, 2024-25. 'Reablement at home' plans 670 packages",
    ]


def test_an_output_of_a_type_that_is_not_counted():
    plan = changed(plan_of("2024-25"), "schemes", 5, outputs={"2024-25": 1000})
    assert told(plan, "CHK-083") == [
        "warning: Row 5, outputs 2024-25. 'Urgent Community Response' is not counted; its planned "
        "output will be ignored. Clear the unit and the number, or choose the type they belong to."
    ]


def test_an_output_in_a_unit_of_another_type():
    plan = changed(plan_of("2023-25"), "schemes", 1, output_unit="Beds")
    assert told(plan, "CHK-084") == [
        "warning: Row 1, output unit. 'Home-based intermediate care services' is counted in "
        "packages, not in beds. Choose packages, or check the scheme type."
    ]


def test_a_type_that_is_counted_and_has_no_output_stops_a_plan_of_2023_25():
    plan = changed(plan_of("2023-25"), "schemes", 10, output_unit=None, outputs={})
    assert told(plan, "CHK-082") == [
        "error: Row 10, output unit. Give the planned output of 'Keeping care workers'. "
        "Choose the unit (whole-time equivalents gained) and type the number."
    ]


@pytest.mark.parametrize(("one", "answered"), [("2023-25", "17 of 17"), ("2024-25", "15 of 15")])
def test_outputs_of_years_count_to_what_is_answered(one, answered):
    share = figures(plan_of(one))["completeness.expenditure"]
    assert (share.value, share.answer) == (1, answered)
    row = known(plan_of(one).schemes)[0]
    plan = changed(plan_of(one), "schemes", 1, outputs={"2023-24": row.outputs.get("2023-24")})
    assert figures(plan)["completeness.expenditure"].value < 1


# --- metrics, conditions and signatures -----------------------------------------------------------


def test_a_quarter_that_is_missing():
    plan = plan_of("2022-23")
    lines = tuple(m for m in known(plan.metrics) if (m.metric, m.period) != ("avoid", "Q3"))
    plan = msgspec.structs.replace(plan, metrics=lines)
    [said] = told(plan, "CHK-090")
    assert "2022-23 Q3" in said
    assert said.startswith("error: Avoidable admissions.")


def test_a_month_that_is_missing():
    plan = plan_of("2025-26")
    lines = tuple(m for m in known(plan.metrics) if (m.metric, m.period) != ("ddelay", "August"))
    [said] = told(msgspec.structs.replace(plan, metrics=lines), "CHK-090")
    assert "2025-26 August" in said


def test_a_metric_of_an_earlier_round_is_not_one_of_2025_26():
    plan = changed(plan_of("2025-26"), "metrics", 1, metric="NEA")
    assert any("'NEA' is not a metric" in line for line in told(plan, "CHK-090"))


@pytest.mark.parametrize(
    ("code", "values", "rate"),
    [
        # 1,010 / 42,800 x 100,000
        ("metric.emadm65.2025-26.April", (1010, 42800), "2359.8"),
        # 55 / 42,800 x 100,000
        ("metric.res.2025-26.Q1", (55, 42800), "128.5"),
    ],
)
def test_rates_of_months_and_quarters(code, values, rate):
    figure = figures(plan_of("2025-26"))[code]
    assert tuple(one.value for one in figure.inputs) == values
    assert str(round(known(figure.value), 1)) == rate


@pytest.mark.parametrize(
    ("one", "code", "values", "rate"),
    [
        # 4,170 + 4,215 + 4,260 + 4,240 of 4,500 + 4,540 + 4,580 + 4,550
        ("2022-23", "metric.usual.2022-23", (16885, 18170), "0.9293"),
        # the twelve months, of 42,800 people in each
        ("2025-26", "metric.emadm65.2025-26", (12255, 42800), "28633.1776"),
        # 55 + 54 + 53 + 53
        ("2025-26", "metric.res.2025-26", (215, 42800), "502.3364"),
    ],
)
def test_the_rate_of_a_year_comes_from_counts_added_up(one, code, values, rate):
    figure = figures(plan_of(one))[code]
    assert tuple(part.value for part in figure.inputs) == values
    assert str(round(known(figure.value), 4)) == rate


def test_a_year_with_a_quarter_missing_or_another_population_has_no_rate():
    plan = plan_of("2025-26")
    lines = known(plan.metrics)
    [first, *_] = [n for n, line in enumerate(lines, 1) if line.metric == "res"]
    moved = changed(plan, "metrics", first, denominator=43000)
    gone = msgspec.structs.replace(plan, metrics=(*lines[: first - 1], *lines[first:]))
    blank = changed(plan, "metrics", first, numerator=None)
    for one in (moved, gone, blank):
        assert "metric.res.2025-26" not in figures(one)


def test_a_year_that_the_plan_gives_itself_stands():
    plan = plan_of("2022-23")
    [line, *_] = [line for line in known(plan.metrics) if line.metric == "usual"]
    whole = msgspec.structs.replace(line, period=None, numerator=90, denominator=100)
    plan = msgspec.structs.replace(plan, metrics=(*known(plan.metrics), whole))
    assert figures(plan)["metric.usual.2022-23"].value == known(whole.numerator) / 100


def test_a_condition_of_2025_26_that_is_answered_no_or_not_at_all():
    plan = plan_of("2025-26")
    no = changed(plan, "conditions", 4, response="No", comment=None)
    assert [line.partition(".")[0] for line in told(no, "CHK-063")] == ["error: NC4, comment"]
    blank = changed(plan, "conditions", 4, response=None)
    assert [line.partition(".")[0] for line in told(blank, "CHK-065")] == ["error: NC4, answer"]


def test_a_condition_of_2025_26_that_is_answered_yes_and_not_met_by_figures():
    plan = changed(plan_of("2025-26"), "schemes", 2, area_of_spend="Community Health")
    [said] = told(plan, "CHK-064")
    assert said.startswith(
        "warning: NC3. You answered Yes, but Adult social care is £311,885 short"
    )


def test_in_2025_26_the_section_151_officer_must_be_named():
    plan = plan_of("2025-26")
    lines = tuple(s for s in known(plan.sign_off) if "151" not in (s.role or ""))
    [said] = told(msgspec.structs.replace(plan, sign_off=lines), "CHK-127")
    assert "Nobody is named as Local authority section 151 officer." in said


def test_what_a_plan_of_2020_21_is_not_asked():
    plan = plan_of("2020-21")
    codes = {one.code for one in bc.check(plan).not_run}
    assert not codes & {"CHK-090", "CHK-065", "CHK-120", "CHK-115", "CHK-082"}
