"""A template in print as a plan: what is repaired, what proves it, and what is refused.

The paper is made up. Its nine rows come to £1,650,000; of the NHS minimum £500,000 count to NHS
out-of-hospital (rows 1 and 9) and £250,000 to adult social care (row 2). It is printed in two
halves, its first two rows one cell too wide, with the end of row 6 on the next page and one label
of scheme 3 lost beside the amounts.
"""

from decimal import Decimal

import pytest

from bettercare.findings import Severity
from bettercare.report import check
from tests.bettercare.formats.prints.prints import (
    LABELS,
    PRINT,
    cells,
    edited,
    read,
    said,
    with_labels,
    without_lines,
)
from tests.bettercare.known import known

NIGHT, STEP = "1\tNight Garden", "2\tStep Ahead"
OOH_LINE = (
    "NHS Commissioned Out of Hospital spend from the minimum CCG allocation\t£284,172\t£500,000"
)
ASC_LINE = "Adult Social Care services spend from the minimum CCG allocations\t£240,000\t£250,000"


@pytest.fixture(scope="module")
def whole():
    return read(PRINT)


def amounts(reading):
    return [row.amounts.get("2019-20") for row in known(reading.plan.schemes)]


def outcome(reading):
    return reading.plan.facts["proof"]


class TestTheWholePrint:
    def test_the_plan(self, whole):
        plan = whole.plan
        assert (plan.area, plan.round, outcome(whole)) == ("Exampleton", "2019-20", "reconciled")
        assert [row.scheme_id for row in plan.schemes] == list("123345678")
        assert amounts(whole) == [n * 1000 for n in (300, 250, 50, 150, 200, 300, 100, 100, 200)]

    def test_fields_of_both_halves_stand_in_one_row(self, whole):
        ladder = known(whole.plan.schemes)[7]
        assert (ladder.output_unit, ladder.output_estimate) == ("Packages", Decimal("75.0"))
        assert ladder.impacts == {"nea": "Medium", "dtoc": "High", "res": "High", "rea": "Low"}
        assert (ladder.area_of_spend, ladder.commissioner) == ("Social Care", "LA")
        assert (ladder.provider, ladder.source_of_funding) == (
            "Private Sector",
            "Winter Pressures Grant",
        )
        assert ladder.new_or_existing == "Existing"

    def test_a_row_knows_the_line_it_is_printed_on(self, whole):
        assert [row.row for row in whole.plan.schemes] == [27, 28, 29, 30, 31, 32, 35, 36, 37]
        assert whole.plan.place("schemes", 1).file == "paper.txt"

    def test_income_printed_as_totals_by_source_stands_for_its_lines(self, whole):
        assert [(line.source_of_funding, *line.amounts.values()) for line in whole.plan.income] == [
            ("DFG", 200_000),
            ("Minimum CCG Contribution", 1_000_000),
            ("iBCF", 300_000),
            ("Winter Pressures Grant", 100_000),
            ("Additional LA Contribution", 50_000),
            ("Additional CCG Contribution", 0),
        ]
        assert whole.plan.place("income", 2).row == 14

    def test_figures_printed_and_given(self, whole):
        assert len(whole.plan.printed) == 25
        assert whole.plan.printed["expenditure.total"] == 1_650_000
        assert whole.plan.given == {
            "required.nhs_out_of_hospital.minimum": 284_172,
            "required.adult_social_care.minimum": 240_000,
        }

    def test_totals_that_stand_in_for_income_prove_nothing(self, whole):
        """Of 25 printed figures 6 are the income lines themselves."""
        assert said(whole, "READ-48") == ["19 printed totals are what the rows give, to the penny."]

    def test_controls_count_every_row_and_pound(self, whole):
        counted = {
            one.table: (one.rows_read, one.rows_kept, one.sum_kept) for one in whole.controls
        }
        assert counted == {"schemes": (9, 9, 1_650_000), "income": (6, 6, 1_650_000)}


class TestRowsCutByAPageEnd:
    def test_are_whole_again(self, whole):
        assert known(whole.plan.schemes)[5].description == "Rooms in a care home by the park"
        assert said(whole, "READ-30") == [
            "The end of a row stands on a line of its own: 'by the park' (line 34, of the row on "
            "line 32). Joined again. Every part of the table then has 9 rows."
        ]

    def test_two_cells_may_be_cut(self):
        both = edited({"\t\tby the park": "\tUpper\tby the park"})
        assert known(read(both).plan.schemes)[5].scheme_name == "Blue Door Upper"

    @pytest.mark.parametrize("line", ["\t\tby the park\tOther", "9\t\tby the park"])
    def test_a_line_with_an_id_or_a_value_of_a_list_is_a_row(self, line):
        found = read(edited({"\t\tby the park": line}))
        assert said(found, "READ-30") == []
        assert "have 10 (line 25) and 9 (line 39) rows" in said(found, "READ-38")[0]


