"""The command that makes synthetic plans."""

import io

import pytest
from typer.testing import CliRunner

from bettercare.cli import synthetic_commands
from bettercare.errors import BadRequest, UnknownRound, UnreadableFile
from bettercare.formats import read

RUN = CliRunner()


def run(*words):
    result = RUN.invoke(synthetic_commands.commands, [*map(str, words)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_plans_are_made_and_summed_up_on_one_screen(tmp_path):
    folder = tmp_path / "plans"
    result = run("-o", folder, "--round", "2019-20", "--areas", 12, "--as", "json")
    lines = result.output.splitlines()
    assert lines[0] == f"12 synthetic plans in {folder} (seed 1)"
    told = {line[10:].split(":")[0]: int(line[:8]) for line in lines[2:9]}
    assert told["missing, so without a file"] == 1
    assert told["broken"] == told["of another round"] == told["a second version"] == 1
    assert len(lines) < 24
    assert {path.suffix for path in folder.iterdir()} == {".json", ".csv"}


@pytest.mark.parametrize(
    ("asked", "rounds"),
    [
        ([], {"2025-26"}),
        (["-r", "2019/20"], {"2019-20"}),
        (["-r", "2016-17", "-r", "2019-20"], {"2016-17", "2019-20"}),
    ],
)
def test_the_latest_round_is_made_unless_others_are_asked_for(tmp_path, asked, rounds):
    run("-o", tmp_path, *asked, "--areas", 1, "--schemes", 25, "--as", "json")
    plans = [read(path).plan for path in tmp_path.glob("*20*.json")]
    assert {plan.round for plan in plans} == rounds


def test_all_rounds_can_be_made(tmp_path):
    from bettercare.rounds import available

    run("-o", tmp_path, "--round", "all", "--areas", 1, "--schemes", 25, "--as", "json")
    plans = [read(path).plan for path in tmp_path.glob("*20*.json")]
    assert {plan.round for plan in plans} == set(available())


@pytest.mark.parametrize(
    ("faults", "each"),
    [("0", {0}), ("3", {6}), ("100%", set(range(2, 13))), ("1.0", set(range(2, 13)))],
)
def test_faults_are_asked_for_by_number_or_share(tmp_path, faults, each):
    result = run("-o", tmp_path, "-r", "2019-20", "--areas", 2, "--faults", faults, "--as", "json")
    line = next(line for line in result.output.splitlines() if "with faults" in line)
    assert int(line.split(":")[1].split()[0]) in each


@pytest.mark.parametrize("faults", ["many", "%", "", "nan", "inf", "-5%"])
def test_faults_that_are_no_number_are_refused(tmp_path, faults):
    with pytest.raises(BadRequest):
        run("-o", tmp_path / "new", "--areas", 1, f"--faults={faults}")
    assert not list(tmp_path.iterdir())


def test_nothing_is_written_over_without_force(tmp_path):
    run("-o", tmp_path, "--areas", 1, "--as", "json")
    with pytest.raises(UnreadableFile, match="Add --force"):
        run("-o", tmp_path, "--areas", 1, "--as", "json")
    assert run("-o", tmp_path, "--areas", 1, "--as", "json", "--force").exit_code == 0


def test_a_round_that_is_not_known_is_refused(tmp_path):
    with pytest.raises(UnknownRound):
        run("-o", tmp_path, "--round", "1999-00")


def test_a_bar_is_drawn_on_a_terminal_only(tmp_path, monkeypatch):
    import rich.console

    drawn = io.StringIO()
    real = rich.console.Console
    monkeypatch.setattr(
        "rich.console.Console",
        lambda **_: real(file=drawn, force_terminal=True, width=80),
    )
    run("-o", tmp_path, "-r", "2019-20", "--areas", 2, "--schemes", 25, "--as", "json")
    assert "2019-20.json" in drawn.getvalue()


def test_no_bar_is_drawn_elsewhere(tmp_path):
    result = run("-o", tmp_path, "--areas", 1, "--schemes", 25, "--as", "json")
    assert result.stderr == ""
