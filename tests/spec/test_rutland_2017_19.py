"""The Rutland programme 2017-19: every figure that the paper prints, and what it does not say.

The figures stand in the tables below, taken from the printed paper and worked out by hand. They
hold for the programme that ships with the project, and for the print itself where it is at hand.
"""

import re
from decimal import Decimal

import msgspec
import pytest

from bettercare import examples
from bettercare.findings import Severity
from bettercare.formats import programme as programmes
from bettercare.report.programme import summarise
from tests.seeds import seed

COLUMNS = (
    *("2017-18", "2018-19"),
    *("bcf.2017-18", "dfg.2017-18", "asc_one_off.2017-18", "ibcf.2017-18", "carry_over.2017-18"),
    *("bcf.2018-19", "dfg.2018-19", "ibcf.2018-19", "carry_over.2018-19", "ibcf.2019-20"),
)
PRINTED = {
    "priority.1": (401, 304, 227, 0, 0, 58, 116, 227, 0, 77, 0, 77),
    "priority.2": (1266, 1054, 808, 203, 136, 76, 43, 808, 203, 0, 43, 0),
    "priority.3": (982, 991, 936, 0, 0, 26, 20, 936, 0, 35, 20, 0),
    "priority.4": (138, 87, 73, 0, 0, 43, 22, 73, 0, 14, 0, 0),
    "total": (2787, 2436, 2044, 203, 136, 203, 201, 2044, 203, 126, 63, 77),
}
BY_SOURCE = {
    "available": (2061, 203, 136, 203, 278, 2061, 203, 168, 0, 77),
    "remaining": (17, 0, 0, 0, 77, 17, 0, 42, -63, 0),
}
NOT_PRINTED = {
    "available.2017-18": 2881,
    "available.2018-19": 2432,
    "unallocated.2017-18": 94,
    "unallocated.2018-19": -4,
    "over_allocated.2017-18": 0,
    "over_allocated.2018-19": 4,
    "brought.carry_over.2018-19": 77,
    "left.carry_over.2018-19": 14,
    "carried.carry_over.available": 278,
    "carried.carry_over.used": 264,
    "carried.carry_over.left": 14,
}
# Line of the print, measure, annual budgets; None where the print has "?" or no number.
LINES = """
     6 | 1.1 |   26 |   0
     7 | 1.2 |  147 | 147
     8 | 1.2 |   90 |   0
     9 | 1.2 |   58 |  77
    10 | 1.3 |   80 |  80
    13 | 2.1 |  153 | 153
    14 | 2.1 |  405 | 405
    15 | 2.2 |   43 |  43
    16 | 2.2 |   70 |   0
    17 | 2.3 |  142 |   0
    18 | 2.4 |    ? |   ?
    20 | 2.5 |  100 | 100
    21 | 2.5 |   85 |  85
    25 | 2.5 |   65 |  65
    26 | 2.5 |  203 | 203
    32 | 3.1 |  125 | 125
    33 | 3.1 |  115 | 115
    34 | 3.1 |   20 |  20
    35 | 3.2 |  561 | 561
    36 | 3.2 |  135 | 135
    37 | 3.2 |   26 |  35
    40 | 4.1 |   73 |  73
    41 | 4.1 |   33 |
    42 | 4.1 |   22 |
    43 | 4.1 |   10 |  14
"""
ROWS = [[cell.strip() for cell in row.split("|")] for row in LINES.split("\n") if row.strip()]
# Marks by print line: NEA, DTOC, care home admissions, reablement, falls.
MARKS = """
     6 | ....1     17 | 222.1     33 | .....
     7 | 1.1..     18 | 2...2     34 | 21...
     8 | 1.1..     20 | 2.2.1     35 | 13142
     9 | 2...1     21 | 212.1     36 | 13142
    10 | 1.1.2     25 | 123.2     37 | 12133
    13 | 212.1     26 | 13.2.     40 | 11111
    14 | 212.1     32 | 31...     41 | 1....
    15 | 1.1.1     16 | ..1.1     42 | .....
    43 | 11111
"""
METRICS = ("nea", "dtoc", "care_home_admissions", "reablement", "falls")
MOVED_LINES = [6, 34, 37, 41, 42, 43, 45, 46, 47]


