"""A folder of plans into tidy tables: what is in them, what is proved, what bad files do."""

import multiprocessing
import os
import shutil
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from bettercare import examples, summarise
from bettercare.errors import UnreadableFile
from bettercare.national import collating, output, parts, running
from bettercare.national.collating import Options
from bettercare.national.collation import Settings, collate
from bettercare.national.tables import OF_PLANS, TABLES
from bettercare.plan import IncomeLine, SchemeRow

D = Decimal


class TestTables:
    def test_one_plan(self, put, collated, rows, leicester):
        """Leicester: 49 rows of expenditure of £43,368,727, and as much income."""
        put("a.json")
        made = collated()
        assert made.proved
        assert [(one.table, one.rows, one.records, one.pounds) for one in made.tallies] == [
            ("income", 6, 6, D(43368727)),
            ("schemes", 49, 49, D(43368727)),
            ("metrics", 6, 6, None),
        ]
        [plan] = rows("plans")
        assert (plan["area"], plan["area_code"], plan["round"], plan["file"]) == (
            "Leicester",
            "E06000016",
            "2019-20",
            "a.json",
        )
        assert plan["income_total"] == plan["expenditure_total"] == D(43368727)
        assert (plan["balance_total"], plan["balances_ok"], plan["synthetic"]) == (0, True, False)
        assert (plan["required_spends"], plan["required_met"], plan["required_short"]) == (2, 2, 0)
        assert (plan["errors"], plan["warnings"]) == (
            len(summarise(leicester).report.of(_severity("error"))),
            len(summarise(leicester).report.of(_severity("warning"))),
        )

    def test_required_spends(self, put, collated, rows):
        """Planned £7,242,204 is £440,117 above the least for care outside hospitals."""
        put("a.json")
        collated()
        found = {one["code"]: one for one in rows("required_spends")}
        assert found["nhs_out_of_hospital"]["minimum"] == D(6802087)
        assert found["nhs_out_of_hospital"]["planned"] == D(7242204)
        assert found["nhs_out_of_hospital"]["headroom"] == D(440117)
        assert found["nhs_out_of_hospital"]["met"] is True
        assert found["nhs_out_of_hospital"]["standing"] == "given"

    def test_amounts_are_long_by_year_and_exact(self, put, collated, rows):
        """Two years and 20 decimals; a line and a row without an amount are there too."""
        put(
            "a.json",
            income=(
                IncomeLine(
                    source_of_funding="DFG",
                    contributor="Leicester",
                    amounts={"2018-19": D("0.00000000000000000001"), "2019-20": D("1E+2")},
                ),
                IncomeLine(source_of_funding="Mystery", comment="Ask Canary"),
            ),
            schemes=(
                SchemeRow(
                    scheme_id="1",
                    scheme_name="Falls",
                    source_of_funding="DFG",
                    scheme_type="DFG Related Schemes",
                    sub_type="Adaptations",
                    output_estimate=D(7),
                    amounts={"2019-20": D("999999999999999.99")},
                ),
                SchemeRow(scheme_name="", source_of_funding=None),
            ),
        )
        made = collated()
        income = rows("income")
        assert [(one["item"], one["source_code"], one["year"]) for one in income] == [
            (1, "dfg", "2018-19"),
            (1, "dfg", "2019-20"),
            (2, None, None),
        ]
        assert [one["amount"] for one in income] == [D("0.00000000000000000001"), 100, None]
        assert income[2]["source_of_funding"] == "Mystery"
        first, second = rows("schemes")
        assert (first["amount"], first["output"]) == (D("999999999999999.99"), 7)
        assert first["scheme_type_code"] == "dfg_related"
        assert (second["item"], second["scheme_name"], second["amount"]) == (2, None, None)
        assert made.tallies[0].pounds == D("100.00000000000000000001")

    def test_the_tables_sum_to_our_figures(self, put, collated, rows):
        put("a.json")
        collated()
        figures = {one["figure"]: one["value"] for one in rows("figures")}
        by_source: dict[str, Decimal] = {}
        for one in rows("schemes"):
            by_source[one["source_code"]] = by_source.get(one["source_code"], D(0)) + one["amount"]
        assert {code: figures[f"expenditure.{code}"] for code in by_source} == by_source
        assert figures["expenditure.total"] == sum(by_source.values())

    def test_a_plan_of_several_years(self, tmp_path, collated, rows):
        (tmp_path / "plans").mkdir()
        shutil.copytree(examples.path("rotherham-2017-19"), tmp_path / "plans" / "r")
        collated()
        [plan] = rows("plans")
        figures = {one["figure"]: one["value"] for one in rows("figures")}
        totals = [figures[f"expenditure.total.{year}"] for year in ("2017-18", "2018-19")]
        assert plan["expenditure_total"] == sum(totals)
        assert {one["year"] for one in rows("required_spends")} == {"2017-18", "2018-19"}
        assert {one["year"] for one in rows("schemes")} == {"2017-18", "2018-19"}

    def test_every_table_has_the_columns_that_the_dictionary_says(self, put, collated, rows):
        put("a.json")
        collated()
        said = [(one["table_name"], one["column_name"]) for one in rows("dictionary")]
        assert said == [(table.name, name) for table in TABLES.values() for name in table.names]
        for name, table in TABLES.items():
            assert list(rows(name)[0]) == list(table.names), name

    def test_hostile_text_stays_as_it_is(self, put, collated, rows):
        names = ['=1+1"', "a\nb\r\nc\rd", "NULL", "nul\0x", " sp ", "\\n,", "£é\U0001f600", "'"]
        put("a.json", schemes=tuple(SchemeRow(scheme_name=name) for name in names))
        for output_name in ("e.parquet", "e.duckdb"):
            assert collated(output_name).proved
            assert [one["scheme_name"] for one in rows("schemes", output_name)] == names

    def test_a_text_is_no_longer_than_a_spreadsheet_holds(self, put, collated, rows):
        put("a.json", schemes=(SchemeRow(scheme_name="x" * 40_000),))
        collated()
        [scheme] = rows("schemes")
        assert len(scheme["scheme_name"]) == 32_767
        assert scheme["scheme_name"].endswith("x...")

    def test_the_same_plans_give_the_same_rows_whatever_the_number_of_processes(
        self, put, collated, rows
    ):
        for number in range(9):
            put(f"{number}.json", area=f"Area {number}")
        collated("one.parquet", jobs=1)
        collated("two.parquet", jobs=2)
        for table in (*OF_PLANS, "files", "league"):
            assert rows(table, "one.parquet") == rows(table, "two.parquet"), table
        assert [one["file"] for one in rows("plans", "two.parquet")] == [
            f"{number}.json" for number in range(9)
        ]


