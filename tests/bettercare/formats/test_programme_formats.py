"""Programmes as folders of CSV files and as JSON: nothing lost, and every slip told."""

import csv
import json
import tempfile
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import bettercare as bc
from bettercare import examples
from bettercare.errors import UnreadableFile
from bettercare.findings import Severity
from bettercare.formats import programme as programmes
from bettercare.formats.headers import fields_of
from bettercare.formats.programme_files import is_programme
from bettercare.money import is_not_given, read_number
from bettercare.plan.records import Record
from bettercare.programmes.records import TABLES, Line, Programme, schema, without_places
from tests.bettercare.strategies import NAMES, TRAPS

SHIPPED = ("rutland-2017-19", "rutland-2016-17")
FORMS = ("out", "out.json")
HEAD = "field,value\narea,Exampleton\nunit,£k\nyears,2024-25\n"
LINES = "priority,item,source,annual.2024-25,bcf.2024-25\n1,A,BCF,10,10\n"

TEXTS = st.one_of(
    st.sampled_from((*TRAPS, *NAMES, "?", "12 34")),
    st.text(st.characters(codec="utf-8"), max_size=8),
)
KEYS = st.one_of(st.sampled_from(("2017-18", "bcf.2017-18", "a.b.c", "=x", "")), TEXTS)
NUMBERS = st.decimals(-(10**6), 10**6, places=2)
YEARS = st.sampled_from(("2017-18", "2018-19", "2030-31"))


def records(table):
    """Any record of a table: every field of text or number, by key where it has keys."""
    parts = {}
    for field, (kind, keyed) in fields_of(TABLES[table]).items():
        held = TEXTS if kind == "text" else NUMBERS
        parts[field] = st.dictionaries(KEYS, held, max_size=2) if keyed else st.none() | held
    numbers = [f for f, (kind, _) in fields_of(TABLES[table]).items() if kind != "text"]
    names = st.sampled_from([*numbers, "annual.2017-18", "amounts.bcf.2017-18", "note"])
    parts["written"] = st.dictionaries(names, TEXTS, max_size=2)
    parts["extra"] = st.dictionaries(TEXTS, TEXTS, max_size=2)
    return st.builds(TABLES[table], **parts)


@st.composite
def any_programme(draw):
    tables: dict[str, Any] = {
        name: tuple(draw(st.lists(records(name), max_size=3)))
        for name in draw(st.lists(st.sampled_from(sorted(TABLES)), unique=True, max_size=3))
    }
    return Programme(
        area=draw(st.none() | TEXTS),
        title=draw(st.none() | TEXTS),
        unit=draw(st.sampled_from(("£", "£k"))),
        years=tuple(draw(st.lists(YEARS, unique=True, max_size=3))),
        printed=draw(st.dictionaries(TEXTS, NUMBERS, max_size=2)),
        facts=draw(st.dictionaries(TEXTS, TEXTS, max_size=2)),
        **tables,
    )


@settings(max_examples=150)
@given(any_programme(), st.sampled_from(FORMS))
def test_writing_and_reading_gives_it_back(programme, form):
    with tempfile.TemporaryDirectory() as home:
        place = Path(home) / form
        programmes.write(programme, place)
        assert without_places(programmes.read(place).programme) == without_places(programme)


@pytest.mark.parametrize("name", ["field", "Field", " years ", "AREA", "fact.x", " "])
def test_a_fact_named_like_a_field_of_the_folder_is_kept(tmp_path, name):
    programme = Programme(area="Exampleton", facts={name: "kept"})
    programmes.write(programme, tmp_path)
    assert programmes.read(tmp_path).programme.facts == {name: "kept"}


@settings(max_examples=60)
@given(any_programme())
def test_no_cell_is_run_by_a_spreadsheet(programme):
    with tempfile.TemporaryDirectory() as home:
        programmes.write(programme, Path(home))
        for file in Path(home).iterdir():
            text = file.read_text(encoding="utf-8-sig")
            for row in csv.reader(StringIO(text, newline="")):
                for cell in row:
                    assert read_number(cell) is not None or cell[:1] not in set("=+-@\t\r\n\0")


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("form", FORMS)
def test_a_shipped_programme_is_converted_whole(tmp_path, name, form):
    programme = programmes.read(examples.path(name)).programme
    programmes.write(programme, tmp_path / form)
    again = programmes.read(tmp_path / form)
    assert without_places(again.programme) == without_places(programme)
    assert again.findings == ()
    assert all(one.agrees for one in again.controls)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_programme_is_read_without_a_word(name):
    reading = programmes.read(examples.path(name))
    assert reading.findings == ()


def test_the_json_keeps_to_its_schema(tmp_path):
    programme = programmes.read(examples.path("rutland-2017-19")).programme
    programmes.write(programme, tmp_path / "a.json")
    Draft202012Validator(schema()).validate(json.loads((tmp_path / "a.json").read_text("utf-8")))