class TestCellsBesideTheirColumns:
    def test_are_moved_where_totals_prove_it(self, whole):
        assert known(whole.plan.schemes)[0].area_of_spend == "Community Health"
        assert said(whole, "READ-31") == [
            "Cells from NEA on belong 1 column further left (lines 27 and 28); moved there. "
            "Proved: NHS out-of-hospital, planned comes to £500,000 as printed (else £200,000), "
            "NHS out-of-hospital, under-spend comes to £0 as printed (else £84,172), "
            "Adult social care, planned comes to £250,000 as printed (else £0) and "
            "Adult social care, under-spend comes to £0 as printed (else £240,000)."
        ]

    def test_a_row_that_no_total_speaks_of_is_named(self):
        """Row 5 is paid from the DFG, so where it is spent changes no total."""
        found = read(cells(lambda row: [*row[:8], "", *row[8:]], "4\tHouse Works"))
        assert known(found.plan.schemes)[4].area_of_spend == "Social Care"
        assert said(found, "READ-31")[0].endswith("For line 31 alone no total says so.")

    def test_are_left_as_printed_where_no_total_proves_it(self):
        found = read(without_lines(OOH_LINE, ASC_LINE, text=with_labels(*LABELS)))
        assert known(found.plan.schemes)[0].area_of_spend == "Low"
        assert said(found, "READ-31") == [
            "Cells from NEA on belong 1 column further left (lines 25 and 26), by the round's "
            "lists; left as printed, because no total proves it."
        ]

    def test_a_lost_cell_is_moved_to_the_right(self):
        found = read(cells(lambda row: row[:5] + row[6:], "8\tLantern"))
        assert outcome(found) == "reconciled"
        assert known(found.plan.schemes)[8].commissioner == "CCG"
        assert "Cells from NEA on belong 1 column further right (line 37)" in " ".join(
            said(found, "READ-31")
        )


class TestLabelsThatSlip:
    def test_are_named_with_their_evidence(self, whole):
        [slip] = said(whole, "READ-33")
        assert slip == (
            "Labels slip from row 4: beside the amounts it says '4. House Works' and not "
            "'3 Kettle Club'. 6 rows have the label of another or none (1 row, £200,000): a label "
            "is missing among those of 3. A join by label would have given NHS out-of-hospital, "
            "planned £300,000 (printed £500,000) and Adult social care, planned £500,000 (printed "
            "£250,000); it is refused although every required spend would look met."
        )

    def test_the_join_by_position_says_what_proves_it(self, whole):
        assert said(whole, "READ-32") == [
            "Printed in 2 parts of 9 rows each, from lines 27 and 40 on; joined row by row. "
            "Proved: NHS out-of-hospital, planned comes to £500,000 as printed (else £300,000) and "
            "Adult social care, planned comes to £250,000 as printed (else £500,000)."
        ]

    def test_without_a_total_that_proves_it_nothing_is_joined(self):
        found = read(without_lines(OOH_LINE, ASC_LINE))
        assert outcome(found) == "partial"
        assert said(found, "READ-38") == [
            "The labels of the parts do not agree, and no total of the paper proves that rows "
            "belong together by their position. Only the part with the amounts is read."
        ]
        assert amounts(found) == [n * 1000 for n in (300, 250, 50, 150, 200, 300, 100, 100, 200)]
        assert {row.area_of_spend for row in found.plan.schemes} == {None}

    def test_labels_that_agree_need_no_other_proof(self):
        found = read(with_labels(*LABELS))
        assert said(found, "READ-33") == []
        assert said(found, "READ-32") == [
            "Printed in 2 parts of 9 rows each, from lines 27 and 40 on; joined row by row. The "
            "labels of all parts agree in every row."
        ]


class TestPartsOfUnequalLength:
    def test_are_not_joined_and_their_amounts_are_kept(self):
        found = read(without_lines("7\tLadder"))
        [refusal] = [one for one in found.findings if one.code == "READ-38"]
        assert refusal.severity is Severity.ERROR
        assert refusal.message == (
            "The parts of this table have 8 (line 25) and 9 (line 38) rows, so they are not "
            "joined. Only the part with the amounts is read."
        )
        assert sum(amounts(found)) == 1_650_000
        assert outcome(found) == "partial"

    def test_are_kept_as_a_fact_for_the_check_of_parts(self, whole):
        found = read(without_lines("7\tLadder"))
        assert found.plan.facts["print.parts_not_joined"] == "8 and 9"
        assert [one.code for one in check(found.plan) if one.code == "CHK-030"] == ["CHK-030"]
        assert "print.parts_not_joined" not in whole.plan.facts


class TestTotalsThatDiffer:
    def test_each_is_an_error_and_both_numbers_are_kept(self):
        found = read(edited({"£1,650,000\t£1,650,000": "£1,650,000\t£1,700,000"}))
        [differs] = [one for one in found.findings if one.code == "READ-34"]
        assert (differs.severity, differs.subject) == (
            Severity.ERROR,
            "Planned expenditure, total",
        )
        assert differs.message == (
            "The paper prints £1,700,000; the rows read give £1,650,000, £50,000 less."
        )
        assert [place.row for place in differs.places] == [19]
        assert found.plan.printed["expenditure.total"] == 1_700_000
        assert outcome(found) == "partial"

    def test_a_row_lost_from_both_halves_shows_in_the_totals(self):
        found = read(without_lines("7\tLadder", "7.\tLadder"))
        shown = {one.subject for one in found.findings if one.code == "READ-34"}
        assert {"Planned expenditure, NHS minimum", "Planned expenditure, total"} <= shown
        assert outcome(found) == "partial"


class TestWhatNoTotalProves:
    def test_is_named(self):
        found = read(without_lines("Winter Pressures Grant", "Total\t"))
        assert said(found, "READ-49") == [
            "No total of the paper proves all income, all planned expenditure and expenditure from "
            "Winter Pressures."
        ]
        assert outcome(found) == "not proved"


class TestLinesWithPoundsThatAreNotRead:
    def test_are_counted_and_named(self):
        more = "Notes\nUnderspend of last year\t£7\nHeld back\t£9"
        assert said(read(f"{PRINT}\n{more}"), "READ-44") == [
            "2 lines with pounds belong to no table of the template, and are not read (lines 54 "
            "and 55)."
        ]

    def test_text_without_cells_is_no_line_of_figures(self):
        assert said(read(f"{PRINT}\nWe spent £7 last year."), "READ-44") == []
