"""Parts that the text reports share."""

from decimal import Decimal

import pytest

from bettercare.findings import Severity
from bettercare.report.layout import (
    balance_line,
    count_words,
    heading,
    out_of_balance,
    overlap_line,
    required_lines,
    standing,
)
from tests.bettercare.report.made_up import finding, summary_of, summary_with

OOH, ASC = "nhs_out_of_hospital", "adult_social_care"
GIVEN = {f"required.{OOH}.minimum": 1000, f"required.{ASC}.minimum": 1000}


def spending(out_of_hospital: int, social_care: int, both: int = 0):
    """A plan with minimums of £1,000 that plans these amounts for each of the two and for both."""
    drawn = f"""
        commissioner | area_of_spend    | amount
        CCG          | Community Health | {out_of_hospital}
        LA           | Social Care      | {social_care}
    """
    if both:
        drawn += f"CCG | Social Care | {both}"
    return summary_of(given=GIVEN, schemes=drawn)


class TestCounts:
    @pytest.mark.parametrize(
        ("errors", "warnings", "notes", "words"),
        [
            (0, 0, 0, "0 errors, 0 warnings, 0 notes"),
            (1, 1, 1, "1 error, 1 warning, 1 note"),
            (2, 1200, 3, "2 errors, 1,200 warnings, 3 notes"),
        ],
    )
    def test_one_is_not_many(self, errors, warnings, notes, words):
        found = [
            finding(severity=severity)
            for severity, count in zip(Severity, (errors, warnings, notes), strict=True)
            for _ in range(count)
        ]
        assert count_words(summary_with(*found)) == words


class TestStanding:
    THIN = Decimal("0.005")

    @pytest.mark.parametrize(
        ("planned", "word"),
        [
            (999, "short"),
            (1000, "thin"),
            (1004, "thin"),
            (1005, "met"),
            (5000, "met"),
        ],
    )
    def test_one_word(self, planned, word):
        test = spending(planned, 0).working.required[OOH]
        assert standing(test, self.THIN) == word

    def test_a_minimum_of_0_is_met(self):
        test = summary_of(given={f"required.{OOH}.minimum": 0}, schemes=[]).working.required[OOH]
        assert standing(test, self.THIN) == "met"

    def test_without_a_minimum_it_is_not_known(self):
        assert standing(summary_of().working.required[OOH], self.THIN) == "not known"


class TestRequiredSpends:
    def test_a_table_with_one_word_at_the_end(self):
        assert list(required_lines(spending(1234, 999).working)) == [
            "Required spends, £                  Minimum      Planned     Headroom",
            "  NHS out-of-hospital                 1,000        1,234         +234  met",
            "  Adult social care                   1,000          999           -1  short",
        ]

    def test_a_minimum_that_nobody_gave_says_how_it_came_about_or_what_it_needs(self):
        assert list(required_lines(summary_of(income="amount\n3519", schemes=[]).working))[1:] == [
            "  NHS out-of-hospital                 1,000            0       -1,000  short",
            "  Adult social care               not given            0               not known",
            "  NHS out-of-hospital: the minimum is derived. NHS minimum / 3.519: the share",
            "  that £1bn was of £3.519bn in 2016-17, held since: 1,000.00, rounded to £1,000.",
            "  Adult social care: the minimum is not known. Cannot be worked out: it needs",
            "  the figures of 2018-19 (give previous.required.adult_social_care.minimum and",
            "  previous.income.nhs_minimum).",
        ]

    def test_without_schemes_nothing_is_short(self):
        assert list(required_lines(summary_of(income="amount\n3519").working))[1] == (
            "  NHS out-of-hospital                 1,000    not given               not known"
        )


class TestRowsInBoth:
    def test_nothing_is_said_where_there_are_none(self):
        assert overlap_line(spending(1000, 1000).working) == ""

    def test_what_would_be_short_without_them_is_named(self):
        assert overlap_line(spending(980, 5000, both=50).working) == (
            "Counted in both: 1 row, £50. Without it, £20 short on NHS out-of-hospital."
        )

    def test_both_may_rest_on_them(self):
        assert overlap_line(spending(980, 960, both=50).working) == (
            "Counted in both: 1 row, £50. Without it, £20 short on NHS out-of-hospital and £40 "
            "short on Adult social care."
        )

    def test_a_plan_exactly_at_its_minimum_rests_on_them(self):
        assert overlap_line(spending(950, 5000, both=50).working) == (
            "Counted in both: 1 row, £50. Without it, £50 short on NHS out-of-hospital."
        )

    def test_a_plan_that_would_be_exactly_at_its_minimum_does_not(self):
        assert overlap_line(spending(1000, 5000, both=50).working) == "Counted in both: 1 row, £50."

    def test_what_is_short_anyway_or_safe_anyway_is_not(self):
        assert overlap_line(spending(0, 5000, both=50).working) == "Counted in both: 1 row, £50."


class TestBalances:
    def test_all_at_0(self):
        summary = summary_of(income="amount\n5", schemes="amount\n5")
        assert balance_line(summary.working) == "Balances: all 6 sources are at £0."

    def test_those_that_are_not_are_named_and_the_total_after_them(self):
        summary = summary_of(
            income="source_of_funding | amount\niBCF | 50\nMinimum CCG Contribution | 10",
            schemes="source_of_funding | amount\nMinimum CCG Contribution | 30\nLottery | 7.50",
        )
        assert balance_line(summary.working) == (
            "Balances: NHS minimum -£20, iBCF +£50 and no known source -£7.50. In total +£22.50."
        )

    @pytest.mark.parametrize(
        ("table", "tab"), [("income", "the Expenditure tab"), ("schemes", "the Income tab")]
    )
    def test_one_side_alone_gives_no_balance(self, table, tab):
        summary = summary_of(**{table: "amount\n800"})
        assert (
            balance_line(summary.working)
            == f"Balances: not worked out, because {tab} was not given."
        )
        assert out_of_balance(summary.working) == {}

    def test_rows_without_income_are_out_of_balance(self):
        summary = summary_of(income=[], schemes="amount\n5")
        assert balance_line(summary.working) == "Balances: NHS minimum -£5. In total -£5."

    def test_a_tab_that_was_not_given_is_named(self):
        assert balance_line(summary_of(schemes="amount\n5").working) == (
            "Balances: not worked out, because the Income tab was not given."
        )

    def test_nothing_to_balance(self):
        assert (
            balance_line(summary_of().working) == "Balances: no income and no schemes were given."
        )


def test_a_heading_names_area_and_round_and_wraps():
    assert list(heading(summary_of(), "x")) == ["Plan, 2019-20: x"]
    lines = list(heading(summary_of(area="A long way " * 8), "the answer"))
    assert len(lines) == 2
    assert max(map(len, lines)) <= 80
