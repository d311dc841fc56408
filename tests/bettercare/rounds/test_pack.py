"""The folder of a round looked over: its faults, or what it changes and how sure it is."""

from pathlib import Path

import pytest

from bettercare import rounds
from bettercare.checks import CHECKS
from bettercare.errors import UnreadableFile
from bettercare.rounds.pack import look_over
from bettercare.rounds.scaffold import scaffold

OVERLAY = """
round: "2031-32"
label: Better Care Fund plan 2031-32
base: "2031-32b"
inherit: unconfirmed
in_force: {start: 2032-04-01, end: 2033-03-31}
timetable: []
"""


@pytest.fixture
def made(tmp_path):
    """A scaffold of 2031-32 in a home of its own."""
    folder = tmp_path / "2031-32"
    folder.mkdir()
    for file, text in scaffold("2031-32", rounds.load("2019-20")).items():
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def edited(folder: Path, file: str, old: str, new: str) -> Path:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def told(folder: Path) -> list[str]:
    found = look_over(folder, known_checks=CHECKS)
    return [str(one).replace(f"{folder.parent}/", "") for one in found.faults]


def line(folder: Path, file: str, text: str) -> int:
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, one in enumerate(lines, 1) if text in one)


def test_a_sound_one_says_what_it_changes_and_how_sure_it_is(made):
    pack = look_over(made, known_checks=CHECKS)
    assert pack.faults == ()
    assert pack.rules.round == "2031-32"
    assert "Years planned for: adds 2031-32; drops 2019-20." in [one.words for one in pack.changes]
    assert len(pack.unsure) == len(pack.facts)


def test_what_was_seen_in_a_document_is_not_among_the_unsure(made):
    edited(made, "round.yaml", "confirmed: []", "confirmed: [sources.items.dfg, narrative]")
    unsure = {one.path for one in look_over(made).unsure}
    assert "narrative.A" not in unsure
    assert "sources.ibcf" in unsure


def test_marks_that_are_left_are_named_by_file_and_line(made):
    found = look_over(made).to_fill
    assert ("round.yaml", line(made, "round.yaml", "the dates of"), "the dates of the round") in [
        (one.file.name, one.line, one.words) for one in found
    ]
    edited(made, "round.yaml", "# TO FILL: the dates of the round", "# The dates of the round")
    assert len(look_over(made).to_fill) == len(found) - 1


def test_a_round_that_rests_on_nothing_changes_nothing():
    pack = look_over(Path("2019-20"), known_checks=CHECKS)
    assert (pack.faults, pack.changes, pack.to_fill) == ((), (), ())
    assert pack.folder == rounds.available()["2019-20"]


@pytest.mark.parametrize("name", rounds.available())
def test_every_shipped_round_is_sound(name):
    assert look_over(Path(name), known_checks=CHECKS).faults == ()
    assert look_over(rounds.available()[name], known_checks=CHECKS).faults == ()


def test_a_home_that_is_named_twice_is_read_once(made, monkeypatch):
    folder = made.with_name("crosswalks")
    folder.mkdir()
    head = "list,from_round,from_code,to_round,to_code,fit,certainty,reference,note\n"
    row = "sources,2019-20,dfg,2031-32,dfg,same,unconfirmed,practice,\n"
    (folder / "2019-20-to-2031-32.csv").write_text(head + row, encoding="utf-8")
    monkeypatch.chdir(made.parent)
    assert look_over(made, [made.parent, Path()]).faults == ()


def test_every_fault_of_shape_is_told_with_line_and_fix(made):
    edited(made, "round.yaml", "timetable: []", "timetabel: []")
    edited(made, "metrics.yaml", "days_in_year: 366", "days_in_year: many")
    assert told(made) == [
        f"2031-32/metrics.yaml:{line(made, 'metrics.yaml', 'many')}: 'days_in_year' cannot be "
        "'many'. Fix: Write a whole number without quotes.",
        f"2031-32/round.yaml:{line(made, 'round.yaml', 'timetabel')}: 'timetabel' is not a key "
        "here. Fix: Write 'timetable'.",
    ]