def folder(home, **files):
    """A folder of CSV files; programme.csv is there unless it is given."""
    home.mkdir(exist_ok=True)
    for name, text in {"programme": HEAD, **files}.items():
        (home / f"{name}.csv").write_text(text, encoding="utf-8")
    return home


def read(home, **files):
    return programmes.read(folder(home / "p", **files))


def codes(reading):
    return [one.code for one in reading.findings]


class TestFolder:
    def test_lines_and_places(self, tmp_path):
        reading = read(tmp_path, lines=LINES)
        [line] = reading.programme.lines
        assert line == Line(
            row=2,
            priority="1",
            item="A",
            source="BCF",
            annual={"2024-25": Decimal(10)},
            amounts={"bcf.2024-25": Decimal(10)},
        )
        place = reading.programme.place("lines", 1, "amounts.bcf.2024-25")
        assert (place.file, place.cell) == ("lines.csv", "E2")
        assert reading.findings == ()

    @pytest.mark.parametrize(
        ("header", "field"),
        [
            ("BCF 2024/25", "amounts.bcf.2024-25"),
            ("i-BCF 24-25", "amounts.ibcf.2024-25"),
            ("Lottery fund 2024-25", "amounts.lottery_fund.2024-25"),
            ("Annual budget 2024-25", "annual.2024-25"),
            ("annual.2024-25", "annual.2024-25"),
            ("carry_over.2024-25", "amounts.carry_over.2024-25"),
        ],
    )
    def test_a_header_names_an_amount(self, tmp_path, header, field):
        reading = read(tmp_path, lines=f"priority,{header}\n1,5\n")
        name, _, key = field.partition(".")
        assert getattr(reading.programme.lines[0], name) == {key: Decimal(5)}

    def test_white_space_and_capitals(self, tmp_path):
        [line] = read(tmp_path, lines=" Priority ,Lead\n 1 , RCC \n\n").programme.lines
        assert (line.priority, line.lead) == ("1", "RCC")

    def test_single_facts(self, tmp_path):
        text = "Field,Value\nArea,A\ntitle,T\nUNIT,£K\nyears,2024/25; 25-26\nversion,3\n"
        programme = read(tmp_path, programme=text).programme
        assert (programme.area, programme.title, programme.unit) == ("A", "T", "£k")
        assert (programme.years, programme.facts) == (("2024-25", "2025-26"), {"version": "3"})

    def test_printed_figures(self, tmp_path):
        reading = read(tmp_path, programme=f'{HEAD}printed.total.2024-25,"2,249"\n')
        assert reading.programme.printed == {"total.2024-25": Decimal(2249)}

    def test_a_printed_figure_that_is_no_number(self, tmp_path):
        reading = read(tmp_path, programme=f"{HEAD}printed.total.2024-25,many\n")
        assert codes(reading) == ["READ-01"]
        assert reading.programme.facts == {"printed.total.2024-25": "many"}

    def test_a_unit_that_nobody_knows(self, tmp_path):
        [found] = read(tmp_path, programme="field,value\nunit,€k\n").findings
        assert (found.code, found.severity) == ("READ-15", Severity.ERROR)
        assert found.fix == "Write £ or £k."

    def test_a_question_mark_is_left_to_the_check(self, tmp_path):
        reading = read(tmp_path, lines="priority,bcf.2024-25\n1,?\n")
        assert reading.findings == ()
        assert reading.programme.lines[0].written == {"amounts.bcf.2024-25": "?"}

    def test_what_is_no_number_is_told_with_its_place(self, tmp_path):
        [found] = read(tmp_path, lines="priority,bcf.2024-25\n1,1.2m\n").findings
        assert (found.code, found.subject) == ("READ-01", "Line 1, bcf 2024-25")
        assert found.message == "'1.2m' is not a number; it counts as not known."
        assert found.places[0].cell == "B2"

    def test_dashes_are_told_once(self, tmp_path):
        reading = read(tmp_path, lines="priority,bcf.2024-25\n1,-\n1,-\n")
        assert codes(reading) == ["READ-09"]
        assert reading.findings[0].message == "'-' is read as not given (rows 1 and 2)."

    def test_a_text_like_a_formula(self, tmp_path):
        assert codes(read(tmp_path, lines="priority,item\n1,=1+1\n")) == ["READ-06"]

    def test_a_column_nobody_knows(self, tmp_path):
        reading = read(tmp_path, lines="priority,colour\n1,red\n")
        assert codes(reading) == ["READ-04"]
        assert reading.programme.lines[0].extra == {"colour": "red"}

    def test_a_column_twice(self, tmp_path):
        reading = read(tmp_path, lines="priority,item,item\n1,A,B\n")
        assert codes(reading) == ["READ-03"]
        assert reading.programme.lines[0].item == "A"

    def test_files_that_are_not_read(self, tmp_path):
        home = folder(tmp_path / "p", lines=LINES, other="a,b\n")
        assert codes(programmes.read(home)) == ["READ-08"]

    def test_an_empty_file(self, tmp_path):
        reading = read(tmp_path, lines="\n\n")
        assert codes(reading) == ["READ-02"]
        assert reading.programme.lines == ()

    def test_writing_takes_away_tables_that_are_no_more(self, tmp_path):
        home = folder(tmp_path / "p", lines=LINES, links="source\nbcf\n")
        programmes.write(Programme(area="B"), home)
        assert sorted(file.name for file in home.iterdir()) == ["programme.csv"]

    def test_no_programme(self, tmp_path):
        (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
        with pytest.raises(UnreadableFile, match=r"it holds no programme\.csv"):
            programmes.read(tmp_path)


class TestJson:
    def refused(self, tmp_path, text):
        file = tmp_path / "a.json"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(UnreadableFile) as error:
            programmes.read(file)
        return str(error.value)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("{", "it is not JSON"),
            ('{"format": "banana"}', "it is not a programme"),
            (
                '{"format": "bettercare-programme-1", "lines": [{"row": "x"}]}',
                "at lines[0].row, expected a whole number, got text",
            ),
            (
                '{"format": "bettercare-programme-1", "printed": {"x": "1e99"}}',
                "printed.x holds no number of at most 15 digits",
            ),
            (
                '{"format": "bettercare-programme-1", "lines": [{"annual": {"x": "1e99"}}]}',
                "lines[0].annual holds no number",
            ),
        ],
    )
    def test_what_is_no_programme(self, tmp_path, text, said):
        assert said in self.refused(tmp_path, text)

    def test_keys_that_are_not_known_or_come_twice(self, tmp_path):
        file = tmp_path / "a.json"
        text = (
            '{"format": "bettercare-programme-1", "colour": 1, "area": "A", "area": "B",'
            ' "lines": [{"itme": "x"}]}'
        )
        file.write_text(text, encoding="utf-8")
        reading = programmes.read(file)
        assert codes(reading) == ["READ-04", "READ-03"]
        assert "'colour' and 'lines: itme'" in reading.findings[0].message

    def test_it_is_the_same_each_time(self, tmp_path):
        programme = programmes.read(examples.path("rutland-2016-17")).programme
        for name in ("a.json", "b.json"):
            programmes.write(programme, tmp_path / name)
        assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


