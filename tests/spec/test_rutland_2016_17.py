"""The Rutland proposal for 2016-17: draft budget, contribution matrix, and what schemes became.

The figures stand in the tables below, taken from the printed paper and worked out by hand. They
hold for the programme that ships with the project, and for the print itself where it is at hand.
"""

from decimal import Decimal

import pytest

from bettercare import examples
from bettercare.findings import Severity
from bettercare.formats import programme as programmes
from bettercare.report.programme import summarise
from tests.seeds import seed

# Priority, scheme, per cent as printed, £k, lead, where the money is from.
BUDGET = """
    1 | UP1   |  1 |  30 | RCC |
    1 | UP2   |  8 | 190 | RCC |
    1 | UP3   |  5 | 104 | RCC | DFG capital
    1 | UP3   |  5 | 105 | RCC |
    2 | LTC1  |  2 |  40 | RCC |
    2 | LTC1  |  4 | 100 | CCG |
    2 | LTC2  | 18 | 405 | CCG |
    2 | LTC2  |  4 | 100 | RCC |
    2 | LTC3  |  2 |  50 | RCC |
    2 | LTC4  |  4 | 100 | RCC |
    3 | CRDR1 |  4 | 100 | RCC |
    3 | CRDR1 |  5 | 115 | CCG |
    3 | CRDR2 | 24 | 536 | RCC |
    3 | CRDR2 |  2 |  50 | RCC |
    3 | CRDR2 |  6 | 135 | CCG |
    4 | E1    |  2 |  39 | RCC |
    4 | E2    |    |     | CCG |
    4 | E3    |  2 |  50 | RCC |
"""
# Marks of each scheme: residential admissions, still at home, DTOCs, NELs, satisfaction, falls.
MATRIX = {
    "UP1": "1..111",
    "UP2": "111111",
    "UP3": "33..13",
    "LTC1": "11.113",
    "LTC2": "..11.1",
    "LTC3": "111111",
    "LTC4": "1.3111",
    "CRDR1": "...111",
    "CRDR2": ".33.13",
    "E1": "......",
    "E2": "......",
    "E3": "......",
}
MARKS = {
    "res_admissions": 8,
    "still_at_home": 9,
    "dtocs": 9,
    "nels": 7,
    "satisfaction": 8,
    "preventing_falls": 15,
}
FIGURES = {
    "priority.1.2016-17": 429,
    "priority.2.2016-17": 795,
    "priority.3.2016-17": 936,
    "priority.4.2016-17": 89,
    "total.2016-17": 2249,
    "lead.rcc.2016-17": 1494,
    "lead.rcc.not_named.2016-17": 1390,
    "lead.rcc.dfg_capital.2016-17": 104,
    "lead.ccg.2016-17": 755,
    "measure.UP3.2016-17": 209,
    "measure.CRDR2.2016-17": 721,
    "metric.preventing_falls.2016-17": 2160,
}
# Comparison: printed, worked out, result.
COMPARED = {
    "priority.1.2016-17": (429, 429, "ok"),
    "priority.2.2016-17": (795, 795, "ok"),
    "priority.3.2016-17": (936, 936, "ok"),
    "priority.4.2016-17": (90, 89, "differs"),
    "total.2016-17": (2249, 2249, "ok"),
    "total.2016-17.from_priorities": (2249, 2250, "differs"),
    "share.priority.1.2016-17.from_lines": (19, 19, "ok"),
    "share.priority.2.2016-17.from_lines": (35, 34, "ok_within_rounding"),
    "share.priority.3.2016-17.from_lines": (42, 41, "ok_within_rounding"),
    "share.priority.4.2016-17.from_lines": (4, 4, "ok"),
    "share.total.2016-17": (100, 100, "ok"),
}
ROWS = [[cell.strip() for cell in row.split("|")] for row in BUDGET.split("\n") if row.strip()]


@pytest.fixture(params=["shipped", "print"])
def summary(request):
    place = examples.path("rutland-2016-17") if request.param == "shipped" else seed(2)
    return summarise(programmes.read(place))


@pytest.fixture
def printed():
    return summarise(programmes.read(seed(2)))


def found(summary, code):
    return [one for one in summary.report if one.code == code]


def test_every_line_of_the_budget(summary):
    got = [
        [
            one.priority,
            one.measure,
            "" if one.share is None else str(int(one.share * 100)),
            str(one.annual.get("2016-17", "")),
            one.lead,
            one.source or "",
        ]
        for one in summary.programme.lines
    ]
    assert got == ROWS


@pytest.mark.parametrize("figure_id", FIGURES)
def test_figures(summary, figure_id):
    assert summary.figures[figure_id].value == FIGURES[figure_id]


@pytest.mark.parametrize("metric", MARKS)
def test_marks_of_each_metric(summary, metric):
    assert summary.figures[f"marks.{metric}"].value == MARKS[metric]


