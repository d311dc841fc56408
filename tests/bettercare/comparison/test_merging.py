"""Merging: which row is which, tables that come and go, what belongs to the whole plan."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

import bettercare as bc
from bettercare.comparison.merge_order import interleaved
from bettercare.comparison.merge_rows import match_rows
from bettercare.formats.reading import Reading
from bettercare.plan import (
    HicmChange,
    IncomeLine,
    MetricPlan,
    NarrativeText,
    Origin,
    Plan,
    RequirementResponse,
    SchemeRow,
    without_places,
)
from bettercare.plan.records import CapacityLine, DocumentFigure, ProgressLine
from tests.bettercare.builders import RULES, YEAR, plan_of


def plan(**tables: Any) -> Any:
    given: dict[str, Any] = {name: tuple(rows) for name, rows in tables.items()}
    return Plan(round=YEAR, **given)


def matched(table, base, copy):
    found = match_rows(table, plan(**{table: base}), Reading(plan=plan(**{table: copy})), RULES)
    return found.base_of, found.doubts


def scheme(name="", amount=None, **fields):
    amounts = {} if amount is None else {YEAR: Decimal(amount)}
    return SchemeRow(scheme_name=name or None, amounts=amounts, **fields)


class TestWhichRowIsWhich:
    def test_rows_that_say_the_same_wherever_they_stand(self):
        a, b = scheme("Falls", 1), scheme("Telecare", 2)
        assert matched("schemes", [a, b], [b, scheme("New", 9), a]) == ((2, 0, 1), ())

    def test_of_two_alike_rows_the_one_left_at_its_place_is_itself(self):
        twin = scheme("Falls", 100, description="x")
        edited = scheme("Falls", 140, description="x")
        assert matched("schemes", [twin, twin], [edited, twin]) == ((1, 2), ())
        assert matched("schemes", [twin, twin], [twin, edited]) == ((1, 2), ())

    def test_two_rows_alike_but_for_their_descriptions(self):
        one, other = (scheme("Falls", 100, description=text) for text in ("North", "South"))
        north, south = (
            scheme("Falls", 70, description="North"),
            scheme("Falls", 80, description="South"),
        )
        assert matched("schemes", [one, other], [south, north]) == ((2, 1), ())

    def test_a_row_without_a_name_is_not_known_by_the_rest(self):
        base = MetricPlan(unit="per cent", narrative="One")
        assert matched("metrics", [base], [MetricPlan(unit="per cent", narrative="Two")]) == (
            (0,),
            (((1,), (1,)),),
        )

    def test_a_source_alone_says_nothing_where_several_lines_have_it(self):
        def line(who, amount, comment):
            return IncomeLine(
                source_of_funding="DFG", contributor=who, comment=comment,
                amounts={YEAR: Decimal(amount)},
            )  # fmt: skip

        base = [line("East", 1, "a"), line("West", 2, "b")]
        copy = [line("East", 1, "a"), line("South", 3, "c")]
        assert matched("income", base, copy) == ((1, 0), ())

    def test_a_split_row_is_in_doubt(self):
        halves = [scheme("Falls", 60), scheme("Falls", 40)]
        assert matched("schemes", [scheme("Falls", 100)], halves) == ((0, 0), (((1,), (1, 2)),))

    def test_id_and_name_are_enough_where_no_other_row_has_them(self):
        base = scheme("Falls", 100, scheme_id="5", provider="CCG", commissioner="CCG")
        copy = scheme("Falls", 9, scheme_id="5", provider="Private Sector", commissioner="LA",
                      source_of_funding="iBCF", scheme_type="Carers Services")  # fmt: skip
        assert matched("schemes", [base], [copy]) == ((1,), ())

    def test_a_new_name_without_the_same_id_is_in_doubt(self):
        assert matched("schemes", [scheme("Falls", 100)], [scheme("Telecare", 100)]) == (
            (0,),
            (((1,), (1,)),),
        )

    def test_a_new_name_with_the_same_id_is_the_same_row(self):
        base = scheme("Falls", 100, scheme_id="5", description="North", provider="CCG")
        copy = scheme("Home safety", 100, scheme_id="5", description="South", provider="CCG")
        assert matched("schemes", [base], [copy]) == ((1,), ())

    def test_rows_that_cannot_be_told_apart_where_one_is_gone(self):
        base = [scheme("Falls", 5, description=text, duration=text) for text in "ab"]
        copy = [scheme("Falls", 5, description="c", duration="d")]
        assert matched("schemes", base, copy) == ((0,), (((1, 2), (1,)),))

    def test_another_scheme_in_its_place_is_no_doubt(self):
        base = scheme("Falls", 100, scheme_id="1", provider="CCG", source_of_funding="iBCF")
        copy = scheme("Telecare", 7, scheme_id="9", provider="Private Sector",
                      source_of_funding="DFG")  # fmt: skip
        assert matched("schemes", [base], [copy]) == ((0,), ())

    def test_income_by_source_and_contributor(self):
        def line(source, who, amount):
            return IncomeLine(
                source_of_funding=source, contributor=who, amounts={YEAR: Decimal(amount)}
            )

        base = [line("DFG", "Exampleton", 1), line("iBCF", "Exampleton", 2)]
        copy = [line("IBCF", "exampleton", 20), line("DFG", "Borough of Exampleton", 10)]
        assert matched("income", base, copy) == ((2, 1), ())
        two = [line("DFG", "East", 1), line("DFG", "West", 2)]
        assert matched("income", two, [line("DFG", "South", 3), line("DFG", "North", 4)]) == (
            (0, 0),
            (),
        )

    @pytest.mark.parametrize(
        ("table", "base", "copy"),
        [
            ("requirements", {"code": "PR1", "response": "Yes", "theme": "a"},
             {"code": "pr 01", "response": "No", "theme": "b"}),
            ("narrative", {"section": "A"}, {"section": "Section A", "text": "Words"}),
            ("metrics", {"metric": "RES", "year": "2019/20", "unit": "x"},
             {"metric": "res", "year": "2019-20", "unit": "y", "narrative": "z"}),
            ("hicm", {"change_no": "1", "planned": "Mature"},
             {"change_no": "1", "planned": "Exemplary", "reason": "Why"}),
            ("progress", {"scheme_id": "1", "scheme_name": "Falls", "period": "Q3"},
             {"scheme_id": "1", "scheme_name": "Falls team", "period": "Q3",
              "spent": Decimal(5), "comment": "x"}),
            ("capacity", {"service": "Reablement", "month": "May"},
             {"service": "reablement", "month": "May", "demand": Decimal(5), "mitigation": "x"}),
            ("documents", {"document": "section_75", "figure": "income.total", "title": "A"},
             {"document": "section_75", "figure": "income.total", "title": "B"}),
        ],
    )  # fmt: skip
    def test_small_tables_by_what_their_lines_are_about(self, table, base, copy):
        kinds = {
            "requirements": RequirementResponse, "narrative": NarrativeText, "metrics": MetricPlan,
            "hicm": HicmChange, "progress": ProgressLine, "capacity": CapacityLine,
            "documents": DocumentFigure,
        }  # fmt: skip
        assert matched(table, [kinds[table](**base)], [kinds[table](**copy)]) == ((1,), ())

    def test_an_answer_that_moves_to_another_code_is_not_that_code(self):
        base = [RequirementResponse(code="PR1", response="No", action="Soon")]
        copy = [RequirementResponse(code="PR2", response="No", action="Soon")]
        assert matched("requirements", base, copy) == ((0,), ())

    def test_a_section_in_two_parts_that_both_changed_is_in_doubt(self):
        base = [NarrativeText(section="A", text=text) for text in ("one", "two")]
        copy = [NarrativeText(section="A", text=text) for text in ("1", "2")]
        assert matched("narrative", base, copy) == ((0, 0), (((1, 2), (1, 2)),))


class TestWorkbooksOfOurs:
    BASE = plan(schemes=[scheme("Falls", 1), scheme("Telecare", 2), scheme("Carers", 3)])

    def copy(self, rows, lineage, exported=None):
        return Reading(
            plan=plan(schemes=rows),
            exported=exported or self.BASE,
            lineage={"schemes": lineage},
        )

    def test_row_ids_are_believed(self):
        rows = [scheme("Other", 9), scheme("Falls", 2), scheme("Brand new", 7)]
        found = match_rows("schemes", self.BASE, self.copy(rows, (3, 1, 0)), RULES)
        assert found == ((3, 1, 0), ())

    def test_a_copied_row_is_new_and_a_row_without_its_id_that_says_the_same_is_not(self):
        rows = [scheme("Falls", 1), scheme("Falls", 5), scheme("Carers", 3)]
        found = match_rows("schemes", self.BASE, self.copy(rows, (1, 1, 0)), RULES)
        assert found == ((1, 0, 3), ())

    def test_places_and_an_id_that_is_not_there_do_not_matter(self):
        moved = replace(self.BASE, origins={"schemes": Origin(file="a.csv")})
        rows = [scheme("Other", 9)]
        found = match_rows("schemes", moved, self.copy(rows, (12,)), RULES)
        assert found == ((0,), ())

    def test_row_ids_of_another_base_are_not_believed_and_it_is_said(self):
        other = plan(schemes=[scheme("Falls", 77)])
        copy = self.copy([scheme("Carers", 3)], (1,), exported=other)
        assert match_rows("schemes", self.BASE, copy, RULES).base_of == (3,)
        [note] = bc.merge(self.BASE, self.BASE, copy).notes
        assert note.startswith("Theirs is a workbook made of another version than this base")
        assert bc.merge(self.BASE, self.copy([scheme("Carers", 3)], (3,)), self.BASE).notes == ()

    def test_a_renamed_row_of_a_workbook_is_one_row(self):
        rows = [scheme("Falls", 1), scheme("Quite another name", 2), scheme("Carers", 3)]
        theirs = replace(
            self.BASE,
            schemes=(scheme("Falls", 1), scheme("Telecare", 5), scheme("Carers", 3)),
        )
        found = bc.merge(self.BASE, self.copy(rows, (1, 2, 3)), theirs)
        assert found.conflicts == ()
        assert (found.plan.schemes or ())[1] == scheme("Quite another name", 5)


class TestTables:
    ROW = NarrativeText(section="A", text="Words")
    NEW = NarrativeText(section="A", text="Other words")

    def merged(self, base, mine, theirs, prefer="mine"):
        given = [
            Plan(round=YEAR, narrative=one if one is None else tuple(one))
            for one in (base, mine, theirs)
        ]
        found = bc.merge(given[0], given[1], given[2], prefer)
        return (
            found.plan.narrative,
            [(one.kind, one.by) for one in found.changes],
            [(one.kind, one.removed_by, one.kept) for one in found.conflicts],
        )

    def test_taken_away_by_one(self):
        assert self.merged([self.ROW], None, [self.ROW]) == (None, [("table removed", "mine")], [])
        assert self.merged([self.ROW], [self.ROW], None) == (
            None,
            [("table removed", "theirs")],
            [],
        )

    def test_taken_away_by_both(self):
        assert self.merged([self.ROW], None, None) == (None, [("table removed", "both")], [])

    def test_taken_away_by_one_and_edited_by_the_other(self):
        conflict = [("table removed", "mine", "theirs")]
        assert self.merged([self.ROW], None, [self.NEW]) == ((self.NEW,), [], conflict)
        conflict = [("table removed", "theirs", "base")]
        assert self.merged([self.ROW], [self.NEW], None, "base") == ((self.ROW,), [], conflict)

    def test_what_was_edited_in_a_table_that_is_kept_is_told(self):
        gone, new = (NarrativeText(section=one) for one in "BC")
        found = bc.merge(plan(narrative=[self.ROW, gone]), plan(), plan(narrative=[self.NEW, new]))
        [one] = found.conflicts
        assert [(d.item, d.field, d.before, d.after) for d in one.differences] == [
            (1, "text", "Words", "Other words"),
            (2, "", None, "C"),
            (2, "", "B", None),
        ]
        assert found.rows["narrative"] == ((1, 0, 1), (0, 0, 2))

    def test_brought_in(self):
        assert self.merged(None, [], [self.ROW])[0] == (self.ROW,)
        assert self.merged(None, None, [self.ROW]) == (
            (self.ROW,),
            [("table added", "theirs")],
            [],
        )
        assert self.merged(None, [self.ROW], [self.ROW])[1] == [
            ("table added", "both"),
            ("row added", "both"),
        ]

    def test_emptied_is_not_taken_away(self):
        assert self.merged([self.ROW], [], [self.ROW])[:2] == ((), [("row removed", "mine")])


class TestRows:
    BASE = plan(schemes=[scheme("Falls", 1, scheme_id="1"), scheme("Carers", 3, scheme_id="2")])

    @pytest.mark.parametrize(
        ("prefer", "kept", "amount"), [("theirs", "mine", 5), ("base", "base", 1)]
    )
    def test_a_row_that_one_edited_never_goes(self, prefer, kept, amount):
        mine = replace(self.BASE, schemes=(scheme("Falls", 5, scheme_id="1"), self.BASE.schemes[1]))
        theirs = replace(self.BASE, schemes=self.BASE.schemes[1:])
        found = bc.merge(self.BASE, mine, theirs, prefer)
        [one] = found.conflicts
        assert (one.kind, one.removed_by, one.kept) == ("row removed", "theirs", kept)
        assert [(d.field, d.before, d.after) for d in one.differences] == [
            (f"amounts.{YEAR}", 1, 5)
        ]
        assert [row.amounts[YEAR] for row in found.plan.schemes or ()] == [amount, 3]
        assert one.places.theirs is None
        assert found.rows["schemes"] == ((1, 1, 0), (2, 2, 1))

    def test_a_row_that_one_added_twice_and_the_other_once_is_there_twice(self):
        new = scheme("Telecare", 7)
        mine = replace(self.BASE, schemes=(*self.BASE.schemes, new, new))
        theirs = replace(self.BASE, schemes=(*self.BASE.schemes, new))
        for one, other in ((mine, theirs), (theirs, mine)):
            found = bc.merge(self.BASE, one, other)
            assert found.plan.schemes == mine.schemes
            assert sorted(change.by for change in found.changes) == sorted(
                ["both", "mine" if one is mine else "theirs"]
            )
            assert found.conflicts == ()

    def test_each_of_several_rows_that_both_added_is_set_beside_another(self):
        def added(*amounts):
            rows = (scheme("Telecare", amount) for amount in amounts)
            return replace(self.BASE, schemes=(*self.BASE.schemes, *rows))

        found = bc.merge(self.BASE, added(1, 2), added(3, 4))
        at = [(one.places.mine.item, one.places.theirs.item) for one in found.conflicts]
        assert at == [(3, 3), (4, 4)]

    @pytest.mark.parametrize(
        ("mine", "theirs"),
        [
            (scheme(amount=1), scheme(amount=2)),  # nobody can say what they are about
            (scheme("Telecare", 1, source_of_funding="DFG"),
             scheme("Telecare", 1, source_of_funding="iBCF")),  # two parts of one scheme
        ],
    )  # fmt: skip
    def test_rows_added_that_are_not_meant_as_one_are_no_conflict(self, mine, theirs):
        copies = [replace(self.BASE, schemes=(*self.BASE.schemes, one)) for one in (mine, theirs)]
        found = bc.merge(self.BASE, *copies)
        assert found.conflicts == ()
        assert found.plan.schemes == (*self.BASE.schemes, mine, theirs)

    def test_taken_away_by_both_is_said_once(self):
        less = replace(self.BASE, schemes=self.BASE.schemes[1:])
        [one] = bc.merge(self.BASE, less, less).changes
        assert (one.kind, one.by, one.before, one.after) == ("row removed", "both", "Falls", None)

    def test_two_orders_are_said(self):
        base = plan(schemes=[scheme(name, 1) for name in "abc"])
        mine, theirs = (plan(schemes=[scheme(n, 1) for n in order]) for order in ("cba", "bac"))
        found = bc.merge(base, mine, theirs)
        assert found.plan.schemes == mine.schemes
        assert found.notes == (
            "Both put the rows of schemes in another order; the order is mine's.",
        )
        assert bc.merge(base, mine, mine).notes == ()

    def test_rows_added_at_one_place_stand_mine_first(self):
        assert interleaved(["x", "a"], ["y", "a", "z"]) == ["x", "y", "a", "z"]
        assert interleaved([], ["y"]) == ["y"]

    def test_a_number_and_the_text_beside_it_are_one_field(self):
        base = plan(
            schemes=[scheme("Falls", scheme_id="1", written={f"amounts.{YEAR}": "about 5"})]
        )
        mine = plan(schemes=[scheme("Falls", 5, scheme_id="1")])
        theirs = plan(schemes=[scheme("Falls", scheme_id="1", written={f"amounts.{YEAR}": "6?"})])
        assert bc.merge(base, mine, base).plan == mine
        [one] = bc.merge(base, mine, theirs).conflicts
        assert (one.base, one.mine, one.theirs, one.now) == ("about 5", 5, "6?", 5)

    def test_places_of_a_value_in_every_plan(self):
        base, mine, theirs = (
            replace(
                plan_of(schemes=f"scheme_name | amount\nFalls | {amount}"),
                origins={"schemes": Origin(file=name, columns={f"amounts.{YEAR}": "K"})},
            )
            for name, amount in (("a.csv", 1), ("b.csv", 2), ("c.csv", 3))
        )
        [one] = bc.merge(base, mine, theirs).conflicts
        found = [one.places.base, one.places.mine, one.places.theirs]
        assert [(at.file, at.cell, at.item) for at in found] == [
            ("a.csv", "K2", 1),
            ("b.csv", "K2", 1),
            ("c.csv", "K2", 1),
        ]
        assert (one.places.now.item, one.places.now.cell) == (1, "")
        assert one.places.now.column == one.places.base.column


class TestWholePlan:
    BASE = Plan(round=YEAR, area="Exampleton", given={"a": Decimal(1), "b": Decimal(2)},
                facts={"version": "1"})  # fmt: skip

    def test_figures_and_facts_one_by_one(self):
        mine = replace(self.BASE, given={"a": Decimal("1.0"), "b": Decimal(5)})
        theirs = replace(self.BASE, given={"b": Decimal(2)}, facts={"version": "2", "new": "x"})
        found = bc.merge(self.BASE, mine, theirs)
        assert (found.plan.given, found.plan.facts) == ({"b": 5}, {"version": "2", "new": "x"})
        assert {(one.field, one.by) for one in found.changes} == {
            ("given.a", "theirs"),
            ("given.b", "mine"),
            ("facts.version", "theirs"),
            ("facts.new", "theirs"),
        }

    def test_two_values_of_one_fact(self):
        mine, theirs = (replace(self.BASE, facts={"version": one}) for one in "23")
        [one] = bc.merge(self.BASE, mine, theirs, "theirs").conflicts
        assert (one.table, one.field, one.noun) == ("", "facts.version", "fact version")
        assert (one.base, one.mine, one.theirs, one.now, one.kept) == ("1", "2", "3", "3", "theirs")

    def test_other_areas_are_said(self):
        found = bc.merge(self.BASE, self.BASE, replace(self.BASE, area="Sometown"))
        assert found.notes == (
            "These may be plans of two areas: base says Exampleton, theirs says Sometown.",
        )
        assert bc.merge(self.BASE, replace(self.BASE, area="EXAMPLETON"), self.BASE).notes == ()
        assert bc.merge(self.BASE, replace(self.BASE, area=None), self.BASE).plan.area is None

    def test_other_rounds_are_refused(self):
        with pytest.raises(bc.BadRequest, match="base 2019-20, mine 2019-20 and theirs 2017-19"):
            bc.merge(self.BASE, self.BASE, Plan(round="2017-19"))

    def test_one_round_written_in_two_ways_is_one(self):
        assert bc.merge(self.BASE, replace(self.BASE, round="2019/20"), self.BASE).plan.round == (
            "2019/20"
        )

    def test_whose_value_stands_must_be_known(self):
        with pytest.raises(bc.BadRequest, match="Prefer mine, theirs or base, not 'ours'"):
            bc.merge(self.BASE, self.BASE, self.BASE, "ours")  # type: ignore[arg-type]

    def test_the_merged_plan_says_which_columns_it_was_given(self):
        mine = replace(
            plan(hicm=[HicmChange(row=2)], income=[]),
            origins={"hicm": Origin(file="a.csv", columns={"current": "B", "planned": "C"})},
        )
        theirs = replace(mine, origins={"hicm": Origin(columns={"current": "D", "reason": "E"}),
                                        "income": Origin(file="b.csv")})  # fmt: skip
        merged = bc.merge(mine, mine, theirs).plan
        assert merged.origins == {
            "hicm": Origin(columns={"current": "B", "planned": "C", "reason": "E"})
        }
        assert merged.place("hicm", 1, "planned").cell == ""

    def test_the_merged_plan_has_no_places(self):
        base = plan_of(schemes="scheme_name\nFalls")
        assert bc.merge(base, base, base).plan == without_places(base)