def _severity(name):
    from bettercare import Severity

    return Severity(name)


class TestOutputs:
    def test_a_database_has_comments(self, put, collated, rows):
        put("a.json")
        assert collated("england.duckdb").proved
        said = {
            (one["table_name"], one["column_name"]): one["comment"]
            for one in rows("duckdb_columns()", "england.duckdb")
        }
        assert said["schemes", "amount"] == "Planned expenditure (pounds)"

    def test_a_workbook(self, put, collated, tmp_path):
        put("a.json", schemes=(SchemeRow(scheme_name="=1+1", amounts={"2019-20": D("0.1")}),))
        assert collated("england.xlsx").proved
        book = CalamineWorkbook.from_path(str(tmp_path / "england.xlsx"))
        assert book.sheet_names == list(TABLES)
        assert book.sheet_names[0] == "league"
        head, row = book.get_sheet_by_name("schemes").to_python()
        cells = dict(zip(head, row, strict=True))
        assert (cells["scheme_name"], cells["amount"]) == ("=1+1", 0.1)
        assert b"<f>" not in (tmp_path / "england.xlsx").read_bytes()

    def test_a_workbook_with_more_digits_than_it_keeps_is_not_written(
        self, put, collated, tmp_path
    ):
        """0.99 of 999,999,999,999,999.99 has no room in 15 digits."""
        amounts = {"2019-20": D("999999999999999.99")}
        put("a.json", schemes=(SchemeRow(scheme_name="Falls", amounts=amounts),))
        made = collated("england.xlsx")
        assert not made.proved
        assert made.tallies[1].unlike == ("a.json",)
        assert not (tmp_path / "england.xlsx").exists()
        assert parts.folder_of(tmp_path / "england.xlsx").exists()

    def test_a_sheet_has_no_room_for_more_rows(self, put, collated, monkeypatch, tmp_path):
        put("a.json")
        from bettercare.national import output_workbook

        monkeypatch.setattr(output_workbook, "MOST_ROWS", 49)
        with pytest.raises(UnreadableFile, match=r"more than 48 rows.*Write .parquet or .duckdb"):
            collated("england.xlsx")
        assert not (tmp_path / "england.xlsx").exists()

    def test_a_csv_folder_is_inert(self, put, collated, rows):
        put("a.json", schemes=(SchemeRow(scheme_name="=1+1", amounts={"2019-20": D("-5.10")}),))
        assert collated("england.csv").proved
        [row] = rows("schemes", "england.csv")
        assert (row["scheme_name"], row["amount"]) == ("'=1+1", "-5.10")
        assert rows("plans", "england.csv")[0]["synthetic"] == "no"

    def test_other_endings_are_refused(self, put, collated):
        put("a.json")
        with pytest.raises(UnreadableFile, match=r"ends in .parquet, .duckdb, .xlsx or .csv"):
            collated("england.ods")
        with pytest.raises(UnreadableFile, match="there is no folder"):
            collated("nowhere/england.csv")

    @pytest.mark.parametrize("name", ["england.parquet", "england.xlsx"])
    def test_nothing_is_written_over_unless_forced(self, put, collated, name):
        put("a.json")
        collated(name)
        with pytest.raises(UnreadableFile, match=r"it is there already. Add --force"):
            collated(name)
        assert collated(name, force=True).proved

    def test_a_folder_of_something_else_is_never_replaced(self, put, collated, tmp_path):
        put("a.json")
        (tmp_path / "england.parquet").mkdir()
        (tmp_path / "england.parquet" / "thesis.doc").touch()
        with pytest.raises(UnreadableFile, match="not a collation"):
            collated(force=True)
        (tmp_path / "england.duckdb").mkdir()
        (tmp_path / "england.duckdb" / "x").touch()
        with pytest.raises(UnreadableFile, match="not a collation"):
            collated("england.duckdb", force=True)
        assert (tmp_path / "england.parquet" / "thesis.doc").exists()

    def test_a_place_that_refuses_the_output(self, put, collated, monkeypatch):
        put("a.json")

        def refusing(making, rows):
            del rows
            raise OSError(28, "No space left on device", str(making))

        monkeypatch.setattr(output, "write", refusing)
        with pytest.raises(UnreadableFile, match="no space left on device"):
            collated()

    def test_an_output_that_lost_a_row_is_not_put_in_place(
        self, put, collated, monkeypatch, tmp_path
    ):
        put("a.json")
        write = output.write

        def losing(making, rows):
            write(making, {**rows, "schemes": lambda: list(rows["schemes"]())[1:]})

        monkeypatch.setattr(output, "write", losing)
        made = collated()
        assert [one.table for one in made.tallies if not one.agrees] == ["schemes"]
        assert not (tmp_path / "england.parquet").exists()

    def test_a_row_without_pounds_counts_as_well(self, put, collated, monkeypatch):
        put("a.json")
        write = output.write

        def losing(making, rows):
            write(making, {**rows, "metrics": lambda: list(rows["metrics"]())[1:]})

        monkeypatch.setattr(output, "write", losing)
        assert [one.table for one in collated().tallies if not one.agrees] == ["metrics"]

    def test_a_row_of_a_file_that_was_not_chosen_is_strange(self, put, collated, monkeypatch):
        put("a.json")
        write = output.write

        def adding(making, rows):
            first, *_ = found = list(rows["metrics"]())
            more = (*first[:3], "b.json", *first[4:])
            write(making, {**rows, "metrics": lambda: [*found, more]})

        monkeypatch.setattr(output, "write", adding)
        assert collated().tallies[2].unlike == ("b.json",)

    def test_an_output_that_lost_a_penny_is_not_put_in_place(self, put, collated, monkeypatch):
        put("a.json")
        write = output.write

        def losing(making, rows):
            first, *rest = rows["income"]()
            changed = (*first[:-1], str(D(first[-1]) - D("0.01")))
            write(making, {**rows, "income": lambda: [changed, *rest]})

        monkeypatch.setattr(output, "write", losing)
        assert [one.table for one in collated().tallies if not one.agrees] == ["income"]


