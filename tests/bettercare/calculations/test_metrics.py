"""Metrics: rates worked out from counts and people, days from daily figures, and changes."""

from decimal import Decimal

import pytest

from bettercare.calculations import Calculations
from bettercare.calculations.metrics import as_fraction, rate
from bettercare.money import percent, round_half_up
from tests.bettercare.builders import RULES, plan_of
from tests.bettercare.known import known

TENTH = Decimal("0.1")


def figures(metrics):
    return Calculations(plan_of(metrics=metrics), RULES).figures


def line(metric, numerator, denominator):
    plan = plan_of(metrics=[{"metric": metric, "numerator": numerator, "denominator": denominator}])
    [coded] = Calculations(plan, RULES).metric_lines
    return coded, RULES.metrics[known(coded.metric.accepted)]


class TestRates:
    @pytest.mark.parametrize(
        ("admissions", "people", "printed"),
        [
            ("401", "49625", "808.1"),
            ("390", "50524", "771.9"),
            ("297", "51186", "580.2"),
            ("287", "51982", "552.1"),
            ("254", "42304", "600.4"),
            ("254", "43358", "585.8"),
        ],
    )
    def test_residential_admissions_as_published(self, admissions, people, printed):
        """Rotherham 2015-16 to 2018-19, then Leicester 2018-19 and 2019-20."""
        value = known(rate(*line("RES", admissions, people)))
        assert round_half_up(value, TENTH) == Decimal(printed)

    @pytest.mark.parametrize(
        ("at_home", "discharged", "printed"),
        [
            ("121", "135", "89.6%"),
            ("132", "145", "91.0%"),
            ("158", "180", "87.8%"),
            ("162", "182", "89.0%"),
            ("212", "230", "92.2%"),
            ("214", "230", "93.0%"),
        ],
    )
    def test_reablement_as_published(self, at_home, discharged, printed):
        assert percent(known(rate(*line("REA", at_home, discharged)))) == printed

    def test_a_rate_is_kept_unrounded(self):
        value = known(rate(*line("REA", "214", "230")))
        assert round_half_up(value, Decimal("1e-9")) == Decimal("0.930434783")
        assert value != Decimal("0.930434783")

    @pytest.mark.parametrize(
        ("numerator", "denominator", "lacking"),
        [
            ("", "100", "the numerator"),
            ("5", "", "the denominator"),
            ("", "", "the numerator and the denominator"),
            ("5", "0", "a denominator above 0"),
            ("5", "-1", "a denominator above 0"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_made_up(self, numerator, denominator, lacking):
        figure = figures([{"numerator": numerator, "denominator": denominator}])[
            "metric.res.2019-20"
        ]
        assert (figure.value, figure.display) == (None, "not given")
        assert figure.notes == (f"Cannot be worked out: it needs {lacking}.",)

    @pytest.mark.parametrize(
        ("metric", "rule", "counted"),
        [
            (
                "RES",
                "Numerator over denominator, times 100,000.",
                "people aged 65 and over admitted to a care home for long-term support in the year",
            ),
            (
                "REA",
                "Numerator over denominator.",
                "people aged 65 and over at home 91 days after discharge",
            ),
        ],
    )
    def test_the_formula_and_what_is_counted_are_said(self, metric, rule, counted):
        found = figures(f"metric | numerator | denominator\n{metric} | 1 | 2")
        figure = found[f"metric.{metric.lower()}.2019-20"]
        assert figure.rule == rule
        assert figure.inputs[0].label == counted

    def test_a_count_of_0_is_a_rate_of_0(self):
        assert rate(*line("RES", "0", "100")) == 0

    def test_where_counts_are_missing_the_written_value_stands(self):
        figure = figures("metric | value_printed\nRES | 586")["metric.res.2019-20"]
        assert (figure.value, figure.rule) == (586, "As written in the plan.")

    def test_counts_win_over_the_written_value(self):
        figure = figures("metric | numerator | denominator | value_printed\nRES | 1 | 1000 | 586")[
            "metric.res.2019-20"
        ]
        assert (figure.value, figure.display) == (100, "100.0 per 100,000")
        assert [one.value for one in figure.inputs] == [1, 1000]

    @pytest.mark.parametrize(("written", "value"), [("0.922", "0.922"), ("92.2", "0.922")])
    def test_a_share_of_people_may_be_written_as_a_percentage(self, written, value):
        figure = figures(f"metric | value_printed\nREA | {written}")["metric.rea.2019-20"]
        assert (figure.value, figure.display) == (Decimal(value), "92.2%")

    def test_only_a_share_of_people_is_read_so(self):
        assert as_fraction(RULES.metrics["res"], Decimal(586)) == 586
        assert as_fraction(RULES.metrics["rea"], Decimal(1)) == 1


class TestDailyFigures:
    def test_days_in_a_leap_year(self):
        found = figures("metric | value_printed\nDTOC | 21.4")
        assert found["metric.dtoc.2019-20"].display == "21.4 delays a day"
        assert found["metric.dtoc.2019-20.days"].value == Decimal("21.4") * 366
        assert found["metric.dtoc.2019-20.days"].display == "7,832 days"

    def test_a_blank_one_says_what_it_needs_and_has_no_days(self):
        found = figures("metric\nDTOC")
        assert found["metric.dtoc.2019-20"].notes == (
            "Cannot be worked out: it needs the delays a day.",
        )
        assert "metric.dtoc.2019-20.days" not in found

    def test_numerator_and_denominator_play_no_part(self):
        found = figures("metric | numerator | denominator | value_printed\nDTOC | 1 | 2 | 9")
        assert found["metric.dtoc.2019-20"].value == 9


class TestMetricsInWords:
    def test_words_alone_make_no_figure(self):
        assert not [one for one in figures("metric\nNEA") if one.startswith("metric.")]

    def test_a_value_written_all_the_same_keeps_the_unit_of_the_metric(self):
        found = figures("metric | value_printed\nNEA | 11250")
        assert found["metric.nea.2019-20"].display == "11,250.0 per 100,000"


class TestYears:
    def test_a_year_is_read_as_people_write_it(self):
        assert "metric.dtoc.2019-20" in figures("metric | year | value_printed\nDTOC | 2019/20 | 1")

    def test_the_first_line_of_a_year_counts(self):
        found = figures("metric | value_printed\nDTOC | 1\nDTOC | 2")
        assert found["metric.dtoc.2019-20"].value == 1

    def test_a_line_without_a_year_or_of_no_known_metric_makes_no_figure(self):
        found = figures("metric | year | value_printed\nDTOC | | 1\nbanana | 2019-20 | 2")
        assert not [one for one in found if one.startswith("metric.")]


class TestChange:
    def test_it_is_over_the_year_before(self):
        found = figures("""
            metric | year    | numerator | denominator
            RES    | 2018-19 | 254       | 42304
            RES    | 2019-20 | 254       | 43358
        """)
        assert percent(found["metric.res.change"].value) == "-2.4%"
        assert found["metric.res.change"].rule == "2019-20 over 2018-19, less 1."

    @pytest.mark.parametrize("before", ["0", ""])
    def test_there_is_none_without_a_year_before_above_0(self, before):
        found = figures(f"""
            metric | year    | value_printed
            DTOC   | 2018-19 | {before}
            DTOC   | 2019-20 | 5
        """)
        assert "metric.dtoc.change" not in found
