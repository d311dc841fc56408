"""More than one plan in a file."""

from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.several import first_plan
from bettercare.rounds import load

RULES = load("2019-20")


def tab(area, text, year="2019/20"):
    return (
        f"Better Care Fund {year} Template\n6. Expenditure\n\n"
        f"Selected Health and Wellbeing Board: {area}\n\n{text}\n"
    )


def first(text):
    paper, said = first_plan(paper_of(text, "a.txt"), RULES)
    kept = [line.text for line in paper.lines if line.text.startswith("row")]
    return kept, [one.message for one in said]


def test_one_plan_is_left_as_it_is():
    assert first(tab("A", "row 1") + tab("A", "row 2")) == (["row 1", "row 2"], [])


def test_another_area_is_left_out_and_named():
    kept, said = first(tab("A", "row 1") + tab("B", "row 2") + tab("A", "row 3"))
    assert kept == ["row 1", "row 3"]
    assert said == [
        "The file holds more than one plan. Only that of A is read; left out: 'B', from line 7 on."
    ]


def test_the_template_of_another_year_is_left_out():
    kept, said = first(tab("A", "row 1", "2017/18") + tab("A", "row 2"))
    assert kept == ["row 2"]
    assert said == [
        "The file holds more than one plan. Only that of A is read; left out: 'A', from line 1 on."
    ]


def test_a_page_that_names_no_area_goes_with_the_page_before():
    text = tab("A", "row 1") + tab("B", "row 2") + "\nrow 3\n"
    assert first(text)[0] == ["row 1"]


def test_pages_without_titles_are_told_by_their_areas():
    def area(name, row):
        return f"Selected Health and Wellbeing Board: {name}\n{row}\n"

    kept, said = first(area("A", "row 1") + area("B", "row 2"))
    assert kept == ["row 1"]
    assert len(said) == 1


def test_a_paper_of_other_years_only_is_left_to_its_reader():
    kept, said = first(tab("A", "row 1", "2017/18"))
    assert (kept, said) == (["row 1"], [])
