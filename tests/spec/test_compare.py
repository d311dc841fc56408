"""What `bettercare compare` says of two plans: worked by hand on Leicester's plan and edits of it.

Each edit is stated with what it must be called, and what it moves to the pound.
"""

from decimal import Decimal

import msgspec
import pytest

import bettercare as bc
from bettercare.plan import SchemeRow
from bettercare.report.text_compare import compare_text
from tests.bettercare.known import known
from tests.spec.published import published, table

YEAR = "2019-20"
LEICESTER = published("leicester").plan
ROWS = known(LEICESTER.schemes)
replace = msgspec.structs.replace


def edited(*, cut: int = 0, add: SchemeRow | None = None, **changes: dict[str, object]):
    """Leicester's plan with fields of some rows changed (row_19={...}), one cut, one added."""
    rows = list(ROWS)
    for name, fields in changes.items():
        at = int(name.removeprefix("row_")) - 1
        rows[at] = replace(rows[at], **fields)
    if cut:
        del rows[cut - 1]
    if add:
        rows.append(add)
    return replace(LEICESTER, schemes=tuple(rows))


def pounds(amount):
    return {YEAR: Decimal(amount)}


EDITED = edited(
    row_5={"scheme_name": "Healthy living hub", "amounts": pounds(111_790)},  # was 101,790
    row_9={"scheme_name": "Entirely other words"},
    row_19={"commissioner": "LA"},  # 1,216,760 of NHS minimum, Community Health, was CCG
    row_40={"amounts": pounds(2_341_923)},  # DFG, was 2,391,923
    row_41={"provider": "Private Sector"},  # iBCF, was Local Authority
    cut=30,  # Eye Clinic Liaison Service, 15,000 of NHS minimum, Other
    add=SchemeRow(
        scheme_id="99",
        scheme_name="Falls pilot",
        scheme_type="Community Based Schemes",
        area_of_spend="Community Health",
        commissioner="CCG",
        provider="NHS Community Provider",
        source_of_funding="iBCF",
        amounts=pounds(15_000),
    ),
)
FOUND = bc.compare(LEICESTER, EDITED)


class TestEachEditIsFound:
    @pytest.mark.parametrize(
        ("status", "expected"),
        [
            ("new", {"Falls pilot"}),
            ("stopped", {"Eye Clinic Liaison Service"}),
            (
                "changed",
                {
                    "Healthy living hub",
                    "Entirely other words",
                    "Reablement - LPT",
                    "DFG Related Schemes",
                    "iBCF",
                },
            ),
            ("unsettled", set()),
        ],
    )
    def test_schemes_by_what_became_of_them(self, status, expected):
        assert {one.name for one in FOUND.of(status)} == expected

    def test_all_others_are_as_before(self):
        assert len(FOUND.of("unchanged")) == 49 - 1 - 5

    @pytest.mark.parametrize(
        ("name", "kind", "noun", "before", "after"),
        [
            ("Healthy living hub", "renamed", "name", "Lifestyle Hub", "Healthy living hub"),
            ("Reablement - LPT", "moved", "commissioner", "CCG", "LA"),
            ("iBCF", "moved", "provider", "Local Authority", "Private Sector"),
        ],
    )
    def test_what_differs_besides_pounds(self, name, kind, noun, before, after):
        [one] = [one for one in FOUND.of("changed") if one.name == name]
        [field] = one.fields
        assert (field.kind, field.noun, field.before, field.after) == (kind, noun, before, after)

    def test_changes_in_pounds_and_per_cent(self):
        changed = {one.name: one for one in FOUND.of("changed")}
        hub, dfg = changed["Healthy living hub"], changed["DFG Related Schemes"]
        assert (hub.change, dfg.change) == (10_000, -50_000)
        assert round(known(hub.percent) * 100, 1) == Decimal("9.8")  # 10,000 / 101,790
        assert round(known(dfg.percent) * 100, 1) == Decimal("-2.1")  # 50,000 / 2,391,923

    def test_the_totals_say_what_the_difference_is_made_of(self):
        totals = FOUND.totals
        assert (totals.before, totals.after) == (43_368_727, 43_328_727)
        assert (totals.new, totals.stopped, totals.changed) == (15_000, 15_000, -40_000)


MOVED = """
    figure                                | before     | after      | moved by
    expenditure.total                     | 43,368,727 | 43,328,727 |
    expenditure.dfg                       | 2,391,923  | 2,341,923  | DFG Related Schemes -50,000
    expenditure.ibcf                      | 15,466,521 | 15,481,521 | Falls pilot 15,000
    balance.dfg                           | 0          | 50,000     |
    balance.ibcf                          | 0          | -15,000    |
    required.nhs_out_of_hospital.planned  | 7,242,204  | 6,020,444  | Reablement - LPT -1,216,760
    required.nhs_out_of_hospital.headroom | 440,117    | -781,643   |
    scheme_type.other| 18,806,312 | 18,791,312 | Eye Clinic Liaison Service -15,000
    area_of_spend.community_health        | 5,308,392  | 5,333,392  | Falls pilot 15,000
    commissioner.la                       | 34,422,470 | 35,589,230 | Reablement - LPT 1,216,760
    provider.private                      | 1,506,426  | 8,034,426  | iBCF 6,528,000
"""


