"""The public JSON contract, its schema, and CSV."""

import csv
import json
import re
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator, ValidationError

import bettercare as bc
from bettercare import examples
from bettercare.calculations import Calculations
from bettercare.findings import NotRun, Place, Severity
from bettercare.formats.values import unguarded
from bettercare.plan import Plan
from bettercare.report import Summary
from bettercare.report.data import figures_csv, findings_csv, plain, report_json, schema
from tests.bettercare.builders import RULES
from tests.bettercare.report.made_up import finding, summary_of, summary_with
from tests.bettercare.strategies_rows import plans

SHIPPED = {name: bc.summarise(bc.read(examples.path(name))) for name in ("leicester", "rotherham")}
EXACT = re.compile(r"-?\d+(\.\d*[1-9])?")
every_shipped = pytest.mark.parametrize("summary", SHIPPED.values(), ids=SHIPPED)


def no_float(text: str) -> float:
    raise AssertionError(f"{text} would be read as a float")


def as_json(summary: Summary) -> dict[str, Any]:
    """What another program reads; a number that it would read inexactly is a fault."""
    return json.loads(report_json(summary), parse_float=no_float)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


class TestJson:
    @every_shipped
    def test_its_keys(self, summary):
        assert list(as_json(summary)) == [
            *("format", "round", "area", "figures", "findings", "not_run", "controls")
        ]

    def test_it_names_its_format_round_and_area(self):
        found = as_json(SHIPPED["leicester"])
        assert (found["format"], found["round"], found["area"]) == (
            "bettercare-report-1",
            "2019-20",
            "Leicester",
        )

    def test_a_plan_of_no_known_area_says_null(self):
        assert as_json(summary_of())["area"] is None

    @every_shipped
    def test_every_figure_is_there_with_its_facts(self, summary):
        found = as_json(summary)["figures"]
        assert list(found) == list(summary.figures)
        for figure in found.values():
            assert list(figure) == [
                *("label", "value", "display", "unit", "rule", "reference", "standing", "notes")
            ]

    @every_shipped
    def test_values_are_exact_decimals_as_text_or_null(self, summary):
        for name, figure in as_json(summary)["figures"].items():
            value = summary.figures[name].value
            if value is None:
                assert figure["value"] is None
            else:
                assert EXACT.fullmatch(figure["value"])
                assert Decimal(figure["value"]) == value

    @every_shipped
    @pytest.mark.parametrize(
        "figure_id",
        [
            *(
                f"{kind}.{source}"
                for kind in ("income", "expenditure", "balance")
                for source in (*RULES.sources, "total")
            ),
            *(
                f"required.{code}.{key}"
                for code in RULES.required_spends
                for key in ("minimum", "planned", "under_spend", "headroom")
            ),
            "required.in_both",
            "required.in_neither",
            *(f"scheme_type.{code}" for code in RULES.scheme_types),
            *(f"area_of_spend.{code}" for code in RULES.areas_of_spend),
            *(f"provider.{code}" for code in RULES.providers),
            *(f"commissioner.{code}" for code in RULES.commissioners),
        ],
    )
    def test_the_figures_that_other_programs_may_rely_on(self, summary, figure_id):
        assert figure_id in as_json(summary)["figures"]

    def test_a_finding_has_its_places(self):
        [error] = [
            one for one in as_json(SHIPPED["leicester"])["findings"] if one["severity"] == "error"
        ]
        assert error == {
            "code": "CHK-085",
            "name": error["name"],
            "severity": "error",
            "subject": "Row 9, output",
            "message": "Enter the number of placements for 'MH Discharge Team'.",
            "fix": "Type the number, or clear the unit.",
            "places": error["places"],
            "reference": "Better Care Fund planning template 2019-20",
            "problem": error["problem"],
        }
        assert error["places"][0]["cell"] == "G10"

    @every_shipped
    def test_findings_are_worst_first(self, summary):
        ranks = [Severity(one["severity"]).rank for one in as_json(summary)["findings"]]
        assert ranks == sorted(ranks)

    def test_control_totals_are_exact_too(self):
        [schemes] = [
            one for one in as_json(SHIPPED["leicester"])["controls"] if one["table"] == "schemes"
        ]
        assert (schemes["rows_kept"], schemes["sum_kept"]) == (49, "43368727")

    def test_checks_that_were_not_run_say_what_they_need(self):
        summary = summary_with(not_run=[NotRun("CHK-900", "made-up", "the Cover tab")])
        assert as_json(summary)["not_run"] == [
            {"code": "CHK-900", "name": "made-up", "needs": "the Cover tab"}
        ]

    def test_letters_beyond_english_are_kept(self):
        summary = summary_with(finding(message="Café – £5"))
        assert as_json(summary)["findings"][0]["message"] == "Café – £5"

    def test_the_rules_that_were_used_are_named_not_those_the_plan_asks_for(self):
        plan = Plan(round="1999-00")
        assert as_json(Summary(plan, Calculations(plan, RULES)))["round"] == "2019-20"


