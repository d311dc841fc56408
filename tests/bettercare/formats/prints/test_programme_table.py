"""Printed tables of programmes: heads, rows, and rows moved only where totals prove it."""

import pytest

from bettercare.findings import Severity
from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.programme import read_paper
from bettercare.formats.prints.programme_align import aligned
from bettercare.formats.prints.programme_grid import Words, blocks_of
from bettercare.formats.prints.programme_rows import Edit, Shape, ways
from bettercare.programmes.rules import load
from tests.bettercare.programmes.planted import HEAD

RULES = load()
# measure, item, use, lead, source | 2 annual | 2017-18: 4 | 2018-19: 4 | 2019-20: 1 | 3 marks
ROWS = """
1. Prevention
1.1 Talk|Leaflets|Ongoing|RCC|BCF|30|30|30|0|0|0|30|0|0|0|0|Y||YY
1.2 Walk|Classes|One-off|RCC|Carry over|20|5|0|0|0|20|0|0|0|5|0|||Y
|Homes|Ongoing|NHS|i-BCF|7|9|0|0|7|0|0|0|9|0|9|YY||
Priority 1 Totals|||||57|44|30|0|7|20|30|0|9|5|9|||
Total above|||||57|44|30|0|7|20|30|0|9|5|9|||
Budget available to allocate|||||||40|0|7|25|40|0|9|0|9|||
Remaining unallocated|||||||10|0|0|5|10|0|0|-5|0|||
"""
MOVED, NOT_PLACED = "READ-31", "READ-60"


def rows(text=ROWS):
    return [[*map(str.strip, line.split("|"))] for line in text.split("\n") if line.strip()]


def paper(table, head=HEAD, between=""):
    lines = ["\t".join(row) for row in (*head, *table)]
    return paper_of(between + "\n".join(lines), "paper.txt")


def read(table, **more):
    return read_paper(paper(table, **more))


def changed(line, cells):
    """The rows with one of them, by the text it begins with, printed otherwise."""
    found = rows()
    at = next(n for n, row in enumerate(found) if "|".join(row).startswith(line))
    found[at] = cells(found[at])
    return found


def codes(reading):
    return [one.code for one in reading.findings]


def said(reading, code):
    return [one for one in reading.findings if one.code == code]


def without(at):
    return lambda row: [*row[:at], *row[at + 1 :], ""]


def with_blank(at, cell=""):
    return lambda row: [*row[:at], cell, *row[at:]]


class TestHead:
    def test_roles_and_keys(self):
        [block] = blocks_of(paper(rows()), RULES)
        assert [field.role for field in block.fields[:7]] == [
            *("measure", "item", "use", "lead", "source"),
            *("annual", "annual"),
        ]
        assert [field.key for field in block.fields[5:16]] == [
            *("2017-18", "2018-19"),
            *("bcf.2017-18", "dfg.2017-18", "ibcf.2017-18", "carry_over.2017-18"),
            *("bcf.2018-19", "dfg.2018-19", "ibcf.2018-19", "carry_over.2018-19"),
            "ibcf.2019-20",
        ]
        assert [field.key for field in block.fields[16:]] == ["nea", "dtoc", "falls"]

    def test_each_head_begins_a_page(self):
        table = rows()
        blocks = blocks_of(paper([*table[:3], *HEAD, *table[3:]]), RULES)
        assert [(block.page, len(block.rows)) for block in blocks] == [(1, 3), (2, 5)]

    def test_a_sentence_is_no_head(self):
        words = Words(RULES)
        assert not words.is_head(["Priorities and measures"])
        assert not words.is_head(["Source", "Use of budget", "Lead sponsor"])

    @pytest.mark.parametrize(
        ("first", "kind"),
        [
            ("Priority 3 Totals", ("priority", "3")),
            ("PRIORITY 12 total", ("priority", "12")),
            ("Total above", ("total", "")),
            ("Budget available to allocate", ("available", "")),
            ("Remaining unallocated", ("remaining", "")),
            ("2. Long term", ("section", "2")),
            ("2.1 Long term", ("line", "")),
        ],
    )
    def test_kinds_of_rows(self, first, kind):
        assert Words(RULES).kind_of([first, "", ""]) == kind

    def test_a_head_that_most_pages_spell_otherwise(self):
        odd = [HEAD[0], [*HEAD[1][:15], "BCF - for social care", *HEAD[1][16:]]]
        table = rows()
        reading = read([*table[:3], *HEAD, *table[3:5], *HEAD, *table[5:]], head=odd)
        assert {fund.source for fund in reading.programme.funds} == {
            *("bcf", "dfg", "ibcf", "carry_over")
        }
        texts = {one.text for one in reading.programme.headings if one.column == "ibcf.2019-20"}
        assert texts == {"BCF - for social care", "iBCF - for social care"}


