"""The figures of programmes, worked out by hand on small ones."""

from decimal import Decimal

import pytest

from bettercare.programmes.records import Line, Programme
from tests.bettercare.programmes.drawn import checked, programme_of, value

TWO_YEARS = ("2024-25", "2025-26")
LINES = """
    priority|measure|item   |use                |new|lead   |source    |{annual}|{first}|{second}
    1       |1.1    |Classes|Ongoing: staff     |   |Council|BCF       |150|150 |150|0  |150|0
    1       |1.2    |Checks |*New Pilot: visits |   |NHS    |Carry over|100|60  |0  |100|0  |60
    2       |2.1    |Office |One-off: desks     |yes|Council|BCF       |10 |    |10 |0  |   |
""".format(
    annual="annual.2024-25|annual.2025-26",
    first="bcf.2024-25|carry_over.2024-25",
    second="bcf.2025-26|carry_over.2025-26",
)
FUNDS = """
    source     | year    | available
    bcf        | 2024-25 | 170
    carry_over | 2024-25 | 150
    bcf        | 2025-26 | 150
    carry_over | 2025-26 | 0
"""
LINKS = """
    source     | from_year | to_year
    carry_over | 2024-25   | 2025-26
"""
PROGRAMME = programme_of(lines=LINES, funds=FUNDS, links=LINKS, years=TWO_YEARS)


@pytest.mark.parametrize(
    ("figure_id", "amount"),
    [
        ("total.2024-25", 260),
        ("total.2025-26", 210),
        ("total.bcf.2024-25", 160),
        ("total.carry_over.2025-26", 60),
        ("annual.2024-25", 260),
        ("annual.priority.1.2025-26", 210),
        ("priority.1.2024-25", 250),
        ("priority.2.2025-26", 0),
        ("priority.1.carry_over.2024-25", 100),
        ("measure.1.2.2024-25", 100),
        ("line.2.2025-26", 60),
        ("lead.council.2024-25", 160),
        ("lead.nhs.carry_over.2025-26", 60),
        ("new.2024-25", 110),
        ("once.2024-25", 110),
        ("once.2025-26", 60),
        ("available.2024-25", 320),
        ("available.carry_over.2024-25", 150),
        ("remaining.bcf.2024-25", 10),
        ("remaining.carry_over.2024-25", 50),
        ("remaining.carry_over.2025-26", -60),
        ("unallocated.2024-25", 60),
        ("unallocated.2025-26", -60),
        ("over_allocated.2025-26", 60),
        ("over_allocated.2024-25", 0),
        ("brought.carry_over.2025-26", 50),
        ("left.carry_over.2025-26", -10),
        ("carried.carry_over.available", 150),
        ("carried.carry_over.used", 160),
        ("carried.carry_over.left", -10),
    ],
)
def test_figure(figure_id, amount):
    assert value(PROGRAMME, figure_id) == amount


def test_a_line_without_an_amount_in_a_year_has_none():
    assert value(PROGRAMME, "line.3.2025-26") is None


def test_every_figure_tells_its_rule_and_adds_its_inputs():
    for figure in checked(PROGRAMME).figures.values():
        assert figure.rule
        assert figure.explain().startswith(figure.label.split(",")[0])
        if figure.id.startswith(("total.", "priority.", "remaining.", "left.", "unallocated.")):
            assert sum(one.value for one in figure.inputs) == figure.value


def test_an_input_says_which_line_it_is():
    figure = checked(PROGRAMME).figures["total.carry_over.2024-25"]
    [one] = figure.inputs
    assert (one.label, one.value, one.place.table, one.place.item) == (
        "1.2 Checks (NHS)",
        100,
        "lines",
        2,
    )


class TestUnknown:
    PROGRAMME = programme_of(
        lines="""
            priority | item    | bcf.2024-25
            1        | Known   | 10
            1        | Unknown | ?
            1        | Dash    | -
        """
    )

    def test_it_is_left_out_and_said(self):
        figure = checked(self.PROGRAMME).figures["total.2024-25"]
        assert figure.value == 10
        assert figure.notes == ("The amount of line 2 (Unknown) is not known; it is left out.",)

    def test_the_line_has_no_value(self):
        assert value(self.PROGRAMME, "line.2.2024-25") is None

    def test_a_dash_is_nothing(self):
        assert checked(self.PROGRAMME).unknown(self.PROGRAMME.lines[2]) == ()

    def test_what_remains_says_so_too(self):
        funds = "source | year | available \n bcf | 2024-25 | 12"
        programme = programme_of(
            funds=funds, lines="priority | item | bcf.2024-25 \n 1 | Unknown | ?"
        )
        assert checked(programme).figures["remaining.bcf.2024-25"].notes


class TestWithoutSources:
    PROGRAMME = programme_of(
        lines="""
            priority | measure | lead | source      | annual.2024-25
            1        | A1      | RCC  |             | 30
            1        | A1      | RCC  | DFG capital | 70
            2        | B1      | CCG  |             | 100
        """
    )

    @pytest.mark.parametrize(
        ("figure_id", "amount"),
        [
            ("total.2024-25", 200),
            ("priority.1.2024-25", 100),
            ("measure.A1.2024-25", 100),
            ("lead.rcc.2024-25", 100),
            ("lead.rcc.not_named.2024-25", 30),
            ("lead.rcc.dfg_capital.2024-25", 70),
            ("share.priority.1.2024-25", Decimal("0.5")),
            ("share.line.1.2024-25", Decimal("0.15")),
        ],
    )
    def test_figure(self, figure_id, amount):
        assert value(self.PROGRAMME, figure_id) == amount

    def test_there_is_nothing_available_and_no_sum_of_sources(self):
        names = checked(self.PROGRAMME).figures
        assert not [one for one in names if one.startswith(("available", "annual", "line."))]


