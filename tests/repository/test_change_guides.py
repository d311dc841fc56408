"""The guides to comparing, rolling forward and what-if say what the program does."""

import re

import pytest

import bettercare as bc
from bettercare import examples
from bettercare.comparison.carried import NAMES
from bettercare.comparison.likeness import (
    CLOSE,
    LABELS,
    NOUNS,
    POSSIBLE,
    ROUNDS,
    SETTLED,
    UNLIKE_AMOUNT,
    UNLIKE_NAME,
    VERSIONS,
)
from bettercare.comparison.settings import apply
from tests.repository.tree import ROOT

HOW_TO = ROOT / "docs" / "how-to"
COMPARE, ROLL, WHAT_IF = (
    (HOW_TO / name).read_text(encoding="utf-8")
    for name in ("compare-plans.md", "roll-forward.md", "what-if.md")
)


def test_every_finding_of_rolling_forward_is_in_the_guide():
    assert re.findall(r"^\| (ROLL-\d\d) \|", ROLL, re.MULTILINE) == list(NAMES)


def test_the_points_are_as_the_guide_says():
    rows = re.findall(r"^\| ([^|]+) \| (\d+) \| (\d+) \|$", COMPARE, re.MULTILINE)
    said = {name.split(",")[0]: (int(one), int(other)) for name, one, other in rows}
    points = {
        "name": (VERSIONS.name, ROUNDS.name),
        "scheme id": (VERSIONS.identity, ROUNDS.identity),
        "amount": (VERSIONS.amount, ROUNDS.amount),
    }
    labels = {
        NOUNS[field].replace("type", "scheme type") if field == "scheme_type" else NOUNS[field]: (
            value,
            value,
        )
        for field, value in LABELS.items()
    }
    assert said == points | labels
    assert [sum(one) for one in zip(*said.values(), strict=True)] == [100, 100]


def test_the_limits_are_as_the_guide_says():
    assert f"From {SETTLED:.0f} points two rows are one scheme" in COMPARE
    assert f"within {CLOSE:.0f} points" in COMPARE
    assert f"only {POSSIBLE:.0f} to {SETTLED:.0f}" in COMPARE
    assert f"nothing below {UNLIKE_NAME:.0%} alike" in COMPARE
    assert UNLIKE_AMOUNT == 0.5
    assert "nothing below a half" in COMPARE


EXAMPLES = re.findall(r"`\"?((?:\d+|id:\w+|metrics\.\d+)\.[^`]+?=[^`]*?)\"?`", WHAT_IF)


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_changes_of_the_guide_can_be_made(text):
    name = "rotherham-2017-19" if "2018_19" in text else "leicester"
    plan = bc.read(examples.path(name)).plan
    assert len(apply(plan, bc.load_round(plan.round), [text])[1]) == 1


def test_there_are_examples():
    assert len(EXAMPLES) > 8