class TestAsPrinted:
    READING = read(rows())

    def test_nothing_is_moved(self):
        assert codes(self.READING) == ["READ-61"]

    def test_lines(self):
        lines = self.READING.programme.lines
        assert [(one.measure, one.item, one.lead, one.source) for one in lines] == [
            ("1.1", "Leaflets", "RCC", "BCF"),
            ("1.2", "Classes", "RCC", "Carry over"),
            ("1.2", "Homes", "NHS", "i-BCF"),
        ]
        assert lines[2].amounts["ibcf.2019-20"] == 9
        assert lines[2].marks == {"nea": "YY"}
        assert {one.priority for one in lines} == {"1"}

    def test_totals_and_funds(self):
        programme = self.READING.programme
        assert programme.printed["priority.1.ibcf.2018-19"] == 9
        assert programme.printed["total.2018-19"] == 44
        assert programme.printed["remaining.carry_over.2018-19"] == -5
        available = {f"{one.source}.{one.year}": one.available for one in programme.funds}
        assert available["carry_over.2017-18"] == 25

    def test_the_link_that_headings_tell_of(self):
        [link] = self.READING.programme.links
        assert (link.source, link.from_year, link.to_year) == ("carry_over", "2017-18", "2018-19")

    def test_sources_and_unit(self):
        programme = self.READING.programme
        assert programme.unit == "£k"
        labels = {one.code: (one.label, one.carried_from) for one in programme.sources}
        assert labels["ibcf"] == ("iBCF", None)
        assert labels["carry_over"] == ("2016-17 carry over", "2016-17")

    def test_a_row_that_only_names_its_measure_is_no_line(self):
        table = rows()
        heading = ["1.3 Support", "Notably:", "", "", "", "", "", *["0"] * 9, "", "", ""]
        reading = read([*table[:4], heading, *table[4:]])
        assert len(reading.programme.lines) == 3
        assert "1.3" in {one.code for one in reading.programme.measures}


class TestMoved:
    @pytest.mark.parametrize(
        ("line", "at"),
        [
            ("1.1 Talk", 2),  # the use of the budget
            ("1.1 Talk", 8),  # a nought behind the first amount
            ("1.2 Walk", 7),
            ("|Homes", 14),
            ("|Homes", 1),
        ],
    )
    def test_a_cell_is_lost(self, line, at):
        reading = read(changed(line, without(at)))
        [found] = said(reading, MOVED)
        assert found.severity is Severity.INFORMATION
        assert "a blank cell is put in" in found.message
        assert "every column of amounts of its priority comes to the printed total" in found.message
        assert _amounts(reading) == _amounts(TestAsPrinted.READING)
        assert [one.alignment for one in reading.programme.lines].count("moved") == 1

    def test_marks_that_move_along_are_said_not_to_be_proven(self):
        [found] = said(read(changed("1.1 Talk", without(8))), MOVED)
        assert found.message.endswith("Its marks moved along; no total proves them.")

    def test_a_cell_too_many(self):
        reading = read(changed("1.2 Walk", with_blank(7, "0")))
        [found] = said(reading, MOVED)
        assert "a cell too many is taken out behind ibcf 2017-18" in found.message
        assert _amounts(reading) == _amounts(TestAsPrinted.READING)

    def test_two_amounts_run_together(self):
        reading = read(changed("1.2 Walk", lambda row: [*row[:9], "0 20", *row[11:], ""]))
        [found] = said(reading, MOVED)
        assert "two amounts run together are parted" in found.message
        assert _amounts(reading) == _amounts(TestAsPrinted.READING)

    def test_two_cells_are_lost(self):
        reading = read(changed("|Homes", lambda row: without(1)(without(7)(row))))
        [found] = said(reading, MOVED)
        assert found.message.count("is put in") == 2
        assert _amounts(reading) == _amounts(TestAsPrinted.READING)

    @pytest.mark.parametrize(
        ("line", "edit", "proof"),
        [
            ("Priority 1", with_blank(5), "its lines come to it"),
            ("Total above", with_blank(7, "0"), "the totals of the priorities come to it"),
        ],
    )
    def test_a_row_of_totals(self, line, edit, proof):
        reading = read(changed(line, edit))
        [found] = said(reading, MOVED)
        assert proof in found.message
        assert reading.programme.printed == TestAsPrinted.READING.programme.printed


class TestNotMoved:
    def test_a_lost_amount_is_not_invented(self):
        reading = read(changed("1.1 Talk", without(7)))
        [found] = said(reading, NOT_PLACED)
        assert found.severity is Severity.ERROR
        line = reading.programme.lines[0]
        assert (line.amounts, line.annual, line.marks) == ({}, {}, {})
        assert line.alignment == "not placed"
        assert line.written["annual.2017-18"] == "? 30"
        assert "READ-01" not in codes(reading)

    def test_nothing_is_proven_without_a_printed_total(self):
        table = [row for row in changed("1.1 Talk", without(8)) if row[0] != "Priority 1 Totals"]
        assert said(read(table), NOT_PLACED)

    def test_a_total_that_is_itself_moved_proves_nothing(self):
        table = changed("1.1 Talk", without(8))
        at = next(n for n, row in enumerate(table) if row[0].startswith("Priority 1"))
        table[at] = with_blank(5)(table[at])
        assert len(said(read(table), NOT_PLACED)) == 2

    def test_a_line_that_does_not_add_up_stays_as_printed(self):
        reading = read(changed("1.1 Talk", lambda row: [*row[:5], "31", *row[6:]]))
        assert reading.programme.lines[0].annual["2017-18"] == 31
        assert MOVED not in codes(reading)

    def test_what_is_available_where_nothing_is_allocated_proves_no_place(self):
        table = changed("Budget available", lambda row: without(3)([*row[:8], "4", *row[9:]]))
        at = next(n for n, row in enumerate(table) if row[0].startswith("Remaining"))
        table[at] = without(3)([*table[at][:8], "4", *table[at][9:]])
        reading = read(table)
        assert len(said(reading, NOT_PLACED)) == 2
        assert {one.available for one in reading.programme.funds} == {None}


