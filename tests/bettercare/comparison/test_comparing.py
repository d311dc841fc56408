"""Two plans side by side: nothing with itself, to the penny, either way round; two rounds."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings

import bettercare as bc
from bettercare import examples
from bettercare.comparison import compare
from bettercare.errors import UnknownRound
from bettercare.plan import IncomeLine, Plan, SchemeRow
from tests.bettercare.rounds.made_rounds import crosswalk_file, made_round
from tests.bettercare.strategies_rows import plans

NOUGHT = Decimal(0)
ADDED_UP = ("expenditure.", "scheme_type.", "area_of_spend.", "provider.", "commissioner.")
FIRST, SECOND = "2031-32", "2032-33"


@given(plans())
def test_a_plan_with_itself_has_no_difference(plan):
    assert compare(plan, plan).is_empty


@settings(max_examples=60)
@given(plans(), plans())
def test_the_parts_add_up_to_the_difference_to_the_penny(one, other):
    found = compare(one, other)
    totals = found.totals
    assert totals.after - totals.before == found.after.total - found.before.total
    made_of = totals.new + totals.changed + totals.unsettled - totals.stopped
    assert totals.before + made_of == totals.after
    assert sum((part.amount_before for part in found.schemes), NOUGHT) == totals.before
    assert sum((part.amount_after for part in found.schemes), NOUGHT) == totals.after


@settings(max_examples=60)
@given(plans(), plans())
def test_what_moved_a_figure_adds_up_to_the_whole_of_it(one, other):
    for moved in compare(one, other).figures:
        by_row = moved.id.startswith(ADDED_UP) and not moved.id.endswith(".total")
        if by_row or moved.id.endswith(".planned"):
            movers = sum((mover.change for mover in moved.movers), NOUGHT)
            assert movers == (moved.after or NOUGHT) - (moved.before or NOUGHT), moved.id


@settings(max_examples=60)
@given(plans(), plans())
def test_the_other_way_round_it_says_the_same(one, other):
    there, back = compare(one, other), compare(other, one)
    assert (there.totals.new, there.totals.stopped) == (back.totals.stopped, back.totals.new)
    assert there.totals.changed == -back.totals.changed
    mine = {figure.id: (figure.before, figure.after) for figure in there.figures}
    assert mine == {figure.id: (figure.after, figure.before) for figure in back.figures}


@settings(max_examples=60)
@given(plans(), plans())
def test_every_row_of_both_is_there_once(one, other):
    found = compare(one, other)
    for side, plan in (("before", one), ("after", other)):
        items = [row.item for part in found.schemes for row in getattr(part, side)]
        assert sorted(items) == list(range(1, len(plan.schemes) + 1))


@pytest.fixture
def home(tmp_path):
    """Two rounds: Winter Pressures gets another code and label, care home schemes end, private
    providers become two kinds, and delayed transfers are counted otherwise."""
    made_round(tmp_path, FIRST)
    changes = {
        "funding.yaml": {
            "winter_pressures:": "discharge_fund:",
            "label: Winter Pressures Grant\n": "label: Discharge Fund\n",
            "short: Winter Pressures\n": "short: Discharge\n",
            "    additional_la:": "    la_gift: {label: LA gift, kind: additional, payer: la}\n"
            "    additional_la:",
        },
        "lists.yaml": {"private: {label: Private Sector": "agency: {label: Agency"},
    }
    made_round(tmp_path, SECOND, changes)
    rows = f"""
        sources | {FIRST} | winter_pressures | {SECOND} | discharge_fund | same |
        sources | {FIRST} | additional_la | {SECOND} | additional_la | part |
        sources | {FIRST} | additional_la | {SECOND} | la_gift | part | Two labels now.
        providers | {FIRST} | private | {SECOND} | agency | part |
        providers | {FIRST} | private | {SECOND} | vcs | part |
        areas_of_spend | {FIRST} | continuing_care | {SECOND} | | none | Left out.
        metrics | {FIRST} | dtoc | {SECOND} | dtoc | not_comparable | Another unit.
    """
    crosswalk_file(tmp_path, "a.csv", rows)
    return tmp_path


def row(name, amount, year, **labels):
    held = {
        "scheme_type": "Community Based Schemes",
        "area_of_spend": "Social Care",
        "commissioner": "LA",
        "provider": "Local Authority",
        "source_of_funding": "iBCF",
        **labels,
    }
    return SchemeRow(scheme_name=name, amounts={year: Decimal(amount)}, **held)


def two_years():
    """A plan of each round, with a row for each thing that the crosswalk says."""
    winter, fund = "Winter Pressures Grant", "Discharge Fund"
    before = Plan(
        round=FIRST,
        area="Sometown",
        income=(IncomeLine(source_of_funding=winter, amounts={FIRST: Decimal(500)}),),
        schemes=(
            row("Night sitting", 500, FIRST, source_of_funding=winter),
            row("Home carers", 300, FIRST, provider="Private Sector"),
            row("Day centre", 200, FIRST, provider="Private Sector"),
            row("Nursing beds", 900, FIRST, area_of_spend="Continuing Care"),
            row("Handyman", 70, FIRST, source_of_funding="Additional LA Contribution"),
        ),
    )
    after = Plan(
        round=SECOND,
        area="Sometown",
        income=(IncomeLine(source_of_funding=fund, amounts={SECOND: Decimal(600)}),),
        schemes=(
            row("Night sitting", 600, SECOND, source_of_funding=fund),
            row("Home carers", 330, SECOND, provider="Agency"),
            row("Street outreach", 50, SECOND, source_of_funding="DFG"),
            row("Handyman", 60, SECOND, source_of_funding="Additional LA Contribution"),
            row("Gardening", 40, SECOND, source_of_funding="LA gift"),
        ),
    )
    return before, after


class TestTwoRounds:
    def test_a_new_code_for_the_same_source_is_no_move(self, home):
        found = compare(*two_years(), folders=[home])
        night = found.schemes[0]
        assert (night.status, night.fields, night.change) == ("changed", (), 100)

    def test_figures_stand_under_the_later_code(self, home):
        found = compare(*two_years(), folders=[home])
        moved = found.figure("expenditure.discharge_fund")
        assert (moved.before, moved.after, moved.label) == (
            500,
            600,
            "Planned expenditure, Discharge",
        )
        assert (found.figure("income.discharge_fund").change) == 100
        assert "expenditure.winter_pressures" not in {one.id for one in found.figures}

    def test_a_code_with_several_successors_goes_with_its_scheme(self, home):
        found = compare(*two_years(), folders=[home])
        agency = found.figure("provider.agency")
        assert (agency.before, agency.after) == (300, 330)  # Home carers goes on as an agency's
        left = found.figure("provider.private")  # Day centre stopped: nobody can tell
        assert (left.before, left.after, left.comparable) == (200, None, False)
        assert left.note == "Became Agency or Charity / Voluntary Sector in 2032-33."

    def test_a_code_without_successor_stands_alone(self, home):
        found = compare(*two_years(), folders=[home])
        left = found.figure("area_of_spend.continuing_care")
        assert (left.before, left.comparable) == (900, False)
        assert left.note == "No successor in 2032-33."

    def test_no_pound_is_lost_in_a_family(self, home):
        found = compare(*two_years(), folders=[home])
        for family in ("source", "provider", "area_of_spend", "commissioner", "scheme_type"):
            name = "expenditure" if family == "source" else family
            lines = [
                one
                for one in found.figures
                if one.id.startswith(f"{name}.") and not (one.id.endswith("total") or one.part_of)
            ]
            assert sum(one.before or 0 for one in lines) == 1970, family
            assert sum(one.after or 0 for one in lines) == 1080, family

    def test_a_source_that_became_two_stands_beside_their_sum(self, home):
        found = compare(*two_years(), folders=[home])
        ids = [one.id for one in found.figures]
        at = ids.index("expenditure.additional_la.whole")
        whole, kept, gift = found.figures[at : at + 3]
        assert (whole.before, whole.after, whole.change) == (70, 100, 30)
        assert whole.parts == ("expenditure.additional_la", "expenditure.la_gift")
        assert [(one.name, one.change) for one in whole.movers] == [
            ("Gardening", 40),
            ("Handyman", -10),
        ]
        assert whole.note == (
            "Became Additional LA Contribution or LA gift in 2032-33. Two labels now."
        )
        assert [(one.id, one.part_of, one.after, one.change) for one in (kept, gift)] == [
            ("expenditure.additional_la", whole.id, 60, None),
            ("expenditure.la_gift", whole.id, 40, None),
        ]

    def test_gaps_and_arrivals_are_named(self, home):
        found = compare(*two_years(), folders=[home])
        assert {(one.list, one.code, one.why) for one in found.gaps} == {
            ("areas_of_spend", "continuing_care", "ended"),
            ("metrics", "dtoc", "not_comparable"),
        }
        # the row on continuing care says it has ended, though the second list has the code still
        assert {(one.list, one.code) for one in found.arrivals} == {
            ("areas_of_spend", "continuing_care")
        }

    def test_backwards_it_says_so_and_uses_the_same_codes(self, home):
        before, after = two_years()
        there = compare(before, after, folders=[home])
        back = compare(after, before, folders=[home])
        assert back.notes == ("The first plan is the later one: 2032-33 after 2031-32.",)
        mine = {figure.id: (figure.before, figure.after) for figure in there.figures}
        assert mine == {figure.id: (figure.after, figure.before) for figure in back.figures}
        assert back.gaps == there.gaps

    def test_each_year_is_named_in_the_heads(self, home):
        found = compare(*two_years(), folders=[home])
        assert (found.before.name, found.after.name) == (FIRST, SECOND)


class TestYears:
    def test_a_year_that_a_plan_does_not_have(self):
        plan = bc.read(examples.path("leicester")).plan
        with pytest.raises(UnknownRound, match="Round 2019-20 does not plan for 2020-21"):
            compare(plan, plan, years=("2019-20", "2020-21"))

    def test_changed_boundaries_between_two_years(self, home):
        early = home / FIRST / "round.yaml"
        text = early.read_text().replace("- day: 2019-04-01", "- day: 2032-04-01")
        early.write_text(text)
        before, after = (msgspec.structs.replace(one, area="Dorset") for one in two_years())
        assert compare(before, after, folders=[home]).notes == (
            "Dorset became one council, without Christchurch on 2032-04-01: figures before and "
            "after do not compare.",
        )
        assert compare(before, before, folders=[home]).notes == ()
