"""Tables of numbers beside a plan: found, understood and added up."""

from decimal import Decimal

import pytest

from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.side_sums import across, down
from bettercare.formats.prints.side_tables import side_tables


def tables(*lines):
    return side_tables(paper_of("\n".join(lines), "a.txt"))


THEMES = (
    "Table 1: Money",
    "Theme\tLast year\tMore\tThis year\tShares\t\t",
    "\t£000\t£000\t£000\tNHS\tCouncil\tTotal",
    "Care at home\t\t\t\t\t\t",
    "Gardens\t1\t2\t3\t3\t\t3",
    "Walks\t2\t-1\t1\t\t1\t1",
    "Other\t\t\t\t\t\t",
    "Tea\t5\t5\t10\t4\t6\t10",
    "TOTAL\t8\t6\t14\t7\t7\t14",
)


class TestATable:
    TABLE = tables(*THEMES)[0]

    def test_has_a_title_a_unit_and_a_head_for_each_column(self):
        assert (self.TABLE.title, self.TABLE.line, self.TABLE.unit) == ("Table 1: Money", 2, "£k")
        assert self.TABLE.heads == (
            "Theme",
            "Last year £000",
            "More £000",
            "This year £000",
            "Shares NHS",
            "Shares Council",
            "Shares Total",
        )

    def test_has_rows_under_their_groups(self):
        assert [(row.label, row.group, row.value(3)) for row in self.TABLE.items] == [
            ("Gardens", "Care at home", 3),
            ("Walks", "Care at home", 1),
            ("Tea", "Other", 10),
        ]
        assert self.TABLE.rows[1].values[2] == -1
        assert self.TABLE.rows[0].value(99) is None

    def test_has_a_total(self):
        assert self.TABLE.total is not None
        assert self.TABLE.total.value(3) == 14
        assert self.TABLE.sum_of(3) == 14
        assert self.TABLE.sum_of(3, "Care at home") == 4

    def test_finds_a_column_by_words_of_its_head(self):
        assert self.TABLE.column("This year") == 3
        assert self.TABLE.column("shares", "council") == 5
        with pytest.raises(KeyError):
            self.TABLE.column("Shoes")

    def test_adds_up_down_and_across(self):
        assert all(one.printed == one.added for one in down(self.TABLE))
        assert [(one.parts, one.whole, one.wrong) for one in across(self.TABLE)] == [
            ((1, 2), 3, ()),
            ((4, 5), 6, ()),
        ]


def test_parts_may_stand_behind_their_whole():
    [table] = tables("x", "a\tTotal\tOne\tTwo", "b\t3\t1\t2", "c\t7\t3\t4", "Total\t10\t4\t6")
    assert [(one.parts, one.whole) for one in across(table)] == [((2, 3), 1)]


def test_a_row_whose_parts_do_not_add_up_is_named_where_nearly_all_others_do():
    rows = [f"r{n}\t1\t2\t3" for n in range(5)]
    [table] = tables("x", "a\tOne\tTwo\tBoth", *rows, "odd\t1\t1\t3", "Total\t6\t11\t17")
    [sums] = across(table)
    assert [row.label for row in sums.wrong] == ["odd"]


def test_columns_that_were_never_meant_to_add_up_do_not():
    [table] = tables("x", "a\tOne\tTwo\tRate", "b\t1\t1\t9", "c\t2\t2\t1", "Total\t3\t3\t6")
    assert across(table) == ()


def test_a_column_that_does_not_come_to_its_total():
    [table] = tables("x", "a\tOne", "b\t1", "c\t2", "Total\t4")
    [one] = down(table)
    assert (one.printed, one.added) == (4, 3)


def test_a_table_without_a_total_says_nothing_of_sums():
    [table] = tables("x", "a\tOne\tTwo\tBoth", "b\t1\t1\t2", "c\t2\t2\t4")
    assert (table.total, down(table), across(table)) == (None, (), ())


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        (("Costs in £m", "a\tYear", "b\t1"), "£m"),
        (("Costs", "a\t£ million", "b\t1"), "£m"),
        (("Costs", "a\t£'000", "b\t1"), "£k"),
        (("Costs", "a\t£k", "b\t1"), "£k"),
        (("Costs", "a\tYear", "b\t£1"), "£"),
        (("People", "a\tYear", "b\t1"), ""),
    ],
)
def test_the_unit_is_what_title_head_or_cells_say(lines, unit):
    [table] = tables(*lines)
    assert table.unit == unit


def test_a_table_without_a_head_and_one_without_numbers():
    [table] = tables("x", "b\t1\t2", "", "c\t3\t4", "Text", "d\te", "f\tg")
    assert table.heads == ("", "", "")
    assert [row.values for row in table.rows] == [(None, 1, 2), (None, 3, 4)]


def test_percentages_are_fractions():
    [table] = tables("x", "a\tShare", "b\t92.2%")
    assert table.rows[0].value(1) == Decimal("0.922")
