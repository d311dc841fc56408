"""The checks on programmes: a programme with the slip, and one without."""

import pytest

from bettercare.findings import Severity
from bettercare.programmes.checks import CHECKS, run
from bettercare.programmes.checks.registry import check
from bettercare.programmes.records import Programme
from bettercare.programmes.rules import load, unconfirmed
from tests.bettercare.programmes.drawn import checked, findings, programme_of, told

GOOD = programme_of(
    priorities="code | label \n 1 | Prevention",
    measures="code | priority | label \n 1.1 | 1 | Classes",
    metrics="code | label \n falls | Falls",
    funds="source | year | available \n bcf | 2024-25 | 10",
    lines="""
        priority | measure | item | source | annual.2024-25 | bcf.2024-25 | marks.falls
        1        | 1.1     | A    | BCF    | 10             | 10          | YY
    """,
    printed={"total.2024-25": 10, "priority.1.2024-25": 10},
)


def test_nothing_is_found_in_a_sound_programme():
    assert run(checked(GOOD)).findings == ()


def test_nothing_is_found_in_one_without_anything():
    report = run(checked(Programme()))
    assert report.findings == ()
    assert {one.code for one in report.not_run} >= {"CHK-018", "CHK-054", "PRG-05", "PRG-10"}


def test_every_check_has_a_severity_and_a_reference():
    rules = load()
    assert set(rules.checks) == set(CHECKS)
    assert {one.cites for one in CHECKS.values()} <= set(rules.references)
    assert unconfirmed(rules) == ("marks",)


def test_a_code_is_given_once():
    with pytest.raises(ValueError, match="PRG-01 is registered twice"):
        check("PRG-01", name="", message="", fix="")(lambda _: iter(()))


OVER = {
    "lines": "priority | item | source | bcf.2024-25 \n 1 | A | BCF | 12",
    "funds": "source | year | available \n bcf | 2024-25 | 10",
}
PARTS = {
    "priorities": "code | label \n 1 | A",
    "measures": "code | label \n 1.1 | A",
    "metrics": "code | label \n falls | A",
    "funds": "source | year | available \n bcf | 2024-25 | 9",
}
UPSILON = "\u03a5"


class TestMoney:
    SUMS = "annual.2024-25 | bcf.2024-25 | dfg.2024-25"

    def test_sources_that_do_not_add_up(self):
        programme = programme_of(lines=f"priority | item | {self.SUMS} \n 1 | A | 26 | 0 | 31")
        assert told("PRG-01", programme) == [
            "Line 1, A, 2024-25. The sources give £31k, the annual budget is £26k: £5k too much."
        ]
        assert findings("PRG-01", programme)[0].severity is Severity.ERROR

    def test_one_off_by_rounding_is_a_note(self):
        programme = programme_of(lines=f"priority | item | {self.SUMS} \n 1 | A | 26 | 5 | 20")
        [found] = findings("PRG-01", programme)
        assert found.severity is Severity.INFORMATION
        assert found.message.endswith("£1k too little.")

    def test_a_source_gives_too_much(self):
        assert told("PRG-03", programme_of(**OVER)) == [
            "BCF 2024-25. £12k is allocated and £10k is available: £2k too much."
        ]

    def test_a_year_gives_too_much(self):
        [found] = findings("PRG-02", programme_of(**OVER))
        assert found.severity is Severity.ERROR
        assert (
            found.fix == "Take £2k off the lines of the year, or say where more money comes from."
        )

    def test_money_not_allocated(self):
        programme = programme_of(
            lines=OVER["lines"], funds="source | year | available \n bcf | 2024-25 | 20"
        )
        assert told("PRG-04", programme) == ["BCF 2024-25. £8k of £20k is not allocated."]

    def test_another_source_than_the_line_names(self):
        programme = programme_of(
            lines="priority | item | source | bcf.2024-25 | dfg.2024-25 \n 1 | A | BCF | 5 | 2"
        )
        assert told("PRG-07", programme) == [
            "Line 1, A, source. It names BCF, and £2k of it comes from another source: DFG 2024-25"
            " £2k."
        ]

    def test_a_source_that_no_column_has_is_left_alone(self):
        programme = programme_of(
            lines="priority | item | source | bcf.2024-25 \n 1 | A | Lottery | 5"
        )
        assert told("PRG-07", programme) == []

    def test_pounds_among_thousands(self):
        programme = programme_of(
            lines="priority | item | bcf.2024-25 \n 1 | A | 12000",
            funds="source | year | available \n bcf | 2024-25 | 20",
        )
        [found] = findings("CHK-043", programme)
        assert found.message == "£12,000k is 600 times what BCF 2024-25 has; the amounts are in £k."
        assert found.fix == "If you typed pounds, type 12."

    @pytest.mark.parametrize("text", ["?", "tbc", "TBA"])
    def test_an_amount_to_come(self, text):
        programme = programme_of(lines=f"priority | item | bcf.2024-25 \n 1 | A | {text}")
        assert told("CHK-124", programme) == [
            f"Line 1, A, amounts. '{text}' stands in place of 1 of its amounts. They are not known:"
            " totals leave them out."
        ]

    def test_words_to_come(self):
        programme = programme_of(lines="priority | item \n 1 | Use to be confirmed")
        [one] = told("CHK-124", programme)
        assert one.endswith("'Use to be confirmed' looks like a placeholder.")

    def test_a_text_that_is_no_amount_is_no_placeholder(self):
        assert told("CHK-124", programme_of(lines="priority | bcf.2024-25 \n 1 | 12 34")) == []