@pytest.fixture(params=["shipped", "print"])
def summary(request):
    place = examples.path("rutland-2017-19") if request.param == "shipped" else seed(1)
    return summarise(programmes.read(place))


@pytest.fixture
def printed():
    return summarise(programmes.read(seed(1)))


def value(summary, figure_id):
    return summary.figures[figure_id].value


def found(summary, code):
    return [one for one in summary.report if one.code == code]


@pytest.mark.parametrize("start", PRINTED)
def test_every_printed_total_is_what_the_lines_give(summary, start):
    for column, amount in zip(COLUMNS, PRINTED[start], strict=True):
        assert value(summary, f"{start}.{column}") == amount
        assert summary.programme.printed[f"{start}.{column}"] == amount


@pytest.mark.parametrize("start", BY_SOURCE)
def test_what_is_available_and_remains_of_each_source(summary, start):
    for column, amount in zip(COLUMNS[2:], BY_SOURCE[start], strict=True):
        assert value(summary, f"{start}.{column}") == amount


@pytest.mark.parametrize("figure_id", NOT_PRINTED)
def test_figures_that_the_paper_does_not_print(summary, figure_id):
    assert value(summary, figure_id) == NOT_PRINTED[figure_id]


def test_every_line_with_its_annual_budgets(summary):
    lines = summary.programme.lines
    assert [(one.measure, *_annual(one)) for one in lines] == [
        (measure, *(_number(cell) for cell in cells)) for _, measure, *cells in ROWS
    ]


def _annual(line):
    return [line.annual.get(year) for year in ("2017-18", "2018-19")]


def _number(cell):
    return Decimal(cell) if cell.isdigit() else None


def test_the_sources_of_every_line_add_up_to_its_annual_budget(summary):
    for item, (_, measure, first, second) in enumerate(ROWS, 1):
        for year, cell in (("2017-18", first), ("2018-19", second)):
            one = summary.comparisons.by_id.get(f"line.{item}.{year}")
            if measure == "2.4":
                assert one.result == "not_testable"
            elif cell:
                assert (one.printed, one.computed, one.result) == (int(cell), int(cell), "ok")
            else:
                assert one is None


def test_every_comparison_with_a_printed_figure_agrees(summary):
    results = {one.id: one.result for one in summary.comparisons.all}
    assert set(results.values()) == {"ok", "not_testable"}
    untested = {name for name, result in results.items() if result == "not_testable"}
    assert untested == {"line.11.2017-18", "line.11.2018-19", "line.4.2019-20"}


def test_totals_add_up_from_priorities_and_from_sources(summary):
    by_id = summary.comparisons.by_id
    for year, amount in (("2017-18", 2787), ("2018-19", 2436)):
        for way in ("from_priorities", "from_sources"):
            one = by_id[f"total.{year}.{way}"]
            assert (one.printed, one.computed, one.result) == (amount, amount, "ok")


def test_marks_by_line(summary):
    strength = summary.working.strength
    pairs = re.findall(r"(\d+) \| ([.\d]{5})", MARKS)
    wanted = dict(pairs)
    for (line, *_), record in zip(ROWS, summary.programme.lines, strict=True):
        got = "".join(str(strength(record.marks.get(one)) or ".") for one in METRICS)
        assert got == wanted[line], line


def test_the_amount_printed_as_a_question_mark_is_not_known_and_not_nought(summary):
    line = summary.programme.lines[10]
    assert line.measure == "2.4"
    assert line.written == dict.fromkeys(
        (
            "annual.2017-18",
            "annual.2018-19",
            "amounts.carry_over.2017-18",
            "amounts.carry_over.2018-19",
        ),
        "?",
    )
    assert value(summary, "line.11.2017-18") is None
    [note] = summary.figures["priority.2.2017-18"].notes
    assert note.startswith("The amount of line 11 (2.4 ")
    [finding] = [one for one in found(summary, "CHK-124") if one.subject.startswith("Line 11")]
    assert "'?' stands in place of 4 of its amounts" in finding.message


def test_the_63_over_is_found_and_told_beside_the_77_left(summary):
    [finding] = found(summary, "CHK-055")
    assert finding.severity is Severity.WARNING
    assert "over-committed by £63k in 2018-19: £63k is planned, £0k is available" in finding.message
    assert "£77k left in 2017-18 makes up for it and leaves £14k" in finding.message
    [closing] = found(summary, "CHK-054")
    assert "£0k is available in 2018-19" in closing.message
    assert closing.message.endswith("2017-18 closes with £77k.")


