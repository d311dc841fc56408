"""Family H, first part: the narrative and other free text."""

import sys
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bettercare.checks.abbreviations import known_abbreviations, unexplained
from bettercare.checks.personal import kinds_of_personal_data
from bettercare.findings import Severity
from bettercare.nhs_numbers import is_nhs_number
from tests.bettercare.builders import RULES, findings, fixes, places, plan_of, report, told

AT = "@"  # kept apart, so that no address stands in the repository
NHS_NUMBER = "943 476 5919"  # of the NHS Data Dictionary's examples


def words(count):
    return " ".join(["care"] * count)


def narrative(**texts):
    """The four sections, each long enough unless given here."""
    enough = {"A": 400, "B(i)": 250, "B(ii)": 250, "C": 400}
    codes = {"A": "A", "Bi": "B(i)", "Bii": "B(ii)", "C": "C"}
    return plan_of(
        narrative=[
            {"section": code, "text": texts.get(key, words(enough[code]))}
            for key, code in codes.items()
        ]
    )


def test_120_a_section_that_is_blank_or_not_there():
    plan = plan_of(narrative=[{"section": "A", "text": words(9)}, {"section": "C", "text": ""}])
    assert told("CHK-120", plan) == [
        "Section B(i). 'Integrated services at Health and Wellbeing Board level' is empty.",
        "Section B(ii). 'Integration with wider services, such as housing' is empty.",
        "Section C. 'System level alignment' is empty.",
    ]
    assert fixes("CHK-120", plan)[2] == "Write it in at most 1,500 words."
    assert places("CHK-120", plan)[2] == [("narrative", 2, "Text")]


def test_120_a_section_is_found_by_its_code_or_its_name_however_written():
    rows = [{"section": "a"}, {"section": "B (i)"}, {"section": "b(ii)"}]
    assert told("CHK-120", plan_of(narrative=rows)) == [
        "Section C. 'System level alignment' is empty."
    ]
    for section in (
        "System Level Alignment",
        "C. System level alignment",
        "Section C",
        "C: System",
    ):
        assert told("CHK-120", plan_of(narrative=[*rows, {"section": section}])) == []


def test_120_a_section_that_is_not_known_is_asked_about_and_not_called_empty():
    rows = [{"section": "A"}, {"section": "B(ii)"}, {"section": "C"}]
    plan = plan_of(narrative=[*rows, {"section": "Intergrated services at board level"}])
    assert told("CHK-120", plan) == [
        "Section 4, section. "
        "'Intergrated services at board level' is not a section of the narrative."
    ]
    assert fixes("CHK-120", plan) == ["Did you mean 'B(i)'? If so, write that."]
    plan = plan_of(narrative=[*rows, {"section": "wibble"}])
    assert len(told("CHK-120", plan)) == 1
    assert fixes("CHK-120", plan) == ["Write what it is about, such as 'B(i)'."]
    assert findings("CHK-120", plan)[0].severity is Severity.ERROR


def test_120_a_section_too_many_is_a_note():
    rows = [{"section": code} for code in ("A", "B(i)", "B(ii)", "C", "Summary", "")]
    found = findings("CHK-120", plan_of(narrative=rows))
    assert [one.severity for one in found] == [Severity.INFORMATION] * 2
    assert [one.message for one in found] == [
        "'Summary' is not a section of the narrative.",
        "A line does not say its section of the narrative.",
    ]


def test_a_section_in_two_lines_is_read_as_one():
    rows = [
        {"section": "A", "text": words(1400)},
        {"section": "A", "text": f"{words(200)} The ABCD meets."},
    ]
    plan = plan_of(narrative=rows)
    assert told("CHK-121", plan) == [
        "Section A. 'Person-centred outcomes' has 1,603 words, 103 over its limit of 1,500."
    ]
    assert places("CHK-121", plan) == [[("narrative", 1, "Text"), ("narrative", 2, "Text")]]
    assert told("CHK-125", plan) == ["Section A. 'ABCD' is not explained where it is first used."]