class TestCarrying:
    LINES = """
        priority | item | source     | carry_over.2024-25 | carry_over.2025-26
        1        | A    | Carry over | 5                  | 8
    """
    FUNDS = """
        source     | year    | available
        carry_over | 2024-25 | {first}
        carry_over | 2025-26 | {second}
    """
    LINK = "source | from_year | to_year | amount \n carry_over | 2024-25 | 2025-26 | {amount}"

    def programme(self, first, second, amount=None):
        links = {"links": self.LINK.format(amount=amount)} if amount is not None else {}
        funds = self.FUNDS.format(first=first, second=second)
        return programme_of(lines=self.LINES, funds=funds, **links)

    def test_without_a_link_it_is_an_error(self):
        [found] = findings("CHK-055", self.programme(13, 0))
        assert found.severity is Severity.ERROR
        assert found.message == (
            "Carry over is over-committed by £8k in 2025-26: £8k is planned, £0k is available."
        )
        assert [place.column for place in found.places] == ["amounts.carry_over.2025-26"]

    def test_a_link_that_makes_up_for_it(self):
        [found] = findings("CHK-055", self.programme(14, 0, ""))
        assert found.severity is Severity.WARNING
        assert found.message.endswith("The £9k left in 2024-25 makes up for it and leaves £1k.")
        assert found.fix == "Show the £9k as available in 2025-26."

    def test_a_link_that_does_not(self):
        [found] = findings("CHK-055", self.programme(10, 0, ""))
        assert found.severity is Severity.ERROR
        assert found.message.endswith("The £5k left in 2024-25 does not make up for it.")

    def test_what_comes_in_is_what_was_left(self):
        assert findings("CHK-054", self.programme(13, 8, "")) == []
        assert told("CHK-054", self.programme(14, 8, "")) == [
            "Carry over 2025-26. £8k is available in 2025-26, but Carry over 2024-25 closes with"
            " £9k."
        ]

    def test_a_stated_amount_is_held_against_it(self):
        assert findings("CHK-054", self.programme(20, 8, "8")) == []

    def test_it_is_not_an_error_of_any_other_source(self):
        assert findings("PRG-03", self.programme(10, 0)) == []


class TestPrinted:
    def test_a_difference(self):
        programme = programme_of(
            lines="priority | bcf.2024-25 \n 1 | 10", printed={"total.2024-25": 13}
        )
        [found] = findings("CHK-036", programme)
        assert found.message == "£13k is printed, and the lines give £10k: £3k less."
        assert found.severity is Severity.WARNING

    def test_a_doubt_is_part_of_the_slip_that_makes_it(self):
        programme = programme_of(
            lines="priority | item | source | bcf.2024-25 | dfg.2024-25 \n 1 | A | BCF | 0 | 10",
            printed={"total.dfg.2024-25": 10},
        )
        [found] = findings("CHK-036", programme)
        assert "in doubt: Line 1 names BCF, and its money stands elsewhere." in found.message
        [other] = findings("PRG-07", programme)
        assert found.problem == other.problem == "source.1"

    def test_a_percentage(self):
        programme = programme_of(
            lines="priority | annual.2024-25 | share \n 1 | 50 | 40% \n 2 | 50 | 50%"
        )
        [found] = findings("CHK-036", programme)
        assert found.message == "40% is printed, and the amounts give 50%: 10% more."

    def test_a_share_in_words(self):
        stated = "figure | text | value \n share.priority.1.2024-25 | a third | 0.3333"
        lines = "priority | annual.2024-25 \n 1 | {} \n 2 | 200"
        assert findings("PRG-12", programme_of(lines=lines.format(100), stated=stated)) == []
        [found] = findings("PRG-12", programme_of(lines=lines.format(200), stated=stated))
        assert found.message == "The text says 'a third' (33.3%); the table gives 50.0%."

    def test_words_on_a_figure_that_is_not_there(self):
        stated = "figure | text | value \n share.priority.9.2024-25 | a third | 0.3333"
        assert findings("PRG-12", programme_of(stated=stated)) == []


