"""What the guide to adding a round tells people to write works when they write it."""

import re
import textwrap

import pytest

from bettercare import rounds
from bettercare.checks import CHECKS
from bettercare.cli import run
from bettercare.rounds.pack import look_over
from tests.repository.tree import ROOT

GUIDE = (ROOT / "docs/how-to/add-a-round.md").read_text(encoding="utf-8")


def blocks(heading: str, kind: str) -> list[str]:
    """The blocks of one kind below a heading of the guide."""
    section = GUIDE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    found = re.findall(rf"^( *)```{kind}\n(.*?)^ *```$", section, re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(text) for _, text in found]


@pytest.fixture
def home(tmp_path, monkeypatch, capsys):
    """A folder with my-rounds/2026-27 in it, made by the command of the guide."""
    monkeypatch.chdir(tmp_path)
    shown = blocks("Write the next round", "text")[0]
    command, *printed = shown.splitlines()
    assert run(command.removeprefix("$ bettercare ").split()) == 0
    assert as_shown(capsys.readouterr().out.splitlines()) == as_shown(printed)
    return tmp_path / "my-rounds"


def as_shown(lines):
    """Lines without the number of facts, which grows with the round."""
    return [re.sub(r"^\d+ facts", "N facts", line) for line in lines]


def test_a_new_round_as_the_guide_writes_it(home):
    differs, confirmed = blocks("Write the next round", "yaml")
    path = home / "2026-27" / "round.yaml"
    text = path.read_text(encoding="utf-8").replace("confirmed: []\n", confirmed)
    path.write_text(text + differs, encoding="utf-8")
    pack = look_over(home / "2026-27", known_checks=CHECKS)
    assert pack.faults == ()
    words = [one.words for one in pack.changes]
    assert "No longer a source: Winter Pressures Grant." in words
    assert "CHK-019 no longer applies: The template asks for no impacts." in words
    assert "CHK-033 is now a warning (was an error)." in words
    assert "Person-centred outcomes, word limit: 1,200 (was 1,500)." in words
    unsure = {one.path for one in pack.unsure}
    assert "sources.dfg" not in unsure
    assert "sources.additional_la" in unsure


def test_an_amendment_as_the_guide_writes_it(home):
    [command, *_] = blocks("Amend a round in its own year", "text")
    assert run(command.strip().removeprefix("bettercare ").split()) == 0
    [text] = blocks("Amend a round in its own year", "yaml")
    (home / "2026-27a" / "round.yaml").write_text(text, encoding="utf-8")
    pack = look_over(home / "2026-27a", known_checks=CHECKS)
    assert pack.faults == ()
    assert [one.words for one in pack.changes] == [
        "In force from: 1 October 2026 (was 1 April 2026).",
        "Person-centred outcomes, word limit: 1,200 (was 1,500).",
    ]


def test_the_comparison_of_the_guide_runs(home):
    [command] = blocks("See what changed between two rounds", "text")
    assert run(command.strip().removeprefix("bettercare ").split()) == 0
    assert rounds.load("2026-27", [home]).base == "2019-20"