def test_2018_19_is_4_over_in_all(summary):
    [finding] = found(summary, "PRG-02")
    assert finding.message == "£2,436k is allocated and £2,432k is available: £4k too much."
    assert finding.problem == "over.carry_over.2018-19"


def test_without_the_link_both_are_errors(summary):
    alone = summarise(msgspec.structs.replace(summary.programme, links=()))
    assert {one.severity for one in (*found(alone, "CHK-055"), *found(alone, "PRG-02"))} == {
        Severity.ERROR
    }
    assert "CHK-054" in {one.code for one in alone.report.not_run}


def test_what_is_not_allocated(summary):
    told = {one.subject.split(" - ")[0]: one.message for one in found(summary, "PRG-04")}
    assert [message.split(" ")[0] for message in told.values()] == ["£17k", "£77k", "£17k", "£42k"]


def test_four_letters_are_no_level(summary):
    assert [one.subject.split(",")[0] for one in found(summary, "CHK-018")] == [
        "Line 19",
        "Line 20",
    ]


def test_six_marks_for_five_metrics(summary):
    [finding] = found(summary, "PRG-08")
    assert finding.subject.startswith("Line 25")
    assert "6 marks for 5 metrics" in finding.message


def test_marks_of_the_grants_line_may_have_slipped(summary):
    [finding] = found(summary, "PRG-09")
    assert finding.subject.startswith("Line 15, 2.5 Disabled Facilities Grants")
    assert "those of line 14" in finding.message


def test_a_line_of_two_sources(summary):
    [finding] = found(summary, "PRG-07")
    assert finding.subject.startswith("Line 10")
    assert "names ASC one-off, and £6k of it comes from another source: iBCF" in finding.message


def test_the_unit_of_each_page(summary):
    [finding] = found(summary, "PRG-06")
    assert "Ek on page 1, £k on page 2 and €k on pages 3 and 4" in finding.message
    assert summary.programme.unit == "£k"


def test_the_heading_of_the_last_year_differs_between_pages(summary):
    [finding] = found(summary, "PRG-05")
    assert "'BCF - for social care' on page 1" in finding.message
    assert finding.fix == "Head the column 'iBCF - for social care' on every page."


class TestPrint:
    def test_the_rows_that_were_moved(self, printed):
        moved = [
            one.places[0].row
            for one in printed.noticed
            if one.code == "READ-31" and one.subject.startswith("Print line ")
        ]
        assert moved == MOVED_LINES
        assert "READ-60" not in {one.code for one in printed.noticed}

    def test_each_move_has_its_evidence(self, printed):
        said = [one for one in printed.noticed if one.code == "READ-31"]
        assert all("add up" in one.message or "in every column" in one.message for one in said)

    def test_marks_that_moved_are_said_to_be_unproven(self, printed):
        unproven = {
            one.places[0].row for one in printed.noticed if "no total proves them" in one.message
        }
        assert unproven == {6, 34, 37, 41, 43}
        assert len(found(printed, "PRG-15")) == 5

    def test_the_column_without_a_heading_on_page_1(self, printed):
        [finding] = [one for one in printed.noticed if one.subject == "Print lines 6 to 21"]
        # of 13 lines one is moved by itself and one has no number
        assert finding.message.startswith("11 lines of this page hold a cell more than it has")

    def test_the_table_ends_with_headings(self, printed):
        [finding] = [one for one in printed.noticed if one.code == "READ-43"]
        assert finding.subject == "Print line 48"

    def test_the_print_and_the_shipped_programme_come_to_the_same(self, printed):
        shipped = summarise(programmes.read(examples.path("rutland-2017-19")))
        mine = {name: figure.value for name, figure in printed.figures.items()}
        assert mine == {name: figure.value for name, figure in shipped.figures.items()}

    def test_the_lines_stand_where_the_print_has_them(self, printed):
        assert [one.row for one in printed.programme.lines] == [int(row[0]) for row in ROWS]

    def test_new_and_one_off(self, printed):
        new = [one.row for one in printed.programme.lines if printed.working.is_new(one)]
        assert new == [9, 15, 16, 17, 34, 37]