@pytest.fixture
def forking(monkeypatch):
    """Processes that take over what a test put in the place of ours, whatever threads there are."""
    fork = multiprocessing.get_context("fork")
    monkeypatch.setattr(running, "_context", lambda: fork)


class TestBadFiles:
    def test_a_broken_file_does_not_stop_the_rest(self, put, collated, rows, tmp_path):
        put("b.json")
        (tmp_path / "plans" / "a.json").write_text("{")
        made = collated()
        assert [one.file for one in made.chosen] == ["b.json"]
        first, second = rows("files")
        assert (first["file"], first["status"], first["chosen"]) == ("a.json", "not read", False)
        assert first["reason"].startswith("Cannot read a.json: it is not JSON")
        assert (second["status"], second["chosen"]) == ("read", True)

    @pytest.mark.usefixtures("forking")
    def test_a_fault_of_ours_is_said_to_be_ours(self, put, collated, monkeypatch):
        put("a.json")
        put("b.json", area="Leeds")
        read = collating.collated

        def failing(path, options):
            return 1 // 0 if path.name == "a.json" else read(path, options)

        monkeypatch.setattr(running, "collated", failing)
        made = collated(jobs=2)
        [ours] = [one for one in made.league if one.standing == "our fault"]
        assert ours.file == "a.json"
        assert "in bettercare itself" in ours.what
        assert "ZeroDivisionError at test_collation.py:" in ours.what
        assert [one.file for one in made.chosen] == ["b.json"]

    @pytest.mark.usefixtures("forking")
    @pytest.mark.parametrize("jobs", [1, 2])
    def test_a_process_that_dies_takes_only_its_own_file_with_it(
        self, put, collated, monkeypatch, jobs
    ):
        for number in range(9):
            put(f"{number}.json", area=f"Area {number}")
        read = collating.collated

        def dying(path, options):
            if path.name == "4.json":
                os._exit(9)
            return read(path, options)

        monkeypatch.setattr(running, "collated", dying)
        made = collated(jobs=jobs)
        [ours] = [one for one in made.league if one.standing == "our fault"]
        assert (ours.file, len(made.chosen)) == ("4.json", 8)
        assert "the process that read it ended, twice" in ours.what

    def test_a_process_that_died_of_want_is_tried_again(self, put, collated, monkeypatch, tmp_path):
        put("a.json")
        put("b.json", area="Leeds")
        read = collating.collated

        def dying_once(path, options):
            seen = tmp_path / "seen"
            if path.name == "a.json" and not seen.exists():
                seen.touch()
                os._exit(9)
            return read(path, options)

        monkeypatch.setattr(running, "collated", dying_once)
        assert [one.file for one in collated(jobs=1).chosen] == ["a.json", "b.json"]

    @pytest.mark.usefixtures("forking")
    def test_a_process_that_never_begins_ends_the_work_all_the_same(
        self, put, collated, monkeypatch
    ):
        put("a.json")
        put("b.json", area="Leeds")
        monkeypatch.setattr(running, "_start", lambda: os._exit(9))
        made = collated(jobs=1)
        assert [one.standing for one in made.league][:2] == ["our fault", "our fault"]

    def test_a_newer_plan_without_its_money_does_not_take_the_place_of_a_whole_one(
        self, put, collated, rows
    ):
        put("a.json", facts={"version": "1"})
        put("b.json", facts={"version": "2"}, income=(), schemes=None)
        collated()
        assert [(one["file"], one["chosen"]) for one in rows("files")] == [
            ("a.json", True),
            ("b.json", False),
        ]

    def test_a_fault_about_the_whole_file_makes_a_plan_less_than_whole(self, put, collated):
        put("a.json", facts={"previous.income.dfg": "about 5"})
        assert [one.part.whole for one in collated().candidates] == [False]

    def test_an_area_that_was_no_more_in_the_round_is_known_all_the_same(self, put, collated):
        """Bournemouth's board ended on 31 March 2019."""
        put("a.json", area="Bournemouth")
        [one] = collated().candidates
        assert (one.part.area, one.part.codes) == ("Bournemouth", ("E06000028",))

    def test_nothing_to_collate(self, tmp_path, collated):
        (tmp_path / "plans").mkdir()
        with pytest.raises(UnreadableFile, match="There is no plan in"):
            collated()
        with pytest.raises(UnreadableFile, match="give a folder that holds the plans"):
            collate(tmp_path / "nowhere", tmp_path / "england.csv", Settings())

    def test_a_plan_without_a_round_takes_the_one_that_is_named(self, tmp_path, collated):
        shutil.copytree(examples.path("leicester"), tmp_path / "plans" / "city")
        path = tmp_path / "plans" / "city" / "plan.csv"
        path.write_text(path.read_text(encoding="utf-8-sig").replace("round,2019-20\n", ""))
        assert collated(keep_parts=True).league[0].standing == "not read"
        made = collated(round_id="2019-20", force=True)
        assert [one.part.round for one in made.chosen] == ["2019-20"]