class TestSchema:
    CHECK = Draft202012Validator(schema())

    def test_it_is_a_schema(self):
        Draft202012Validator.check_schema(schema())

    @every_shipped
    def test_the_shipped_plans_keep_to_it(self, summary):
        self.CHECK.validate(as_json(summary))

    @given(plans())
    def test_the_figures_of_any_plan_keep_to_it(self, plan):
        summary = Summary(plan, Calculations(plan, RULES))
        summary.__dict__["report"] = summary_with().report
        self.CHECK.validate(as_json(summary))

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda report: report.pop("figures"),
            lambda report: report.update(format="bettercare-report-2"),
            lambda report: report["figures"]["income.dfg"].update(value=2391923),
            lambda report: report["figures"]["income.dfg"].update(value="1E+6"),
            lambda report: report["figures"]["income.dfg"].update(value="£2,391,923"),
            lambda report: report["figures"]["income.dfg"].update(standing="guessed"),
            lambda report: report["findings"][0].update(severity="fatal"),
        ],
        ids=[
            *("key missing", "another format", "value as a number", "value with an exponent"),
            *("value as people read it", "no such standing", "no such severity"),
        ],
    )
    def test_it_refuses_what_is_not_a_report(self, spoil):
        report = as_json(SHIPPED["leicester"])
        spoil(report)
        with pytest.raises(ValidationError):
            self.CHECK.validate(report)


class TestFiguresCsv:
    @every_shipped
    def test_it_reads_back_figure_by_figure(self, summary):
        rows = rows_of(figures_csv(summary))
        assert [row["figure"] for row in rows] == list(summary.figures)
        for row, figure in zip(rows, summary.figures.values(), strict=True):
            assert row["value"] == (plain(figure.value) or "")
            assert [row[key] for key in ("label", "unit", "display", "standing", "rule")] == [
                *(figure.label, figure.unit, figure.display, figure.standing, figure.rule)
            ]

    def test_an_amount_below_0_stays_a_number(self):
        [row] = [
            row
            for row in rows_of(figures_csv(summary_of(income=[], schemes="amount\n5.50")))
            if row["figure"] == "balance.nhs_minimum"
        ]
        assert (row["value"], row["display"]) == ("-5.5", "-£5.50")

    def test_what_is_not_known_is_empty(self):
        [row] = [
            row
            for row in rows_of(figures_csv(summary_of()))
            if row["figure"] == "required.adult_social_care.minimum"
        ]
        assert (row["value"], row["display"]) == ("", "not given")

    def test_it_ends_without_an_empty_line(self):
        assert not figures_csv(summary_of()).endswith("\n")


class TestFindingsCsv:
    def test_it_reads_back_finding_by_finding(self):
        report = SHIPPED["leicester"].report
        rows = rows_of(findings_csv(SHIPPED["leicester"]))
        assert [(row["code"], row["severity"], row["message"]) for row in rows] == [
            (one.code, one.severity.value, one.message) for one in report
        ]
        assert rows[0]["places"] == "schemes.csv!G10"

    @pytest.mark.parametrize("text", ["=1+1", "+44 20", "-x", "@cmd", "\t=1", "\uff1d1"])
    def test_no_spreadsheet_takes_a_text_for_a_formula(self, text):
        [row] = rows_of(findings_csv(summary_with(finding(message=text))))
        assert row["message"] == f"'{text}"
        assert unguarded(row["message"]) == text

    def test_lines_quotes_and_commas_in_a_text_survive(self):
        text = 'two\nlines, "quoted"'
        [row] = rows_of(findings_csv(summary_with(finding(message=text))))
        assert row["message"] == text

    @pytest.mark.parametrize(
        ("place", "shown"),
        [
            (
                Place(table="schemes", item=9, file="schemes.csv", row=10, cell="G10"),
                "schemes.csv!G10",
            ),
            (Place(table="schemes", item=9, file="schemes.csv", row=10), "schemes.csv!row 10"),
            (Place(table="schemes", item=9), "schemes 9"),
        ],
    )
    def test_a_place_is_as_close_as_it_is_known(self, place, shown):
        one = bc.Finding(
            code="X", name="x", severity=Severity.ERROR, subject="", message="", places=(place,) * 2
        )
        assert rows_of(findings_csv(summary_with(one)))[0]["places"] == f"{shown}; {shown}"

    def test_no_findings_leave_the_heading(self):
        text = findings_csv(summary_with())
        assert rows_of(text) == []
        assert text.startswith('"code","name","severity"')


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("5.10", "5.1"),
        ("5.00", "5"),
        ("100", "100"),
        ("1E+2", "100"),
        ("-0.5", "-0.5"),
        ("1E-3", "0.001"),
    ],
)
def test_a_decimal_as_text(number, text):
    assert plain(Decimal(number)) == text
