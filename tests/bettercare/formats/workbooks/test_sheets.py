"""Names and titles of sheets, and the rows and columns of a grid."""

from decimal import Decimal
from typing import Any

import msgspec

from bettercare import rounds
from bettercare.formats.workbooks.grid import grid_of, plain
from bettercare.formats.workbooks.lists import Lists, distinct, found_in, numbers_of
from bettercare.formats.workbooks.sheets import (
    LEADS,
    ON_COVER,
    ORDER,
    PLAIN_TITLES,
    tabs_of,
    title_of,
)
from bettercare.plan import Plan, SchemeRow
from bettercare.plan.records import TABLES

RULES = rounds.load("2019-20")


def with_title(label: str) -> rounds.Round:
    table = msgspec.structs.replace(RULES.tables["income"], label=label)
    return msgspec.structs.replace(RULES, tables={**RULES.tables, "income": table})


class TestNames:
    def test_every_table_has_its_place_and_its_words(self):
        assert {*ORDER, ON_COVER} == set(TABLES) == set(PLAIN_TITLES)
        assert set(ORDER) <= set(LEADS)

    def test_numbers_of_the_official_template_are_taken_off(self):
        titles = [title_of("income", with_title(f"{start}Income")) for start in ("", "4. ", "6a. ")]
        assert titles == ["Income"] * 3
        assert title_of("income", with_title("Part 2, Funding")) == "Funding"
        assert title_of("income", with_title("7.")) == "Income"

    def test_signs_that_excel_refuses(self):
        tabs = tabs_of(Plan(round="2019-20"), with_title("Money [in]: who/what? *\\'" + "x" * 40))
        name = next(tab.name for tab in tabs if tab.of == "income")
        assert name == "5. Money  in   who what    'xxx"
        assert len(name) == 31
        assert not set(name) & set("[]:*?/\\")


class TestGrid:
    def test_columns_that_the_round_lacks_only_where_something_stands(self):
        bare = grid_of("schemes", (SchemeRow(scheme_id="1"),), (), RULES)
        assert "pool" not in bare.heads
        pooled = grid_of("schemes", (SchemeRow(pool="One"), SchemeRow()), (), RULES)
        assert [row.cells[pooled.heads.index("pool")] for row in pooled.rows] == ["One", None]

    def test_a_table_that_the_round_lacks_and_nothing_fills(self):
        grid = grid_of("capacity", (), (), RULES)
        assert grid.heads == ("service", "month", "demand", "capacity", "mitigation")

    def test_texts_are_cut_where_a_cell_ends(self):
        assert len(plain("x" * 40_000)) == 32_767
        assert plain("\U0001f600" * 16_384) == "\U0001f600" * 16_383
        assert plain("a" + "\U0001f600" * 16_383) == "a" + "\U0001f600" * 16_383


class TestLookups:
    def test_texts_as_match_sees_them(self):
        found = distinct({" Falls  service ": 1, "FALLS SERVICE": 2, "": 3, "x" * 256: 4})
        assert found == {"Falls service": 1}

    def test_every_text_that_our_own_reading_accepts(self):
        areas = RULES.areas_of_spend
        found = numbers_of(areas, ["social-care", "nonsense", None])
        number = list(areas).index("social_care") + 1
        assert found["social-care"] == found["Social Care"] == number
        assert "nonsense" not in found

    def test_signs_that_match_takes_for_patterns(self):
        formula = found_in("t", "n", "A1")
        assert formula == (
            'IFERROR(INDEX(n,MATCH(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(TRIM(A1),"~","~~"),"*","~*"),'
            '"?","~?"),t,0)),0)'
        )

    def test_a_column_is_written_once(self):
        class Written:
            """A pen and a sheet that only note what they are asked."""

            def __init__(self):
                self.texts, self.names = [], []

            def text(self, _, at, text, __):
                self.texts.append((at, text))

            def name(self, name, _, top, rows):
                self.names.append((name, top, rows))

            def write_number(self, row, column, value):
                self.texts.append(((row, column), str(Decimal(value))))

        pen: Any = Written()
        lists = Lists(pen, pen)
        assert [lists.column("a", ["x", 2]), lists.column("a", ["x", 2])] == ["a", "a"]
        lists.column("empty", [])
        assert pen.names == [("a", (1, 0), 2), ("empty", (1, 1), 1)]
        assert pen.texts == [((0, 0), "a"), ((1, 0), "x"), ((2, 0), "2"), ((0, 1), "empty")]
