"""A folder of CSV files as a plan: rounds, areas, headers, rows of totals, fractions."""

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from bettercare import formats, rounds
from bettercare.errors import UnknownRound, UnreadableFile, UnusableRound
from bettercare.formats import csv_folder
from bettercare.formats.headers import Layout, fields_of, letter, read_headers
from bettercare.formats.reading import Control
from bettercare.formats.tables import TableRead, control_findings
from bettercare.plan.records import TABLES, Origin, SchemeRow
from tests.bettercare.formats.folders import (
    ERROR,
    HEADERS,
    INFORMATION,
    PLAN,
    ROW,
    WARNING,
    amounts_in,
    codes,
    control,
    folder_of,
    found,
    read_schemes,
    records,
    schemes_of,
)

PUBLISHED = Path(__file__).parents[2] / "data" / "published"
RULES = rounds.load("2019-20")
D = Decimal


def read(home, files, plan=PLAN, round_id=None):
    return formats.read(folder_of(home, files, plan), round_id)


def test_a_folder_is_read_with_the_place_of_every_value(tmp_path):
    reading = read_schemes(tmp_path, 5, "7.50")
    plan = reading.plan
    assert (plan.round, plan.area) == ("2019-20", "Exampleton")
    [_, row] = records(reading)
    assert row.scheme_name == "Scheme 2"
    assert row.impacts == dict.fromkeys(("nea", "dtoc", "res", "rea"), "Low")
    assert row.amounts == {"2019-20": D("7.50")}
    assert plan.place("schemes", 2, "amounts.2019-20").cell == "L3"
    assert set(plan.origins["schemes"].columns) == set(
        HEADERS.replace("expenditure", "amounts.2019-20").split(",")
    ) - {"nea", "dtoc", "res", "rea"} | {
        "impacts.nea",
        "impacts.dtoc",
        "impacts.res",
        "impacts.rea",
    }
    assert plan.place("schemes", 2, "scheme_name").file == "schemes.csv"
    assert (reading.findings, control(reading)) == ((), ((2, 2, 0, 0), (D("12.5"), D("12.5"), 0)))
    assert plan.income is None


def test_rotherham_is_read_as_published():
    reading = formats.read(PUBLISHED / "rotherham-2019-20")
    plan = reading.plan
    assert (plan.round, plan.area) == ("2019-20", "Rotherham")
    assert plan.metrics is None
    assert control(reading, "income") == ((7, 6, 0, 1), (D(80739636), D(40369818), D(40369818)))
    assert control(reading, "schemes")[0] == (67, 67, 0, 0)
    printed = {**plan.printed}
    assert {
        figure: printed.pop(f"{figure}.total") for figure in ("income", "expenditure", "balance")
    } == {
        "income": 40369818,
        "expenditure": 40369818,
        "balance": 0,
    }
    assert printed["expenditure.nhs_minimum"] == 19614894
    assert printed["balance.additional_nhs"] == 0
    assert len(printed) == 2 * 6
    assert found(reading, "READ-17") == [
        (INFORMATION, "income.csv, row 8", "A row of totals (£40,369,818), set aside.", "")
    ]
    assert [one[1:3] for one in found(reading, "READ-04")] == [
        (
            "schemes.csv",
            "The round has no column for 'reconstruction', 'printed_right_id', "
            "'printed_right_name' and 'labels_lost_so_far'; kept, and not used.",
        )
    ]
    assert (
        records(reading)[12].extra["printed_right_name"]
        == "Community Occupational Therapy Services"
    )


def test_leicester_is_read_as_published():
    reading = formats.read(PUBLISHED / "leicester-2019-20")
    assert (reading.plan.round, reading.plan.area) == ("2019-20", "Leicester")
    assert [one[:3] for one in found(reading, "READ-12")] == [
        (
            INFORMATION,
            "Round",
            "The plan names no round; taken as 2019-20 from the name of its folder.",
        ),
        (
            INFORMATION,
            "Area",
            "The plan names no area; taken as 'Leicester' from the name of its folder.",
        ),
    ]
    assert [one[2] for one in found(reading, "READ-08")] == [
        "Not part of a plan, not read: 'printed.json'."
    ]
    kept = {one.table: one.rows_kept for one in reading.controls}
    assert kept == {"income": 6, "schemes": 49, "metrics": 6, "hicm": 8, "requirements": 9}
    assert control(reading)[1] == (D(43368727), D(43368727), 0)
    assert set(codes(reading)) == {"READ-08", "READ-12"}


