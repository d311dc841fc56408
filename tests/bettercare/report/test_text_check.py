"""The findings as text: worst first, like ones together, each with its place and its fix."""

import pytest
from hypothesis import given

import bettercare as bc
from bettercare import examples
from bettercare.calculations import Calculations
from bettercare.findings import NotRun, Severity
from bettercare.formats.reading import Control
from bettercare.report import Summary
from bettercare.report.text_check import check_text
from tests.bettercare.builders import RULES
from tests.bettercare.report.made_up import finding, summary_of, summary_with
from tests.bettercare.strategies_rows import plans

ERROR, WARNING, NOTE = Severity


def findings_part(*found, every=False) -> list[str]:
    """The lines between the balances and the last line."""
    lines = check_text(summary_with(*found), every=every).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("Balances"))
    return lines[start + 2 : -1]


class TestShippedPlans:
    @pytest.mark.parametrize("name", ["leicester", "rotherham"])
    @pytest.mark.parametrize("every", [False, True])
    def test_they_fit_80_columns(self, name, every):
        summary = bc.summarise(bc.read(examples.path(name)))
        lines = check_text(summary, name, every=every).splitlines()
        assert [line for line in lines if len(line) > 80] == []
        assert [line for line in lines if line != line.rstrip()] == []

    def test_leicester_begins_with_the_answer_and_ends_with_the_next_command(self):
        lines = check_text(bc.summarise(bc.read(examples.path("leicester"))), "x").splitlines()
        assert lines[:11] == [
            "Leicester, 2019-20: 1 error, 12 warnings, 3 notes",
            "Read 49 scheme rows, £43,368,727. Kept 49 rows, £43,368,727.",
            "",
            "Required spends, £                  Minimum      Planned     Headroom",
            "  NHS out-of-hospital             6,802,087    7,242,204     +440,117  met",
            "  Adult social care              15,411,303   15,426,324      +15,021  thin",
            "Balances: all 6 sources are at £0.",
            "",
            "ERROR (1): stops submission",
            "CHK-085  Row 9, output. Enter the number of placements for 'MH Discharge Team'.",
            "         Fix: type the number, or clear the unit.",
        ]
        assert lines[-1] == "Next: bettercare explain x required.adult_social_care.planned"


class TestSeverities:
    def test_each_has_a_heading_with_its_count(self):
        lines = findings_part(
            finding("CHK-001", severity=ERROR),
            finding("CHK-002", severity=ERROR),
            finding("CHK-003", severity=WARNING),
            finding("CHK-004", severity=NOTE),
        )
        assert [line for line in lines if line.isupper() or "(" in line] == [
            "ERRORS (2): stop submission",
            "WARNING (1): change, or give a reason",
            "NOTE (1)",
        ]

    def test_a_note_has_nothing_to_mend(self):
        assert "Fix" not in "\n".join(findings_part(finding(severity=NOTE)))

    def test_no_findings_have_no_headings(self):
        assert findings_part() == []


class TestLikeFindings:
    def test_the_same_said_of_several_rows_is_said_once(self):
        lines = findings_part(
            *(finding(subject=f"Row {item}, name", message="It is odd.") for item in (3, 7, 12))
        )
        assert lines == [
            "WARNINGS (3): change, or give a reason",
            "CHK-001  Rows 3, 7 and 12, name. It is odd.",
            "         Fix: mend it.",
        ]

    def test_what_differs_stays_apart_under_one_code_and_one_fix(self):
        lines = findings_part(
            finding(subject="Row 3, name", message="One."),
            finding(subject="Row 4, name", message="Two."),
        )
        assert lines[1:] == [
            "CHK-001  Row 3, name. One.",
            "         Row 4, name. Two.",
            "         Fix: mend it.",
        ]

    def test_fixes_that_differ_stand_under_their_own_finding(self):
        lines = findings_part(
            finding(subject="Row 3, name", fix="Do one."),
            finding(subject="Row 4, name", fix="Do two."),
        )
        assert [line.strip() for line in lines if "Fix" in line] == ["Fix: do one.", "Fix: do two."]

    def test_rows_and_lines_are_not_mixed_and_other_columns_neither(self):
        lines = findings_part(
            *(
                finding(subject=subject)
                for subject in ("Row 3, name", "Income line 4, name", "Row 5, id", "All rows, name")
            )
        )
        assert len([line for line in lines if "Something." in line]) == 4

    def test_beyond_six_only_places_are_listed(self):
        found = [finding(subject=f"Row {n}, name", message=f"Odd {n}.") for n in range(1, 11)]
        lines = findings_part(*found)
        assert len([line for line in lines if "Odd" in line]) == 6
        assert " ".join(line.strip() for line in lines[-2:]) == (
            "The same kind in 4 more places: Row 7, name; Row 8, name; Row 9, name; Row 10, name. "
            "See all with --all."
        )

    def test_unless_all_are_asked_for(self):
        found = [finding(subject=f"Row {n}, name", message=f"Odd {n}.") for n in range(1, 41)]
        lines = findings_part(*found, every=True)
        assert len([line for line in lines if "Odd" in line]) == 40
        assert "--all" not in "\n".join(lines)

    def test_a_seventh_is_shown_rather_than_counted(self):
        found = [finding(subject=f"Row {n}, name", message=f"Odd {n}.") for n in range(1, 8)]
        assert len([line for line in findings_part(*found) if "Odd" in line]) == 7

    def test_five_hundred_rows_are_not_all_named(self):
        found = [finding(subject=f"Row {n}, name") for n in range(1, 501)]
        text = " ".join(line.strip() for line in findings_part(*found))
        assert "Rows 1, 2, 3" in text
        assert "19, 20 and 480 more, name. Something." in text

    def test_one_slip_seen_by_several_checks_names_the_others(self):
        lines = findings_part(
            finding("CHK-032", subject="Income, iBCF", severity=ERROR, problem="balance.ibcf"),
            finding("CHK-031", subject="Total", severity=WARNING, problem="balance.ibcf"),
        )
        assert lines[0] == "ERROR (1): stops submission"
        assert lines[1] == "CHK-032  Income, iBCF. Something. (Also CHK-031.)"


