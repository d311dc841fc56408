"""Which rows of a plan an item of another table stands for."""

from decimal import Decimal

from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.side_match import matches
from bettercare.formats.prints.side_tables import side_tables
from bettercare.plan import Plan, SchemeRow

YEAR = "2019-20"


def plan(*rows):
    return Plan(
        round=YEAR,
        schemes=tuple(
            SchemeRow(scheme_name=name, amounts={YEAR: Decimal(pounds)}) for name, pounds in rows
        ),
    )


def found(items, rows):
    lines = ["Money", "Item\t£000", *(f"{label}\t{value}" for label, value in items)]
    [table] = side_tables(paper_of("\n".join(lines), "a.txt"))
    return {
        one.item.label: (one.rows, int(one.printed), int(one.computed))
        for one in matches(table, 1, plan(*rows), YEAR)
    }


def test_an_item_stands_for_rows_in_a_row_that_come_to_its_amount():
    rows = [("Tea", 400), ("Equipment", 1_218_231), ("Equipment", 75_000), ("Beds", 92_000)]
    assert found([("REWS", 1385)], rows) == {"REWS": ((2, 3, 4), 1385, 1385)}


def test_of_rows_with_one_amount_those_of_the_same_name_are_taken():
    rows = [("Patient programme", 50_000), ("Stroke service", 50_000)]
    assert found([("Stroke Service", 50), ("Patient prog", 50)], rows) == {
        "Stroke Service": ((2,), 50, 50),
        "Patient prog": ((1,), 50, 50),
    }


def test_a_unit_of_rounding_is_let_by_for_the_same_name_only():
    rows = [("Social work", 1_077_391), ("Garden", 2_000)]
    assert found([("Social Work", 1078), ("Hats", 3)], rows) == {"Social Work": ((1,), 1078, 1077)}


def test_where_no_amount_fits_the_scheme_of_that_name_is_taken():
    rows = [("Sustainability of care", 2_000_000), ("Sustainability of care", 500_000), ("Tea", 1)]
    assert found([("Sustainability", 4400)], rows) == {"Sustainability": ((1, 2), 4400, 2500)}


def test_an_item_that_nothing_is_like_stands_for_nothing():
    assert found([("Umbrellas", 4400)], [("Tea", 1_000)]) == {}
    assert found([("Umbrellas", 4400)], []) == {}


def test_a_row_is_taken_once():
    assert found([("Tea", 1), ("Tea", 1)], [("Tea", 1_000)]) == {"Tea": ((1,), 1, 1)}
