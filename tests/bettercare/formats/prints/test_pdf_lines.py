"""From the cells of pages to lines of text with tabs."""

import pytest

from bettercare.formats.prints.pdf_letters import Box
from bettercare.formats.prints.pdf_lines import Pages, columns_of, padding_of, place_of, text_of
from bettercare.formats.prints.pdf_pieces import Cell, Piece

WIDE = 5.0


def cell(text, left, top, *, frame=None):
    """A cell of lines, each letter five points wide and each line ten high."""
    pieces = []
    for n, line in enumerate(text.split("/")):
        box = Box(left, top - 10 * (n + 1), left + WIDE * len(line), top - 10 * n)
        pieces.append(Piece(line, box, WIDE))
    return Cell(tuple(pieces), frame)


def lines(*pages, words=()):
    made = Pages(words)
    return [[line for line in made.lines(cells) if line] for cells in pages]


def test_cells_side_by_side_are_parted_by_tabs():
    page = [cell("1", 0, 100), cell("Gardens", 50, 100), cell("£5", 150, 100)]
    assert lines(page) == [["1\tGardens\t£5"]]


def test_lines_alone_stay_lines():
    assert lines([cell("one/two", 0, 100), cell("three", 0, 50)]) == [["one", "two", "three"]]


def test_a_blank_line_stands_between_what_stands_apart():
    made = Pages(())
    assert list(made.lines([cell("one", 0, 100), cell("two", 0, 50)])) == ["one", "", "two", ""]


def test_an_empty_cell_keeps_its_place():
    rows = [
        *(cell("ID", 0, 200), cell("Name", 50, 200), cell("Pounds", 150, 200)),
        *(cell("1", 0, 100), cell("£5", 160, 100)),
        *(cell("Gardens", 60, 50), cell("£6", 155, 50)),
    ]
    assert lines(rows) == [["ID\tName\tPounds", "1\t\t£5", "\tGardens\t£6"]]


def test_columns_go_on_over_pages():
    first = [cell("ID", 0, 200), cell("Name", 50, 200), cell("Pounds", 150, 200)]
    second = [cell("2", 0, 200), cell("£7", 150, 200)]
    assert lines(first, second) == [["ID\tName\tPounds"], ["2\t\t£7"]]


def test_a_table_with_other_columns_has_its_own():
    first = [cell("ID", 0, 200), cell("Name", 50, 200), cell("Pounds", 150, 200)]
    other = [cell("DFG", 20, 100), cell("Income and more", 60, 100), cell("£7", 220, 100)]
    assert lines([*first, cell("Text", 0, 150), *other]) == [
        ["ID\tName\tPounds", "Text", "DFG\tIncome and more\t£7"]
    ]


def test_a_cell_over_several_columns_stands_in_the_first():
    rows = [
        *(cell("Scheme", 0, 300), cell("Planned outputs and impact", 50, 300)),
        *(cell("1", 0, 200), cell("NEA", 60, 200), cell("DTOC", 100, 200), cell("RES", 150, 200)),
    ]
    assert lines(rows)[0][0] == "Scheme\tPlanned outputs and impact\t\t"


def test_cells_of_one_row_stand_at_its_height():
    beside = [cell("Local/Authority", 0, 100), cell("LA", 100, 95)]
    assert lines(beside) == [["Local Authority\tLA"]]
    below = [cell("Local", 0, 100), cell("LA", 100, 40)]
    assert lines(below) == [["Local", "LA"]]


def test_cells_in_frames_are_in_one_row_when_their_frames_are():
    left, right = Box(0, 50, 50, 100), Box(50, 50, 100, 100)
    row = [cell("top", 2, 100, frame=left), cell("foot", 52, 62, frame=right)]
    assert lines(row) == [["top\tfoot"]]


def test_two_cells_in_one_column_are_joined():
    columns = [cell("Heading", 0, 200), cell("Other", 100, 200), cell("Third", 150, 200)]
    row = [cell("a", 0, 100), cell("b", 12, 100), cell("c", 100, 100)]
    assert lines([*columns, *row])[0] == ["Heading\tOther\tThird", "a b\tc\t"]


def test_columns_and_places():
    rows = [[cell("ab", 0, 10), cell("cd", 50, 10)], [cell("ef", 5, 5), cell("gh", 90, 5)]]
    columns = columns_of(rows)
    assert [(box.left, box.right) for box in columns] == [(0, 15), (50, 60), (90, 100)]
    assert place_of(Box(52, 0, 70, 1), columns) == 1
    assert place_of(Box(75, 0, 80, 1), columns) == 2  # beside all: the nearest


class TestTexts:
    @pytest.mark.parametrize(
        ("text", "room", "joined"),
        [
            ("Local/Authority", 100, "Local Authority"),
            ("strengths-/based", 100, "strengths-based"),
            ("Team -/LPT", 100, "Team - LPT"),
            ("health/wellbein/g", 100, "health wellbein g"),
            ("hoardin/g", 36, "hoarding"),
            ("hoardin/g", 40, "hoardin g"),  # one more letter would have fitted
            ("a hoardi/g", 50, "a hoardi g"),  # not alone in its line
            ("Community/Provider", 45, "Community Provider"),  # a new word
            ("licence/costs", 36, "licence costs"),  # known as a word
        ],
    )
    def test_words_are_whole_again(self, text, room, joined):
        assert text_of(cell(text, 0, 100), room, {"costs"}) == joined

    def test_the_margin_of_a_table_is_that_of_its_fullest_cell(self):
        frame = Box(0, 0, 60, 100)
        rows = [[cell("abc", 20, 50, frame=frame), cell("abcdefghij", 4, 20, frame=frame)]]
        assert padding_of(rows) == 4
        assert padding_of([[cell("abc", 0, 10)]]) == 0
