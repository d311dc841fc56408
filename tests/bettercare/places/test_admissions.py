"""Admissions of an area out of the plans of its commissioners, with their working."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.errors import UnknownPlace
from bettercare.findings import Severity
from bettercare.money import round_half_up
from bettercare.places import apportion, apportion_all, load_mapping
from bettercare.places.mapping import exact_sum
from bettercare.places.quarters import months_of
from tests.bettercare.places.made_up import mapping

ENGLAND = load_mapping("2017-19")
Q1, Q2 = "2017-18 Q1", "2017-18 Q2"
NORTH_SOUTH = mapping(
    """
    North | 1A | 90.0 | 60.0
    North | 1B | 40.0 | 40.0
    North | 1C |  0.0 |  0.2
    South | 1A | 10.0 | 10.0
    South | 1B | 60.0 | 90.0
    South | 1C | 100.0 | 0.0
    """
)


def plans(**numbers):
    """Plans for the first quarter, by commissioner."""
    return {f"1{code}": {Q1: Decimal(number)} for code, number in numbers.items()}


class TestWorkedExamples:
    """Real shares with made-up plans, worked out by hand."""

    def test_rotherham(self):
        given_plans = {
            code: {Q1: Decimal(number)}
            for code, number in {
                "02P": 7000,
                "02Q": 2900,
                "02X": 9800,
                "03L": 7000,
                "03N": 14000,
            }.items()
        }
        rotherham = apportion(given_plans, ENGLAND, "Rotherham")
        [quarter] = rotherham.quarters
        assert [(one.commissioner.code, one.value) for one in quarter.parts] == [
            ("02P", Decimal("238.0")),
            ("02Q", Decimal("29.0")),
            ("02X", Decimal("107.8")),
            ("03L", Decimal("6853.0")),
            ("03N", Decimal("112.0")),
        ]
        assert quarter.value == Decimal("7339.8")
        assert round_half_up(quarter.value) == 7340
        assert rotherham.findings == ()
        # Half of the last printed decimal of each share: 0.05% of 40,700 planned admissions.
        assert quarter.margin == Decimal("20.35")

    def test_rutland_where_a_commissioner_of_no_share_has_no_plan(self):
        given_plans = {
            "Corby CCG": {Q1: Decimal(2000)},
            "NHS East Leicestershire and Rutland CCG": {Q1: Decimal(7500)},
            "South Lincolnshire": {Q1: Decimal(4200)},
            "04q": {Q1: Decimal(3300)},
        }
        rutland = apportion(given_plans, ENGLAND, "rutland")
        assert rutland.quarters[0].value == Decimal("867.6")
        assert round_half_up(rutland.quarters[0].value) == 868
        [small] = rutland.findings
        assert (small.code, small.severity) == ("MAP-14", Severity.INFORMATION)
        assert small.subject == "NHS Cambridgeshire and Peterborough CCG (06H)"
        assert small.message == (
            "There is no plan. Its share is 0.0%, so at most 0.05% of the plan is left out."
        )


class TestQuarters:
    def test_months_are_added_up_before_they_are_shared_out(self):
        months = dict(zip(months_of(Q1), map(Decimal, (100, 110, 90)), strict=True))
        found = apportion({"1A": months, "1B": {Q1: Decimal(50)}}, NORTH_SOUTH, "North")
        assert [(one.quarter, one.value) for one in found.quarters] == [(Q1, Decimal("290"))]

    def test_a_year_is_added_up_from_unrounded_quarters(self):
        each = {f"2017-18 Q{n}": Decimal("0.5") for n in (1, 2, 3, 4)}
        found = apportion({"1A": each, "1B": dict.fromkeys(each, Decimal(0))}, NORTH_SOUTH, "North")
        assert [one.value for one in found.quarters] == [Decimal("0.45")] * 4
        assert found.total("2017-18") == Decimal("1.8")
        assert found.years == ("2017-18",)
        assert found.total("2018-19") is None

    def test_a_year_with_a_quarter_unknown_is_unknown(self):
        first = {f"2017-18 Q{n}": Decimal(1) for n in (1, 2, 3, 4)}
        second = {f"2017-18 Q{n}": Decimal(1) for n in (1, 2, 3)}
        found = apportion({"1A": first, "1B": second}, NORTH_SOUTH, "North")
        assert [one.value for one in found.quarters] == [Decimal("1.3")] * 3 + [None]
        assert found.total("2017-18") is None

    def test_a_quarter_can_be_asked_for(self):
        found = apportion(plans(A=10, B=10, C=0), NORTH_SOUTH, "North")
        assert found.quarter(Q1).value == 13
        assert found.quarter(Q2) is None


class TestNothingIsGuessed:
    def test_a_commissioner_without_a_plan(self):
        found = apportion(plans(A=10, C=0), NORTH_SOUTH, "North")
        [quarter] = found.quarters
        assert (quarter.value, quarter.known) == (None, 9)
        assert [one.code for one in quarter.missing] == ["1B"]
        [finding] = found.findings
        assert (finding.code, finding.severity) == ("MAP-10", Severity.ERROR)
        assert finding.subject == "NHS 1B CCG (1B)"
        assert finding.message == "There is no plan, and 40.0% of its people live in North."
        assert [place.row for place in finding.places] == [3]

    def test_a_commissioner_without_a_plan_for_one_quarter(self):
        given_plans = plans(A=10, B=10, C=0)
        given_plans["1A"][Q2] = given_plans["1C"][Q2] = Decimal(5)
        found = apportion(given_plans, NORTH_SOUTH, "North")
        assert [one.value for one in found.quarters] == [13, None]
        [finding] = found.findings
        assert finding.message.startswith("There is no plan for 2017-18 Q2, and 40.0% of")

    def test_a_plan_of_nobody_known(self):
        found = apportion({**plans(A=10, B=10, C=0), "1X": {Q1: Decimal(99)}}, NORTH_SOUTH, "North")
        assert found.quarters[0].value == 13
        [finding] = found.findings
        assert (finding.code, finding.severity) == ("MAP-11", Severity.WARNING)
        assert finding.subject == "Plan of '1X'"
        assert "There is no NHS commissioner '1X' in the mapping made up." in finding.message

    def test_a_plan_given_twice_is_not_used(self):
        given_plans = {**plans(A=10, B=10, C=0), "NHS 1A": {Q1: Decimal(11)}}
        found = apportion(given_plans, NORTH_SOUTH, "North")
        assert found.quarters[0].value is None
        [finding] = found.findings
        assert (finding.code, finding.subject) == ("MAP-13", "NHS 1A CCG (1A)")
        assert (
            finding.message == "Its plan is given twice, as '1A' and 'NHS 1A', so neither is used."
        )

    def test_a_quarter_with_a_month_missing_is_not_used_and_told_once(self):
        given_plans = {**plans(A=10, B=10, C=0), "1A": {"2017-04": Decimal(10)}}
        found = apportion(given_plans, NORTH_SOUTH, "North")
        assert found.quarters[0].value is None
        [finding] = found.findings
        assert finding.code == "MAP-12"
        assert finding.message == (
            "The plan for 2017-18 Q1 is not used: 2017-05 and 2017-06 are missing."
        )

    def test_what_is_wrong_elsewhere_is_not_told(self):
        given_plans = {"1A": {Q1: Decimal(10)}, "1B": {"2017-04": Decimal(10)}}
        found = apportion(given_plans, mapping("North | 1A | 100 | 100\nSouth|1B|100|100"), "North")
        assert (found.quarters[0].value, found.findings) == (10, ())

    def test_shares_that_do_not_add_up_are_told_where_they_matter(self):
        printed = load_mapping("2017-19", corrected=False)
        birmingham = apportion({}, printed, "Birmingham").findings
        assert [one.subject for one in birmingham if one.code == "CHK-112"] == [
            "NHS Dudley CCG (05C)"
        ]
        rotherham = apportion({}, printed, "Rotherham").findings
        assert [one.code for one in rotherham] == ["MAP-10"] * 5

    def test_the_bounds_are_parameters(self):
        off = mapping("North | 1A | 99.5 | 100.0")
        assert apportion(plans(A=10), off, "North").findings == ()
        strict = apportion(plans(A=10), off, "North", least=Decimal("0.999"), most=Decimal(1))
        assert [one.code for one in strict.findings] == ["CHK-112"]

    def test_an_area_without_rows(self):
        with pytest.raises(UnknownPlace, match="no rows for Cumberland in the mapping 2017-19"):
            apportion({}, ENGLAND, "Cumberland")

    def test_no_plans_at_all(self):
        found = apportion({}, NORTH_SOUTH, "North")
        assert found.quarters == ()
        assert [one.code for one in found.findings] == ["MAP-10", "MAP-10", "MAP-14"]


NUMBERS = st.decimals(0, 10**6, places=2)
WHOLE = mapping(
    """
    North | 1A | 90.0 | 60.0
    North | 1B | 39.9 | 40.0
    South | 1A |  9.9 | 10.0
    South | 1B | 60.1 | 80.0
    South | 1C | 100.0 | 10.0
    West  | 1A |  0.1 | 100.0
    """
)


@given(st.tuples(NUMBERS, NUMBERS, NUMBERS))
def test_areas_together_have_what_commissioners_together_plan(numbers):
    given_plans = dict(zip(("1A", "1B", "1C"), ({Q1: n} for n in numbers), strict=True))
    found = apportion_all(given_plans, WHOLE)
    assert len(found) == 3
    values = [one.quarters[0].known for one in found.values()]
    assert exact_sum(values) == sum(numbers)


@given(st.dictionaries(st.sampled_from([one.code for one in ENGLAND.commissioners]), NUMBERS))
def test_in_england_areas_together_differ_only_as_far_as_shares_do(numbers):
    given_plans = {code: {Q1: number} for code, number in numbers.items()}
    totals = {one.code: one.total for one in ENGLAND.commissioner_sums}
    found = apportion_all(given_plans, ENGLAND)
    known = sum(quarter.known for one in found.values() for quarter in one.quarters)
    assert known == sum(number * totals[code] for code, number in numbers.items())


@given(st.permutations(["02P", "02Q", "02X", "03L", "03N"]), st.permutations(range(889)))
def test_order_makes_no_difference(codes, rows):
    numbers = {"02P": 7000, "02Q": 2900, "02X": 9800, "03L": 7000, "03N": 14000}
    given_plans = {code: {Q1: Decimal(numbers[code])} for code in codes}
    shares = tuple(ENGLAND.shares[n] for n in rows)
    shuffled = type(ENGLAND)(id="shuffled", reference="", shares=shares)
    assert apportion(given_plans, shuffled, "Rotherham").quarters[0].value == Decimal("7339.8")


@given(st.lists(NUMBERS, min_size=24, max_size=24))
def test_months_give_what_their_quarters_give(values):
    months = [month for quarter in (Q1, Q2) for month in months_of(quarter)]
    by_month = {
        code: dict(zip(months, values[6 * n : 6 * n + 6], strict=True))
        for n, code in enumerate(("1A", "1B", "1C"))
    }
    by_quarter = {
        code: {Q1: sum(values[6 * n : 6 * n + 3]), Q2: sum(values[6 * n + 3 : 6 * n + 6])}
        for n, code in enumerate(("1A", "1B", "1C"))
    }
    assert apportion(by_month, WHOLE, "South") == apportion(by_quarter, WHOLE, "South")
