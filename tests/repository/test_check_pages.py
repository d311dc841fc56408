"""Every check of the catalogue has a page with an example that is true."""

import re
import sys
from importlib import import_module

import pytest

from bettercare import rounds
from bettercare.checks import CHECKS
from tests.repository.tree import ROOT

DOCS = ROOT / "docs"
sys.path.insert(0, str(DOCS))
check_examples = import_module("check_examples")
check_pages = import_module("check_pages")

CATALOGUE = {f"CHK-{number:03}" for number in range(1, 151)}
GAP = re.compile(r"\{\w*[^}]*\}")
PAGES = check_pages.check_pages()


def page(code: str) -> str:
    text: str = PAGES[f"reference/checks/{code}.md"]
    return text


def test_the_catalogue_is_whole():
    assert set(CHECKS) == CATALOGUE


def test_families_hold_every_number_of_the_catalogue_once():
    numbers = [n for low, high in check_pages.FAMILIES.values() for n in range(low, high + 1)]
    assert numbers == list(range(1, 151))


def test_every_check_that_runs_has_an_example():
    missing = check_pages.without_example()
    assert missing == {}, f"add an example of each to docs/check-examples, by family: {missing}"


def test_no_example_is_of_a_check_that_there_is_not():
    assert set(check_examples.written()) <= set(CHECKS)


@pytest.mark.parametrize("code", sorted(check_examples.written()))
def test_an_example_is_what_the_check_says_of_it(code):
    finding = check_examples.example(code).finding
    assert finding.code == code
    assert not GAP.search(finding.message + finding.fix)
    assert " ".join(finding.message.split()) in " ".join(page(code).split())


def test_an_example_that_finds_nothing_is_refused(monkeypatch):
    sound = {"schemes": "scheme_name | scheme_type\nFalls | Carers Services"}
    monkeypatch.setattr(check_examples, "written", lambda: {"CHK-001": sound})
    with pytest.raises(ValueError, match="CHK-001 finds nothing in its example"):
        check_examples.example("CHK-001")


def test_last_years_plan_is_read_by_its_own_round_and_shown_after_this_years(monkeypatch):
    drawn = "scheme_name | scheme_type\nFalls | Nonsense"
    before = {"round": "2017-19", "schemes": "scheme_name | scheme_type\nFalls | Nothing"}
    one = {"schemes": drawn, "previous": before}
    monkeypatch.setattr(check_examples, "written", lambda: {"CHK-001": one})
    seen = []
    real = check_examples.with_last_year

    def worked_out(plan, rules, previous):
        seen.append((rules.round, previous))
        return real(plan, rules, previous)

    monkeypatch.setattr(check_examples, "with_last_year", worked_out)
    found = check_examples.example("CHK-001")
    [(round_id, previous)] = seen
    assert (round_id, previous.rules.round) == ("2019-20", "2017-19")
    assert previous.plan.schemes[0].scheme_type == "Nothing"
    assert list(found.tables) == [
        "6. Expenditure",
        "Last year's plan, 3. HWB Expenditure Plan",
    ]


def test_examples_are_written_once_and_with_known_tables(monkeypatch, tmp_path):
    monkeypatch.setattr(check_examples, "FOLDER", tmp_path)
    (tmp_path / "a.yaml").write_text("CHK-001: {shemes: x}", encoding="utf-8")
    with pytest.raises(ValueError, match="no use for"):
        check_examples.written.__wrapped__()
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("CHK-001: {schemes: x}", encoding="utf-8")
    with pytest.raises(ValueError, match="has an example already"):
        check_examples.written.__wrapped__()


def test_a_page_says_what_why_how_and_when():
    assert page("CHK-085") == (
        "# CHK-085: output number missing\n"
        "\n"
        "A unit without a number says that something is counted, and not how much of it.\n"
        "\n"
        "## What it looks at\n"
        "\n"
        "It looks at the Expenditure tab. Where that is not given, a report says so under"
        " “Not run”.\n"
        "\n"
        "## Example\n"
        "\n"
        "From the plan of Leicester for 2019-20, which ships as `leicester`.\n"
        "\n"
        "**6. Expenditure**\n"
        "\n"
        "| Row | Scheme ID | Scheme Name | Planned Output Estimate |\n"
        "|---|---|---|---|\n"
        "| 9 | 9 | MH Discharge Team |  |\n"
        "\n"
        "What the check says (error):\n"
        "\n"
        "```text\n"
        "CHK-085  Row 9, output. Enter the number of placements for 'MH Discharge Team'.\n"
        "         Fix: type the number, or clear the unit.\n"
        "```\n"
        "\n"
        "## How to put it right\n"
        "\n"
        "Type the number, or clear the unit.\n"
        "\n"
        "## Rounds\n"
        "\n" + page("CHK-085").partition("## Rounds\n\n")[2]
    )


def rounds_of(code: str) -> dict[str, list[str]]:
    """The rows of the last table of a page, by round."""
    rows = page(code).partition("## Rounds\n\n")[2].splitlines()[2:]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return {first: rest for first, *rest in cells}


def test_a_page_tells_the_severity_in_each_round_and_why_it_is_not_asked_for():
    assert rounds_of("CHK-085")["2019-20"] == [
        "error: stops submission",
        "Better Care Fund planning template 2019-20",
    ]


def test_a_page_says_why_a_round_does_not_ask_for_it():
    reason = rounds.load("2019-20").checks["CHK-081"].not_collected
    assert reason
    shown = {code: rounds_of(code) for code in CHECKS}
    for rules in check_pages.in_time_order():
        for code, rule in rules.checks.items():
            if rule.not_collected and code in shown:
                told = " ".join(rule.not_collected.split())
                assert shown[code][rules.round] == [f"not asked for: {told}", ""]


def test_an_amount_is_shown_under_the_headers_of_the_template():
    assert "| Scheme Name | Source of Funding | Expenditure (£) |" in page("CHK-034")
    assert "| Home care | Minimum CCG Contribution | 500,000 |" in page("CHK-034")
    assert "That differs. Here: Move row 2 from NHS minimum to iBCF" in page("CHK-034")


def test_gaps_of_a_message_are_set_in_italics():
    assert check_pages.spoken("'{old_name}' has {words:,} words.") == (
        "'*old name*' has *words* words."
    )


def coverage() -> dict[str, dict[str, str]]:
    """The signs of the table of coverage, by check and round."""
    lines = PAGES["reference/check-coverage.md"].partition("| Check |")[2].splitlines()
    names = [cell.strip() for cell in lines[0].split("|") if cell.strip()]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}


def test_coverage_shows_each_check_in_each_round_with_a_sign():
    shown = coverage()
    signs = {code[1:8]: row["2019-20"] for code, row in shown.items() if code.startswith("[")}
    assert signs["CHK-001"] == "E"
    assert signs["CHK-003"] == "W"
    assert signs["CHK-006"] == "I"
    assert set(CHECKS) == set(signs)


def test_rounds_stand_in_time_order():
    starts = [rules.in_force.start for rules in check_pages.in_time_order()]
    assert starts == sorted(starts)