class TestControls:
    @staticmethod
    def lines(**changes) -> list[str]:
        facts = {"table": "schemes", "rows_read": 12, "rows_kept": 12, **changes}
        reading = bc.Reading(plan=bc.Plan(round="2019-20"), controls=(Control(**facts),))
        return check_text(summary_with(reading=reading)).splitlines()[1:3]

    def test_rows_read_and_kept(self):
        assert self.lines() == ["Read 12 scheme rows, £0. Kept 12 rows, £0.", ""]

    def test_rows_set_aside_are_told_apart(self):
        lines = self.lines(rows_kept=9, blank_rows=2, total_rows=1)
        assert lines[1] == "Set aside 2 blank rows and 1 total row."

    def test_other_tables_are_left_to_the_data(self):
        assert self.lines(table="income") == [
            "",
            "Required spends, £                  Minimum      Planned     Headroom",
        ]


class TestChecksNotRun:
    @staticmethod
    def line(*needs: str, every: bool = False) -> str:
        not_run = [NotRun(f"CHK-9{n:02}", "made-up", need) for n, need in enumerate(needs)]
        text = check_text(summary_with(not_run=not_run), every=every)
        return " ".join(line.strip() for line in text.partition("Not run")[2].splitlines()[:-1])

    def test_one(self):
        assert self.line("the Cover tab") == ": 1 check that needs the Cover tab."

    def test_what_most_need_comes_first(self):
        assert self.line("the Cover tab", "maps", "maps") == (
            ": 3 checks that need maps and the Cover tab."
        )

    def test_needs_that_come_together_are_told_apart(self):
        assert self.line("maps, the Cover tab", "maps") == (
            ": 2 checks that need maps and the Cover tab."
        )

    def test_a_long_list_is_cut_unless_all_is_asked_for(self):
        needs = [f"thing {letter}" for letter in "abcdefgh"]
        assert self.line(*needs).endswith("thing e and 3 other things (--all).")
        assert self.line(*needs, every=True).endswith("thing g and thing h.")


class TestNextCommand:
    @staticmethod
    def figure(**tables) -> str:
        return check_text(summary_of(**tables)).splitlines()[-1].split()[-1]

    def test_the_source_furthest_out_of_balance(self):
        income = "source_of_funding | amount\niBCF | 5\nDFG | 70"
        assert self.figure(income=income, schemes=[]) == "balance.dfg"

    def test_money_of_no_known_source(self):
        assert (
            self.figure(income=[], schemes="source_of_funding | amount\n | 5")
            == "balance.not_placed"
        )

    @pytest.mark.parametrize(
        ("tables", "figure"),
        [
            ({"income": "amount\n5"}, "income.total"),
            ({"schemes": "amount\n5"}, "expenditure.total"),
        ],
    )
    def test_one_that_the_plan_gives(self, tables, figure):
        assert self.figure(**tables) == figure

    def test_else_the_tightest_minimum(self):
        given = {
            "required.nhs_out_of_hospital.minimum": 1000,
            "required.adult_social_care.minimum": 10,
        }
        rows = "area_of_spend | amount\nSocial Care | 1100"
        assert self.figure(given=given, income="amount\n1100", schemes=rows) == (
            "required.nhs_out_of_hospital.planned"
        )

    def test_else_the_total(self):
        assert self.figure() == "balance.total"


@given(plans())
def test_the_findings_of_any_plan_fit_80_columns(plan):
    """With every check run, whatever the plan holds."""
    lines = check_text(Summary(plan, Calculations(plan, RULES)), every=True).splitlines()
    assert [line for line in lines if len(line) > 80] == []