def test_121_a_section_over_its_limit():
    plan = narrative(A=words(2501), Bi=words(800))
    assert told("CHK-121", plan) == [
        "Section A. 'Person-centred outcomes' has 2,501 words, 1,001 over its limit of 1,500."
    ]
    assert fixes("CHK-121", plan) == ["Take out at least 1,001 words."]
    assert places("CHK-121", plan) == [[("narrative", 1, "Text")]]


def test_122_a_section_far_below_its_limit():
    plan = narrative(A=words(374), Bi=words(200), C="")
    assert told("CHK-122", plan) == [
        "Section A. 'Person-centred outcomes' has only 374 of up to 1,500 words."
    ]
    assert fixes("CHK-122", plan) == ["Say more, or give a reason."]
    assert told("CHK-122", narrative(A=words(375))) == []


def test_123_a_topic_that_is_not_mentioned():
    plan = narrative(Bii="We adapt homes with the DFG, for independence.")
    assert [line for line in told("CHK-123", plan) if "B(ii)" in line] == [
        "Section B(ii). There is no mention of housing (PR3)."
    ]
    assert fixes("CHK-123", plan)[0] == "Say what the plan does about it, or where it is written."


@pytest.mark.parametrize("text", ["new Housing", "home-\nimprovement", "(extra care)"])
def test_123_a_topic_is_found_by_the_beginning_of_a_word_in_any_case(text):
    plan = narrative(Bii=f"The DFG and {text} keep people independent.")
    assert [line for line in told("CHK-123", plan) if "B(ii)" in line] == []


def test_123_the_middle_of_a_word_is_not_enough_and_an_empty_section_is_not_asked():
    plan = narrative(Bii="Warehousing, the DFG, independence", A="")
    lines = told("CHK-123", plan)
    assert "Section B(ii). There is no mention of housing (PR3)." in lines
    assert [line for line in lines if line.startswith("Section A.")] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("?", "?"),
        ("Lead: TBC", "TBC"),
        ("date to be confirmed in May", "to be confirmed"),
        ("Lorem ipsum dolor", "Lorem ipsum"),
        ("[xxxx insert the figure]", "[xxxx ...]"),
        ("[Insert name of Jo Bloggs]", "[Insert ...]"),
        ("£xxx more", "xxx"),
        ("How many??", "??"),
    ],
)
def test_124_words_that_hold_a_place(text, shown):
    plan = plan_of(schemes=[{}, {"description": text}])
    assert told("CHK-124", plan) == [f"Row 2, description. '{shown}' looks like a placeholder."]
    assert fixes("CHK-124", plan) == ["Write what belongs there, or clear it."]
    assert places("CHK-124", plan) == [[("schemes", 2, "Brief Description of Scheme")]]


@pytest.mark.parametrize(
    "text",
    ["Who is it for? Carers.", "[see page 4]", "Outbac", "XXL beds", "N/A", "we confirmed it"],
)
def test_124_is_silent_on_words_that_belong(text):
    assert told("CHK-124", plan_of(schemes=[{"description": text}])) == []


def test_124_looks_at_every_free_text_of_the_plan_and_at_nothing_else():
    plan = plan_of(
        schemes=[
            {
                "scheme_name": "TBC",
                "scheme_type_other": "TBC",
                "area_of_spend_other": "TBC",
                "scheme_id": "TBC",
                "provider": "TBC",
            }
        ],
        income=[{"comment": "TBC", "contributor": "TBC"}],
        narrative=[{"section": "A", "text": "TBC"}],
        metrics=[{"narrative": "TBC", "measure": "TBC"}],
        requirements=[{"action": "TBC", "timeframe": "TBC", "theme": "TBC"}],
        hicm=[{"change": "Trusted assessors", "reason": "TBC"}],
        answers=[{"question": "carers", "comment": "TBC"}],
        sign_off=[{"role": "DASS", "name": "TBC"}],
    )
    assert [
        line.removesuffix(". 'TBC' looks like a placeholder.") for line in told("CHK-124", plan)
    ] == [
        "Row 1, name",
        "Row 1, Other text",
        "Row 1, Other area text",
        "Income line 1, comment",
        "Section A, text",
        "RES, narrative",
        "PR1, action",
        "PR1, date",
        "DASS, name",
        "Trusted assessors, reason",
        "carers, comment",
    ]


