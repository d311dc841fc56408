"""The page of all rounds says what the rounds say, in the words of people."""

import sys
from importlib import import_module

from tests.repository.tree import ROOT

sys.path.insert(0, str(ROOT / "docs"))
PAGE = import_module("rounds_at_a_glance").page()


def row(part, start):
    """The cells of the row of a part of the page that starts so."""
    lines = PAGE.partition(f"## {part}\n")[2].partition("\n## ")[0].splitlines()
    [line] = [one for one in lines if one.startswith(f"| {start} |")]
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_what_every_round_has_alike():
    assert row("What stays the same", "Metrics")[0].startswith("Residential admissions")
    assert "NHS minimum" in row("What stays the same", "Sources of funding")[0]
    areas = row("What stays the same", "Areas of spend")[0]
    assert areas.startswith("Acute, Mental Health, Community Health, Continuing Care")
    assert areas.endswith("Primary Care, Social Care and Other")


def test_a_year_without_a_national_plan():
    assert row("When, and for whom", "2020-21") == ["2020-21", "CCG", "–", "–"]


def test_a_date_that_is_not_confirmed_has_a_question_mark():
    assert row("When, and for whom", "2022-23")[2:] == ["26 September 2022", "31 December 2022 ?"]


def test_a_round_that_amends_another_is_in_italics():
    assert row("When, and for whom", "*2024-25*")[:2] == ["2024-25", "ICB"]


def test_sources_and_required_spends():
    sources, spends = row("Money", "2025-26")
    assert sources == "DFG<br>NHS minimum<br>Additional LA ?<br>Additional NHS ?<br>LA Better Care"
    assert spends == "Adult social care: grows by a national rate ?"


def test_what_is_asked_of_schemes():
    assert row("What is asked of schemes", "2023-25") == [
        "19", "91 ?", "8 types", "–",
        "share of the service that the fund pays<br>capacity and demand",
    ]  # fmt: skip
    assert row("What is asked of schemes", "2025-26")[:4] == ["17 ?", "–", "–", "–"]


def test_who_signs_in_person():
    signs = row("Words, signatures and checks", "2025-26")[1]
    assert signs == "ICB chief executive in person<br>LA chief executive in person"


def test_what_came_and_went():
    lines = [line for line in PAGE.splitlines() if line.startswith("| 2023-25 | 2025-26 | sources")]
    assert lines == [
        "| 2023-25 | 2025-26 | sources: LA Better Care"
        " | sources: iBCF, LA discharge and ICB discharge |"
    ]