# Which round


@pytest.mark.parametrize("written", ["2019-20", "2019/20", " 2019 to 2020 ", "2019–20"])
def test_the_round_is_as_plan_csv_says(tmp_path, written):
    reading = read(tmp_path, {"schemes.csv": HEADERS}, f"round,{written}\narea,X\n")
    assert reading.plan.round == "2019-20"
    assert "READ-12" not in codes(reading)


@pytest.mark.parametrize(
    ("name", "round_id"),
    [
        ("leicester-2019-20", "2019-20"),
        ("leicester 2019-2020", "2019-20"),
        ("leicester_201920", "2019-20"),
        ("Leicester 2019 to 20", "2019-20"),
        ("2019_20", "2019-20"),
        ("leicester", None),
        ("leicester-2020", None),
        ("leicester-2019-27", None),
        ("2019-20-draft", None),
        ("plan-1999-00", None),
    ],
)
def test_the_round_may_be_told_from_the_name_of_the_folder(name, round_id):
    assert csv_folder._year_at_end(name) == round_id


def test_a_folder_that_names_no_round_is_refused(tmp_path):
    with pytest.raises(UnknownRound) as refused:
        read(tmp_path / "draft", {"schemes.csv": HEADERS}, "area,X\n")
    assert str(refused.value) == (
        "Cannot tell which round draft is for. "
        "Add --round, or the row round,2019-20 to its plan.csv."
    )
    assert read(tmp_path / "draft", {}, "area,X\n", "2019/20").plan.round == "2019-20"


def test_a_round_that_is_not_at_hand_is_refused(tmp_path):
    with pytest.raises(UnknownRound, match=r"no round '1948-49'\. Rounds at hand: "):
        read(tmp_path, {"schemes.csv": HEADERS}, "round,1948/49\n")


def test_the_round_asked_for_wins_and_the_difference_is_said(tmp_path):
    reading = read(tmp_path, {}, "round,2016-17\narea,X\n", "2019-20")
    assert reading.plan.round == "2019-20"
    assert found(reading, "READ-15") == [
        (
            WARNING,
            "plan.csv, round",
            "The plan says 2016-17; read as 2019-20, as asked.",
            "Mend whichever is wrong.",
        )
    ]
    assert codes(read(tmp_path / "same", {}, PLAN, "2019/20")) == []


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("bath-and-north-east-somerset-2019-20", "Bath And North East Somerset"),
        ("isle_of_wight", "Isle Of Wight"),
        ("leicester-2020", "Leicester 2020"),
        ("leicester-2019-27", "Leicester 2019 27"),
        ("2019-20", None),
    ],
)
def test_the_area_may_be_told_from_the_name_of_the_folder(tmp_path, name, area):
    reading = read(tmp_path / name, {"schemes.csv": HEADERS}, "round,2019-20\n")
    assert reading.plan.area == area
    assert codes(reading).count("READ-12") == (area is not None)


# Which files


def test_a_folder_without_a_plan_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match=r"holds no file of a plan, such as schemes\.csv"):
        read(tmp_path, {"minutes.csv": "a,b", "schemes.txt": HEADERS}, plan=None)


def test_a_folder_may_be_called_like_a_file(tmp_path):
    assert amounts_in(read(tmp_path / "plan.csv", {"schemes.csv": schemes_of(5)})) == ["5"]


def test_plan_csv_alone_is_a_plan(tmp_path):
    reading = read(tmp_path, {})
    assert reading.plan.schemes is None
    assert (codes(reading), reading.controls) == ([], ())


