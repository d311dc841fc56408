"""Rotherham's plan of 2017-19 beside that of 2019-20, across the crosswalk: 2018-19 to 2019-20.

Which row is which was settled by reading both plans; figures are those that both print.
"""

import pytest

import bettercare as bc
from bettercare.report.text_compare import compare_text
from tests.bettercare.known import known
from tests.spec.published import published, table

BEFORE, AFTER = (published(name).plan for name in ("rotherham-2017-19", "rotherham"))
FOUND = bc.compare(BEFORE, AFTER)

# Row of 2017-19 and its row in 2019-20.
SAME_SCHEME = {
    1: 1, 2: 2, 3: 3, 4: 29, 5: 4, 6: 5, 8: 7, 9: 8, 10: 9, 11: 10, 12: 12, 14: 13, 15: 14, 16: 15,
    17: 16, 18: 18, 19: 19, 21: 20, 23: 21, 24: 24, 26: 27, 27: 30, 28: 31, 30: 11, 31: 33, 32: 34,
    33: 41, 34: 39, 35: 40, 38: 36, 39: 37, 40: 42, 41: 43, 42: 44, 43: 45, 44: 46,
}  # fmt: skip
# Reviewing officers, a third row of equipment, stroke social work, residential and day care.
STOPPED = {7, 13, 20, 25, 36, 37}
# A row of the intermediate care pool became one of two, or both; the hospice has a new name.
NOT_SETTLED = [((22,), (22, 23)), ((29,), (32,))]


def items(rows):
    return tuple(row.item for row in rows)


def test_the_rows_of_one_scheme_are_found():
    pairs = [one for one in FOUND.schemes if one.status in {"changed", "unchanged"}]
    assert {items(one.before)[0]: items(one.after)[0] for one in pairs} == SAME_SCHEME


def test_what_stopped_and_what_a_reader_must_settle():
    assert {items(one.before)[0] for one in FOUND.of("stopped")} == STOPPED
    assert [(items(one.before), items(one.after)) for one in FOUND.of("unsettled")] == NOT_SETTLED


def test_all_other_rows_are_new():
    known_rows = {*SAME_SCHEME.values(), 22, 23, 32}
    assert {items(one.after)[0] for one in FOUND.of("new")} == set(range(1, 68)) - known_rows


CHANGES = """
    row | differs
    6   | renamed
    12  | provider
    4   | renamed, source, scheme type, sub type
    26  | scheme type, sub type
    27  | scheme type, sub type
    38  | provider
    33  | renamed
    34  | scheme type, sub type
    5   |
"""


@pytest.mark.parametrize(("row", "differs"), table(CHANGES))
def test_what_differs_besides_pounds(row, differs):
    [one] = [one for one in FOUND.schemes if items(one.before) == (int(row),)]
    said = [field.kind if field.kind == "renamed" else field.noun for field in one.fields]
    assert ", ".join(said) == differs


FIGURES = """
    figure                               | 2018-19     | 2019-20
    income.total                         | 35,522,651  | 40,369,818
    income.nhs_minimum                   | 18,945,693  | 19,614,894
    income.ibcf                          | 10,103,692  | 12,709,487
    income.la.whole                      | 4,269,317   | 4,483,150
    income.dfg                           | 2,502,317   | 2,700,150
    income.additional_la                 | 1,767,000   | 1,783,000
    income.additional_nhs                | 2,203,949   | 2,217,000
    balance.nhs_minimum                  | -683,949    | 0
    balance.additional_nhs               | 683,949     | 0
    balance.ibcf                         | 10,103,692  | 0
    balance.la.whole                     | 4,219,317   | 0
    balance.not_placed                   | -4,219,317  |
    required.nhs_out_of_hospital.minimum | 5,383,829   | 5,573,997
    required.nhs_out_of_hospital.planned | 9,782,139   | 10,056,894
    required.adult_social_care.minimum   | 6,737,912   | 6,975,909
    required.adult_social_care.planned   | 8,278,137   | 8,818,000
    area_of_spend.primary_care           | 2,145,000   | 1,352,000
    area_of_spend.mental_health          | 790,790     | 1,378,000
"""


@pytest.mark.parametrize(("figure", "before", "after"), table(FIGURES))
def test_figures_stand_side_by_side_in_the_codes_of_2019_20(figure, before, after):
    found = FOUND.figure(figure)
    shown = ["" if value is None else f"{value:,}" for value in (found.before, found.after)]
    assert shown == [before, after]