class TestWhichIsOne:
    def test_folders_json_and_prints(self, tmp_path):
        programme = Programme(area="A")
        programmes.write(programme, tmp_path / "p")
        programmes.write(programme, tmp_path / "p.json")
        assert is_programme(tmp_path / "p")
        assert is_programme(tmp_path / "p.json")
        assert not is_programme(tmp_path / "none")
        assert not is_programme(examples.path("leicester"))

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.json", b'{"format": "bettercare-plan-1"}'),
            ("a.txt", b"Some text\nof a paper\n"),
            ("a.txt", b"%PDF-1.4"),
            ("a.txt", b"Priorities and measures, in a sentence"),
            ("a.csv", b"a,b"),
        ],
    )
    def test_other_files(self, tmp_path, name, data):
        file = tmp_path / name
        file.write_bytes(data)
        assert not is_programme(file)

    def test_it_is_not_read_as_a_plan(self):
        with pytest.raises(UnreadableFile, match="it is a local programme budget"):
            bc.read(examples.path("rutland-2017-19"), "2017-19")

    @pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
    def test_files_of_other_kinds(self, tmp_path, name):
        (tmp_path / name).write_text("x", encoding="utf-8")
        with pytest.raises(UnreadableFile, match="give a folder that holds"):
            programmes.read(tmp_path / name)

    def test_a_print_of_no_programme(self, tmp_path):
        (tmp_path / "a.txt").write_text("Some text\n", encoding="utf-8")
        with pytest.raises(UnreadableFile, match="it prints no programme of a known kind"):
            programmes.read(tmp_path / "a.txt")

    def test_it_cannot_be_written_as_anything(self, tmp_path):
        with pytest.raises(UnreadableFile, match=r"give a folder, or a \.json file"):
            programmes.write(Programme(), tmp_path / "a.xlsx")

    def test_half_a_character(self, tmp_path):
        with pytest.raises(UnreadableFile, match="half a character"):
            programmes.write(Programme(area="\ud800"), tmp_path / "p")

    def test_a_place_that_cannot_be_written(self, tmp_path):
        (tmp_path / "file").write_text("x", encoding="utf-8")
        with pytest.raises(UnreadableFile, match="Cannot write"):
            programmes.write(Programme(), tmp_path / "file" / "p.json")


def test_every_record_is_frozen():
    for kind in TABLES.values():
        assert issubclass(kind, Record)
        with pytest.raises(AttributeError):
            kind().row = 5  # type: ignore[misc]


def test_a_text_beside_a_value_is_kept(tmp_path):
    line = Line(annual={"2024-25": Decimal(5)}, written={"annual.2024-25": "five", "item": "-"})
    programmes.write(Programme(lines=(line,)), tmp_path / "p")
    [again] = programmes.read(tmp_path / "p").programme.lines
    assert msgspec.structs.replace(again, row=0) == line
    assert is_not_given(again.written["item"])