class TestRestart:
    def test_only_what_is_missing_is_read_again(self, put, collated, monkeypatch, tmp_path):
        put("a.json")
        put("b.json", area="Leeds")
        assert collated(keep_parts=True).taken_over == 0
        kept = parts.folder_of(tmp_path / "england.parquet")
        assert len(list(kept.iterdir())) == 2
        put("c.json", area="York")
        put("b.json", area="Hull")
        read = collating.collated

        def reading(path, options):
            assert path.name != "a.json", "it is kept"
            return read(path, options)

        monkeypatch.setattr(running, "collated", reading)
        made = collated(force=True)
        assert (made.taken_over, len(made.chosen)) == (1, 3)
        assert not kept.exists()

    def test_half_a_part_is_made_again(self, put, collated, tmp_path):
        put("a.json")
        collated(keep_parts=True)
        [part] = parts.folder_of(tmp_path / "england.parquet").iterdir()
        part.write_bytes(part.read_bytes()[:100])
        made = collated(force=True)
        assert (made.taken_over, made.proved, len(made.chosen)) == (0, True, 1)

    def test_other_options_give_other_parts(self):
        one = parts.key_of("a", "content", Options(), "")
        others = {
            parts.key_of("b", "content", Options(), ""),
            parts.key_of("a", "Content", Options(), ""),
            parts.key_of("a", "content", Options("2019-20"), ""),
            parts.key_of("a", "content", Options(), "rounds"),
        }
        assert len(others | {one}) == 5

    def test_changed_rounds_give_another_hash(self, tmp_path):
        (tmp_path / "2030-31").mkdir()
        file = tmp_path / "2030-31" / "round.yaml"
        file.write_text("a")
        before = parts.rounds_fingerprint((tmp_path,))
        file.write_text("b")
        assert parts.rounds_fingerprint((tmp_path,)) != before
        assert parts.rounds_fingerprint(()) == ""

    def test_a_folder_is_known_again_by_its_files(self, tmp_path):
        (tmp_path / "a.csv").write_text("1")
        first = parts.fingerprint(tmp_path)
        (tmp_path / "a.csv").rename(tmp_path / "b.csv")
        assert parts.fingerprint(tmp_path)[0] != first[0]
        assert first[1] == 1

    def test_a_file_that_is_gone_is_not_read(self, tmp_path):
        work = running.Work(Options(), tmp_path)
        kept = running.keep(0, tmp_path / "gone.json", work)
        assert kept.part.status == "not read"
        assert kept.part.reason == "Cannot read gone.json: no such file or directory."

    def test_a_place_for_parts_that_is_taken(self, put, collated, tmp_path):
        put("a.json")
        parts.folder_of(tmp_path / "england.parquet").touch()
        with pytest.raises(UnreadableFile, match=r"Cannot write .*england.parquet.parts: file exi"):
            collated()

    def test_what_is_not_ours_stays(self, put, collated, tmp_path):
        put("a.json")
        kept = parts.folder_of(tmp_path / "england.parquet")
        kept.mkdir()
        (kept / "notes.txt").touch()
        collated()
        assert [one.name for one in kept.iterdir()] == ["notes.txt"]


def test_progress_counts_every_file(put, collated):
    put("a.json")
    put("b.json", area="Leeds")
    told = []
    collated(progress=lambda done, files: told.append((done, files)))
    assert told == [(1, 2), (2, 2)]
