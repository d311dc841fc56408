"""A merge as text, and what it does to the figures and errors of mine."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

import bettercare as bc
from bettercare import examples
from bettercare.findings import Place
from bettercare.plan import NarrativeText, SchemeRow
from bettercare.report.merge_effects import effects
from bettercare.report.merge_words import place_words, value_words
from bettercare.report.text_merge import Copy, merge_text
from tests.bettercare.builders import plan_of

COPIES = Copy("a"), Copy("b"), Copy("c", 2)
BASE: Any = plan_of(
    area="Exampleton",
    income="amount\n300",
    schemes="scheme_id | amount\n1 | 100\n2 | 200",
    requirements="response\nYes\nYes",
)


def with_schemes(*rows):
    return replace(BASE, schemes=rows)


def page(base, mine, theirs, prefer="mine", written=""):
    found = bc.merge(base, mine, theirs, prefer)
    return merge_text(found, effects(found, mine), COPIES, written)


def scheme(item, amount, **fields):
    row = BASE.schemes[item - 1]
    return replace(row, amounts={"2019-20": Decimal(amount)}, **fields)


ONE, TWO = BASE.schemes


class TestEffects:
    def test_balances_and_required_spends_that_move(self):
        found = bc.merge(BASE, BASE, with_schemes(ONE, scheme(2, 250)))
        moved = {one.id: (one.mine, one.merged, one.change) for one in effects(found, BASE).figures}
        assert list(moved["balance.nhs_minimum"]) == [0, -50, -50]
        assert not [one for one in moved if one.startswith(("expenditure.", "income."))]
        assert "required.nhs_out_of_hospital.planned" in moved
        assert not [one for one in moved if "under_spend" in one]

    def test_new_errors_and_errors_that_are_gone(self):
        short = with_schemes(ONE, scheme(2, 250))
        new = effects(bc.merge(BASE, BASE, short), BASE)
        assert "CHK-031" in {one.code for one in new.new_errors}
        assert new.gone_errors == ()
        gone = effects(bc.merge(short, short, BASE), short)
        assert (gone.new_errors, {one.code for one in gone.gone_errors}) == (
            (),
            {one.code for one in new.new_errors},
        )

    def test_an_error_that_only_moves_to_another_row_is_not_new(self):
        wrong = with_schemes(ONE, replace(TWO, scheme_type="Nonsense"))
        added = replace(ONE, scheme_id="0", scheme_name="Another", amounts={})
        found = bc.merge(wrong, wrong, replace(wrong, schemes=(added, *(wrong.schemes or ()))))
        told = {one.code for one in bc.check(wrong).of(bc.Severity.ERROR)}
        assert "CHK-001" in told
        assert "CHK-001" not in {one.code for one in effects(found, wrong).new_errors}

    def test_what_mine_leaves_blank_is_not_gone(self):
        plan = bc.read(examples.path("leicester")).plan
        origin = plan.origins["metrics"]
        asked = replace(origin, columns={**origin.columns, "narrative": "Z"})
        mine = replace(plan, origins={**plan.origins, "metrics": asked})
        assert len(bc.check(mine).findings) > len(bc.check(plan).findings)
        found = effects(bc.merge(plan, mine, plan), mine)
        assert (found.new_errors, found.gone_errors) == ((), ())

    def test_what_is_not_known_has_no_change(self):
        found = bc.merge(BASE, BASE, replace(BASE, income=None))
        moved = {one.id: one for one in effects(found, BASE).figures}
        assert all(one.change is None for one in moved.values() if one.merged is None)


class TestText:
    def test_a_row_that_was_taken_away_and_edited(self):
        text = page(BASE, with_schemes(ONE), with_schemes(ONE, scheme(2, 250)))
        assert (
            "Conflicts (1): both changed the same thing, not alike\n"
            "  Row 2, Scheme 2: mine took it away, theirs changed it\n"
            "    planned £: £200 to £250\n"
            "    base row 2; theirs row 2\n"
            "    merged: row 2 is kept, as theirs\n"
        ) in text

    def test_a_row_that_both_added(self):
        new = SchemeRow(scheme_id="3", scheme_name="Telecare", provider="CCG")
        text = page(
            BASE, with_schemes(ONE, TWO, new), with_schemes(ONE, TWO, replace(new, provider=None))
        )
        assert (
            "  Row 3, Telecare: both added it\n"
            "    provider: mine CCG, theirs blank\n"
            "    mine row 3; theirs row 3\n"
            "    merged: both are kept, rows 3 and 4\n"
        ) in text

    def test_a_table_that_was_taken_away_and_edited(self):
        rows = BASE.requirements
        theirs = replace(BASE, requirements=(replace(rows[0], response="No"),))
        text = page(BASE, replace(BASE, requirements=None), theirs)
        assert (
            "  Requirements: mine took it away, theirs changed it\n"
            "    row 1, answer: Yes to No\n"
            "    row 2, PR2: taken away\n"
            "    merged: the table is kept, as theirs\n"
        ) in text

    def test_changes_by_whose_they_are(self):
        rows = BASE.requirements
        both = replace(BASE, facts={"version": "2"})
        text = page(
            BASE,
            replace(both, requirements=(replace(rows[0], action="Soon"), rows[1])),
            replace(both, schemes=(ONE,), narrative=(NarrativeText(section="A"),)),
        )
        assert (
            "Taken from theirs (2)\n  Row 2, Scheme 2: row taken away\n"
            "  Narrative: the table brought in\n"
        ) in text
        assert "Taken from mine (1)\n  Requirements row 1, PR1: action, blank to Soon\n" in text
        assert "Changed alike by both (1)\n  Fact version, blank to 2\n" in text

    def test_doubts_are_said(self):
        other = replace(TWO, scheme_id=None, scheme_name="Quite another name")
        text = page(BASE, with_schemes(ONE, other), BASE)
        assert (
            "Not sure (1): taken as rows removed and rows added\n"
            "  Not sure whether row 2 became row 2 in mine\n"
        ) in text

    def test_many_changes_are_counted(self):
        facts = {f"name {n}": "x" for n in range(15)}
        assert "  3 more: --format csv\n" in page(BASE, BASE, replace(BASE, facts=facts))

    def test_a_conflict_of_a_fact_has_no_row(self):
        mine, theirs = (replace(BASE, facts={"version": one}) for one in "23")
        assert (
            "  Fact version\n    base    blank\n    mine    2\n    theirs  3\n    merged  as mine\n"
        ) in page(BASE, mine, theirs)

    def test_errors_reading_and_where_it_was_written(self):
        text = page(BASE, BASE, with_schemes(ONE, scheme(2, 250)), written="out.json")
        assert "New errors (1)\n  CHK-" in text
        assert "2 findings while reading. See: bettercare check c\n" in text
        assert text.endswith("Wrote out.json. Next: bettercare check out.json")
        back = page(with_schemes(ONE, scheme(2, 250)), with_schemes(ONE, scheme(2, 250)), BASE)
        assert "1 error of mine is gone." in back

    @pytest.mark.parametrize("name", ["leicester", "rotherham"])
    def test_it_fits_80_columns(self, name):
        plan = bc.read(examples.path(name)).plan
        long = "x" * 100
        mine, theirs = (
            replace(plan, schemes=tuple(
                replace(row, scheme_name=f"{row.scheme_name} {long}", description=f"{long}{word}")
                for row in plan.schemes or ()
            ))
            for word in ("one", "other")
        )  # fmt: skip
        lines = page(plan, mine, theirs).splitlines()
        assert [line for line in lines if len(line) > 80 or line != line.rstrip()] == []


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place(item=4), "row 4"),
        (Place(file="a.xlsx", sheet="Income", row=4, item=2), "Income line 4"),
        (Place(file="a.csv"), "a.csv"),
    ],
)
def test_where_a_value_stands(place, said):
    assert place_words(place) == said


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ([Decimal(-5), Decimal("2.50")], "amounts.2019-20", ["-£5", "£2.50"]),
        ([Decimal("1200")], "output_estimate", ["1,200"]),
        (["", "two\nlines", None], "description", ["an empty text", "two lines", "blank"]),
        (["a text that is long by itself", None], "", ["a text that is lo...", "blank"]),
        (["short but other", "y" * 30, None], "", ["short but other", "y" * 17 + "...", "blank"]),
    ],
)
def test_how_a_value_is_shown(values, field, said):
    assert value_words(values, field, 20) == said
