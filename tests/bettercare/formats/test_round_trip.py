"""Whatever a plan holds, writing and reading gives it back, and no spreadsheet runs any of it."""

import csv
import tempfile
from decimal import Decimal
from io import StringIO
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings

from bettercare import examples, formats, rounds
from bettercare.errors import UnknownRound, UnreadableFile
from bettercare.formats import csv_folder, csv_write
from bettercare.formats.headers import fields_of
from bettercare.money import read_number
from bettercare.plan import (
    IncomeLine,
    NarrativeText,
    Plan,
    SchemeRow,
    without_places,
)
from bettercare.plan.records import TABLES
from tests.bettercare.formats.folders import plan_of
from tests.bettercare.strategies import NAMES, TRAPS, TRIGGERS, plans

RULES = rounds.load("2019-20")
FORMS = ("plan", "plan.json")
NUMBERS = ("nhs_share", "la_share", "amounts.2019-20")
FORMULA = tuple(set(TRIGGERS) - {"'"})

# Every trap in every place that takes a text, and every name where a name is asked for.
ALL = (*TRAPS, *NAMES)
TRAPPED = (
    Plan(
        round="2019-20",
        area="",
        schemes=tuple(
            SchemeRow(
                scheme_id=text,
                description=text,
                impacts={text: text},
                amounts={text: Decimal("-0.01")},
                la_share=Decimal("0.5"),
                extra={text: text},
                written={text: text, **dict.fromkeys(NUMBERS, text)},
            )
            for text in ALL
        ),
        income=(),
        facts={text: text for text in ALL},
    ),
    Plan(
        round="2019-20",
        given=dict.fromkeys(ALL, Decimal(5)),
        printed=dict.fromkeys(ALL, Decimal("-5.50")),
        facts=dict.fromkeys(ALL, "x"),
    ),
    Plan(round="2019-20", given={"x": Decimal(5)}, facts={"given.x": "y", "fact.x": "z"}),
)


def back(plan, form):
    """A plan written and read again."""
    with tempfile.TemporaryDirectory() as home:
        formats.write(plan, Path(home) / form)
        reading = formats.read(Path(home) / form)
    assert all(one.agrees for one in reading.controls)
    return reading.plan


def assert_same(found, wanted):
    """Whether two plans are equal, in a form that shows where they are not."""
    differing = [
        name for name in wanted.__struct_fields__ if getattr(found, name) != getattr(wanted, name)
    ]
    assert differing == []


def cells(plan, rules=RULES):
    """Every cell of every file of a plan written as a folder, quotation marks taken off."""
    with tempfile.TemporaryDirectory() as home:
        csv_write.write(plan, Path(home), rules)
        texts = [file.read_text("utf-8-sig") for file in sorted(Path(home).iterdir())]
    return [
        cell for text in texts for row in csv.reader(StringIO(text, newline="")) for cell in row
    ]


def formulas(plan):
    """The cells that a spreadsheet may run."""
    return [one for one in cells(plan) if one.startswith(FORMULA) and read_number(one) is None]


@pytest.mark.parametrize("form", FORMS)
@given(plan=plans)
@settings(max_examples=200)
def test_any_plan_comes_back_whole(form, plan):
    assert_same(without_places(back(plan, form)), without_places(plan))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("plan", TRAPPED, ids=["texts", "names", "taken"])
def test_a_plan_of_traps_comes_back_whole(form, plan):
    assert_same(without_places(back(plan, form)), plan)


@given(plan=plans)
@settings(max_examples=100)
def test_no_cell_of_any_plan_is_a_formula(plan):
    assert formulas(plan) == []


@pytest.mark.parametrize("plan", TRAPPED, ids=["texts", "names", "taken"])
def test_no_cell_of_a_plan_of_traps_is_a_formula(plan):
    assert formulas(plan) == []


def test_a_hundred_triggers_in_every_text_are_inert_and_come_back():
    payloads = (
        "1+1",
        "cmd|' /C calc'!A0",
        'HYPERLINK("x")',
        "SUM(A1:A9)",
        " 1",
        "",
        "'",
        ",",
        '"',
        "x\n=1",
    )
    triggers = [f"{trigger}{payload}" for trigger in FORMULA for payload in payloads]
    assert len(triggers) >= 100
    tables = {name: tuple(_full(kind, text) for text in triggers) for name, kind in TABLES.items()}
    plan = plan_of(area=triggers[0], facts={text: text for text in triggers}, **tables)
    assert formulas(plan) == []
    for form in FORMS:
        assert_same(without_places(back(plan, form)), plan)


def _full(kind, text):
    """A record with this text wherever it takes one."""
    texts = [field for field, held in fields_of(kind).items() if held == ("text", False)]
    return kind(extra={text: text}, **dict.fromkeys(texts, text))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["leicester", "rotherham"])
def test_a_shipped_plan_comes_back_whole(form, name):
    plan = formats.read(examples.path(name)).plan
    assert without_places(back(plan, form)) == without_places(plan)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_is_not_a_missing_one(form, table):
    plan = back(plan_of(**{table: ()}), form)
    assert {name: getattr(plan, name) for name in TABLES} == dict.fromkeys(TABLES) | {table: ()}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("area", [None, "", " ", "Leicester"])
