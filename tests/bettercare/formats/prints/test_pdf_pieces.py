"""Letters put together by their places alone."""

import pytest

from bettercare.formats.prints.pdf_letters import Box, Letter
from bettercare.formats.prints.pdf_pieces import Rules, cells_of, pieces_of

HEIGHT = 10.0
NO_RULES = Rules(())


def letters(text, left, bottom=100.0, run=1, wide=5.0):
    """The letters of a text, each five points wide; a space is a gap."""
    return [
        Letter(one, Box(left + n * wide, bottom, left + (n + 1) * wide, bottom + HEIGHT), run)
        for n, one in enumerate(text)
    ]


def texts(*lines, rules=NO_RULES):
    return [piece.text for piece in pieces_of([one for line in lines for one in line], rules)]


def across(left, right, bottom):
    return Box(left, bottom, right, bottom + 0.5)


def down(left, bottom, top):
    return Box(left, bottom, left + 0.5, top)


def frame(left, bottom, right, top):
    return [
        across(left, right, bottom),
        across(left, right, top),
        down(left, bottom, top),
        down(right, bottom, top),
    ]


def test_letters_side_by_side_are_one_piece_and_gaps_are_spaces():
    assert texts(letters("Local Authority", 0)) == ["Local Authority"]


def test_a_wide_gap_parts_letters_that_are_drawn_together():
    assert texts([*letters("LA", 0), *letters("CCG", 10 + 0.95 * HEIGHT)]) == ["LA", "CCG"]
    assert texts([*letters("LA", 0), *letters("CCG", 10 + 0.85 * HEIGHT)]) == ["LA CCG"]


def test_a_smaller_gap_parts_letters_that_are_drawn_apart():
    assert texts(letters("LA", 0), letters("CCG", 10 + 0.5 * HEIGHT, run=2)) == ["LA", "CCG"]
    assert texts(letters("LA", 0), letters("CCG", 10 + 0.3 * HEIGHT, run=2)) == ["LA CCG"]


def test_a_ruled_line_parts_what_it_stands_between():
    both = (letters("LA", 0), letters("CCG", 12, run=2))
    assert texts(*both) == ["LA CCG"]
    assert texts(*both, rules=Rules([down(11, 90, 120)])) == ["LA", "CCG"]
    assert texts(*both, rules=Rules([down(11, 200, 220)])) == ["LA CCG"]  # it stands elsewhere


def test_letters_above_below_or_before_are_other_pieces():
    assert texts(letters("one", 0), letters("two", 15, bottom=94)) == ["one", "two"]
    assert texts(letters("one", 50), letters("two", 0)) == ["one", "two"]


def test_a_letter_a_little_raised_is_in_its_line():
    assert texts(letters("1", 0), letters("st", 5, bottom=103, run=2)) == ["1st"]


class TestCells:
    def cells(self, *lines, rules=NO_RULES):
        pieces = list(pieces_of([one for line in lines for one in line], rules))
        return [[piece.text for piece in cell.pieces] for cell in cells_of(pieces, rules)]

    def test_lines_under_one_another_are_one_cell(self):
        lines = letters("Local", 0), letters("Authority", 0, bottom=88)
        assert self.cells(*lines) == [["Local", "Authority"]]

    @pytest.mark.parametrize(
        ("left", "bottom"),
        [(0, 80), (60, 88), (0, 105)],
        ids=["too far below", "not under it", "above it"],
    )
    def test_other_lines_are_cells_of_their_own(self, left, bottom):
        assert len(self.cells(letters("Local", 0), letters("Authority", left, bottom))) == 2

    def test_a_ruled_line_between_parts_cells(self):
        rules = Rules([across(0, 100, 99)])
        assert len(self.cells(letters("one", 0), letters("two", 0, 88), rules=rules)) == 2

    def test_letters_of_another_size_are_another_cell(self):
        small = [
            Letter(one.text, Box(one.box.left, 94, one.box.right, 99), 2)
            for one in letters("note", 0)
        ]
        assert len(self.cells(letters("one", 0), small)) == 2

    def test_whatever_stands_in_one_frame_is_one_cell_in_any_order(self):
        rules = Rules([*frame(-2, 80, 40, 120), *frame(40, 80, 90, 120)])
        lines = (
            *(letters("up", 0, 105), letters("right", 50, 105), letters("down", 0, 85)),
            letters("side", 20, 105, run=2, wide=4.0),
        )
        assert self.cells(*lines, rules=rules) == [["up side", "down"], ["right"]]

    def test_a_frame_with_a_side_missing_is_none(self):
        rules = Rules(frame(-2, 80, 40, 120)[:3])
        assert rules.frame(Box(0, 90, 10, 100)) is None
        assert Rules(frame(-2, 80, 40, 120)).frame(Box(0, 90, 10, 100)) == Box(-2, 80, 40, 120)

    def test_lines_that_are_drawn_twice_count_once(self):
        assert len(Rules([*frame(0, 0, 9, 9), *frame(0, 0, 9.2, 9)]).down) == 2
