"""A plan with its figures and findings as one object."""

import re

import pytest

import bettercare as bc
from bettercare import examples
from bettercare.findings import Severity
from bettercare.formats.reading import noted
from bettercare.report import Summary, check, summarise
from tests.bettercare.report.made_up import finding, summary_of, summary_with


class TestFigure:
    def test_by_its_id(self):
        assert summary_of(income="amount\n5").figure("income.nhs_minimum").value == 5

    @pytest.mark.parametrize(
        ("asked", "hint"),
        [
            ("balance.tottal", "Did you mean balance.total?"),
            ("required.nhs_out_of_hospital.plan", "required.nhs_out_of_hospital.planned?"),
            ("x", "in this plan. See all with"),
        ],
    )
    def test_an_unknown_id_brings_the_nearest_one(self, asked, hint):
        with pytest.raises(bc.UnknownFigure, match=re.escape(hint)):
            summary_of().figure(asked)


class TestCounts:
    def test_one_slip_seen_by_two_checks_counts_once_at_its_worst(self):
        summary = summary_with(
            finding(severity=Severity.ERROR, problem="balance.ibcf"),
            finding(severity=Severity.WARNING, problem="balance.ibcf"),
            finding(severity=Severity.WARNING),
            finding(severity=Severity.INFORMATION),
            finding(severity=Severity.INFORMATION),
        )
        assert list(summary.counts.values()) == [1, 1, 2]

    def test_no_findings_count_0_of_each(self):
        assert list(summary_with().counts.values()) == [0, 0, 0]


class TestSummarise:
    PLAN = bc.read(examples.path("leicester")).plan

    def test_a_plan_alone_has_neither_findings_of_reading_nor_controls(self):
        summary = summarise(self.PLAN)
        assert (summary.noticed, summary.controls) == ((), ())

    def test_a_reading_brings_them_along_worst_first(self):
        note = noted("READ-08", Severity.INFORMATION, "x", "Not read.")
        error = noted("READ-01", Severity.ERROR, "x", "Not a number.")
        reading = bc.Reading(plan=self.PLAN, findings=(note, error))
        found = summarise(reading).report.findings
        assert found[0] == error
        assert note in found
        ranks = [one.severity.rank for one in found]
        assert ranks == sorted(ranks)

    @pytest.mark.parametrize("year", ["2019-20", "2019/20", "2019-2020"])
    def test_a_round_is_named_as_people_write_years(self, year):
        assert summarise(self.PLAN, year).round == "2019-20"

    def test_a_round_that_is_not_at_hand_is_refused(self):
        with pytest.raises(bc.UnknownRound, match="There is no round '2031-32'"):
            summarise(self.PLAN, "2031-32")

    def test_check_gives_the_findings_alone(self):
        assert check(self.PLAN) == summarise(self.PLAN).report


class TestNotebook:
    def test_it_shows_as_the_text_of_the_summary(self):
        assert repr(summary_of(area="Sometown")).startswith("Sometown, 2019-20: no schemes given.")

    def test_what_a_plan_writes_is_never_markup(self):
        page = summary_of(area="<script>alert(1)</script> & 'co'")._repr_html_()
        assert "<script>" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#x27;co&#x27;, 2019-20" in page

    def test_every_figure_has_a_row(self):
        summary: Summary = summary_of(income="amount\n1234")
        page = summary._repr_html_()
        assert page.count("<tr>") == len(summary.figures) + 1
        assert "<td style='text-align:right'>£1,234</td><td><code>income.nhs_minimum</code>" in page