def test_an_area_that_is_not_given_is_not_guessed(form, area):
    assert back(Plan(round="2019-20", area=area), form).area == area


@pytest.mark.parametrize(
    "record",
    [
        SchemeRow(),
        SchemeRow(scheme_name=" "),
        SchemeRow(scheme_name="Total", amounts={"2019-20": Decimal(5)}),
        SchemeRow(scheme_id="Total"),
        IncomeLine(source_of_funding="Total council", amounts={"2019-20": Decimal(5)}),
    ],
)
def test_a_record_that_reads_like_a_blank_row_or_a_total_is_kept(record):
    table = "income" if isinstance(record, IncomeLine) else "schemes"
    other = type(record)(source_of_funding="DFG")
    plan = plan_of(**{table: (record, other)})
    assert without_places(back(plan, "plan")) == plan
    assert "keep" in cells(plan)
    assert cells(plan).count("yes") == 1
    assert "keep" not in cells(plan_of(**{table: (other,)}))


def test_columns_of_our_own_are_written_only_where_they_are_needed():
    row = SchemeRow(
        nhs_share=Decimal("0.5"),
        amounts={"2018-19": Decimal(3)},
        written={"amounts.2019-20": "tbc", "la_share": "40%", "output_estimate": "=1+1"},
        extra={"Lead": "Jo", "amount": "7", "=x": "y"},
    )
    plan = Plan(
        round="2019-20",
        schemes=(row,),
        facts={"version": "3", "area": "x"},
        given={"required.x": Decimal(5), "x": Decimal(6)},
    )
    written = cells(plan)
    assert {"tbc", "'=1+1", "Lead", "'=x", "amounts.2018-19", "version"} <= set(written)
    assert {"extra.amount", "written.la_share", "fact.area", "required.x", "given.x"} <= set(
        written
    )
    assert not {"written.output_estimate", "given.required.x"} & set(written)
    assert not {"extra.Lead", "written.amounts.2019-20", "amount", "area", "keep"} & set(written)


def test_numbers_are_written_as_numbers():
    row = SchemeRow(amounts={"2019-20": Decimal("-1E+3")}, nhs_share=Decimal("0.50"))
    assert {"-1000", "0.50"} <= set(cells(Plan(round="2019-20", schemes=(row,))))


def test_a_folder_is_utf_8_with_a_mark_and_every_cell_in_quotation_marks(tmp_path):
    formats.write(Plan(round="2019-20", area="Café"), tmp_path)
    lines = [
        '\ufeff"field","value"',
        '"dialect","bettercare-1"',
        '"round","2019-20"',
        '"area","Café"',
        "",
    ]
    expected = "\r\n".join(lines)
    assert (tmp_path / "plan.csv").read_bytes().decode() == expected


def test_a_table_that_the_round_does_not_have_comes_back_too(tmp_path):
    tables = {
        name: msgspec.structs.replace(table, columns=table.columns[:1])
        for name, table in RULES.tables.items()
        if name != "narrative"
    }
    rules = msgspec.structs.replace(RULES, tables=tables)
    plan = Plan(
        round="2019-20",
        narrative=(NarrativeText(section="A", text="Words"),),
        income=(IncomeLine(amounts={"2019-20": Decimal(5)}, comment="x"),),
        schemes=(SchemeRow(nhs_share=Decimal("0.5"), impacts={"nea": "Low"}),),
    )
    csv_write.write(plan, tmp_path, rules)
    found = csv_folder.read(tmp_path, lambda _: rules, None).plan
    assert without_places(found) == plan


def test_what_was_in_the_folder_before_does_not_become_part_of_the_plan(tmp_path):
    for name in ("hicm.csv", "Schemes.CSV", "minutes.csv", "plan.csv"):
        (tmp_path / name).write_text("section,text\n")
    plan = Plan(round="2019-20", schemes=(SchemeRow(scheme_name="Falls"),))
    formats.write(plan, tmp_path)
    assert without_places(formats.read(tmp_path).plan) == plan
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "minutes.csv",
        "plan.csv",
        "schemes.csv",
    ]


def test_nothing_is_removed_when_the_plan_cannot_be_written(tmp_path):
    (tmp_path / "hicm.csv").write_text("keep me")
    for form in (tmp_path, tmp_path / "plan.json"):
        with pytest.raises(UnreadableFile, match="a text holds half a character"):
            formats.write(Plan(round="2019-20", area="\ud800"), form)
    with pytest.raises(UnknownRound):
        formats.write(Plan(round="2011-12"), tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["hicm.csv"]


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    plan = Plan(round="2019-20")
    for name in ("file", "plan.txt"):
        (tmp_path / name).write_text("x")
    with pytest.raises(
        UnreadableFile, match=r"Cannot write plan.docx: give a folder of CSV files, a"
    ):
        formats.write(plan, "plan.docx")
    for name in ("file", "plan.txt"):
        with pytest.raises(UnreadableFile, match=rf"Cannot write {name}: give a folder of CSV"):
            formats.write(plan, tmp_path / name)
    with pytest.raises(
        UnreadableFile, match=r"Cannot write .*no.json: no such file or directory\."
    ):
        formats.write(plan, tmp_path / "not" / "there" / "no.json")