def test_files_that_are_no_part_of_a_plan_are_named(tmp_path):
    others = {f"paper-{n:02}.csv": "x" for n in range(11)} | {"notes.txt": "x", "old": None}
    silent = {".hidden": "x", "~$schemes.xlsx": "x", "README.md": "x", "readme.txt": "x"}
    [one] = found(read(tmp_path, others | silent), "READ-08")
    assert one[0] == INFORMATION
    assert one[2].startswith("Not part of a plan, not read: 'notes.txt', 'old', 'paper-00.csv',")
    assert one[2].endswith("and 5 more.")


def test_file_names_in_capitals_are_read_and_a_second_file_is_not(tmp_path):
    reading = read(tmp_path, {"SCHEMES.CSV": schemes_of(1), "Income.csv": "source,amount\nDFG,5\n"})
    assert amounts_in(reading) == ["1"]
    assert reading.plan.origins["schemes"].file == "SCHEMES.CSV"
    (tmp_path / "schemes.csv").write_text(schemes_of(2))
    reading = formats.read(tmp_path)
    assert amounts_in(reading) == ["2"]
    assert found(reading, "READ-08") == [
        (
            WARNING,
            tmp_path.name,
            "SCHEMES.CSV is not read: schemes.csv is there too.",
            "Keep one of the two.",
        )
    ]


def test_a_table_that_the_round_does_not_have_is_kept_and_said(tmp_path):
    tables = {name: table for name, table in RULES.tables.items() if name != "narrative"}
    rules = msgspec.structs.replace(RULES, tables=tables)
    home = folder_of(tmp_path, {"narrative.csv": "section,text,page\nA,=1+1,4\n"})
    reading = csv_folder.read(home, lambda _: rules, None)
    [section] = records(reading, "narrative")
    assert (section.section, section.text, section.extra) == ("A", "=1+1", {"page": "4"})
    assert [one[1] for one in found(reading, "READ-06")] == ["Row 1, text"]
    assert found(reading, "READ-08") == [
        (
            INFORMATION,
            "narrative.csv",
            "The round has no table narrative; kept, and not checked.",
            "",
        )
    ]


# Headers


def header_of(table, text, own=False):
    return Layout(table, RULES).header(0, text, own)


@pytest.mark.parametrize(
    "text",
    ["expenditure", " Expenditure ", "EXPENDITURE", "Expenditure (£)", "amount", "amounts.2019-20"],
)
def test_a_header_is_known_by_name_label_alias_or_field_and_key(text):
    assert header_of("schemes", text).field == "amounts.2019-20"


def test_a_year_that_the_round_does_not_have_is_read_under_field_and_key(tmp_path):
    text = f"{HEADERS},amounts.2018-19\n{ROW.format(n=1, amount=5)},3\n"
    reading = read(tmp_path, {"schemes.csv": text})
    assert records(reading)[0].amounts == {"2019-20": D(5), "2018-19": D(3)}
    assert control(reading)[1] == (8, 8, 0)
    assert codes(reading) == []


@pytest.mark.parametrize(
    "text", ["amounts.", "scheme_name.x", "Amounts.2018-19", "extra.x", "keep", ""]
)
def test_other_headers_are_extras(text):
    assert header_of("schemes", text).fills == "extra"


def test_columns_of_the_same_header_or_meaning_are_kept_beside_the_first(tmp_path):
    text = f"{HEADERS},amount,note,note,expenditure\n{ROW.format(n=1, amount=5)},6,a,b,7\n"
    reading = read(tmp_path, {"schemes.csv": text})
    assert records(reading)[0].amounts == {"2019-20": D(5)}
    assert records(reading)[0].extra == {
        "amount (2)": "6",
        "note": "a",
        "note (2)": "b",
        "expenditure (2)": "7",
    }
    assert found(reading, "READ-03") == [
        (
            WARNING,
            "schemes.csv",
            "More than one column for 'amount', 'note' and 'expenditure'; the first is read.",
            "Delete or rename the others; their cells are kept beside the row.",
        )
    ]
    assert control(reading)[1] == (5, 5, 0)
    assert [one[2] for one in found(reading, "READ-04")] == [
        "The round has no column for 'note'; kept, and not used."
    ]