def test_124_a_record_without_a_name_of_its_own_is_named_by_its_number():
    plan = plan_of(
        narrative=[{"text": "TBC"}],
        metrics=[{"metric": "", "narrative": "TBC"}],
        requirements=[{}, {"code": "", "action": "TBC"}],
        hicm=[{"reason": "TBC"}],
        answers=[{"comment": "TBC"}],
    )
    assert [line.split(",")[0] for line in told("CHK-124", plan)] == [
        "Section 1",
        "Metric line 1",
        "Requirement 2",
        "Change 1",
        "Question 1",
    ]


def test_125_abbreviations_without_words_are_told_once_each_section_by_section():
    plan = narrative(
        A="The UCB and the Home First Board (HFB) meet. LPT is a provider.",
        Bi="The UCB and HFB decide with the ICRS.",
    )
    assert told("CHK-125", plan) == [
        "Section A. 'UCB' and 'LPT' are not explained where they are first used.",
        "Section B(i). 'ICRS' is not explained where it is first used.",
    ]
    assert fixes("CHK-125", plan)[0] == (
        "Write each in full the first time, with the short form in brackets."
    )
    assert places("CHK-125", plan)[1] == [("narrative", 2, "Text")]


def test_125_many_are_counted():
    short = [f"{first}Q{last}" for first in "BCDF" for last in "BCD"]
    (line,) = told("CHK-125", narrative(A=" ".join(["We use", *short])))
    assert line == (
        "Section A. 'BQB', 'BQC', 'BQD', 'CQB', 'CQD', 'DQB', 'DQC', 'DQD' and 3 more are not"
        " explained where they are first used."
    )


@pytest.mark.parametrize(
    "text",
    [
        "The Home First Board (HFB) meets; the HFB decides.",
        "The HFB (Home First Board) meets.",
        "The HFBs ('Home First Boards') meet.",
        "Home First Board\n(HFB)\nThe HFB meets.",
        "HFB AND UCB\nThe Home First Board (HFB) and the Urgent Care Board (UCB) meet.",
        "The NHS, the BCF, CCGs, the DFG, the HWB and VCSE work on DTOC.",
        "Part II and part XIV",
        "This is NOT for ALL",
        "PR5, A&E and Abc",
    ],
)
def test_125_is_silent_on_what_is_explained_known_or_no_abbreviation(text):
    assert told("CHK-125", narrative(A=text)) == []


def test_125_words_that_come_after_the_first_use_are_too_late():
    assert unexplained("The HFB met. The Home First Board (HFB) met.", set()) == ["HFB"]
    assert unexplained("(as HFB members know) HFB (Home First Board)", set()) == ["HFB"]


