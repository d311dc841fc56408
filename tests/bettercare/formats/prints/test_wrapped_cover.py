"""Who signs a plan, read from a cover without columns; how to reach them never is."""

import bettercare as bc
from bettercare.formats.prints.paper import paper_of
from bettercare.formats.prints.wrapped_cover import sign_off_section
from bettercare.rounds import load

RULES = load("2019-20")
ADDRESS = "someone" + "@" + "example.gov.uk"
COVER = f"""Version 2.0

*Health and Wellbeing Board Chair Cllr Ann Example {ADDRESS}

CCG accountable officer Jo Sample 01234 567890
Local authority chief executive: Sam Model
s151 officer
Better Care Fund lead official {ADDRESS}
Jo Sample signs for the CCG accountable officer Somebody Else
CCG accountable officer Another Name
"""


def test_the_words_behind_a_role_without_addresses_and_numbers():
    section = sign_off_section(paper_of(COVER, "a.txt").lines, RULES)
    assert [row.cells for row in section.rows] == [
        ("Health and Wellbeing Board Chair", "Cllr Ann Example"),
        ("CCG accountable officer", "Jo Sample"),
        ("Local authority chief executive", "Sam Model"),
    ]
    assert [row.line for row in section.rows] == [3, 5, 6]


def test_a_cover_that_names_nobody():
    assert sign_off_section(paper_of("2. Cover\n\nVersion 2.0", "a.txt").lines, RULES) is None


def test_the_cover_of_a_print_is_read_and_contacts_are_said_to_be_left_out(tmp_path):
    path = tmp_path / "paper.txt"
    title = "Better Care Fund 2019/20 Template\n2. Cover\n\n"
    path.write_text(f"{title}{COVER}\nPR1 Yes\n", encoding="utf-8")
    found = bc.read(path)
    assert [one.name for one in found.plan.sign_off] == [
        "Cllr Ann Example",
        "Jo Sample",
        "Sam Model",
    ]
    [message] = [one.message for one in found.findings if one.code == "READ-45"]
    assert message == (
        "2 e-mail addresses and 1 telephone number in the paper are not read into the plan."
    )