class TestMarks:
    METRICS = "code | label \n a | A \n b | B \n c | C"

    def lines(self, *marks, **more):
        rows = "\n".join(f"1 | 1.1 | X{n} | {m}" for n, m in enumerate(marks, 1))
        return programme_of(
            metrics=self.METRICS,
            lines=f"priority | measure | item | marks.a | marks.b | marks.c \n{rows}",
            **more,
        )

    @pytest.mark.parametrize("mark", ["YYYY", "High", "x"])
    def test_no_level(self, mark):
        [one] = told("CHK-018", self.lines(f"{mark} | Y | "))
        assert one == f"Line 1, 1.1 X1, A. '{mark}' is not an impact level."

    def test_levels(self):
        assert told("CHK-018", self.lines("Y | YY (indirect) | YYY")) == []

    def test_slipped(self):
        [one] = told("PRG-09", self.lines("Y | YY | YYY", "YY | YYY | "))[:1] or [""]
        assert one == ""  # two marks are too few to tell

    def test_slipped_with_enough_marks(self):
        programme = programme_of(
            metrics=self.METRICS + "\n d | D \n e | E",
            lines="""
                priority | measure | item | marks.a | marks.b | marks.c | marks.d | marks.e
                1        | 1.1     | X    | Y       | YY      | YYY     |         | YY
                1        | 1.1     | Z    | Y       | YYY     |         | YY      |
                1        | 1.2     | V    | Y       | YYY     |         | YY      |
            """,
        )
        [one] = told("PRG-09", programme)
        assert one.startswith("Line 2, 1.1 Z, marks. Its marks are those of line 1 with one cell")

    def test_more_than_there_are_metrics(self):
        programme = programme_of(
            metrics=self.METRICS,
            lines="priority | item | marks.a | marks beyond \n 1 | X | Y | Y YY",
        )
        assert told("PRG-08", programme) == [
            "Line 1, X, marks. It has 3 marks for 3 metrics; the last has no metric."
        ]

    def test_letters_of_another_alphabet(self):
        [one] = told("PRG-13", self.lines(f"{UPSILON} | {UPSILON * 2} | Y"))
        assert one.startswith(f"Contribution marks. 3 marks are written with '{UPSILON}' (U+03A5)")

    def test_marks_that_moved_along(self):
        programme = programme_of(
            metrics=self.METRICS,
            lines="""
                priority | item | alignment  | marks.a
                1        | X    | moved      | Y
                1        | Z    | moved      |
                1        | V    | not placed | Y
            """,
        )
        assert [one.split(",")[0] for one in told("PRG-15", programme)] == ["Line 1"]


class TestHeadings:
    HEADINGS = """
        page | column       | text
        1    | ibcf.2025-26 | BCF - for care
        2    | ibcf.2025-26 | iBCF - for care
        3    | ibcf.2025-26 | iBCF  for care
        1    | 2025-26      | 2025-26 (Ek)
        2    | 2025-26      | 2025-26 (£k)
    """

    def test_a_column_under_two_names(self):
        programme = programme_of(
            headings=self.HEADINGS, lines="priority | source | ibcf.2025-26 \n 1 | iBCF | 7"
        )
        [one] = findings("PRG-05", programme)
        assert one.message == (
            "It is headed 'BCF - for care' on page 1 and 'iBCF - for care' on pages 2 and 3. Its"
            " amounts belong to lines of iBCF."
        )
        assert one.fix == "Head the column 'iBCF - for care' on every page."

    def test_without_lines_to_tell(self):
        [one] = findings("PRG-05", programme_of(headings=self.HEADINGS))
        assert one.message.endswith("on pages 2 and 3.")

    def test_the_sign_of_the_unit(self):
        [one] = told("PRG-06", programme_of(headings=self.HEADINGS))
        assert one == (
            "Headings of the years. The unit reads Ek on page 1 and £k on page 2; all amounts are"
            " taken to be in £k."
        )

    def test_a_right_sign_is_not_told(self):
        headings = "page | column | text \n 1 | 2025-26 | 2025-26 (£k)"
        assert told("PRG-06", programme_of(headings=headings)) == []


