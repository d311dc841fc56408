"""The metrics tab and the metrics of the summary without columns."""

from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.wrapped_metrics import metrics_section
from bettercare.rounds import load

RULES = load("2019-20")
TAB = """8.1 Non-Elective Admissions

19/20 Plan Overview Narrative

Total number of
specific acute spells per
100,000

We will keep people well.
And at home.

Please set out the overall plan in the HWB area for
reducing admissions.

8.2 Delayed Transfers of Care

19/20 Plan Overview Narrative

21.4

Delays stay low in 2019.

Delayed Transfers of Care per day
in 2019

8.3 Residential Admissions

18/19 Plan 19/20 Plan Comments
Please set out the plan

Annual Rate
600 586

Reablement Service first.

More of it.

Numerator
254 255

Denominator
42,304 43,358
"""
SUMMARY = """Metrics >>

Residential Admissions

19/20 Plan
Long-term support needs of older people

Annual Rate 585.8158124

Reablement

19/20 Plan
Annual (%) 0.930434783
"""


def rows(tab="", summary=""):
    section = metrics_section(paper_of(tab, "a.txt").lines, paper_of(summary, "a.txt").lines, RULES)
    return [row.cells for row in section.rows] if section else None


def test_values_by_year_and_the_narrative_of_the_last():
    assert rows(TAB) == [
        ("Non-Elective Admissions", "2019-20", "", "", "", "",
         "We will keep people well.\nAnd at home."),
        ("Delayed Transfers of Care", "2019-20", "21.4", "", "", "", "Delays stay low in 2019."),
        ("Residential Admissions", "2018-19", "600", "254", "42,304", "", ""),
        ("Residential Admissions", "2019-20", "586", "255", "43,358", "",
         "Reablement Service first.\n\nMore of it."),
    ]  # fmt: skip


def test_values_of_the_summary_stand_beside_those_of_the_tab():
    found = rows(TAB, SUMMARY)
    assert found[3][:6] == ("Residential Admissions", "2019-20", "586", "255", "43,358",
                            "585.8158124")  # fmt: skip
    assert found[4] == ("Reablement", "2019-20", "", "", "", "0.930434783", "")


def test_the_summary_alone():
    assert [row[5] for row in rows("", SUMMARY)] == ["585.8158124", "0.930434783"]


def test_a_tab_without_metrics():
    assert rows("Nothing here\n\n5 6") is None
    assert rows("8.2 Delayed Transfers of Care\n\nPlease set out the plan") is None


def test_numbers_that_are_not_one_a_year_are_text():
    text = "8.3 Residential Admissions\n\n18/19 Plan 19/20 Plan\n\n600 586 500"
    assert rows(text) == [
        ("Residential Admissions", "2019-20", "", "", "", "", "600 586 500"),
    ]