def test_two_types_of_2017_19_that_became_one_are_added_up():
    planning = FOUND.figure("scheme_type.care_planning_navigation")
    assert planning.before == 790_790  # row 1; row 44 has nothing in 2018-19
    assert planning.note == "Two types of 2017-19 became one."


def test_a_type_that_became_several_goes_with_its_scheme():
    # Row 28, Care Home Support Service, is a community based scheme now: 267,174.
    assert FOUND.figure("scheme_type.community_based").before == 267_174
    left = FOUND.figure("scheme_type.care_homes")  # row 25, Residential Care, stopped
    assert (left.before, left.comparable) == (274_000, False)


def test_what_moved_social_care_spending():
    movers = FOUND.figure("required.adult_social_care.planned").movers
    assert sum(one.change for one in movers) == 8_818_000 - 8_278_137
    assert [(one.name, one.change) for one in movers[:3]] == [
        ("Domiciliary Care", 756_000),
        ("Care Act", 660_000),  # paid from Additional CCG before
        ("Reablement", -506_385),
    ]


def test_what_has_no_counterpart_in_2019_20():
    used = {(gap.list, gap.code): gap for gap in FOUND.gaps if gap.rows}
    assert set(used) == {
        ("sub_types", "home_care/packages"),
        ("sub_types", "personalised_care_at_home/physical_wellbeing"),
        ("metrics", "nea"),
        ("metrics", "dtoc"),
    }
    assert used["metrics", "dtoc"].why == "not_comparable"
    assert used["sub_types", "home_care/packages"].rows == (42,)
    assert ("sources", "winter_pressures") in {(one.list, one.code) for one in FOUND.arrivals}


def test_no_pound_is_lost():
    totals = FOUND.totals
    assert (totals.before, totals.after) == (25_418_959, 40_369_818)
    made_of = totals.new + totals.changed + totals.unsettled - totals.stopped
    assert made_of == 14_950_859


class TestThePage:
    TEXT = compare_text(FOUND)

    def test_it_says_first_what_a_reader_must_know(self):
        assert self.TEXT.splitlines()[:8] == [
            "Rotherham, 2018-19 to 2019-20: planned £25,418,959, then £40,369,818",
            "(+£14,950,859, +58.8%).",
            "In 2018-19, £10,103,692 of income is in no row: the totals do not compare.",
            "44 rows before, 67 rows now: 32 changed, 28 new, 6 stopped, 4 as before and 5",
            "not settled.",
            "5 rows have nothing in 2018-19, but £4,200,000 in 2017-18.",
            "NHS out-of-hospital: £4,482,897 above the minimum; before £4,398,310 above.",
            "Adult social care: £1,842,091 above the minimum; before £1,540,225 above.",
        ]

    @pytest.mark.parametrize("every", [False, True])
    def test_it_fits_80_columns(self, every):
        lines = compare_text(FOUND, every=every).splitlines()
        assert [line for line in lines if len(line) > 80 or line != line.rstrip()] == []

    def test_rows_of_one_name_are_one_scheme_in_what_changed_most(self):
        at = self.TEXT.index("What changed most")
        assert self.TEXT[at:].splitlines()[1] == (
            "    +8,217,591  Changed: Sustainability & mitigation of service reduction to"
        )

    def test_gaps_are_named(self):
        assert "No successor in 2019-20 for sub type '1. Dom care packages' (row 42)." in self.TEXT


class TestTwoYearsOfOnePlan:
    FOUND = bc.compare(BEFORE, BEFORE, years=("2017-18", "2018-19"))

    def test_every_row_is_itself(self):
        assert all(items(one.before) == items(one.after) for one in self.FOUND.schemes)

    def test_what_changed(self):
        changed = {items(one.before)[0]: one.change for one in self.FOUND.of("changed")}
        assert changed == {
            12: 155_000,
            17: 191_524,
            40: -2_000_000,
            41: -1_000_000,
            42: -500_000,
            43: -500_000,
            44: -200_000,
        }

    def test_parts_of_a_source(self):
        dfg = self.FOUND.figure("income.dfg")
        assert (dfg.before, dfg.after, dfg.part_of) == (2_310_793, 2_502_317, "income.la")


def test_the_printed_figures_that_the_rows_give_and_those_they_do_not():
    found = bc.compare_printed(BEFORE)
    apart = {one.id: one.change for one in found.differing}
    assert apart["balance.ibcf.2017-18"] == 3_117_501  # rows that the print cuts off
    assert apart["balance.ibcf.2018-19"] == 10_103_692
    assert apart["area_of_spend.social_care.2017-18"] == -1_992_501
    assert "required.adult_social_care.growth.2017-18" not in apart  # 25.0% as printed
    assert known(found.unknown) == ()
