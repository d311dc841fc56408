"""What the README shows is what the program says."""

import re

from bettercare import examples, formats
from bettercare.report import summarise
from bettercare.report.text_check import check_text
from tests.repository.tree import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SUMMARIES = {
    name: summarise(formats.read(examples.path(name))) for name in ("leicester", "rotherham")
}


NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def numbers_of(summary):
    """The numbers of every figure as shown, and how many rows went into each."""
    figures = summary.figures.values()
    shown = {number for figure in figures for number in NUMBER.findall(figure.display)}
    return (
        shown | {str(len(figure.inputs)) for figure in figures} | {str(len(summary.working.rows))}
    )


def test_the_two_commands_are_there():
    assert "python3.11 dev.py demo" in README
    assert "python3.11 dev.py test" in README


def test_the_output_shown_is_the_programs_own():
    shown = README.split("$ bettercare check leicester\n", 1)[1].split("\n| command", 1)[0]
    lines = [line.removeprefix("    ") for line in shown.splitlines()]
    output = check_text(SUMMARIES["leicester"], "leicester").splitlines()
    missing = [line for line in lines if line.strip() not in {"", "..."} and line not in output]
    assert missing == []


def test_every_number_of_the_table_is_a_figure_of_its_plan():
    table = README.split("| | Leicester | Rotherham |", 1)[1].split("\n\n", 1)[0]
    for line in table.splitlines()[2:]:
        _, *cells = [cell.strip() for cell in line.strip("|").split("|")]
        for name, cell in zip(SUMMARIES, cells, strict=True):
            known = numbers_of(SUMMARIES[name])
            assert set(NUMBER.findall(cell)) <= known, line


def test_every_number_of_the_plan_of_two_years_is_a_figure_of_it():
    table = README.split("| | 2017-18 | 2018-19 |", 1)[1].split("\n\n", 1)[0]
    known = numbers_of(summarise(formats.read(examples.path("rotherham-2017-19"))))
    cells = [cell for line in table.splitlines()[2:] for cell in line.strip("|").split("|")[1:]]
    assert len(cells) == 18
    assert {number for cell in cells for number in NUMBER.findall(cell)} <= known
