"""The summary as text: the answer first, at most 80 columns."""

import pytest
from hypothesis import given

import bettercare as bc
from bettercare import examples
from bettercare.calculations import Calculations
from bettercare.report import Summary
from bettercare.report.text_summary import summary_text
from tests.bettercare.builders import RULES
from tests.bettercare.report.made_up import summary_of, summary_with
from tests.bettercare.strategies_rows import plans

GIVEN = {
    "required.nhs_out_of_hospital.minimum": 100,
    "required.adult_social_care.minimum": 100,
}
SMALL = """
    scheme_type                   | area_of_spend | commissioner | amount
    Home Care or Domiciliary Care | Social Care   | LA           | 150
    Carers Services               | Social Care   | CCG          | 150
"""


def first_line(**tables) -> str:
    return summary_text(summary_of(**tables)).splitlines()[0]


@pytest.mark.parametrize("name", ["leicester", "rotherham"])
def test_a_shipped_plan_fits_80_columns(name):
    text = summary_text(bc.summarise(bc.read(examples.path(name))), name)
    assert [line for line in text.splitlines() if len(line) > 80] == []
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_the_first_and_the_last_line_of_leicester():
    lines = summary_text(bc.summarise(bc.read(examples.path("leicester"))), "x").splitlines()
    assert lines[0] == (
        "Leicester, 2019-20: £43,368,727 in 49 rows. All allocated; both minimums met."
    )
    assert lines[-1] == "What is wrong, where, and how to mend it: bettercare check x"


def test_a_small_plan_whole():
    summary = summary_of(
        area="Sometown",
        given=GIVEN,
        income="amount\n300",
        schemes=SMALL,
        metrics="metric | year | value_printed\nDTOC | 2018-19 | 5\nDTOC | 2019-20 | 4.5",
    )
    summary.__dict__["report"] = summary_with().report
    assert summary_text(summary) == (
        "Sometown, 2019-20: £300 in 2 rows. All allocated; both minimums met.\n"
        "\n"
        "Source, £                                  Income        Planned           Left\n"
        "  NHS minimum                                 300            300              0\n"
        "  DFG                                           0              0              0\n"
        "  iBCF                                          0              0              0\n"
        "  Winter Pressures                              0              0              0\n"
        "  Additional LA                                 0              0              0\n"
        "  Additional NHS                                0              0              0\n"
        "  Total                                       300            300              0\n"
        "\n"
        "Required spends, £                  Minimum      Planned     Headroom\n"
        "  NHS out-of-hospital                   100          150          +50  met\n"
        "  Adult social care                     100          300         +200  met\n"
        "  Counted in both: 1 row, £150. Without it, £100 short on NHS out-of-hospital.\n"
        "\n"
        "Scheme type, £                                Rows        Planned      % of pool\n"
        "  Carers Services                                1            150           50.0\n"
        "  Home Care or Domiciliary Care                  1            150           50.0\n"
        "  14 types with nothing planned                  0              0            0.0\n"
        "\n"
        "Area of spend, £                              Rows        Planned      % of pool\n"
        "  Social Care                                    2            300          100.0\n"
        "  6 areas with nothing planned                   0              0            0.0\n"
        "\n"
        "Metrics, 2019-20\n"
        "  Delayed transfers of care       4.5 delays a day, from 5.0 delays a day\n"
        "\n"
        "What is wrong, where, and how to mend it: bettercare check PATH"
    )


class TestFirstLine:
    def test_all_is_well(self):
        line = first_line(given=GIVEN, income="amount\n300", schemes=SMALL)
        assert line == "Plan, 2019-20: £300 in 2 rows. All allocated; both minimums met."

    def test_money_is_left(self):
        line = first_line(given=GIVEN, income="amount\n301", schemes=SMALL)
        assert line == "Plan, 2019-20: £300 in 2 rows. Not in balance; both minimums met."

    def test_sources_off_in_both_directions_are_not_in_balance(self):
        line = first_line(income="amount\n5", schemes="source_of_funding | amount\niBCF | 5")
        assert "Not in balance" in line

    def test_a_minimum_is_missed(self):
        given = {**GIVEN, "required.nhs_out_of_hospital.minimum": 151}
        line = first_line(given=given, income="amount\n300", schemes=SMALL)
        assert line.endswith("All allocated; short on NHS out-of-hospital.")

    def test_a_minimum_is_not_known(self):
        given = {"required.nhs_out_of_hospital.minimum": 100}
        text = summary_text(summary_of(given=given, income="amount\n300", schemes=SMALL))
        assert " ".join(text.splitlines()[:2]).strip() == (
            "Plan, 2019-20: £300 in 2 rows. All allocated; minimum not known for Adult social care."
        )

    def test_there_is_nothing_to_say(self):
        assert first_line() == "Plan, 2019-20: no schemes given. Nothing to work out yet."


def test_what_was_not_given_is_said_and_not_nought():
    text = summary_text(summary_of(income="amount\n5000000"))
    assert "\n  NHS minimum                     " in text
    assert "5,000,000      not given      not given\n" in text
    assert "Scheme type" not in text
    assert "All allocated" not in text
    assert "Balances not known" in text


def test_one_row_is_one_row():
    assert "£5 in 1 row." in first_line(schemes="amount\n5")


def test_money_of_no_known_source_has_a_line():
    text = summary_text(summary_of(income=[], schemes="source_of_funding | amount\nLottery | 7"))
    assert (
        "\n  No known source                               0              7             -7\n"
        in text
    )


def test_rows_without_a_known_label_have_a_line():
    text = summary_text(summary_of(schemes="scheme_type | amount\n | 5"))
    assert (
        "\n  blank or not known                             1              5          100.0\n"
        in text
    )


def test_a_metric_that_cannot_be_worked_out_is_not_given():
    text = summary_text(summary_of(metrics="metric | numerator\nRES | 5"))
    assert "\n  Residential admissions          not given\n" in text


@given(plans())
def test_the_summary_of_any_plan_fits_80_columns(plan):
    summary = Summary(plan, Calculations(plan, RULES))
    summary.__dict__["report"] = summary_with().report
    assert [line for line in summary_text(summary).splitlines() if len(line) > 80] == []
