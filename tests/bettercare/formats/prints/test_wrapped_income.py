"""The income tab without columns: heads that name a source, and lines with an amount."""

from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.wrapped_income import amount_in, income_section
from bettercare.rounds import load

RULES = load("2019-20")
TAB = """Local Authority Contribution

Disabled Facilities Grant (DFG)
Gross

Contribution
Exampleton £2,391,923

DFG breakdown for two-tier areas only (where applicable)
1 Northtown £900
2

Total Minimum LA Contribution (exc iBCF) £2,391,923

iBCF Contribution Contribution
Exampleton £15,466,521

Total iBCF Contribution £15,466,521

Are any additional LA Contributions being made in 2019/20? If
yes, please detail below

No

Local Authority Additional Contribution  Contribution
Comments - please use this box clarify any specific

uses or sources of funding

Total Additional Local Authority Contribution £0

CCG Minimum Contribution Contribution
1 NHS North CCG £20,000,000
2 NHS South CCG £3,936,545 moved in April
3

Total Minimum CCG Contribution £23,936,545

Are any additional CCG Contributions being made in 2019/20? If
yes, please detail below

Yes

Additional CCG Contribution Contribution
NHS North CCG £500

Total Addition CCG Contribution £500
Total CCG Contribution £23,937,045
"""


def rows(text):
    section = income_section(paper_of(text, "a.txt").lines, RULES)
    return [row.cells for row in section.rows] if section else None


def test_a_line_for_each_contributor_under_the_head_of_its_source():
    assert rows(TAB) == [
        ("DFG", "Exampleton", "£2,391,923", "", ""),
        ("iBCF", "Exampleton", "£15,466,521", "", ""),
        ("Additional LA Contribution", "", "£0", "No", ""),
        ("Minimum CCG Contribution", "NHS North CCG", "£20,000,000", "", ""),
        ("Minimum CCG Contribution", "NHS South CCG", "£3,936,545", "", "moved in April"),
        ("Additional CCG Contribution", "NHS North CCG", "£500", "Yes", ""),
    ]


def test_columns_and_places():
    section = income_section(paper_of(TAB, "a.txt").lines, RULES)
    assert section.fields == (
        "source_of_funding",
        "contributor",
        "amounts.2019-20",
        "answer",
        "comment",
    )
    assert [row.line for row in section.rows][:2] == [7, 16]


def test_the_name_of_a_source_with_its_amount_is_a_line():
    assert rows("iBCF Contribution £5") == [("iBCF", "", "£5", "", "")]


def test_figures_of_another_table_are_no_income():
    assert rows("Running Balances Income Expenditure Balance\nDFG £5 £5 £0") is None


def test_an_amount_under_no_source_is_no_income():
    assert rows("Exampleton £5\nTotal £5") is None
    assert rows("") is None


def test_the_first_amount_of_a_line():
    assert amount_in("1 NHS North CCG £5 of £6") == ("1 NHS North CCG", "£5", "of £6")
    assert amount_in("no pounds, 5") is None