def _amounts(reading):
    """The amounts of each line but noughts: a cell that was lost comes back blank."""
    return [
        {key: amount for key, amount in {**one.annual, **one.amounts}.items() if amount}
        for one in reading.programme.lines
    ]


class TestPages:
    def test_a_column_without_a_heading(self):
        table = [with_blank(15, "0")(row) if row[3:4] > [""] else [*row, ""] for row in rows()]
        head = [[*row, ""] for row in HEAD]
        reading = read(table, head=head)
        [found] = said(reading, MOVED)
        assert found.subject == "Print lines 4 to 10"
        assert found.message.startswith(
            "3 lines of this page hold a cell more than it has headings"
        )
        assert _amounts(reading) == _amounts(TestAsPrinted.READING)

    def test_a_head_that_no_row_follows(self):
        [found] = said(read([*rows(), *HEAD]), "READ-43")
        assert found.severity is Severity.WARNING

    def test_text_before_and_behind_is_left_alone(self):
        reading = read(rows(), between="A paper of the board\n\n")
        assert _amounts(reading) == _amounts(TestAsPrinted.READING)
        assert reading.programme.lines[0].row == 6


class TestWays:
    SHAPE = Shape(blocks_of(paper(rows()), RULES)[0].fields, RULES)

    def test_the_last_of_equal_edits_is_taken(self):
        cells = self.SHAPE.padded(without(8)(rows()[1]))
        assert [way.edits for way in ways(self.SHAPE, cells, "line")] == [(Edit("put in", 10),)]

    def test_a_row_that_nothing_mends(self):
        cells = ["", "", "", "RCC", "BCF", "1", *["0"] * 9, "", "", ""]
        assert ways(self.SHAPE, self.SHAPE.padded(cells), "line") == ()

    @pytest.mark.parametrize(
        ("position", "cell", "suits"),
        [
            (3, "RCC", True),
            (3, "", False),
            (3, "12", False),
            (4, "Lottery", False),
            (7, "?", True),
            (7, "YY", False),
            (16, "YY", True),
            (16, "High", False),
            (16, "0", False),
        ],
    )
    def test_what_a_cell_may_hold(self, position, cell, suits):
        cells = list(self.SHAPE.padded(rows()[1]))
        cells[position] = cell
        assert self.SHAPE.suits(cells, "line") is suits

    def test_a_row_of_totals_has_no_marks_and_no_words(self):
        cells = list(self.SHAPE.padded(rows()[4]))
        assert self.SHAPE.suits(cells, "sums")
        for position, cell in ((2, "Ongoing"), (16, "Y"), (7, "?")):
            other = [*cells]
            other[position] = cell
            assert not self.SHAPE.suits(other, "sums")


class TestSecondLook:
    """A line without marks may hold a cell too many and still read well: only totals tell."""

    LINE = ("1.4 Both", "Grants", "Ongoing", "RCC", "BCF", "8", "0", "3", "5", *["0"] * 6, "")

    def table(self, printed_whole="65"):
        found = rows()
        found.insert(4, [*self.LINE[:8], "0", *self.LINE[8:], "", ""])
        for row in found[5:7]:
            row[5], row[7], row[8] = "65", "33", "5"
        found[6][5] = printed_whole
        return found

    def test_the_one_row_that_explains_every_column_is_moved(self):
        reading = read(self.table())
        [found] = said(reading, MOVED)
        assert found.subject == "Print line 7"
        amounts = reading.programme.lines[3].amounts
        assert (amounts["bcf.2017-18"], amounts["dfg.2017-18"]) == (3, 5)

    def test_nothing_is_moved_where_the_totals_of_all_do_not_bear_it_out(self):
        reading = read(self.table(printed_whole="66"))
        assert "Print line 7" not in {one.subject for one in said(reading, MOVED)}
        assert reading.programme.lines[3].amounts["ibcf.2017-18"] == 5

    def test_nothing_is_moved_where_two_rows_could_explain_it(self):
        table = self.table()
        table.insert(4, [*table[4]])
        for row in table[6:8]:
            row[5], row[7], row[8], row[9] = "73", "36", "5", "12"
        assert said(read(table), MOVED) == []


def test_aligned_rows_keep_their_order():
    table = aligned(blocks_of(paper(rows()), RULES), RULES)
    assert [one.row.line for one in table.rows] == [4, 5, 6, 7, 8, 9, 10]
