"""Which row is which: renames found, each row once, ties left open, either plan first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.comparison.candidates import candidates
from bettercare.comparison.likeness import LABELS
from bettercare.comparison.matching import match
from bettercare.comparison.traits import Traits

SAME = {field: frozenset(["x"]) for field in LABELS}


def row(item, name, amount, scheme_id="", **codes):
    held = {**SAME, **{field: frozenset([code]) for field, code in codes.items()}}
    return Traits(item, name, scheme_id, held, float(amount))


def pairs(found):
    return {(pair.before, pair.after) for pair in found.pairs}


def groups(found):
    return {(group.before, group.after, group.why) for group in found.groups}


class TestSettled:
    def test_rows_are_found_wherever_they_stand(self):
        before = [row(1, "falls", 10), row(2, "carers", 20), row(3, "telecare", 30)]
        after = [row(1, "telecare", 30), row(2, "falls", 10), row(3, "carers", 20)]
        assert pairs(match(before, after)) == {(1, 2), (2, 3), (3, 1)}

    def test_a_renamed_row_with_the_same_id_labels_and_amount(self):
        before = [row(1, "lifestyle hub", 101_790, "5"), row(2, "carers", 650_000, "2")]
        after = [row(1, "carers", 650_000, "2"), row(2, "quite another name", 101_790, "5")]
        assert pairs(match(before, after)) == {(1, 2), (2, 1)}

    def test_a_name_with_words_added_and_an_amount_up_a_third(self):
        before = [row(1, "home reablement services", 1_591_385)]
        after = [row(1, "reablement", 1_085_000)]
        assert pairs(match(before, after)) == {(1, 1)}

    def test_the_source_tells_two_rows_of_one_scheme_apart(self):
        before = [
            row(1, "home improvement agency", 60_000, source_of_funding="min"),
            row(2, "home improvement agency", 15_000, source_of_funding="la"),
        ]
        after = [
            row(1, "home improvement agency", 16_000, source_of_funding="la"),
            row(2, "home improvement agency", 61_000, source_of_funding="min"),
        ]
        assert pairs(match(before, after)) == {(1, 2), (2, 1)}

    def test_another_service_is_stopped_and_new(self):
        before = [row(1, "eye clinic liaison", 15_000, "42", provider="vcs")]
        after = [row(1, "reablement beds", 954_032, "18", source_of_funding="ibcf")]
        found = match(before, after)
        assert (found.pairs, found.groups, found.stopped, found.new) == ((), (), (1,), (1,))

    def test_of_equal_rows_those_in_the_same_order_belong_together(self):
        rows = [row(1, "ibcf", 5), row(2, "ibcf", 5), row(3, "ibcf", 5)]
        assert pairs(match(rows, rows)) == {(1, 1), (2, 2), (3, 3)}

    def test_rows_that_cannot_be_told_apart_may_have_either_partner(self):
        before = [row(1, "equipment", 100_000), row(2, "equipment", 100_000)]
        after = [row(1, "equipment", 96_000), row(2, "equipment", 90_000)]
        assert pairs(match(before, after)) == {(1, 1), (2, 2)}

    def test_empty_plans(self):
        assert match([], []) == ((), (), (), ())
        assert match([row(1, "a", 1)], []).stopped == (1,)
        assert match([], [row(1, "a", 1)]).new == (1,)


class TestNotSettled:
    def test_one_row_that_may_be_either_of_two(self):
        before = [row(7, "equipment", 100_000)]
        after = [row(3, "equipment", 98_000), row(9, "equipment", 97_000)]
        found = match(before, after)
        assert groups(found) == {((7,), (3, 9), "tie")}
        assert (found.pairs, found.stopped, found.new) == ((), (), ())

    def test_two_rows_whose_partners_could_be_changed(self):
        before = [row(1, "carers", 200_000), row(2, "carers", 202_000)]
        after = [row(1, "carers", 206_000), row(2, "carers", 207_000)]
        assert groups(match(before, after)) == {((1, 2), (1, 2), "tie")}

    def test_not_where_the_ids_tell_them_apart(self):
        before = [row(1, "carers", 200_000, "1"), row(2, "carers", 202_000, "2")]
        after = [row(1, "carers", 206_000, "1"), row(2, "carers", 207_000, "2")]
        assert pairs(match(before, after)) == {(1, 1), (2, 2)}

    def test_not_where_one_of_two_is_the_same_to_the_pound(self):
        before = [row(1, "equipment", 100_000)]
        after = [row(1, "equipment", 100_000), row(2, "equipment", 99_000)]
        found = match(before, after)
        assert (pairs(found), found.new) == ({(1, 1)}, (2,))

    def test_a_weak_likeness_is_left_to_the_reader(self):
        before = [row(1, "death in place of choice", 788_788, "29", scheme_type="pc", sub_type="a")]
        after = [row(1, "hospital end of life care", 789_000, "24", scheme_type="cb", sub_type="b")]
        assert groups(match(before, after)) == {((1,), (1,), "perhaps")}


rows = st.lists(
    st.builds(
        row,
        st.just(0),
        st.sampled_from(["falls", "falls team", "reablement", "carers", "ibcf", ""]),
        st.sampled_from([0, 100, 101, 104, 150, 900]),
        st.sampled_from(["", "1", "2"]),
        source_of_funding=st.sampled_from(["a", "b"]),
    ),
    max_size=8,
).map(lambda found: [one._replace(item=item) for item, one in enumerate(found, 1)])


class TestAlways:
    @given(rows, rows)
    def test_every_row_is_somewhere_once(self, before, after):
        found = match(before, after)
        mine = [pair.before for pair in found.pairs]
        mine += [item for group in found.groups for item in group.before]
        others = [pair.after for pair in found.pairs]
        others += [item for group in found.groups for item in group.after]
        assert sorted([*mine, *found.stopped]) == [one.item for one in before]
        assert sorted([*others, *found.new]) == [one.item for one in after]

    @given(rows, rows)
    def test_the_other_way_round_it_is_the_same(self, before, after):
        one, other = match(before, after), match(after, before)
        assert pairs(one) == {(b, a) for a, b in pairs(other)}
        assert groups(one) == {(b, a, why) for a, b, why in groups(other)}
        assert (one.stopped, one.new) == (other.new, other.stopped)

    @given(rows)
    def test_a_plan_with_itself_is_all_pairs(self, plan):
        found = match(plan, plan)
        assert pairs(found) == {(one.item, one.item) for one in plan}
        assert all(pair.score == 100 for pair in found.pairs)


class TestCandidates:
    def test_a_shared_word_id_beginning_or_near_amount(self):
        before = [row(1, "falls team", 1, "5")]
        others = [
            row(1, "community falls", 10**9),
            row(2, "x", 10**9, "5"),
            row(3, "fallsteam", 10**9),
            row(4, "y", 2),
        ]
        assert {b for _, b in candidates(before, others)} == {0, 1, 2, 3}

    @pytest.mark.parametrize("size", [500])
    def test_it_grows_with_the_rows_not_with_their_square(self, size):
        plan = [row(n, f"scheme number{n} of team{n % 50}", n * 1000, str(n)) for n in range(size)]
        assert len(candidates(plan, plan)) < size * 40