class TestMappings:
    MEASURES = """
        code | priority | label
        E1   | 4        | Enablers
        E2   | 4        | Commissioning
        E3   | 4        | Programme support and comms
    """

    def mapped(self, row):
        head = "level | old_code | old | new_code | new"
        return programme_of(measures=self.MEASURES, mappings=f"{head} \n {row}")

    def test_another_numbering(self):
        [one] = findings("PRG-10", self.mapped("scheme | E3 | Management | E2 | Programme support"))
        assert one.message == (
            "It goes to E2 'Programme support', and the schemes call E2 'Commissioning';"
            " 'Programme support' is E3 there. The mapping lists 1 schemes of priority 4, the"
            " table 3."
        )

    def test_the_same_numbering(self):
        assert (
            findings("PRG-10", self.mapped("scheme | E3 | Management | E3 | Programme sup")) == []
        )

    def test_a_label_that_no_scheme_has(self):
        assert findings("PRG-10", self.mapped("scheme | E3 | Management | E2 | Something")) == []

    def test_a_scheme_that_is_not_there(self):
        [one] = findings("PRG-11", self.mapped("scheme | E3 | Management | E9 | Something"))
        assert one.subject == "Mapping 1, E3 Management"
        assert one.message == "It goes to 'E9', which the programme does not have."
        assert one.fix == "Use a code of the programme."

    def test_one_that_is_nearly_there(self):
        measures = "code | label \n CRDR2 | Discharge"
        mappings = "level | new_code | new \n scheme | CRDR22 | Discharge"
        [one] = findings("PRG-11", programme_of(measures=measures, mappings=mappings))
        assert (one.subject, one.fix) == ("Mapping 1", "Did you mean CRDR2?")

    def test_what_came_to_an_end_goes_nowhere(self):
        assert findings("PRG-11", self.mapped("scheme | E1 | Done | | ")) == []


class TestStructure:
    @pytest.mark.parametrize(
        ("head", "row", "said"),
        [
            ("priority", "9", "Priority '9' is not in priorities.csv."),
            ("priority | measure", "1 | 1.9", "Measure '1.9' is not in measures.csv."),
            ("priority | marks.banana", "1 | Y", "Metric 'banana' is not in metrics.csv."),
            ("priority | dfg.2024-25", "1 | 5", "Column 'dfg.2024-25' is not in funds.csv."),
            ("measure | bcf.2024-25", "1.1 | 5", "The line has no priority, so no priority counts"),
        ],
    )
    def test_a_code_that_no_list_has(self, head, row, said):
        [one] = findings("PRG-14", programme_of(lines=f"{head} \n {row}", **PARTS))
        assert one.message.startswith(said)
        assert one.severity is Severity.ERROR

    def test_lists_that_are_not_given_hold_everything(self):
        programme = programme_of(lines="priority | measure | marks.x \n 9 | 9.9 | Y")
        assert findings("PRG-14", programme) == []

    def test_a_code_that_stands_twice(self):
        programme = programme_of(priorities="code | label \n 1 | A \n 2 | B \n 1 | C")
        [one] = findings("PRG-14", programme)
        assert (one.subject, one.message) == ("priorities.csv, 1", "The code stands 2 times.")
        assert one.places[0].item == 3

    def test_links_that_join_nothing(self):
        links = """
            source | from_year | to_year
            bcf    | 2024-25   | 2025-26
            bcf    | 2024-25   | 2024-25
        """
        said = [one.message for one in findings("PRG-14", programme_of(links=links, **PARTS))]
        assert said == [
            "There is no money of bcf in 2025-26 to carry.",
            "It goes from 2024-25 to 2024-25, which is not a later year.",
        ]