def test_every_fault_of_meaning_is_told(made):
    text = "\nnarrative:\n  A: {limit: 5, reference: nowhere, certainty: confirmed}\n"
    path = made / "round.yaml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    edited(made, "funding.yaml", "base_year: 2030-31", "base_year: 2031-32")
    first, second = told(made)
    assert first.startswith(f"2031-32/round.yaml:{line(made, 'round.yaml', 'nowhere')}: ")
    assert "There is no reference 'nowhere'." in first
    assert "The base year 2031-32 is a year of the round itself." in second


def test_a_check_that_nobody_has_written(made):
    text = "\nchecks:\n  CHK-033: {severity: warning}\n  CHK-999: {severity: error}\n"
    path = made / "round.yaml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    [fault] = told(made)
    assert fault.startswith(f"2031-32/round.yaml:{line(made, 'round.yaml', 'CHK-999')}: ")
    assert "There is no check CHK-999." in fault
    assert look_over(made).faults == (), "without a list of checks none can be missing"


def test_years_left_as_the_base_has_them(made):
    edited(made, "round.yaml", 'years: ["2031-32"]\n', "")
    edited(made, "round.yaml", 'previous_year: "2030-31"\n', "")
    (made / "tables.yaml").unlink()
    (made / "metrics.yaml").unlink()
    (made / "funding.yaml").unlink()
    [fault] = told(made)
    assert "The round plans for 2019-20 and is in force from 2031-04-01 to 2032-03-31." in fault
    assert "Fix: Mend the years, or the days under 'in_force'." in fault


def test_days_of_another_round(made):
    edited(
        made,
        "round.yaml",
        "start: 2031-04-01, end: 2032-03-31",
        "start: 2019-05-01, end: 2019-12-31",
    )
    [fault] = told(made)
    assert "In force on the same days as 2019-20" in fault


def test_a_folder_of_another_name(made):
    other = made.rename(made.with_name("2032-33"))
    [fault] = told(other)
    assert fault == (
        "2032-33/round.yaml:1: The round is called '2031-32' and its folder '2032-33'. "
        "Fix: Give both the same name."
    )


def test_a_base_that_is_not_at_hand(made):
    edited(made, "round.yaml", 'base: "2019-20"', 'base: "1948-49"')
    [fault] = told(made)
    assert fault.startswith(f"2031-32/round.yaml:{line(made, 'round.yaml', 'base:')}: ")


def test_a_base_beside_it_is_found(made):
    text = OVERLAY.replace("2031-32b", "2031-32").replace('round: "2031-32"', 'round: "2032-33"')
    folder = made.with_name("2032-33")
    folder.mkdir()
    (folder / "round.yaml").write_text(text, encoding="utf-8")
    pack = look_over(folder)
    assert [str(one) for one in pack.faults] == [
        f"{folder.parent}/2031-32/round.yaml:{line(made, 'round.yaml', 'years:')}: The round plans "
        "for 2031-32 and is in force from 2032-04-01 to 2033-03-31. Fix: Mend the years, or the "
        "days under 'in_force'."
    ]


def test_a_crosswalk_beside_it_that_names_nothing(made):
    folder = made.with_name("crosswalks")
    folder.mkdir()
    head = "list,from_round,from_code,to_round,to_code,fit,certainty,reference,note\n"
    row = "sources,2019-20,nowhere,2031-32,ibcf,same,unconfirmed,practice,\n"
    (folder / "2019-20-to-2031-32.csv").write_text(head + row, encoding="utf-8")
    [fault] = told(made)
    assert fault.startswith("crosswalks/2019-20-to-2031-32.csv:2: ")


@pytest.mark.parametrize(
    ("place", "what"), [("nowhere", "no such folder"), ("", "it holds no round.yaml")]
)
def test_what_is_no_folder_of_a_round(tmp_path, place, what):
    with pytest.raises(UnreadableFile, match=what):
        look_over(tmp_path / place)


def test_the_folder_one_stands_in(made, monkeypatch):
    monkeypatch.chdir(made)
    assert look_over(Path()).rules.round == "2031-32"