def test_a_numbered_name_never_takes_the_place_of_another():
    cells = ["x", "x", "x (2)", "x", "", "column E", "x (2) (2)", "x (3)"]
    headers = read_headers(Layout("schemes", RULES), cells, own=False)
    names = [one.name for one in headers]
    assert len(set(names)) == len(names)
    assert names[:3] == ["x", "x (2)", "x (2) (2)"]
    assert names[4] == "column E"
    assert [one.again for one in headers] == [False, True, True, True, False, True, True, False]


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (["x (2)", "x", "x"], ["x (2)", "x", "x (3)"]),
        (["column B", ""], ["column B", "column B (2)"]),
    ],
)
def test_a_number_that_is_taken_is_passed_over(cells, names):
    headers = read_headers(Layout("schemes", RULES), cells, own=False)
    assert [one.name for one in headers] == names
    assert headers[1].again is False


def test_columns_of_their_own_are_kept_and_named(tmp_path):
    text = f"{HEADERS}, Lead ,source_row\n{ROW.format(n=1, amount=5)}, Jo ,1\n"
    reading = read(tmp_path, {"schemes.csv": text})
    assert records(reading)[0].extra == {"Lead": "Jo", "source_row": "1"}
    assert "" not in reading.plan.origins["schemes"].columns
    assert found(reading, "READ-04") == [
        (
            INFORMATION,
            "schemes.csv",
            "The round has no column for 'Lead'; kept, and not used.",
            "Check that none is misspelt.",
        )
    ]


def test_columns_that_are_missing_are_named(tmp_path):
    reading = read(tmp_path, {"income.csv": "contributor\nLeicester\n"})
    assert found(reading, "READ-07") == [
        (
            ERROR,
            "income.csv",
            "There is no column for funding_source and amount.",
            "Write the headers in the first row, and add those that are missing.",
        )
    ]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("1,2,3,x,4", {"column C": "3", "Lead": "x", "column E": "4"}),
        ("1,2, ,x,4", {"Lead": "x", "column E": "4"}),
        ("1,2,3,x", {"column C": "3", "Lead": "x"}),
        ("1,2,3", {"column C": "3"}),
    ],
)
def test_cells_without_a_header_are_kept_and_said(tmp_path, row, cells):
    reading = read(tmp_path, {"narrative.csv": f"section,text,,Lead\nA,B\n{row}\nC,D,,,\n"})
    assert codes(reading) == ["READ-04", "READ-14"]
    assert [one[2] for one in found(reading, "READ-04")] == [
        "The round has no column for 'Lead'; kept, and not used."
    ]
    assert [one.extra for one in records(reading, "narrative")] == [{}, cells, {}]
    assert found(reading, "READ-14") == [
        (
            WARNING,
            "narrative.csv",
            "Cells without a header; kept, and not used (row 3 of the file).",
            "Look for a comma inside a text that is not in quotation marks, or add a header.",
        )
    ]


def test_a_cell_under_a_header_named_like_a_column_is_not_lost(tmp_path):
    reading = read(tmp_path, {"narrative.csv": "section,text,column D\nA,B,x,y\n"})
    assert records(reading, "narrative")[0].extra == {"column D": "x", "column D, no header": "y"}


def test_ten_thousand_headers_are_read_in_no_time(tmp_path):
    headers = ",".join(["same"] * 5000 + [f"h{n}" for n in range(5000)])
    reading = read(tmp_path, {"narrative.csv": f"section,text,{headers}\nA,B,{'x,' * 10000}\n"})
    assert len(records(reading, "narrative")[0].extra) == 10_000
    assert all(len(one.message) < 500 for one in reading.findings)