class TestLinks:
    FUNDS = """
        source     | year    | available
        carry_over | 2023-24 | 100
        carry_over | 2024-25 | 0
        carry_over | 2025-26 | 0
    """
    LINES = """
        priority | carry_over.2023-24 | carry_over.2024-25 | carry_over.2025-26
        1        | 40                 | 30                 | 20
    """

    def programme(self, links):
        return programme_of(lines=self.LINES, funds=self.FUNDS, links=links)

    def test_a_chain_carries_what_each_year_leaves(self):
        programme = self.programme("""
            source     | from_year | to_year
            carry_over | 2023-24   | 2024-25
            carry_over | 2024-25   | 2025-26
        """)
        assert value(programme, "left.carry_over.2024-25") == 30  # 60 left of 100, less 30
        assert value(programme, "left.carry_over.2025-26") == 10

    def test_no_more_is_carried_than_stated(self):
        programme = self.programme("""
            source     | from_year | to_year | amount
            carry_over | 2023-24   | 2024-25 | 25
        """)
        assert value(programme, "brought.carry_over.2024-25") == 25
        assert value(programme, "left.carry_over.2024-25") == -5

    def test_money_is_carried_once(self):
        programme = self.programme("""
            source     | from_year | to_year | amount
            carry_over | 2023-24   | 2024-25 | 45
            carry_over | 2023-24   | 2025-26 |
        """)
        assert value(programme, "brought.carry_over.2024-25") == 45
        assert value(programme, "brought.carry_over.2025-26") == 15

    @pytest.mark.parametrize(
        "link",
        [
            "carry_over | 2025-26 | 2023-24",
            "carry_over | 2023-24 | 2023-24",
            "banana | 2023-24 | 2024-25",
            "carry_over | 2019-20 | 2024-25",
            " | 2023-24 | 2024-25",
        ],
    )
    def test_a_link_that_joins_nothing_carries_nothing(self, link):
        programme = self.programme(f"source | from_year | to_year \n {link}")
        assert "brought.carry_over.2024-25" not in checked(programme).figures

    def test_a_link_may_name_another_source_to_go_to(self):
        programme = programme_of(
            lines="priority | old.2023-24 | fresh.2024-25 \n 1 | 5 | 8",
            funds="""
                source | year    | available
                old    | 2023-24 | 9
                fresh  | 2024-25 | 4
            """,
            links="source | from_year | to_year | to_source \n old | 2023-24 | 2024-25 | fresh",
        )
        assert value(programme, "left.fresh.2024-25") == 0


class TestMarks:
    PROGRAMME = programme_of(
        metrics="code | label \n falls | Falls \n dtoc | Delays",
        lines="""
            priority | item | bcf.2024-25 | marks.falls  | marks.dtoc
            1        | A    | 10          | YY           |
            1        | B    | 20          | Y (indirect) | YYYY
            1        | C    | 40          | \u03a5       | High
        """,
    )

    @pytest.mark.parametrize(
        ("figure_id", "amount"),
        [
            ("marks.falls", 4),
            ("marks.falls.low", 2),
            ("marks.falls.medium", 1),
            ("marks.falls.high", 0),
            ("marks.dtoc", 4),
            ("marks.dtoc.beyond", 1),
            ("metric.falls.2024-25", 70),
            ("metric.dtoc.2024-25", 20),
        ],
    )
    def test_figure(self, figure_id, amount):
        assert value(self.PROGRAMME, figure_id) == amount

    def test_an_indirect_mark_is_told_from_others(self):
        working = checked(self.PROGRAMME)
        assert [working.tidied(line.marks["falls"]) for line in self.PROGRAMME.lines] == [
            ("YY", False),
            ("Y", True),
            ("Y", False),
        ]

    def test_marks_of_schemes_count_where_lines_have_none(self):
        programme = programme_of(
            measures="code | label | marks.falls \n S1 | Classes | YYY",
            lines="priority | measure | annual.2024-25 \n 1 | S1 | 3 \n 1 | S1 | 4",
        )
        assert value(programme, "marks.falls") == 3
        assert value(programme, "metric.falls.2024-25") == 7

    def test_a_metric_that_no_list_has_goes_by_its_code(self):
        programme = programme_of(
            metrics="code | label \n dtoc | Delays",
            lines="priority | bcf.2024-25 | marks.falls \n 1 | 1 | Y",
        )
        assert checked(programme).contributions.metrics == {"dtoc": "Delays", "falls": "falls"}


class TestShown:
    def test_pounds_and_thousands(self):
        lines = "priority | bcf.2024-25 \n 1 | 1234"
        assert _display(programme_of(lines=lines)) == "£1,234k"
        assert _display(programme_of(lines=lines, unit="£")) == "£1,234"

    def test_a_programme_without_anything_has_no_figure(self):
        assert checked(Programme()).figures == {}

    def test_long_names_are_cut(self):
        programme = Programme(lines=(Line(measure="1.1", item="long " * 40),))
        working = checked(programme)
        assert len(working.name(working.lines[0])) <= 60


def _display(programme):
    return checked(programme).figures["total.2024-25"].display
