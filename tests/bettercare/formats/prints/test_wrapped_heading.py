"""Heads of tables without columns: labels one behind the other."""

from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.wrapped_blocks import words_of
from bettercare.formats.prints.wrapped_heading import columns_of, heads_of
from bettercare.rounds import load

TABLE = load("2019-20").tables["schemes"]
HEAD = """Link to Scheme Type description Planned Outputs Metric Impact Expenditure
Scheme
ID

Scheme Name Brief Description of
Scheme

Scheme Type Sub Types Please specify if
'Scheme Type'
is 'Other'

NEA DTOC RES REA Area of
Spend

Provider Source of
Funding

Expenditure (£) New/
Existing
Scheme
"""
FIRST = "Expenditure\n"  # the end of the line above the labels
NAMED = [
    *("scheme_id", "scheme_name", "description", "scheme_type", "sub_type", "scheme_type_other"),
    *("nea", "dtoc", "res", "rea", "area_of_spend", "provider", "source_of_funding"),
    *("expenditure", "new_or_existing"),
]


def words(text):
    return words_of(paper_of(text, "a.txt").lines)


def heads(text):
    return [[c.header for c in head.columns] for head in heads_of(TABLE, words(text))]


def test_labels_over_several_lines_in_the_order_of_the_print():
    assert heads(HEAD) == [NAMED]


def test_a_head_ends_with_its_last_label():
    found = words(f"{HEAD}\n\n1 Existing ASC")
    [head] = heads_of(TABLE, found)
    assert found.texts[head.end :] == ("1", "Existing", "ASC")
    assert found.texts[head.start] == "Scheme"


def test_a_head_that_is_printed_again_is_another():
    assert heads(f"{HEAD}\n1 Gardens Low\n\n{HEAD}") == [NAMED, NAMED]


def test_a_label_that_is_printed_in_another_way_leaves_a_gap():
    changed = HEAD.replace("Scheme Name", "What it is called")
    assert heads(changed) == [[name for name in NAMED if name != "scheme_name"]]


def test_a_few_labels_in_a_text_are_no_head():
    assert heads("The Provider and the Commissioner agree the Area of Spend and Scheme Type") == []
    assert heads("") == []


def test_a_label_at_the_end_of_a_row_before_a_head_is_not_part_of_it():
    found = words(f"NHS\nProvider\n\nDFG £5 New\n\n{HEAD.partition(FIRST)[2]}")
    [head] = heads_of(TABLE, found)
    assert [column.header for column in head.columns] == NAMED
    assert found.texts[: head.start] == ("NHS", "Provider", "DFG", "£5", "New")


def test_a_long_gap_parts_labels():
    gap = "one two three four five six seven "
    assert heads(f"Scheme ID Scheme Name {gap} NEA DTOC RES") == []


def test_columns_whose_labels_are_lost_stand_behind_those_they_follow():
    [head] = heads_of(TABLE, words(HEAD))
    columns = [column.header for column in columns_of(head, TABLE)]
    assert set(columns) == {column.header for column in TABLE.columns}
    assert columns.index("output_unit") == columns.index("scheme_type_other") + 1
    assert columns.index("commissioner") == columns.index("area_of_spend_other") + 1
    assert [name for name in columns if name in NAMED] == NAMED


def test_a_first_column_whose_label_is_lost_stands_first():
    [head] = heads_of(TABLE, words(HEAD))
    bare = head._replace(columns=head.columns[1:])
    assert columns_of(bare, TABLE)[0].header == "scheme_id"