def test_125_what_the_round_prints_needs_no_words():
    known = known_abbreviations(RULES)
    assert {"CCG", "DFG", "HWB", "HICM", "DTOC", "PCN", "DASS", "NHS"} <= known
    assert "LPT" not in known


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("write to jo.bloggs" + "@" + "leicester.gov.uk", "an e-mail address"),
        ("ring (0116) 496 0000 today", "a phone number"),
        ("ring 0116 496 0000, or not", "a phone number"),
        ("mobile 07700900123", "a phone number"),
        ("ring 020 7946 0958.", "a phone number"),
        ("ring +44 20 7946 0958", "a phone number"),
        ("ring +44 (0)20 7946 0958", "a phone number"),
        ("ring 0044 7700 900 123", "a phone number"),
        (f"patient {NHS_NUMBER}", "an NHS number"),
        ("patient 9434765919", "an NHS number"),
        ("patient 943-476-5919", "an NHS number"),
        (
            f"a{AT}b.org, 0116 496 0000, {NHS_NUMBER}",
            "an e-mail address, a phone number and an NHS number",
        ),
    ],
)
def test_126_personal_data_is_named_by_kind_and_never_repeated(text, kinds):
    plan = plan_of(schemes=[{"description": text}])
    assert told("CHK-126", plan) == [
        f"Row 1, description. This text holds {kinds}, and plans are published."
    ]
    assert fixes("CHK-126", plan) == ["Take it out; name a role or a team."]
    assert places("CHK-126", plan) == [[("schemes", 1, "Brief Description of Scheme")]]


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5918",  # the check digit is wrong
        "943 476 59190",
        "costs £9434765919",
        "9,434,765,919 or 9434765919.50 pounds",
        "01/04/2019-31/03/2020",
        "0.1234567890",
        "contract 012345",
        "0 to 5 years, 2019-20",
        "012345678901",
        "1111111111",
        "follow @leicester",
        "2 @ £5",
    ],
)
def test_126_is_silent_on_other_numbers_and_signs(text):
    assert told("CHK-126", plan_of(schemes=[{"description": text}])) == []


def test_126_an_nhs_number_has_ten_digits_and_does_not_start_with_nought():
    assert is_nhs_number(NHS_NUMBER)
    assert not is_nhs_number(NHS_NUMBER + "0")
    assert not is_nhs_number("0123456002"), "its check digit is right"


def test_126_amounts_are_not_searched():
    plan = plan_of(schemes=[{"amount": "9434765919", "scheme_id": "9434765919"}])
    assert told("CHK-126", plan) == []


@given(st.integers(min_value=100_000_000, max_value=999_999_999))
def test_at_most_one_last_digit_makes_an_nhs_number(first_nine):
    assert sum(is_nhs_number(f"{first_nine}{last}") for last in range(10)) <= 1


@given(st.text())
def test_any_text_can_be_searched(text):
    assert isinstance(kinds_of_personal_data(text), list)
    assert isinstance(unexplained(text, set()), list)


def test_the_narrative_is_not_checked_where_it_was_not_given():
    for number in (120, 121, 122, 123, 125):
        code = f"CHK-{number}"
        assert [one.code for one in report(code, plan_of(schemes=[{}])).not_run] == [code]
    for code in ("CHK-124", "CHK-126"):
        assert not report(code, plan_of()).not_run


def seconds(work, text):
    """The least of three measurements, at least a thousandth."""
    taken = []
    for _ in range(3):
        start = perf_counter()
        work(text)
        taken.append(perf_counter() - start)
    return max(0.001, *sorted(taken)[:1])


def test_an_address_is_sought_only_around_its_sign():
    short, long = ("a" * count + " " + AT for count in (4_000, 32_000))
    assert seconds(kinds_of_personal_data, long) < 20 * seconds(kinds_of_personal_data, short)
    assert kinds_of_personal_data(f"{'a' * 100}{AT}example.org") == ["an e-mail address"]
    assert kinds_of_personal_data(f"at {AT}example.org, a{AT}b and a {AT} b.c") == []


def test_a_line_in_capitals_is_looked_at_once_however_many_words_it_has():
    calls = []

    def count(_frame, event, function):
        if event == "c_call" and getattr(function, "__name__", "") in {"isupper", "rfind", "find"}:
            calls.append(function)

    text = " ".join(f"W{chr(65 + n % 26)}{chr(65 + n // 26 % 26)}" for n in range(600))
    sys.setprofile(count)
    try:
        found = unexplained(f"{text}\nThe ABCD meets.", set())
    finally:
        sys.setprofile(None)
    assert found == ["ABCD"]
    assert len(calls) <= 4