class TestEachFigureThatMoved:
    @pytest.mark.parametrize(("figure", "before", "after", "mover"), table(MOVED))
    def test_before_after_and_the_scheme_that_moved_it_most(self, figure, before, after, mover):
        found = FOUND.figure(figure)
        assert [f"{found.before:,}", f"{found.after:,}"] == [before, after]
        if mover:
            assert f"{found.movers[0].name} {found.movers[0].change:,}" == mover

    @pytest.mark.parametrize(
        "figure",
        ["expenditure.winter_pressures", "required.adult_social_care.planned", "income.total"],
    )
    def test_others_did_not_move(self, figure):
        assert not FOUND.figure(figure).moved
        assert FOUND.figure(figure).movers == ()

    def test_three_rows_moved_the_out_of_hospital_spend(self):
        movers = FOUND.figure("required.nhs_out_of_hospital.planned").movers
        assert [(one.name, one.change) for one in movers] == [
            ("Reablement - LPT", -1_216_760),
            ("Eye Clinic Liaison Service", -15_000),
            ("Healthy living hub", 10_000),
        ]
        assert [one.items_before for one in movers] == [(19,), (30,), (5,)]
        assert [one.items_after for one in movers] == [(19,), (), (5,)]


class TestThePage:
    LINES = compare_text(FOUND, ("a", "b")).splitlines()

    def test_it_begins_with_the_answer(self):
        assert self.LINES[:6] == [
            "Leicester, 2019-20, two versions: planned £43,368,727, then £43,328,727",
            "(-£40,000, -0.1%).",
            "49 rows before, 49 rows now: 5 changed, 1 new, 1 stopped and 43 as before.",
            "NHS out-of-hospital: £781,643 short of the minimum; before £440,117 above.",
            "Adult social care: £15,021 above the minimum; as before.",
            "",
        ]

    def test_then_what_changed_most(self):
        assert self.LINES[6:11] == [
            "What changed most, £",
            "       -50,000  Changed -2.1%: DFG Related Schemes (row 39)",
            "       +15,000  New: Falls pilot (row 49)",
            "       -15,000  Stopped: Eye Clinic Liaison Service (row 30 before)",
            "       +10,000  Changed +9.8%: Healthy living hub (row 5)",
        ]

    @pytest.mark.parametrize("every", [False, True])
    def test_it_fits_80_columns(self, every):
        lines = compare_text(FOUND, ("a", "b"), every=every).splitlines()
        assert [line for line in lines if len(line) > 80 or line != line.rstrip()] == []

    def test_a_plan_with_itself_is_one_line(self):
        text = compare_text(bc.compare(LEICESTER, LEICESTER))
        assert text == ("Leicester, 2019-20, two versions: no difference. £43,368,727 in 49 rows.")


class TestOtherFields:
    @pytest.mark.parametrize(
        ("fields", "nouns"),
        [
            ({"impacts": {**ROWS[8].impacts, "res": "High"}}, ["impact on RES"]),
            ({"impacts": {}}, [f"impact on {one}" for one in ("NEA", "DTOC", "RES", "REA")]),
            ({"output_estimate": Decimal(0)}, ["output"]),  # blank is not 0
            ({"description": "Other words"}, ["description"]),
            ({"new_or_existing": "New"}, ["new or existing"]),
            ({"scheme_name": "mh  discharge-team"}, []),  # case and signs are no new name
        ],
    )
    def test_between_two_versions_each_edit_is_named(self, fields, nouns):
        found = bc.compare(LEICESTER, edited(row_9=fields))
        assert [one.noun for part in found.schemes for one in part.fields] == nouns


class TestTwoAreas:
    def test_it_is_said_first_and_little_is_matched(self):
        found = bc.compare(LEICESTER, published("rotherham").plan)
        assert found.notes == ("These are two areas: Leicester and Rotherham.",)
        assert len(found.of("changed")) + len(found.of("unchanged")) <= 1
        assert found.totals.after - found.totals.before == 40_369_818 - 43_368_727


class TestRows:
    def test_rows_in_another_order_are_the_same_plan(self):
        turned = replace(LEICESTER, schemes=tuple(reversed(ROWS)))
        assert bc.compare(LEICESTER, turned).is_empty

    def test_a_split_row_is_left_to_the_reader(self):
        half = ROWS[12]  # Home Visiting Service, 1,255,073
        twice = replace(half, scheme_id=None, amounts=pounds(600_000))
        again = replace(half, scheme_id=None, amounts=pounds(595_000))
        rows = (*ROWS[:12], replace(half, scheme_id=None), *ROWS[13:])
        plan = replace(LEICESTER, schemes=rows)
        split = replace(LEICESTER, schemes=(*rows[:12], twice, again, *rows[13:]))
        [one] = bc.compare(plan, split).of("unsettled")
        assert [row.amount for row in one.before] == [1_255_073]
        assert [row.amount for row in one.after] == [600_000, 595_000]
        assert one.change == -60_073