@pytest.mark.parametrize(
    ("position", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_the_letters_of_a_spreadsheet(position, name):
    assert letter(position) == name


# Rounds that give a table other columns


def with_columns(table, columns):
    changed = msgspec.structs.replace(RULES.tables[table], columns=tuple(columns))
    return msgspec.structs.replace(RULES, tables={**RULES.tables, table: changed})


def test_a_field_that_the_round_leaves_out_has_a_column_under_its_own_name():
    kept = [one for one in RULES.tables["schemes"].columns if one.field != "provider"]
    layout = Layout("schemes", with_columns("schemes", kept))
    assert layout.header(0, "provider", own=False).field == "provider"
    assert "provider" in [c.header for c in layout.columns[len(kept) :]]


@pytest.mark.parametrize(
    "change", [{"field": "colour"}, {"field": "amounts"}, {"kind": "money"}, {"key": "x"}]
)
def test_a_column_that_cannot_fill_its_field_is_a_fault_of_the_round(change):
    first, *rest = RULES.tables["schemes"].columns
    rules = with_columns("schemes", [msgspec.structs.replace(first, **change), *rest])
    with pytest.raises(UnusableRound, match="Table schemes of round 2019-20: column 'scheme_id'"):
        Layout("schemes", rules)


def test_every_field_of_every_record_can_be_filled():
    assert fields_of(SchemeRow)["amounts"] == ("money", True)
    assert fields_of(SchemeRow)["impacts"] == ("text", True)
    assert fields_of(SchemeRow)["nhs_share"] == ("number", False)
    for name, kind in TABLES.items():
        filled = {column.field for column in Layout(name, RULES).columns}
        filled |= {field for field, (_, keyed) in fields_of(kind).items() if keyed}
        assert filled == set(kind.__struct_fields__) - {"row", "written", "extra"}


def test_a_header_without_letters_is_no_column_of_the_round():
    first, *rest = RULES.tables["schemes"].columns
    rules = with_columns("schemes", [msgspec.structs.replace(first, aliases=("£",)), *rest])
    assert Layout("schemes", rules).header(0, "", own=False).fills == "extra"
    assert Layout("schemes", rules).header(0, "%", own=False).fills == "extra"


@pytest.mark.parametrize("name", ["keep", "extra.id", "written.id", "amounts.x"])
def test_a_header_of_the_round_comes_before_those_of_our_own_dialect(name):
    first, *rest = RULES.tables["schemes"].columns
    rules = with_columns("schemes", [msgspec.structs.replace(first, header=name), *rest])
    assert Layout("schemes", rules).header(0, name, own=True).field == "scheme_id"


@pytest.mark.parametrize("name", ["", "amount", "keep", "extra.x", "written.x", "'=x"])
def test_an_extra_that_could_be_taken_for_another_column_has_a_header_of_its_own(name):
    assert Layout("schemes", RULES).header_of_extra(name) == f"extra.{name}"
    assert Layout("schemes", RULES).header_of_extra(f"my {name}") == f"my {name}"


# Rows of totals, blank rows


@pytest.mark.parametrize(
    "label", ["Total", "TOTALS", "Grand total:", "Sum", " total (£) ", "Sub-total", "Overall Total"]
)
@pytest.mark.parametrize("amount", ["11", "£11.00", '"£11"', "-", ""])
def test_a_row_of_totals_is_set_aside_and_said(tmp_path, label, amount):
    text = schemes_of(5, 6) + f"{label}{',' * 11}{amount},\n"
    reading = read(tmp_path, {"schemes.csv": text})
    assert amounts_in(reading) == ["5", "6"]
    total = 11 if "11" in amount else 0
    assert control(reading) == ((3, 2, 0, 1), (11 + total, 11, total))
    [one] = found(reading, "READ-17")
    assert one[1:3] == ("schemes.csv, row 4", f"A row of totals (£{total}), set aside.")


@pytest.mark.parametrize(
    "row",
    [
        "Total care,,,,,,,,,,,11,",
        "Total,Equipment,,,,,,,,,,11,",
        "7,Total,,,,,,,,,,11,",
        "Total,,,,,,,,,,Additional LA Contribution,11,",
        "Summary,,,,,,,,,,,11,",
        "Total,,,,,,,,,,,about 11,",
    ],
)
def test_a_row_with_more_than_a_label_and_numbers_is_a_scheme(tmp_path, row):
    reading = read(tmp_path, {"schemes.csv": schemes_of(5) + row + "\n"})
    assert len(reading.plan.schemes) == 2
    assert control(reading)[0] == (2, 2, 0, 0)


def test_a_row_of_totals_may_have_its_word_after_the_sums(tmp_path):
    text = "amount,scheme_name\n5,Falls\n6,Telecare\n11,Total\n"
    reading = read(tmp_path, {"schemes.csv": text})
    assert control(reading) == ((3, 2, 0, 1), (22, 11, 11))


def test_a_row_of_totals_may_stand_anywhere_and_in_any_column(tmp_path):
    text = f"{HEADERS}\n,,,,,,,,,,Total,5,\n{ROW.format(n=1, amount=5)}\n"
    reading = read(tmp_path, {"schemes.csv": text})
    assert control(reading) == ((2, 1, 0, 1), (10, 5, 5))
    assert reading.plan.printed == {"expenditure.total": 5}


@pytest.mark.parametrize("row", [",,,Total council,5", ",,Total council,,5", ",Total council,5,,"])
def test_a_total_of_another_column_is_told_by_its_whole_name(tmp_path, row):
    reading = read(tmp_path, {"income.csv": f"source,contributor,Lead\nDFG,A,B\n{row}\n"})
    assert len(records(reading, "income")) == 2


def test_a_source_may_be_called_a_total(tmp_path):
    dfg = msgspec.structs.replace(RULES.sources["dfg"], aliases=("Total Grant",))
    sources = msgspec.structs.replace(RULES.sources, items={**RULES.sources.items, "dfg": dfg})
    rules = msgspec.structs.replace(RULES, sources=sources)
    home = folder_of(tmp_path, {"income.csv": "source,amount\nTotal Grant,5\nTotal Grants,5\n"})
    reading = csv_folder.read(home, lambda _: rules, None)
    assert [one.source_of_funding for one in records(reading, "income")] == ["Total Grant"]


def test_control_totals_that_do_not_agree_are_our_fault():
    whole = Control(
        table="income",
        rows_read=3,
        rows_kept=1,
        blank_rows=1,
        total_rows=1,
        sum_read=D(8),
        sum_kept=D("5.50"),
        sum_of_total_rows=D("2.50"),
    )
    lost = msgspec.structs.replace(whole, table="schemes", blank_rows=0)
    tables = [
        TableRead(records=(), origin=Origin(), control=one, findings=()) for one in (lost, whole)
    ]
    [finding] = control_findings(tables)
    assert (finding.code, finding.severity, finding.subject) == ("READ-16", ERROR, "schemes")
    assert finding.message == "Read 3 rows and £8; kept 1 rows and £5.50."


@pytest.mark.parametrize("part", ["rows_read", "rows_kept", "blank_rows", "total_rows"])
def test_control_totals_agree_only_when_every_row_is_accounted_for(part):
    whole = Control(table="x", rows_read=6, rows_kept=3, blank_rows=2, total_rows=1)
    assert whole.agrees
    assert not msgspec.structs.replace(whole, **{part: 9}).agrees


@pytest.mark.parametrize("part", ["sum_read", "sum_kept", "sum_of_total_rows"])
def test_control_totals_agree_only_to_the_last_decimal(part):
    most, least = D("999999999999999"), D("1E-20")
    whole = Control(
        table="x",
        rows_read=0,
        rows_kept=0,
        sum_read=D(f"{most}.{'0' * 19}1"),
        sum_kept=most,
        sum_of_total_rows=least,
    )
    assert whole.agrees
    assert not msgspec.structs.replace(whole, **{part: D(1)}).agrees


def test_a_total_of_a_kind_of_source_is_set_aside_but_a_source_is_not(tmp_path):
    text = (
        "source,amount\nDFG,5\nTotal CCG Contribution,7\nTotal BCF Pooled Budget,12\n"
        "Total council,about 3\nBanana,4\n"
    )
    reading = read(tmp_path, {"income.csv": text})
    assert [one.source_of_funding for one in records(reading, "income")] == [
        "DFG",
        "Total council",
        "Banana",
    ]
    assert reading.plan.printed == {}


def test_a_table_without_money_has_no_rows_of_totals(tmp_path):
    reading = read(tmp_path, {"narrative.csv": "section,text\nTotal,\n,\n"})
    assert [one.section for one in records(reading, "narrative")] == ["Total"]
    assert control(reading, "narrative") == ((2, 1, 1, 0), (0, 0, 0))


def test_blank_rows_are_set_aside_and_counted(tmp_path):
    text = f"\n,,\n{HEADERS}\n\n{ROW.format(n=1, amount=5)}\n , ,\n,,,,,,,,\n"
    reading = read(tmp_path, {"schemes.csv": text})
    assert control(reading) == ((4, 1, 3, 0), (5, 5, 0))
    assert records(reading)[0].row == 5
    assert codes(reading) == []


def test_the_totals_of_both_tables_become_printed_figures(tmp_path):
    files = {
        "schemes.csv": schemes_of(5, 6) + f"Sub-total{',' * 11}5,\nTotal{',' * 11}12,\n",
        "income.csv": "source,amount,balance\nDFG,5,1\niBCF,6,\nTotal,13,2\nTotal council,1,\n",
    }
    reading = read(tmp_path, files)
    assert reading.plan.printed == {
        "balance.dfg": 1,
        "income.total": 13,
        "balance.total": 2,
        "expenditure.total": 12,
    }
    assert codes(reading) == ["READ-17"] * 4


def test_a_printed_figure_is_as_plan_csv_says_and_else_as_first_printed(tmp_path):
    files = {
        "schemes.csv": schemes_of(5) + f"Total{',' * 11}5,\n",
        "income.csv": "source,amount,expenditure\nDFG,5,1\nDFG,6,2\nelsewhere,1,9\nTotal,9,7\n",
    }
    reading = read(tmp_path, files, PLAN + "printed.income.total,8\n")
    assert reading.plan.printed == {
        "expenditure.dfg": 1,
        "income.total": 8,
        "expenditure.total": 7,
    }


# Fractions


def shares_of(tmp_path, *rows):
    text = "\n".join(
        [f"{HEADERS},nhs_share,la_share", *(f"{ROW.format(n=1, amount=5)},{row}" for row in rows)]
    )
    return read(tmp_path, {"schemes.csv": text})


@pytest.mark.parametrize(
    ("written", "nhs", "la"),
    [
        ("0.6,0.4", "0.6", "0.4"),
        ("60,40", "0.6", "0.4"),
        ("60%,40%", "0.6", "0.4"),
        ("60%,40", "0.6", "0.4"),
        ("99,1", "0.99", "0.01"),
        ("99.5,0.5", "0.995", "0.005"),
        ("100,0", "1", "0"),
        ("1,0", "1", "0"),
        ("33.3,66.6", "0.333", "0.666"),
        ("60,", "0.6", None),
        ("60,0.4", "0.6", "0.4"),
        ("150%,", "1.5", None),
        ("101,0", "101", "0"),
        ("101,-1", "101", "-1"),
        ("99.9,0.6", "0.999", "0.006"),
        ("99.9,0.7", "0.999", "0.7"),
        ("33.33333333333333333333,", "33.33333333333333333333", None),
        ("-5,0", "-5", "0"),
        ("1.5,", "0.015", None),
    ],
)
def test_shares_are_read_as_fractions(tmp_path, written, nhs, la):
    [row] = shares_of(tmp_path, written).plan.schemes
    assert row.nhs_share == D(nhs)
    assert row.la_share == (None if la is None else D(la))


def test_shares_read_as_per_cent_are_said_once_a_column(tmp_path):
    reading = shares_of(tmp_path, "0.5,0.5", "60,40", "70%,30%", "1,0", "80,20")
    fix = "Write 0.6 for 60%, and 1 for 100%."
    assert found(reading, "READ-10") == [
        (
            INFORMATION,
            "Row 2, NHS share",
            "'60' is read as per cent, so as 0.60 (rows 2, 3 and 5).",
            fix,
        ),
        (
            INFORMATION,
            "Row 2, LA share",
            "'40' is read as per cent, so as 0.40 (rows 2, 3 and 5).",
            fix,
        ),
    ]
    [first, _] = [one for one in reading.findings if one.code == "READ-10"]
    assert [(at.item, at.cell) for at in first.places] == [(2, "N3"), (3, "N4"), (5, "N6")]


def test_a_share_of_nought_is_not_said(tmp_path):
    said = found(shares_of(tmp_path, "100,0"), "READ-10")
    assert [one[1] for one in said] == ["Row 1, NHS share"]


METRICS = "metric,plan_year,numerator,denominator,value_printed,value_printed_on_summary\n"


def metric_of(tmp_path, line):
    return read(tmp_path, {"metrics.csv": METRICS + line})


@pytest.mark.parametrize(
    ("line", "value", "on_summary"),
    [
        ("REA,2019/20,214,230,93.0,0.930434783", "0.93", "0.930434783"),
        ("Reablement,2019/20,214,230,93%,93", "0.93", "0.93"),
        ("REA,2019/20,214,230,150%,", "1.5", None),
        ("REA,2019/20,214,230,0.93,", "0.93", None),
        ("REA,2019/20,214,230,1,", "1", None),
        ("REA,2019/20,214,230,100,", "1", None),
        ("REA,2019/20,214,230,101,", "101", None),
        ("DTOC,2019/20,,,21.4,", "21.4", None),
        ("RES,2019/20,254,43358,58,", "58", None),
        ("smiles,2019/20,,,93,", "93", None),
        (",2019/20,,,93,", "93", None),
    ],
)
def test_the_printed_value_of_a_fraction_may_be_per_cent(tmp_path, line, value, on_summary):
    [found_line] = metric_of(tmp_path, line).plan.metrics
    assert found_line.value_printed == D(value)
    assert found_line.value_printed_on_summary == (None if on_summary is None else D(on_summary))


def test_a_metric_read_as_per_cent_is_said(tmp_path):
    assert found(metric_of(tmp_path, "REA,2019/20,214,230,93.0,0.93\n"), "READ-10") == [
        (
            INFORMATION,
            "Line 1, value",
            "'93.0' is read as per cent, so as 0.930.",
            "Write 0.6 for 60%, and 1 for 100%.",
        )
    ]


def test_our_own_dialect_means_its_numbers_as_they_stand(tmp_path):
    own = PLAN + "dialect,bettercare-1\n"
    schemes = f"{HEADERS},nhs_share,la_share\n{ROW.format(n=1, amount=5)},60,40\n"
    metrics = METRICS + "REA,2019/20,214,230,93.0,\n"
    income = "funding_source,amount,balance\nDFG,5,7\nTotal,5,7\n"
    reading = read(
        tmp_path, {"schemes.csv": schemes, "metrics.csv": metrics, "income.csv": income}, own
    )
    assert (records(reading)[0].nhs_share, records(reading, "metrics")[0].value_printed) == (60, 93)
    assert reading.plan.printed == {}
    assert codes(reading) == ["READ-17"]


def test_a_share_with_a_sign_is_divided_once(tmp_path):
    reading = shares_of(tmp_path, "150%,-50%", "60%,40")
    assert [(row.nhs_share, row.la_share) for row in reading.plan.schemes] == [
        (Decimal("1.5"), Decimal("-0.5")),
        (Decimal("0.6"), Decimal("0.4")),
    ]
    assert (
        found(reading, "READ-10")[0][2] == "'150%' is read as per cent, so as 1.50 (rows 1 and 2)."
    )


def test_a_printed_metric_with_a_sign_is_divided_once(tmp_path):
    [line] = metric_of(tmp_path, "REA,2019/20,214,230,150%,\n").plan.metrics
    assert line.value_printed == Decimal("1.5")