def test_the_contribution_matrix(summary):
    strength = summary.working.strength
    got = {
        one.code: "".join(str(strength(one.marks.get(metric)) or ".") for metric in MARKS)
        for one in summary.programme.measures
    }
    assert got == MATRIX


@pytest.mark.parametrize("name", COMPARED)
def test_printed_figures_beside_ours(summary, name):
    one = summary.comparisons.by_id[name]
    assert (one.printed, one.computed, one.result) == COMPARED[name]


def test_all_21_percentages_are_right(summary):
    shares = [
        one
        for one in summary.comparisons.all
        if one.id.startswith(("share.line.", "share.priority.")) and "from_lines" not in one.id
    ]
    assert (len(shares), {one.result for one in shares}) == (21, {"ok"})


def test_2249_against_2250_is_explained_by_90_against_89(summary):
    whole, part = found(summary, "CHK-036")
    assert "£2,249k is printed, and its printed parts give £2,250k: £1k more." in whole.message
    assert "It comes from priority 4, printed £90k against lines of £89k." in whole.message
    assert part.message.startswith("£90k is printed, and the lines give £89k: £1k less.")
    assert whole.problem == part.problem
    assert {whole.severity, part.severity} == {Severity.INFORMATION}


def test_the_mapping_of_enablers_has_another_numbering(summary):
    [finding] = found(summary, "PRG-10")
    assert "'Programme support and comms' is E3 there" in finding.message
    assert "The mapping lists 2 schemes of priority 4, the table 3." in finding.message


def test_last_years_priorities(summary):
    told = [
        (one.old_code, one.new_code)
        for one in summary.programme.mappings
        if one.level == "priority"
    ]
    assert told == [("1", "1"), ("2", "3"), ("3", "3"), ("4", "2"), ("5", "4")]


def test_eleven_marks_are_written_with_a_greek_letter(summary):
    [finding] = found(summary, "PRG-13")
    assert finding.message.startswith("11 marks are written with")
    assert "U+03A5" in finding.message


def test_the_shares_in_words_are_loose(summary):
    told = {one.figure: (one.text, one.value) for one in summary.programme.stated}
    assert told == {
        "share.priority.1.2016-17": ("around 20%", Decimal("0.2")),
        "share.priority.2.2016-17": ("a third", Decimal("0.3333")),
        "share.priority.3.2016-17": ("40%", Decimal("0.4")),
    }
    assert len(found(summary, "PRG-12")) == 3


def test_a_scheme_without_a_budget_is_blank_and_not_nought(summary):
    line = summary.programme.lines[16]
    assert (line.measure, line.annual, line.written) == ("E2", {}, {})
    assert summary.figures["share.line.17.2016-17"].value is None


class TestPrint:
    def test_schemes_that_pages_cut_are_whole(self, printed):
        names = {one.code: one.label for one in printed.programme.measures}
        assert names["LTC3"] == "LTC management – innovation fund"
        assert names["E2"] == "Integrated commissioning"
        [cut] = [one for one in printed.noticed if one.subject == "Tables of schemes"]
        assert cut.message.startswith("UP2, UP3, LTC1, LTC3, CRDR1, CRDR2 and E2 go on")

    def test_labels_that_two_lines_hold_are_whole(self, printed):
        items = {one.measure: one.item for one in printed.programme.lines}
        assert (
            items["LTC2"] == "Integrated community health and care services for LTCs and high needs"
        )
        assert items["CRDR2"] == "Integrated hospital reablement and transfer of care"

    def test_the_split_lead_is_said(self, printed):
        [finding] = [one for one in printed.noticed if one.code == "READ-31"]
        assert [place.row for place in finding.places] == [284, 285]
        assert "'DFG' and 'Capital RCC' are read as 'DFG Capital' and 'RCC'" in finding.message

    def test_three_mappings_are_pictures(self, printed):
        said = [one.message for one in printed.noticed if one.code == "READ-44"]
        assert any(message.startswith("3 mappings are pictures") for message in said)
        assert any("arrows" in message for message in said)

    def test_metrics_have_their_names_in_full(self, printed):
        assert [one.code for one in printed.programme.metrics] == list(MARKS)
        assert all(one.name for one in printed.programme.metrics)

    def test_area_year_and_unit(self, printed):
        programme = printed.programme
        assert (programme.area, programme.years, programme.unit) == ("Rutland", ("2016-17",), "£k")

    def test_no_name_of_a_person_is_taken_over(self, printed):
        from bettercare.report.programme_data import report_json

        line = seed(2).read_text(encoding="utf-8").splitlines()[2]
        assert line.split(",")[0] not in report_json(printed)

    def test_the_print_and_the_shipped_programme_come_to_the_same(self, printed):
        shipped = summarise(programmes.read(examples.path("rutland-2016-17")))
        mine = {name: figure.value for name, figure in printed.figures.items()}
        assert mine == {name: figure.value for name, figure in shipped.figures.items()}
